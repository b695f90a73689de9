public import Ledger
public import ReviewSlots
public import Tally

extension RankVotesReducer {
    /// What is kept of one board.
    public struct State: Sendable {
        /// `nil` until the ledger says how ballots are counted.
        private(set) var recordedCounting: Counting?
        /// Voters are the ids of people, items the numbers of blueprints.
        public internal(set) var backlog: Backlog
        var ages: BallotAges
        private(set) var ballotsSoFar = 0
        /// The board's order may be another by now.
        var isDirty = true
        /// What became of ids that people had before.
        private var successors: [String: String] = [:]
        /// People who had two ballots when their ids became one, and the older of these: nobody has written it down yet.
        private(set) var doubled: [PersonID: Event.Ballot] = [:]

        /// Numbers that people put on messages, oldest first, and the ballots that they had before, as long as their ballots
        /// are made of these.
        fileprivate var marks: [String: (base: Cast?, marks: [Event.Mark])] = [:]
        static let mostMarks = 500

        /// The seats that were left: one that is given back is no new one.
        fileprivate(set) var left: [BlueprintID: Blueprint.Seat] = [:]

        /// The board's order, those in slots included, and the same as the channels last heard it.
        private var order: [BlueprintID] = []
        private var told: [BlueprintID] = []
        /// Since when the channels do not know the first of it.
        private(set) var changedSince: Timestamp?

        init(_ rules: Rules) {
            ages = BallotAges(remindAfter: rules.remindAfter, lapseAfter: rules.lapseAfter)
            backlog = Backlog(method: Counting().method, rule: Counting().placing)
        }

        public var counting: Counting { recordedCounting ?? Counting() }

        /// Whether there are enough ballots for the votes to order the backlog.
        public var isInForce: Bool { backlog.ballotCount >= counting.minBallots }

        /// The people who have a ballot.
        public var people: [PersonID] { ages.voters.map { PersonID($0) } }

        /// A person's ballot.
        public func ballot(of person: PersonID) -> Event.Ballot? {
            let voter = current(person.id)
            guard let cast = backlog.cast(of: voter), let at = ages[voter] else { return nil }
            return Event.Ballot(cast: cast, at: at)
        }

        func marks(of person: PersonID) -> (base: Cast?, marks: [Event.Mark])? { marks[current(person.id)] }

        fileprivate mutating func setMarks(_ new: [Event.Mark], base: Cast? = nil, of person: PersonID) {
            let voter = current(person.id)
            marks[voter] = new.isEmpty ? nil : (base, Array(new.suffix(Self.mostMarks)))
        }

        private func current(_ voter: String) -> String {
            var voter = voter
            while let successor = successors[voter] { voter = successor }
            return voter
        }
    }

    public func evolve(_ state: inout State, _ event: Event, at: Timestamp) {
        switch event {
        case .ballot(let person, let from, let to, .revived, _):
            state.setMarks([], of: person)
            state.replaceBallot(of: person, from, with: to.map { .init(cast: $0.cast, at: at) })
        case .ballot(let person, let from, let to, let how, _):
            // What is changed otherwise is not made of numbers any more.
            if ![.marked, .weighed, .kept].contains(how) { state.setMarks([], of: person) }
            state.replaceBallot(of: person, from, with: to)
        case .marked(let person, let mark, let base):
            let others = (state.marks(of: person)?.marks ?? []).filter { $0.id != mark.id }
            state.setMarks(others + [mark], base: base, of: person)
        case .unmarked(let person, let mark, let base):
            let others = (state.marks(of: person)?.marks ?? []).filter { $0.id != mark.id }
            state.setMarks(others, base: base, of: person)
        case .joined(let person, _): state.noteJoined(person)
        case .rules(let counting): state.count(by: counting)
        case .reminded(let people, _): state.remind(people)
        case .told: state.tell()
        }
    }

    public func observe(_ state: inout State, _ event: BoardEvent, board: Board, at: Timestamp) {
        let backlog = state.backlog
        switch event {
        case .blueprintAdded(let id, _, _, _, _, _), .closed(let id, _, to: nil): state.open(id.number)
        case .blueprintRemoved(let id, _, _, _, _, _), .closed(let id, _, _): try? state.backlog.close(id.number)
        case .slotTaken(let id, let seat, _): state.slot(id, seat)
        case .slotFreed(let id, let seat, _, _, _) where backlog.isSlotted(id.number):
            state.left[id] = seat
            try? state.backlog.open(id.number)
        case .orderChanged: return state.noteOrder(board.order, first: rules.first, at: at)
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
        guard ballot(of: person)?.cast == old?.cast else { return }
        set(new, of: current(person.id))
        ballotsSoFar += 1
    }

    private mutating func set(_ ballot: Ballot?, of voter: String) {
        // What is stored was checked before.
        try? backlog.restore(ballot?.cast, of: voter)
        ages.set(ballot?.at, of: voter, weight: ballot?.cast.weight ?? 0)
        isDirty = true
    }

    fileprivate mutating func remind(_ people: [PersonID]) {
        ages.remind(people.map { current($0.id) })
    }

    fileprivate mutating func join(_ person: PersonID, _ former: PersonID) {
        let (voter, formerly) = (current(person.id), current(former.id))
        guard voter != formerly else { return }
        let ballots = [ballot(of: person), ballot(of: former)].compactMap { $0 }.sorted { $0.at < $1.at }
        if let newest = ballots.last, newest == ballot(of: former) { marks[voter] = marks[formerly] }
        if let newest = ballots.last, ages[formerly] != nil {
            set(nil, of: formerly)
            set(newest, of: voter)
        }
        if ballots.count == 2 { doubled[PersonID(voter)] = ballots[0] }
        marks[formerly] = nil
        successors[formerly] = voter
    }

    fileprivate mutating func noteJoined(_ person: PersonID) {
        doubled[PersonID(current(person.id))] = nil
    }

    fileprivate mutating func count(by counting: RankVotesReducer.Counting) {
        recordedCounting = counting
        backlog.method = counting.method
        // It refuses only more items than can be ranked at all; these stay waiting.
        try? backlog.setRule(counting.placing)
        isDirty = true
    }

    /// A new one is the youngest; one that had been closed is what it was.
    fileprivate mutating func open(_ item: Int) {
        if backlog.isClosed(item) {
            try? backlog.reopen(item)
        } else {
            try? backlog.open(item)
        }
    }

    /// What is given back the seat that it had counts as it did there.
    fileprivate mutating func slot(_ id: BlueprintID, _ seat: Blueprint.Seat) {
        if left.removeValue(forKey: id) == seat {
            try? backlog.slotAgain(id.number)
        } else {
            try? backlog.slot(id.number)
        }
    }

    // MARK: What the channels know

    fileprivate mutating func noteOrder(_ order: [BlueprintID], first: Int, at: Timestamp) {
        self.order = order
        if news(first: first) == nil {
            changedSince = nil
        } else if changedSince == nil {
            changedSince = at
        }
    }

    fileprivate mutating func tell() {
        told = order
        changedSince = nil
    }

    /// What the channels do not know of the first in the order; `nil` if they know it all.
    func news(first: Int) -> RankVotesReducer.Event? {
        let isShown = { (id: BlueprintID) in backlog.isShown(id.number) }
        let now = order.lazy.filter(isShown).prefix(first)
        guard !told.lazy.filter(isShown).prefix(first).elementsEqual(now) else { return nil }
        let before = told.filter(isShown)
        return .told(now.map { id in .init(blueprint: id, was: before.firstIndex(of: id).map { $0 + 1 }) })
    }
}
