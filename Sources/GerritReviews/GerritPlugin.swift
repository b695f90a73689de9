public import Bot
public import Chat
public import Gerrit
import GerritProtocol
public import Ledger
public import struct Ledger.Account
public import Logging
import NIOConcurrencyHelpers
import ReleaseCalendar
public import ReviewSlots

/// Gerrit servers, and the boards that follow them.
public struct GerritPlugin: Plugin {
    /// One server, and where its cache lies.
    public struct Server: Sendable {
        public var configuration: GerritConfiguration
        public var boards: [BoardReviews]
        public var cachePath: String

        public init(_ configuration: GerritConfiguration, boards: [BoardReviews], cachePath: String) {
            self.configuration = configuration
            self.boards = boards
            self.cachePath = cachePath
        }
    }

    /// What runs of one server.
    struct Running: Sendable {
        var keeper: ReviewKeeper
        var server: GerritServer
        var pollEvery: Int
    }

    public let name = "gerrit"
    let servers: [Server]
    private let logger: Logger
    private let running = NIOLockedValueBox<[Running]>([])

    public init(_ servers: [Server], logger: Logger) {
        self.servers = servers
        self.logger = logger
    }

    public var reducer: (any StreamReducer)? { ReviewsReducer() }

    public var commands: [Command<CommandContext>] { [gerritCommand, adherenceCommand, blocksCommand] }

    func running(on board: String) -> [Running] {
        running.withLockedValue { $0.filter { $0.keeper.boards.contains { $0.board == board } } }
    }

    func running(_ server: String) -> Running? {
        running.withLockedValue { $0.first { $0.keeper.server == server } }
    }

    public func run(_ context: PluginContext) async throws {
        await withDiscardingTaskGroup { group in
            for server in servers { group.addTask { await keepFollowing(server, context) } }
        }
    }

    /// One server that cannot be followed, for its cache or its address, is no reason to leave the others.
    private func keepFollowing(_ server: Server, _ context: PluginContext) async {
        let name = server.configuration.name
        repeat {
            do {
                try await follow(server, context)
            } catch is CancellationError {
            } catch {
                logger.error(
                    "a server is not followed, and tried again soon",
                    metadata: ["server": "\(name)", "why": "\(error)"])
            }
            running.withLockedValue { $0.removeAll { $0.keeper.server == name } }
        } while await (try? Task.sleep(for: .seconds(30))) != nil
    }

    private func follow(_ server: Server, _ context: PluginContext) async throws {
        let settings = server.configuration.settings
        let keeper = ReviewKeeper(
            server: server.configuration.name, boards: server.boards, digestAfter: settings.digestAfter,
            cache: try ReviewCache(path: server.cachePath), context: context, logger: logger)
        let carrier = GerritServer(server.configuration, keeper: keeper, logger: logger)
        let poll = max(settings.pollEvery, settings.pollEveryWithoutStream)
        running.withLockedValue { $0.append(Running(keeper: keeper, server: carrier, pollEvery: poll)) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await carrier.run() }
            group.addTask { await keeper.follow() }
            group.addTask { await keeper.keepBlocks() }
            group.addTask {
                for await wish in keeper.wishes.stream {
                    switch wish {
                    case .ask(let key): await carrier.ask(key)
                    case .write(let write): await carrier.write(write)
                    }
                }
            }
            for try await _ in group {}
        }
    }

    // MARK: What others ask

    public func caveat(on board: BoardConfiguration, now: Timestamp) async -> Document.Line? {
        for server in servers where server.boards.contains(where: { $0.board == board.name }) {
            // Neither the server nor the keeper is waited for: they may be busy with what was read.
            guard let one = running(server.configuration.name), let report = one.server.freshReport else {
                return "\(server.configuration.name) has not answered yet."
            }
            let zone = board.calendar.zone
            guard let caveat = one.keeper.caveat(report, pollEvery: one.pollEvery, now: now, in: zone) else { continue }
            return caveat
        }
        return nil
    }

    public func remarks(on blueprint: BlueprintID, _ context: CommandContext) async throws -> [Document.Line] {
        var remarks: [Document.Line] = []
        for one in running(on: context.board.name) { remarks += try await one.keeper.remarks(on: blueprint, context) }
        return remarks
    }

    public func remarks(onReview number: ChangeNumber, _ context: CommandContext) async -> [Document.Line] {
        var remarks: [Document.Line] = []
        for one in running(on: context.board.name) {
            let remark = await one.keeper.remarks(onReview: number, of: context.board.name, day: context.day)
            remarks += [remark].compactMap(\.self)
        }
        return remarks
    }

    public func openReviews(on board: String) async -> [OpenReview] {
        var reviews: [OpenReview] = []
        for one in running(on: board) { reviews += await one.keeper.openReviews(on: board) }
        return reviews
    }

    public func reviews(on board: String, from start: Timestamp, to end: Timestamp) async -> [GivenReview] {
        var reviews: [GivenReview] = []
        for one in running(on: board) { reviews += await one.keeper.reviews(on: board, from: start, to: end) }
        return reviews
    }

    public func proof(of account: Account, by person: PersonID, code: String, _ context: CommandContext) async throws
        -> Document.Line?
    {
        guard let one = running(on: context.board.name).first(where: { $0.keeper.server == account.network }) else {
            return nil
        }
        let code = "slotkeeper-\(code)"
        await one.keeper.expect(
            code,
            Claim(
                account: account, person: person, board: context.board.name, since: context.now,
                until: context.now + ReviewKeeper.claimValidity))
        return
            "write \(code: code) in a line of its own as a comment on any open change of this board, as \(account.name.harmless) on \(account.network), or add it there as a hashtag, within 2 hours: that proves the account, and nobody has to vouch. Tell nobody the code."
    }

    public func words(for event: String, _ view: BoardView) -> String? {
        ReviewsReducer.event(event).map { event in
            switch event {
            case .linked(let change, let id, let evidence): "\(change) belongs to \(view.name(id)) (\(evidence.phrase))"
            case .unlinked(let change, let id): "\(change) belongs to \(view.name(id)) no more"
            case .specTold(let id, let category, _): "spec \(id) read, \(Wording.short(category))"
            case .vanished(let change): "\(change) cannot be seen any more"
            case .returned(let change): "\(change) can be seen again"
            case .alerted(let text): Wording.short(text)
            case .proven(let account, _): "\(account.harmless) proved"
            case .blocksLifted(let isLifted): isLifted ? "all blocks lifted" : "blocks wanted again"
            }
        }
    }

    public func announcement(of records: [Recorded], _ view: BoardView) -> [Document.Line] {
        records.compactMap { recorded in
            switch recorded.event(of: ReviewsReducer.self, on: view.board.name) {
            case .alerted(let text): Document.Line(text)
            case .proven(let account, let person):
                "\(person: view.name(person)) has proved to be \(account.harmless): both are one person here now."
            case .blocksLifted(true): "All blocks on changes are being lifted. \(code: "!blocks set") sets them again."
            case .blocksLifted(false): "Blocks on changes without a slot are being set again."
            default: nil
            }
        }
    }
}
