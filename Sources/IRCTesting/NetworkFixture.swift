public import Chat
public import IRCNetwork
import IRCProtocol
import Logging

/// A network that talks to a scripted or a real server while a test's body runs, and what it has heard.
public struct NetworkFixture: Sendable {
    public let network: IRCNetwork
    public let log: CollectedLog
    public let messages: AsyncStream<Message>

    /// Runs the network while the body runs, then stops it. Returns when it has stopped.
    public static func run(
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

    public func room(_ channel: String = "#nova") -> Room {
        Room(network: network.name, id: channel)
    }

    public func say(_ lines: String..., kind: Outgoing.Kind = .answer(to: nil), to channel: String = "#nova")
        async throws
    {
        try await say(lines, kind: kind, to: channel)
    }

    /// Why something could not be said; nil if it was.
    public func refusal(
        of lines: [String], kind: Outgoing.Kind = .answer(to: nil), to channel: String = "#nova"
    ) async -> SendError? {
        do {
            try await say(lines, kind: kind, to: channel)
            return nil
        } catch {
            return error as? SendError
        }
    }

    public func say(
        _ lines: [String], kind: Outgoing.Kind = .answer(to: nil), to channel: String = "#nova"
    ) async throws {
        let document = Document(lines.map { Document.Line($0) })
        try await network.send(Outgoing(room: room(channel), document: document, kind: kind))
    }
}

extension IRCNetworkConfiguration {
    /// For the scripted server: trusts its authority, hurries.
    public static func test(port: Int, host: String = "localhost") throws -> IRCNetworkConfiguration {
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
