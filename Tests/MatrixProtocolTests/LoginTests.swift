import MatrixModel
import Testing

@testable import MatrixProtocol

/// Getting in, staying in, and getting in again.
@Suite struct LoginTests {
    private static func tokenSettings(_ user: String? = nil) -> MatrixSession.Settings {
        Bench.settings { $0.access = .token(Secret("byhand"), user: user.flatMap { UserID($0) }) }
    }

    @Test func `A password is used once, and then the tokens that it brought`() {
        var bench = Bench.running(Bench.settings { $0.device = DeviceID("SLOTKEEPER") })
        #expect(bench.server.logins == 1)
        #expect(bench.kept.credentials?.device?.text == "SLOTKEEPER")
        #expect(bench.kept.user?.text == ModelHomeserver.bot)
        bench.restart()
        bench.serve()
        #expect(bench.server.logins == 1)
        #expect(bench.request("sync")?.token?.value == "access1")
    }

    @Test func `The password stands in no request but the login, and no token stands there`() {
        let bench = Bench.running()
        for (request, _) in bench.sent {
            let body = String(decoding: request.body ?? [], as: UTF8.self)
            #expect(body.contains(ModelHomeserver.password) == request.path.hasSuffix("/login"))
            #expect((request.token == nil) == (request.path.hasSuffix("/login") || request.path.hasSuffix("/versions")))
            #expect(!request.path.contains("access"))
        }
    }

    @Test func `New tokens are used only when they are stored`() {
        var bench = Bench()
        bench.start()
        bench.stores = false
        bench.serve()
        #expect(bench.paths.last == "v3/login")
        bench.cannotStore()
        #expect(bench.alerts == [.cannotStore("disk full")])
        #expect(bench.paths.last == "v3/login")
        bench.stores = true
        bench.wait(1000)
        #expect(bench.request("sync") != nil)
    }

    @Test func `A token is used as it is`() {
        var bench = Bench(Self.tokenSettings(ModelHomeserver.bot))
        bench.server.addToken("byhand")
        bench.start()
        bench.serve()
        #expect(bench.ending == nil && bench.request("sync")?.token?.value == "byhand")
        #expect(bench.kept.credentials == nil)
    }

    @Test func `A token of somebody else ends it`() throws {
        var bench = Bench(Self.tokenSettings("@other:example.org"))
        bench.server.addToken("byhand")
        bench.start()
        bench.serve()
        let bot = try #require(UserID(ModelHomeserver.bot))
        #expect(bench.ending == .wrongAccount(bot, expected: "@other:example.org"))
    }

    @Test func `A token that is not valid any more ends it, and nothing more is asked`() {
        var bench = Bench(Self.tokenSettings())
        bench.server.addToken("byhand")
        bench.start()
        bench.serve()
        bench.server.revokeTokens()
        bench.live(60_000)
        #expect(bench.ending == .loggedOut("Unknown token"))
        let count = bench.sent.count
        bench.live(3_600_000)
        bench.say("anybody there?")
        #expect(bench.sent.count == count)
        #expect(bench.refused[1] == .notConnected)
    }

    @Test func `A wrong password ends it`() {
        var bench = Bench(Bench.settings { $0.access = .password(user: "slotkeeper", Secret("wrong")) })
        bench.start()
        bench.serve()
        #expect(bench.ending == .loginRefused("Invalid username or password (M_FORBIDDEN, 403)"))
    }

    @Test func `A soft logout is mended by the refresh token, and nothing is lost`() {
        var bench = Bench.running()
        bench.server.say("!during", in: Bench.room, by: Bench.alice)
        bench.server.expireTokens()
        bench.live(1000)
        #expect(bench.server.refreshes == 1 && bench.server.logins == 1)
        #expect(bench.words == ["!during"])
        #expect(bench.alerts.isEmpty)
        #expect(bench.kept.credentials?.accessToken.value == "access2")
    }

    @Test func `A refresh whose answer is lost is done again with the same token`() {
        var bench = Bench.running()
        bench.server.expireTokens()
        bench.answer("sync", status: 401, ["errcode": "M_UNKNOWN_TOKEN", "soft_logout": true])
        let first = bench.request("refresh")
        #expect(first != nil)
        if let first { _ = bench.server.answer(first) }
        bench.fail("refresh")
        bench.wait(2000)
        #expect(bench.request("refresh") == first)
        bench.serve()
        #expect(bench.request("sync")?.token?.value == "access3")
    }

    @Test func `Without a refresh token, or when it is used up, it logs in with the same device`() {
        for revokes in [false, true] {
            var bench = Bench()
            bench.server.givesRefreshTokens = revokes
            bench.start()
            bench.serve()
            let device = bench.kept.credentials?.device
            if revokes { bench.server.revokeTokens() } else { bench.server.expireTokens() }
            bench.live(60_000)
            #expect(bench.server.logins == 2)
            #expect(device != nil && bench.kept.credentials?.device == device)
            #expect(bench.request("sync") != nil)
        }
    }

    @Test func `Answers about an old token say nothing of the new one`() {
        var bench = Bench.running()
        bench.say("hello")
        let logout: JSON = ["errcode": "M_UNKNOWN_TOKEN", "soft_logout": true]
        bench.server.expireTokens()
        bench.answer("sync", status: 401, logout)
        let late = bench.requests.first { $0.request.path.contains("/send/") }
        #expect(late != nil)
        bench.answer("refresh", bench.server.answer(bench.request("refresh") ?? .whoAmI) ?? Response(status: 500))
        bench.answer("/send/", status: 401, logout)
        bench.serve()
        #expect(bench.server.refreshes == 1)
        #expect(bench.said[1] != nil)
    }

    @Test func `Who is logged out again and again does not hammer`() {
        var bench = Bench.running()
        bench.server.givesRefreshTokens = false
        let before = bench.sent.count
        for _ in 0..<3600 {
            bench.server.revokeTokens()
            bench.live(1000)
        }
        #expect(bench.paths.filter { $0 == "v3/login" }.count <= 3 + 12 + 1)
        #expect(bench.sent.count - before < 100)
    }

    @Test func `A server whose tokens never work is asked seldom`() {
        var bench = Bench.running()
        let before = bench.sent.count
        for _ in 0..<600 {
            bench.server.expireTokens()
            bench.live(1000)
        }
        #expect(bench.sent.count - before < 120)
        bench.live(120_000)
        #expect(bench.request("sync") != nil)
    }

    @Test func `A locked account is said once and tried seldom`() {
        var bench = Bench.running()
        for _ in 0..<3 {
            bench.answer("sync", status: 401, ["errcode": "M_USER_LOCKED", "error": "wait", "soft_logout": true])
            bench.wait(3_599_999)
            #expect(bench.request("sync") == nil)
            bench.wait(1)
        }
        #expect(bench.alerts == [.locked("wait")])
        bench.serve()
        bench.wait(0)
        #expect(bench.server.logins == 1)
    }

    @Test func `An address that is no homeserver's is said`() {
        var bench = Bench()
        bench.start()
        bench.answer("versions", Response(status: 200, body: Array("<html>Welcome</html>".utf8)))
        #expect(bench.alerts.count == 1)
        if case .unreachable(let why) = bench.alerts.first { #expect(why.contains("web page")) }
        bench.wait(1000)
        bench.answer("versions", ["hello": "world"])
        bench.wait(60_000)
        bench.serve()
        #expect(bench.request("sync") != nil)
    }

    @Test func `Another account begins anew, with nothing of the old one`() throws {
        var kept = Kept()
        kept.apply(.account(try #require(UserID("@former:example.org"))))
        kept.apply(.advanced(since: "s1", recent: [try #require(RoomID(Bench.room)): []]))
        var bench = Bench(Self.tokenSettings(), kept: kept)
        bench.server.addToken("byhand")
        bench.server.enter(ModelHomeserver.bot, Bench.room)
        bench.server.say("!old", in: Bench.room, by: Bench.alice)
        bench.start()
        bench.serve()
        #expect(bench.heard.isEmpty)
        #expect(bench.kept.user?.text == ModelHomeserver.bot)
    }
}
