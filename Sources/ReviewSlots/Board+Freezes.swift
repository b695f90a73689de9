// Freezes: planned from outside, begun by the clock.
extension Board {
    /// The freeze that keeps a waiting blueprint from moving in, or `nil`.
    public func freeze(stopping blueprint: Blueprint) -> Freeze? {
        guard blueprint.isWaiting, !freezes.isEmpty else { return nil }
        if let freeze = freezes[.feature], stops(freeze, blueprint) { return freeze }
        guard let freeze = freezes[.spec], stops(freeze, blueprint), approvalObstacle(blueprint) != nil else {
            return nil
        }
        return freeze
    }

    /// Whether a freeze should have begun, which only the clock sees to.
    func isFreezeDue(at now: Timestamp) -> Bool { freezes.values.contains { $0.began == nil && $0.at <= now } }

    private func stops(_ freeze: Freeze, _ blueprint: Blueprint) -> Bool {
        let isExcepted = blueprint.exception?.kind == freeze.kind && blueprint.exception?.granted != nil
        return freeze.began != nil && !isExcepted
    }

    /// The feature freeze that begins before a slot that is taken now would be left, as far as experience tells.
    public func freezeBeforeLanding(from now: Timestamp) -> Freeze? {
        guard let freeze = freezes[.feature], freeze.began == nil, let typical = history.typicalStay,
            now + typical > freeze.at
        else { return nil }
        return freeze
    }

    /// Open changes for which one more +2 is enough, and that wait for nothing else: those in slots first.
    public func changesNeedingLastPlusTwo() -> [(change: Change, blueprint: Blueprint)] {
        var seen: Set<ChangeNumber> = []
        return (seated + backlog()).compactMap { blueprints[$0] }.flatMap { blueprint in
            liveChanges(blueprint)
                .filter { needsLastPlusTwo($0) && !$0.waitsForAuthor && seen.insert($0.number).inserted }
                .map { ($0, blueprint) }
        }
    }

    /// Whether one more +2 would be enough, where more than one is needed.
    func needsLastPlusTwo(_ change: Change) -> Bool {
        settings.plusTwos > 1 && change.isOpen && change.plusTwos.count == settings.plusTwos - 1
    }
}

extension Board.History {
    /// How long half of what landed had a slot, in seconds; `nil` while fewer than three have landed.
    public var typicalStay: Int? { stays.count < 3 ? nil : stays.sorted()[stays.count / 2] }
}

extension Draft {
    /// Takes over a freeze; the same one again changes nothing. One whose day has come begins at once.
    mutating func planFreeze(_ kind: Freeze.Kind, _ freeze: Freeze?) throws(Refusal) {
        try require(.lead)
        if let fault = freeze?.fault { throw .badText(fault) }
        if let freeze, freeze.kind != kind {
            throw .badText("a \(kind.rawValue) freeze is no \(freeze.kind.rawValue) freeze")
        }
        let old = board.freezes[kind]
        guard old?.at != freeze?.at || old?.title != freeze?.title else { return }
        var new = freeze
        // Only a new day is something new to the channels.
        new?.noticed = old?.at == freeze?.at ? old?.noticed : nil
        new?.began = freeze.flatMap { $0.at > at ? nil : old?.began ?? at }
        emit(.freezeChanged(kind, from: old, to: new))
        // What was excepted from this one is not from the next.
        if new == nil || (old?.began != nil && new?.began == nil) { dropExceptions(from: kind) }
    }

    /// Begins freezes whose day has come, and gives notice of those that are near.
    mutating func watchFreezes() {
        for kind in Freeze.Kind.allCases {
            guard let old = board.freezes[kind], old.began == nil else { continue }
            var freeze = old
            let due = board.settings.freeze.notices.filter { at + $0 >= old.at }.min()
            if at >= old.at {
                freeze.began = at
            } else if let due, due < old.noticed ?? .max {
                freeze.noticed = due
            } else {
                continue
            }
            emit(.freezeChanged(kind, from: old, to: freeze))
        }
    }
}
