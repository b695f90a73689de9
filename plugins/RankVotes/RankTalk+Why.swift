import Bot
import Chat
import Ledger
import ReviewSlots
import Tally

// Why something stands where it stands.
extension RankTalk {
    func why(_ word: String?, _ other: String?) async throws -> Reply {
        let id = try await item(word, usage: "why NAME [NAME]")
        guard let other else { return try await read { state, view, _ in Reply(try view.why(id, state)) } }
        let second = try await item(other, usage: "why NAME NAME")
        guard id != second else { throw Excuse("that is the same blueprint twice; name two.") }
        return try await read { state, view, _ in
            for item in [id, second] where !state.backlog.isRanked(item.number) {
                throw Excuse("\(strong: view.name(item)) \(view.notRanked(item, state)).")
            }
            return Reply("\(strong: view.name(id)) \(try view.relation(of: id, to: second, state)).")
        }
    }
}

extension BoardView {
    /// `vsan is 2nd of 9 by the votes: beats x509 7-3; below multi-attach 4-8 (cores 1-4).`
    fileprivate func why(_ id: BlueprintID, _ state: RankVotesReducer.State) throws -> Document.Line {
        let backlog = state.backlog
        guard backlog.isRanked(id.number) else { return "\(strong: name(id)) \(notRanked(id, state))." }
        let order = try backlog.order()
        guard let place = order.firstIndex(of: id.number) else { return Document.Line() }
        var reasons: [Document.Line] = []
        if place > 0 { reasons.append(try relation(of: id, to: BlueprintID(order[place - 1]), state)) }
        if place + 1 < order.count { reasons.append(try relation(of: id, to: BlueprintID(order[place + 1]), state)) }
        var line: Document.Line = "\(strong: name(id)) is \(ordinal(place + 1)) of \(order.count) by the votes"
        for (index, reason) in reasons.enumerated() { line += (index == 0 ? ": " : "; ") + reason }
        line += "."
        if !state.isInForce {
            line +=
                " That is a draft: \(Wording.count(backlog.ballotCount, "ballot")) of \(state.counting.minBallots); pins and age order the backlog."
        } else if board.lacksDirection(id), board.blueprints[id]?.pin == nil {
            line += " It has no direction, so that does not count yet: by age it is #\(board.rank(of: id) ?? 0)."
        } else if let pin = board.blueprints[id]?.pin {
            line += " The lead has pinned it to #\(pin)."
        } else if let rank = board.rank(of: id), rank != place + 1 {
            line += " It is #\(rank) of the backlog: the lead has pinned others."
        }
        return line
    }

    fileprivate func notRanked(_ id: BlueprintID, _ state: RankVotesReducer.State) -> String {
        guard let blueprint = board.blueprints[id] else { return "is not known" }
        if let seat = blueprint.seat {
            return state.backlog.counted.contains(id.number)
                ? "has slot \(seat.slot); its votes count on for when it comes back"
                : "has slot \(seat.slot) and no votes that count"
        }
        guard blueprint.isOpen else { return "is off the board" }
        let pin = blueprint.pin.map { "; the lead has pinned it to #\($0)" } ?? ""
        return waiting(id, state) + pin
    }

    /// `beats x509 7-3 (cores 2-1)`
    fileprivate func relation(of id: BlueprintID, to other: BlueprintID, _ state: RankVotesReducer.State) throws
        -> Document.Line
    {
        let explanation = try state.backlog.why(id.number, other.number)
        let isUpper = explanation.upper == id.number
        let votes =
            isUpper
            ? "\(explanation.votes)-\(explanation.opposition)" : "\(explanation.opposition)-\(explanation.votes)"
        let others = name(other)
        var text =
            switch explanation.reason {
            case .beats: "\(isUpper ? "beats" : "below") \(others) \(votes)"
            case .older: "level with \(others) (\(votes)), which is \(isUpper ? "younger" : "older")"
            case .behind(let items):
                "level with \(others) (\(votes)): \(isUpper ? "that" : "this") is behind \(names(items))"
            case .chain(let items):
                "\(isUpper ? "above" : "below") \(others) (\(votes)) by way of \(items.map(name).joined(separator: " > "))"
            case .setAside(let circle):
                "\(isUpper ? "above" : "below") \(others) in spite of \(votes): stronger are \(circle.map(name).joined(separator: " > "))"
            case .paths(let down, let up):
                "\(isUpper ? "above" : "below") \(others) (\(votes)): paths \(isUpper ? down : up)-\(isUpper ? up : down)"
            case .scores(let upper, let lower):
                "\(isUpper ? "above" : "below") \(others): scores \(isUpper ? upper : lower) and \(isUpper ? lower : upper)"
            case .bestOrders: "\(isUpper ? "above" : "below") \(others) in the best order (\(votes))"
            }
        text += groups(id, other, state)
        if !explanation.hidden.isEmpty {
            text +=
                ", with \(names(explanation.hidden)) between, in \(explanation.hidden.count == 1 ? "a slot" : "slots")"
        }
        return Document.Line(text)
    }

    /// ` (cores 1-4, advice 2-0)`
    private func groups(_ id: BlueprintID, _ other: BlueprintID, _ state: RankVotesReducer.State) -> String {
        func score(_ isIn: (PersonID) -> Bool) -> (Int, Int) {
            let isCounted = { (voter: String) in isIn(PersonID(voter)) }
            return (
                state.backlog.voters(for: id.number, over: other.number, among: isCounted),
                state.backlog.voters(for: other.number, over: id.number, among: isCounted)
            )
        }
        let groups = [
            ("cores", score { roles(of: $0).contains(.core) }),
            ("advice", score { state.ballot(of: $0)?.cast.weight == 0 }),
        ].filter { $0.1 != (0, 0) }.map { "\($0.0) \($0.1.0)-\($0.1.1)" }
        return groups.isEmpty ? "" : " (\(groups.joined(separator: ", ")))"
    }

    private func names(_ items: [Int]) -> String { Wording.some(items.map(name), 3, bytes: 120) }
}
