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

    /// Sees what happens to people: two ids may be one person now.
    func observe(_ state: inout State, _ event: PeopleEvent, people: People, at: Timestamp)

    /// What the time alone brings: own events, and commands to the board. It is asked each minute, in a turn of its own.
    func tick(_ state: State, board: Board, at: Timestamp) -> StreamDecision<Event>

    /// What follows from all that it has seen: own events, and commands to the board.
    ///
    /// It is asked at the end of every turn of the board, and its answer goes into the same append.
    func follow(_ state: State, board: Board, at: Timestamp) -> StreamDecision<Event>

    /// What followed has been carried out. Events that come later make new things follow.
    func settled(_ state: inout State)

    /// The event that takes one back, for undo; `nil` where nothing can.
    func inverse(of event: Event) -> Event?

    /// Why an event that a command wants, or an undo, cannot happen beside what the other plugins keep of the board, as a
    /// sentence; `nil`: it can.
    func objection(to event: Event, _ state: State, others: [any Sendable], at: Timestamp) -> String?

    /// What an event changes, by any names: it is not taken back when another one has changed the same since. The id of a
    /// person stands for whoever that is by now.
    func parts(of event: Event) -> [String]

    /// Whether the backlog's order follows from what it keeps (`BoardCommand.setOrder`). Undo then takes back what the
    /// order came from and leaves the order to `follow`.
    var ordersBacklog: Bool { get }
}

extension StreamReducer {
    public func observe(_ state: inout State, _ event: BoardEvent, board: Board, at: Timestamp) {}
    public func observe(_ state: inout State, _ event: PeopleEvent, people: People, at: Timestamp) {}
    public func tick(_ state: State, board: Board, at: Timestamp) -> StreamDecision<Event> { StreamDecision([]) }
    public func follow(_ state: State, board: Board, at: Timestamp) -> StreamDecision<Event> { StreamDecision([]) }
    public func settled(_ state: inout State) {}
    public func inverse(of event: Event) -> Event? { nil }
    public func objection(to event: Event, _ state: State, others: [any Sendable], at: Timestamp) -> String? { nil }
    public func parts(of event: Event) -> [String] { [] }
    public var ordersBacklog: Bool { false }

    func makeCell() -> any ReducerCell { Cell(self) }

    /// An event as it is stored; `nil` if this build cannot read it.
    public static func event(_ body: String) -> Event? { try? JSON.read(Event.self, from: body) }
}

extension Recorded {
    /// The event of a plugin on a board, if it is one.
    public func event<Reducer: StreamReducer>(of type: Reducer.Type, on board: String) -> Reducer.Event? {
        guard case .plugin("\(type.stream)/\(board)", let body) = event else { return nil }
        return type.event(body)
    }
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
    var ordersBacklog: Bool { get }
    func evolve(_ record: Record, board: String) throws(LedgerError)
    func observe(_ event: BoardEvent, board: Board, at: Timestamp)
    func observe(_ event: PeopleEvent, people: People, boards: some Sequence<String>, at: Timestamp)
    func settled(board: String)
    func parts(of body: String) throws(LedgerError) -> [String]
    func draft(board: String) -> any ReducerDraft
}

/// What a reducer keeps of one board, to be decided on: a copy that nobody else sees.
protocol ReducerDraft {
    typealias Bodies = (bodies: [String], board: [BoardCommand])

    var stream: String { get }
    var kept: any Sendable { get }
    mutating func observe(_ event: BoardEvent, board: Board, at: Timestamp)
    mutating func observe(_ event: PeopleEvent, people: People, at: Timestamp)
    /// The events are taken in already.
    mutating func decide(_ command: any Sendable, board: Board, others: [any Sendable], by: Actor, at: Timestamp)
        throws(LedgerError) -> Bodies
    mutating func tick(board: Board, at: Timestamp) throws(LedgerError) -> Bodies
    mutating func follow(board: Board, at: Timestamp) throws(LedgerError) -> Bodies
    mutating func settled()
    mutating func takeBack(_ body: String, others: [any Sendable], at: Timestamp) throws(LedgerError) -> String?
}

final class Cell<Reducer: StreamReducer>: ReducerCell {
    let reducer: Reducer
    private(set) var states: [String: Reducer.State] = [:]
    var stream: String { Reducer.stream }
    var ordersBacklog: Bool { reducer.ordersBacklog }

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

    func observe(_ event: PeopleEvent, people: People, boards: some Sequence<String>, at: Timestamp) {
        for board in boards {
            reducer.observe(
                &states[board, default: reducer.initial(board: board)], event, people: people, at: at)
        }
    }

    func settled(board: String) {
        reducer.settled(&states[board, default: reducer.initial(board: board)])
    }

    func parts(of body: String) throws(LedgerError) -> [String] {
        reducer.parts(of: try JSON.read(Reducer.Event.self, from: body))
    }

    func draft(board: String) -> any ReducerDraft {
        Draft(reducer: reducer, state: state(of: board))
    }

    struct Draft: ReducerDraft {
        let reducer: Reducer
        var state: Reducer.State
        var stream: String { Reducer.stream }
        var kept: any Sendable { state }

        mutating func observe(_ event: BoardEvent, board: Board, at: Timestamp) {
            reducer.observe(&state, event, board: board, at: at)
        }

        mutating func observe(_ event: PeopleEvent, people: People, at: Timestamp) {
            reducer.observe(&state, event, people: people, at: at)
        }

        mutating func decide(
            _ command: any Sendable, board: Board, others: [any Sendable], by actor: Actor, at: Timestamp
        ) throws(LedgerError) -> Bodies {
            guard let command = command as? Reducer.Command else {
                throw .declined("the plugin \(stream) does not know this command")
            }
            let decision = try reducer.decide(command, state, board: board, by: actor, at: at)
            for event in decision.events {
                if let why = reducer.objection(to: event, state, others: others, at: at) { throw .declined(why) }
            }
            return try take(decision, at: at)
        }

        mutating func tick(board: Board, at: Timestamp) throws(LedgerError) -> Bodies {
            try take(reducer.tick(state, board: board, at: at), at: at)
        }

        mutating func follow(board: Board, at: Timestamp) throws(LedgerError) -> Bodies {
            try take(reducer.follow(state, board: board, at: at), at: at)
        }

        mutating func settled() { reducer.settled(&state) }

        mutating func takeBack(_ body: String, others: [any Sendable], at: Timestamp) throws(LedgerError) -> String? {
            guard let inverse = reducer.inverse(of: try JSON.read(Reducer.Event.self, from: body)) else { return nil }
            if let why = reducer.objection(to: inverse, state, others: others, at: at) {
                throw .declined("that cannot be taken back: \(why)")
            }
            return try take(StreamDecision([inverse]), at: at).bodies.first
        }

        private mutating func take(_ decision: StreamDecision<Reducer.Event>, at: Timestamp) throws(LedgerError)
            -> Bodies
        {
            var bodies: [String] = []
            for event in decision.events {
                bodies.append(try JSON.text(event))
                reducer.evolve(&state, event, at: at)
            }
            return (bodies, decision.board)
        }
    }
}
