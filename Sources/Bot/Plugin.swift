public import Chat
public import Ledger
public import ReleaseCalendar
public import ReviewSlots

/// A part that can be left out: commands, a stream of its own in the ledger, announcements, and something that runs.
///
/// Everything is optional but the name. A plugin is handed what it may use, never the bot.
public protocol Plugin: Sendable {
    /// In lower case; its table in the configuration and its stream are called so.
    var name: String { get }
    var commands: [Command<CommandContext>] { get }
    var reducer: (any StreamReducer)? { get }

    /// The command that has asked this person for what is being said, if any: words that are no command go to it.
    func commandAwaiting(_ words: Words, _ context: CommandContext) async -> Command<CommandContext>?

    /// A number that somebody put on a message about a blueprint of the board, or took back: whether it was the plugin's.
    /// - Throws: `Excuse` or `LedgerError`, which the person hears.
    func hears(_ mark: NumberVote, _ context: CommandContext) async throws -> Bool

    /// What an event of the plugin did, in a few words, for the log and for undo.
    func words(for event: String, _ view: BoardView) -> String?

    /// The lines that a channel of the board hears about what one command did; mostly none, at most two.
    func announcement(of records: [Recorded], _ view: BoardView) -> [Document.Line]

    /// What answers about a board have to say beside the state while that is old, as a sentence; else `nil`.
    func caveat(on board: BoardConfiguration, now: Timestamp) async -> Document.Line?

    /// More about a blueprint than the board knows, a sentence each, for the long answers.
    func remarks(on blueprint: BlueprintID, _ context: CommandContext) async throws -> [Document.Line]

    /// More about a spec's review than the board knows.
    func remarks(onReview number: ChangeNumber, _ context: CommandContext) async -> [Document.Line]

    /// Open changes besides those of blueprints, for those who ask what to review.
    func openReviews(on board: String) async -> [OpenReview]

    /// Reviews of the board's changes that people gave in a stretch of time, and that still count.
    func reviews(on board: String, from start: Timestamp, to end: Timestamp) async -> [GivenReview]

    /// Dates that the plugin knows of, for the calendar of a board: their ids are the plugin's own and stay when one is moved.
    /// It is asked whenever the ledger has grown.
    func occasions(on board: String, _ context: PluginContext) async throws -> [Occasion]

    /// What records are about, in a few words each, where they are told as one line after an absence.
    func digest(of records: [Recorded], _ view: BoardView) -> [String]

    /// How the person proves to have an account that lives where the plugin looks; `nil` if it does not look there. The
    /// plugin watches for the code and then calls `PluginContext.join`.
    func proof(of account: Account, by person: PersonID, code: String, _ context: CommandContext) async throws
        -> Document.Line?

    /// Takes over what the configuration says, where nothing runs beside the bot.
    func prepare(_ context: PluginContext) async throws

    /// Runs beside the bot until it is cancelled. Returning early is no fault.
    func run(_ context: PluginContext) async throws
}

extension Plugin {
    public var commands: [Command<CommandContext>] { [] }
    public var reducer: (any StreamReducer)? { nil }
    public func commandAwaiting(_ words: Words, _ context: CommandContext) async -> Command<CommandContext>? { nil }
    public func hears(_ mark: NumberVote, _ context: CommandContext) async throws -> Bool { false }
    public func words(for event: String, _ view: BoardView) -> String? { nil }
    public func announcement(of records: [Recorded], _ view: BoardView) -> [Document.Line] { [] }
    public func caveat(on board: BoardConfiguration, now: Timestamp) async -> Document.Line? { nil }
    public func remarks(on blueprint: BlueprintID, _ context: CommandContext) async throws -> [Document.Line] { [] }
    public func remarks(onReview number: ChangeNumber, _ context: CommandContext) async -> [Document.Line] { [] }
    public func openReviews(on board: String) async -> [OpenReview] { [] }
    public func reviews(on board: String, from start: Timestamp, to end: Timestamp) async -> [GivenReview] { [] }
    public func occasions(on board: String, _ context: PluginContext) async throws -> [Occasion] { [] }
    public func prepare(_ context: PluginContext) async throws {}
    public func digest(of records: [Recorded], _ view: BoardView) -> [String] { [] }
    public func proof(of account: Account, by person: PersonID, code: String, _ context: CommandContext) async throws
        -> Document.Line?
    { nil }
    public func run(_ context: PluginContext) async throws {}
}

/// A vote on a message.
public enum NumberVote: Sendable, Hashable {
    /// A number from 1 to 5; its id is the message's.
    case put(Int, BlueprintID)
    /// The one with that id.
    case takenBack(String)
}

/// A change that waits for reviews, whether it belongs to a blueprint or not.
public struct OpenReview: Sendable, Hashable {
    public var change: Change
    public var owner: Account?
    /// It is one to a spec.
    public var isSpec: Bool
    /// So many approvals are missing.
    public var missing: Int

    public init(change: Change, owner: Account?, isSpec: Bool, missing: Int) {
        self.change = change
        self.owner = owner
        self.isSpec = isSpec
        self.missing = missing
    }
}

/// A review that somebody gave.
public struct GivenReview: Sendable, Hashable {
    public var by: Account
    public var change: ChangeNumber
    /// It is one of a spec.
    public var isSpec: Bool

    public init(by: Account, change: ChangeNumber, isSpec: Bool) {
        self.by = by
        self.change = change
        self.isSpec = isSpec
    }
}

extension Sequence<any Plugin> {
    func openReviews(on board: String) async -> [OpenReview] {
        var reviews: [OpenReview] = []
        for plugin in self { reviews += await plugin.openReviews(on: board) }
        return reviews
    }

    func reviews(on board: String, from start: Timestamp, to end: Timestamp) async -> [GivenReview] {
        var reviews: [GivenReview] = []
        for plugin in self { reviews += await plugin.reviews(on: board, from: start, to: end) }
        return reviews
    }
}

/// What the running part of a plugin may use.
public struct PluginContext: Sendable {
    let ledger: Ledger
    let settings: @Sendable () -> BotConfiguration
    let plugin: String
    var plugins: [any Plugin] = []
    var networks: [any Network] = []
    /// The names of the boards that the bot serves.
    public var boards: [String] { settings().boards.map(\.name) }
    public let now: @Sendable () -> Timestamp

    /// Looks at a board; the closure takes out what it needs.
    public func read<Value: Sendable>(board: String, _ body: @Sendable (BoardView) throws -> Value) async throws
        -> Value
    {
        let configuration = settings()
        guard let settings = configuration.board(board) else { throw LedgerError.noSuchBoard(board) }
        return try await ledger.read(board) { board, people in
            try body(
                BoardView(
                    board: board, people: people, configuration: settings, baseURL: configuration.baseURL, now: now()))
        }
    }

    /// Looks at what the plugin keeps of a board.
    public func read<Reducer: StreamReducer, Value: Sendable>(
        _ type: Reducer.Type, board: String, _ body: @Sendable (Reducer.State, BoardView) throws -> Value
    ) async throws -> Value {
        let configuration = settings()
        guard let settings = configuration.board(board) else { throw LedgerError.noSuchBoard(board) }
        return try await ledger.read(type, board: board) { state, board, people in
            try body(
                state,
                BoardView(
                    board: board, people: people, configuration: settings, baseURL: configuration.baseURL, now: now()))
        }
    }

    /// Lets the ledger decide a command of the plugin, of the bot's own accord.
    /// - Parameter source: where it comes from, for the record; `nil`: the plugin itself.
    @discardableResult
    public func submit<Reducer: StreamReducer>(
        _ command: Reducer.Command, to type: Reducer.Type, board: String, source: String? = nil
    ) async throws -> Decision {
        try await ledger.submit(
            Submission(
                .plugin(stream: Reducer.stream, command), board: board, actor: .bot, by: "slotkeeper",
                source: source ?? "plugin \(plugin)", now: now()))
    }

    /// Open changes of the board, as far as plugins know them.
    public func openReviews(on board: String) async -> [OpenReview] { await plugins.openReviews(on: board) }

    /// Reviews that people gave in a stretch of time, as far as plugins know them.
    public func reviews(on board: String, from start: Timestamp, to end: Timestamp) async -> [GivenReview] {
        await plugins.reviews(on: board, from: start, to: end)
    }

    /// What plugins have to say of how old the state of a board is; `nil` while it is fresh.
    public func caveat(on board: String) async -> Document.Line? {
        guard let board = self.board(board) else { return nil }
        for plugin in plugins {
            if let caveat = await plugin.caveat(on: board, now: now()) { return caveat }
        }
        return nil
    }

    /// What the plugins are called.
    public var pluginNames: Set<String> { Set(plugins.map(\.name)) }

    /// What the configuration says of a board.
    public func board(_ name: String) -> BoardConfiguration? { settings().board(name) }

    /// The dates that plugins bring, by the plugin's name; without those that fail.
    public func occasions(on board: String) async -> [String: [Occasion]] {
        var occasions: [String: [Occasion]] = [:]
        for plugin in plugins { occasions[plugin.name] = try? await plugin.occasions(on: board, self) }
        return occasions
    }

    /// The person with an account; one that is not known yet is written down.
    public func person(with account: Account) async throws -> PersonID {
        try await ledger.person(with: account, now: now())
    }

    /// Makes an account that has proved to be a person's one of theirs. Who had it before, as the owner of changes, say,
    /// is that person from now on.
    public func join(_ account: Account, to person: PersonID) async throws {
        try await ledger.join(account, to: person, now: now())
    }

    /// The ledger's position, now and each time it has grown: the moment to look again.
    public func changes() async -> AsyncStream<Position> { await ledger.positions() }
}
