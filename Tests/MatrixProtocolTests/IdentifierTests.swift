import Testing

@testable import MatrixProtocol

@Suite struct IdentifierTests {
    @Test(
        "A user id is a local part and a server",
        arguments: [
            "@alice:example.org", "@Alice:example.org", "@a.b_c=d-e/f+g:example.org:8448", "@a:[1234:5678::abcd]:5678",
            "@a:1.2.3.4", "@a|b:x", "@alice:EXAMPLE.org", "@\(String(repeating: "a", count: 252)):x",
        ])
    func user(text: String) throws {
        let user = try #require(UserID(text))
        #expect(user.text == text)
        #expect("@\(user.localpart):\(user.server)" == text)
    }

    @Test(
        "What is not quite a user id is nobody's",
        arguments: [
            "", "@", "alice", "@alice", "@:example.org", "@alice:", "alice:example.org", "#alice:example.org",
            "@al ice:example.org", "@al\u{7}ice:example.org", "@älice:example.org", "@a\u{301}lice:example.org",
            "@alice:exa mple.org", "@alice:example.org:", "@alice:example.org:123456", "@alice:example.org:8x",
            "@alice:[::1", "@alice:[::g]", "@alice:[::1]8448", "@alice:exämple.org", "@alice:\u{202E}example.org",
            "@\(String(repeating: "a", count: 253)):x", "@alice:example.org\n",
        ])
    func noUser(text: String) {
        #expect(UserID(text) == nil)
    }

    @Test func `Accounts that only look alike are two`() {
        #expect(UserID("@alice:example.org") != UserID("@Alice:example.org"))
        #expect(UserID("@alice:example.org") != UserID("@alice:EXAMPLE.org"))
        // Swift takes these for one text, as do people.
        let names = ["#caf\u{E9}:example.org", "#cafe\u{301}:example.org"].compactMap { RoomAlias($0) }
        #expect(names.count == 2 && Set(names).count == 2 && names[0] != names[1])
    }

    @Test(
        "Rooms have a server or none, aliases always have one",
        arguments: [
            ("!room:example.org", true, false), ("!31hneApxJ_1o-63DmFrpeqnkFfWppnzWso1JvH3ogLM", true, false),
            ("!a b/c?d#e", true, false), ("!", false, false), ("room", false, false), ("!a\u{0}b", false, false),
            ("#nova:example.org", false, true), ("#nova", false, false), ("#:example.org", false, false),
            ("#müsli und so:example.org:8448", false, true), ("!" + String(repeating: "x", count: 254), true, false),
            ("!" + String(repeating: "x", count: 255), false, false),
        ])
    func rooms(text: String, isRoom: Bool, isAlias: Bool) {
        #expect((RoomID(text) != nil) == isRoom)
        #expect((RoomAlias(text) != nil) == isAlias)
        #expect((Place(text) != nil) == (isRoom || isAlias))
        #expect(Place(text).map { $0.text == text } ?? true)
    }

    @Test func `What is shown of an identifier turns nothing round`() throws {
        let room = try #require(RoomID("!a\u{202E}b\nc"))
        #expect("\(room)" == "!ab c")
        #expect(room.text == "!a\u{202E}b\nc")
    }

    @Test func `A secret is shown nowhere`() {
        let credentials = Kept.Credentials(
            device: nil, accessToken: Secret("syt_hush"), refreshToken: Secret("syr_hush"))
        var settings = Bench.settings()
        settings.access = .password(user: "bot", Secret("hush"))
        var request = Request.whoAmI
        request.token = Secret("hush")
        var dumped = ""
        dump((credentials, settings, request), to: &dumped)
        for text in [dumped, "\(credentials)", "\(settings)", "\(request)", String(reflecting: request)] {
            #expect(!text.contains("hush"))
        }
    }
}
