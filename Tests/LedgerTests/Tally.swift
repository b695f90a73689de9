import Ledger
import ReviewSlots

/// A plugin for the tests: counts votes, orders the backlog by them, and lets everybody see what happened.
struct Tally: StreamReducer {
    enum Command: Sendable {
        case vote(BlueprintID)
        /// Has its vote counted, and is refused by the board.
        case overreach
        case sing
    }

    enum Event: Codable, Sendable {
        case voted(BlueprintID, by: PersonID)
        case unvoted(BlueprintID, by: PersonID)
        case sang
    }

    struct State: Sendable, Equatable {
        var votes: [BlueprintID: Int] = [:]
        /// How many blueprints were there when each event of the board was seen.
        var seen: [Int] = []
        /// Who has become whom; each time it sings.
        var joined: [PersonID: PersonID] = [:]
        var songs = 0
    }

    static let stream = "tally"

    func initial(board: String) -> State { State() }

    func evolve(_ state: inout State, _ event: Event, at: Timestamp) {
        switch event {
        case .voted(let id, _): state.votes[id, default: 0] += 1
        case .unvoted(let id, _): state.votes[id, default: 0] -= 1
        case .sang: state.songs += 1
        }
    }

    func decide(_ command: Command, _ state: State, board: Board, by actor: Actor, at: Timestamp) throws(LedgerError)
        -> StreamDecision<Event>
    {
        guard let person = actor.person else { throw .declined("who are you?") }
        switch command {
        case .vote(let id):
            var after = state
            evolve(&after, .voted(id, by: person), at: at)
            return StreamDecision([.voted(id, by: person)], board: [order(after, board)])
        case .overreach: return StreamDecision([.voted(BlueprintID(1), by: person)], board: [.setSlots(-1, why: nil)])
        case .sing: return StreamDecision([.sang])
        }
    }

    private func order(_ state: State, _ board: Board) -> BoardCommand {
        let voted = board.open.filter { state.votes[$0, default: 0] > 0 }
        let order = voted.sorted { (-state.votes[$0, default: 0], $0) < (-state.votes[$1, default: 0], $1) }
        return .setOrder(order, method: "tally", ballot: nil)
    }

    func observe(_ state: inout State, _ event: BoardEvent, board: Board, at: Timestamp) {
        state.seen.append(board.history.lastBlueprint.number)
    }

    func observe(_ state: inout State, _ event: PeopleEvent, people: People, at: Timestamp) {
        guard case .personJoined(let person, let formerly) = event else { return }
        state.joined[formerly] = people.current(person)
    }

    func follow(_ state: State, board: Board, at: Timestamp) -> StreamDecision<Event> {
        let songs = state.joined.count > state.songs ? [Event.sang] : []
        return StreamDecision(songs, board: [order(state, board)])
    }

    var ordersBacklog: Bool { true }

    func parts(of event: Event) -> [String] {
        switch event {
        case .voted(_, let person), .unvoted(_, let person): [person.id]
        case .sang: []
        }
    }

    func inverse(of event: Event) -> Event? {
        switch event {
        case .voted(let id, let person): .unvoted(id, by: person)
        case .unvoted(let id, let person): .voted(id, by: person)
        case .sang: nil
        }
    }
}
