import Bot
import BotTesting
import Chat
import Ledger
import Testing

/// How much of one person's the bot answers on a network.
@Suite("Courtesy")
struct CourtesyTests {
    /// Hands messages to the bot one after the other, as a network does, and gives back what it said to them.
    private func said(
        _ lines: [(nick: String, text: String, after: Int)], _ change: (inout BotConfiguration) -> Void = { _ in }
    ) async throws -> [String] {
        let room = try await TestRoom.make()
        var configuration = room.bot.configuration
        change(&configuration)
        try await room.bot.reconfigure(configuration)
        try await room.running {
            for line in lines {
                room.clock.advance(line.after)
                await room.network.heard(room.message(line.nick, line.text))
            }
        }
        return await room.network.said.flatMap { $0.document.lines.map { String($0.plainText().prefix(30)) } }
    }

    @Test("what one person says twice within two seconds is answered once") func twice() async throws {
        let lines = [
            ("erin", "!help slots", 0), ("erin", "!help slots", 1), ("frank", "!help slots", 0),
            ("erin", "!help bump", 0), ("erin", "!help slots", 2), ("erin", "hello all", 0), ("erin", "hello all", 0),
        ].map { (nick: $0.0, text: $0.1, after: $0.2) }
        let answers = try await said(lines).map { $0.split(separator: " ").prefix(2).joined(separator: " ") }
        #expect(answers == ["erin: !slots", "frank: !slots", "erin: !bump", "erin: !slots"])
        #expect(try await said(lines) { $0.courtesy.sameWithin = .zero }.count == 5)
    }

    @Test("what was said between makes it no other command, and what is no command is none") func between() async throws
    {
        let lines = ["!help slots", "!help bump", "!help slots", "!nonsense", "!nonsense"].map {
            (nick: "erin", text: $0, after: 0)
        }
        #expect(try await said(lines).count == 4)
    }

    @Test("whoever asks too fast is told so once, and nobody else waits for it") func tooFast() async throws {
        let flood = (0..<100).map { (nick: "erin", text: "!slot \($0)", after: 0) }
        let answers = try await said(
            flood + [("bob", "!slots", 0), ("erin", "!slots", 2), ("erin", "!slots set 1", 0)])
        #expect(answers.count == 11)
        #expect(answers[8] == "erin: that is faster than I ma")
        #expect(answers[9].hasPrefix("bob: "))
        #expect(answers[10].hasPrefix("erin: 4 slots"))
        #expect(try await said(flood) { $0.courtesy.burst = 0 }.count == 100)
    }

    @Test("the limit is a person's, whatever the nick, and the terminal has none") func persons() async throws {
        let flood = (0..<20).map { (nick: "guest\($0 % 2)", text: "!slot \($0)", after: 0) }
        #expect(try await said(flood).count == 18)
        let lead = (0..<20).map { (nick: "alice", text: "!slot \($0)", after: 0) }
        let answers = try await said(lead) { $0.boards[0].operators = [Account(network: "oftc", name: "alice")] }
        #expect(answers.count == 20)
    }
}
