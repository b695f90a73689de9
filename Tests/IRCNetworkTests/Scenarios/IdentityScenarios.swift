import Chat
import IRCProtocol
import IRCTesting
import Testing

@testable import IRCNetwork

/// Who somebody is, by what the server said of exactly this message; and what must not be run at all.
@Suite("Scenarios: identity", .timeLimit(.minutes(5)))
struct IdentityScenarios {
    /// What the bot takes the author of `erin`'s next message for, after these lines.
    private func identity(
        after lines: [String], saying tags: String = "", _ capabilities: String
    ) async throws -> Identity? {
        var identity: Identity?
        try await Scenario.joined(capabilities) { peer, bot in
            try await peer.send(lines + ["\(tags):erin!e@h PRIVMSG #nova :!vote"])
            for await message in bot.messages where message.text == "!vote" {
                identity = message.identity
                return
            }
        }
        return identity
    }

    private static let notes = "account-notify extended-join"

    @Test(arguments: [
        ("@account=Erin ", Identity.account("erin")), ("", .notLoggedIn), ("@account= ", .notLoggedIn),
        ("@account ", .notLoggedIn), ("@account=* ", .notLoggedIn), ("@+account=alice ", .notLoggedIn),
        ("@vendor/account=alice ", .notLoggedIn),
    ])
    func `The tag of this message decides, whatever was said before`(tags: String, expected: Identity) async throws {
        let before = [":erin!e@h JOIN #nova alice :Erin", ":erin!e@h ACCOUNT alice"]
        #expect(try await identity(after: before, saying: tags, "account-tag \(Self.notes)") == expected)
    }

    @Test func `Without its consent no tag is believed`() async throws {
        #expect(try await identity(after: [], saying: "@account=alice ", "server-time") == .unavailable)
    }

    @Test(arguments: [
        ([":erin!e@h JOIN #nova erin :E"], Identity.account("erin")),
        ([":erin!e@h JOIN #nova * :E", ":erin!e@h ACCOUNT erin"], .account("erin")),
        ([":erin!e@h JOIN #nova * :E"], .notLoggedIn),
        ([":erin!e@h JOIN #nova erin :E", ":erin!e@h ACCOUNT *"], .notLoggedIn),
        ([":erin!e@h JOIN #nova erin :E", ":erin!e@h QUIT :x"], .notLoggedIn),
        ([":erin!e@h JOIN #nova erin :E", ":erin!e@h PART #nova"], .notLoggedIn),
        ([":erin!e@h JOIN #nova erin :E", ":op!o@h KICK #nova erin"], .notLoggedIn),
        ([":e!e@h JOIN #nova erin :E", ":e!e@h NICK erin"], .account("erin")),
        ([":erin!e@h JOIN #nova erin :E", ":erin!e@h NICK e", ":x!y@z NICK erin"], .notLoggedIn),
        ([":erin!e@h JOIN #nova erin :E", ":erin!e@h QUIT :a.b c.d", ":erin!x@y JOIN #nova * :X"], .notLoggedIn),
        ([":s 353 slotkeeper = #nova :erin", ":s 354 slotkeeper 152 erin erin"], .account("erin")),
        ([":s 353 slotkeeper = #nova :erin", ":s 354 slotkeeper 152 erin 0"], .notLoggedIn),
        ([":s 353 slotkeeper = #nova :erin", ":s 354 slotkeeper 999 erin alice"], .notLoggedIn),
        ([":s 354 slotkeeper 152 erin alice"], .notLoggedIn),
    ])
    func `Without the tag it is what the server last said`(lines: [String], expected: Identity) async throws {
        #expect(try await identity(after: lines, Self.notes) == expected)
    }

    // MARK: What is not run

    private static let modern = "batch server-time message-tags echo-message account-tag"

    @Test(arguments: [
        ["BATCH +h chathistory #nova", "@batch=h :erin!e@h PRIVMSG #nova :!bump", "BATCH -h"],
        ["BATCH +h znc.in/playback #nova", "@batch=h :erin!e@h PRIVMSG #nova :!bump", "BATCH -h"],
        [
            "BATCH +h chathistory #nova", "@batch=h BATCH +i x", "@batch=i :erin!e@h PRIVMSG #nova :!bump", "BATCH -i",
            "BATCH -h",
        ],
        ["@batch=unknown :erin!e@h PRIVMSG #nova :!bump"],
        ["@time=2014-12-01T10:00:00.000Z :erin!e@h PRIVMSG #nova :!bump"],
        ["@time=2014-12-01T10:00:00.000Z :erin!e@h PRIVMSG slotkeeper :!bump"],
        ["@bot :other!o@h PRIVMSG #nova :!bump"], [":erin!e@h NOTICE #nova :!bump"],
        [":erin!e@h NOTICE slotkeeper :!bump"], [":slotkeeper!bot@host PRIVMSG #nova :!bump"],
        [":SLOTKEEPER!bot@host PRIVMSG slotkeeper :!bump"], [":irc.example.org PRIVMSG #nova :!bump"],
        [":erin!e@h PRIVMSG #elsewhere :!bump"], [":erin!e@h PRIVMSG other :!bump"], ["PRIVMSG #nova :!bump"],
        [":erin!e@h PRIVMSG #nova :\u{1}ACTION !bump\u{1}"], [":erin!e@h TAGMSG #nova"],
        [":erin!e@h PRIVMSG #nova :\u{1}DCC SEND x 1 2 3\u{1}"], [":erin!e@h PRIVMSG $*.org :!bump"],
        [":erin!e@h PRIVMSG slotkeeper :\u{1}FINGER\u{1}"], [":erin!e@h NOTICE slotkeeper :\u{1}VERSION\u{1}"],
    ])
    func `What is old, repeated, or for nobody is not run`(lines: [String]) async throws {
        try await Scenario.joined(Self.modern) { peer, _ in
            try await peer.send(lines)
            #expect(try await peer.rollCall() == [])
        }
    }

    @Test func `A message that comes three times is run once`() async throws {
        try await Scenario.joined(Self.modern) { peer, _ in
            try await peer.send(Array(repeating: "@msgid=m1 :erin!e@h PRIVMSG #nova :!slots", count: 3))
            #expect(try await peer.rollCall() == ["@+draft/reply=m1 PRIVMSG #nova :heard !slots"])
        }
    }

    @Test func `What was said before it came in is not run`() async throws {
        try await Scenario.run { server, _ in
            var peer = try await server.accept()
            let nick = try await peer.negotiate("server-time")
            try await peer.register(nick)
            try await peer.expect("JOIN")
            try await peer.send(
                "@time=2030-01-01T10:00:00.000Z :slotkeeper!b@h JOIN #nova",
                "@time=2030-01-01T09:59:59.999Z :erin!e@h PRIVMSG #nova :!old",
                "@time=2030-01-01T10:00:00.001Z :erin!e@h PRIVMSG #nova :!new")
            #expect(try await peer.rollCall() == ["PRIVMSG #nova :heard !new"])
        }
    }

    @Test(arguments: ["@#nova", "+#nova", "@+#nova"])
    func `What is said to those with a status belongs to the channel`(target: String) async throws {
        try await Scenario.joined(support: "CASEMAPPING=ascii STATUSMSG=@+ PREFIX=(ov)@+") { peer, _ in
            try await peer.send(":erin!e@h PRIVMSG \(target) :!slots")
            #expect(await peer.next() == "PRIVMSG #nova :heard !slots")
        }
    }

    @Test func `Programs are answered by NOTICE, and forty of them not forty times`() async throws {
        try await Scenario.joined { peer, _ in
            try await peer.send(Array(repeating: ":x!y@z PRIVMSG slotkeeper :\u{1}VERSION\u{1}", count: 40))
            let answers = try await peer.rollCall()
            #expect(answers == Array(repeating: "NOTICE x :\u{1}VERSION Slotkeeper\u{1}", count: 3))
        }
    }
}
