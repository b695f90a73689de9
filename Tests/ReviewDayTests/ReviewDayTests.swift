import Bot
import BotTesting
import CalendarPlugin
import Chat
import Ledger
import ReleaseCalendar
import ReviewSlots
import Synchronization
import Testing

@testable import ReviewDay

/// A day that is planned, reminded of, counted and summed up; the example's board has 7 specs on Mon 15 Dec 2014.
@Suite struct ReviewDayTests {
    @Test("says what the examples show", arguments: ReviewDayPlugin().commands.flatMap(\.examples))
    func example(example: Example) async throws {
        let room = try await TestRoom.example(plugins: [ReviewDayPlugin()])
        #expect(await room.say(example.nick, example.says) == example.answers)
    }

    @Test func `It is announced, moved, called off, and all of that taken back`() async throws {
        try await TestRoom.example(plugins: [ReviewDayPlugin()]).plays(
            """
            <alice> !reviewday set 2014-12-19
            <slotkeeper> alice: spec review day on Fri 19 Dec, all day UTC, in 4 days. I remind of it, count, and sum up. "!undo" takes it back, "!reviewday move" and "!reviewday cancel" too.
            <slotkeeper> alice sets a spec review day: Fri 19 Dec, all day UTC, in 4 days. What is filed from now on is counted apart. "!reviewday" shows how it stands. https://slots.example.org/nova/reviewday
            <sam> !reviewday move Sat
            <slotkeeper> sam: the spec review day is now Sat 20 Dec, all day UTC. "!undo" takes it back.
            <slotkeeper> The spec review day of Fri 19 Dec, all day UTC is moved by sam, to Sat 20 Dec, all day UTC.
            <sam> !undo
            <slotkeeper> sam: taken back: spec review day moved to Fri 19 Dec, all day UTC.
            <slotkeeper> The spec review day of Sat 20 Dec, all day UTC is moved by sam, to Fri 19 Dec, all day UTC.
            <alice> !reviewday cancel too many are away
            <slotkeeper> alice: the spec review day of Fri 19 Dec, all day UTC is called off. "!undo" takes it back.
            <slotkeeper> The spec review day of Fri 19 Dec, all day UTC is called off by alice: too many are away.
            <erin> !reviewday
            <slotkeeper> erin: no review day is planned. A spec core plans one: "!reviewday set 2026-12-12 specs".
            """)
    }

    @Test func `Only one takes place on a day, and only in time to come`() async throws {
        let room = try await TestRoom.example(plugins: [ReviewDayPlugin()])
        try await room.prepare("<alice> !reviewday set 2014-12-19 14:00-18:00 code")
        try await room.plays(
            """
            <alice> !reviewday set 2014-12-19 19:00-20:00
            <slotkeeper> alice: review day 1 is on that day: move it with "!reviewday move 1 DATE", or call it off first.
            <alice> !reviewday set 2014-12-12
            <slotkeeper> alice: that has begun already, and nobody could be told before: take a time to come.
            <alice> !reviewday set 2014-02-30
            <slotkeeper> alice: there is no "2014-02-30": February 2014 has 28 days.
            <alice> !reviewday set 2014-12-20 14:00
            <slotkeeper> alice: a review day needs an end: write "!reviewday set 2026-12-12 14:00-18:00", or only the day.
            <alice> !reviewday set 2014-12-20 weekly
            <slotkeeper> alice: a review day happens once: set each one apart.
            <alice> !reviewday set 2014-12-20 specs please
            <slotkeeper> alice: "please" says nothing to me: write "!reviewday set 2026-12-12 14:00-18:00 specs".
            <alice> !reviewday set 2014-12-20 14:00-15:00 Europe/Berln
            <slotkeeper> alice: "Europe/Berln" is no time zone: did you mean Europe/Berlin?
            <alice> !reviewday set 2014-12-20 to 2015-02-20
            <slotkeeper> alice: a review day takes at most 14 days.
            <erin> !reviewday set 2014-12-20
            <slotkeeper> erin: only spec cores can plan review days (you are known as erin, voter). Ask alice or sam.
            """)
    }

    @Test func `What was called off or moved does not come back to a day that another one has taken`() async throws {
        for away in ["cancel", "move 2014-12-18"] {
            let room = try await TestRoom.example(plugins: [ReviewDayPlugin()])
            try await room.prepare("<alice> !reviewday set 2014-12-19 14:00-18:00 code")
            try await room.prepare("<sam> !reviewday \(away)\n<alice> !reviewday set 2014-12-19")
            #expect(
                await room.say("sam", "!undo") == [
                    "sam: that cannot be taken back: review day 2 is on that day: move it with \"!reviewday move 2 DATE\", or call it off first."
                ])
            try await room.prepare("<alice> !reviewday cancel 2")
            #expect(await room.say("sam", "!undo").first?.hasPrefix("sam: taken back: ") == true)
        }
    }

    @Test func `What was called off or moved does not come back to a day that the calendar has given away`()
        async throws
    {
        for away in ["cancel", "move 2014-12-18"] {
            let room = try await TestRoom.make(plugins: [ReviewDayPlugin(), CalendarPlugin()])
            try await room.prepare("<sam> !reviewday set 2014-12-19 14:00-18:00 code\n<sam> !reviewday \(away)")
            try await room.prepare("<alice> !calendar add review day 2014-12-19 Bugs")
            #expect(
                await room.say("sam", "!undo") == [
                    "sam: that cannot be taken back: the calendar has a review day on Fri 19 Dec 2014 already: \"Bugs\". Take another day, or take that one out of it first (\"!calendar all\")."
                ])
            try await room.prepare("<alice> !calendar remove Bugs")
            #expect(await room.say("sam", "!undo").first?.hasPrefix("sam: taken back: ") == true)
        }
    }

    @Test func `An hour that moves later on the day of a reminder does not have it said again`() async throws {
        let room = try await TestRoom.example(plugins: [ReviewDayPlugin()])
        try await room.prepare("<alice> !reviewday set 2014-12-17")
        await room.tick(16, 9)
        let hour = try #require(ClockTime("11:30"))
        try await room.ledger.submit(
            Submission(
                .plugin(stream: ReviewDayReducer.stream, ReviewDayReducer.Command.setHour(hour)), board: "nova",
                actor: .bot, by: "slotkeeper", now: room.clock.now))
        func due() async throws -> Int {
            try await room.log.readBackwards(stream: "reviewday/nova", before: nil, limit: 50)
                .count { $0.body.contains("\"due\"") }
        }
        await room.tick(16, 12)
        #expect(try await due() == 1)
        await room.tick(17, 12)
        #expect(try await due() == 2)
    }

    @Test func `The calendar's review days and its own are not on one day`() async throws {
        let room = try await TestRoom.make(
            plugins: [ReviewDayPlugin(), CalendarPlugin()],
            calendar: CalendarSettings(zone: try Zone("Europe/Berlin")))
        try await room.prepare("<alice> !calendar add review day 2014-12-05 09:00-11:00 every 2 weeks Code")
        func refusal(_ day: String) -> String {
            "the calendar has a review day on \(day) already: \"Code\". Take another day, or take that one out of it first (\"!calendar all\")."
        }
        try await room.plays(
            """
            <alice> !reviewday set 2014-12-19 14:00-18:00
            <slotkeeper> alice: \(refusal("Fri 19 Dec 2014"))
            <alice> !reviewday set 2014-12-20 14:00-18:00 Asia/Tokyo
            <slotkeeper> alice: spec review day on Sat 20 Dec 06:00-10:00 Europe/Berlin, in 5 days. I remind of it, count, and sum up. "!undo" takes it back, "!reviewday move" and "!reviewday cancel" too.
            <slotkeeper> alice sets a spec review day: Sat 20 Dec 06:00-10:00 Europe/Berlin, in 5 days. What is filed from now on is counted apart. "!reviewday" shows how it stands. https://slots.example.org/nova/reviewday
            <alice> !reviewday move 2015-01-02
            <slotkeeper> alice: \(refusal("Fri 2 Jan 2015"))
            <alice> !calendar add review day 2014-12-20 Other
            <slotkeeper> alice: there is a review day on Sat 20 Dec 2014 already: "Spec review day". Take another day, or call that one off first.
            <alice> !calendar add review day 2014-12-19 every week Other
            <slotkeeper> alice: there is a review day on Fri 19 Dec 2014 already: "Code". Take another day, or call that one off first.
            """)
    }

    @Test func `Of two who set one in the same instant, each in another way, one is refused`() async throws {
        for _ in 0..<20 {
            let room = try await TestRoom.make(plugins: [ReviewDayPlugin(), CalendarPlugin()])
            async let one = room.say("sam", "!reviewday set 2014-12-19")
            async let other = room.say("alice", "!calendar add review day 2014-12-19 Other")
            let answers = await one + other
            #expect(answers.count { $0.contains("review day on Fri 19 Dec 2014 already") } == 1, "\(answers)")
        }
    }

    @Test func `Whole days are told of at the hour that the calendar says`() async throws {
        let hour = try #require(ClockTime("11:30"))
        let room = try await TestRoom.make(
            plugins: [ReviewDayPlugin()], calendar: CalendarSettings(reminders: ReminderRules(hour: hour)))
        try await room.running {
            _ = await room.say("alice", "!reviewday set 2014-12-17")
            _ = try await room.reviewDayLines(1)
            while try await room.ledger.read(ReviewDayReducer.self, board: "nova", { state, _, _ in state.hour })
                != hour
            {
                await Task.yield()
            }
            await room.tick(16, 9)
            await room.tick(16, 11)
            room.clock.advance(30 * Timestamp.minute)
            await room.bot.tick()
            let lines = try await room.reviewDayLines(2)
            #expect(lines[1].hasPrefix("Spec review day tomorrow, Wed 17 Dec"))
            let due = try await room.log.readBackwards(stream: "reviewday/nova", before: nil, limit: 50)
                .filter { $0.body.contains("\"due\"") }
            #expect(due.map(\.at) == [room.clock.now])
        }
    }

    @Test func `Its reminders, noon and end are said with what there is then`() async throws {
        let reviews = TestReviews()
        let room = try await TestRoom.example(plugins: [ReviewDayPlugin(), reviews])
        try await room.running {
            _ = await room.say("alice", "!reviewday set 2014-12-17")
            var heard = 1
            _ = try await room.reviewDayLines(heard)
            func expect(_ line: String) async throws {
                heard += 1
                let lines = try await room.reviewDayLines(heard)
                #expect(lines.last == line)
            }
            await room.tick(16, 9)
            try await expect(
                "Spec review day tomorrow, Wed 17 Dec, all day UTC. 3 spec reviews open: 1 needs one more +2, 1 waits for its author. Say \"!next spec\" for one to start with. https://slots.example.org/nova/reviewday"
            )
            await room.tick(17, 0)
            await room.tick(17, 9)
            try await expect(
                "The spec review day has begun, Wed 17 Dec, all day UTC. 3 spec reviews open: 1 needs one more +2, 1 waits for its author. Say \"!next spec\" for one to start with. https://slots.example.org/nova/reviewday"
            )
            for said in [
                "add 140002 Cells: A mistake", "140002 set approved",
            ] {
                _ = await room.say("sam", "!spec \(said)")
            }
            for _ in 0..<2 { _ = await room.say("sam", "!undo") }
            for said in [
                "add 140001 Cells: A late idea", "140001 set approved", "134153 set approved", "138627 set abandoned",
            ] {
                _ = await room.say("sam", "!spec \(said)")
            }
            reviews.give([("bob", 134_153), ("bob", 140_001), ("dave", 134_153)])
            await room.tick(17, 12)
            try await expect(
                "Review day, 12:00 UTC: 2 specs approved, 1 abandoned, 3 reviews by 2 people. Needing just one +2 now: 126866 \"NFS\". https://slots.example.org/nova/reviewday"
            )
            #expect(
                await room.say("erin", "!reviewday") == [
                    "erin: the spec review day is on (Wed 17 Dec, all day UTC): 2 specs approved, 1 abandoned, 3 reviews by 2 people. Needing just one +2 now: 126866 \"NFS\". Reviews: bob 2, dave 1. Filed since it was announced: 1. https://slots.example.org/nova/reviewday"
                ])
            await room.tick(18, 0)
            try await expect(
                "Review day is over: 2 specs approved (1 of them filed since it was announced), 1 abandoned, 3 reviews by 2 people. Filed since it was announced: 1. Open now 3 reviews, before 3."
            )
        }
    }

    @Test func `Where messages can be replaced, one says all day how it goes`() async throws {
        let network = TestNetwork(remembersAnnouncements: true)
        let room = try await TestRoom.example(plugins: [ReviewDayPlugin(), TestReviews()], network: network)
        func counts(_ count: Int, on network: TestNetwork) async throws -> [Outgoing] {
            let deadline = ContinuousClock.now + .seconds(20)
            while true {
                let said = await network.said.filter { $0.key?.hasPrefix("reviewday/") ?? false }
                if said.count >= count || ContinuousClock.now > deadline { return said }
                try await Task.sleep(for: .milliseconds(5))
            }
        }
        try await room.running {
            _ = await room.say("alice", "!reviewday set 2014-12-17")
            await room.tick(17, 9)
            #expect(try await counts(1, on: network).count == 1)
            _ = await room.say("sam", "!spec 134153 set approved")
            // Not more often than each ten minutes.
            await room.tick(17, 9)
            await room.tick(17, 12)
            let said = try await counts(2, on: network)
            #expect(said.map(\.key) == ["reviewday/nova/1", "reviewday/nova/1/1418817600"])
            #expect(said.map(\.replaces) == [nil, "reviewday/nova/1"])
            #expect(
                said.map { $0.document.lines[0].plainText(quiet: false).prefix(50) } == [
                    "Spec review day so far: 0 specs approved, 0 abando",
                    "Spec review day so far: 1 spec approved, 0 abandon",
                ])
        }
        // After a restart it stands there, as it was: it is not said again, but brought up to date.
        await room.tick(17, 13)
        let later = TestNetwork(remembersAnnouncements: true)
        let again = try await TestRoom.make(
            plugins: [ReviewDayPlugin(), TestReviews()], log: room.log, clock: room.clock, network: later)
        try await again.running {
            let said = try await counts(2, on: later)
            #expect(said.map(\.key) == ["reviewday/nova/1", "reviewday/nova/1/1418821200"])
            #expect(said.map(\.replaces) == [nil, "reviewday/nova/1"])
            _ = await again.say("sam", "!spec 126866 set approved")
            await again.tick(18, 0)
            let last = try #require(try await counts(3, on: later).last)
            #expect(last.key == "reviewday/nova/1/end")
            #expect(last.replaces == "reviewday/nova/1")
            #expect(last.document.lines[0].plainText(quiet: false).hasPrefix("Spec review day in the end: "))
        }
        // One that was down at the end says how it ended when it is back.
        let last = TestNetwork(remembersAnnouncements: true)
        let third = try await TestRoom.make(
            plugins: [ReviewDayPlugin(), TestReviews()], log: room.log, clock: room.clock, network: last)
        try await third.running {
            let said = try await counts(1, on: last)
            #expect(said.map(\.key) == ["reviewday/nova/1/end"])
            #expect(said.map(\.replaces) == ["reviewday/nova/1"])
        }
    }

    @Test func `A draft of a summary waits at its end, unless a person has one at hand`() async throws {
        for hasOne in [false, true] {
            let room = try await TestRoom.example(plugins: [ReviewDayPlugin(titles: ["nova": "Nova"])])
            try await room.prepare("<alice> !reviewday set 2014-12-17")
            let sam = try await room.ledger.person(
                with: Account(network: "oftc", name: "sam"), now: room.clock.now)
            if hasOne {
                try await room.ledger.submit(
                    Submission(
                        .board(.draftSummary(of: "Mine", introduction: [])), board: "nova",
                        actor: Actor(person: sam, roles: [.specCore]), by: sam.id, now: room.clock.now))
            }
            try await room.running {
                await room.tick(18, 1)
                _ = try await room.reviewDayLines(1)
            }
            let draft = try #require(try await room.ledger.read("nova") { board, _ in board.draft })
            #expect(draft.by == (hasOne ? sam : nil))
            #expect(draft.summary.title.hasPrefix(hasOne ? "Mine" : "Nova"))
            let isTold = draft.summary.introduction.contains {
                $0.hasPrefix("After the spec review day of Wed 17 Dec 2014")
            }
            #expect(isTold != hasOne)
        }
    }

    @Test func `What was missed is said once, late, and only the newest of it`() async throws {
        let room = try await TestRoom.example(plugins: [ReviewDayPlugin()])
        try await room.prepare("<alice> !reviewday set 2014-12-17")
        try await room.running {
            await room.tick(20, 10)
            let lines = try await room.reviewDayLines(1)
            #expect(lines[0].hasPrefix("Late: Review day is over: 0 specs approved"))
            await room.tick(20, 11)
        }
        let lines = try await room.reviewDayLines(1)
        #expect(lines.count == 1)
    }

    @Test func `After a restart in the middle it goes on where it was`() async throws {
        let room = try await TestRoom.example(plugins: [ReviewDayPlugin()])
        try await room.prepare("<alice> !reviewday set 2014-12-17\n<sam> !spec add 140001 Cells: A late idea")
        // It is due, and killed before it is said.
        await room.tick(17, 9)
        let again = try await TestRoom.make(plugins: [ReviewDayPlugin()], log: room.log, clock: room.clock)
        try await again.running {
            let lines = try await again.reviewDayLines(1)
            #expect(lines[0].hasPrefix("The spec review day has begun"))
            #expect(await again.say("erin", "!reviewday")[0].contains("Filed since it was announced: 1."))
        }
    }
}

extension TestRoom {
    /// It is that hour of a day of December 2014.
    fileprivate func tick(_ day: Int, _ hour: Int) async {
        clock.set(Timestamp(1_418_601_600 + (day - 15) * Timestamp.day + hour * Timestamp.hour))
        await bot.tick()
    }

    /// What was said of review days, once that are so many lines.
    fileprivate func reviewDayLines(_ count: Int) async throws -> [String] {
        let deadline = ContinuousClock.now + .seconds(60)
        while true {
            let lines = await network.lines.filter { $0.lowercased().contains("review day") }
            if lines.count >= count || ContinuousClock.now > deadline { return lines }
            try await Task.sleep(for: .milliseconds(2))
        }
    }
}
