public import Chat
public import Ledger
public import Logging
import NIOConcurrencyHelpers
public import ReviewSlots

/// Listens on all networks, answers commands, and tells the channels what happens on their boards.
public final class Bot: Sendable {
    private let settings: NIOLockedValueBox<BotConfiguration>
    /// Ticks when there are other settings.
    private let changes = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    public let ledger: Ledger
    public let router: CommandRouter<CommandContext>
    let networks: [any Network]
    let plugins: [any Plugin]
    let now: @Sendable () -> Timestamp
    let logger: Logger
    let links: LinkCodes
    let courtesy = NIOLockedValueBox(Courtesy())
    /// Networks that are left for good.
    private let gone = NIOLockedValueBox<Set<String>>([])
    let instant: @Sendable () -> ContinuousClock.Instant
    let retryAnnouncementsAfter: Duration

    /// - Parameters:
    ///   - now: the clock; tests bring their own.
    ///   - instant: the clock that tells how fast people ask; the other one counts in seconds.
    ///   - randomWord: a one-time code for `!link`, hard to guess.
    public init(
        configuration: BotConfiguration, ledger: Ledger, networks: [any Network] = [], plugins: [any Plugin] = [],
        now: @escaping @Sendable () -> Timestamp,
        instant: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        randomWord: @escaping @Sendable () -> String,
        retryAnnouncementsAfter: Duration = .seconds(2), logger: Logger
    ) {
        settings = NIOLockedValueBox(configuration)
        self.ledger = ledger
        self.networks = networks
        self.plugins = plugins
        self.now = now
        self.instant = instant
        self.logger = logger
        self.retryAnnouncementsAfter = retryAnnouncementsAfter
        links = LinkCodes(randomWord: randomWord)
        router = CommandRouter([Command<CommandContext>].builtIn + plugins.flatMap(\.commands))
    }

    public var configuration: BotConfiguration { settings.withLockedValue(\.self) }

    /// Goes on with other boards, channels and roles. What people are being answered, they still are by the old ones.
    public func reconfigure(_ configuration: BotConfiguration) async throws(LedgerError) {
        try await ledger.open(boards: configuration.boards.map(\.name))
        settings.withLockedValue { $0 = configuration }
        try await configureBoards()
        for announcer in announcers { await announcer.begin() }
        changes.continuation.yield()
        await ledger.wake()
    }

    /// Takes over what changed in the configuration of the boards.
    public func configureBoards() async throws(LedgerError) {
        for board in configuration.boards {
            try await ledger.submit(
                Submission(
                    .board(.configure(board.settings)), board: board.name, actor: .bot, by: "slotkeeper",
                    source: "configuration", now: now()))
            // What a plugin ordered that is not here any more counts no longer.
            guard !plugins.contains(where: { $0.reducer?.ordersBacklog ?? false }) else { continue }
            try await ledger.submit(
                Submission(
                    .board(.setOrder([], method: "", ballot: nil)), board: board.name, actor: .bot, by: "slotkeeper",
                    source: "configuration", now: now()))
        }
    }

    /// Lets plugins take over what the configuration says, where the bot does not run.
    public func preparePlugins() async throws {
        for plugin in plugins { try await plugin.prepare(context(of: plugin)) }
    }

    private func context(of plugin: any Plugin) -> PluginContext {
        PluginContext(
            ledger: ledger, settings: { self.configuration }, plugin: plugin.name, plugins: plugins,
            networks: networks, now: now)
    }

    /// Runs everything until it is cancelled.
    public func run() async throws {
        let announcers = announcers
        // Before anybody can say anything, so that a new one misses nothing of what they do.
        for announcer in announcers { await announcer.begin() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.runNetworks() }
            group.addTask { await self.run(announcers) }
            for plugin in plugins {
                let context = context(of: plugin)
                group.addTask { await self.run(plugin, context) }
            }
            group.addTask { await self.runClock() }
            for try await _ in group {}
        }
    }

    /// One that cannot go on is reported, and the others do; when none can, that is the end.
    private func runNetworks() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            var running = networks.count
            for network in networks {
                group.addTask {
                    do {
                        try await network.run { await self.receive($0) }
                    } catch {
                        throw NetworkFailure(network: network.name, why: error)
                    }
                }
            }
            while let result = await group.nextResult() {
                running -= 1
                guard case .failure(let failure as NetworkFailure) = result, !Task.isCancelled else { continue }
                guard running > 0 else { throw failure.why }
                _ = gone.withLockedValue { $0.insert(failure.network) }
                logger.critical(
                    "a network is left for good", metadata: ["network": "\(failure.network)", "why": "\(failure.why)"])
            }
        }
    }

    private struct NetworkFailure: Error {
        var network: String
        var why: any Error
    }

    private var announcers: Set<Announcer> {
        Set(
            configuration.boards.flatMap { board in
                board.rooms.map { Announcer(room: $0, board: board.name, bot: self) }
            })
    }

    /// One announcer for each room of each board. They come with new settings and never go: one whose room is no longer
    /// the board's has nothing to say.
    private func run(_ announcers: Set<Announcer>) async {
        await withDiscardingTaskGroup { group in
            var running = announcers
            for announcer in running { group.addTask { await announcer.run() } }
            for await _ in changes.stream {
                for announcer in self.announcers where running.insert(announcer).inserted {
                    group.addTask { await announcer.run() }
                }
            }
            group.cancelAll()
        }
    }

    /// A plugin that fails is reported, and the rest goes on.
    private func run(_ plugin: any Plugin, _ context: PluginContext) async {
        do {
            try await plugin.run(context)
        } catch is CancellationError {
        } catch {
            logger.error("a plugin has stopped", metadata: ["plugin": "\(plugin.name)", "why": "\(error)"])
        }
    }

    private func runClock() async {
        while await (try? Task.sleep(for: .seconds(60))) != nil { await tick() }
    }

    /// Lets time pass on every board: holds end, landings land. Then all who follow the ledger look again: something may be
    /// due, or may be said at last.
    public func tick() async {
        for board in configuration.boards {
            do {
                try await ledger.submit(
                    Submission(
                        .board(.tick), board: board.name, actor: .bot, by: "slotkeeper", source: "clock", now: now()))
            } catch {
                logger.error(
                    "the clock cannot be written down", metadata: ["board": "\(board.name)", "why": "\(error)"])
            }
        }
        await ledger.wake()
    }

    func network(_ name: String) -> (any Network)? {
        gone.withLockedValue { $0.contains(name) } ? nil : networks.first { $0.name == name }
    }

    func view<Value: Sendable>(
        of board: BoardConfiguration, on network: String? = nil, _ body: @Sendable (BoardView) throws -> Value
    ) async throws -> Value {
        try await ledger.read(board.name) { state, people in
            try body(
                BoardView(
                    board: state, people: people, configuration: board, baseURL: configuration.baseURL, now: now(),
                    network: network))
        }
    }
}

extension Bot {
    /// The lines that a channel hears about groups of records, a group a command: a list for each group.
    public func announcements(
        of groups: [[Recorded]], on board: BoardConfiguration, in network: String? = nil
    ) async throws -> [[Document.Line]] {
        try await view(of: board, on: network) { view in
            groups.map { Announcements.lines(for: $0, view) + Announcements.lines(for: $0, of: plugins, view) }
        }
    }
}
