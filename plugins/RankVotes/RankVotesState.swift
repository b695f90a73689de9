public import Ledger
public import ReviewSlots
public import Tally

extension RankVotesReducer {
    /// What is kept of one board.
    public struct State: Sendable {
        let minBallots: Int
        private let remindAfter: Int
        private let lapseAfter: Int
        /// Voters are the ids of people, items the numbers of blueprints.
        public internal(set) var backlog: Backlog
        /// Since when each ballot stands, by voter.
        public private(set) var dates: [String: Timestamp] = [:]
        private(set) var reminded: Set<String> = []
        /// No ballot is due before this.
        private(set) var nextDue = Timestamp(.max)
        private(set) var ballotsSoFar = 0
        /// The board's order may be another by now.
        var isDirty = true
        /// What became of ids that people had before.
        private var successors: [String: String] = [:]

        // What the channels know.
        /// The board's order, those in slots included.
        var order: [BlueprintID] = []
        /// The same as the channels last heard it.
        private var told: [BlueprintID] = []
        /// Those that came back from a slot since; everybody has heard of it.
        var returned: Set<BlueprintID> = []
        var changedSince: Timestamp?

        init(_ rules: Rules, minBallots: Int) {
            self.minBallots = max(minBallots, 1)
            (remindAfter, lapseAfter) = (rules.remindAfter, rules.lapseAfter)
            backlog = Backlog(method: rules.method, rule: rules.placing)
        }

        /// Whether there are enough ballots for the votes to order the backlog.
        public var isInForce: Bool { backlog.ballotCount >= minBallots }

        /// A person's ballot.
        public func ballot(of person: PersonID) -> Event.Ballot? {
            let voter = current(person.id)
            guard let cast = backlog.cast(of: voter), let at = dates[voter] else { return nil }
            return Event.Ballot(cast: cast, at: at)
        }

        private func current(_ voter: String) -> String {
            var voter = voter
            while let successor = successors[voter] { voter = successor }
            return voter
        }
    }

    public func evolve(_ state: inout State, _ event: Event, at: Timestamp) {
        switch event {
        case .ballot(let person, let from, let to, _, _): state.replaceBallot(of: person, from, with: to)
        case .reminded(let people): state.remind(people)
        case .told: state.tell()
        }
    }

    public func observe(_ state: inout State, _ event: BoardEvent, board: Board, at: Timestamp) {
        switch event {
        case .blueprintAdded(let id, _, _, _, _, _), .closed(let id, _, to: nil): state.open(id)
        case .blueprintRemoved(let id, _, _, _, _, _), .closed(let id, _, _): try? state.backlog.close(id.number)
        case .slotTaken(let id, _, _):
            try? state.backlog.slot(id.number)
            state.returned.remove(id)
        case .slotFreed(let id, _, _, _, _) where state.backlog.isSlotted(id.number):
            try? state.backlog.open(id.number)
            state.returned.insert(id)
        case .orderChanged:
            state.order = board.order
            if state.news(board.order, first: rules.first) == nil {
                state.changedSince = nil
            } else if state.changedSince == nil {
                state.changedSince = at
            }
            return
        default: return
        }
        state.isDirty = true
    }

    /// Two ids that are one person have one ballot: the one that was cast last.
    public func observe(_ state: inout State, _ event: PeopleEvent, people: People, at: Timestamp) {
        guard case .personJoined(let person, let former) = event else { return }
        state.join(people.current(person), former)
    }
}

extension RankVotesReducer.State {
    typealias Ballot = RankVotesReducer.Event.Ballot

    /// A ballot that is not what the event says it was is left alone: two people became one meanwhile.
    fileprivate mutating func replaceBallot(of person: PersonID, _ old: Ballot?, with new: Ballot?) {
        guard ballot(of: person) == old else { return }
        set(new, of: current(person.id))
        ballotsSoFar += 1
    }

    private mutating func set(_ ballot: Ballot?, of voter: String) {
        // What is stored was checked before.
        try? backlog.restore(ballot?.cast, of: voter)
        dates[voter] = ballot?.at
        reminded.remove(voter)
        isDirty = true
        if let ballot { nextDue = min(nextDue, ballot.at + remindAfter) } else { findNextDue() }
    }

    fileprivate mutating func remind(_ people: [PersonID]) {
        reminded.formUnion(people.map { current($0.id) })
        findNextDue()
    }

    private mutating func findNextDue() {
        nextDue = dates.map { $1 + (reminded.contains($0) ? lapseAfter : remindAfter) }.min() ?? Timestamp(.max)
    }

    fileprivate mutating func join(_ person: PersonID, _ former: PersonID) {
        let (voter, formerly) = (current(person.id), current(former.id))
        guard voter != formerly else { return }
        let ballots = [ballot(of: person), ballot(of: former)].compactMap { $0 }
        if let newest = ballots.max(by: { $0.at < $1.at }), dates[formerly] != nil {
            set(nil, of: formerly)
            set(newest, of: voter)
        }
        successors[formerly] = voter
    }

    /// A new one is the youngest; one that had been closed is what it was.
    fileprivate mutating func open(_ id: BlueprintID) {
        if backlog.isClosed(id.number) {
            try? backlog.reopen(id.number)
            returned.insert(id)
        } else {
            try? backlog.open(id.number)
        }
    }

    // MARK: What the channels know

    fileprivate mutating func tell() {
        told = order
        returned = []
        changedSince = nil
    }

    /// What the channels do not know of the first in an order; `nil` if they know it all.
    func news(_ order: [BlueprintID], first: Int) -> RankVotesReducer.Event? {
        let isShown = { (id: BlueprintID) in backlog.isShown(id.number) }
        let isNews = { (id: BlueprintID) in isShown(id) && !returned.contains(id) }
        guard !told.lazy.filter(isNews).prefix(first).elementsEqual(order.lazy.filter(isNews).prefix(first)) else {
            return nil
        }
        let before = told.filter(isShown)
        return .told(
            order.lazy.filter(isShown).prefix(first).map { id in
                .init(blueprint: id, was: before.firstIndex(of: id).map { $0 + 1 })
            })
    }
}
