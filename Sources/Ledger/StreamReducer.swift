public import ReviewSlots

/// The pure half of a plugin: what it keeps in its own stream `NAME/BOARD` of the ledger.
///
/// The ledger calls it in its own turn, so nothing can change between looking and deciding. All methods are pure.
public protocol StreamReducer: Sendable {
    associatedtype State: Sendable
    /// Stored for good: a case is never renamed or removed, new fields are optional.
    associatedtype Event: Codable & Sendable
    associatedtype Command: Sendable

    /// The plugin's name, the first half of its stream's.
    static var stream: String { get }

    func initial(board: String) -> State
    func evolve(_ state: inout State, _ event: Event, at: Timestamp)

    /// What a command does: own events, and commands to the board that are decided with it and stored in the same append.
    /// - Throws: `LedgerError.declined` with a sentence for the person.
    func decide(_ command: Command, _ state: State, board: Board, by: Actor, at: Timestamp) throws(LedgerError)
        -> StreamDecision<Event>

    /// Sees every event of the board, in order, while it happens and in a replay.
    func observe(_ state: inout State, _ event: BoardEvent, board: Board, at: Timestamp)

    /// Commands to the board that follow from what it has just seen; carried out in the same turn.
    func follow(_ state: State, board: Board) -> [BoardCommand]

    /// The event that takes one back, for undo; `nil` where nothing can.
    func inverse(of event: Event) -> Event?
}

extension StreamReducer {
    public func observe(_ state: inout State, _ event: BoardEvent, board: Board, at: Timestamp) {}
    public func follow(_ state: State, board: Board) -> [BoardCommand] { [] }
    public func inverse(of event: Event) -> Event? { nil }

    func makeCell() -> any ReducerCell { Cell(self) }
}

public struct StreamDecision<Event: Sendable>: Sendable {
    public var events: [Event]
    public var board: [BoardCommand]

    public init(_ events: [Event], board: [BoardCommand] = []) {
        self.events = events
        self.board = board
    }
}

/// A reducer with its states, its types put away. Lives inside the ledger.
protocol ReducerCell: AnyObject {
    var stream: String { get }
    func evolve(_ record: Record, board: String) throws(LedgerError)
    func observe(_ event: BoardEvent, board: Board, at: Timestamp)
    func decide(_ command: any Sendable, board: Board, by: Actor, at: Timestamp) throws(LedgerError)
        -> (bodies: [String], board: [BoardCommand])
    func follow(board: Board) -> [BoardCommand]
    func inverse(of body: String) throws(LedgerError) -> String?
}

final class Cell<Reducer: StreamReducer>: ReducerCell {
    let reducer: Reducer
    private(set) var states: [String: Reducer.State] = [:]
    var stream: String { Reducer.stream }

    init(_ reducer: Reducer) {
        self.reducer = reducer
    }

    func state(of board: String) -> Reducer.State {
        states[board] ?? reducer.initial(board: board)
    }

    func evolve(_ record: Record, board: String) throws(LedgerError) {
        let event = try JSON.read(Reducer.Event.self, from: record)
        reducer.evolve(&states[board, default: reducer.initial(board: board)], event, at: record.at)
    }

    func observe(_ event: BoardEvent, board: Board, at: Timestamp) {
        reducer.observe(&states[board.name, default: reducer.initial(board: board.name)], event, board: board, at: at)
    }

    func decide(_ command: any Sendable, board: Board, by actor: Actor, at: Timestamp) throws(LedgerError)
        -> (bodies: [String], board: [BoardCommand])
    {
        guard let command = command as? Reducer.Command else {
            throw .declined("the plugin \(stream) does not know this command")
        }
        let decision = try reducer.decide(command, state(of: board.name), board: board, by: actor, at: at)
        var bodies: [String] = []
        for event in decision.events { bodies.append(try JSON.text(event)) }
        return (bodies, decision.board)
    }

    func follow(board: Board) -> [BoardCommand] {
        reducer.follow(state(of: board.name), board: board)
    }

    func inverse(of body: String) throws(LedgerError) -> String? {
        guard let inverse = reducer.inverse(of: try JSON.read(Reducer.Event.self, from: body)) else { return nil }
        return try JSON.text(inverse)
    }
}
