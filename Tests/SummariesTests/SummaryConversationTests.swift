import Bot
import BotTesting
import Chat
import Ledger
import Logging
import ReleaseCalendar
import ReviewSlots
import Summaries
import Testing

@Suite("!summary")
struct SummaryConversationTests {
    private static func plugin(url: String? = nil) -> SummariesPlugin {
        SummariesPlugin(
            ["nova": PublishTarget(folder: "/nowhere/at/all", url: url)],
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    @Test(arguments: plugin().commands.flatMap(\.examples))
    func `It says what the examples show`(example: Example) async throws {
        let room = try await TestRoom.example(plugins: [Self.plugin()])
        #expect(await room.say(example.nick, example.says) == example.answers)
    }

    @Test func `A draft is shown, approved and published, and all of it can be taken back`() async throws {
        let room = try await TestRoom.example(plugins: [Self.plugin(url: "https://specs.example.org")])
        try await room.plays(
            """
            <erin> !summary list
            <slotkeeper> erin: 1 summary: 1 "Specs for Kilo" (Fri 28 Nov). https://specs.example.org/
            <erin> !summary draft "Before the summit:"
            <slotkeeper> erin: only spec cores can draft and publish summaries (you are known as erin, voter). Ask alice or sam.
            <sam> !summary publish
            <slotkeeper> sam: there is no draft of a summary. A spec core makes one with "!summary draft "an introduction"".
            <sam> !summary draft "Before the summit:"
            <slotkeeper> sam: drafted. Since summary 1: 1 approved. "!summary show" shows it, "!summary approve" and then "!summary publish" make it summary 2.
            <erin> !summary
            <slotkeeper> erin: 10 specs in 6 categories: 4 proposed, 5 approved, 1 implemented; 4 are fast tracked. 12 reviews, 5 open. Since summary 1: 1 approved. A draft by sam of Mon 15 Dec 09:00 UTC waits: "!summary show", "!summary approve". https://specs.example.org/
            <sam> !summary publish
            <slotkeeper> sam: the draft is not approved yet: look at it with "!summary show", and then say "!summary approve".
            <sam> !summary approve
            <slotkeeper> sam: the draft is approved. "!summary publish" makes it summary 2.
            <sam> !summary approve
            <slotkeeper> sam: nothing was changed: the draft is approved.
            <alice> !summary publish
            <slotkeeper> alice: published. "!undo" takes it back for 10 minutes.
            <slotkeeper> Summary 2 is published: "nova specs for Kilo, 15 December 2014". Since summary 1: 1 approved. https://specs.example.org/2.html
            <erin> !summary list
            <slotkeeper> erin: 2 summaries: 2 "nova specs for Kilo, 15 December 2014" (Mon 15 Dec), 1 "Specs for Kilo" (Fri 28 Nov). https://specs.example.org/
            <alice> !undo
            <slotkeeper> alice: taken back: summary 2 taken back, a draft again, draft approved.
            <slotkeeper> Summary 2 is taken back, a draft again.
            <sam> !summary drop
            <slotkeeper> sam: the draft is dropped. "!undo" brings it back for 10 minutes.
            <sam> !undo
            <slotkeeper> sam: taken back: summary drafted, draft approved.
            """)
        #expect(
            await room.whisper("erin", "!summary show") == [
                "Before the summit:", "approved (1)",
                "  • Hypervisor: VMWare: Add ephemeral disk support to the VMware driver: review 126527.",
            ])
    }

    @Test func `What has changed is told since the last, a number, and any day`() async throws {
        try await TestRoom.example(plugins: [Self.plugin()]).plays(
            """
            <erin> !summary since last
            <slotkeeper> erin: Since summary 1: 1 approved.
            <erin> !summary since 1
            <slotkeeper> erin: Since summary 1: 1 approved.
            <erin> !summary since 2014-12-04
            <slotkeeper> erin: Since "nova specs for Kilo, 4 December 2014": 1 approved.
            <erin> !summary since 2014-12-05
            <slotkeeper> erin: Since "nova specs for Kilo, 5 December 2014": no changes.
            <erin> !summary since 7
            <slotkeeper> erin: there is no summary 7. "!summary list" shows them.
            <erin> !summary since 12/11
            <slotkeeper> erin: "12/11" can be read in two ways: write 2026-12-11 or 2026-11-12.
            <erin> !summary since 2014-12-16
            <slotkeeper> erin: 2014-12-16 is in the future: write a day until today, 2014-12-15.
            <erin> !summary since 2014-02-30
            <slotkeeper> erin: there is no "2014-02-30": February 2014 has 28 days.
            <erin> !summary frobnicate
            <slotkeeper> erin: there is no "!summary frobnicate"; there are since, list, draft, show, approve, publish and drop.
            """)
    }

    @Test func `An empty board has a summary that says so; an introduction of 100 KB is refused`() async throws {
        let room = try await TestRoom.make(plugins: [Self.plugin()])
        try await room.plays(
            """
            <erin> !summary
            <slotkeeper> erin: no specs yet.
            <erin> !summary since last
            <slotkeeper> erin: nothing is published yet. A spec core drafts a summary with "!summary draft "an introduction"".
            <erin> !summary show
            <slotkeeper> erin: there is no draft of a summary. A spec core makes one with "!summary draft "an introduction"".
            <sam> !summary draft
            <slotkeeper> sam: drafted. The first one: no specs yet. "!summary show" shows it, "!summary approve" and then "!summary publish" make it summary 1.
            """)
        #expect(
            await room.say("sam", "!summary draft \(String(repeating: "x ", count: 51_200))") == [
                "sam: an introduction has at most 8000 bytes, and this one has 102399: shorten it, or link to the rest."
            ])
    }

    @Test func `Nobody approves another draft than they were shown`() async throws {
        let room = try await TestRoom.example(plugins: [Self.plugin()])
        let refusal =
            "you were not shown the draft as it is now: look at it with \"!summary show\", and then say \"!summary approve\"."
        _ = await room.say("sam", "!summary draft One")
        _ = await room.say("alice", "!summary show")
        _ = await room.say("sam", "!summary draft Two")
        _ = await room.say("erin", "!summary show")
        #expect(await room.say("alice", "!summary approve") == ["alice: \(refusal)"])
        _ = await room.say("alice", "!summary show")
        try await room.plays(
            """
            <alice> !summary approve
            <slotkeeper> alice: the draft is approved. "!summary publish" makes it summary 2.
            """)
    }

    @Test func `Nobody approves what only others were shown`() async throws {
        let room = try await TestRoom.example(plugins: [Self.plugin()])
        _ = await room.say("sam", "!summary draft One")
        #expect(
            await room.say("alice", "!summary approve") == [
                "alice: you were not shown the draft as it is now: look at it with \"!summary show\", and then say \"!summary approve\"."
            ])
        #expect(await room.say("sam", "!summary approve")[0].hasPrefix("sam: the draft is approved."))
    }

    @Test func `What somebody was shown counts for all their accounts, and for roles from the room's power levels`()
        async throws
    {
        let example = try await TestRoom.example(plugins: [Self.plugin()])
        let room = try await TestRoom.make(
            plugins: [Self.plugin()], log: example.log, alsoOn: [TestNetwork(name: "libera")])
        _ = await room.tell("alice", "!link")
        _ = await room.tell("ali", "!link secret42", network: "libera")
        _ = await room.say("sam", "!summary draft One")
        _ = await room.tell("ali", "!summary show", network: "libera")
        #expect(await room.say("alice", "!summary approve")[0].hasPrefix("alice: the draft is approved."))

        _ = await room.say("sam", "!summary draft Two")
        _ = await room.tell("olga", "!summary show")
        var configuration = room.bot.configuration
        configuration.boards[0].powers = [(50, .specCore)]
        try await room.bot.reconfigure(configuration)
        var message = room.message("olga", "!summary approve")
        message.power = .level(50)
        #expect(await room.bot.respond(to: message)?.isRefusal == false)
    }

    @Test func `What is too long for a chat says how much is left out`() async throws {
        let room = try await TestRoom.example(plugins: [Self.plugin()])
        let paragraphs = (1...30).map { "Paragraph \($0)" }
        let sam = try await room.ledger.person(with: Account(network: "oftc", name: "sam"), now: room.clock.now)
        try await room.ledger.submit(
            Submission(
                .board(.draftSummary(of: nil, introduction: paragraphs)), board: "nova",
                actor: Actor(person: sam, roles: [.specCore]), by: sam.id, now: room.clock.now))
        let lines = await room.whisper("erin", "!summary show")
        #expect(lines.prefix(19) == paragraphs.prefix(19))
        #expect(lines.dropFirst(19) == ["13 more lines are left out: that is too much for a chat."])
        #expect(await room.tell("erin", "!summary show").count == 20)
    }

    @Test func `The log is read once for a day of the past, and for one question at a time`() async throws {
        let log = WatchedLog()
        let room = try await TestRoom.example(plugins: [Self.plugin()], log: log)
        let before = await log.readings
        for _ in 0..<3 {
            #expect(
                await room.say("erin", "!summary since 2014-12-04") == [
                    "erin: Since \"nova specs for Kilo, 4 December 2014\": 1 approved."
                ])
        }
        #expect(await log.readings == before + 1)
        _ = await room.say("alice", "!slots set 5")
        _ = await room.say("erin", "!summary since 2014-12-04")
        #expect(await log.readings == before + 2)
        await log.hold()
        async let slow = room.say("erin", "!summary since 2014-12-05")
        while await log.readings == before + 2 { await Task.yield() }
        #expect(
            await room.say("sam", "!summary since 2014-12-06") == [
                "sam: I am reading the whole log for another such question just now: ask again in a moment."
            ])
        #expect(await room.say("sam", "!summary since 2014-12-04")[0].hasPrefix("sam: Since"))
        await log.letGo()
        #expect(await slow == ["erin: Since \"nova specs for Kilo, 5 December 2014\": no changes."])
    }

    @Test func `After quiet hours it is told what was published, and that a draft waits`() async throws {
        let room = try await TestRoom.example(plugins: [Self.plugin()])
        var configuration = room.bot.configuration
        configuration.boards[0].quiet = QuietHours(hours: try TimeSpan.read("09:00-12:00"))
        try await room.bot.reconfigure(configuration)
        try await room.running {
            try await room.prepare(
                """
                <sam> !summary draft
                <sam> !summary approve
                <sam> !summary publish
                """)
            try await room.ledger.submit(
                .init(
                    .board(.draftSummary(of: nil, introduction: [])), board: "nova", actor: .bot, by: "slotkeeper",
                    source: "calendar", now: room.clock.now))
            room.clock.advance(3 * Timestamp.hour)
            await room.bot.tick()
            #expect(
                await room.network.lines(after: 1) == [
                    "While it was quiet here since Mon 15 Dec 09:00 UTC: summary 2 is published, a summary draft waits: !summary show. \"!slots\" shows how it stands, \"!log\" who did what. https://slots.example.org/nova"
                ])
        }
    }

    @Test func `The channels hear of what is published, and spec cores of a draft that the bot has made`() async throws
    {
        let room = try await TestRoom.example(plugins: [Self.plugin(url: "https://specs.example.org")])
        let position = await room.ledger.position
        try await room.ledger.submit(
            .init(
                .board(.draftSummary(of: nil, introduction: [])), board: "nova", actor: .bot, by: "slotkeeper",
                source: "calendar", now: room.clock.now))
        #expect(
            try await room.announcements(after: position) == [
                "alice, sam: the draft of a summary waits. Since summary 1: 1 approved. \"!summary show\", and then \"!summary approve\"."
            ])
        #expect(
            await room.say("sam", "!summary approve") == [
                "sam: you were not shown the draft as it is now: look at it with \"!summary show\", and then say \"!summary approve\"."
            ])
        _ = await room.say("sam", "!summary show")
        try await room.prepare(
            """
            <sam> !summary approve
            """)
        let approved = await room.ledger.position
        try await room.prepare(
            """
            <sam> !summary publish
            """)
        let published = await room.ledger.position
        #expect(
            try await room.announcements(after: approved) == [
                "Summary 2 is published: \"nova specs for Kilo, 15 December 2014\". Since summary 1: 1 approved. https://specs.example.org/2.html"
            ])
        try await room.prepare(
            """
            <sam> !undo
            """)
        #expect(try await room.announcements(after: published) == ["Summary 2 is taken back, a draft again."])
    }
}
