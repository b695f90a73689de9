import Chat
import IRCProtocol
import IRCTesting
import Testing

@testable import IRCNetwork

/// What the bot says, and in what order, while servers and people make it hard.
@Suite("Scenarios: output", .timeLimit(.minutes(1)))
struct OutputScenarios {
    /// More than a socket's buffers and NIO's high-water mark hold.
    private let many = (100..<500).map { "\($0) " + String(repeating: "x", count: 300) }

    @Test func `When the connection is full in the middle of a write, every line goes out once`() async throws {
        try await Scenario.joined {
            $0.session.flood.waitingLines = 500
        } _: { peer, bot in
            try await bot.say(many)
            for line in many { #expect(await peer.next() == "PRIVMSG #nova :\(line)") }
            #expect(try await peer.rollCall() == [])
        }
    }

    @Test func `A server that reads nothing for a while gets every line once, in order`() async throws {
        try await Scenario.joined {
            $0.session.flood.waitingLines = 500
        } _: { peer, bot in
            try await peer.stopReading()
            // Until no more fits anywhere: into the socket's buffers, into NIO, and into our own queue.
            var said: [String] = []
            while await bot.refusal(of: many) != .queueFull { said += many }
            try await peer.readAgain()
            for line in said { #expect(await peer.next() == "PRIVMSG #nova :\(line)") }
            #expect(try await peer.rollCall() == [])
        }
    }

    @Test func `A server that asks and asks and reads no answer is left`() async throws {
        try await Scenario.run(.tls) {
            $0.session.timeouts.idle = 100
            $0.session.timeouts.pong = 100
        } _: { server, _ in
            var first = try await server.accept()
            try await first.expect("USER")
            try await first.stopReading()
            let question = ":erin!e@h PRIVMSG #nova :" + String(repeating: "x", count: 400)
            try await first.send(
                [":s 001 slotkeeper :Welcome", ":slotkeeper!b@h JOIN #nova"] + Array(repeating: question, count: 5000))
            var second = try await server.accept()
            try await second.expect("CAP LS 302")
        }
    }
}
