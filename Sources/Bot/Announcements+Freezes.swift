import Chat
import Ledger
import ReviewSlots

extension Announcements {
    /// What the channels hear of freezes: that one is near and what must be done until then, that it begins, that it ends.
    static func freezes(_ events: [BoardEvent], _ view: BoardView) -> [Document.Line] {
        events.compactMap { event in
            guard case .freezeChanged(let kind, let from, let to) = event, view.board.freezes[kind] == to else {
                return nil
            }
            guard let freeze = to, from?.began == nil || freeze.began != nil else {
                return from?.began == nil
                    ? nil
                    : "\(strong: from?.title ?? "") has ended.\(kind == .feature ? " Slots are filled again." : "")"
            }
            if freeze.began != nil, from?.began == nil { return view.begun(freeze) }
            return freeze.noticed != nil && freeze.noticed != from?.noticed ? view.near(freeze, calls: true) : nil
        }
    }
}

extension BoardView {
    fileprivate func begun(_ freeze: Freeze) -> Document.Line {
        switch freeze.kind {
        case .feature:
            "\(strong: freeze.title) has begun: nothing moves into a slot any more. \(inSlots)."
        case .spec: "\(strong: freeze.title) has begun. \(proposedSpecs())"
        }
    }

    /// What must be done before it, and by whom.
    /// - Parameter calls: whether to highlight those who can do it.
    func near(_ freeze: Freeze, calls: Bool = false) -> Document.Line {
        let when: Document.Line =
            "\(strong: freeze.title) is in \(Wording.duration(freeze.at - now)), on \(moment(freeze.at))."
        guard freeze.kind == .feature else { return "\(when) \(proposedSpecs())" }
        let wanted = board.changesNeedingLastPlusTwo()
        guard !wanted.isEmpty else { return "\(when) No change lacks just one +2. \(inSlots)." }
        let items = wanted.map { change, blueprint in
            "\(change.number) (\(blueprint.name)\(blueprint.seat.map { ", slot \($0.slot)" } ?? ""))"
        }
        return
            "\(calls ? mentions(whoCanFinish(wanted)) : "")\(when) Just one more +2: \(Wording.some(items, bytes: 180))."
    }

    /// Cores who signed up, are here, and have not voted on one of their changes.
    private func whoCanFinish(_ wanted: [(change: Change, blueprint: Blueprint)]) -> [PersonID] {
        var found: [PersonID] = []
        for (change, blueprint) in wanted {
            let voters = Set(change.votes.map { $0.who.lowercased() })
            found += here(blueprint.seat?.reviewers ?? []).filter { person in
                !found.contains(person)
                    && !people.accounts(of: person).contains { voters.contains($0.name.lowercased()) }
            }
        }
        return found
    }

    private var inSlots: String { "\(Wording.count(board.seated.count, "blueprint")) in slots" }

    /// Those that are still proposed; first the ones that blueprints wait for.
    private func proposedSpecs() -> Document.Line {
        let specs = board.specs.values.filter {
            $0.state == .proposed && $0.listing == .listed && board.isOfThisCycle($0)
        }
        let waited = board.backlog().compactMap { board.blueprints[$0] }.compactMap { blueprint -> String? in
            guard let spec = blueprint.spec.flatMap({ board.specs[$0] }), spec.state == .proposed else { return nil }
            return "\(blueprint.name) for \(spec.current?.number ?? spec.id)"
        }
        let list = waited.isEmpty ? "" : "; \(Wording.some(waited, bytes: 180)) \(waited.count == 1 ? "waits" : "wait")"
        return "\(Wording.count(specs.count, "spec")) \(specs.count == 1 ? "is" : "are") still proposed\(list)."
    }
}
