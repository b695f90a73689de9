// Exceptions from freezes: asked for, sponsored, declined, and over one day.
extension Board {
    /// The freeze that an exception of a blueprint would be from: the one of specs as long as its spec is not approved.
    public func freezeToExcept(_ blueprint: Blueprint) -> Freeze? {
        if let freeze = freezes[.spec], approvalObstacle(blueprint) != nil { return freeze }
        return freezes[.feature]
    }

    /// When an exception ends, if it was granted.
    public func end(of exception: FreezeException) -> Timestamp? {
        guard let granted = exception.granted, let freeze = freezes[exception.kind] else { return nil }
        return max(granted, freeze.at) + settings.freeze.grace
    }

    /// Open blueprints with an exception, granted or only asked for, oldest first.
    public func exceptions() -> [(blueprint: Blueprint, exception: FreezeException)] {
        excepted.compactMap { blueprints[$0] }.compactMap { blueprint in blueprint.exception.map { (blueprint, $0) } }
    }
}

extension Draft {
    mutating func requestException(_ id: BlueprintID, why: String) throws(Refusal) {
        let blueprint = try openOne(id)
        try require(.author, on: blueprint)
        guard let freeze = board.freezeToExcept(blueprint) else {
            throw .badText("no freeze is planned that could stop \(blueprint.name)")
        }
        if why.utf8.allSatisfy({ $0 <= 0x20 }) { throw .badText("an exception needs a reason") }
        if why.utf8.count > 1000 { throw .badText("the reason of an exception has at most 1,000 bytes") }
        if blueprint.exception?.kind == freeze.kind {
            throw .already("an exception from \(freeze.title) has been asked for")
        }
        let person = try actingPerson(.author)
        let exception = FreezeException(kind: freeze.kind, why: why, by: person, at: at)
        emit(.exceptionChanged(id, from: blueprint.exception, to: exception, why: nil))
    }

    mutating func sponsorException(_ id: BlueprintID) throws(Refusal) {
        try require(.core)
        let blueprint = try openOne(id)
        let person = try actingPerson(.core)
        var exception = try exception(of: blueprint)
        if board.isAuthor(actor, of: blueprint) { throw .badText("authors do not sponsor what is their own") }
        if actor.isOne(of: [exception.by]) {
            throw .badText(
                "whoever asks for an exception does not sponsor it, so that others look at it too: ask another core")
        }
        if actor.isOne(of: exception.sponsors) { throw .already("you sponsor it") }
        exception.sponsors.append(person)
        if exception.granted == nil, exception.sponsors.count >= board.settings.freeze.sponsors {
            exception.granted = at
        }
        emit(.exceptionChanged(id, from: blueprint.exception, to: exception, why: nil))
    }

    /// What cores have granted only a lead takes away.
    mutating func declineException(_ id: BlueprintID, why: String?) throws(Refusal) {
        try require(.core)
        let blueprint = try openOne(id)
        let exception = try exception(of: blueprint)
        if exception.granted != nil { try require(.lead) }
        emit(.exceptionChanged(id, from: exception, to: nil, why: why))
    }

    private func exception(of blueprint: Blueprint) throws(Refusal) -> FreezeException {
        guard let exception = blueprint.exception else {
            throw .badText("nobody has asked for an exception for \(blueprint.name)")
        }
        return exception
    }

    /// Ends those whose time is over, and grants those for which fewer sponsors are enough by now.
    mutating func watchExceptions() {
        for (blueprint, exception) in board.exceptions() {
            // An undo may have brought it back when there was nothing any more to be excepted from.
            guard board.freezes[exception.kind] != nil else {
                emit(.exceptionChanged(blueprint.id, from: exception, to: nil, why: nil))
                continue
            }
            if exception.granted == nil, exception.sponsors.count >= board.settings.freeze.sponsors {
                var granted = exception
                granted.granted = at
                emit(.exceptionChanged(blueprint.id, from: exception, to: granted, why: nil))
                continue
            }
            guard let end = board.end(of: exception), end <= at else { continue }
            emit(.exceptionChanged(blueprint.id, from: exception, to: nil, why: nil))
        }
    }

    /// Without a freeze there is nothing to be excepted from.
    mutating func dropExceptions(from kind: Freeze.Kind, askedAfter moment: Timestamp? = nil) {
        for (blueprint, exception) in board.exceptions()
        where exception.kind == kind && moment.map({ exception.at > $0 }) ?? true {
            emit(.exceptionChanged(blueprint.id, from: exception, to: nil, why: nil))
        }
    }
}
