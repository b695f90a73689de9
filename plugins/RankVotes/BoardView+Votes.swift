import Bot
import Chat
import Ledger
import ReviewSlots
import Tally

// The votes in words.
extension BoardView {
    /// `1 a, 2 b = c, 3 d; the other 20 tie below, 2 are not judged`
    func ballot(of person: PersonID?, _ state: RankVotesReducer.State) -> String {
        guard let person, let ballot = state.backlog.ballot(of: person.id) else { return "nothing" }
        let levels = ballot.levels.enumerated().map { place, level in
            let names = level.map { name($0) + (state.backlog.isSlotted($0) ? " (in a slot)" : "") }
            return "\(place + 1) \(Wording.some(names, bytes: 120, separator: " = "))"
        }
        let named = ballot.levels.joined().count { state.backlog.isShown($0) }
        let unjudged = state.backlog.unjudged(by: person.id).count
        let tied = state.backlog.shownCount - named - unjudged
        var text = levels.isEmpty ? "nothing that is still open" : Wording.some(levels, bytes: 250)
        if tied > 0 { text += tied == 1 ? "; the other one ties below" : "; the other \(tied) tie below" }
        if unjudged > 0 { text += "; \(unjudged) \(unjudged == 1 ? "is" : "are") not judged" }
        return text
    }

    /// What all ballots come to, and whether the person's own counts.
    func effect(_ state: RankVotesReducer.State, _ person: PersonID?) -> Document.Line {
        let order: Document.Line
        if state.isInForce {
            order = " The backlog begins \(Wording.some(board.backlog().map(name), 3, bytes: 150))."
        } else {
            let count = state.backlog.ballotCount
            order =
                " \(count == 1 ? "It is 1" : "There are \(count)") of the \(state.counting.minBallots) ballots from which on the votes order the backlog."
        }
        return order + undirected(person, state) + advice(state, person)
    }

    /// What a ballot says of blueprints without direction is kept, and counts later.
    private func undirected(_ person: PersonID?, _ state: RankVotesReducer.State) -> Document.Line {
        let named = person.flatMap { state.backlog.ballot(of: $0.id)?.levels.joined() }.map { Array($0) } ?? []
        let found = named.map { BlueprintID($0) }.filter {
            state.backlog.isShown($0.number) && board.lacksDirection($0)
        }
        guard !found.isEmpty else { return "" }
        let (verb, they) = found.count == 1 ? ("has", "it has") : ("have", "they have")
        return
            " \(Wording.some(found.map(name), bytes: 100)) \(verb) no direction yet: votes on that are kept, and count when \(they)."
    }

    func advice(_ state: RankVotesReducer.State, _ person: PersonID?) -> Document.Line {
        guard let person, state.ballot(of: person)?.cast.weight == 0 else { return "" }
        return " You are no voter on \(board.name), so it weighs nothing and is shown as advice."
    }

    /// ` Team order: 5th -> 4th, 2 ready ones ahead.`
    func standing(_ id: BlueprintID, before: Int?, _ state: RankVotesReducer.State) -> Document.Line {
        if board.lacksDirection(id) {
            return " It has no direction yet: votes on it are kept, and count when it has."
        }
        guard state.backlog.isRanked(id.number) else { return " It \(waiting(id, state))." }
        guard state.isInForce else {
            return
                " The votes are a draft: \(Wording.count(state.backlog.ballotCount, "ballot")) of the \(state.counting.minBallots) from which on they order the backlog."
        }
        guard let rank = board.rank(of: id) else { return "" }
        let ahead = board.readyOnes().count { $0.rank < rank }
        let change = before.map { $0 == rank ? "\(ordinal(rank)), as before" : "\(ordinal($0)) -> \(ordinal(rank))" }
        let readyAhead = ahead > 0 ? ", \(ahead) ready \(ahead == 1 ? "one" : "ones") ahead" : ""
        return " Team order: \(change ?? ordinal(rank))\(readyAhead)."
    }

    /// `waits for votes: named by 1 of the 2 voters that it needs`
    func waiting(_ id: BlueprintID, _ state: RankVotesReducer.State) -> String {
        let found = state.backlog.waiting().first { $0.item == id.number }
        let (named, judged) = (found?.named ?? 0, found?.judged ?? 0)
        let rule = state.backlog.rule
        guard named >= rule.minNamed else {
            return "waits for votes: named by \(named) of the \(rule.minNamed) voters that it needs"
        }
        let wanted = (rule.minJudged * state.backlog.ballotCount + rule.ballots - 1) / max(rule.ballots, 1)
        return "waits for votes: \(judged) of \(state.backlog.ballotCount) ballots judge it, and it needs \(wanted)"
    }

    /// The person with a ballot who goes by a name.
    func voter(_ nick: String, _ state: RankVotesReducer.State) throws(Excuse) -> PersonID {
        let wanted = nick.lowercased()
        let found = state.people.filter { person in
            people.accounts(of: person).contains { $0.isCalled(wanted) || $0.description.lowercased() == wanted }
        }
        // Somebody of that name here comes before one on another network.
        let here = found.filter { person in
            people.accounts(of: person).contains { $0.network == network && $0.isCalled(wanted) }
        }
        let meant = here.isEmpty ? found : here
        let exact = meant.filter { people.accounts(of: $0).contains { $0.name == nick || $0.description == nick } }
        if exact.count != 1, meant.count > 1 {
            let ids = meant.flatMap { people.accounts(of: $0).filter { $0.isCalled(wanted) }.map(\.description) }
                .sorted()
            throw Excuse("\"\(Wording.short(nick, 40))\" may be \(Wording.list(ids, "or")): say which.")
        }
        guard let person = exact.first ?? meant.first else {
            throw Excuse(
                "nobody called \"\(Wording.short(nick, 40))\" has a ballot here. \(code: "!rank log") shows who voted.")
        }
        return person
    }
}
