import Bot
import CalendarPlugin
import Chat
import Foundation
import GerritReviews
import IRCNetwork
import IRCProtocol
import Kudos
import Ledger
import Logging
import MatrixNetwork
import MatrixProtocol
import RankVotes
import ReviewDay
import ReviewSlots
import SQLiteLedger
import Subscriptions
import Summaries
import Web

/// The whole wiring: the only place that knows concrete networks, databases and plugins.
struct Application {
    let settings: Configuration
    let log: SQLiteLog
    let ledger: Ledger
    let bot: Bot
    let networks: [any Network]
    let web: WebServer?

    /// Opens the ledger as its one writer and puts the bot together. Nothing connects yet.
    static func build(
        _ settings: Configuration, networks isConnected: Bool = true, clock: @escaping @Sendable () -> Timestamp = now
    )
        async throws -> Application
    {
        let log = try openLog(settings, mode: .writer)
        let logger = logger(settings)
        let plugins = try plugins(settings)
        let ledger = Ledger(log: log, reducers: plugins.compactMap(\.reducer))
        let configuration = BotConfiguration(settings)
        let networks = isConnected ? settings.networks.map { network($0, settings, logger) } : []
        let bot = Bot(
            configuration: configuration, ledger: ledger, networks: networks, plugins: plugins, now: clock,
            randomWord: { String(UInt64.random(in: 0..<(1 << 40)), radix: 36) }, logger: logger)
        do {
            try await ledger.open(boards: configuration.boards.map(\.name))
            try await bot.configureBoards()
            // The running bot does that when there is somebody to hear what follows.
            if !isConnected { try await bot.preparePlugins() }
        } catch let error as LedgerError {
            throw Failure(sentence(for: error), code: .file)
        }
        return Application(
            settings: settings, log: log, ledger: ledger, bot: bot, networks: networks,
            web: web(settings, plugins, logger))
    }

    /// A plugin of your own goes in here.
    static func plugins(_ settings: Configuration) throws -> [any Plugin] {
        var plugins: [any Plugin] = [CalendarPlugin()]
        for entry in settings.plugins {
            switch entry.key {
            case "kudos": plugins.append(try KudosPlugin(entry))
            case "rankvotes":
                let minBallots = Dictionary(settings.boards.map { ($0.name, $0.minBallots) }) { first, _ in first }
                plugins.append(try RankVotesPlugin(entry, minBallots: minBallots))
            case "reviewday":
                let titles = Dictionary(settings.boards.map { ($0.name, $0.title) }) { first, _ in first }
                plugins.append(try ReviewDayPlugin(entry, titles: titles))
            default:
                let known = ["kudos", "rankvotes", "reviewday"]
                throw ConfigurationErrors(
                    entry.place, "there is no plugin \"\(entry.key)\"\(didYouMean(entry.key, among: known))")
            }
        }
        plugins.append(SubscriptionsPlugin())
        let servers = try settings.gerritServers()
        if !servers.isEmpty { plugins.append(GerritPlugin(servers, logger: logger(settings))) }
        var targets: [String: PublishTarget] = [:]
        for board in settings.boards {
            targets[board.name] = board.publish.map { PublishTarget(folder: $0.folder, url: $0.url) }
        }
        plugins.append(
            SummariesPlugin(targets, others: calendarFile(baseURL: settings.baseURL), logger: logger(settings)))
        return plugins
    }

    /// The calendar of a board that has one, beside its summaries.
    private static func calendarFile(baseURL: String?) -> SummariesPlugin.OtherFiles {
        { board, context in
            try await context.read(CalendarReducer.self, board: board) { state, view in
                guard !state.configured(by: view.configuration, now: view.now).isEmpty else { return [] }
                let text = state.file(of: view.configuration, baseURL: baseURL, now: view.now)
                return [SiteFile(name: "calendar.ics", title: "Calendar", text: text)]
            }
        }
    }

    private static func network(_ settings: NetworkSettings, _ all: Configuration, _ logger: Logger) -> any Network {
        switch settings.kind {
        case .irc(let irc):
            IRCNetwork(
                configuration: IRCNetworkConfiguration(settings.name, irc, of: all),
                logger: logger)
        case .matrix(let matrix):
            MatrixNetwork(MatrixNetworkConfiguration(settings.name, matrix, of: all), logger: logger)
        case .terminal:
            TerminalNetwork(name: settings.name, room: all.channels(on: settings.name).first ?? settings.name)
        }
    }

    /// Whether a network was left because of something that only people can mend: starting again is no use.
    static func isForPeople(_ error: any Error) -> Bool {
        error is IRCConfigurationError || error is MatrixConfigurationError || error is MatrixSession.Ending
    }

    static func openLog(_ settings: Configuration, mode: SQLiteLog.Mode) throws -> SQLiteLog {
        do {
            if mode == .writer {
                try FileManager.default.createDirectory(
                    atPath: settings.state, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            }
            return try SQLiteLog.open(path: settings.ledger.path, mode: mode)
        } catch let error as EventLogError {
            throw Failure(error.description, code: .file)
        } catch {
            throw Failure(
                "the state folder \(settings.state) cannot be made: is something else there, or its own folder closed to the bot? Make it, or name another as \"state\".",
                code: .file)
        }
    }

    static func sentence(for error: LedgerError) -> String {
        switch error {
        case .log(let error): error.description
        case .unreadable(let what): what
        default: "\(error)"
        }
    }

    static func logger(_ settings: Configuration) -> Logger {
        var logger = Logger(label: "slotkeeper") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = settings.log.level
        return logger
    }

    static let now: @Sendable () -> Timestamp = { Timestamp(time(nil)) }
}
