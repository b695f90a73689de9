import Chat
public import IRCNetwork

/// A scripted server and a bot that talks to it through the real `IRCNetwork`. To whatever it is told, the bot says that
/// it has "heard" it; tests wait for what the server sees.
public enum Scenario {
    public static func run(
        _ transport: ScriptedServer.Transport = .tls,
        _ configure: (inout IRCNetworkConfiguration) -> Void = { _ in },
        _ body: (inout ScriptedServer, NetworkFixture) async throws -> Void
    ) async throws {
        try await ScriptedServer.run(transport) { server in
            var configuration = try IRCNetworkConfiguration.test(port: server.port)
            configure(&configuration)
            try await NetworkFixture.run(
                configuration, answering: { network, message in try? await network.send(echo(message)) }
            ) { bot in
                try await body(&server, bot)
            }
        }
    }

    /// As `run`, with the bot in its channel from the beginning.
    public static func joined(
        _ capabilities: String = "", support: String = "CASEMAPPING=ascii",
        _ configure: (inout IRCNetworkConfiguration) -> Void = { _ in },
        _ body: (inout Peer, NetworkFixture) async throws -> Void
    ) async throws {
        try await run(.tls, configure) { server, bot in
            var peer = try await server.accept()
            try await peer.welcome(capabilities: capabilities, support: support)
            _ = try await peer.rollCall()
            try await body(&peer, bot)
        }
    }

    private static func echo(_ message: Message) -> Outgoing {
        Outgoing(
            room: message.room, document: Document(Document.Line("heard \(message.text)")),
            kind: .answer(to: message.id))
    }
}
