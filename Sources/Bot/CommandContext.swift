public import Chat
public import Ledger
import NIOConcurrencyHelpers
import ReleaseCalendar
public import ReviewSlots

/// What a command is handed: who says it, where and when, and how it looks and acts.
public struct CommandContext: Sendable {
    let ledger: Ledger
    public let configuration: BotConfiguration
    public let board: BoardConfiguration
    public let message: Message
    public let now: Timestamp
    let links: LinkCodes
    let router: CommandRouter<CommandContext>
    let plugins: [any Plugin]
    /// What the message has led to so far, counted: each has a name of its own.
    private let submissions = Counter()

    init(
        ledger: Ledger, configuration: BotConfiguration, board: BoardConfiguration, message: Message, now: Timestamp,
        links: LinkCodes, router: CommandRouter<CommandContext>, plugins: [any Plugin]
    ) {
        self.ledger = ledger
        self.configuration = configuration
        self.board = board
        self.message = message
        self.now = now
        self.links = links
        self.router = router
        self.plugins = plugins
    }

    /// In the zone of the channels.
    public func moment(_ time: Timestamp) -> String { Wording.moment(time, now: now, in: board.calendar.zone) }
    public func day(_ time: Timestamp) -> String { Wording.day(time, now: now, in: board.calendar.zone) }

    /// The account of whoever said it.
    public var account: Account? {
        switch message.identity {
        case .account(let name): Account(network: message.room.network, name: name)
        case .notLoggedIn, .unavailable: nil
        }
    }

    /// Looks at the board; the closure takes out what it needs.
    public func read<Value: Sendable>(_ body: @Sendable (BoardView) throws -> Value) async throws -> Value {
        try await ledger.read(board.name) { board, people in
            try body(
                BoardView(
                    board: board, people: people, configuration: self.board, baseURL: configuration.baseURL, now: now,
                    network: message.room.network))
        }
    }

    /// How far the ledger is.
    public func position() async -> Position { await ledger.position }

    /// The board as it was at the end of a moment, read from the ledger's beginning.
    public func board(asOf moment: Timestamp) async throws -> Board {
        try await ledger.log.board(board.name, asOf: moment)
    }

    /// Looks at what a plugin keeps of the board.
    public func read<Reducer: StreamReducer, Value: Sendable>(
        _ type: Reducer.Type, _ body: @Sendable (Reducer.State, BoardView) throws -> Value
    ) async throws -> Value {
        try await ledger.read(type, board: board.name) { state, board, people in
            try body(
                state,
                BoardView(
                    board: board, people: people, configuration: self.board, baseURL: configuration.baseURL, now: now,
                    network: message.room.network))
        }
    }

    /// Open changes of the board, as far as plugins know them.
    public func openReviews() async -> [OpenReview] { await plugins.openReviews(on: board.name) }

    /// Reviews that people gave in a stretch of time, as far as plugins know them.
    public func reviews(from start: Timestamp, to end: Timestamp) async -> [GivenReview] {
        await plugins.reviews(on: board.name, from: start, to: end)
    }

    /// The newest records of a plugin on the board, newest first.
    public func recent<Reducer: StreamReducer>(_ type: Reducer.Type, limit: Int) async throws -> [Recorded] {
        try await ledger.recent(stream: "\(Reducer.stream)/\(board.name)", before: nil, limit: limit)
    }

    /// Lets the ledger decide a command of a plugin.
    @discardableResult
    public func submit<Reducer: StreamReducer>(_ command: Reducer.Command, to type: Reducer.Type) async throws
        -> Decision
    {
        try await submit(.plugin(stream: Reducer.stream, command))
    }

    /// The person who says it and what that person may do.
    /// - Throws: `Excuse` when nobody vouches for who it is.
    public func actor() async throws -> Actor {
        guard let account else {
            throw Excuse(
                message.identity == .unavailable
                    ? "this network has no accounts, so nobody can be told apart: here everybody can read, and nothing can be changed. Ask on a network with services."
                    : "log in to services first (/msg NickServ IDENTIFY); then you can vote and act. Everything read-only works without it."
            )
        }
        let person = try await ledger.person(with: account, now: now)
        return await ledger.readPeople { people in
            let roles = board.roles(of: people.accounts(of: person))
            var actor = Actor(
                person: person, formerly: people.formerIDs(of: person), roles: roles.union(board.roles(by: message)))
            if !roles.contains(.voter) { actor.roles.remove(.voter) }
            return actor
        }
    }

    /// Lets the ledger decide a command of this person.
    @discardableResult
    public func submit(_ command: BoardCommand) async throws -> Decision {
        try await submit(.board(command))
    }

    @discardableResult
    func submit(_ wish: Submission.Wish) async throws -> Decision {
        let actor = try await actor()
        let by = account.map { $0.network == Account.local ? $0.description : actor.person?.id ?? "" } ?? ""
        var submission = Submission(wish, board: board.name, actor: actor, by: by, now: now)
        submission.message = message.id.map { "\(message.room.network) \($0) \(submissions.next())" }
        return try await ledger.submit(submission)
    }

    /// Lines about a blueprint, with what plugins have to add.
    func reply(about id: BlueprintID, _ lines: [Document.Line]) async throws -> Reply {
        var remarks: [Document.Line] = []
        for plugin in plugins { remarks += try await plugin.remarks(on: id, self) }
        var reply = Reply(remarks.isEmpty ? lines : lines + [remarks.joined()])
        reply.subject = try await read { $0.subject(id) }
        return reply
    }

    /// The blueprint that a word means.
    /// - Throws: `Excuse` with the nearest names.
    public func blueprint(_ word: String?, usage: String) async throws -> BlueprintID {
        guard let word else {
            throw Excuse("which blueprint? Say \(code: usage), or \(code: "!backlog") for the list.")
        }
        return try await read { view in try view.blueprint(word) }
    }
}

private final class Counter: Sendable {
    private let count = NIOLockedValueBox(0)

    func next() -> Int {
        count.withLockedValue { count in
            count += 1
            return count
        }
    }
}
