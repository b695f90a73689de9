public import Ledger
public import ReviewSlots
public import Tally

/// The pure half: everybody's ballot on the backlog, kept in the stream `rankvotes/BOARD`, and the order that they give.
public struct RankVotesReducer: StreamReducer {
    public static let stream = "rankvotes"

    public struct Rules: Sendable, Hashable {
        public var method = Method.rankedPairsWinningVotes
        public var placing = Backlog.PlacingRule(minNamed: 2, minJudged: 50, of: 100)
        /// By board: with fewer ballots the order is a draft, which is shown but moves nobody. 3 for a board not named.
        public var minBallots: [String: Int] = [:]
        /// Changes among so many of the first are told in the channels; 0: none.
        public var first = 5
        /// Seconds for which they are gathered.
        public var gather = Timestamp.minute
        /// The age in seconds at which a ballot's voter is reminded, and at which the ballot lapses.
        public var remindAfter = 60 * Timestamp.day
        public var lapseAfter = 90 * Timestamp.day

        public init() {}

        func minBallots(on board: String) -> Int { minBallots[board] ?? 3 }
    }

    public enum Command: Sendable {
        /// A whole ballot: levels of blueprints, best first; `judgesRest`: what it does not name is tied last.
        case vote([[BlueprintID]], judgesRest: Bool, remark: String?)
        case move(BlueprintID, Move)
        case withdraw
        case keep
        case copy(PersonID)
        /// Only the plugin itself: what the ballots of people whose roles have changed weigh.
        case weigh([PersonID: Int])
    }

    public enum Move: Sendable, Hashable {
        case up, down, drop
        /// A level of its own at a place from 1.
        case put(Int)
    }

    let rules: Rules

    public init(rules: Rules = Rules()) {
        self.rules = rules
    }

    public func initial(board: String) -> State { State(rules, minBallots: rules.minBallots(on: board)) }

    public var ordersBacklog: Bool { true }

    public func inverse(of event: Event) -> Event? {
        switch event {
        case .ballot(let person, let from, let to, _, _): .ballot(person, from: to, to: from, how: .undone, remark: nil)
        case .reminded, .told: nil
        }
    }

    public func parts(of event: Event) -> [String] {
        switch event {
        case .ballot(let person, _, _, _, _): [person.id]
        case .reminded, .told: []
        }
    }

    // MARK: Deciding

    public func decide(_ command: Command, _ state: State, board: Board, by actor: Actor, at: Timestamp)
        throws(LedgerError) -> StreamDecision<Event>
    {
        if case .weigh(let weights) = command { return StreamDecision(reweighed(weights, state)) }
        guard let person = actor.person else { throw .refused(.needs(.person)) }
        let voter = person.id
        let old = state.ballot(of: person)
        let weight = actor.roles.contains(.voter) ? 1 : 0
        var backlog = state.backlog
        var (how, said): (Event.How, String?) = (.moved, nil)
        do {
            switch command {
            case .vote(let levels, let judgesRest, let remark):
                (how, said) = (.cast, remark)
                try backlog.vote(voter, levels.map { $0.map(\.number) }, weight: weight, judgesRest: judgesRest)
            case .move(let id, .up): try backlog.up(voter, id.number, weight: weight)
            case .move(let id, .down): try backlog.down(voter, id.number, weight: weight)
            case .move(let id, .drop): try backlog.drop(voter, id.number, weight: weight)
            case .move(let id, .put(let place)): try backlog.put(voter, id.number, at: place, weight: weight)
            case .withdraw:
                guard old != nil else { throw LedgerError.declined("you have no ballot here.") }
                how = .withdrawn
                backlog.withdraw(voter)
            case .keep:
                guard old != nil else { throw LedgerError.declined("you have no ballot here.") }
                how = .kept
            case .copy(let other):
                how = .copied
                try backlog.copy(voter, from: other.id, weight: weight)
            case .weigh: break
            }
        } catch let refusal as Tally.Refusal {
            let sentence = refusal.sentence { board.blueprints[BlueprintID($0)]?.name ?? "b\($0)" }
            throw .declined("\(sentence). Nothing was recorded.")
        } catch {
            throw error as? LedgerError ?? .declined("\(error)")
        }
        let new = backlog.cast(of: voter)
        // A whole ballot and "keep" renew; a step that changes nothing does not.
        guard new != old?.cast || how == .kept || how == .cast else {
            throw .declined("nothing was changed: your ballot says so already.")
        }
        let kept = new.map { Event.Ballot(cast: $0, at: at) }
        return StreamDecision([.ballot(person, from: old, to: kept, how: how, remark: said)])
    }

    private func reweighed(_ weights: [PersonID: Int], _ state: State) -> [Event] {
        weights.sorted { $0.key < $1.key }.compactMap { person, weight in
            guard let old = state.ballot(of: person), old.cast.weight != weight else { return nil }
            let new = Event.Ballot(cast: old.cast.weighing(weight), at: old.at)
            return .ballot(person, from: old, to: new, how: .weighed, remark: nil)
        }
    }

    // MARK: What follows

    public func follow(_ state: State, board: Board, at: Timestamp) -> StreamDecision<Event> {
        var after = state
        var events = aged(state, at: at)
        for event in events { evolve(&after, event, at: at) }
        let order = after.isDirty ? complete(after) : board.order
        if let news = after.news(order, first: rules.first), let since = after.changedSince, at - since >= rules.gather
        {
            events.append(news)
        }
        guard after.isDirty else { return StreamDecision(events) }
        return StreamDecision(
            events, board: [.setOrder(order, method: rules.method.rawValue, ballot: after.ballotsSoFar)])
    }

    /// The order that holds: none while there are too few ballots.
    func complete(_ state: State) -> [BlueprintID] {
        guard state.isInForce else { return [] }
        // Only Kemeny refuses, which is for files.
        return ((try? state.backlog.completeOrder()) ?? []).map(BlueprintID.init)
    }

    /// Ballots that lapse, and those of whose voters must be told that they will.
    private func aged(_ state: State, at: Timestamp) -> [Event] {
        guard at >= state.nextDue else { return [] }
        let ballots = state.dates.sorted { $0.key < $1.key }
        var events = ballots.filter { at - $0.value >= rules.lapseAfter }.compactMap { voter, _ -> Event? in
            let person = PersonID(voter)
            return state.ballot(of: person).map { .ballot(person, from: $0, to: nil, how: .lapsed, remark: nil) }
        }
        let old = ballots.filter {
            at - $0.value >= rules.remindAfter && at - $0.value < rules.lapseAfter && !state.reminded.contains($0.key)
        }
        if !old.isEmpty { events.append(.reminded(old.map { PersonID($0.key) })) }
        return events
    }

    public func settled(_ state: inout State) { state.isDirty = false }
}
