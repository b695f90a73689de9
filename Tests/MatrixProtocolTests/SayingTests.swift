import Chat
import MatrixModel
import Testing

@testable import MatrixProtocol

@Suite struct SayingTests {
    @Test func `A message is stored with its transaction before it is first tried`() throws {
        var bench = Bench.running()
        bench.stores = false
        bench.say("hello")
        #expect(bench.request("/send/") == nil)
        guard case .queued(let messages)? = bench.changes.last else { return #expect(Bool(false)) }
        bench.store()
        let request = try #require(bench.request("/send/"))
        #expect(request.method == .put)
        #expect(request.path.hasSuffix("/send/m.room.message/\(messages[0].transaction)"))
        #expect(request.body.map { String(decoding: $0, as: UTF8.self) } == messages[0].content)
    }

    @Test func `A message that cannot be stored is not sent`() {
        var bench = Bench.running()
        bench.stores = false
        bench.say("hello")
        bench.cannotStore()
        #expect(bench.refused[1] == .notStored("disk full"))
        bench.stores = true
        bench.live(10_000)
        #expect(bench.bodies.isEmpty)
    }

    @Test func `Lost answers, after the event was stored, send it once`() {
        var bench = Bench.running()
        bench.say("hello")
        for _ in 0..<3 {
            if let request = bench.request("/send/") { _ = bench.server.answer(request) }
            bench.fail("/send/")
            bench.wait(10_000)
        }
        bench.serve()
        #expect(bench.bodies == ["hello"])
        #expect(bench.said[1]?.count == 1)
        #expect(bench.kept.outbox.isEmpty)
    }

    @Test func `Its own echo in a sync shows that a message was taken`() {
        var bench = Bench.running()
        bench.say("hello")
        if let request = bench.request("/send/") { _ = bench.server.answer(request) }
        bench.fail("/send/")
        bench.serve()
        #expect(bench.said[1]?.count == 1)
        bench.live(60_000)
        #expect(bench.paths.filter { $0.contains("/send/") }.count == 1)
    }

    @Test func `After a kill it is sent by the same transaction`() {
        var bench = Bench.running()
        bench.say("hello")
        let first = bench.request("/send/")
        if let first { _ = bench.server.answer(first) }
        bench.restart()
        bench.serve()
        #expect(first != nil)
        #expect(bench.bodies == ["hello"])
        #expect(bench.kept.outbox.isEmpty)
    }

    @Test func `An announcement by the same name is said once, whatever happens in between`() {
        var bench = Bench.running()
        bench.say("slot 7 is free", ticket: 1, key: "nova.7")
        bench.restart()
        // It is still waiting.
        bench.say("slot 7 is free", ticket: 2, key: "nova.7")
        bench.serve()
        #expect(bench.said[2]?.count == 1)
        bench.restart()
        // It was sent, and nobody knows.
        bench.say("slot 7 is free", ticket: 3, key: "nova.7")
        bench.serve()
        #expect(bench.said[3] == bench.said[2])
        #expect(bench.bodies == ["slot 7 is free"])
    }

    @Test func `What was announced by a name is known long after the server has forgotten it`() {
        var bench = Bench.running()
        bench.say("slot 7 is free", ticket: 1, key: "nova.7")
        bench.serve()
        bench.restart()
        bench.serve()
        bench.server.forgetTransactions()
        bench.say("slot 7 is free", ticket: 2, key: "nova.7")
        bench.serve()
        #expect(bench.bodies == ["slot 7 is free"])
        #expect(bench.said[2] == bench.said[1])
    }

    @Test func `The same name in another place is another announcement`() throws {
        let other = try #require(Place("#other:example.org"))
        var bench = Bench(Bench.settings { $0.rooms.append(other) })
        bench.server.makeRoom("!other", by: Bench.alice, alias: "#other:example.org")
        bench.start()
        bench.serve()
        bench.say("slot 7 is free", ticket: 1, key: "nova.7")
        bench.say("slot 7 is free", ticket: 2, to: .place(other), key: "nova.7")
        bench.serve()
        #expect(bench.bodies.count == 1 && bench.server.said(in: "!other").count == 1)
    }

    @Test func `A reaction comes with what the message was about, after a restart too`() throws {
        var bench = Bench.running()
        bench.say("vmware is proposed", subject: "nova/b7")
        bench.serve()
        let post = try #require(bench.said[1]?.first)
        bench.restart()
        bench.serve()
        bench.server.react("2️⃣", to: post.text, in: Bench.room, by: Bench.alice)
        bench.serve()
        #expect(bench.lastReaction?.subject == "nova/b7" && bench.lastReaction?.value == 2)
        let other = bench.server.say("hello", in: Bench.room, by: Bench.bob)
        bench.server.react("1", to: other, in: Bench.room, by: Bench.alice)
        bench.serve()
        #expect(bench.lastReaction?.value == 1 && bench.lastReaction?.subject == nil)
    }

    @Test func `After 429 it waits as long as it is told, in all rooms, and then sends the same transaction`() throws {
        let other = try #require(Place("#other:example.org"))
        var bench = Bench(Bench.settings { $0.rooms.append(other) })
        bench.server.makeRoom("!other", by: Bench.alice, alias: "#other:example.org")
        bench.start()
        bench.serve()
        bench.server.burst = 0
        bench.server.retryAfter = 1452
        bench.say("hello")
        let first = bench.request("/send/")
        bench.serve()
        bench.say("there", ticket: 2, to: .place(other))
        #expect(bench.request("/send/") == nil)
        let refused = bench.now
        bench.wait(1451)
        #expect(bench.request("/send/") == nil)
        bench.server.burst = nil
        bench.live(3000)
        #expect(bench.said.keys.sorted() == [1, 2])
        let tries = bench.sent.filter { $0.request.path.contains("%21room/send/") }
        #expect(tries.count == 2 && tries.allSatisfy { $0.request == first })
        #expect(tries[1].at >= refused + 1452)
    }

    @Test func `In a room one is on its way at a time, and order is kept`() throws {
        let other = try #require(Place("#other:example.org"))
        var bench = Bench(Bench.settings { $0.rooms.append(other) })
        bench.server.makeRoom("!other", by: Bench.alice, alias: "#other:example.org")
        bench.start()
        bench.serve()
        for number in 1...5 { bench.say("line \(number)", ticket: number) }
        bench.say("elsewhere", ticket: 9, to: .place(other))
        #expect(bench.requests.filter { $0.request.path.contains("/send/") }.count == 2)
        bench.fail("%21room/send/")
        bench.live(10_000)
        #expect(bench.bodies == (1...5).map { "line \($0)" })
        #expect(bench.said.count == 6)
    }

    @Test(arguments: [403, 413, 400])
    func `What the server refuses is refused, and does not block what follows`(status: Int) {
        var bench = Bench.running()
        bench.say("first", ticket: 1)
        bench.say("second", ticket: 2)
        bench.answer("/send/", status: status, ["errcode": "M_NO", "error": "not like that"])
        #expect(bench.refused[1] == .refused("not like that (M_NO, \(status))"))
        bench.live(1000)
        #expect(bench.bodies == ["second"])
    }

    @Test func `Where the server refuses, it is not asked again at once`() {
        var bench = Bench.running()
        bench.say("first", ticket: 1)
        bench.answer("/send/", status: 403, ["errcode": "M_FORBIDDEN"])
        for ticket in 2..<32 {
            bench.say("again", ticket: ticket, key: "same")
            bench.wait(2000)
        }
        #expect(bench.paths.filter { $0.contains("/send/") }.count <= 2)
    }

    @Test func `Too much is refused as a whole`() {
        var bench = Bench.running(Bench.settings { $0.outboxLimit = 3 })
        for ticket in 1...5 { bench.say("x", ticket: ticket) }
        #expect(bench.refused.keys.sorted() == [4, 5])
        #expect(bench.refused[4] == .queueFull)
        bench.serve()
        #expect(bench.bodies.count == 3)
    }

    @Test func `What is said before it is connected is kept until then`() {
        var bench = Bench()
        bench.start()
        bench.say("early")
        bench.serve()
        bench.live(5000)
        #expect(bench.bodies == ["early"] && bench.said[1] != nil)
    }

    @Test func `An answer is a reply, and stays in a thread`() throws {
        var bench = Bench.running()
        let root = bench.server.say("let us talk", in: Bench.room, by: Bench.alice)
        let asked = bench.server.say(
            "!slots", in: Bench.room, by: Bench.bob,
            ["m.relates_to": ["rel_type": "m.thread", "event_id": .text(root)]])
        bench.serve()
        bench.say("outside", ticket: 1, answering: root)
        bench.say("inside", ticket: 2, answering: asked)
        bench.serve()
        let said = bench.server.said(in: Bench.room).map { $0.content["m.relates_to"] }
        #expect(said[0] == ["m.in_reply_to": ["event_id": .text(root)]])
        #expect(
            said[1] == [
                "rel_type": "m.thread", "event_id": .text(root), "is_falling_back": true,
                "m.in_reply_to": ["event_id": .text(asked)],
            ])
    }

    @Test func `An answer can open a thread, and the answer to an edit hangs on what was edited`() {
        var bench = Bench.running(Bench.settings { $0.answersInThreads = true })
        let asked = bench.server.say("!rank a", in: Bench.room, by: Bench.bob)
        let edit = bench.server.edit(asked, "!rank b", in: Bench.room, by: Bench.bob)
        bench.serve()
        bench.say("ok", ticket: 1, answering: asked)
        bench.say("ok again", ticket: 2, answering: edit)
        bench.serve()
        for said in bench.server.said(in: Bench.room) {
            #expect(said.content["m.relates_to"]["rel_type"] == "m.thread")
            #expect(said.content["m.relates_to"]["event_id"].text == asked)
        }
        #expect(bench.bodies == ["ok", "ok again"])
    }

    @Test func `A command that is run again after a kill is not answered twice`() {
        var bench = Bench.running()
        bench.handles = false
        let asked = bench.server.say("!slots", in: Bench.room, by: Bench.alice)
        bench.serve()
        bench.say("10 slots", ticket: 1, answering: asked)
        bench.serve()
        bench.restart()
        bench.serve()
        bench.say("10 slots", ticket: 2, answering: asked)
        bench.serve()
        #expect(bench.words == ["!slots", "!slots"])
        #expect(bench.bodies == ["10 slots"])
    }

    @Test func `An announcement is edited in place, and says who must act no second time`() throws {
        var bench = Bench.running()
        bench.say("5 approved", key: "day")
        bench.serve()
        let post = try #require(bench.said[1]?.first)
        bench.say("7 approved", ticket: 2, replacing: "day", key: "day/2")
        bench.serve()
        let edit = try #require(bench.server.said(in: Bench.room).last?.content)
        #expect(edit["body"] == "* 7 approved")
        #expect(edit["m.new_content"]["body"] == "7 approved")
        #expect(edit["m.new_content"]["msgtype"] == "m.notice")
        #expect(edit["m.relates_to"] == ["rel_type": "m.replace", "event_id": .text(post.text)])
        #expect(edit["m.mentions"] == [:])
    }

    @Test func `An announcement that is kept up to date is not forgotten for all that is said since`() throws {
        var bench = Bench.running()
        bench.say("0 approved", key: "day")
        bench.serve()
        let post = try #require(bench.said[1]?.first)
        for number in 1...2 * Kept.mostSpoken {
            let isEdit = number.isMultiple(of: 100)
            bench.say("\(number)", ticket: number + 1, replacing: isEdit ? "day" : nil, key: "\(number)")
            bench.serve()
        }
        bench.say("8 approved", ticket: 0, replacing: "day", key: "end")
        bench.serve()
        let edit = try #require(bench.server.said(in: Bench.room).last?.content)
        #expect(edit["m.relates_to"]["event_id"] == .text(post.text))
    }

    @Test func `What is kept up to date is said anew in a room that another has become, and edited there from then on`()
        throws
    {
        var bench = Bench.running()
        bench.say("0 approved", key: "day")
        bench.serve()
        bench.server.upgrade(Bench.room, to: "!next", by: Bench.alice)
        bench.serve()
        for number in 1...2 {
            bench.say("\(number) approved", ticket: number + 1, replacing: "day", key: "day/\(number)")
            bench.serve()
        }
        let said = bench.server.said(in: "!next")
        #expect(said.map { $0.content["body"] } == ["1 approved", "* 2 approved"])
        #expect(said.last?.content["m.relates_to"]["event_id"] == said.first.map { .text($0.id) })
    }

    @Test func `What answers something from another room points at nothing`() throws {
        var bench = Bench.running(Bench.settings { $0.answersInThreads = true })
        bench.handles = false
        let asked = bench.server.say("!rank mine", in: Bench.room, by: Bench.alice)
        bench.serve()
        bench.say("sent in private.", ticket: 1, answering: asked)
        let alice = try #require(UserID(Bench.alice))
        bench.say("Your ballot", ticket: 2, to: .person(alice), answering: asked)
        bench.serve()
        #expect(bench.server.said(in: Bench.room).last?.content["m.relates_to"]["rel_type"] == "m.thread")
        let alone = try #require(bench.session.kept.privateRooms[alice])
        #expect(bench.server.said(in: alone.text).map { $0.content["m.relates_to"] } == [.null])
        // The command is run again, and its private word is known by what it answers.
        bench.restart()
        bench.serve()
        bench.say("sent in private.", ticket: 3, answering: asked)
        bench.say("Your ballot", ticket: 4, to: .person(alice), answering: asked)
        bench.serve()
        #expect(bench.server.said(in: alone.text).count == 1)
    }

    @Test func `A name that begins like another's is another`() throws {
        let longer = try #require(Place("#nova:example.org.uk"))
        var bench = Bench(Bench.settings { $0.rooms += [longer] })
        bench.server.makeRoom("!uk", by: Bench.alice, alias: longer.text)
        bench.start()
        bench.serve()
        bench.say("there", ticket: 1, to: .place(longer), key: "day")
        bench.say("here", ticket: 2, key: "day")
        bench.serve()
        #expect(bench.bodies == ["here"])
    }

    @Test func `Typing shows when the answer takes its time, and ends with it`() {
        var bench = Bench.running(Bench.settings { $0.sendsTyping = true })
        bench.handles = false
        bench.server.say("!slots", in: Bench.room, by: Bench.alice)
        bench.serve()
        bench.wait(999)
        #expect(bench.request("typing") == nil)
        bench.wait(1)
        #expect(bench.request("typing")?.body == Array("{\"timeout\":30000,\"typing\":true}".utf8))
        bench.serve()
        bench.handle()
        #expect(bench.request("typing")?.body == Array("{\"typing\":false}".utf8))
    }

    @Test func `What was heard is marked as read, not more often than needed`() {
        var bench = Bench.running(Bench.settings { $0.sendsReceipts = true })
        for number in 0..<20 {
            bench.server.say("!\(number)", in: Bench.room, by: Bench.alice)
            bench.live(1000)
        }
        bench.live(20_000)
        let receipts = bench.paths.filter { $0.contains("receipt") }
        #expect((2...4).contains(receipts.count))
        let last = bench.lastSaid?.id.text.dropFirst() ?? ""
        #expect(receipts.last?.hasSuffix(last) == true)
    }
}
