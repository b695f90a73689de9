import MatrixTesting

@testable import MatrixProtocol

/// One and the same conversation, for every server.
struct Conversation {
    let anna: MatrixPerson
    let bot: MatrixPerson
    let carol: MatrixPerson
    let alias: String
    let server: String
    var transcript = Transcript()
    var room = ""
    /// Where the bot's syncs are.
    var since: String?

    init(anna: MatrixPerson, bot: MatrixPerson, carol: MatrixPerson, alias: String) {
        (self.anna, self.bot, self.carol, self.alias) = (anna, bot, carol, alias)
        server = String(anna.id.drop { $0 != ":" })
        for (person, name) in [(anna, "anna"), (bot, "bot"), (carol, "carol")] {
            transcript.name(person.id, "@\(name):example.org")
            transcript.name(String(person.id.dropFirst().prefix { $0 != ":" }), name)
        }
        transcript.name("#\(alias)\(server)", "#nova:example.org")
    }

    mutating func run() async throws -> [String] {
        try await enter()
        try await speak()
        try await react()
        try await beRefused()
        try await fallBehind()
        try await comeAndGo()
        try await talkInPrivate()
        try await haveNoPower()
        try await comeByPassword()
        try await moveOn()
        try await bot.endAllSessions()
        transcript.note("after the end of all sessions", try await bot.ask(.whoAmI), "soft_logout")
        return transcript.lines
    }

    private mutating func sync(_ what: String, full: Bool = false, limit: Int = 50) async throws {
        let answer = try await bot.ask(
            .sync(since: since, timeout: 0, fullState: full, timelineLimit: limit))
        try transcript.note(what, sync: answer, for: bot.id)
        since = answer.body["next_batch"].text
    }

    private func send(_ body: String, _ transaction: String, to room: String? = nil) -> Request {
        let content: JSON = ["msgtype": "m.notice", "body": .text(body)]
        return RoomID(room ?? self.room).map { .send(content.bytes, to: $0, transaction: transaction) } ?? .versions
    }

    private mutating func enter() async throws {
        room = try await anna.createRoom(alias: alias)
        transcript.note(
            "an alias is resolved", try await bot.ask(.get, "v3/directory/room/%23\(alias)\(server)"), "room_id")
        transcript.note(
            "whoever comes by the alias", try await bot.ask(.post, "v3/join/%23\(alias)\(server)", [:]), "room_id")
        try await sync("the first sync")
        try await sync("another without news")
        try await sync("all of the state", full: true)
    }

    private mutating func speak() async throws {
        transcript.note("said", try await bot.ask(send("hello", "t1")), "event_id")
        transcript.note("once more by the same transaction", try await bot.ask(send("hello", "t1")), "event_id")
        transcript.note("another text by it", try await bot.ask(send("goodbye", "t1")), "event_id")
        transcript.note("anna by the same", try await anna.ask(send("hi", "t1")), "event_id")
        let before = since
        try await sync("one's own comes back with its transaction")
        since = before
        try await sync("the same place again")
    }

    private mutating func react() async throws {
        let said = try await anna.say("3 things", in: room, ["m.mentions": ["user_ids": [.text(bot.id)]]])
        try await anna.edit(said, "4 things", in: room)
        try await anna.say("in a thread", inThread: said, in: room)
        try await anna.reply("a reply", to: said, in: room)
        let reaction = try await anna.react("3️⃣", to: said, in: room)
        let again: JSON = [
            "m.relates_to": ["rel_type": "m.annotation", "event_id": .text(said), "key": "3️⃣"]
        ]
        let path = "v3/rooms/\(Request.encoded(room))/send/m.reaction/"
        transcript.note("the same reaction", try await anna.ask(.put, path + "r1", again))
        try await sync("what she did")
        try await anna.redact(reaction, in: room)
        transcript.note("the same after it was taken back", try await anna.ask(.put, path + "r2", again))
        try await anna.redact(said, in: room)
        try await sync("what she took back")
        since = nil
        try await sync("and how it looks from the start", limit: 5)
    }

    private mutating func beRefused() async throws {
        transcript.note("a long message", try await bot.ask(send(String(repeating: "x", count: 60_000), "long")))
        transcript.note("too long", try await bot.ask(send(String(repeating: "x", count: 65_500), "longer")), "error")
        transcript.note("not in the room", try await carol.ask(send("let me in", "t1")))
        transcript.note("no such room", try await bot.ask(send("is here anybody", "t9", to: "!nowhere")))
        transcript.note("into no such room", try await bot.ask(.post, "v3/join/!nowhere", [:]))
        transcript.note("by no such alias", try await bot.ask(.post, "v3/join/%23nowhere\(server)", [:]))
        transcript.note("resolving it", try await bot.ask(.get, "v3/directory/room/%23nowhere\(server)"))
        transcript.note("a place that is none", try await bot.ask(.get, "v3/sync?since=bogus"))
        transcript.note("a request that is none", try await bot.ask(.get, "v3/whatever"))
        transcript.note(
            "state that is none", try await bot.ask(.get, "v3/rooms/\(Request.encoded(room))/state/m.room.topic/"))
        transcript.note(
            "no body", try await bot.ask(.put, "v3/rooms/\(Request.encoded(room))/send/m.room.message/t4"))
        var request = Request.whoAmI
        request.token = Secret("nonsense")
        transcript.note("a token that is none", try await bot.ask(request), "soft_logout")
        transcript.note("who am I", try await bot.ask(.whoAmI), "user_id")
    }

    private mutating func fallBehind() async throws {
        try await sync("before the gap")
        guard let before = since, let room = RoomID(room) else { return }
        for number in 1...12 { try await anna.say("\(number)", in: room.text) }
        let answer = try await bot.ask(.sync(since: since, timeout: 0, fullState: false, timelineLimit: 5))
        let timeline = answer.body["rooms"]["join"][room.text]["timeline"]
        try transcript.note("behind it", sync: answer, for: bot.id)
        since = answer.body["next_batch"].text
        var from = timeline["prev_batch"].text
        while let place = from {
            let page = try await bot.ask(.messages(room, from: place, to: before, limit: 5))
            from = page.body["end"].text
            let texts = page.body["chunk"].list.map { $0["content"]["body"].text ?? "" }
            transcript.note("a page back", texts.joined(separator: " "), from == nil ? "the end" : "more")
            if texts.isEmpty { break }
        }
    }

    private mutating func comeAndGo() async throws {
        let join = "v3/join/\(Request.encoded(room))"
        try await anna.kick(bot.id, from: room)
        try await sync("put out")
        transcript.note("saying something nevertheless", try await bot.ask(send("hey", "t5")))
        transcript.note("coming back", try await bot.ask(.post, join, [:]), "room_id")
        transcript.note("coming twice", try await bot.ask(.post, join, [:]), "room_id")
        try await sync("back")
        try await anna.ban(bot.id, from: room)
        try await sync("banned")
        transcript.note("coming back although banned", try await bot.ask(.post, join, [:]))
        try await anna.unban(bot.id, from: room)
        try await sync("unbanned")
        try await anna.invite(bot.id, to: room)
        try await sync("invited")
        transcript.note("following", try await bot.ask(.post, join, [:]), "room_id")
        try await sync("in again")
        guard let room = RoomID(room), let user = UserID(bot.id) else { return }
        transcript.note("typing", try await bot.ask(.typing(true, in: room, as: user, timeout: 1000)))
        let heard = try await bot.everything(in: room.text).last?.id
        if let event = heard.flatMap({ EventID($0) }) {
            transcript.note("reading", try await bot.ask(.receipt(event, in: room)))
        }
        transcript.note("members", try await bot.ask(.members(of: room)), "joined")
        transcript.note("leaving", try await bot.ask(.leave(room)))
        try await sync("gone")
        transcript.note("leaving twice", try await bot.ask(.leave(room)))
        try await bot.join(room.text)
        try await sync("there")
    }

    private mutating func talkInPrivate() async throws {
        let closed = try await anna.createRoom(isPublic: false)
        transcript.note("into a closed room", try await bot.ask(.post, "v3/join/\(Request.encoded(closed))", [:]))
        let direct = try await anna.createRoom(
            isPublic: false, invite: [bot.id], ["is_direct": true, "preset": "trusted_private_chat"])
        try await sync("invited to talk")
        transcript.note("declining", try await bot.ask(.post, "v3/rooms/\(Request.encoded(direct))/leave", [:]))
        try await sync("declined")
        guard let user = UserID(anna.id) else { return }
        let answer = try await bot.ask(.createRoom(with: user))
        transcript.note("asking anna to talk", answer, "room_id")
        try await sync("alone in the room")
        try await anna.join(answer.body["room_id"].text ?? "")
        try await sync("together")
    }

    private mutating func haveNoPower() async throws {
        let topic = "v3/rooms/\(Request.encoded(room))/state/m.room.topic/"
        var levels = try await anna.state("m.room.power_levels", in: room).members
        levels["events_default"] = 10
        try await anna.set("m.room.power_levels", .object(levels), in: room)
        transcript.note("saying something without power", try await bot.ask(send("may I", "p1")))
        transcript.note("setting the topic", try await bot.ask(.put, topic, ["topic": "bots"]))
        try await anna.setPower(of: bot.id, to: 10, in: room)
        transcript.note("with enough of it", try await bot.ask(send("may I", "p1")))
        transcript.note("the topic", try await bot.ask(.put, topic, ["topic": "bots"]))
        try await anna.setPower(of: bot.id, to: 50, in: room)
        transcript.note("the topic with more", try await bot.ask(.put, topic, ["topic": "bots"]))
        transcript.note("what it is", try await bot.ask(.get, topic), "topic")
        transcript.note(
            "going elsewhere",
            try await bot.ask(.post, "v3/rooms/\(Request.encoded(room))/upgrade", ["new_version": "12"]))
        try await sync("who may what")
        try await anna.setPower(of: bot.id, to: nil, in: room)
        levels["events_default"] = 0
        try await anna.set("m.room.power_levels", .object(levels), in: room)
        try await sync("as before")
    }

    private mutating func comeByPassword() async throws {
        let device = DeviceID("SLOTKEEPER")
        func logIn(_ password: String) async throws -> MatrixPerson.Answer {
            try await bot.ask(.logIn(bot.id, Secret(password), device: device, displayName: "Bot"))
        }
        func secret(_ answer: MatrixPerson.Answer, _ name: String) -> Secret { Secret(answer.body[name].text ?? "") }
        func by(_ token: Secret, _ request: Request) -> Request {
            var request = request
            request.token = token
            return request
        }
        transcript.note("a wrong password", try await logIn("123456"))
        let first = try await logIn(Synapse.password)
        transcript.note("the right one", first, "user_id", "device_id")
        let old = (access: secret(first, "access_token"), refresh: secret(first, "refresh_token"))
        transcript.note("said", try await bot.ask(by(old.access, send("by this device", "d1"))), "event_id")
        let second = try await bot.ask(.refresh(old.refresh))
        transcript.note("refreshed", second)
        transcript.note("the old token until the new one is used", try await bot.ask(by(old.access, .whoAmI)))
        let third = try await bot.ask(.refresh(old.refresh))
        transcript.note("and refreshed once more", third)
        let access = secret(third, "access_token")
        transcript.note("the newest", try await bot.ask(by(access, .whoAmI)), "device_id")
        transcript.note("the old one", try await bot.ask(by(old.access, .whoAmI)), "soft_logout")
        transcript.note(
            "the one between", try await bot.ask(by(secret(second, "access_token"), .whoAmI)), "soft_logout")
        transcript.note("refreshing by the old", try await bot.ask(.refresh(old.refresh)))
        transcript.note("the same transaction", try await bot.ask(by(access, send("by this device", "d1"))), "event_id")
        let again = try await logIn(Synapse.password)
        transcript.note("logged in once more", again, "device_id")
        transcript.note("the token of before", try await bot.ask(by(access, .whoAmI)), "soft_logout")
        let last = secret(again, "access_token")
        transcript.note("the same transaction", try await bot.ask(by(last, send("by this device", "d1"))), "event_id")
        transcript.note("logged out", try await bot.ask(.logOut(last)))
        transcript.note("and now", try await bot.ask(by(last, .whoAmI)), "soft_logout")
        transcript.note("refreshing now", try await bot.ask(.refresh(secret(again, "refresh_token"))))
        transcript.note("on another device", try await bot.ask(.whoAmI), "user_id")
    }

    private mutating func moveOn() async throws {
        let next = try await anna.upgrade(room)
        try await sync("the room goes on elsewhere")
        transcript.note("saying something in the old one", try await bot.ask(send("hello?", "t6")))
        transcript.note("the alias", try await bot.ask(.get, "v3/directory/room/%23\(alias)\(server)"), "room_id")
        transcript.note(
            "into the new one", try await bot.ask(.post, "v3/join/\(Request.encoded(next))", [:]), "room_id")
        try await sync("there")
    }
}
