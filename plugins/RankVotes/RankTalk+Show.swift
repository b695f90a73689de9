import Bot
import Chat
import Foundation
import Ledger
public import ReviewSlots
import Tally

// What only looks.
extension RankTalk {
    func list() async throws -> Reply {
        try await read { state, view, _ in
            let ids: [BlueprintID]
            if state.isInForce {
                ids = view.board.backlog()
            } else {
                ids = try state.backlog.order().map { BlueprintID($0) }
            }
            let items = ids.enumerated().map { place, id in
                "\(place + 1) \(view.name(id))\(view.board.blueprints[id].map(view.board.isReady) ?? false ? "+" : "")"
            }
            let count = Wording.count(state.backlog.ballotCount, "ballot")
            let shown = items.isEmpty ? "nothing is ranked yet" : Wording.some(items, 12, bytes: 200, separator: "  ")
            let waiting = state.backlog.waiting().count
            let wait = waiting > 0 ? " \(waiting) \(waiting == 1 ? "waits" : "wait") for votes." : ""
            let lead: Document.Line =
                state.isInForce
                ? "Ranked backlog, \(count), ready ones marked +: "
                : "Draft of \(count) (from \(state.minBallots) on they order the backlog; until then pins and age do): "
            let next: Document.Line =
                state.isInForce
                ? " \(code: "!rank why NAME") explains a place." : " \(code: "!rank a > b") casts your ballot."
            return Reply(lead + "\(shown).\(wait)" + next + view.url("rank"))
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
                "\(whose) ballot (\(Wording.day(ballot.at, now: context.now))): \(view.ballot(of: shown, state)).\(view.advice(state, shown))\(change)"
            ])
        }
    }

    /// Who voted, newest first.
    func log() async throws -> Reply {
        let records = try await context.recent(RankVotesReducer.self, limit: 50)
        return try await read { _, view, _ in
            let lines = records.compactMap { recorded -> Document.Line? in
                guard case .plugin(_, let body) = recorded.event,
                    let event = try? JSONDecoder().decode(RankVotesReducer.Event.self, from: Data(body.utf8)),
                    case .ballot(let person, _, let to, let how, let remark) = event
                else { return nil }
                let first = to?.cast.levels.joined().prefix(3).map(view.name).joined(separator: ", ") ?? ""
                let more = (to?.cast.levels.joined().count ?? 0) - 3
                let ballot = first.isEmpty ? "" : ": \(first)\(more > 0 ? " and \(more) more" : "")"
                let why = remark.map { " (\(Wording.short($0, 60)))" } ?? ""
                return
                    "\(recorded.record.command) \(Wording.moment(recorded.record.at, now: context.now)) \(person: view.name(person)) \(how.words)\(ballot)\(why)"
            }
            guard !lines.isEmpty else { throw Excuse("nobody has voted here yet: \(code: "!rank a > b = c").") }
            return privately(Array(lines.prefix(8)))
        }
    }

    /// All ballots, as lines that can be said to `!rank` again.
    func export() async throws -> Reply {
        try await read { state, view, _ in
            let voters = state.dates.keys.map { PersonID($0) }.sorted { view.name($0) < view.name($1) }
            guard !voters.isEmpty else { throw Excuse("there are no ballots yet: \(code: "!rank a > b = c").") }
            let lines = voters.compactMap { person -> Document.Line? in
                guard let ballot = state.backlog.ballot(of: person.id) else { return nil }
                let levels = ballot.levels.map { $0.map(view.name).joined(separator: " = ") }
                let weight = ballot.weight == 0 ? " (advice)" : ""
                return "\(person: view.name(person))\(weight): \(levels.joined(separator: " > "))"
            }
            let file: Document.Line =
                "\(Wording.count(voters.count, "ballot")). \(code: "slotkeeper export --ballots") writes them to a file that \(code: "slotkeeper tally") counts."
            return privately(Array(lines.prefix(12)) + [file])
        }
    }

    /// Counts everything anew, and compares.
    func verify() async throws -> Reply {
        try await read { state, view, _ in
            let faults = try state.faults(view.board)
            guard faults.isEmpty else {
                return Reply("the recount does NOT agree: \(faults.joined(separator: "; ")). Please tell the operator.")
            }
            let counted = try state.backlog.completeOrder().count
            return Reply(
                "recounted: \(Wording.count(state.backlog.ballotCount, "ballot")) on \(Wording.count(counted, "blueprint")) give the order that the backlog has (\(state.backlog.method.rawValue))."
            )
        }
    }
}

extension RankVotesReducer.State {
    /// What a recount of all ballots does not find as it is kept; nothing if all is well.
    public func faults(_ board: Board) throws -> [String] {
        let recount = try backlog.recounted()
        let order = isInForce ? try recount.completeOrder().map { BlueprintID($0) } : []
        let election = try backlog.election { .number($0) }.result(by: backlog.method).expectedStrict
        var faults: [String] = []
        if recount != backlog { faults.append("the kept count is another") }
        if order != board.order { faults.append("the board has another order") }
        if isInForce, election != order.map({ .number($0.number) }) {
            faults.append("the ballots alone give another order")
        }
        return faults
    }
}

extension RankVotesReducer.Event.How {
    var words: String {
        switch self {
        case .cast: "voted"
        case .moved: "moved"
        case .kept: "kept the ballot"
        case .copied: "copied a ballot"
        case .withdrawn: "withdrew"
        case .lapsed: "has a ballot no longer: it lapsed"
        case .weighed: "has another role"
        case .undone: "took back"
        }
    }
}
