import Testing

@testable import MatrixProtocol

@Suite struct RequestTests {
    private func room(_ text: String = "!a/b?c:x") throws -> RoomID { try #require(RoomID(text)) }
    private func event() throws -> EventID { try #require(EventID("$e/1")) }
    private func user() throws -> UserID { try #require(UserID("@a/b:x")) }

    @Test func `Whatever is in an identifier stays in its part of the path`() throws {
        let root = "/_matrix/client/v3/rooms/%21a%2Fb%3Fc%3Ax"
        let (room, event, user) = (try room(), try event(), try user())
        #expect(Request.send([], to: room, transaction: "k.a/b c").path == root + "/send/m.room.message/k.a%2Fb%20c")
        #expect(Request.leave(room).path == root + "/leave")
        #expect(Request.members(of: room).path == root + "/joined_members")
        #expect(Request.typing(true, in: room, as: user, timeout: 5).path == root + "/typing/%40a%2Fb%3Ax")
        #expect(Request.receipt(event, in: room).path == root + "/receipt/m.read/%24e%2F1")
        #expect(
            Request.resolve(try #require(RoomAlias("#a&b=c:x"))).path
                == "/_matrix/client/v3/directory/room/%23a%26b%3Dc%3Ax")
    }

    @Test func `A join names servers by the new word and the old one, and not too many`() throws {
        let join = Request.join(try room("!r"), via: ["a", "b", "c", "d", "e", "f", "g"])
        #expect(join.path.split(separator: "&").count == 10)
        #expect(join.path.hasPrefix("/_matrix/client/v3/join/%21r?via=a&via=b"))
        #expect(join.path.contains("&server_name=e") && !join.path.contains("=f"))
        #expect(Request.join(try room("!r"), via: []).path == "/_matrix/client/v3/join/%21r")
    }

    @Test func `A login keeps the device, and asks for a refresh token`() throws {
        let login = Request.logIn("bot", Secret("x"), device: DeviceID("SLOTKEEPER"), displayName: "Bot")
        #expect(
            try JSON(login.body ?? []) == [
                "type": "m.login.password", "identifier": ["type": "m.id.user", "user": "bot"], "password": "x",
                "device_id": "SLOTKEEPER", "initial_device_display_name": "Bot", "refresh_token": true,
            ])
        #expect(Request.logOut(Secret("t")).token == Secret("t"))
    }

    @Test func `A sync asks for what is read, and for no more`() throws {
        let sync = Request.sync(since: "s1&x", timeout: 30_000, fullState: true, timelineLimit: 50)
        #expect(sync.path.contains("since=s1%26x"))
        #expect(sync.path.contains("timeout=30000"))
        #expect(sync.path.contains("full_state=true"))
        #expect(!sync.path.contains("{"))
        #expect(sync.body == nil)
        let messages = Request.messages(try room("!r"), from: "t2", to: "s1", limit: 100)
        #expect(messages.path.contains("from=t2&dir=b&limit=100&filter="))
        #expect(messages.path.hasSuffix("&to=s1"))
    }
}
