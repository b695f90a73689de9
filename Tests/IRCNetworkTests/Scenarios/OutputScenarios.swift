import Chat
import IRCProtocol
import IRCTesting
import Testing

@testable import IRCNetwork

/// What the bot says, and in what order, while servers and people make it hard.
@Suite("Scenarios: output", .timeLimit(.minutes(5)))
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
            var refusal: SendError?
            while refusal == nil {
                refusal = await bot.refusal(of: many)
                if refusal == nil { said += many }
            }
            #expect(refusal == .queueFull)
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
            // It may leave in the middle.
            try? await first.send(
                [":s 001 slotkeeper :Welcome", ":slotkeeper!b@h JOIN #nova"] + Array(repeating: question, count: 5000))
            var second = try await server.accept()
            try await second.expect("CAP LS 302")
        }
    }

    // MARK: Flood control

    @Test func `PONG does not wait behind a hundred answers`() async throws {
        try await Scenario.joined {
            $0.session.flood = Flood()
            $0.session.flood.burst = 5
            $0.session.flood.millisecondsPerLine = 600_000
        } _: { peer, bot in
            // JOIN and the roll call have had two of the five.
            try await bot.say((1...100).map { "line \($0)" })
            try await peer.send("PING :now")
            let said = try await peer.lines(upTo: "PONG")
            #expect(said == (1...3).map { "PRIVMSG #nova :line \($0)" } + ["PONG :now"])
        }
    }

    @Test func `Who asks a hundred times makes nobody else wait for long`() async throws {
        try await Scenario.joined {
            $0.session.flood.millisecondsPerLine = 200
        } _: { peer, _ in
            try await peer.send(
                (1...100).map { ":mallory!m@h PRIVMSG slotkeeper :\($0)" } + [":erin!e@h PRIVMSG slotkeeper :!slots"])
            let before = try await peer.lines(upTo: "PRIVMSG erin :heard !slots").dropLast()
            #expect(before.count <= 20)
        }
    }

    @Test func `When too much waits it says so and takes nothing`() async throws {
        try await Scenario.joined {
            $0.session.flood.millisecondsPerLine = 600_000
            $0.session.flood.waitingLines = 10
        } _: { _, bot in
            #expect(await bot.refusal(of: (1...11).map { "\($0)" }) == .queueFull)
            #expect(await bot.refusal(of: (1...10).map { "\($0)" }) == nil)
        }
    }
}
