import Bot
import BotTesting
import Chat
import Kudos
import Ledger
import ReviewSlots
import Testing

/// How a plugin is tested: its examples, its rules as conversations, its words in the channel, and a restart.
@Suite("Kudos")
struct KudosTests {
    private static func plugin(perDay: Int = 5, celebrateEvery: Int = 10) -> KudosPlugin {
        var settings = KudosPlugin.Settings()
        settings.perDay = perDay
        settings.celebrateEvery = celebrateEvery
        return KudosPlugin(settings)
    }

    @Test("says what the examples show", arguments: plugin().commands.flatMap(\.examples))
    func example(example: Example) async throws {
        let room = try await TestRoom.example(plugins: [Self.plugin()])
        #expect(await room.say(example.nick, example.says) == example.answers)
    }

    @Test("counts, for whoever votes, and never for oneself") func counts() async throws {
        try await TestRoom.make(plugins: [Self.plugin()]).plays(
            """
            <erin> !kudos bob for the quick review
            <slotkeeper> erin: bob has 1 kudos. "!undo" takes it back for 10 minutes.
            <alice> !kudos Bob, thanks
            <slotkeeper> alice: bob has 2 kudos. "!undo" takes it back for 10 minutes.
            <bob> !kudos carol
            <slotkeeper> bob: carol has 1 kudos. "!undo" takes it back for 10 minutes.
            <heidi> !kudos
            <slotkeeper> heidi: Most thanked: bob 2, carol 1
            <bob> !kudos BOB: well done
            <slotkeeper> bob: thanks for yourself do not count.
            <erin> !kudos ""
            <slotkeeper> erin: whom? Say "!kudos NAME for WHAT".
            <heidi> !kudos bob
            <slotkeeper> heidi: only voters can kudos (you are known as heidi, reader). Ask alice, bob or dave.
            <guest7> !kudos bob
            <slotkeeper> guest7: log in to services first (/msg NickServ IDENTIFY); then you can vote and act. Everything read-only works without it.
            """)
    }

    @Test("has a limit for each day, which undone ones do not touch") func limit() async throws {
        try await TestRoom.make(plugins: [Self.plugin(perDay: 2)]).plays(
            """
            <erin> !kudos bob
            <slotkeeper> erin: bob has 1 kudos. "!undo" takes it back for 10 minutes.
            <erin> !kudos dave
            <slotkeeper> erin: dave has 1 kudos. "!undo" takes it back for 10 minutes.
            <erin> !kudos alice
            <slotkeeper> erin: 2 kudos a day is the limit, and you have given them. Tomorrow again.
            <erin> !undo
            <slotkeeper> erin: taken back: thanked dave no more.
            <erin> !kudos alice
            <slotkeeper> erin: alice has 1 kudos. "!undo" takes it back for 10 minutes.
            [1 day later]
            <erin> !kudos alice
            <slotkeeper> erin: alice has 2 kudos. "!undo" takes it back for 10 minutes.
            <erin> !kudos
            <slotkeeper> erin: Most thanked: alice 2, bob 1
            """)
    }

    @Test("names somebody in the channel at each round number, once") func celebrates() async throws {
        let room = try await TestRoom.make(plugins: [Self.plugin(celebrateEvery: 2)])
        try await room.running {
            _ = await room.say("erin", "!kudos bob")
            _ = await room.say("alice", "!kudos bob")
            #expect(await room.network.lines(after: 1) == ["bob has been thanked 2 times here."])
            _ = await room.say("dave", "!kudos bob")
            _ = await room.say("alice", "!kudos bob")
            #expect(await room.network.lines(after: 2).last == "bob has been thanked 4 times here.")
        }
    }

    @Test("is after a restart what it was before") func replay() async throws {
        let room = try await TestRoom.make(plugins: [Self.plugin(perDay: 3)])
        try await room.prepare(
            """
            <erin> !kudos bob
            <erin> !kudos dave
            <alice> !kudos bob
            <erin> !kudos bob
            <erin> !undo
            """)
        let restarted = try await TestRoom.make(plugins: [Self.plugin(perDay: 3)], log: room.log, clock: room.clock)
        try await restarted.plays(
            """
            <erin> !kudos
            <slotkeeper> erin: Most thanked: bob 2, dave 1
            <erin> !kudos alice
            <slotkeeper> erin: alice has 1 kudos. "!undo" takes it back for 10 minutes.
            <erin> !kudos carol
            <slotkeeper> erin: 3 kudos a day is the limit, and you have given them. Tomorrow again.
            """)
        // A bot without the plugin keeps its history, and does not know the command.
        let without = try await TestRoom.make(log: room.log, clock: room.clock)
        #expect(await without.say("erin", "!kudos") == ["erin: no command \"kudos\". \"!help\" lists all."])
    }

    @Test("each board has its own") func boards() async throws {
        let neutron = BoardConfiguration(
            name: "neutron", rooms: [Room(network: "oftc", id: "#neutron")], roles: TestRoom.roles())
        try await TestRoom.make(plugins: [Self.plugin()], boards: [neutron]).plays(
            """
            <erin> !kudos bob
            <slotkeeper> erin: bob has 1 kudos. "!undo" takes it back for 10 minutes.
            #neutron <erin> !kudos
            #neutron <slotkeeper> erin: nobody has been thanked yet: "!kudos NAME for WHAT".
            """)
    }
}
