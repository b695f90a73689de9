import MatrixModel
import Testing

@testable import MatrixProtocol

/// Which rooms it is in, and whom it listens to there.
@Suite struct PlaceTests {
    private static let eve = "@eve:elsewhere.example"

    private func place(_ text: String) throws -> Place { try #require(Place(text)) }
    private func user(_ text: String) throws -> UserID { try #require(UserID(text)) }

    @Test func `A room that cannot be entered does not stop the others, and is tried seldom`() throws {
        let closed = try place("#closed:example.org")
        let nowhere = try place("#nowhere:example.org")
        var bench = Bench(Bench.settings { $0.rooms += [closed, nowhere] })
        bench.server.makeRoom("!closed", by: Bench.alice, alias: "#closed:example.org")
        bench.server.leave(ModelHomeserver.bot, "!closed", by: Bench.alice, ban: true)
        bench.roll(0.999_999)
        bench.start()
        bench.live(86_400_000)
        let joins = bench.paths.filter { $0 == "v3/join/%21closed" }.count
        #expect((24...40).contains(joins))
        #expect((20...40).contains(bench.paths.filter { $0.hasSuffix("%23nowhere%3Aexample.org") }.count))
        #expect(bench.alerts.count == 2)
        bench.server.say("!slots", in: Bench.room, by: Bench.alice)
        bench.serve()
        #expect(bench.words == ["!slots"])
        bench.server.unban(ModelHomeserver.bot, "!closed", by: Bench.alice)
        bench.live(7_200_000)
        bench.server.say("!here", in: "!closed", by: Bench.alice)
        bench.serve()
        #expect(bench.lastSaid?.target == .place(closed))
    }

    @Test func `Who is put out comes back, each time later, and says it once`() throws {
        var bench = Bench.running()
        var pauses: [Int] = []
        for _ in 0..<4 {
            bench.server.leave(ModelHomeserver.bot, Bench.room, by: Bench.alice, reason: "enough")
            bench.serve()
            let left = bench.now
            let joins = bench.paths.filter { $0.hasPrefix("v3/join") }.count
            while bench.paths.filter({ $0.hasPrefix("v3/join") }).count == joins { bench.live(1000) }
            pauses.append(bench.now - left)
            bench.live(5000)
        }
        #expect(pauses.allSatisfy { $0 >= 60_000 })
        #expect(
            bench.alerts.first == .placeClosed(try #require(Bench.place), "removed by \(Bench.alice): enough"))
        bench.server.leave(ModelHomeserver.bot, Bench.room, by: Bench.alice, ban: true)
        bench.serve()
        let joins = bench.paths.filter { $0.hasPrefix("v3/join") }.count
        bench.live(3_500_000)
        #expect(bench.paths.filter { $0.hasPrefix("v3/join") }.count == joins)
    }

    @Test func `A room that has been left behind gives nobody power`() throws {
        var bench = Bench.running()
        bench.server.upgrade(Bench.room, to: "!next", by: Bench.alice)
        bench.serve()
        bench.server.say("!slots set 3", in: Bench.room, by: Bench.alice)
        bench.serve()
        #expect(bench.lastSaid?.text == "!slots set 3")
        #expect(bench.lastSaid?.power == .unknown)
        bench.server.say("!slots set 4", in: "!next", by: Bench.alice)
        bench.serve()
        #expect(bench.lastSaid?.power != .unknown)
    }

    @Test func `A room that claims to go on in another of ours does not put us out of that`() throws {
        let main = try place("#main:example.org")
        var bench = Bench(Bench.settings { $0.rooms += [main] })
        bench.server.makeRoom("!main", by: Bench.bob, alias: "#main:example.org")
        bench.start()
        bench.serve()
        bench.server.change(
            "m.room.tombstone", ["body": "merged", "replacement_room": "!main"], in: Bench.room, by: Bench.alice)
        bench.live(120_000)
        bench.server.say("!slots", in: "!main", by: Bench.bob)
        bench.serve()
        #expect(bench.lastSaid?.target == .place(main))
        #expect(!bench.paths.contains { $0.hasSuffix("leave") })
    }

    @Test func `Two places that are one room are told of once`() throws {
        let same = try place("#same:example.org")
        var bench = Bench(Bench.settings { $0.rooms += [same] })
        bench.server.aliases["#same:example.org"] = Bench.room
        bench.start()
        bench.live(3_600_000)
        #expect(bench.alerts.count == 1)
        if case .shared = bench.alerts.first {} else { Issue.record("\(bench.alerts)") }
    }

    @Test func `An alias that leads nowhere for a moment is moved, one that does for longer is told of once`() throws {
        var bench = Bench.running()
        bench.server.aliases["#nova:example.org"] = nil
        bench.server.change("m.room.canonical_alias", [:], in: Bench.room, by: Bench.alice)
        bench.live(3000)
        bench.server.makeRoom("!new", by: Bench.alice)
        bench.server.aliases["#nova:example.org"] = "!new"
        bench.live(10_000)
        bench.server.say("!slots", in: "!new", by: Bench.alice)
        bench.serve()
        #expect(bench.words == ["!slots"])
        #expect(bench.alerts.isEmpty)
        bench.server.aliases["#nova:example.org"] = nil
        bench.live(86_400_000)
        #expect(bench.alerts.count == 1)
        if case .aliasLost(_, stayingIn: .some, _) = bench.alerts.first {} else { Issue.record("\(bench.alerts)") }
    }

    // MARK: Upgrades

    @Test func `An upgraded room is followed, and what was said on the way is heard`() throws {
        var bench = Bench.running()
        bench.server.say("!old", in: Bench.room, by: Bench.alice)
        bench.server.upgrade(Bench.room, to: "!next", by: Bench.alice)
        bench.serve()
        bench.server.say("!new", in: "!next", by: Bench.alice)
        bench.say("hello")
        bench.serve()
        #expect(bench.words == ["!old", "!new"])
        #expect(bench.lastSaid?.target == bench.session.settings.rooms.first.map { .place($0) })
        #expect(bench.server.said(in: "!next").count == 1)
        #expect(bench.alerts.count == 1)
        if case .moved = bench.alerts.first {} else { Issue.record("\(bench.alerts)") }
        bench.restart()
        bench.serve()
        bench.server.say("!later", in: "!next", by: Bench.alice)
        bench.serve()
        #expect(bench.words.last == "!later")
    }

    @Test func `A room configured by its id is followed too, also when it happened while it was down`() throws {
        let room = try place(Bench.room)
        var bench = Bench.running(Bench.settings { $0.rooms = [room] })
        for next in ["!second", "!third"] {
            bench.server.upgrade(next == "!second" ? Bench.room : "!second", to: next, by: Bench.alice)
        }
        bench.restart()
        bench.serve()
        bench.server.say("!here", in: "!third", by: Bench.alice)
        bench.serve()
        #expect(bench.lastSaid?.target == .place(room))
    }

    @Test func `A successor that does not name the room as its predecessor is left, and never listened to`() throws {
        let room = try place(Bench.room)
        var bench = Bench.running(Bench.settings { $0.rooms = [room] })
        for predecessor in [nil, "!another"] {
            let trap = "!trap\(predecessor == nil ? 1 : 2)"
            bench.server.makeRoom(trap, by: Self.eve, predecessor: predecessor)
            bench.server.change(
                "m.room.tombstone", ["body": "moved", "replacement_room": .text(trap)], in: Bench.room, by: Bench.alice)
            bench.serve()
            bench.server.say("!bump b1", in: trap, by: Self.eve)
            bench.serve()
            #expect(bench.server.rooms[trap]?.members.contains(ModelHomeserver.bot) == false)
        }
        #expect(bench.heard.isEmpty)
        #expect(bench.alerts.count == 2)
        // It stays where it was.
        bench.server.say("!slots", in: Bench.room, by: Bench.alice)
        bench.serve()
        #expect(bench.words == ["!slots"])
    }

    @Test func `A tombstone by somebody who may not set one is not followed`() throws {
        let room = try place(Bench.room)
        var bench = Bench.running(Bench.settings { $0.rooms = [room] })
        bench.server.makeRoom("!trap", by: Bench.bob, predecessor: Bench.room)
        bench.server.change(
            "m.room.tombstone", ["body": "moved", "replacement_room": "!trap"], in: Bench.room, by: Bench.bob)
        bench.serve()
        #expect(!bench.paths.contains("v3/join/%21trap"))
        #expect(bench.alerts.count == 1)
    }

    @Test func `Rooms that succeed one another in a circle are not followed for ever`() throws {
        let room = try place(Bench.room)
        var bench = Bench.running(Bench.settings { $0.rooms = [room] })
        bench.server.upgrade(Bench.room, to: "!next", by: Bench.alice)
        bench.serve()
        bench.server.change(
            "m.room.tombstone", ["body": "back", "replacement_room": .text(Bench.room)], in: "!next", by: Bench.alice)
        bench.live(3_600_000)
        let before = bench.sent.count
        bench.live(3_600_000)
        #expect(bench.sent.count - before < 200)
    }

    @Test func `An alias that is moved is followed`() throws {
        var bench = Bench.running()
        bench.server.makeRoom("!other", by: Bench.alice)
        bench.server.aliases["#nova:example.org"] = "!other"
        bench.live(3_700_000)
        bench.server.say("!here", in: "!other", by: Bench.alice)
        bench.serve()
        bench.server.say("!there", in: Bench.room, by: Bench.alice)
        bench.serve()
        #expect(bench.words == ["!here"])
        #expect(bench.kept.aliases.values.map(\.text) == ["!other"])
    }

    @Test func `A room that is not configured is not listened to`() {
        var bench = Bench()
        bench.server.makeRoom("!stray", by: Self.eve)
        bench.server.enter(Bench.bob, "!stray")
        bench.server.enter(ModelHomeserver.bot, "!stray")
        bench.start()
        bench.serve()
        bench.server.say("!slots", in: "!stray", by: Self.eve)
        bench.serve()
        #expect(bench.heard.isEmpty)
    }

    @Test func `Other rooms of the configuration are entered and heard at once, and the old ones are not`() throws {
        var bench = Bench.running()
        bench.server.makeRoom("!glance", by: Bench.alice, alias: "#glance:example.org")
        let glance = try place("#glance:example.org")
        bench.give(.setRooms([glance], inviters: []))
        bench.serve()
        bench.server.say("!old", in: Bench.room, by: Bench.alice)
        bench.server.say("!new", in: "!glance", by: Bench.alice)
        bench.serve()
        #expect(bench.words == ["!new"])
        bench.say("hello", ticket: 1)
        bench.say("hello", ticket: 2, to: .place(glance))
        bench.serve()
        #expect(bench.refused.keys.sorted() == [1] && bench.said.keys.sorted() == [2])
    }

    // MARK: Encryption

    @Test func `An encrypted room is told once that nothing can be read there`() throws {
        var bench = Bench()
        bench.server.change("m.room.encryption", ["algorithm": "m.megolm.v1.aes-sha2"], in: Bench.room, by: Bench.alice)
        bench.start()
        bench.serve()
        for _ in 0..<3 {
            bench.server.say("!slots", in: Bench.room, by: Bench.alice)
            bench.restart()
            bench.serve()
        }
        #expect(bench.bodies.count == 1 && bench.bodies[0].contains("Pantalaimon"))
        #expect(bench.heard.isEmpty)
        #expect(bench.alerts == [.encrypted(try #require(Bench.place))])
        bench.say("hello")
        #expect(bench.refused[1] == .encrypted(.place(try #require(Bench.place))))
    }

    @Test func `A room that becomes encrypted is told, and behind a proxy it is like any other`() {
        for hasProxy in [false, true] {
            var bench = Bench.running(Bench.settings { $0.canReadEncrypted = hasProxy })
            bench.server.change("m.room.encryption", ["algorithm": "x"], in: Bench.room, by: Bench.alice)
            bench.server.say("!slots", in: Bench.room, by: Bench.alice)
            bench.serve()
            #expect(bench.heard.count == (hasProxy ? 1 : 0))
            #expect(bench.bodies.count == (hasProxy ? 0 : 1))
        }
    }

    @Test func `Who talks alone and encrypted is told so, and private words go another way`() throws {
        var bench = Bench.running()
        bench.server.makeRoom("!direct", by: Bench.alice)
        bench.server.change("m.room.encryption", ["algorithm": "x"], in: "!direct", by: Bench.alice)
        bench.server.invite(ModelHomeserver.bot, "!direct", by: Bench.alice, isDirect: true)
        bench.serve()
        #expect(bench.server.said(in: "!direct").count == 1)
        bench.say("your ballot", to: .person(try user(Bench.alice)))
        bench.live(5000)
        #expect(bench.said[1] != nil)
        #expect(bench.server.said(in: "!direct").count == 1)
    }
}
