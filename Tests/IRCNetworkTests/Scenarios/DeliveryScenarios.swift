import Chat
import IRCProtocol
import IRCTesting
import Testing

@testable import IRCNetwork

/// Announcements count as said when the server has shown that it took them; and every line fits.
@Suite("Scenarios: delivery", .timeLimit(.minutes(5)))
struct DeliveryScenarios {
    private static let labels = "batch echo-message labeled-response message-tags"

    /// Why an announcement is not said; the server does what the body wants, with the label or with the PING's token.
    private func refusal(
        _ capabilities: String, _ configure: (inout IRCNetworkConfiguration) -> Void = { _ in },
        _ answer: (inout Peer, Substring) async throws -> Void
    ) async throws -> SendError? {
        var refusal: SendError?
        try await Scenario.joined(capabilities, configure) { peer, bot in
            async let outcome = bot.refusal(of: ["slot 4 is free"], kind: .announcement)
            let line = try await peer.expect(capabilities.contains("labeled") ? "@label=" : "PRIVMSG")
            var token = line.dropFirst("@label=".count).prefix { $0 != " " }
            if !capabilities.contains("echo") { token = try await peer.expect("PING ").dropFirst("PING ".count) }
            try await answer(&peer, token)
            refusal = await outcome
        }
        return refusal
    }

    @Test(arguments: [
        ["@label=LABEL :slotkeeper!b@h PRIVMSG #nova :slot 4 is free"], ["@label=LABEL :s ACK"],
        ["@label=LABEL :s BATCH +l labeled-response", "BATCH -l"],
    ])
    func `The answer with its label confirms it`(lines: [String]) async throws {
        let refusal = try await refusal(Self.labels) { peer, label in
            try await peer.send(lines.map { $0.replacing("LABEL", with: label) })
        }
        #expect(refusal == nil)
    }

    @Test func `The echo alone confirms it`() async throws {
        let refusal = try await refusal("echo-message") { peer, _ in
            try await peer.send(":slotkeeper!b@h PRIVMSG #nova :slot 4 is free")
        }
        #expect(refusal == nil)
    }

    @Test func `The PONG behind it confirms it`() async throws {
        let refusal = try await refusal("") { peer, token in try await peer.send(":s PONG s :\(token)") }
        #expect(refusal == nil)
    }

    @Test(arguments: [Self.labels, "echo-message"])
    func `An echo that is lost is asked after`(capabilities: String) async throws {
        let refusal = try await refusal(capabilities) {
            $0.session.timeouts.confirmation = 20
        } _: { peer, _ in
            let token = try await peer.expect("PING ").dropFirst("PING ".count)
            try await peer.send(":s PONG s :\(token)")
        }
        #expect(refusal == nil)
    }

    @Test(arguments: [
        "@label=LABEL :s 404 slotkeeper #nova :Cannot send", "@label=LABEL :s FAIL PRIVMSG BLOCKED #nova :no",
        ":op!o@h KICK #nova slotkeeper :quiet", ":slotkeeper!bot@host PART #nova",
    ])
    func `What the server does not pass on is not said`(line: String) async throws {
        let refusal = try await refusal(Self.labels) { peer, label in
            try await peer.send(line.replacing("LABEL", with: label))
        }
        #expect(refusal == .notInRoom("#nova"))
    }

    @Test(arguments: ["404", "442", "403"])
    func `A refusal without labels counts too`(numeric: String) async throws {
        let refusal = try await refusal("echo-message") { peer, _ in
            try await peer.send(":s \(numeric) slotkeeper #nova :no")
        }
        #expect(refusal == .notInRoom("#nova"))
    }

    @Test func `Echoes of others, of other labels and of other words confirm nothing`() async throws {
        let refusal = try await refusal(Self.labels) { peer, _ in
            try await peer.send(
                "@label=slot999x0 :slotkeeper!b@h PRIVMSG #nova :slot 4 is free", "@label=other :s ACK",
                ":erin!e@h PRIVMSG #nova :slot 4 is free", ":s PONG s :slot999", ":s PONG s :alive")
            _ = try await peer.rollCall()
            try await peer.reset()
        }
        #expect(refusal == .unconfirmed)
    }

    // MARK: Lines that fit

    @Test(arguments: [
        (":slotkeeper!bot@LONG JOIN #nova", "bot"), (":slotkeeper!bot@host CHGHOST someone-else LONG", "someone-else"),
        (":s 396 slotkeeper LONG :is now your displayed host", "bot"),
    ])
    func `With our prefix a line is not longer than 512 bytes`(line: String, user: String) async throws {
        try await Scenario.joined { peer, bot in
            let host = String(repeating: "h", count: 120)
            try await peer.send(line.replacing("LONG", with: host))
            _ = try await peer.rollCall()
            let text = Array(repeating: "grüße,😀", count: 120).joined(separator: " ")
            try await bot.say(text)
            var heard: [Substring] = []
            while heard.joined(separator: " ").utf8.count < text.utf8.count, let line = await peer.next() {
                #expect(":slotkeeper!\(user)@\(host) \(line)\r\n".utf8.count <= 512)
                heard.append(line.dropFirst("PRIVMSG #nova :".count))
            }
            #expect(heard.joined(separator: " ") == text)
        }
    }

    @Test(arguments: ["CASEMAPPING=ascii": true, "CLIENTTAGDENY=*": false, "CLIENTTAGDENY=draft/reply": false])
    func `An answer is marked as one where that is allowed`(support: String, isMarked: Bool) async throws {
        try await Scenario.joined("message-tags", support: support) { peer, _ in
            try await peer.send("@msgid=m1 :erin!e@h PRIVMSG #nova :!slots")
            #expect(await peer.next() == (isMarked ? "@+draft/reply=m1 " : "") + "PRIVMSG #nova :heard !slots")
        }
    }
}
