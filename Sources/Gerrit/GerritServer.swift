import AsyncHTTPClient
import Foundation
public import GerritProtocol
import HTTPFetching
public import Logging
import NIOConcurrencyHelpers
public import NIOCore
public import NIOPosix

/// A Gerrit server that is followed: carries out what a `Sync` decides, and decides nothing itself.
public actor GerritServer {
    private let configuration: GerritConfiguration
    private let keeper: any GerritKeeper
    private let logger: Logger
    private let eventLoop: any EventLoop
    private let origin = ContinuousClock.now

    private var sync: Sync?
    private var hasEnded = false
    /// What came before the sync could begin.
    private var early: [Sync.Input] = []
    private var account: Account?
    private var alarm: (at: Int, scheduled: Scheduled<Void>)?
    private var hinters: [Int: AsyncThrowingStream<Void, any Error>.Continuation] = [:]
    private var lastToken = 0
    /// How things stood when something last happened.
    private let lastReport = NIOLockedValueBox<(report: Sync.Report, at: Int)?>(nil)

    // For the four tasks that do things.
    private let requests = Queue<Errand<(request: Request, id: Sync.RequestID)>>()
    private let streams = Queue<Errand<[String]>>()
    private let keeping = Queue<Keeping>()
    private let alarms = Queue<Void>()
    private var request: Errand<(request: Request, id: Sync.RequestID)>?
    private var stream: Errand<[String]>?

    private enum Keeping: Sendable {
        case batch(Sync.Batch)
        case hint(Sync.Hint)
        case forget([Sync.HintID])
        case news(GerritNews)
    }

    /// - Parameter eventLoopGroup: one of its loops carries the requests; servers may share it.
    public init(
        _ configuration: GerritConfiguration, keeper: any GerritKeeper, logger: Logger,
        eventLoopGroup: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    ) {
        var configuration = configuration
        configuration.settings.isAuthenticated = configuration.credentials != nil
        configuration.settings.usesStream = configuration.stream != nil
        self.configuration = configuration
        self.keeper = keeper
        var logger = logger
        logger[metadataKey: "gerrit"] = "\(configuration.name)"
        self.logger = logger
        eventLoop = eventLoopGroup.next()
    }

    /// Follows the server until the task is cancelled. Only to be called once.
    /// - Throws: `GerritConfigurationError`, or what the keeper throws when it restores.
    public func run() async throws {
        defer { end() }
        let client = try configuration.clientConfiguration()
        let restored = try await keeper.restore()
        try await HTTPClient.withHTTPClient(eventLoopGroup: eventLoop, configuration: client) { client in
            await withDiscardingTaskGroup { group in
                group.addTask { await self.makeRequests(client) }
                group.addTask { await self.runStreams() }
                group.addTask { await self.keep() }
                group.addTask { await self.wake() }
                sync = Sync(configuration.settings, restored: restored) { .random(in: 0..<1) }
                handle(.start(wallClock: Self.wallClock))
                for input in early { handle(input) }
                early = []
            }
        }
    }

    // MARK: From outside

    /// Reads this change soon, with what was said on it.
    public func ask(_ key: ChangeKey) {
        handle(.ask(key))
    }

    /// Writes to a change; the keeper hears what has become of it.
    public func write(_ write: Write) {
        handle(.write(write))
    }

    /// Somebody, such as a web hook, says that a change may have changed. Returns when that is stored.
    /// - Throws: what the keeper throws when it stores; `CancellationError` when the server is followed no more.
    public func hint(_ key: ChangeKey) async throws {
        guard !hasEnded else { throw CancellationError() }
        lastToken += 1
        let token = lastToken
        let (stored, hinter) = AsyncThrowingStream.makeStream(of: Void.self)
        hinters[token] = hinter
        defer { hinters[token] = nil }
        handle(.hinted(key, token: token))
        for try await _ in stored {}
        try Task.checkCancellation()
    }

    /// How things stand, and who we are there, once that is known; nil before the start.
    public func report() -> (report: Sync.Report, account: Account?)? {
        sync.map { ($0.report(at: now), account) }
    }

    /// How things stand, without waiting for what the server's answers keep us busy with; nil before the start.
    public nonisolated var freshReport: Sync.Report? {
        lastReport.withLockedValue(\.self).map { last in
            var report = last.report
            let passed = now - last.at
            report.sincePoll = report.sincePoll.map { $0 + passed }
            report.sinceEvent = report.sinceEvent.map { $0 + passed }
            return report
        }
    }

    // MARK: What the sync wants

    private func handle(_ input: Sync.Input) {
        guard sync != nil else { return early.append(input) }
        for action in sync?.handle(input, at: now) ?? [] { carryOut(action) }
        if let account = sync?.account, account != self.account {
            self.account = account
            keeping.add(.news(.account(account)))
        }
        let now = now
        lastReport.withLockedValue { [report = sync?.report(at: now)] in $0 = report.map { ($0, now) } }
        setAlarm()
    }

    private func carryOut(_ action: Sync.Action) {
        switch action {
        case .send(let request, let id):
            let errand = Errand((request: request, id: id))
            self.request = errand
            requests.add(errand)
        case .cancel:
            request?.callOff()
        case .openStream(let resumeAfter):
            let errand = Errand(configuration.streamCommand(resumeAfter: resumeAfter))
            stream = errand
            streams.add(errand)
        case .closeStream:
            stream?.callOff()
        case .commit(let batch):
            keeping.add(.batch(batch))
        case .store(let hint):
            keeping.add(.hint(hint))
        case .forget(let hints):
            keeping.add(.forget(hints))
        case .acknowledge(let token):
            hinters[token]?.finish()
        case .finished(let write, let result):
            keeping.add(.news(.finished(write, result)))
        case .progress(let changes, let isDone):
            keeping.add(.news(.progress(changes: changes, isDone: isDone)))
        case .alert(let alert):
            keeping.add(.news(.alert(alert)))
        case .log(let severity, let text):
            logger.log(level: severity.level, "\(text)")
        }
    }

    private func end() {
        hasEnded = true
        alarm?.scheduled.cancel()
        for hinter in hinters.values { hinter.finish(throwing: CancellationError()) }
    }

    // MARK: The tasks

    private func makeRequests(_ client: HTTPClient) async {
        let requester = Requester(client: client, configuration: configuration)
        for await errand in requests.elements {
            logger.debug("\(errand.work.request.method.rawValue) \(errand.work.request.path)")
            let input = await errand.run { work in
                do {
                    return Sync.Input.received(work.id, try await requester.answer(to: work.request))
                } catch {
                    return Sync.Input.failed(work.id, reason: "\(error)")
                }
            }
            if let input, !Task.isCancelled { handle(input) }
        }
    }

    private func runStreams() async {
        for await errand in streams.elements {
            let reason = await errand.run { command in
                await EventCommand(command: command, logger: self.logger).run {
                    await self.handle(.streamOpened)
                } heard: {
                    await self.handle(.heard($0))
                }
            }
            if !Task.isCancelled { handle(.streamClosed(reason: reason ?? "closed by us")) }
        }
    }

    private func keep() async {
        for await work in keeping.elements {
            switch work {
            case .batch(let batch): await keep(batch)
            case .hint(let hint): await keep(hint)
            case .forget(let hints): await forget(hints)
            case .news(let news): await keeper.hear(news)
            }
        }
    }

    private func keep(_ batch: Sync.Batch) async {
        do {
            try await keeper.commit(batch)
            handle(.written(batch.id))
        } catch {
            if !Task.isCancelled { handle(.unwritten(batch.id, reason: "\(error)")) }
        }
    }

    private func keep(_ hint: Sync.Hint) async {
        do {
            try await keeper.store(hint)
        } catch {
            guard !Task.isCancelled else { return }
            logger.warning("a hint could not be stored: \(error)")
            // Which of them it was for only the sync knows; who hears of an error hints once more. The change is read anyway.
            for hinter in hinters.values { hinter.finish(throwing: error) }
        }
        handle(.stored(hint.id))
    }

    private func forget(_ hints: [Sync.HintID]) async {
        do {
            try await keeper.forget(hints)
        } catch {
            if !Task.isCancelled { logger.warning("hints that were followed could not be forgotten: \(error)") }
        }
    }

    private func wake() async {
        for await _ in alarms.elements {
            alarm = nil
            handle(.tick(wallClock: Self.wallClock))
        }
    }

    // MARK: Time

    /// Milliseconds since the server was made.
    private nonisolated var now: Int { Int((ContinuousClock.now - origin) / .milliseconds(1)) }

    /// Milliseconds since 1970.
    private static var wallClock: Int { Int(Date().timeIntervalSince1970 * 1000) }

    private func setAlarm() {
        let now = now
        guard !hasEnded, let deadline = sync?.deadline(at: now) else { return }
        if let alarm, alarm.at <= deadline { return }
        alarm?.scheduled.cancel()
        // To come too early does no harm.
        let delay = min(max(1, deadline - now), 3_600_000)
        alarm = (
            now + delay, eventLoop.scheduleTask(in: .milliseconds(Int64(delay))) { [alarms] in alarms.add(()) }
        )
    }
}

extension Sync.Severity {
    var level: Logger.Level {
        switch self {
        case .debug: .debug
        case .notice: .notice
        case .warning: .warning
        }
    }
}
