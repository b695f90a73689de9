import Bot
import BotTesting
import CalendarPlugin
import Chat
import Ledger
import ReleaseCalendar
import ReviewSlots
import Testing

@Suite("The calendar in the channel")
struct CalendarPluginTests {
    /// It is Mon 15 Dec 2014, 09:00 UTC.
    private func room(
        zone: String = "UTC", _ occasions: [Occasion] = [], log: any EventLog = MemoryLog(),
        clock: TestClock = TestClock(), plugins: [any Plugin] = []
    ) async throws -> TestRoom {
        let room = try await TestRoom.make(
            plugins: [CalendarPlugin()] + plugins, log: log, clock: clock,
            calendar: CalendarSettings(zone: Zone(zone), occasions: occasions))
        // As the running part does.
        try await room.ledger.submit(
            Submission(
                .plugin(
                    stream: CalendarReducer.stream, CalendarReducer.Command.configure(occasions, ReminderRules())),
                board: "nova", actor: .bot, by: "slotkeeper", now: clock.now))
        return room
    }

    private static func milestone(_ day: String, _ title: String = "kilo-1") throws -> Occasion {
        let day = try DateReader.day(day)
        return Occasion(id: "milestone/\(title)", kind: .milestone, title: title, time: try .init(day, through: day))
    }

    @Test("says what the examples show", arguments: CalendarPlugin().commands.flatMap(\.examples))
    func example(example: Example) async throws {
        let room = try await TestRoom.example(plugins: [CalendarPlugin()])
        let answers = await room.say(example.nick, example.says)
        #expect(answers == example.answers)
    }

    @Test func `leads put dates in, move and remove them, and everybody reads`() async throws {
        try await room().plays(
            """
            <alice> !calendar add milestone 18 Dec kilo-1
            <slotkeeper> alice: #1 milestone kilo-1: Thu 18 Dec (in 3 days). "!undo" takes it back for 10 minutes.
            <slotkeeper> New in the calendar: milestone kilo-1: Thu 18 Dec.
            <alice> !calendar add cycle 2014-11-10 to 2015-04-30 Kilo
            <slotkeeper> alice: #2 cycle Kilo: Mon 10 Nov to Thu 30 Apr 2015 (now). "!undo" takes it back for 10 minutes.
            <slotkeeper> New in the calendar: cycle Kilo: Mon 10 Nov to Thu 30 Apr 2015.
            <alice> !calendar add meeting today 14:00-15:00 every 2 weeks until 2015-04-30 Nova meeting
            <slotkeeper> alice: #3 Nova meeting: Mon 15 Dec 14:00-15:00 UTC, every 2 weeks until Thu 30 Apr 2015 (in 5 hours). "!undo" takes it back for 10 minutes.
            <slotkeeper> New in the calendar: Nova meeting: Mon 15 Dec 14:00-15:00 UTC, every 2 weeks until Thu 30 Apr 2015.
            <guest7> !calendar
            <slotkeeper> guest7: Next: Nova meeting, Mon 15 Dec 14:00-15:00 UTC (in 5 hours); milestone kilo-1, Thu 18 Dec (in 3 days); Nova meeting, Mon 29 Dec 14:00-15:00 UTC (in 14 days). Now: cycle Kilo, until Thu 30 Apr 2015.
            <alice> !calendar move kilo-1 tomorrow
            <slotkeeper> alice: #1 milestone kilo-1: Tue 16 Dec (tomorrow). "!undo" takes it back for 10 minutes.
            <slotkeeper> Moved: milestone kilo-1: Tue 16 Dec.
            <alice> !calendar move #3 Wed
            <slotkeeper> alice: #3 Nova meeting: Wed 17 Dec 14:00-15:00 UTC, every 2 weeks until Thu 30 Apr 2015 (in 2 days). "!undo" takes it back for 10 minutes.
            <slotkeeper> Moved: Nova meeting: Wed 17 Dec 14:00-15:00 UTC, every 2 weeks until Thu 30 Apr 2015.
            <alice> !undo
            <slotkeeper> alice: taken back: moved to Nova meeting: Mon 15 Dec 14:00-15:00 UTC, every 2 weeks until Thu 30 Apr 2015.
            <slotkeeper> Moved: Nova meeting: Mon 15 Dec 14:00-15:00 UTC, every 2 weeks until Thu 30 Apr 2015.
            <alice> !calendar remove 1
            <slotkeeper> alice: milestone kilo-1 is out of the calendar. "!undo" takes it back for 10 minutes.
            <slotkeeper> Called off: milestone kilo-1: Tue 16 Dec.
            <erin> !calendar all
            <slotkeeper> erin: sent in private.
            -slotkeeper to erin- cycle Kilo
            """.replacing(
                "-slotkeeper to erin- cycle Kilo",
                with: """
                    -slotkeeper to erin- #2 cycle Kilo: Mon 10 Nov to Thu 30 Apr 2015 (now)
                    -slotkeeper to erin- #3 Nova meeting: Mon 15 Dec 14:00-15:00 UTC, every 2 weeks until Thu 30 Apr 2015 (in 5 hours)
                    """))
    }

    @Test func `refuses with what to say instead`() async throws {
        try await room([Self.milestone("2015-01-15", "kilo-2")]).plays(
            """
            <erin> !calendar add milestone 18 Dec kilo-1
            <slotkeeper> erin: only leads can change the calendar (you are known as erin, voter). Ask alice.
            <guest7> !calendar remove kilo-2
            <slotkeeper> guest7: log in to services first (/msg NickServ IDENTIFY); then you can vote and act. Everything read-only works without it.
            <alice> !calendar add
            <slotkeeper> alice: what is it: cycle, milestone, meeting, other, spec freeze, feature freeze or review day, such as "!calendar add meeting Thu 14:00 every week NAME".
            <alice> !calendar add party Fri
            <slotkeeper> alice: "party" is none of the kinds of dates: cycle, milestone, meeting, other, spec freeze, feature freeze or review day, such as "!calendar add meeting Thu 14:00 every week NAME".
            <alice> !calendar add milestone soon
            <slotkeeper> alice: "soon" is no date: write 2026-12-12, or 12 Dec 2026.
            <alice> !calendar add milestone 2015-02-30 x
            <slotkeeper> alice: there is no "2015-02-30": February 2015 has 28 days.
            <alice> !calendar add milestone 2014-12-14 x
            <slotkeeper> alice: Sun 14 Dec 2014 is in the past. Say a day to come, such as 2014-12-22 or "tomorrow".
            <alice> !calendar add meeting today 08:59 x
            <slotkeeper> alice: Mon 15 Dec 2014 is in the past. Say a day to come, such as 2014-12-22 or "tomorrow".
            <alice> !calendar add meeting Thu 14:00 Europe/Berln x
            <slotkeeper> alice: "Europe/Berln" is no time zone: did you mean Europe/Berlin?
            <alice> !calendar add milestone Thu
            <slotkeeper> alice: what is it called? Put its name behind the date: "!calendar add milestone DATE NAME".
            <alice> !calendar add milestone 2015-01-15 KILO-2
            <slotkeeper> alice: that is in the calendar already.
            <alice> !calendar move kilo-2 2015-01-16
            <slotkeeper> alice: "kilo-2" stands in the configuration, and is changed there.
            <alice> !calendar move 7 2015-01-16
            <slotkeeper> alice: there is no #7 in the calendar. "!calendar all" shows the numbers.
            <alice> !calendar remove
            <slotkeeper> alice: which one? Say "!calendar remove NUMBER"; "!calendar all" shows the numbers.
            <alice> !calendar remove nothing
            <slotkeeper> alice: no date in the calendar is called "nothing". "!calendar all" lists them; a title of several words needs quotation marks.
            <alice> !calendar frobnicate
            <slotkeeper> alice: "frobnicate" is not understood here. Say "!calendar", "!calendar all", or as a lead "!calendar add KIND DATE TITLE", move or remove.
            """)
    }

    @Test func `a freeze that was noticed, or has begun, can still be taken back`() async throws {
        let room = try await room()
        func freeze() async throws -> Freeze? {
            try await room.ledger.read("nova") { board, _ in board.freezes[.feature] }
        }
        for when in ["tomorrow", "today 09:08"] {
            try await room.prepare("<alice> !calendar add feature freeze \(when) FF")
            let before = try await freeze()
            room.clock.advance(5 * Timestamp.minute)
            await room.bot.tick()
            #expect(try await freeze() != before)
            #expect(
                await room.say("alice", "!undo").first?.hasPrefix("alice: taken back: feature freeze FF") == true)
            #expect(try await freeze() == nil)
        }
    }

    @Test func `the board knows of the next freeze, until its cycle is over`() async throws {
        let room = try await room()
        func freeze() async throws -> Freeze? {
            try await room.ledger.read("nova") { board, _ in board.freezes[.feature] }
        }
        try await room.prepare(
            """
            <alice> !calendar add cycle 2014-11-10 to 2015-04-30 Kilo
            <alice> !calendar add feature freeze 2014-12-17 12:00 FF
            """)
        #expect(try await freeze()?.title == "FF")
        #expect(try await freeze()?.began == nil)
        try await room.prepare("<alice> !calendar move FF 2014-12-18\n[2014-12-17 12:00]")
        #expect(try await freeze()?.began == nil)
        try await room.prepare("[2014-12-18 12:00]")
        #expect(try await freeze()?.began == room.clock.now)
        try await room.prepare("[2015-05-01 00:00]")
        #expect(try await freeze() == nil)
        try await room.prepare("<alice> !calendar add spec freeze tomorrow Specs\n<alice> !undo")
        #expect(try await room.ledger.read("nova") { board, _ in board.freezes.isEmpty })
    }

    @Test func `an hour that moves later on the day of a reminder does not have it said again`() async throws {
        let milestones = [try Self.milestone("2014-12-16")]
        let room = try await room(milestones)
        try await room.plays(
            """
            [2014-12-16 09:00]
            <slotkeeper> Milestone kilo-1 is today: Tue 16 Dec.
            """)
        let hour = try #require(ClockTime("12:00"))
        try await room.ledger.submit(
            Submission(
                .plugin(
                    stream: CalendarReducer.stream,
                    CalendarReducer.Command.configure(milestones, ReminderRules(hour: hour))),
                board: "nova", actor: .bot, by: "slotkeeper", now: room.clock.now))
        try await room.plays("[2014-12-16 12:00]")
    }

    @Test func `times are the channel's, whatever zone they are in`() async throws {
        try await room(zone: "Europe/Berlin").plays(
            """
            <alice> !calendar add meeting Thu 14:00-15:00 UTC Nova meeting
            <slotkeeper> alice: #1 Nova meeting: Thu 18 Dec 15:00-16:00 Europe/Berlin (in 3 days). "!undo" takes it back for 10 minutes.
            <slotkeeper> New in the calendar: Nova meeting: Thu 18 Dec 15:00-16:00 Europe/Berlin.
            <alice> !calendar add other Thu 23:30-01:00 Late one
            <slotkeeper> alice: #2 Late one: Thu 18 Dec 23:30 to Fri 19 Dec 01:00 Europe/Berlin (in 3 days). "!undo" takes it back for 10 minutes.
            <slotkeeper> New in the calendar: Late one: Thu 18 Dec 23:30 to Fri 19 Dec 01:00 Europe/Berlin.
            [2014-12-17 22:30]
            <slotkeeper> Late one is tomorrow: Thu 18 Dec 23:30 to Fri 19 Dec 01:00 Europe/Berlin.
            [2014-12-18 13:00]
            <slotkeeper> Nova meeting is in 1 hour: Thu 18 Dec 15:00-16:00 Europe/Berlin.
            """)
    }

    @Test func `days until then are the channel's too`() async throws {
        // It is Mon 15 Dec 18:00 there.
        try await room(zone: "Asia/Tokyo").plays(
            """
            <alice> !calendar add meeting 16 Dec 16:00 UTC Nova meeting
            <slotkeeper> alice: #1 Nova meeting: Wed 17 Dec 01:00 Asia/Tokyo (in 2 days). "!undo" takes it back for 10 minutes.
            <slotkeeper> New in the calendar: Nova meeting: Wed 17 Dec 01:00 Asia/Tokyo.
            [2014-12-15 15:30]
            <erin> !calendar
            <slotkeeper> erin: Next: Nova meeting, Wed 17 Dec 01:00 Asia/Tokyo (tomorrow).
            <alice> !calendar add milestone 18 Dec kilo-1
            <slotkeeper> alice: #2 milestone kilo-1: Thu 18 Dec (in 2 days). "!undo" takes it back for 10 minutes.
            <slotkeeper> New in the calendar: milestone kilo-1: Thu 18 Dec.
            """)
    }

    @Test func `reminds a week, a day and an hour before, and when it begins`() async throws {
        try await room().plays(
            """
            <alice> !calendar add review day 2014-12-23 12:00-20:00 Specs
            <slotkeeper> alice: #1 review day Specs: Tue 23 Dec 12:00-20:00 UTC (in 8 days). "!undo" takes it back for 10 minutes.
            <slotkeeper> New in the calendar: review day Specs: Tue 23 Dec 12:00-20:00 UTC.
            [2014-12-16 11:59]
            [2014-12-16 12:00]
            <slotkeeper> Review day Specs is in 7 days: Tue 23 Dec 12:00-20:00 UTC.
            [2014-12-16 12:01]
            [2014-12-22 12:00]
            <slotkeeper> Review day Specs is tomorrow: Tue 23 Dec 12:00-20:00 UTC.
            [2014-12-23 11:00]
            <slotkeeper> Review day Specs is in 1 hour: Tue 23 Dec 12:00-20:00 UTC.
            [2014-12-23 12:00]
            <slotkeeper> Review day Specs has begun: Tue 23 Dec 12:00-20:00 UTC.
            [2014-12-23 20:00]
            """)
    }

    @Test func `what was missed is said once, late, as late; also after a restart`() async throws {
        let room = try await room()
        try await room.prepare(
            """
            <alice> !calendar add milestone 2014-12-17 kilo-1
            <alice> !calendar add milestone 2014-12-24 kilo-2
            <alice> !calendar add meeting Thu 14:00 every week Nova meeting
            """)
        // Nobody looks at the clock for a week.
        let restarted = try await self.room(log: room.log, clock: room.clock)
        try await restarted.plays(
            """
            [2014-12-23 10:00]
            <slotkeeper> Late, as I was away: Milestone kilo-1 was 5 days ago: Wed 17 Dec.
            <slotkeeper> Late, as I was away: Nova meeting was 4 days ago: Thu 18 Dec 14:00 UTC. Late, as I was away: Milestone kilo-2 is tomorrow: Wed 24 Dec.
            [2014-12-23 10:01]
            """)
        let again = try await self.room(log: room.log, clock: room.clock)
        try await again.plays("[2014-12-23 10:02]")
    }

    @Test func `what was put in late is not called late, and undo of what the clock did still works`() async throws {
        let room = try await room()
        try await room.plays(
            """
            <alice> !calendar add review day today 09:30 Specs
            <slotkeeper> alice: #1 review day Specs: Mon 15 Dec 09:30 UTC (in 30 minutes). "!undo" takes it back for 10 minutes.
            <slotkeeper> New in the calendar: review day Specs: Mon 15 Dec 09:30 UTC.
            [10 minutes later]
            [20 minutes later]
            <slotkeeper> Review day Specs has begun: Mon 15 Dec 09:30 UTC.
            """)
        let id = try #require(try await room.log.readBackwards(stream: nil, before: nil, limit: 1).first?.command)
        #expect(await room.say("alice", "!undo \(id)") == ["alice: taken back: reminders up to date."])
    }

    @Test func `takes over what the configuration and other plugins say, and what they say otherwise`() async throws {
        let (first, second) = (try Self.milestone("2014-12-18"), try Self.milestone("2014-12-19"))
        let room = try await room([first], plugins: [Broken(), Fair()])
        try await room.running {
            try await room.until { $0.entries.count == 2 }
            #expect(
                await room.tell("erin", "calendar all") == [
                    "milestone kilo-1: Thu 18 Dec (in 3 days) [configuration]",
                    "review day Fair: Fri 19 Dec (in 4 days) [fair]",
                ])
            #expect(
                await room.say("alice", "!calendar remove fair")
                    == ["alice: \"Fair\" comes from the plugin fair, and is changed by its commands."])
            var other = room.bot.configuration
            other.boards[0].calendar = CalendarSettings(
                occasions: [second], reminders: ReminderRules(leads: [.milestone: [3600 * 48]]))
            let position = await room.ledger.position
            try await room.bot.reconfigure(other)
            try await room.until { $0.occasions.first?.time == second.time }
            #expect(
                try await room.announcements(after: position) == [
                    "Moved by the configuration: milestone kilo-1: Fri 19 Dec."
                ])
            // By the new rules, and once.
            try await room.plays(
                """
                [2014-12-17 09:00]
                <slotkeeper> Milestone kilo-1 is in 2 days: Fri 19 Dec.
                [2014-12-17 09:01]
                """)
        }
    }

    @Test func `is a file that does not change by itself`() async throws {
        let room = try await room([Self.milestone("2014-12-18")])
        try await room.prepare("<alice> !calendar add meeting Thu 14:00-15:00 Europe/Berlin every week Nova, meeting")
        let board = room.bot.configuration.boards[0]
        let now = room.clock.now
        let file = try await room.ledger.read(CalendarReducer.self, board: "nova") { state, _, _ in
            state.file(of: board, baseURL: "https://slots.example.org/x", now: now)
        }
        #expect(file.contains("UID:1@nova.slots.example.org\r\n"))
        #expect(file.contains("UID:configuration/milestone/kilo-1@nova.slots.example.org\r\n"))
        #expect(file.contains("DTSTART;TZID=Europe/Berlin:20141218T140000\r\n"))
        #expect(file.contains("SUMMARY:Nova\\, meeting\r\n"))
    }
}

/// Another plugin, which cannot say what it knows.
private struct Broken: Plugin {
    let name = "broken"

    func occasions(on board: String, _ context: PluginContext) async throws -> [Occasion] {
        throw CalendarFault("not today")
    }
}

/// Another plugin that knows of a date.
private struct Fair: Plugin {
    let name = "fair"

    func occasions(on board: String, _ context: PluginContext) async throws -> [Occasion] {
        let day = try DateReader.day("2014-12-19")
        return [Occasion(id: "1", kind: .reviewDay, title: "Fair", time: try .init(day, through: day))]
    }
}

extension TestRoom {
    /// Waits until the calendar is so.
    fileprivate func until(_ holds: @Sendable (CalendarReducer.State) -> Bool) async throws {
        for await _ in await ledger.positions() {
            if try await ledger.read(CalendarReducer.self, board: board.name, { state, _, _ in holds(state) }) {
                return
            }
        }
    }
}
