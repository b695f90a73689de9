import BotTesting
import Chat
import Ledger
import ReleaseCalendar
import ReviewSlots
import Testing

@testable import Bot

/// Announcements are lost by nothing: not by a lost connection, not by a kill, not by a long absence.
@Suite("Announcers")
struct AnnouncerTests {
    private static let bumped = [
        "Slot 1 is free: vmware-vsan was bumped by bob, 2 of 3 merged; no penalty, its rank stays. In comes #4 vmware-ephemeral-disk: 3 changes, 210 lines, https://slots.example.org/nova/s/1. Passed over: #2 nfs-image-store (spec not merged), #3 multi-attach (no code yet).",
        "carol: vmware-ephemeral-disk has slot 1 until it lands; please watch comments daily. Cores, \"!take vmware-ephemeral-disk\" to sign up (0 of 2).",
    ]

    private static func announcer(_ room: TestRoom, on network: Int = 0) -> Announcer {
        Announcer(room: room.board.rooms[network], board: room.board.name, bot: room.bot)
    }

    /// A room whose announcer has said all there is to say.
    private static func upToDate(log: any EventLog = MemoryLog()) async throws -> (TestRoom, Announcer) {
        let room = try await TestRoom.example(log: log)
        let announcer = announcer(room)
        try await announcer.sayAll()
        return (room, announcer)
    }

    @Test("a new one begins at the end of the log") func new() async throws {
        let (room, announcer) = try await Self.upToDate()
        #expect(await room.network.said.isEmpty)
        #expect(try await announcer.sayNext() == false)
    }

    @Test("what happens is said once, and not again after a restart") func once() async throws {
        let (room, announcer) = try await Self.upToDate()
        _ = await room.say("bob", "!bump vmware-vsan")
        try await announcer.sayAll()
        #expect(await room.network.lines == Self.bumped)
        try await Self.announcer(try await TestRoom.make(log: room.log, network: room.network)).sayAll()
        #expect(await room.network.lines == Self.bumped)
    }

    @Test(
        "what does not concern the channel is passed over", arguments: ["!take tag-instances", "!second multi-attach"])
    func silent(text: String) async throws {
        let (room, announcer) = try await Self.upToDate()
        _ = await room.say("bob", text)
        try await announcer.sayAll()
        #expect(await room.network.said.isEmpty)
        #expect(try await announcer.sayNext() == false)
    }

    @Test(
        "while nothing can be said nothing is lost, and then it is said once",
        arguments: [
            SendError.notConnected, .notInRoom("#openstack-nova"), .queueFull,
        ])
    func cut(fault: SendError) async throws {
        let (room, announcer) = try await Self.upToDate()
        await room.network.cut(fault)
        _ = await room.say("bob", "!bump vmware-vsan")
        for _ in 1...3 { await #expect(throws: fault) { try await announcer.sayAll() } }
        await room.network.mend()
        // It was certainly not said before, so it is not marked either: not even by a bot that was killed meanwhile.
        try await Self.announcer(try await TestRoom.make(log: room.log, network: room.network)).sayAll()
        #expect(await room.network.lines == Self.bumped)
    }

    @Test("a line that may have been said is said again, marked, and only that one") func again() async throws {
        let (room, announcer) = try await Self.upToDate()
        await room.network.cut(.unconfirmed)
        _ = await room.say("bob", "!bump vmware-vsan")
        _ = await room.say("alice", "!announce Back to work.")
        await #expect(throws: SendError.unconfirmed) { try await announcer.sayAll() }
        #expect(await room.network.lines == Self.bumped)
        // Killed here, before the line was confirmed; the connection is down for a while after the restart.
        let restarted = Self.announcer(try await TestRoom.make(log: room.log, network: room.network))
        await room.network.cut(.notConnected)
        await #expect(throws: SendError.notConnected) { try await restarted.sayAll() }
        await room.network.mend()
        try await restarted.sayAll()
        #expect(await room.network.lines == Self.bumped + Self.bumped.map { "(again) " + $0 } + ["Back to work."])
    }

    @Test("who was warned of silence meanwhile is in that line, as long as it matters") func warned() async throws {
        let (room, announcer) = try await Self.upToDate()
        await room.network.cut()
        _ = await room.say("alice", "!announce The gate is down.")
        room.clock.advance(4 * Timestamp.day)
        await room.bot.tick()
        room.clock.advance(Timestamp.hour)
        await room.network.mend()
        try await announcer.sayAll()
        #expect(
            await room.network.lines == [
                "While I was away since Mon 15 Dec 09:00 UTC: said \"The gate is down.\"; landed barbican-keys; in came vmware-ephemeral-disk; unanswered tag-instances. \"!slots\" shows how it stands, \"!log\" who did what. https://slots.example.org/nova"
            ])
    }

    @Test("what a cycle has left is in that line, too") func cycle() async throws {
        let (room, announcer) = try await Self.upToDate()
        await room.network.cut()
        _ = await room.say("alice", "!announce The gate is down.")
        var settings = room.board.settings
        settings.cycle = "Liberty"
        try await room.ledger.submit(
            Submission(
                .board(.configure(settings)), board: "nova", actor: .bot, by: "slotkeeper", source: "configuration",
                now: room.clock.now))
        room.clock.advance(Timestamp.day)
        await room.network.mend()
        try await announcer.sayAll()
        let lines = await room.network.lines
        #expect(
            lines == [
                "While I was away since Mon 15 Dec 09:00 UTC: said \"The gate is down.\"; Kilo ended with 5 approved and not implemented (!repropose Kilo). \"!slots\" shows how it stands, \"!log\" who did what. https://slots.example.org/nova"
            ])
    }

    @Test("an exception that is asked for, declined or granted is in that line, too") func exceptions() async throws {
        let (room, announcer) = try await Self.upToDate()
        await room.network.cut()
        try await room.prepare(
            """
            <carol> !exception request vmware-vsan the last change is late
            <bob> !exception sponsor vmware-vsan
            <carol> !exception request nfs-image-store it is small
            <dave> !exception decline nfs-image-store
            <bob> !exception sponsor multi-attach
            <dave> !exception sponsor multi-attach
            """)
        room.clock.advance(Timestamp.hour)
        await room.network.mend()
        try await announcer.sayAll()
        let lines = await room.network.lines
        #expect(
            lines == [
                "While I was away since Mon 15 Dec 09:00 UTC: an exception for vmware-vsan is asked for (!exception sponsor vmware-vsan), no exception for nfs-image-store, multi-attach is excepted. \"!slots\" shows how it stands, \"!log\" who did what. https://slots.example.org/nova"
            ])
    }

    @Test("in quiet hours nothing is said, and afterwards all of it in one line; who asks is answered")
    func quiet() async throws {
        let (room, announcer) = try await Self.upToDate()
        try await room.configure { $0.quiet = QuietHours(hours: try TimeSpan.read("09:00-12:00")) }
        _ = await room.say("bob", "!bump vmware-vsan")
        #expect(await room.say("alice", "!announce The gate is down.").count == 1)
        room.clock.advance(Timestamp.hour)
        try await announcer.sayAll()
        #expect(await room.network.said.isEmpty)
        room.clock.advance(2 * Timestamp.hour)
        try await announcer.sayAll()
        let lines = await room.network.lines
        #expect(
            lines == [
                "While it was quiet here since Mon 15 Dec 09:00 UTC: said \"The gate is down.\"; vmware-vsan bumped; in came vmware-ephemeral-disk. \"!slots\" shows how it stands, \"!log\" who did what. https://slots.example.org/nova"
            ])
        #expect(try await announcer.sayNext() == false)
    }

    @Test("a channel that gathers hears of all in one line, and of one thing as it is") func gathering() async throws {
        let (room, announcer) = try await Self.upToDate()
        try await room.configure { $0.gathering = [$0.rooms[0]: Timestamp.hour] }
        _ = await room.say("bob", "!bump vmware-vsan")
        room.clock.advance(30 * Timestamp.minute)
        _ = await room.say("alice", "!announce The gate is down.")
        try await announcer.sayAll()
        #expect(await room.network.said.isEmpty)
        room.clock.advance(30 * Timestamp.minute)
        try await announcer.sayAll()
        let lines = await room.network.lines
        #expect(lines.count == 1)
        #expect(lines[0].hasPrefix("Since Mon 15 Dec 09:00 UTC: said \"The gate is down.\"; vmware-vsan bumped;"))
        _ = await room.say("alice", "!announce It is up again.")
        room.clock.advance(Timestamp.hour)
        try await announcer.sayAll()
        #expect(await room.network.lines.last == "It is up again.")
    }

    @Test("while a channel gathers, what waits is not read again at each change") func gatheringIsQuiet() async throws {
        let log = WatchedLog()
        let (room, announcer) = try await Self.upToDate(log: log)
        try await room.configure { $0.gathering = [$0.rooms[0]: Timestamp.hour] }
        _ = await room.say("bob", "!bump vmware-vsan")
        var gathered: Timestamp?
        #expect(try await announcer.sayNext(&gathered) == false)
        let reads = await log.reads
        for number in 1...5 {
            _ = await room.say("alice", "!announce Number \(number).")
            #expect(try await announcer.sayNext(&gathered) == false)
        }
        #expect(await log.reads == reads)
        room.clock.advance(Timestamp.hour)
        #expect(try await announcer.sayNext(&gathered))
        #expect(await room.network.lines.count == 1)
        #expect(try await announcer.sayNext(&gathered) == false)
        // One that gathers no more says at once what has waited.
        _ = await room.say("alice", "!announce At last.")
        #expect(try await announcer.sayNext(&gathered) == false)
        try await room.configure { $0.gathering = [:] }
        #expect(try await announcer.sayNext(&gathered))
        #expect(await room.network.lines.last == "At last.")
    }

    @Test("a long absence becomes one line") func absence() async throws {
        let (room, announcer) = try await Self.upToDate()
        await room.network.cut()
        _ = await room.say("bob", "!bump vmware-vsan")
        _ = await room.say("grace", "!landed barbican-keys")
        _ = await room.say("alice", "!announce The gate is down.")
        room.clock.advance(2 * Timestamp.hour)
        _ = await room.say("bob", "!second multi-attach")
        await #expect(throws: SendError.notConnected) { try await announcer.sayAll() }
        await room.network.mend()
        try await announcer.sayAll()
        #expect(
            await room.network.lines == [
                "While I was away since Mon 15 Dec 09:00 UTC: said \"The gate is down.\"; landed barbican-keys; vmware-vsan bumped; in came vmware-ephemeral-disk. \"!slots\" shows how it stands, \"!log\" who did what. https://slots.example.org/nova"
            ])
        #expect(try await announcer.sayNext() == false)
    }

    @Test("one line is said as it is, however late") func late() async throws {
        let (room, announcer) = try await Self.upToDate()
        _ = await room.say("bob", "!bump vmware-vsan")
        room.clock.advance(2 * Timestamp.day)
        try await announcer.sayAll()
        #expect(await room.network.lines == Self.bumped)
    }

    @Test("each room is told by an announcer of its own") func rooms() async throws {
        let other = TestNetwork(name: "libera")
        let room = try await TestRoom.make(alsoOn: [other])
        let announcers = [Self.announcer(room, on: 0), Self.announcer(room, on: 1)]
        for announcer in announcers { try await announcer.sayAll() }
        await other.cut()
        _ = await room.say("alice", "!slots set 5")
        try await announcers[0].sayAll()
        await #expect(throws: SendError.notConnected) { try await announcers[1].sayAll() }
        #expect(await room.network.lines == ["Slots: 4 -> 5 by alice."])
        await other.mend()
        try await announcers[1].sayAll()
        #expect(await other.lines == ["Slots: 4 -> 5 by alice."])
        #expect(await room.network.said.count == 1)
    }

    @Test("what one command did is told as a whole, however much it is") func whole() async throws {
        let (room, announcer) = try await Self.upToDate()
        let items = (1...2500).map { SummaryItem("Spec \($0)", [SummaryReview($0)]) }
        let alice = try await room.ledger.person(with: Account(network: "oftc", name: "alice"), now: room.clock.now)
        try await room.ledger.submit(
            Submission(
                .board(.importSummary(Summary(title: "Many", categories: [.init("All", items)]), date: room.clock.now)),
                board: "nova", actor: Actor(person: alice, roles: [.lead]), by: alice.id, source: "import",
                now: room.clock.now))
        try await announcer.sayAll()
        #expect(
            await room.network.lines == [
                "Specs imported: 2500 new, 10 gone from the list. \"!specs\" counts all. https://slots.example.org/nova/specs"
            ])
    }

    @Test("many commands are told in their order") func many() async throws {
        let (room, announcer) = try await Self.upToDate()
        for number in 1...40 { _ = await room.say("alice", "!announce \(number)") }
        try await announcer.sayAll()
        #expect(await room.network.lines == (1...40).map { "\($0)" })
    }

    @Test("people are called by the names that they have on the network") func names() async throws {
        let other = TestNetwork(name: "libera")
        let room = try await TestRoom.make(alsoOn: [other])
        let announcers = [Self.announcer(room, on: 0), Self.announcer(room, on: 1)]
        for announcer in announcers { try await announcer.sayAll() }
        try await room.prepare("<alice> !blueprint add soft-affinity trivial changes 1 by frank")
        _ = await room.say("frank", "!link")
        _ = await room.tell("franz", "!link secret42", network: "libera")
        _ = await room.say("frank", "!ready soft-affinity")
        for announcer in announcers { try await announcer.sayAll() }
        #expect(await room.network.lines.first?.hasPrefix("frank: soft-affinity (#1) moves into slot 1") == true)
        #expect(await other.lines.first?.hasPrefix("franz: soft-affinity (#1) moves into slot 1") == true)
    }

    @Test("a running bot answers at once and tells the channels by itself") func running() async throws {
        let room = try await TestRoom.example()
        await room.network.cut()
        try await room.running {
            // The answer is lost with the connection; what it did is told when there is one again.
            _ = await room.say("bob", "!bump vmware-vsan")
            await room.network.mend()
            #expect(await room.network.lines(after: 1) == Self.bumped)
            room.network.hear(room.message("erin", "!version"))
            #expect(await room.network.lines(after: 2) == Self.bumped + ["erin: Slotkeeper test."])
            room.network.hear(room.message("erin", "!log"))
            #expect(await room.network.lines(after: 4).contains { $0.hasPrefix("C") })
            let rooms = await room.network.said.suffix(2).map(\.room)
            #expect(rooms.map(\.isPrivate) == [false, true] && rooms.last?.id == "erin")
        }
    }
}

extension Announcer {
    fileprivate func sayAll() async throws {
        while try await sayNext() {}
    }
}

extension TestRoom {
    /// Goes on with other settings of the board.
    fileprivate func configure(_ change: (inout BoardConfiguration) throws -> Void) async throws {
        var configuration = bot.configuration
        try change(&configuration.boards[0])
        try await bot.reconfigure(configuration)
    }
}
