public import Ledger
public import ReviewSlots

/// The pure half: who follows what, kept in the stream `subscriptions/BOARD`.
public struct SubscriptionsReducer: StreamReducer {
    public static let stream = "subscriptions"
    /// As many a person may have.
    public static let most = 50

    public init() {}

    public struct State: Sendable {
        /// In the order in which they came.
        var followed: [PersonID: [Following]] = [:]
        /// Ids that people had before, and the ones that they have now.
        private(set) var successors: [PersonID: PersonID] = [:]

        func subscriptions(of person: PersonID) -> [Subscription] { (followed[person] ?? []).map(\.subscription) }

        fileprivate func current(_ person: PersonID) -> PersonID { successors[person] ?? person }

        fileprivate mutating func join(_ former: PersonID, to person: PersonID) {
            for (old, new) in successors where new == former { successors[old] = person }
            successors[former] = person
            guard let moved = followed.removeValue(forKey: former) else { return }
            let own = subscriptions(of: person)
            followed[person, default: []] += moved.filter { !own.contains($0.subscription) }
        }
    }

    /// What a person follows, and since when.
    struct Following: Sendable, Hashable {
        var subscription: Subscription
        var since: Timestamp
    }

    /// Stored for good: add cases, never rename or remove one.
    public enum Event: Codable, Sendable, Hashable {
        case subscribed(PersonID, Subscription)
        case unsubscribed(PersonID, Subscription)
    }

    public enum Command: Sendable {
        case subscribe(Subscription)
        case unsubscribe([Subscription])
    }

    public func initial(board: String) -> State { State() }

    public func decide(_ command: Command, _ state: State, board: Board, by actor: Actor, at: Timestamp)
        throws(LedgerError) -> StreamDecision<Event>
    {
        guard let person = actor.person else { throw .refused(.needs(.person)) }
        let own = state.subscriptions(of: person)
        switch command {
        case .subscribe(let subscription):
            guard !own.contains(where: { $0.now(on: board) == subscription.now(on: board) }) else {
                throw .refused(.already("you follow that"))
            }
            guard own.count < Self.most else {
                throw .declined(
                    "\(Self.most) subscriptions are the limit: \"!unsubscribe\" ends one, a pattern such as vmware-* may stand for several."
                )
            }
            return StreamDecision([.subscribed(person, subscription)])
        case .unsubscribe(let wanted):
            return StreamDecision(wanted.filter(own.contains).map { .unsubscribed(person, $0) })
        }
    }

    public func evolve(_ state: inout State, _ event: Event, at: Timestamp) {
        switch event {
        case .subscribed(let person, let subscription):
            let person = state.current(person)
            guard !state.subscriptions(of: person).contains(subscription) else { return }
            state.followed[person, default: []].append(Following(subscription: subscription, since: at))
        case .unsubscribed(let person, let subscription):
            let person = state.current(person)
            state.followed[person]?.removeAll { $0.subscription == subscription }
            if state.followed[person]?.isEmpty ?? false { state.followed[person] = nil }
        }
    }

    public func observe(_ state: inout State, _ event: PeopleEvent, people: People, at: Timestamp) {
        guard case .personJoined(_, let former) = event else { return }
        state.join(former, to: people.current(former))
    }

    public func inverse(of event: Event) -> Event? {
        switch event {
        case .subscribed(let person, let subscription): .unsubscribed(person, subscription)
        case .unsubscribed(let person, let subscription): .subscribed(person, subscription)
        }
    }

    public func parts(of event: Event) -> [String] {
        switch event {
        case .subscribed(let person, let subscription), .unsubscribed(let person, let subscription):
            ["\(person.id) \(subscription)"]
        }
    }
}
