import AsyncHTTPClient
public import Chat
import HTTPFetching
public import Logging
import MatrixProtocol
public import NIOCore
import NIOHTTP1
public import NIOPosix

/// An account on a Matrix homeserver as the bot sees it: carries out what a `MatrixSession` decides, and decides nothing
/// itself.
public actor MatrixNetwork: Chat.Network {
    public nonisolated let name: String
    /// By their keys, which are part of the transactions (Client-Server API, "Transaction identifiers").
    public nonisolated var remembersAnnouncements: Bool { true }

    private let configuration: MatrixNetworkConfiguration
    private let logger: Logger
    private let eventLoop: any EventLoop
    private let origin = ContinuousClock.now

    private var session: MatrixSession?
    private var alarm: (at: Int, scheduled: Scheduled<Void>)?
    private var lastTicket = 0
    /// Announcements that are on their way.
    private var announcing: [Int: (room: Room, continuation: CheckedContinuation<Void, any Error>)] = [:]
    /// Why an answer was not even queued.
    private var refused: [Int: MatrixSession.Refusal] = [:]
    private var onTheirWay: [MatrixSession.RequestID: Errand<Sending>] = [:]

    // For the tasks that do things.
    private let requests = Queue<Errand<Sending>>()
    private let storing = Queue<Void>()
    private var unstored: [(change: Kept.Change, id: MatrixSession.StoreID)] = []
    private let deliveries = Queue<(heard: MatrixSession.Heard, id: MatrixSession.DeliveryID)>()
    private let alarms = Queue<Void>()
    private let endings = Queue<MatrixSession.Ending>()

    private struct Sending: Sendable {
        var request: Request
        var id: MatrixSession.RequestID
    }

    /// - Parameter eventLoopGroup: one of its loops carries the requests; networks may share it.
    public init(
        _ configuration: MatrixNetworkConfiguration, logger: Logger,
        eventLoopGroup: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    ) {
        name = configuration.name
        self.configuration = configuration
        var logger = logger
        logger[metadataKey: "network"] = "\(configuration.name)"
        self.logger = logger
        eventLoop = eventLoopGroup.next()
    }

    /// Goes on with other rooms and other inviters; all else takes a restart.
    public func reconfigure(_ configuration: MatrixNetworkConfiguration) {
        handle(.setRooms(configuration.session.rooms, inviters: configuration.session.inviters))
    }

    /// Only to be called once.
    /// - Throws: `MatrixConfigurationError`, or `MatrixSession.Ending`: a login that is refused, a session that was ended.
    public func run(_ receive: @escaping @Sendable (Message) async -> Void) async throws {
        let client = try configuration.clientConfiguration()
        let store = try MatrixStore(path: configuration.statePath)
        let kept = await store.kept
        var ending = MatrixSession.Ending.farewell
        try await HTTPClient.withHTTPClient(eventLoopGroup: eventLoop, configuration: client) { client in
            await withDiscardingTaskGroup { group in
                group.addTask { await self.makeRequests(client) }
                group.addTask { await self.deliver(to: receive) }
                group.addTask { await self.wake() }
                group.addTask {
                    for await _ in self.storing.elements { await self.keep(in: store) }
                }
                session = MatrixSession(configuration.session, kept: kept) { .random(in: 0..<1) }
                handle(.start)
                for await reason in endings.elements {
                    ending = reason
                    break
                }
                handle(.quit)
                alarm?.scheduled.cancel()
                group.cancelAll()
            }
        }
        // What is decided is still stored.
        await keep(in: store)
        if ending != .farewell { throw ending }
    }

    public func send(_ outgoing: Outgoing) async throws {
        guard session != nil else { throw SendError.notConnected }
        guard let target = outgoing.room.target else { throw SendError.notInRoom(outgoing.room.id) }
        lastTicket += 1
        let ticket = lastTicket
        var saying = MatrixSession.Saying(
            ticket: ticket, target: target, document: outgoing.document, replaces: outgoing.replaces, key: outgoing.key,
            subject: outgoing.subject)
        switch outgoing.kind {
        case .answer(let message):
            saying.answering = message.flatMap { EventID($0) }
            handle(.say(saying))
            if let refusal = refused.removeValue(forKey: ticket) { throw SendError(refusal, in: outgoing.room) }
        case .announcement:
            try await withCheckedThrowingContinuation { continuation in
                announcing[ticket] = (outgoing.room, continuation)
                handle(.say(saying))
            }
        }
    }

    public func privateRoom(with account: String) async -> Room? {
        UserID(account).map { Room(network: name, id: $0.text, isPrivate: true) }
    }

    // MARK: What the session wants

    private func handle(_ input: MatrixSession.Input) {
        for action in session?.handle(input, at: now) ?? [] { carryOut(action) }
        setAlarm()
    }

    private func carryOut(_ action: MatrixSession.Action) {
        switch action {
        case .send(let request, let id):
            let errand = Errand(Sending(request: request, id: id))
            onTheirWay[id] = errand
            requests.add(errand)
        case .cancel(let id):
            onTheirWay.removeValue(forKey: id)?.callOff()
        case .store(let change, let id):
            unstored.append((change, id))
            storing.add(())
        case .deliver(let heard, let id):
            deliveries.add((heard, id))
        case .said(let ticket, _):
            announcing.removeValue(forKey: ticket)?.continuation.resume()
        case .notSaid(let ticket, let refusal):
            if let announced = announcing.removeValue(forKey: ticket) {
                // When the session ends what it has stored is still said, by the next one.
                let error = refusal == .notConnected ? .unconfirmed : SendError(refusal, in: announced.room)
                announced.continuation.resume(throwing: error)
            } else if ticket == lastTicket {
                refused[ticket] = refusal
            }
        case .alert(let alert):
            logger.log(level: alert.level, "\(alert.sentence.harmless)")
        case .stop(let ending):
            endings.add(ending)
        case .log(let severity, let text):
            logger.log(level: severity.level, "\(text)")
        }
    }

    // MARK: The tasks

    private func makeRequests(_ client: HTTPClient) async {
        await withDiscardingTaskGroup { group in
            for await errand in requests.elements { group.addTask { await self.make(errand, client) } }
            group.cancelAll()
        }
    }

    private func make(_ errand: Errand<Sending>, _ client: HTTPClient) async {
        let fetcher = Fetcher(client: client, configuration: configuration)
        logger.debug("\(errand.work.request.method.rawValue) \(errand.work.request.path.prefix { $0 != "?" })")
        let input = await errand.run { sending in
            do {
                return MatrixSession.Input.received(sending.id, try await fetcher.answer(to: sending.request))
            } catch {
                return MatrixSession.Input.failed(sending.id, reason: "\(error)")
            }
        }
        onTheirWay[errand.work.id] = nil
        if let input, !Task.isCancelled { handle(input) }
    }

    private func keep(in store: MatrixStore) async {
        while !unstored.isEmpty {
            let (change, id) = unstored.removeFirst()
            do {
                try await store.store(change)
                handle(.stored(id))
            } catch {
                handle(.unstored(id, reason: "\(error)"))
            }
        }
    }

    private func deliver(to receive: @Sendable (Message) async -> Void) async {
        for await (heard, id) in deliveries.elements {
            await receive(Message(heard, network: name))
            // Whether it had its effects is not known then; it comes again, and is known by its id.
            guard !Task.isCancelled else { return }
            handle(.handled(id))
        }
    }

    private func wake() async {
        for await _ in alarms.elements {
            alarm = nil
            handle(.tick)
        }
    }

    // MARK: Time

    /// Milliseconds since the network was made.
    private var now: Int { Int((ContinuousClock.now - origin) / .milliseconds(1)) }

    private func setAlarm() {
        let now = now
        guard let deadline = session?.deadline(at: now) else { return }
        if let alarm, alarm.at <= deadline { return }
        alarm?.scheduled.cancel()
        // To come too early does no harm.
        let delay = min(max(1, deadline - now), 3_600_000)
        alarm = (
            now + delay, eventLoop.scheduleTask(in: .milliseconds(Int64(delay))) { [alarms] in alarms.add(()) }
        )
    }
}

/// Asks the homeserver.
private struct Fetcher: Sendable {
    let client: HTTPClient
    let configuration: MatrixNetworkConfiguration

    /// - Throws: what has kept a whole answer from coming.
    func answer(to request: Request) async throws -> Response {
        let settings = configuration.session
        // The time is the session's, which cancels; this one is only there because there must be one.
        let timeout = Int64(max(settings.pollTimeout + settings.pollGrace, settings.requestTimeout)) * 2
        let response = try await client.execute(prepared(request), timeout: .milliseconds(timeout))
        return Response(
            status: Int(response.status.code), body: try await response.body.bytes(limit: settings.answerLimit),
            retryAfter: response.headers.first(name: "Retry-After"))
    }

    private func prepared(_ request: Request) -> HTTPClientRequest {
        var prepared = HTTPClientRequest(url: configuration.homeserver + request.path)
        prepared.method = HTTPMethod(rawValue: request.method.rawValue)
        prepared.headers = [
            "Accept": "application/json", "Accept-Encoding": "gzip", "User-Agent": configuration.userAgent,
        ]
        if let token = request.token { prepared.headers.add(name: "Authorization", value: "Bearer \(token.value)") }
        if let body = request.body {
            prepared.headers.add(name: "Content-Type", value: "application/json")
            prepared.body = .bytes(ByteBuffer(bytes: body))
        }
        return prepared
    }
}
