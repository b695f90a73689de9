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
    }

    static let stream = "tally"

    func initial(board: String) -> State { State() }

    func evolve(_ state: inout State, _ event: Event, at: Timestamp) {
        switch event {
        case .voted(let id, _): state.votes[id, default: 0] += 1
        case .unvoted(let id, _): state.votes[id, default: 0] -= 1
        case .sang: break
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

    func follow(_ state: State, board: Board) -> [BoardCommand] { [order(state, board)] }

    func inverse(of event: Event) -> Event? {
        switch event {
        case .voted(let id, let person): .unvoted(id, by: person)
        case .unvoted(let id, let person): .voted(id, by: person)
        case .sang: nil
        }
    }
}
