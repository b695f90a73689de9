import MatrixModel
import Testing

@testable import MatrixProtocol

/// Whom it talks with alone, and whose invitations it follows.
@Suite struct PrivateRoomTests {
    private static let eve = "@eve:elsewhere.example"

    private func place(_ text: String) throws -> Place { try #require(Place(text)) }
    private func user(_ text: String) throws -> UserID { try #require(UserID(text)) }

    @Test func `A place with two in it is nobody's private room, be it named by its id`() throws {
        let alone = try place("!alone")
        var bench = Bench(Bench.settings { $0.rooms = [alone] })
        bench.server.makeRoom("!alone", by: Bench.alice)
        bench.start()
        bench.serve()
        bench.say("secret", to: .person(try user(Bench.alice)))
        bench.live(60_000)
        #expect(bench.server.said(in: "!alone").isEmpty)
        #expect(bench.paths.contains("v3/createRoom"))
    }

    @Test func `Whoever has left the room of two is asked into another`() throws {
        var bench = Bench.running()
        let alice = try user(Bench.alice)
        bench.say("1", ticket: 1, to: .person(alice))
        bench.serve()
        let first = try #require(bench.session.kept.privateRooms[alice])
        bench.server.enter(Bench.alice, first.text)
        bench.serve()
        bench.server.leave(Bench.alice, first.text, by: Bench.alice)
        bench.serve()
        bench.say("2", ticket: 2, to: .person(alice))
        // Who leaves each is not asked again and again.
        bench.live(3_000_000)
        #expect(bench.session.kept.privateRooms[alice] == nil)
        bench.live(1_000_000)
        let second = try #require(bench.session.kept.privateRooms[alice])
        #expect(second != first)
        #expect(bench.server.rooms[first.text]?.members.isEmpty == true)
        #expect(bench.server.said(in: second.text).map { $0.content["body"] } == ["2"])
    }

    @Test func `Many invitations at once are followed one after the other, and the place's room before all`() throws {
        var bench = Bench.running(Bench.settings { $0.inviters = Set([UserID(Bench.alice)].compactMap(\.self)) })
        for number in 1...12 {
            bench.server.makeRoom("!alone\(number)", by: Bench.alice)
            bench.server.close("!alone\(number)")
            bench.server.invite(ModelHomeserver.bot, "!alone\(number)", by: Bench.alice, isDirect: true)
        }
        bench.serve()
        func joined() -> Int {
            (1...12).count { bench.server.rooms["!alone\($0)"]?.members.contains(ModelHomeserver.bot) ?? false }
        }
        #expect((5...7).contains(joined()))
        bench.live(120_000)
        #expect(joined() == 12)
    }

    @Test func `Only those who may invite are followed, into its rooms and to talk alone`() throws {
        var bench = Bench.running()
        for (number, user) in [Self.eve, Bench.alice].enumerated() {
            bench.server.makeRoom("!direct\(number)", by: user)
            bench.server.invite(ModelHomeserver.bot, "!direct\(number)", by: user, isDirect: true)
            bench.server.makeRoom("!party\(number)", by: user)
            bench.server.invite(ModelHomeserver.bot, "!party\(number)", by: user)
        }
        bench.live(60_000)
        let inside = bench.server.rooms.filter { $0.value.members.contains(ModelHomeserver.bot) }.keys.sorted()
        #expect(inside == ["!direct1", Bench.room])
        bench.server.say("slots", in: "!direct1", by: Bench.alice)
        bench.serve()
        #expect(bench.lastSaid?.target == .person(try user(Bench.alice)))
        #expect(bench.lastSaid?.sharedPlaces == [try #require(Bench.place)])
    }

    @Test func `An invitation into its own room is followed at once`() throws {
        var bench = Bench()
        bench.server.close(Bench.room)
        bench.start()
        bench.live(60_000)
        #expect(bench.alerts.count == 1)
        bench.server.invite(ModelHomeserver.bot, Bench.room, by: Bench.alice)
        bench.live(1000)
        bench.server.say("!slots", in: Bench.room, by: Bench.alice)
        bench.serve()
        #expect(bench.words == ["!slots"])
    }

    @Test func `A flood of invitations is no flood of requests`() {
        var bench = Bench.running()
        for number in 0..<100 {
            bench.server.makeRoom("!direct\(number)", by: Bench.alice)
            bench.server.invite(ModelHomeserver.bot, "!direct\(number)", by: Bench.alice, isDirect: true)
        }
        bench.live(1000)
        #expect(bench.paths.filter { $0.hasPrefix("v3/join/%21direct") }.count == 5)
    }

    @Test func `Where a third one comes in, nothing is private any more`() throws {
        var bench = Bench.running()
        bench.server.makeRoom("!direct", by: Bench.alice)
        bench.server.invite(ModelHomeserver.bot, "!direct", by: Bench.alice, isDirect: true)
        bench.serve()
        bench.server.enter(Self.eve, "!direct")
        bench.server.say("!bump b1", in: "!direct", by: Self.eve)
        bench.server.say("!bump b1", in: "!direct", by: Bench.alice)
        bench.serve()
        #expect(bench.heard.isEmpty)
    }

    @Test func `A private word opens a room once, and goes into it from then on`() throws {
        var bench = Bench.running()
        let bob = Target.person(try user(Bench.bob))
        bench.say("one", ticket: 1, to: bob)
        bench.say("two", ticket: 2, to: bob)
        bench.serve()
        bench.restart()
        bench.serve()
        bench.say("three", ticket: 3, to: bob)
        bench.live(5000)
        #expect(bench.said.keys.sorted() == [1, 2, 3])
        #expect(bench.paths.filter { $0 == "v3/createRoom" }.count == 1)
        let room = try #require(bench.server.rooms.keys.first { $0.hasPrefix("!made") })
        #expect(bench.server.said(in: room).map { $0.content["body"].text } == ["one", "two", "three"])
    }

    @Test func `When the answer is lost, the room that was opened is found`() throws {
        var bench = Bench.running()
        bench.say("one", to: .person(try user(Bench.bob)))
        _ = bench.server.answer(try #require(bench.request("createRoom")))
        bench.fail("createRoom")
        bench.live(120_000)
        #expect(bench.said[1] != nil)
        #expect(bench.paths.filter { $0 == "v3/createRoom" }.count == 1)
    }
}
