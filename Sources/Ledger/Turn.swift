import ReviewSlots

/// A board and what the plugins keep of it, while one command is being decided. Nothing of it is stored yet.
struct Turn {
    private var board: Board
    /// By stream.
    private var drafts: [any ReducerDraft]
    private let at: Timestamp
    private(set) var events: [LedgerEvent] = []

    init(_ board: Board, _ cells: some Sequence<any ReducerCell>, at: Timestamp) {
        self.board = board
        self.at = at
        drafts = cells.sorted { $0.stream < $1.stream }.map { $0.draft(board: board.name) }
    }

    /// Lets the board decide; its promotions wait for `settle`.
    mutating func carryOut(_ command: BoardCommand, by actor: Actor) throws(LedgerError) {
        do {
            take(try board.decide(command, by: actor, at: at, promotes: false))
        } catch {
            throw .refused(error)
        }
    }

    /// Lets a plugin decide, and the board what the plugin wants of it.
    mutating func carryOut(_ command: any Sendable, of stream: String, by actor: Actor) throws(LedgerError) {
        guard let index = drafts.firstIndex(where: { $0.stream == stream }) else { throw .noSuchPlugin(stream) }
        let decision = try drafts[index].decide(command, board: board, others: kept(besides: stream), by: actor, at: at)
        take(decision.bodies, of: stream)
        for command in decision.board { try carryOut(command, by: .bot) }
    }

    /// Takes back events of a plugin, the last one first.
    mutating func takeBack(_ bodies: [String], of stream: String) throws(LedgerError) {
        guard let index = drafts.firstIndex(where: { $0.stream == stream }) else { throw .undo(.impossible) }
        let others = kept(besides: stream)
        for body in bodies.reversed() {
            guard let inverse = try drafts[index].takeBack(body, others: others, at: at) else {
                throw .undo(.impossible)
            }
            take([inverse], of: stream)
        }
    }

    /// What plugins keep of the board, but for one.
    private func kept(besides stream: String) -> [any Sendable] {
        drafts.filter { $0.stream != stream }.map(\.kept)
    }

    mutating func observe(_ event: PeopleEvent, _ people: People) {
        for index in drafts.indices { drafts[index].observe(event, people: people, at: at) }
    }

    /// Lets plugins do what the time brings.
    mutating func tick() throws(LedgerError) {
        for index in drafts.indices {
            _ = carryOut(try drafts[index].tick(board: board, at: at), of: drafts[index].stream)
        }
    }

    /// Adds what follows: what plugins make of it, a new order before all, and then who moves into free slots.
    mutating func settle() throws(LedgerError) {
        try follow()
        take(board.promotions(at: at))
        try follow()
    }

    /// Lets plugins answer what they have seen until they have nothing more to say; two that answer each other for ever
    /// are cut short.
    private mutating func follow() throws(LedgerError) {
        for _ in 0..<8 {
            let before = events.count
            for index in drafts.indices {
                let decision = try drafts[index].follow(board: board, at: at)
                if carryOut(decision, of: drafts[index].stream) { drafts[index].settled() }
            }
            if events.count == before { return }
        }
    }

    /// What the board refuses does not happen; the decision that it would have followed from stands.
    /// - Returns: whether all of it has happened.
    private mutating func carryOut(_ decision: (bodies: [String], board: [BoardCommand]), of stream: String) -> Bool {
        take(decision.bodies, of: stream)
        var isWhole = true
        for command in decision.board {
            do {
                try carryOut(command, by: .bot)
            } catch {
                isWhole = false
            }
        }
        return isWhole
    }

    private mutating func take(_ decided: [BoardEvent]) {
        for event in decided {
            board.evolve(event, at: at)
            events.append(.board(board.name, event))
            for index in drafts.indices { drafts[index].observe(event, board: board, at: at) }
        }
    }

    private mutating func take(_ bodies: [String], of stream: String) {
        events += bodies.map { .plugin(stream: "\(stream)/\(board.name)", body: $0) }
    }
}
