import Ledger
import ReviewSlots

/// A log in memory, before whose appends something may happen: somebody else writes, or the disk is full.
actor TestLog: EventLog {
    enum Incident: Sendable {
        case none
        case refused(EventLogError)
        case somebodyWrites(@Sendable () async -> Void)
    }

    let memory = MemoryLog()
    private var incidents: [Incident] = []
    private(set) var appends = 0

    /// What happens before the next appends, one by one.
    func plan(_ incidents: [Incident]) {
        self.incidents += incidents
    }

    func append(_ records: [Record], after: Position) async throws(EventLogError) {
        appends += 1
        switch incidents.isEmpty ? .none : incidents.removeFirst() {
        case .none: break
        case .refused(let error): throw error
        case .somebodyWrites(let write): await write()
        }
        // A database takes its time; meanwhile others have their turn.
        for _ in 0..<3 { await Task.yield() }
        try await memory.append(records, after: after)
    }

    func end() async throws(EventLogError) -> Position { await memory.end() }

    func read(after: Position, limit: Int) async throws(EventLogError) -> [Record] {
        await memory.read(after: after, limit: limit)
    }

    func readBackwards(stream: String?, before: Position?, limit: Int) async throws(EventLogError) -> [Record] {
        await memory.readBackwards(stream: stream, before: before, limit: limit)
    }

    func bookmark(_ name: String) async throws(EventLogError) -> Position? { await memory.bookmark(name) }

    func setBookmark(_ name: String, to position: Position?) async throws(EventLogError) {
        await memory.setBookmark(name, to: position)
    }

    func rewritePeople(_ transform: @escaping @Sendable (Record) -> String?) async throws(EventLogError) {
        await memory.rewritePeople(transform)
    }
}

/// A ledger with the boards `nova` and `glance`, and the people who use it.
struct Scene {
    static let start = Timestamp(1_000_000)

    let log: TestLog
    let ledger: Ledger

    init(slots: Int? = 1, reducers: [any StreamReducer] = []) async throws {
        log = TestLog()
        ledger = Ledger(log: log, reducers: reducers)
        try await ledger.open(boards: ["nova", "glance"])
        try await run(.configure(Settings(slots: slots)), by: .bot, source: "configuration")
    }

    /// Carries out a command, so many seconds after the start; tells its id, or `-` if nothing changed.
    @discardableResult
    func run(
        _ command: BoardCommand, by actor: Actor = .alice, at seconds: Int = 0, source: String = "command",
        board: String = "nova"
    ) async throws(LedgerError) -> String {
        try await submit(.board(command), by: actor, at: seconds, source: source, board: board).command ?? "-"
    }

    @discardableResult
    func undo(_ command: String? = nil, by actor: Actor = .alice, at seconds: Int = 0, board: String = "nova")
        async throws(LedgerError) -> Decision
    {
        try await submit(.undo(command), by: actor, at: seconds, board: board)
    }

    @discardableResult
    func submit(
        _ wish: Submission.Wish, by actor: Actor = .alice, at seconds: Int = 0, source: String = "command",
        board: String = "nova"
    ) async throws(LedgerError) -> Decision {
        try await ledger.submit(
            Submission(
                wish, board: board, actor: actor, by: actor.person?.id ?? "slotkeeper", source: source,
                now: Self.start + seconds))
    }

    /// Adds a trivial blueprint of carol's.
    @discardableResult
    func add(_ name: String, changes: [ChangeNumber] = [1], spec: ChangeNumber? = nil, ready: Bool = false)
        async throws -> String
    {
        let carol = Actor.carol.person.map { [$0] } ?? []
        let command = try await run(
            .addBlueprint(
                NewBlueprint(name: name, spec: spec, changes: changes, isTrivial: spec == nil, authors: carol)))
        if ready { try await run(.ready(await id(name)), by: .carol) }
        return command
    }

    func id(_ name: String) async throws -> BlueprintID {
        try await ledger.read("nova") { board, _ in
            guard case .found(let id) = board.find(name) else { throw Refusal.badText("there is no \(name)") }
            return id
        }
    }

    func board(_ name: String = "nova") async throws -> Board { try await ledger.read(name) { board, _ in board } }

    var seated: [String] {
        get async throws {
            let board = try await board()
            return board.seated.compactMap { board.blueprints[$0]?.name }
        }
    }

    var records: [Record] { get async { await log.memory.read(after: 0, limit: .max) } }

    /// Another ledger on the same log, as another process would have it.
    func other() async throws -> Scene { try await Scene(beside: self) }

    private init(beside scene: Scene) async throws {
        log = scene.log
        ledger = Ledger(log: scene.log.memory)
        try await ledger.open(boards: ["nova", "glance"])
    }
}

extension Actor {
    /// The lead.
    static let alice = Actor(person: PersonID("p1"), roles: .lead)
    /// A core.
    static let bob = Actor(person: PersonID("p2"), roles: .core)
    /// The author.
    static let carol = Actor(person: PersonID("p3"))
    static let erin = Actor(person: PersonID("p4"), roles: .voter)
}
