import ReviewSlots

/// A board with the log of its events: carries out commands as the ledger does.
struct Play {
    struct Entry {
        var event: BoardEvent
        var at: Timestamp
    }

    private(set) var board = Board(name: "nova")
    private(set) var log: [Entry] = []
    var at = Timestamp(1_000_000)

    init(_ settings: Settings = Settings(slots: 2)) throws(Refusal) {
        try run(.configure(settings))
    }

    @discardableResult
    mutating func run(_ command: BoardCommand, by actor: Actor = .lead) throws(Refusal) -> [BoardEvent] {
        let events = try board.decide(command, by: actor, at: at)
        for event in events {
            board.evolve(event, at: at)
            log.append(Entry(event: event, at: at))
        }
        return events
    }

    @discardableResult
    mutating func wait(_ seconds: Int) throws(Refusal) -> [BoardEvent] {
        at = at + seconds
        return try run(.tick, by: .bot)
    }

    /// Adds a blueprint and, as its author says so, calls it ready.
    @discardableResult
    mutating func add(
        _ name: String, kind: WorkKind? = nil, spec: ChangeNumber? = nil, changes: [ChangeNumber] = [],
        ready: Bool = true
    ) throws(Refusal) -> BlueprintID {
        try run(
            .addBlueprint(
                NewBlueprint(
                    name: name, spec: spec, changes: changes, kind: kind, isTrivial: spec == nil, authors: ["carol"])))
        let id = board.history.lastBlueprint
        if ready { try run(.ready(id), by: .carol) }
        return id
    }

    /// Trivial blueprints b1, b2 … with a change each, of these kinds, called ready; change 10 belongs to b1.
    mutating func add(ready kinds: WorkKind?...) throws(Refusal) {
        for kind in kinds {
            let number = board.history.lastBlueprint.number + 1
            try add("work-\(number)", kind: kind, changes: [number * 10])
        }
    }

    func blueprint(_ number: Int) -> Blueprint? { board.blueprints[BlueprintID(number)] }
    /// The numbers of the blueprints in slots, by slot.
    var seated: [Int] { board.seated.map(\.number) }
    var backlog: [Int] { board.backlog().map(\.number) }
}

extension Actor {
    static let lead = Actor(person: "alice", roles: .lead)
    static let core = Actor(person: "bob", roles: .core)
    static let carol = Actor(person: "carol")
    static let voter = Actor(person: "erin", roles: .voter)
    static let specCore = Actor(person: "dave", roles: .specCore)
    static let guest = Actor(person: "guest")
}

extension PersonID: ExpressibleByStringLiteral {
    init(stringLiteral id: String) {
        self.init(id)
    }
}

extension BlueprintID: ExpressibleByIntegerLiteral {
    init(integerLiteral number: Int) {
        self.init(number)
    }
}
