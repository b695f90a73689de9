import IRCProtocol
import IRCTesting
import Testing

@testable import IRCNetwork

/// Connections that come to nothing, or break. The bot comes back, and waits long where haste would make it worse.
@Suite("Scenarios: connections", .timeLimit(.minutes(5)))
struct ConnectionScenarios {
    /// The next connection is a good one.
    private func comesBack(to server: inout ScriptedServer) async throws {
        var peer = try await server.accept()
        try await peer.welcome()
        #expect(try await peer.rollCall() == [])
    }

    @Test func `After connections that are reset at once it comes back`() async throws {
        try await Scenario.run { server, _ in
            for _ in 0..<3 { try await server.accept().reset() }
            try await comesBack(to: &server)
        }
    }

    @Test(arguments: ["CAP LS", "NICK", "USER"])
    func `After a reset in the middle of the greeting it comes back`(after line: String) async throws {
        try await Scenario.run { server, _ in
            var peer = try await server.accept()
            try await peer.expect(line)
            try await peer.reset()
            try await comesBack(to: &server)
        }
    }

    @Test func `After a reset in its channel it comes back`() async throws {
        try await Scenario.run { server, _ in
            var peer = try await server.accept()
            try await peer.welcome()
            try await peer.reset()
            try await comesBack(to: &server)
        }
    }

    @Test func `A server that answers TLS with clear text hears not a word`() async throws {
        try await Scenario.run(.clearText) { server, _ in
            for _ in 0..<2 {
                var peer = try await server.accept()
                try await peer.send(":s NOTICE * :Looking up your host", ":s 001 slotkeeper :Welcome")
                let heard = await peer.rest()
                #expect(!heard.contains { $0.contains("CAP") || $0.contains("NICK") })
            }
        }
    }

    @Test func `A server that knows only TLS 1.1 hears not a word`() async throws {
        try await Scenario.run(.oldTLS) { server, _ in
            for _ in 0..<2 {
                var peer = try await server.accept()
                #expect(await peer.rest() == [])
            }
        }
    }

    @Test func `A server that says nothing after the handshake is left`() async throws {
        try await Scenario.run(.tls) {
            $0.session.timeouts.registration = 50
        } _: { server, _ in
            var peer = try await server.accept()
            try await peer.expect("USER")
            await peer.left()
            _ = try await server.accept()
        }
    }

    @Test func `A half-open connection is left, and the next one is used`() async throws {
        try await Scenario.run(.tls) {
            $0.session.timeouts.idle = 100
            $0.session.timeouts.pong = 100
        } _: { server, _ in
            var first = try await server.accept()
            try await first.expect("USER")
            try await first.stopReading()
            try await first.register("slotkeeper")
            var second = try await server.accept()
            try await second.expect("CAP LS 302")
        }
    }

    @Test func `A server that lives is not left, however short the intervals are`() async throws {
        try await Scenario.run(.tls) {
            $0.session.timeouts.idle = 5
            $0.session.timeouts.pong = 30_000
        } _: { server, _ in
            var peer = try await server.accept()
            try await peer.welcome()
            for _ in 0..<20 {
                try await peer.expect("PING alive")
                try await peer.send(":s PONG s :alive")
            }
            try await peer.send(":erin!e@h PRIVMSG #nova :!slots")
            try await peer.expect("PRIVMSG #nova :heard !slots")
        }
    }

    struct Goodbye: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var line: String
    }

    @Test(arguments: [
        Goodbye(testDescription: "K-line", line: "ERROR :Closing Link: slotkeeper[h] (K-Lined: spam)"),
        Goodbye(testDescription: "G-line", line: "ERROR :Closing Link: (G:lined: no bots)"),
        Goodbye(testDescription: "Z-line", line: "ERROR :Closing link: (bot@h) [Z-Lined: go away]"),
        Goodbye(testDescription: "465", line: ":s 465 slotkeeper :You are banned from this server"),
        Goodbye(testDescription: "463", line: ":s 463 slotkeeper :Your host isn't among the privileged"),
        Goodbye(testDescription: "464", line: ":s 464 slotkeeper :Password incorrect"),
        Goodbye(testDescription: "too fast", line: "ERROR :Reconnecting too fast, throttled."),
        Goodbye(testDescription: "throttled", line: "ERROR :Trying to reconnect too fast."),
        Goodbye(testDescription: "too many", line: "ERROR :Too many connections from your host"),
    ])
    func `After a ban or a throttle it waits long`(_ goodbye: Goodbye) async throws {
        try await Scenario.run(.tls) {
            $0.backoff.longPause = 500_000
        } _: { server, bot in
            var peer = try await server.accept()
            try await peer.expect("USER")
            try await peer.send(goodbye.line)
            await peer.left()
            let pause = await bot.log.line(with: "next attempt in ").split(separator: " next attempt in ").last ?? ""
            // Half as much again at most, by the jitter.
            #expect((500.0...750).contains(Double(pause.prefix { $0 != " " }) ?? 0), "\(pause)")
        }
    }

    @Test(arguments: [
        "ERROR :Closing Link: h (Ping timeout)", "ERROR :Server shutting down", "ERROR :Closing Link: (restart)",
        ":op!o@h KILL slotkeeper :go", "ERROR", "ERROR :",
    ])
    func `After other farewells it comes back soon`(line: String) async throws {
        try await Scenario.run { server, _ in
            var peer = try await server.accept()
            try await peer.welcome()
            try await peer.send(line)
            try await comesBack(to: &server)
        }
    }

    @Test func `A network that hangs does not hold up another`() async throws {
        try await ScriptedServer.run(.clearText) { dead in
            let hanging = try IRCNetworkConfiguration.test(port: dead.port)
            try await NetworkFixture.run(hanging) { _ in
                _ = try await dead.accept()
                try await Scenario.joined { peer, _ in _ = try await peer.rollCall() }
            }
        }
    }
}
