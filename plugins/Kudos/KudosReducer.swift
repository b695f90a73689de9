public import Ledger
public import ReviewSlots

/// The pure half: who thanked whom, kept in the stream `kudos/BOARD`.
public struct KudosReducer: StreamReducer {
    public static let stream = "kudos"

    let perDay: Int

    public struct State: Sendable {
        public internal(set) var counts: [String: Int] = [:]
        /// What was given, newest last; only the last day counts.
        var given: [(by: PersonID, at: Timestamp)] = []
        /// The count at which somebody was last named in the channels.
        var celebrated: [String: Int] = [:]

        /// Those who have reached a round number since.
        func due(every step: Int) -> [String] {
            guard step > 0 else { return [] }
            return counts.filter { $0.value / step > (celebrated[$0.key] ?? 0) / step }.map(\.key).sorted()
        }
    }

    /// Stored for good: add cases, never rename or remove one.
    public enum Event: Codable, Sendable, Hashable {
        case thanked(String, by: PersonID, why: String?)
        case unthanked(String, by: PersonID, why: String?)
        case celebrated(String, count: Int)
    }

    public enum Command: Sendable {
        case thank(String, why: String?)
        /// Only the plugin itself, when somebody reaches a round number.
        case celebrate(String)
    }

    public func initial(board: String) -> State { State() }

    public func decide(_ command: Command, _ state: State, board: Board, by actor: Actor, at: Timestamp)
        throws(LedgerError)
        -> StreamDecision<Event>
    {
        switch command {
        case .thank(let name, let why):
            guard let person = actor.person, actor.roles.contains(.voter) else { throw .refused(.needs(.voter)) }
            let today = state.given.count { actor.isOne(of: [$0.by]) && at - $0.at < Timestamp.day }
            if today >= perDay {
                throw .declined("\(perDay) kudos a day is the limit, and you have given them. Tomorrow again.")
            }
            return StreamDecision([.thanked(name, by: person, why: why)])
        case .celebrate(let name):
            let count = state.counts[name] ?? 0
            return StreamDecision(state.celebrated[name] == count ? [] : [.celebrated(name, count: count)])
        }
    }

    public func evolve(_ state: inout State, _ event: Event, at: Timestamp) {
        switch event {
        case .thanked(let name, let by, _):
            state.counts[name, default: 0] += 1
            state.given.removeAll { at - $0.at >= Timestamp.day }
            state.given.append((by, at))
        case .unthanked(let name, let by, _):
            state.counts[name, default: 0] -= 1
            if state.counts[name] == 0 { state.counts[name] = nil }
            if let last = state.given.lastIndex(where: { $0.by == by }) { state.given.remove(at: last) }
        case .celebrated(let name, let count): state.celebrated[name] = count
        }
    }

    public func inverse(of event: Event) -> Event? {
        switch event {
        case .thanked(let name, let by, let why): .unthanked(name, by: by, why: why)
        case .unthanked(let name, let by, let why): .thanked(name, by: by, why: why)
        case .celebrated: nil
        }
    }
}
