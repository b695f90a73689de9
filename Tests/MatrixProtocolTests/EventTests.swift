import Testing

@testable import MatrixProtocol

@Suite struct EventTests {
    private func event(_ type: String, _ content: JSON, _ more: [String: JSON] = [:]) -> Event? {
        let event: [String: JSON] = [
            "event_id": "$1", "sender": "@a:x", "type": .text(type), "content": content, "origin_server_ts": 5,
        ]
        return Event(.object(event.merging(more) { _, last in last }))
    }

    private func message(_ content: [String: JSON]) -> Event.Said? {
        let content = content.merging(["msgtype": "m.text", "body": "hi"]) { first, _ in first }
        guard case .message(let said) = event("m.room.message", .object(content))?.content else { return nil }
        return said
    }

    @Test func `A message has kind, text and relation`() {
        #expect(message([:]) == Event.Said(kind: "m.text", text: "hi"))
        #expect(message(["msgtype": "m.notice"])?.kind == "m.notice")
        #expect(
            message(["m.relates_to": ["m.in_reply_to": ["event_id": "$0"]]])?.relation
                == EventID("$0").map { .reply(to: $0) })
        #expect(
            message(["m.relates_to": ["rel_type": "m.thread", "event_id": "$0", "m.in_reply_to": ["event_id": "$2"]]])?
                .relation == EventID("$0").map { .thread(root: $0) })
        #expect(message(["m.relates_to": ["rel_type": "org.example.new", "event_id": "$0"]])?.relation == .other)
        #expect(message(["m.relates_to": "nonsense"])?.relation == nil)
        let edit = message([
            "body": "* ho", "m.new_content": ["msgtype": "m.text", "body": "ho"],
            "m.relates_to": ["rel_type": "m.replace", "event_id": "$0"],
        ])
        #expect(edit?.relation == EventID("$0").map { .replaces($0) })
        #expect(edit?.replacement == Event.Said.Replacement(kind: "m.text", text: "ho"))
    }

    @Test(
        "Of a reply only what is new is its text",
        arguments: [
            ("> <@bob:x> !bump b1\n\n!slots", "!slots"), ("> a\n> b\n>\n> c\n\n!slots", "!slots"), ("!slots", "!slots"),
            ("> a", ""), ("!slots\n> a", "!slots\n> a"),
        ])
    func quotation(body: String, text: String) {
        #expect(message(["body": .text(body), "m.relates_to": ["m.in_reply_to": ["event_id": "$0"]]])?.text == text)
        #expect(message(["body": .text(body)])?.text == body)
    }

    @Test func `Reactions and redactions name what they are about, in old rooms and new ones`() throws {
        let target = try #require(EventID("$0"))
        let relation: JSON = ["rel_type": "m.annotation", "event_id": "$0", "key": "👍"]
        #expect(event("m.reaction", ["m.relates_to": relation])?.content == .reaction(to: target, key: "👍"))
        #expect(event("m.room.redaction", ["redacts": "$0"])?.content == .redaction(of: target))
        #expect(event("m.room.redaction", [:], ["redacts": "$0"])?.content == .redaction(of: target))
        // Redacted itself.
        #expect(event("m.reaction", [:])?.content == .other)
        #expect(event("m.room.message", [:])?.content == .other)
    }

    @Test func `State counts only with its key`() throws {
        let room = try #require(RoomID("!next"))
        let content: JSON = ["replacement_room": "!next", "body": "moved"]
        #expect(event("m.room.tombstone", content, ["state_key": ""])?.content == .tombstone(room))
        #expect(event("m.room.tombstone", content)?.content == .other)
        #expect(event("m.room.tombstone", content, ["state_key": "x"])?.content == .other)
        #expect(event("m.room.encryption", ["algorithm": "m.megolm.v1"], ["state_key": ""])?.content == .encryption)
        // A message cannot be one, whatever its type says.
        #expect(event("m.room.message", ["msgtype": "m.text", "body": "x"], ["state_key": ""])?.content == .other)
        #expect(
            event("m.room.canonical_alias", ["alias": "#a:x"], ["state_key": ""])?.content
                == .canonicalAlias(RoomAlias("#a:x")))
        #expect(event("m.room.canonical_alias", [:], ["state_key": ""])?.content == .canonicalAlias(nil))
    }

    @Test func `Who only changes their name does not come in`() throws {
        func entry(_ content: JSON, _ more: [String: JSON] = [:]) -> Bool? {
            let more = more.merging(["state_key": "@a:x"]) { first, _ in first }
            guard case .member(_, let membership)? = event("m.room.member", content, more)?.content else { return nil }
            return membership.isEntry
        }
        #expect(entry(["membership": "join"]) == true)
        #expect(entry(["membership": "join"], ["unsigned": ["prev_content": ["membership": "join"]]]) == false)
        #expect(entry(["membership": "join"], ["unsigned": ["prev_content": ["membership": "invite"]]]) == true)
        #expect(entry(["membership": "leave"]) == false)
        #expect(entry(["membership": 7]) == nil)
    }

    @Test(
        "Hostile shapes are something else, and the rest of the batch is read",
        arguments: [
            [:], ["content": 7], ["content": ["msgtype": 7, "body": "x"]], ["content": ["msgtype": "m.text"]],
            ["content": ["msgtype": "m.text", "body": ["a": 1]]], ["type": 3], ["sender": "alice"], ["sender": .null],
            ["event_id": 9], ["event_id": "no sigil"], ["type": "m.reaction", "content": ["m.relates_to": [1, 2]]],
            [
                "type": "m.reaction",
                "content": ["m.relates_to": ["rel_type": "m.annotation", "event_id": 1, "key": "1"]],
            ],
            ["type": "m.room.member", "state_key": "nobody", "content": ["membership": "join"]],
            ["type": "m.room.power_levels", "state_key": "", "content": ["users": 7, "users_default": "lots"]],
            ["type": "m.room.create", "state_key": "", "content": .null],
            ["type": "m.room.tombstone", "state_key": "", "content": ["replacement_room": "#alias:x"]],
            ["origin_server_ts": "yesterday"], ["unsigned": []], ["state_key": 5],
        ] as [[String: JSON]])
    func hostile(change: [String: JSON]) throws {
        let good: [String: JSON] = [
            "event_id": "$good", "sender": "@a:x", "type": "m.room.message",
            "content": ["msgtype": "m.text", "body": "!slots"],
        ]
        let bad = good.merging(["event_id": "$bad"]) { _, last in last }.merging(change) { _, last in last }
        let user = try #require(UserID("@bot:x"))
        let timeline: JSON = ["events": [.object(bad), 7, "x", .object(good)], "limited": "yes", "prev_batch": 3]
        let answer = try SyncAnswer(
            [
                "next_batch": "s1",
                "rooms": [
                    "join": ["!r": ["timeline": timeline, "state": 4], "not a room": [:]], "invite": [1, 2],
                    "leave": ["!l": 7],
                ],
            ], user: user)
        let room = try #require(RoomID("!r"))
        #expect(answer.joined[room]?.timeline.last?.id == EventID("$good"))
        #expect(answer.joined[room]?.isLimited == false)
        #expect(answer.left.count == 1 && answer.invited.isEmpty && answer.joined.count == 1)
        #expect(answer.unreadable >= 2)
    }

    @Test(
        "Without a place to go on a sync is worth nothing",
        arguments: [[:], ["next_batch": 5], ["next_batch": ""], ["rooms": [:]]] as [JSON])
    func noPlace(json: JSON) throws {
        let user = try #require(UserID("@bot:x"))
        #expect(throws: Answer.Fault.incomplete("next_batch")) { try SyncAnswer(json, user: user) }
    }

    // MARK: Power

    private func power(_ user: String, _ levels: JSON?, version: String? = "10", more: [String: JSON] = [:]) throws
        -> Power
    {
        var content = more
        if let version { content["room_version"] = .text(version) }
        let creation = Creation(["sender": "@creator:x", "content": .object(content)])
        return Power(of: try #require(UserID(user)), levels.map { PowerLevels($0) }, creation)
    }

    @Test func `Power is by level, and in new rooms creators are above all`() throws {
        let levels: JSON = ["users": ["@mod:x": 50, "@old:x": " 75 "], "users_default": 5]
        #expect(try power("@mod:x", levels) == .level(50))
        #expect(try power("@old:x", levels) == .level(75))
        #expect(try power("@anybody:x", levels) == .level(5))
        #expect(try power("@Mod:x", levels) == .level(5))
        #expect(try power("@creator:x", levels) == .level(5))
        #expect(try power("@creator:x", levels, version: "12") == .creator)
        #expect(try power("@creator:x", nil) == .level(100))
        #expect(try power("@anybody:x", nil) == .level(0))
        let more: [String: JSON] = ["additional_creators": ["@second:x", 7, "nonsense"]]
        #expect(try power("@second:x", levels, version: "12", more: more) == .creator)
        #expect(try power("@second:x", levels, version: "11", more: more) == .level(5))
        #expect(try power("@creator:x", levels, version: "org.example.13") == .level(5))
        #expect(Power(of: try #require(UserID("@a:x")), nil, nil) == .unknown)
        #expect(Power.creator > .level(Int.max) && Power.unknown < .level(Int.min))
    }

    @Test func `A tombstone takes the power for state, or for tombstones`() throws {
        let mod = try power("@mod:x", ["users": ["@mod:x": 50]])
        #expect(mod.maySend(state: "m.room.tombstone", PowerLevels([:])))
        #expect(!mod.maySend(state: "m.room.tombstone", PowerLevels(["events": ["m.room.tombstone": 100]])))
        #expect(!mod.maySend(state: "m.room.tombstone", PowerLevels(["state_default": 60])))
        #expect(Power.creator.maySend(state: "m.room.tombstone", PowerLevels(["events": ["m.room.tombstone": 150]])))
        #expect(!Power.unknown.maySend(state: "m.room.tombstone", nil))
    }

    @Test(
        "One to five is a vote, as a digit or a keycap; all else is a mood",
        arguments: [
            ("1", 1), ("5", 5), ("3\u{FE0F}\u{20E3}", 3), ("4\u{20E3}", 4), ("0", nil), ("6", nil),
            ("9\u{FE0F}\u{20E3}", nil),
            ("👍", nil), ("", nil), ("11", nil), ("1 ", nil), ("\u{0663}", nil), ("①", nil), ("one", nil),
        ] as [(String, Int?)])
    func votes(key: String, value: Int?) {
        #expect(MatrixSession.Reaction.value(of: key) == value)
    }
}
