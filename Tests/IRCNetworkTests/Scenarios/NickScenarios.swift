import Chat
import IRCProtocol
import IRCTesting
import Testing

@testable import IRCNetwork

/// Nicks that are refused, cut, taken away, and taken back.
@Suite("Scenarios: nicks", .timeLimit(.minutes(5)))
struct NickScenarios {
    /// A private message reaches the bot under this nick.
    private func listens(as nick: String, _ peer: inout Peer) async throws {
        try await peer.send(":erin!e@h PRIVMSG \(nick) :who are you?")
        #expect(await peer.next() == "PRIVMSG erin :heard who are you?")
    }

    @Test(arguments: ["432", "433", "436", "437"])
    func `A refused nick is replaced`(numeric: String) async throws {
        try await Scenario.run { server, _ in
            var peer = try await server.accept()
            try await peer.expect("USER")
            try await peer.send(":s CAP * LS :", ":s \(numeric) * slotkeeper :no")
            let nick = try await peer.expect("NICK ").dropFirst("NICK ".count)
            #expect(nick != "slotkeeper")
            try await peer.register(String(nick))
            try await peer.letIn(String(nick))
            try await listens(as: String(nick), &peer)
        }
    }

    @Test func `When every nick is refused it gives up after a few, and comes back late`() async throws {
        try await Scenario.run {
            $0.backoff.longPause = 500_000
        } _: { server, bot in
            var peer = try await server.accept()
            var refused = 0
            while let line = await peer.next() {
                guard line.hasPrefix("NICK ") else { continue }
                refused += 1
                try? await peer.send(":s 433 * \(line.dropFirst("NICK ".count)) :in use")
            }
            #expect((2...10).contains(refused))
            #expect(await bot.log.line(with: "next attempt in").contains("refused every nick"))
        }
    }

    @Test(arguments: ["slotke", "Guest1234", "slot[keeper]"])
    func `The nick is what the welcome says`(given: String) async throws {
        try await Scenario.run { server, _ in
            var peer = try await server.accept()
            try await peer.negotiate()
            try await peer.expect("CAP END")
            try await peer.register(given)
            try await peer.letIn(given)
            try await listens(as: given, &peer)
            try await peer.send(":erin!e@h PRIVMSG someone-else :not for us")
            #expect(try await peer.rollCall() == [])
        }
    }

    @Test func `A forced nick is ours from then on`() async throws {
        try await Scenario.joined { peer, _ in
            try await peer.send(":slotkeeper!b@h NICK Guest7")
            try await listens(as: "Guest7", &peer)
            try await peer.send(":erin!e@h PRIVMSG slotkeeper :not for us")
            #expect(try await peer.rollCall() == [])
        }
    }

    @Test func `Nicks are compared as the network does`() async throws {
        try await Scenario.run(.tls) {
            $0.session.nick = "slot[1]"
        } _: { server, _ in
            var peer = try await server.accept()
            try await peer.welcome(support: "CASEMAPPING=rfc1459")
            try await listens(as: "SLOT{1}", &peer)
        }
    }

    @Test func `With MONITOR its nick is taken back as soon as it is free`() async throws {
        try await Scenario.run(.tls) {
            $0.session.timeouts.nick = 1
        } _: { server, _ in
            var peer = try await server.accept()
            try await peer.negotiate()
            try await peer.expect("CAP END")
            try await peer.register("slotkeeper_", support: "MONITOR=100")
            try await peer.expect("MONITOR + slotkeeper")
            try await peer.send(":s 730 slotkeeper_ :slotkeeper!x@y", ":s 731 slotkeeper_ :slotkeeper")
            try await peer.expect("NICK slotkeeper")
            try await peer.send(":slotkeeper_!bot@host NICK slotkeeper")
            try await peer.expect("MONITOR - slotkeeper")
        }
    }

    @Test func `Without MONITOR its nick is asked after`() async throws {
        try await Scenario.run(.tls) {
            $0.session.timeouts.nick = 1
        } _: { server, _ in
            var peer = try await server.accept()
            try await peer.negotiate()
            try await peer.expect("CAP END")
            try await peer.register("slotkeeper_")
            try await peer.expect("ISON slotkeeper")
            try await peer.send(":s 303 slotkeeper_ :slotkeeper")
            try await peer.expect("ISON slotkeeper")
            try await peer.send(":s 303 slotkeeper_ :")
            try await peer.expect("NICK slotkeeper")
        }
    }

    @Test(arguments: [":slotkeeper!x@y QUIT :bye", ":slotkeeper!x@y NICK other"])
    func `Who is seen to give up its nick makes way for it`(line: String) async throws {
        try await Scenario.run { server, _ in
            var peer = try await server.accept()
            try await peer.negotiate()
            try await peer.expect("CAP END")
            try await peer.register("slotkeeper_")
            try await peer.letIn("slotkeeper_")
            try await peer.send(":slotkeeper!x@y JOIN #nova", line)
            #expect(await peer.next() == "NICK slotkeeper")
        }
    }

    @Test func `Services that rename it again and again are not fought`() async throws {
        try await Scenario.joined { peer, _ in
            for _ in 0..<50 {
                try await peer.send(
                    ":slotkeeper!b@h NICK Guest1", ":thief!x@y JOIN #nova", ":thief!x@y NICK slotkeeper",
                    ":slotkeeper!x@y QUIT", ":Guest1!b@h NICK slotkeeper")
            }
            #expect(try await peer.rollCall().count { $0.hasPrefix("NICK") } <= 3)
        }
    }
}
