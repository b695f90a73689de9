import Chat
import IRCProtocol
import Logging
import NIOConcurrencyHelpers

@testable import IRCNetwork

/// A network that talks to a scripted or a real server while a test's body runs, and what it has heard.
struct NetworkFixture: Sendable {
    let network: IRCNetwork
    let log: CollectedLog
    let messages: AsyncStream<Message>

    /// Runs the network while the body runs, then stops it. Returns when it has stopped.
    static func run(
        _ configuration: IRCNetworkConfiguration,
        answering: @escaping @Sendable (IRCNetwork, Message) async -> Void = { _, _ in },
        _ body: (NetworkFixture) async throws -> Void
    ) async throws {
        let log = CollectedLog()
        let network = IRCNetwork(configuration: configuration, logger: Logger(label: "test") { _ in log })
        let (messages, deliver) = AsyncStream.makeStream(of: Message.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await network.run { message in
                    deliver.yield(message)
                    await answering(network, message)
                }
                deliver.finish()
            }
            try await body(NetworkFixture(network: network, log: log, messages: messages))
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    func room(_ channel: String = "#nova") -> Room {
        Room(network: network.name, id: channel)
    }

    func say(_ lines: String..., kind: Outgoing.Kind = .answer(to: nil), to channel: String = "#nova") async throws {
        try await say(lines, kind, channel)
    }

    /// Why something could not be said; nil if it was.
    func refusal(
        _ lines: String..., kind: Outgoing.Kind = .answer(to: nil), to channel: String = "#nova"
    ) async -> SendError? {
        do {
            try await say(lines, kind, channel)
            return nil
        } catch {
            return error as? SendError
        }
    }

    private func say(_ lines: [String], _ kind: Outgoing.Kind, _ channel: String) async throws {
        let document = Document(lines.map { Document.Line($0) })
        try await network.send(Outgoing(room: room(channel), document: document, kind: kind))
    }
}

extension IRCNetworkConfiguration {
    /// For the scripted server: trusts its authority, hurries.
    static func test(port: Int, host: String = "localhost") throws -> IRCNetworkConfiguration {
        var session = Session.Configuration(nick: "slotkeeper", channels: ["#nova"])
        session.flood = .unlimited
        var configuration = IRCNetworkConfiguration(name: "test", host: host, port: port, session: session)
        configuration.tls?.authorities = try Certificates.shared.get().authority
        configuration.backoff.shortest = 1
        configuration.backoff.longest = 1
        configuration.farewellTimeout = 50
        return configuration
    }
}

/// Keeps what is logged, at every level, and tells when it is.
struct CollectedLog: LogHandler {
    private let lines = NIOLockedValueBox<[String]>([])
    private let stream: AsyncStream<String>
    private let deliver: AsyncStream<String>.Continuation
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    init() {
        (stream, deliver) = AsyncStream.makeStream(of: String.self)
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let line = "\(event.message) \(event.metadata ?? [:])"
        lines.withLockedValue { $0.append(line) }
        deliver.yield(line)
    }

    func contains(_ text: String) -> Bool {
        lines.withLockedValue { $0.contains { $0.contains(text) } }
    }

    /// Waits for the next line with this text.
    func line(with text: String) async {
        for await line in stream where line.contains(text) { return }
    }
}
