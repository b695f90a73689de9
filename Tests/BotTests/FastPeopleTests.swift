import BotTesting
import Chat
import Ledger
import Testing

@testable import Bot

@Suite("People who ask fast")
struct FastPeopleTests {
    private func answers(_ body: (TestRoom) async throws -> Void) async throws -> [String] {
        let room = try await TestRoom.example()
        try await body(room)
        return await room.network.lines
    }

    private let version = "erin: Slotkeeper test."

    @Test func `get an equal command within two seconds answered once`() async throws {
        let lines = try await answers { room in
            for _ in 0..<45 { await room.bot.receive(room.message("erin", "!version")) }
            room.clock.advance(1)
            await room.bot.receive(room.message("erin", "!version"))
            room.clock.advance(1)
            await room.bot.receive(room.message("erin", "!version"))
        }
        #expect(lines == [version, version])
    }

    @Test func `get others, and those of others and in private, answered each`() async throws {
        let lines = try await answers { room in
            await room.bot.receive(room.message("erin", "!version"))
            await room.bot.receive(room.message("bob", "!version"))
            await room.bot.receive(room.message("erin", "!nonsense"))
            await room.bot.receive(room.message("erin", "!nonsense"))
            var message = room.message("erin", "!version")
            message.room = Room(network: message.room.network, id: "erin", isPrivate: true)
            await room.bot.receive(message)
        }
        #expect(lines.count == 5)
    }

    @Test func `do so again and again if the setting says so`() async throws {
        let lines = try await answers { room in
            var configuration = room.bot.configuration
            configuration.repeatWithin = .zero
            try await room.bot.reconfigure(configuration)
            for _ in 0..<3 { await room.bot.receive(room.message("erin", "!version")) }
        }
        #expect(lines == [version, version, version])
    }

    @Test func `are told once when too much waits for them, and nothing more is done`() async throws {
        let room = try await TestRoom.example()
        let before = try await room.log.end()
        await room.network.holdBack(25)
        for number in 0..<100 { await room.bot.receive(room.message("alice", "!announce number \(number).")) }
        await room.bot.receive(room.message("alice", "only talking"))
        #expect(await room.network.lines.map { $0.prefix(30) } == ["alice: slow down, please: my l"])
        #expect(try await room.log.end() == before)
        await room.network.holdBack(24)
        await room.bot.receive(room.message("alice", "!version"))
        #expect(await room.network.lines.last == "alice: Slotkeeper test.")
    }

    @Test func `cannot fill the memory`() {
        var recent = RecentCommands()
        let now = ContinuousClock.now
        let room = Room(network: "oftc", id: "#nova")
        let said = (0..<10_000).map { number in
            Message(room: room, nick: "n\(number)", identity: .notLoggedIn, text: "!slots", ownNick: "slotkeeper")
        }
        let repeated = said.map { recent.isRepeated($0, within: .seconds(2), at: now) }
        #expect(!repeated.contains(true))
        let again = [said[0], said[9999]].map { recent.isRepeated($0, within: .seconds(2), at: now) }
        #expect(again == [true, false])
        let told = said.map { recent.mustBeTold($0, isBusy: true) }
        #expect(!told.contains(false))
    }
}
