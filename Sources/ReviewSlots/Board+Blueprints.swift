// Commands about blueprints and their changes.
extension Draft {
    mutating func addBlueprint(_ new: NewBlueprint) throws(Refusal) {
        try require(.lead)
        try checkFree(new.name)
        if let kind = new.kind, let fault = BlueprintName.fault(in: kind) { throw .nameFault(kind, fault) }
        var spec: SpecID?
        if let review = new.spec {
            guard let found = board.spec(ofReview: review) else { throw .noSuchReview(review) }
            spec = found.id
        }
        let id = BlueprintID(board.history.lastBlueprint.number + 1)
        emit(
            .blueprintAdded(
                id, name: new.name, kind: new.kind, trivial: new.isTrivial, authors: new.authors, created: at))
        if let spec { emit(.specLinked(id, from: nil, to: spec)) }
        for number in new.changes.uniqued() { try link(number, to: id) }
        if let group = new.group { try self.group(id, group) }
    }

    mutating func rename(_ id: BlueprintID, to name: String) throws(Refusal) {
        try require(.lead)
        let blueprint = try openOne(id)
        try checkFree(name, for: id)
        if blueprint.name == name { throw .already("it is called \(name)") }
        // The old name goes on working as an alias; a name that was an alias is one no longer.
        if blueprint.aliases.contains(name) { emit(.aliasRemoved(id, alias: name)) }
        emit(.blueprintRenamed(id, from: blueprint.name, to: name))
        emit(.aliasAdded(id, alias: blueprint.name))
    }

    mutating func addAlias(_ id: BlueprintID, _ alias: String) throws(Refusal) {
        try require(.lead)
        _ = try openOne(id)
        try checkFree(alias)
        emit(.aliasAdded(id, alias: alias))
    }

    private func checkFree(_ name: String, for own: BlueprintID? = nil) throws(Refusal) {
        if let fault = BlueprintName.fault(in: name) { throw .nameFault(name, fault) }
        if let owner = board.byName[name], owner != own { throw .nameTaken(name, by: owner) }
    }

    mutating func linkSpec(_ id: BlueprintID, _ review: ChangeNumber) throws(Refusal) {
        try require(.lead)
        let blueprint = try openOne(id)
        guard let spec = board.spec(ofReview: review) else { throw .noSuchReview(review) }
        if blueprint.spec == spec.id { throw .already("\(blueprint.name) has the spec \(review)") }
        emit(.specLinked(id, from: blueprint.spec, to: spec.id))
    }

    /// All of them or none.
    mutating func addChanges(_ id: BlueprintID, _ numbers: [ChangeNumber]) throws(Refusal) {
        let blueprint = try openOne(id)
        try require(.author, on: blueprint)
        for number in numbers.uniqued() {
            if blueprint.changes.contains(number) { throw .already("\(number) is a change of \(blueprint.name)") }
            // Whoever links a change can speak of it: another's takes a core.
            for owner in board.blueprints(ofChange: number) { try require(.author, on: board.blueprints[owner]) }
            try link(number, to: id)
        }
    }

    mutating func removeChanges(_ id: BlueprintID, _ numbers: [ChangeNumber]) throws(Refusal) {
        try require(.author, on: try openOne(id))
        for number in numbers.uniqued() {
            guard let place = board.blueprints[id]?.changes.firstIndex(of: number) else { throw .noSuchChange(number) }
            emit(.changeUnlinked(id, change: number, at: place))
        }
    }

    private mutating func link(_ number: ChangeNumber, to id: BlueprintID) throws(Refusal) {
        guard Change.numbers.contains(number) else {
            throw .badText("\(number) cannot be the number of a change")
        }
        if board.changes[number] == nil {
            emit(.changeStated(number, from: nil, to: Change(number: number, since: at)))
        }
        emit(.changeLinked(id, change: number, at: board.blueprints[id]?.changes.count ?? 0))
    }

    mutating func stateChange(_ number: ChangeNumber, _ update: ChangeUpdate) throws(Refusal) {
        guard let old = board.changes[number] else { throw .noSuchChange(number) }
        let owners = board.blueprints(ofChange: number).compactMap { board.blueprints[$0] }
        // Votes and verdicts are other people's words: only a core vouches for them. What an author may say is
        // whether the own change is open, in the works, merged or given up.
        guard
            board.allows(actor, .core)
                || (update.votes.isEmpty && update.ci == nil && !owners.isEmpty
                    && owners.allSatisfy { board.allows(actor, .author, on: $0) })
        else { throw .needs(update.votes.isEmpty && update.ci == nil ? .author : .core) }
        for vote in update.votes where !(-2...2).contains(vote.value) { throw .badText("a vote is -2 to +2") }
        if let lines = update.lines, !(0...10_000_000).contains(lines) {
            throw .badText("a change has 0 to 10,000,000 lines")
        }
        let new = update.applied(to: old, at: at)
        if new == old { throw .already("\(number) is so") }
        restate(old, new)
    }

    /// Takes over what the review system says; nothing happens if it is known.
    mutating func reportChange(_ new: Change) throws(Refusal) {
        try require(.core)
        guard let old = board.changes[new.number] else { throw .noSuchChange(new.number) }
        if new != old { restate(old, new) }
    }

    private mutating func restate(_ old: Change, _ new: Change) {
        let owners = board.blueprints(ofChange: old.number).compactMap { board.blueprints[$0] }
        let before = owners.filter(\.isOpen).filter { !board.liveChanges($0).isEmpty }
        emit(.changeStated(old.number, from: old, to: new))
        for blueprint in before where board.liveChanges(blueprint).isEmpty { emit(.withdrawalProposed(blueprint.id)) }
    }

    mutating func ready(_ id: BlueprintID) throws(Refusal) {
        let blueprint = try openOne(id)
        try require(.author, on: blueprint)
        if blueprint.seat != nil { throw .hasSlot(id) }
        if blueprint.claim != nil { throw .already("\(blueprint.name) has been called ready") }
        emit(.claimed(id, from: nil, to: Blueprint.Claim(at: at, by: try actingPerson(.author))))
    }

    mutating func unready(_ id: BlueprintID) throws(Refusal) {
        let blueprint = try openOne(id)
        try require(.author, on: blueprint)
        guard let claim = blueprint.claim else { throw .already("nobody has called \(blueprint.name) ready") }
        emit(.claimed(id, from: claim, to: nil))
    }

    mutating func hold(_ id: BlueprintID, until: Timestamp) throws(Refusal) {
        let blueprint = try openOne(id)
        try require(.author, on: blueprint)
        guard until > at else { throw .inThePast }
        emit(.held(id, from: blueprint.hold, to: Blueprint.Hold(until: until, by: try actingPerson(.author))))
    }

    mutating func endHold(_ id: BlueprintID) throws(Refusal) {
        let blueprint = try openOne(id)
        try require(.author, on: blueprint)
        guard let hold = blueprint.hold else { throw .already("\(blueprint.name) is not on hold") }
        emit(.held(id, from: hold, to: nil))
    }

    mutating func second(_ id: BlueprintID) throws(Refusal) {
        try require(.voter)
        let blueprint = try openOne(id)
        let person = try actingPerson(.voter)
        if actor.isOne(of: blueprint.seconds) { throw .already("you second \(blueprint.name)") }
        emit(.seconded(id, by: person))
    }

    mutating func withdraw(_ id: BlueprintID, why: String?) throws(Refusal) {
        let blueprint = try openOne(id)
        try require(.author, on: blueprint)
        leave(id, .withdrawn, note: why)
    }

    mutating func landed(_ id: BlueprintID) throws(Refusal) {
        let blueprint = try openOne(id)
        try require(.author, on: blueprint)
        if !blueprint.changes.isEmpty, board.liveChanges(blueprint).isEmpty {
            throw .badText("all changes of \(blueprint.name) are abandoned; withdraw it instead")
        }
        leave(id, .landed)
    }

    /// Fixes a place in the backlog; pins that stand there move down by one.
    mutating func pin(_ id: BlueprintID, place: Int) throws(Refusal) {
        try require(.lead)
        let blueprint = try openOne(id)
        if blueprint.seat != nil { throw .hasSlot(id) }
        guard place >= 1, place <= max(board.backlog().count, 1) else { throw .placeFault }
        if blueprint.pin == place { throw .already("\(blueprint.name) is pinned to place \(place)") }
        var others: [Int: Blueprint] = [:]
        for other in board.pinned.compactMap({ board.blueprints[$0] }) where other.id != id {
            if let pin = other.pin { others[pin] = other }
        }
        var taken = place
        while let other = others[taken] {
            emit(.pinned(other.id, from: taken, to: taken + 1))
            taken += 1
        }
        emit(.pinned(id, from: blueprint.pin, to: place))
    }

    mutating func unpin(_ id: BlueprintID) throws(Refusal) {
        try require(.lead)
        let blueprint = try openOne(id)
        guard let pin = blueprint.pin else { throw .already("\(blueprint.name) is not pinned") }
        emit(.pinned(id, from: pin, to: nil))
    }

    /// Writes down what differs; the same priorities again change nothing.
    mutating func prioritize(_ priorities: [(BlueprintID, Priority?)]) throws(Refusal) {
        try require(.lead)
        var seen: Set<BlueprintID> = []
        for (id, priority) in priorities {
            let blueprint = try openOne(id)
            if !seen.insert(id).inserted { throw .badText("\(blueprint.name) is given a priority twice") }
            if blueprint.priority != priority { emit(.prioritized(id, from: blueprint.priority, to: priority)) }
        }
    }

    mutating func setOrder(_ order: [BlueprintID], method: String, ballot: Int?) throws(Refusal) {
        try require(.lead)
        let new = order.uniqued().filter { board.blueprints[$0]?.isOpen ?? false }
        let old = board.order
        guard new != old || !new.isEmpty && method != board.orderMethod else { return }
        // Only what moved is written down: the middle that is left between the common ends.
        let start = zip(old, new).run(atMost: .max) { $0 == $1 }
        let tail = zip(old.reversed(), new.reversed()).run(atMost: min(old.count, new.count) - start) { $0 == $1 }
        emit(
            .orderChanged(
                at: start, removed: Array(old[start..<old.count - tail]),
                inserted: Array(new[start..<new.count - tail]),
                method: method, ballot: ballot))
    }
}

extension Sequence {
    /// How many of the first `limit` elements fulfil a condition without a break.
    fileprivate func run(atMost limit: Int, _ isGood: (Element) -> Bool) -> Int {
        var count = 0
        for element in self where count < limit {
            guard isGood(element) else { break }
            count += 1
        }
        return count
    }
}

extension Sequence where Element: Hashable {
    /// The elements without repetitions, in order.
    func uniqued() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
