import Bot
import BotTesting
import Chat
import Ledger
import ReviewSlots
import Testing

/// Other settings while the bot runs.
@Suite("New settings")
struct ReconfigureTests {
    /// The settings of a room, with other channels and roles.
    private func settings(
        _ room: TestRoom, channels: [String], lead: String = "alice", slots: Int = 4
    ) -> BotConfiguration {
        var configuration = room.bot.configuration
        configuration.boards[0].rooms = channels.map { Room(network: "oftc", id: $0) }
        configuration.boards[0].roles = [Account(network: "oftc", name: lead): [.lead]]
        configuration.boards[0].settings.slots = slots
        return configuration
    }

    @Test(
        "a new channel hears what happens from then on, one that is gone hears nothing, one that stays misses nothing")
    func channels() async throws {
        let room = try await TestRoom.make()
        try await room.running {
            _ = await room.say("alice", "!announce one")
            _ = await room.network.lines(after: 1)
            try await room.bot.reconfigure(settings(room, channels: ["#openstack-nova", "#nova-too"]))
            _ = await room.say("alice", "!announce two")
            _ = await room.network.lines(after: 3)
            try await room.bot.reconfigure(settings(room, channels: ["#nova-too"]))
            _ = await room.bot.respond(to: room.message("alice", "!announce three", channel: "#nova-too"))
            _ = await room.network.lines(after: 4)
            // What was said meanwhile is not said to one that comes back.
            try await room.bot.reconfigure(settings(room, channels: ["#openstack-nova", "#nova-too"]))
            _ = await room.say("alice", "!announce four")
            _ = await room.network.lines(after: 6)
        }
        let heard = Dictionary(grouping: await room.network.said, by: \.room.id)
            .mapValues { $0.flatMap { $0.document.lines.map { $0.plainText() } } }
        #expect(heard == ["#openstack-nova": ["one", "two", "four"], "#nova-too": ["two", "three", "four"]])
    }

    @Test("roles and slots are the new ones at once") func roles() async throws {
        let room = try await TestRoom.make()
        try await room.plays(
            """
            <heidi> !slots set 6
            <slotkeeper> heidi: only leads can change the slots (you are known as heidi, reader). Ask alice.
            """)
        try await room.bot.reconfigure(settings(room, channels: [TestRoom.channel], lead: "heidi", slots: 7))
        try await room.plays(
            """
            <alice> !slots set 6
            <slotkeeper> alice: only leads can change the slots (you are known as alice, reader). Ask heidi.
            <heidi> !slots set 6
            <slotkeeper> heidi: slots: 7 -> 6. "!undo" takes it back for 10 minutes.
            <slotkeeper> Slots: 7 -> 6 by heidi.
            """)
    }

    @Test("a new board is there") func board() async throws {
        let room = try await TestRoom.make()
        var configuration = room.bot.configuration
        configuration.boards.append(
            BoardConfiguration(name: "glance", rooms: [Room(network: "oftc", id: "#glance")], roles: TestRoom.roles()))
        try await room.bot.reconfigure(configuration)
        try await room.plays(
            """
            #glance <alice> !slots set 3
            #glance <slotkeeper> alice: slots: 10 -> 3. "!undo" takes it back for 10 minutes.
            """)
    }
}
