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
            let decision = try await self.append(submission, as: nil) { () async throws(LedgerError) in
                guard case .undo(let id) = submission.wish else {
                    return Deed(try self.decide(submission.wish, submission), source: submission.source)
                }
                let undone = try await self.commandToUndo(id, submission)
                return Deed(try self.takeBack(undone, submission), source: "undo \(undone.command)")
            }
            return await self.followUp(decision, submission)
        }
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

    private func append(now: Timestamp, _ decide: () throws(LedgerError) -> PeopleEvent?) async throws(LedgerError) {
        let submission = Submission(.undo(nil), board: "", actor: .bot, by: "slotkeeper", now: now)
        _ = try await append(submission, as: nil) { () async throws(LedgerError) in
            Deed(try decide().map { [.people($0)] } ?? [], source: submission.source)
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

    private func decide(_ wish: Submission.Wish, _ submission: Submission) throws(LedgerError) -> [LedgerEvent] {
        guard var draft = boards[submission.board] else { throw .noSuchBoard(submission.board) }
        switch wish {
        case .board(let command): return try carryOut(command, on: &draft, by: submission.actor, submission)
        case .plugin(let stream, let command):
            guard let cell = cells[stream] else { throw .noSuchPlugin(stream) }
            let decision = try cell.decide(command, board: draft, by: submission.actor, at: submission.at)
            var events = decision.bodies.map { LedgerEvent.plugin(stream: "\(stream)/\(submission.board)", body: $0) }
            for command in decision.board { events += try carryOut(command, on: &draft, by: .bot, submission) }
            return events
        case .undo: return []
        }
    }

    private func takeBack(_ undone: UndoneCommand, _ submission: Submission) throws(LedgerError) -> [LedgerEvent] {
        guard var draft = boards[submission.board] else { throw .noSuchBoard(submission.board) }
        var events: [LedgerEvent] = []
        for (stream, body) in undone.pluginEvents.reversed() {
            guard let (cell, _) = cell(of: stream), let inverse = try cell.inverse(of: body) else {
                throw .undo(.impossible)
            }
            events.append(.plugin(stream: stream, body: inverse))
        }
        guard !undone.boardEvents.isEmpty else { return events }
        return try events + carryOut(.undo(undone.boardEvents), on: &draft, by: submission.actor, submission)
    }

    private func carryOut(
        _ command: BoardCommand, on draft: inout Board, by actor: Actor, _ submission: Submission
    ) throws(LedgerError) -> [LedgerEvent] {
        do {
            let events = try draft.decide(command, by: actor, at: submission.at)
            for event in events { draft.evolve(event, at: submission.at) }
            return events.map { .board(submission.board, $0) }
        } catch {
            throw .refused(error)
        }
    }

    /// Stores what `decide` says and takes it in. Somebody else's records are taken in first, and it is decided again.
    private func append(
        _ submission: Submission, as command: String?, _ decide: () async throws(LedgerError) -> Deed
    ) async throws(LedgerError) -> Decision {
        var attempts = 0
        while true {
            let deed = try await decide()
            let events = deed.events
            guard !events.isEmpty else { return Decision(command: command) }
            // Positions are unique, so the first record's makes an id without a counter.
            let id = command ?? "C\(position + 1)"
            var records: [Record] = []
            for event in events {
                records.append(
                    Record(
                        position: position + records.count + 1, stream: event.stream, command: id, at: submission.at,
                        recorded: submission.now, actor: submission.by, source: deed.source, body: try event.body()))
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
    ///
    /// The decision stands whatever comes of this. What cannot be stored now a plugin wishes again the next time, for it
    /// works out its wish from its state and the board.
    private func followUp(_ decision: Decision, _ submission: Submission) async -> Decision {
        var whole = decision
        guard !cells.isEmpty, !decision.boardEvents.isEmpty else { return whole }
        for cell in cells.values.sorted(by: { $0.stream < $1.stream }) {
            guard let board = boards[submission.board] else { return whole }
            for command in cell.follow(board: board) {
                var following = submission
                following.actor = .bot
                let more = try? await append(following, as: decision.command) { () async throws(LedgerError) in
                    Deed(try self.decide(.board(command), following), source: following.source)
                }
                whole.events += more?.events ?? []
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
