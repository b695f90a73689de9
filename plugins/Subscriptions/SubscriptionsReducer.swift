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
        public internal(set) var subscriptions: [PersonID: [Subscription]] = [:]
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
        let own = state.subscriptions[person] ?? []
        switch command {
        case .subscribe(let subscription):
            guard !own.contains(subscription) else { throw .refused(.already("you follow that")) }
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
        case .subscribed(let person, let subscription): state.subscriptions[person, default: []].append(subscription)
        case .unsubscribed(let person, let subscription):
            state.subscriptions[person]?.removeAll { $0 == subscription }
            if state.subscriptions[person]?.isEmpty ?? false { state.subscriptions[person] = nil }
        }
    }

    public func observe(_ state: inout State, _ event: PeopleEvent, people: People, at: Timestamp) {
        guard case .personJoined(_, let former) = event, let moved = state.subscriptions.removeValue(forKey: former)
        else { return }
        let person = people.current(former)
        let own = state.subscriptions[person] ?? []
        state.subscriptions[person] = own + moved.filter { !own.contains($0) }
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
