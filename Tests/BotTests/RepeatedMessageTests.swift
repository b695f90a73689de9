import BotTesting
import Chat
import Ledger
import ReviewSlots
import Testing

@testable import Bot

/// What a network hands over again, what it hands over late, and what rooms know of people.
@Suite("Messages that come as they do on Matrix")
struct RepeatedMessageTests {
    private func late(_ text: String, id: String, by nick: String = "alice", in room: TestRoom) -> Message {
        var message = room.message(nick, text)
        message.id = id
        message.isLate = true
        return message
    }

    @Test("what comes again is done once, also by another life, and the answer is the same") func again() async throws {
        let room = try await TestRoom.example()
        let message = late("!slots set 6", id: "$a", in: room)
        let first = await room.bot.respond(to: message)
        let position = await room.ledger.position
        #expect(await room.bot.respond(to: message) == first)
        let other = try await TestRoom.make(log: room.log)
        #expect(await other.bot.respond(to: message) == first)
        #expect(await other.ledger.position == position)
        _ = await other.bot.respond(to: late("!slots set 7", id: "$b", in: room))
        #expect(await other.ledger.position > position)
    }

    @Test("an undo that comes again takes back no more") func undo() async throws {
        let room = try await TestRoom.example()
        for (number, slots) in [6, 7].enumerated() {
            _ = await room.bot.respond(to: late("!slots set \(slots)", id: "$\(number)", in: room))
        }
        let undo = late("!undo", id: "$undo", in: room)
        _ = await room.bot.respond(to: undo)
        _ = await room.bot.respond(to: undo)
        #expect(try await room.ledger.read("nova") { board, _ in board.settings.slots } == 6)
        // And it is still an undo, which can itself be taken back.
        #expect(await room.say("alice", "!log 1").joined().contains("message") == false)
    }

    @Test("what was said while nobody listened is answered, up to twenty commands of each") func lateOnes() async throws
    {
        let room = try await TestRoom.example()
        try await room.running {
            for number in 0..<30 {
                await room.network.heard(late("!slots", id: "$\(number)", by: "erin", in: room))
            }
            for number in 0..<10 {
                await room.network.heard(late("!slots", id: "$b\(number)", by: "bob", in: room))
            }
        }
        let lines = await room.network.lines
        #expect(lines.filter { $0.hasPrefix("erin: 4 slots") }.count == 20)
        #expect(lines.filter { $0.hasPrefix("bob: 4 slots") }.count == 10)
        #expect(lines.filter { $0.contains("more than 20 commands while I was away") }.count == 1)
    }

    @Test("what was said twice while nobody listened is done twice") func lateRepeats() async throws {
        let room = try await TestRoom.example()
        try await room.running {
            for number in 0..<2 {
                await room.network.heard(late("!slots", id: "$\(number)", by: "erin", in: room))
            }
        }
        #expect(await room.network.lines.filter { $0.hasPrefix("erin: 4 slots") }.count == 2)
    }

    @Test("on Matrix an author is a whole id, letter by letter, or one that is known") func authors() async throws {
        let room = try await TestRoom.example(network: TestNetwork(name: "matrix"))
        var configuration = room.bot.configuration
        configuration.boards[0].roles[Account(network: "matrix", name: "@Alice:example.org")] = .lead
        configuration.boards[0].roles[Account(network: "oftc", name: "alice")] = .lead
        configuration.idNetworks = ["matrix"]
        try await room.bot.reconfigure(configuration)
        func say(_ text: String) async -> String {
            var message = room.message("@Alice:example.org", text)
            message.ownNick = "slotkeeper"
            return await room.bot.respond(to: message)?.answer.lines.first?.plainText(quiet: false) ?? ""
        }
        func authors(_ name: String) async throws -> [Account] {
            try await room.ledger.read("nova") { board, people in
                board.blueprints.values.first { $0.name == name }.map { blueprint in
                    board.authors(of: blueprint).flatMap(people.accounts)
                } ?? []
            }
        }
        for (name, by) in [
            ("one-x", "@Bob:example.org"), ("two-x", "matrix:@Bob:example.org"), ("three-x", "bob"), ("four-x", "@bob"),
        ] {
            _ = await say("!blueprint add \(name) by \(by)")
            #expect(try await authors(name) == [Account(network: "matrix", name: "@Bob:example.org")], "\(by)")
        }
        #expect(await say("!blueprint add five-x by carl").contains("whom do you mean by \"carl\"?"))
        // Also when it is said elsewhere.
        var other = room.message("alice", "@nova !blueprint add six-x by matrix:carl", network: "oftc")
        #expect(
            await room.bot.respond(to: other)?.answer.lines.first?.plainText().contains("whom do you mean") == true)
        other.text = "@nova !blueprint add six-x by carl"
        _ = await room.bot.respond(to: other)
        #expect(try await authors("six-x") == [Account(network: "oftc", name: "carl")])
    }

    @Test(
        "a power level is a role in the board's rooms, if the board says so",
        arguments: [
            (Message.Power.level(50), true), (.creator, true), (.level(49), false), (nil, false),
        ])
    func power(power: Message.Power?, isEnough: Bool) async throws {
        let room = try await TestRoom.example()
        var configuration = room.bot.configuration
        configuration.boards[0].powers = [(50, .lead)]
        try await room.bot.reconfigure(configuration)
        var message = late("!slots set 6", id: "$a", by: "zoe", in: room)
        message.power = power
        #expect(await room.bot.respond(to: message)?.isRefusal == !isEnough)
        // In private nobody has power.
        message.id = "$b"
        message.text = "slots set 7"
        message.room = Room(network: room.network.name, id: "zoe", isPrivate: true)
        message.sharedRooms = [TestRoom.channel]
        #expect(await room.bot.respond(to: message)?.isRefusal == true)
    }

    @Test("a network that remembers is told the same again by the same name, and not that it is again")
    func announcements() async throws {
        let network = TestNetwork(remembersAnnouncements: true)
        let room = try await TestRoom.example(network: network)
        let announcer = Announcer(room: room.board.rooms[0], board: "nova", bot: room.bot)
        while try await announcer.sayNext() {}
        _ = await room.say("bob", "!bump vmware-vsan")
        await network.cut(.unconfirmed)
        await #expect(throws: SendError.unconfirmed) { while try await announcer.sayNext() {} }
        await network.mend()
        // Meanwhile more has happened, long ago by now.
        _ = await room.say("alice", "!slots set 6")
        room.clock.advance(Timestamp.hour)
        while try await announcer.sayNext() {}
        let said = await network.said
        try #require(said.count == 3)
        #expect(said[0].key == said[1].key && said[0].document == said[1].document)
        #expect(said[2].key != said[0].key)
        #expect(await network.lines.contains { $0.contains("(again)") } == false)
    }
}
