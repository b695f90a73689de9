// Groups of people who share slots: each has a quota of them, where the board sets one.
extension Board {
    /// How many blueprints of a group have slots.
    public func seatedCount(ofGroup group: String) -> Int { seatedGroups[group] ?? 0 }

    /// Whether as many of its group have slots as may.
    func isOverQuota(_ blueprint: Blueprint) -> Bool {
        guard blueprint.isWaiting, let group = blueprint.group, let quota = settings.quotas[group] else { return false }
        return seatedCount(ofGroup: group) >= quota
    }
}

extension Draft {
    /// An author's own word is not enough: whoever could choose a group could choose the one that has room.
    mutating func group(_ id: BlueprintID, _ group: String?) throws(Refusal) {
        try require(.core)
        let blueprint = try openOne(id)
        if let group, let fault = BlueprintName.fault(in: group) { throw .nameFault(group, fault) }
        if blueprint.group == group {
            throw .already("\(blueprint.name) is of \(group.map { "the group \($0)" } ?? "no group")")
        }
        emit(.grouped(id, from: blueprint.group, to: group))
    }
}
