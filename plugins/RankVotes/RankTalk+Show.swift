import Bot
import Chat
import Ledger
public import ReviewSlots
import Tally

// What only looks.
extension RankTalk {
    func list() async throws -> Reply {
        try await read { state, view, _ in
            let pinned = Set(view.board.open.filter { view.board.blueprints[$0]?.pin != nil }.map(\.number))
            let isUndirected = { (id: BlueprintID) in view.board.lacksDirection(id) && !pinned.contains(id.number) }
            let isListed = { (id: BlueprintID) in
                (state.backlog.isRanked(id.number) || pinned.contains(id.number)) && !isUndirected(id)
            }
            let places =
                state.isInForce
                ? view.board.backlog().enumerated().filter { isListed($0.element) }
                : try state.backlog.order().map { BlueprintID($0) }.enumerated().map { $0 }
            let items = places.map { place, id in
                let isReady = view.board.blueprints[id].map(view.board.isReady) ?? false
                let isPinned = state.isInForce && pinned.contains(id.number)
                return "\(place + 1) \(view.name(id))\(isReady ? "+" : "")\(isPinned ? " (pinned)" : "")"
            }
            let waiting = state.backlog.waiting().count { !state.isInForce || !pinned.contains($0.item) }
            let shown = items.isEmpty ? "nothing is ranked yet" : Wording.some(items, 12, bytes: 200, separator: "  ")
            let undirected = try state.backlog.order().count { isUndirected(BlueprintID($0)) }
            let direction =
                undirected > 0
                ? " \(undirected) \(undirected == 1 ? "has" : "have") no direction: votes on that do not count yet."
                : ""
            let wait = waiting > 0 ? " \(waiting) \(waiting == 1 ? "waits" : "wait") for votes." : ""
            let count = Wording.count(state.backlog.ballotCount, "ballot")
            let lead: Document.Line =
                state.isInForce
                ? "Ranked backlog, \(count), ready ones marked +: "
                : "Draft of \(count) (from \(state.counting.minBallots) on they order the backlog; until then pins and age do): "
            let next: Document.Line =
                state.isInForce
                ? " \(code: "!rank why NAME") explains a place." : " \(code: "!rank a > b") casts your ballot."
            return Reply(lead + "\(shown).\(wait)\(direction)" + next + view.url("rank"))
        }
    }

    /// A ballot, to the asker alone.
    func show(_ nick: String?) async throws -> Reply {
        if nick == nil { _ = try await context.actor() }
        return try await read { state, view, person in
            let shown = try nick.map { nick throws(Excuse) in try view.voter(nick, state) } ?? person
            guard let shown, let ballot = state.ballot(of: shown) else {
                throw Excuse(
                    "you have no ballot here. \(code: "!rank a > b = c") casts one; \(code: "!rank") shows the order.")
            }
            let whose: Document.Line = shown == person ? "Your" : "\(person: view.name(shown))'s"
            let change: Document.Line =
                shown == person
                ? " Change: \(code: "rank a > b > c") (a new ballot), \(code: "rank up|down|top|drop NAME"), \(code: "rank NAME PLACE")."
                : " \(code: "!rank like \(view.name(shown))") copies it."
            return privately([
                "\(whose) ballot (\(context.day(ballot.at))): \(view.ballot(of: shown, state)).\(view.advice(state, shown))\(change)"
            ])
        }
    }

    /// Who voted, newest first.
    func log() async throws -> Reply {
        let records = try await context.recent(RankVotesReducer.self, limit: 50)
        return try await read { _, view, _ in
            var hasVotes = false
            let lines = records.compactMap { recorded -> Document.Line? in
                guard let event = recorded.event(of: RankVotesReducer.self, on: view.board.name) else { return nil }
                switch event {
                case .ballot: hasVotes = true
                case .told, .reminded, .marked, .unmarked: return nil
                case .joined, .rules: break
                }
                let words = view.words(for: event, namesVoter: true)
                let moment = context.moment(recorded.record.at)
                return "\(recorded.record.command) \(moment) \(words)"
            }
            guard hasVotes else { throw Excuse("nobody has voted here yet: \(code: "!rank a > b = c").") }
            return privately(Array(lines.prefix(8)))
        }
    }

    /// All ballots, as lines that can be said to `!rank` again.
    func export() async throws -> Reply {
        try await read { state, view, _ in
            let voters = state.people.sorted { view.name($0) < view.name($1) }
            guard !voters.isEmpty else { throw Excuse("there are no ballots yet: \(code: "!rank a > b = c").") }
            let lines = voters.prefix(12).compactMap { person -> Document.Line? in
                guard let ballot = state.backlog.ballot(of: person.id) else { return nil }
                let levels = ballot.levels.map { $0.map(view.name).joined(separator: " = ") }
                let weight = ballot.weight == 0 ? " (advice)" : ""
                return
                    "\(person: view.name(person))\(weight): \(Wording.some(levels, bytes: 300, separator: " > "))"
            }
            let more = voters.count > lines.count ? ", \(voters.count - lines.count) of them not shown" : ""
            let file: Document.Line =
                "\(Wording.count(voters.count, "ballot"))\(more). \(code: "slotkeeper export --ballots") writes them to a file that \(code: "slotkeeper tally") counts."
            return privately(lines + [file])
        }
    }

    /// Counts everything anew, and compares. It may take a while, so it is not done while the ledger waits.
    func verify() async throws -> Reply {
        _ = try await context.actor()
        let (state, order) = try await read { state, view, _ in (state, view.board.order) }
        let faults = try state.faults(order)
        guard faults.isEmpty else {
            return Reply("the recount does NOT agree: \(faults.joined(separator: "; ")). Please tell the operator.")
        }
        let ballots = Wording.count(state.backlog.ballotCount, "ballot")
        let items = Wording.count(try state.backlog.completeOrder().count, "blueprint")
        let found: Document.Line =
            state.isInForce
            ? "give the order that the backlog has"
            : "are counted right; they are a draft and order nothing before there are \(state.counting.minBallots)"
        return Reply("recounted: \(ballots) on \(items) \(found) (\(state.backlog.method.rawValue)).")
    }
}

extension RankVotesReducer.State {
    /// What a recount of all ballots does not find as it is kept; nothing if all is well.
    public func faults(_ order: [BlueprintID]) throws -> [String] {
        let recount = try backlog.recounted()
        let counted = isInForce ? try recount.completeOrder() : []
        let election = try backlog.election { .number($0) }.result(by: backlog.method).expectedStrict
        var faults: [String] = []
        if !recount.isCountedLike(backlog) { faults.append("the kept count is another") }
        if counted != order.map(\.number) { faults.append("the board has another order") }
        if isInForce, election != counted.map({ .number($0) }) { faults.append("the ballots alone give another order") }
        return faults
    }
}
