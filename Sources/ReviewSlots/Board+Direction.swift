// Direction: that something is wanted now, apart from how it is to be done, which the spec says.
extension Board {
    /// Whether it may stand where votes or its priority put it.
    func isRankable(_ blueprint: Blueprint) -> Bool { !settings.needsDirection || blueprint.direction != nil }

    /// Whether direction is asked for, and a blueprint has none: votes on it do not count yet.
    public func lacksDirection(_ id: BlueprintID) -> Bool {
        blueprints[id].map { !isRankable($0) } ?? false
    }
}

extension Draft {
    mutating func direct(_ id: BlueprintID) throws(Refusal) {
        try require(.specCore)
        let blueprint = try openOne(id)
        if blueprint.direction != nil { throw .already("\(blueprint.name) has direction") }
        let person = try actingPerson(.specCore)
        emit(.directed(id, from: nil, to: Blueprint.Direction(at: at, by: person)))
    }

    mutating func undirect(_ id: BlueprintID) throws(Refusal) {
        try require(.specCore)
        let blueprint = try openOne(id)
        guard let direction = blueprint.direction else { throw .already("\(blueprint.name) has no direction") }
        emit(.directed(id, from: direction, to: nil))
    }
}
