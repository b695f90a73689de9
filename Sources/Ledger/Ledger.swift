public import ReviewSlots

/// Decides one command at a time: looks, decides, appends to the log, and only then takes the events in.
///
/// Nobody else changes a board. Readers pass a closure that takes out small values; a board is never stored or sent.
public actor Ledger {
    public nonisolated let log: any EventLog
    var boards: [String: Board] = [:]
    var people = People()
    var cells: [String: any ReducerCell] = [:]
    public internal(set) var position: Position = 0
    /// Commands by the messages that they came from, of late: networks repeat only what they said last.
    private(set) var answered: [String: String] = [:]
    private var answeredInOrder: [String] = []
    private static let mostAnswered = 1000
    private var followers: [Int: AsyncStream<Position>.Continuation] = [:]
    private var lastFollower = 0
    private var isBusy = false
    private var queue: [CheckedContinuation<Void, Never>] = []

    /// A ledger with nothing in it; `open` reads the log.
    public init(log: any EventLog, reducers: [any StreamReducer] = []) {
        self.log = log
        for reducer in reducers {
            let cell = reducer.makeCell()
            cells[cell.stream] = cell
        }
    }

    /// Reads what is new in the log and takes it in.
    /// - Throws: `.unreadable` for an event that this build does not know.
    public func open(boards names: [String] = []) async throws(LedgerError) {
        for name in names where boards[name] == nil { boards[name] = Board(name: name) }
        try await turn { () async throws(LedgerError) in try await self.catchUp() }
    }

    func catchUp() async throws(LedgerError) {
        while true {
            let records = try await logged { () async throws(EventLogError) in
                try await self.log.read(after: self.position, limit: 2000)
            }
            for record in records { try take(in: record) }
            if records.count < 2000 { return }
        }
    }

    func take(in record: Record) throws(LedgerError) {
        switch try LedgerEvent(record) {
        case .board(let name, let event):
            boards[name, default: Board(name: name)].evolve(event, at: record.at)
            observe(event, of: name, at: record.at)
        case .people(let event):
            people.evolve(event)
            for cell in cells.values { cell.observe(event, people: people, boards: boards.keys, at: record.at) }
        case .plugin(let stream, _):
            // A plugin that is not here any more keeps its history.
            if let (cell, board) = cell(of: stream) { try cell.evolve(record, board: board) }
        }
        position = record.position
        note(record)
    }

    private func note(_ record: Record) {
        guard let message = record.message, answered.updateValue(record.command, forKey: message) == nil else { return }
        answeredInOrder.append(message)
        guard answeredInOrder.count >= 2 * Self.mostAnswered else { return }
        for old in answeredInOrder.prefix(Self.mostAnswered) { answered[old] = nil }
        answeredInOrder.removeFirst(Self.mostAnswered)
    }

    private func observe(_ event: BoardEvent, of name: String, at: Timestamp) {
        guard !cells.isEmpty, let board = boards[name] else { return }
        for cell in cells.values { cell.observe(event, board: board, at: at) }
    }

    func cell(of stream: String) -> (any ReducerCell, board: String)? {
        let parts = stream.split(separator: "/", maxSplits: 1)
        guard parts.count == 2, let cell = cells[String(parts[0])] else { return nil }
        return (cell, String(parts[1]))
    }

    // MARK: Reading

    public var boardNames: [String] { boards.keys.sorted() }

    /// Reads a board and the people; the closure takes out what it needs.
    public func read<Value: Sendable>(_ name: String, _ body: @Sendable (Board, People) throws -> Value) throws -> Value
    {
        guard let board = boards[name] else { throw LedgerError.noSuchBoard(name) }
        return try body(board, people)
    }

    public func readPeople<Value: Sendable>(_ body: @Sendable (People) throws -> Value) rethrows -> Value {
        try body(people)
    }

    /// Reads a plugin's state of a board.
    public func read<Reducer: StreamReducer, Value: Sendable>(
        _ type: Reducer.Type, board name: String, _ body: @Sendable (Reducer.State, Board, People) throws -> Value
    ) throws -> Value {
        guard let cell = cells[Reducer.stream] as? Cell<Reducer> else { throw LedgerError.noSuchPlugin(Reducer.stream) }
        guard let board = boards[name] else { throw LedgerError.noSuchBoard(name) }
        return try body(cell.state(of: name), board, people)
    }

    /// Tells the position now, and then each time it has grown; a slow reader sees only the newest.
    public func positions() -> AsyncStream<Position> {
        let (stream, continuation) = AsyncStream.makeStream(of: Position.self, bufferingPolicy: .bufferingNewest(1))
        lastFollower += 1
        let id = lastFollower
        followers[id] = continuation
        continuation.yield(position)
        return stream
    }

    /// Lets everybody who follows the ledger look again.
    public func wake() { tellFollowers() }

    func tellFollowers() {
        for (id, follower) in followers {
            if case .terminated = follower.yield(position) { followers[id] = nil }
        }
    }

    // MARK: Turns

    /// One at a time, in the order of arrival.
    func turn<Value: Sendable>(_ body: () async throws(LedgerError) -> Value) async throws(LedgerError) -> Value {
        if isBusy {
            await withCheckedContinuation { queue.append($0) }
        }
        isBusy = true
        defer {
            if queue.isEmpty { isBusy = false } else { queue.removeFirst().resume() }
        }
        return try await body()
    }

    func logged<Value: Sendable>(_ body: () async throws(EventLogError) -> Value) async throws(LedgerError) -> Value {
        do {
            return try await body()
        } catch {
            throw .log(error)
        }
    }
}
