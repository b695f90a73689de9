import Chat
import IRCProtocol
import IRCTesting
import Testing

@testable import IRCNetwork

/// Against servers as they are installed in the world. Without the packages these tests are skipped, with CI=true they fail.
@Suite("Real servers", .timeLimit(.minutes(5)))
struct RealServerTests {
    /// Waits until the network is in its channel, and says hello there.
    private func join(_ fixture: NetworkFixture) async throws {
        await fixture.log.line(with: "joined #nova")
        try await fixture.say("hello")
    }

    @Test(.enabled(if: RealServer.isInstalled(.inspircd), "inspircd and anope are not installed"))
    func accountsAndConfirmationsOnInspIRCd() async throws {
        try await RealServer.run(.inspircd) { server in
            var bot = server.configuration("slotkeeper")
            bot.session.login = .init(account: "slotkeeper", password: try server.password("slotkeeper"))
            var erin = server.configuration("erin_away")
            erin.session.login = .init(account: "erin", password: try server.password("erin"), mechanisms: [.plain])
            erin.session.isMarkedAsBot = false
            try await NetworkFixture.run(bot) { bot in
                try await join(bot)
                try await bot.say("slot 4 is free", "and slot 5", kind: .announcement)
                // Their labels came back: nothing had to be asked after.
                #expect(bot.log.contains("@label=slot1x1 ") && !bot.log.contains("PING slot1"))
                try await NetworkFixture.run(erin) { erin in
                    try await join(erin)
                    var messages = bot.messages.makeAsyncIterator()
                    let message = try #require(await messages.next())
                    #expect(message.identity == .account("erin") && message.nick == "erin_away")
                    #expect(message.text == "hello" && message.room.id == "#nova" && message.id != nil)
                    try await bot.say("welcome", kind: .announcement, to: "erin_away")
                }
            }
            try await takesItsNickBack(on: server)
        }
    }

    @Test(.enabled(if: RealServer.isInstalled(.inspircd), "inspircd and anope are not installed"))
    func `Services that go and return on InspIRCd`() async throws {
        try await RealServer.run(.inspircd) { server in
            var configuration = server.configuration("slotkeeper")
            configuration.session.login = .init(account: "slotkeeper", password: try server.password("slotkeeper"))
            configuration.backoff.longest = configuration.backoff.shortest
            configuration.backoff.longPause = configuration.backoff.shortest
            var late = configuration
            late.session.nick = "late"
            late.session.isMarkedAsBot = false
            try await NetworkFixture.run(configuration) { bot in
                try await join(bot)
                try server.stopServices()
                try await bot.say("still here", kind: .announcement)
                try await NetworkFixture.run(late) { late in
                    await late.log.line(with: "the server offers no SASL at present")
                    try server.startServices()
                    try await join(late)
                    var messages = bot.messages.makeAsyncIterator()
                    #expect(await messages.next()?.identity == .account("slotkeeper"))
                }
                try await bot.say("still here", kind: .announcement)
            }
        }
    }

    @Test(.enabled(if: RealServer.isInstalled(.inspircd), "inspircd and anope are not installed"))
    func certificatesAndWrongPasswordsOnInspIRCd() async throws {
        try await RealServer.run(.inspircd) { server in
            var external = server.configuration("slotkeeper")
            external.tls?.certificate = server.path("client.pem")
            external.session.login = .init(account: "slotkeeper", mechanisms: [.external])
            try await NetworkFixture.run(external) { try await join($0) }

            var wrong = server.configuration("slotkeeper")
            wrong.session.login = .init(account: "slotkeeper", password: "wrong", mechanisms: [.plain])
            try await NetworkFixture.run(wrong) { fixture in
                await fixture.log.line(with: "login failed")
                #expect(await fixture.refusal(of: ["hello"]) == .notConnected)
            }
        }
    }

    @Test(.enabled(if: RealServer.isInstalled(.ngircd), "ngircd is not installed"))
    func theOldWayOnNgIRCd() async throws {
        try await RealServer.run(.ngircd) { server in
            try await NetworkFixture.run(server.configuration("slotkeeper")) { bot in
                try await join(bot)
                try await bot.say("slot 4 is free", kind: .announcement)
                try await NetworkFixture.run(server.configuration("erin")) { erin in
                    try await join(erin)
                    var messages = bot.messages.makeAsyncIterator()
                    let message = try #require(await messages.next())
                    #expect(message.identity == .unavailable && message.nick == "erin" && message.text == "hello")
                    try await bot.say("welcome", to: "erin")
                    var heard = erin.messages.makeAsyncIterator()
                    #expect(await heard.next()?.room.isPrivate == true)
                }
            }
        }
    }

    @Test(.enabled(if: RealServer.isInstalled(.hybrid), "ircd-hybrid is not installed"))
    func `The old way on ircd-hybrid, which knows MONITOR`() async throws {
        try await RealServer.run(.hybrid) { server in
            try await NetworkFixture.run(server.configuration("slotkeeper")) { bot in
                try await join(bot)
                #expect(bot.log.contains("MODE slotkeeper +B"))
                try await bot.say("slot 4 is free", kind: .announcement)
                try await NetworkFixture.run(server.configuration("erin")) { erin in
                    try await join(erin)
                    var messages = bot.messages.makeAsyncIterator()
                    // It tells of logins, and nobody has one.
                    #expect(await messages.next()?.identity == .notLoggedIn)
                }
            }
            try await takesItsNickBack(on: server)
        }
    }

    /// Somebody else has the bot's nick, then goes.
    private func takesItsNickBack(on server: RealServer) async throws {
        var configuration = server.configuration("slotkeeper")
        configuration.session.timeouts.nick = 1
        let (arrivals, arrive) = AsyncStream.makeStream(of: Void.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await NetworkFixture.run(server.configuration("slotkeeper")) { thief in
                    await thief.log.line(with: "joined #nova")
                    arrive.yield()
                    for await _ in AsyncStream<Never>.makeStream().stream {}
                }
            }
            for await _ in arrivals { break }
            try await NetworkFixture.run(configuration) { bot in
                await bot.log.line(with: "MONITOR + slotkeeper")
                await bot.log.line(with: "joined #nova")
                group.cancelAll()
                await bot.log.line(with: "MONITOR - slotkeeper")
                try await bot.say("slot 4 is free", kind: .announcement)
            }
        }
    }
}
