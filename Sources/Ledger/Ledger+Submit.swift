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
            var source = submission.source
            var wish = Wish.plain(submission.wish)
            if case .undo(let id) = submission.wish {
                let undone = try await self.commandToUndo(id, submission)
                source = "undo \(undone.command)"
                wish = .undo(undone)
            }
            let decision = try await self.append(submission, source: source, as: nil) { () throws(LedgerError) in
                try self.decide(wish, submission)
            }
            return try await self.followUp(decision, submission)
        }
    }

    /// The person with an account; one that is not known yet is written down.
    public func person(with account: Account, now: Timestamp) async throws(LedgerError) -> PersonID {
        if let person = people.person(with: account) { return person }
        return try await turn { () async throws(LedgerError) in
            if let person = self.people.person(with: account) { return person }
            let person = self.people.next
            try await self.append(people: .personAdded(person, account: account), now: now)
            return person
        }
    }

    /// Makes two ids one person, who goes on under the first.
    public func join(_ person: PersonID, formerly: PersonID, now: Timestamp) async throws(LedgerError) {
        try await turn { () async throws(LedgerError) in
            try await self.append(people: .personJoined(person, formerly: formerly), now: now)
        }
    }

    /// Gives a person an account that nobody has.
    public func link(_ account: Account, to person: PersonID, now: Timestamp) async throws(LedgerError) {
        try await turn { () async throws(LedgerError) in
            try await self.append(people: .accountLinked(person, account: account), now: now)
        }
    }

    private func append(people event: PeopleEvent, now: Timestamp) async throws(LedgerError) {
        let submission = Submission(.undo(nil), board: "", actor: .bot, by: "slotkeeper", now: now)
        _ = try await append(submission, source: "command", as: nil) { () throws(LedgerError) in [.people(event)] }
    }

    // MARK: One turn

    private enum Wish {
        case plain(Submission.Wish)
        case undo(UndoneCommand)
    }

    private func decide(_ wish: Wish, _ submission: Submission) throws(LedgerError) -> [LedgerEvent] {
        guard var draft = boards[submission.board] else { throw .noSuchBoard(submission.board) }
        var events: [LedgerEvent] = []
        func carryOut(_ command: BoardCommand, by actor: Actor) throws(LedgerError) {
            do {
                for event in try draft.decide(command, by: actor, at: submission.at) {
                    draft.evolve(event, at: submission.at)
                    events.append(.board(submission.board, event))
                }
            } catch {
                throw .refused(error)
            }
        }
        switch wish {
        case .plain(.board(let command)): try carryOut(command, by: submission.actor)
        case .plain(.plugin(let stream, let command)):
            guard let cell = cells[stream] else { throw .noSuchPlugin(stream) }
            let decision = try cell.decide(command, board: draft, by: submission.actor, at: submission.at)
            events += decision.bodies.map { .plugin(stream: "\(stream)/\(submission.board)", body: $0) }
            for command in decision.board { try carryOut(command, by: .bot) }
        case .plain(.undo): break
        case .undo(let undone):
            for (stream, body) in undone.pluginEvents.reversed() {
                guard let (cell, _) = cell(of: stream), let inverse = try cell.inverse(of: body) else {
                    throw .undo(.impossible)
                }
                events.append(.plugin(stream: stream, body: inverse))
            }
            if !undone.boardEvents.isEmpty { try carryOut(.undo(undone.boardEvents), by: submission.actor) }
        }
        return events
    }

    /// Stores what `decide` says and takes it in. Somebody else's records are taken in first, and it is decided again.
    private func append(
        _ submission: Submission, source: String, as command: String?,
        _ decide: () throws(LedgerError) -> [LedgerEvent]
    ) async throws(LedgerError) -> Decision {
        var attempts = 0
        while true {
            let events = try decide()
            guard !events.isEmpty else { return Decision(command: command) }
            // Positions are unique, so the first record's makes an id without a counter.
            let id = command ?? "C\(position + 1)"
            var records: [Record] = []
            for event in events {
                records.append(
                    Record(
                        position: position + records.count + 1, stream: event.stream, command: id, at: submission.at,
                        recorded: submission.now, actor: submission.by, source: source, body: try event.body()))
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

    /// Carries out what plugins make of the board's events, in the same turn and under the same command.
    private func followUp(_ decision: Decision, _ submission: Submission) async throws(LedgerError) -> Decision {
        var whole = decision
        guard !cells.isEmpty, !decision.boardEvents.isEmpty else { return whole }
        for cell in cells.values.sorted(by: { $0.stream < $1.stream }) {
            guard let board = boards[submission.board] else { return whole }
            for command in cell.follow(board: board) {
                var following = submission
                following.actor = .bot
                let more = try await append(following, source: submission.source, as: decision.command) {
                    () throws(LedgerError) in
                    try self.decide(.plain(.board(command)), following)
                }
                whole.events += more.events
            }
        }
        return whole
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
