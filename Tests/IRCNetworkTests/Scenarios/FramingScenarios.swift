import Chat
import IRCTesting
import Testing

@testable import IRCNetwork

/// Bytes as no server should send them. Whatever comes, the next good line is answered, and nothing else is.
@Suite("Scenarios: lines", .timeLimit(.minutes(5)))
struct FramingScenarios {
    @Test func `A server whose every byte is a packet of its own is understood, from the handshake on`() async throws {
        try await Scenario.run(.dribblingTLS) { server, _ in
            var peer = try await server.accept()
            try await peer.welcome()
            #expect(try await peer.rollCall() == [])
        }
    }

    @Test func `A hundred lines in one packet are a hundred lines`() async throws {
        try await Scenario.joined { peer, _ in
            try await peer.send((1...100).map { ":erin!e@h PRIVMSG #nova :\($0)" })
            for number in 1...100 { #expect(await peer.next() == "PRIVMSG #nova :heard \(number)") }
        }
    }

    @Test(arguments: 1...9)
    func `Packets may end anywhere`(size: Int) async throws {
        try await Scenario.joined { peer, _ in
            let text = ":erin!e@h PRIVMSG #nova :grüße 😀\r\n:erin!e@h PRIVMSG #nova :zwei\r\n"
            try await peer.send(bytes: Array(text.utf8), piece: size)
            #expect(await peer.next() == "PRIVMSG #nova :heard grüße 😀")
            #expect(await peer.next() == "PRIVMSG #nova :heard zwei")
        }
    }

    @Test(arguments: ["\n", "\r\n", "\r\r\n", "\n\n\r\n"])
    func `Any end of a line will do`(end: String) async throws {
        try await Scenario.joined { peer, _ in
            try await peer.send(bytes: Array(":erin!e@h PRIVMSG #nova :!slots\(end)".utf8))
            #expect(await peer.next() == "PRIVMSG #nova :heard !slots")
        }
    }

    @Test func `16 MiB without an end of line are one line that is left out`() async throws {
        try await Scenario.joined { peer, _ in
            let mebibyte = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
            for _ in 0..<16 { try await peer.send(bytes: mebibyte) }
            try await peer.send(" :erin!e@h PRIVMSG #nova :its tail")
            #expect(try await peer.rollCall() == [])
        }
    }

    @Test func `8,191 bytes of tags are read, and of more no tail is run`() async throws {
        try await Scenario.joined("message-tags") { peer, _ in
            let tags = "@x=" + String(repeating: "y", count: 8191 - "@x= ".count)
            try await peer.send("\(tags) :erin!e@h PRIVMSG #nova :!slots")
            #expect(await peer.next() == "PRIVMSG #nova :heard !slots")
            let beyond = String(repeating: "y", count: 9000)
            try await peer.send("@x=\(beyond) :erin!e@h PRIVMSG #nova :!bump")
            #expect(try await peer.rollCall() == [])
        }
    }

    @Test(
        arguments: [
            "a NUL": ":erin!e@h PRIVMSG #nova :a\0QUIT", "a bare CR": ":erin!e@h PRIVMSG #nova :a\rQUIT",
            "CTCP": ":erin!e@h PRIVMSG #nova :a\u{1}QUIT", "colours": ":erin!e@h PRIVMSG #nova :\u{3}4a\u{F}QUIT",
        ].sorted { $0.key < $1.key })
    func `What is no text does not come back`(_ name: String, _ line: String) async throws {
        try await Scenario.joined { peer, _ in
            try await peer.send(line)
            let answer = try #require(await peer.next())
            #expect(answer.hasPrefix("PRIVMSG #nova :heard a") && answer.utf8.allSatisfy { $0 >= 32 })
            #expect(try await peer.rollCall() == [])
        }
    }

    @Test func `Lines that are no messages do no harm`() async throws {
        try await Scenario.joined { peer, _ in
            try await peer.send(
                ":", "@", "@a=b", ":a", " ", "\u{1}", "PRIVMSG", ":x!y@z PRIVMSG", ":x!y@z PRIVMSG #nova",
                ":x!y@z PRIVMSG #nova :", ":x!y@z PRIVMSG #nova :\u{1}\u{1}", "353", "MODE", "CAP", "BATCH", "001",
                "AUTHENTICATE", "AUTHENTICATE +", ":x!y@z NICK", ":x!y@z JOIN", "999 a b c :d", "FAIL", "KICK #nova")
            #expect(try await peer.rollCall() == [])
        }
    }

    @Test func `Broken UTF-8 is repaired`() async throws {
        try await Scenario.joined { peer, _ in
            try await peer.send(bytes: Array(":erin!e@h PRIVMSG #nova :a".utf8) + [0xFF, 0xC3, 0x28] + [13, 10])
            #expect(await peer.next() == "PRIVMSG #nova :heard a\u{FFFD}\u{FFFD}(")
        }
    }

    // MARK: The last line

    private func afterHalfALine(_ end: (Peer) async throws -> Void) async throws -> String? {
        var heard: String?
        try await Scenario.run { server, bot in
            var peer = try await server.accept()
            try await peer.welcome()
            try await peer.send(bytes: Array(":erin!e@h PRIVMSG #nova :!bump vsan".utf8))
            try await peer.send(bytes: Array("PING :not in between".utf8))
            try await end(peer)
            var again = try await server.accept()
            try await again.welcome()
            _ = try await again.rollCall()
            var messages = bot.messages.makeAsyncIterator()
            heard = await messages.next()?.text
        }
        return heard
    }

    @Test func `A last line without its end counts when the server took leave`() async throws {
        #expect(try await afterHalfALine { try await $0.close() } == "!bump vsanPING :not in between")
    }

    @Test func `Half a line before a reset is no command`() async throws {
        #expect(try await afterHalfALine { try await $0.reset() } == "roll call")
    }

    @Test func `Half a line before a truncated connection is no command`() async throws {
        #expect(try await afterHalfALine { try await $0.hangUp() } == "roll call")
    }
}
