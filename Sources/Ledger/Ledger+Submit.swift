public import ReviewSlots

/// Something for the ledger to decide.
public struct Submission: Sendable {
    public enum Wish: Sendable {
        case board(BoardCommand)
        /// A command of the plugin that keeps this stream.
        case plugin(stream: String, any Sendable)
        /// Takes back a command by its id; `nil`: the actor's own last one.
        case undo(String?)
    }

    public var board: String
    public var wish: Wish
    public var actor: Actor
    /// The actor as the records name it: a person's id, `local:UID`, or `slotkeeper`.
    public var by: String
    public var source: String
    /// Names the message that it comes from, and what of it, where a message may come twice: it is decided once.
    public var message: String?
    /// When it is true; an import may say something of the past.
    public var at: Timestamp
    public var now: Timestamp

    public init(
        _ wish: Wish, board: String, actor: Actor, by: String, source: String = "command", at: Timestamp? = nil,
        now: Timestamp
    ) {
        self.wish = wish
        self.board = board
        self.actor = actor
        self.by = by
        self.source = source
        self.at = at ?? now
        self.now = now
    }
}

/// What the ledger decided and stored.
public struct Decision: Sendable {
    /// The command's id (`C17`), by which it can be taken back; `nil` if nothing changed.
    public var command: String?
    public var events: [LedgerEvent] = []

    public var boardEvents: [BoardEvent] {
        events.compactMap { if case .board(_, let event) = $0 { event } else { nil } }
    }
}

extension Ledger {
    /// Decides, stores, and takes the events in. Durable when it returns.
    /// - Throws: `LedgerError`, with nothing changed.
    @discardableResult
    public func submit(_ submission: Submission) async throws(LedgerError) -> Decision {
        try await turn { () async throws(LedgerError) in
            if let message = submission.message, let command = self.answered[message] {
                return try await self.decision(command)
            }
            let decision = try await self.append(submission) { () async throws(LedgerError) in
                guard case .undo(let id) = submission.wish else {
                    return Deed(try self.decide(submission), source: submission.source)
                }
                let undone = try await self.commandToUndo(id, submission)
                return Deed(try self.takeBack(undone, submission), source: "undo \(undone.command)")
            }
            for cell in self.cells.values { cell.settled(board: submission.board) }
            return decision
        }
    }

    /// What a command decided.
    private func decision(_ id: String) async throws(LedgerError) -> Decision {
        guard let first = Int(id.dropFirst()) else { return Decision() }
        let records = try await logged { () async throws(EventLogError) in
            try await self.log.read(after: first - 1, limit: 2000)
        }
        var decision = Decision(command: id)
        for record in records.prefix(while: { $0.command == id }) { decision.events.append(try LedgerEvent(record)) }
        return decision
    }

    /// The person with an account; one that is not known yet is written down.
    public func person(with account: Account, now: Timestamp) async throws(LedgerError) -> PersonID {
        if let person = people.person(with: account) { return person }
        return try await turn { () async throws(LedgerError) in
            // Decided in the append, for the account or the next id may be somebody else's meanwhile.
            var person = self.people.next
            try await self.append(now: now) { () throws(LedgerError) in
                if let known = self.people.person(with: account) {
                    person = known
                    return nil
                }
                person = self.people.next
                return .personAdded(person, account: account)
            }
            return person
        }
    }

    /// Makes two ids one person, who goes on under the first.
    public func join(_ person: PersonID, formerly: PersonID, now: Timestamp) async throws(LedgerError) {
        try await turn { () async throws(LedgerError) in
            try await self.append(now: now) { () throws(LedgerError) in
                let isOne = self.people.current(person) == self.people.current(formerly)
                return isOne ? nil : .personJoined(person, formerly: formerly)
            }
        }
    }

    /// Gives a person an account that nobody has.
    /// - Throws: `.declined` if somebody has it.
    public func link(_ account: Account, to person: PersonID, now: Timestamp) async throws(LedgerError) {
        try await turn { () async throws(LedgerError) in
            try await self.append(now: now) { () throws(LedgerError) in
                guard let owner = self.people.person(with: account) else {
                    return .accountLinked(person, account: account)
                }
                if owner == self.people.current(person) { return nil }
                throw .declined("\(account) is the account of somebody else.")
            }
        }
    }

    /// Makes an account one of a person's; whoever had it before is that person from now on.
    public func join(_ account: Account, to person: PersonID, now: Timestamp) async throws(LedgerError) {
        if let owner = people.person(with: account) {
            try await join(person, formerly: owner, now: now)
        } else {
            try await link(account, to: person, now: now)
        }
    }

    private func append(now: Timestamp, _ decide: () throws(LedgerError) -> PeopleEvent?) async throws(LedgerError) {
        let submission = Submission(.undo(nil), board: "", actor: .bot, by: "slotkeeper", now: now)
        let decision = try await append(submission) { () async throws(LedgerError) in
            guard let event = try decide() else { return Deed([], source: submission.source) }
            var people = self.people
            people.evolve(event)
            var events = [LedgerEvent.people(event)]
            for board in self.boards.values.sorted(by: { $0.name < $1.name }) where !self.cells.isEmpty {
                var turn = Turn(board, self.cells.values, at: now)
                turn.observe(event, people)
                try turn.settle()
                events += turn.events
            }
            return Deed(events, source: submission.source)
        }
        guard decision.command != nil else { return }
        for cell in cells.values {
            for board in boards.keys { cell.settled(board: board) }
        }
    }

    // MARK: One turn

    private struct Deed {
        var events: [LedgerEvent]
        var source: String

        init(_ events: [LedgerEvent], source: String) {
            self.events = events
            self.source = source
        }
    }

    private func decide(_ submission: Submission) throws(LedgerError) -> [LedgerEvent] {
        guard let board = boards[submission.board] else { throw .noSuchBoard(submission.board) }
        var turn = Turn(board, cells.values, at: submission.at)
        switch submission.wish {
        case .board(let command):
            try turn.carryOut(command, by: submission.actor)
            if case .tick = command { try turn.tick() }
        case .plugin(let stream, let command): try turn.carryOut(command, of: stream, by: submission.actor)
        case .undo: break
        }
        try turn.settle()
        return turn.events
    }

    private func takeBack(_ undone: UndoneCommand, _ submission: Submission) throws(LedgerError) -> [LedgerEvent] {
        guard let board = boards[submission.board] else { throw .noSuchBoard(submission.board) }
        var turn = Turn(board, cells.values, at: submission.at)
        for (stream, bodies) in undone.pluginEvents.sorted(by: { $0.key < $1.key }) {
            try turn.takeBack(bodies, of: stream)
        }
        if !undone.boardEvents.isEmpty { try turn.carryOut(.undo(undone.boardEvents), by: submission.actor) }
        try turn.settle()
        return turn.events
    }

    /// Stores what `decide` says and takes it in. Somebody else's records are taken in first, and it is decided again.
    private func append(
        _ submission: Submission, _ decide: () async throws(LedgerError) -> Deed
    ) async throws(LedgerError) -> Decision {
        var attempts = 0
        while true {
            let deed = try await decide()
            let events = deed.events
            guard !events.isEmpty else { return Decision() }
            // Positions are unique, so the first record's makes an id without a counter.
            let id = "C\(position + 1)"
            var records: [Record] = []
            for event in events {
                records.append(
                    Record(
                        position: position + records.count + 1, stream: event.stream, command: id, at: submission.at,
                        recorded: submission.now, actor: submission.by,
                        source: Record.source(deed.source, message: submission.message), body: try event.body()))
            }
            do {
                try await log.append(records, after: position)
            } catch .conflict(let end) {
                attempts += 1
                if attempts == 3 { throw .log(.conflict(end: end)) }
                try await catchUp()
                continue
            } catch {
                throw .log(error)
            }
            for record in records { try take(in: record) }
            tellFollowers()
            return Decision(command: id, events: events)
        }
    }
}

extension LedgerEvent {
    var stream: String {
        switch self {
        case .board(let name, _): Self.boardStream(name)
        case .people: Self.peopleStream
        case .plugin(let stream, _): stream
        }
    }

    func body() throws(LedgerError) -> String {
        switch self {
        case .board(_, let event): try JSON.text(event)
        case .people(let event): try JSON.text(event)
        case .plugin(_, let body): body
        }
    }
}
