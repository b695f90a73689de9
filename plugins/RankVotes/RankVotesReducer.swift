public import Ledger
public import ReviewSlots
import Tally

/// The pure half: everybody's ballot on the backlog, kept in the stream `rankvotes/BOARD`, and the order that they give.
public struct RankVotesReducer: StreamReducer {
    public static let stream = "rankvotes"

    public struct Rules: Sendable, Hashable {
        public var counting = Counting()
        /// By board, where it is another number of ballots than `counting` says.
        public var minBallots: [String: Int] = [:]
        /// Changes among so many of the first are told in the channels; 0: none.
        public var first = 5
        /// Seconds for which they are gathered.
        public var gather = Timestamp.minute
        /// The age in seconds at which a ballot's voter is reminded, and at which the ballot lapses.
        public var remindAfter = 60 * Timestamp.day
        public var lapseAfter = 90 * Timestamp.day

        public init() {}

        func counting(on board: String) -> Counting {
            var counting = counting
            counting.minBallots = max(minBallots[board] ?? counting.minBallots, 1)
            return counting
        }
    }

    public struct Command: Sendable {
        public var deed: Deed
        public var remark: String?

        public init(_ deed: Deed, remark: String? = nil) {
            self.deed = deed
            self.remark = remark
        }
    }

    public enum Deed: Sendable {
        /// A whole ballot: levels of blueprints, best first; `judgesRest`: what it does not name is tied last.
        case vote([[BlueprintID]], judgesRest: Bool)
        case move(BlueprintID, Move)
        case withdraw
        case keep
        case copy(PersonID)
        /// A number on a message about a blueprint.
        case mark(Event.Mark)
        /// Takes one back by its id.
        case unmark(String)
        /// Only the plugin itself: what the ballots of people whose roles have changed weigh.
        case weigh([PersonID: Int])
    }

    public enum Move: Sendable, Hashable {
        case up, down, drop
        /// A level of its own at a place from 1.
        case put(Int)
    }

    /// So many people are reminded at a time: more would not fit into a line.
    private static let remindedAtATime = 5

    let rules: Rules

    public init(rules: Rules = Rules()) {
        self.rules = rules
    }

    public func initial(board: String) -> State { State(rules) }

    public var ordersBacklog: Bool { true }

    public func inverse(of event: Event) -> Event? {
        switch event {
        case .ballot(let person, let from, nil, .lapsed, _):
            .ballot(person, from: nil, to: from, how: .revived, remark: nil)
        case .ballot(let person, let from, let to, .marked, _):
            .ballot(person, from: to, to: from, how: .marked, remark: nil)
        case .ballot(let person, let from, let to, _, _): .ballot(person, from: to, to: from, how: .undone, remark: nil)
        case .marked(let person, let mark, let base): .unmarked(person, mark, base: base)
        case .unmarked(let person, let mark, let base): .marked(person, mark, base: base)
        case .joined, .rules, .reminded, .told: nil
        }
    }

    public func parts(of event: Event) -> [String] {
        switch event {
        case .ballot(let person, _, _, _, _), .joined(let person, _), .marked(let person, _, _),
            .unmarked(let person, _, _):
            [person.id]
        case .rules, .reminded, .told: []
        }
    }

    // MARK: What the time brings

    /// One kind of news at a time: ballots that lapse, else people to remind, else the new first of the order.
    public func tick(_ state: State, board: Board, at: Timestamp) -> StreamDecision<Event> {
        let lapsed = state.ages.lapsed(at: at).compactMap { voter -> Event? in
            let person = PersonID(voter)
            return state.ballot(of: person).map { .ballot(person, from: $0, to: nil, how: .lapsed, remark: nil) }
        }
        if !lapsed.isEmpty { return StreamDecision(lapsed) }
        let old = state.ages.toRemind(at: at).prefix(Self.remindedAtATime)
        if let first = old.first, let lapse = state.ages.lapse(of: first) {
            return StreamDecision([.reminded(old.map { PersonID($0) }, lapse: lapse)])
        }
        if let news = state.news(first: rules.first), state.changedSince.map({ at - $0 >= rules.gather }) ?? true {
            return StreamDecision([news])
        }
        return StreamDecision([])
    }

    // MARK: What follows

    public func follow(_ state: State, board: Board, at: Timestamp) -> StreamDecision<Event> {
        var after = state
        var events = state.doubled.sorted { $0.key < $1.key }.map { Event.joined($0.key, dropped: $0.value) }
        let counting = rules.counting(on: board.name)
        if state.recordedCounting != counting {
            events.append(.rules(counting))
            evolve(&after, .rules(counting), at: at)
        }
        guard after.isDirty else { return StreamDecision(events) }
        return StreamDecision(
            events,
            board: [.setOrder(complete(after), method: counting.method.rawValue, ballot: after.ballotsSoFar)])
    }

    /// The order that holds: none while there are too few ballots.
    private func complete(_ state: State) -> [BlueprintID] {
        guard state.isInForce else { return [] }
        // Only Kemeny refuses, which is for files.
        return ((try? state.backlog.completeOrder()) ?? []).map { BlueprintID($0) }
    }

    public func settled(_ state: inout State) { state.isDirty = false }
}
