import Chat
import IRCProtocol
import IRCTesting
import Testing

@testable import IRCNetwork

/// From the first line to the channel, as odd servers have it.
@Suite("Scenarios: registration", .timeLimit(.minutes(5)))
struct RegistrationScenarios {
    @Test func `The first lines are CAP LS 302, PASS, NICK and USER, and wait for nothing`() async throws {
        try await Scenario.run(.tls) {
            $0.session.serverPassword = "gate"
        } _: { server, _ in
            var peer = try await server.accept()
            let first = try await peer.lines(upTo: "USER")
            #expect(first == ["CAP LS 302", "PASS gate", "NICK slotkeeper", "USER slotkeeper 0 * :Slotkeeper"])
        }
    }

    @Test(arguments: ["": "no answer", ":s 421 * CAP :Unknown command": "421", ":s 410 * LS :Invalid": "410"])
    func `A server without CAP is a server`(answer: String, _: String) async throws {
        try await Scenario.run { server, _ in
            var peer = try await server.accept()
            try await peer.expect("USER")
            if !answer.isEmpty { try await peer.send(answer) }
            try await peer.register("slotkeeper")
            try await peer.letIn("slotkeeper")
            #expect(try await peer.rollCall() == [])
        }
    }

    @Test func `An empty list ends the negotiation`() async throws {
        try await Scenario.run { server, _ in
            var peer = try await server.accept()
            try await peer.negotiate()
            #expect(await peer.next() == "CAP END")
        }
    }

    @Test func `SASL may stand on the third line of the list`() async throws {
        try await Scenario.run(.tls) {
            $0.session.login = .init(account: "bot", password: "secret")
        } _: { server, _ in
            var peer = try await server.accept()
            try await peer.expect("USER")
            try await peer.send(":s CAP * LS * :batch x-one", ":s CAP * LS * :y", ":s CAP * LS :sasl=PLAIN z")
            #expect(await peer.next() == "CAP REQ :sasl batch")
            try await peer.send(":s CAP * ACK :sasl batch")
            #expect(await peer.next() == "AUTHENTICATE PLAIN")
        }
    }

    @Test func `A list that never ends is not waited for longer than for the welcome`() async throws {
        try await Scenario.run(.tls) {
            $0.session.timeouts.registration = 50
        } _: { server, _ in
            var peer = try await server.accept()
            try await peer.expect("USER")
            for number in 0..<1000 {
                guard (try? await peer.send(":s CAP * LS * :x\(number)")) != nil else { break }
            }
            #expect(await peer.rest() == [])
            try await server.accept().reset()
        }
    }

    @Test func `A refused list is asked for one by one`() async throws {
        try await Scenario.run { server, _ in
            var peer = try await server.accept()
            try await peer.expect("USER")
            try await peer.send(":s CAP * LS :batch chghost", ":s CAP * NAK :batch chghost")
            try await peer.expect("CAP REQ :batch chghost")
            #expect(await peer.next() == "CAP REQ batch")
            #expect(await peer.next() == "CAP REQ chghost")
            try await peer.send(":s CAP * NAK :batch", ":s CAP * ACK :chghost")
            #expect(await peer.next() == "CAP END")
        }
    }

    @Test func `An agreement in pieces is an agreement`() async throws {
        try await Scenario.run { server, _ in
            var peer = try await server.accept()
            try await peer.expect("USER")
            try await peer.send(":s CAP * LS :batch chghost")
            try await peer.expect("CAP REQ")
            try await peer.send(":s CAP * ACK * :batch", ":s CAP * ACK :chghost")
            #expect(await peer.next() == "CAP END")
        }
    }

    @Test func `A cookie is answered before the welcome, byte for byte`() async throws {
        try await Scenario.run { server, _ in
            var peer = try await server.accept()
            try await peer.expect("USER")
            try await peer.send("PING :12 :34  x", "PING cookie")
            #expect(await peer.next() == "PONG :12 :34  x")
            #expect(await peer.next() == "PONG cookie")
        }
    }

    @Test func `Numerics without prefix and to nobody welcome us too`() async throws {
        try await Scenario.run { server, _ in
            var peer = try await server.accept()
            try await peer.negotiate()
            try await peer.expect("CAP END")
            try await peer.send("001 * :Welcome", "005 * CASEMAPPING=ascii :x", "376 * :end")
            try await peer.letIn("slotkeeper")
            #expect(try await peer.rollCall() == [])
        }
    }

    @Test func `A greeting without an end is waited for so long and no longer`() async throws {
        try await Scenario.run(.tls) {
            $0.session.timeouts.welcome = 50
        } _: { server, _ in
            var peer = try await server.accept()
            try await peer.expect("USER")
            try await peer.send(":s 001 slotkeeper :Welcome")
            try await peer.letIn("slotkeeper")
            #expect(try await peer.rollCall() == [])
        }
    }

    @Test func `What comes later is asked for, and what goes is done without`() async throws {
        try await Scenario.joined("cap-notify") { peer, bot in
            var messages = bot.messages.makeAsyncIterator()
            #expect(await messages.next()?.identity == .unavailable)
            try await peer.send(":s CAP slotkeeper NEW :account-tag")
            try await peer.agree()
            try await peer.send("@account=erin :erin!e@h PRIVMSG #nova :one")
            #expect(await messages.next()?.identity == .account("erin"))
            try await peer.send(":s CAP slotkeeper DEL :account-tag", "@account=erin :erin!e@h PRIVMSG #nova :two")
            #expect(await messages.next()?.identity == .unavailable)
        }
    }

    @Test func `It is marked as a bot where the network has a mode for that`() async throws {
        try await Scenario.run { server, _ in
            var peer = try await server.accept()
            let nick = try await peer.negotiate()
            try await peer.expect("CAP END")
            try await peer.register(nick, support: "BOT=B")
            #expect(await peer.next() == "MODE slotkeeper +B")
            try await peer.letIn(nick)
        }
    }
}
