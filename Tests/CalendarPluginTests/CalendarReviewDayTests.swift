import BotTesting
import CalendarPlugin
import Ledger
import ReleaseCalendar
import ReviewSlots
import Testing

@Suite("Review days in the calendar")
struct CalendarReviewDayTests {
    /// It is Mon 15 Dec 2014, 09:00 UTC.
    private func room() async throws -> TestRoom { try await TestRoom.make(plugins: [CalendarPlugin()]) }

    @Test func `there is one review day on a day`() async throws {
        try await room().plays(
            """
            <alice> !calendar add review day Fri 09:00-17:00 Specs
            <slotkeeper> alice: #1 review day Specs: Fri 19 Dec 09:00-17:00 UTC (in 4 days). "!undo" takes it back for 10 minutes.
            <slotkeeper> New in the calendar: review day Specs: Fri 19 Dec 09:00-17:00 UTC.
            <alice> !calendar add review day Fri Code
            <slotkeeper> alice: there is a review day on Fri 19 Dec 2014 already: "Specs". Take another day, or call that one off first.
            <alice> !calendar move Specs Sat
            <slotkeeper> alice: #1 review day Specs: Sat 20 Dec 09:00-17:00 UTC (in 5 days). "!undo" takes it back for 10 minutes.
            <slotkeeper> Moved: review day Specs: Sat 20 Dec 09:00-17:00 UTC.
            <alice> !calendar move Specs Sat
            <slotkeeper> alice: it is there already, and nothing was changed.
            """)
    }

    @Test func `one that repeats is not put on the next day of another, however far that is`() async throws {
        let room = try await room()
        try await room.prepare("<alice> !calendar add review day 2015-01-02 Specs")
        let answer = await room.say("alice", "!calendar add review day Fri every week Code")
        #expect(
            answer == [
                "alice: there is a review day on Fri 2 Jan 2015 already: \"Specs\". Take another day, or call that one off first."
            ])
    }

    @Test func `two that repeat are not put where they meet later`() async throws {
        let room = try await room()
        try await room.prepare("<alice> !calendar add review day 2014-12-19 every 2 weeks Specs")
        // 9 Jan, 30 Jan: and there, six weeks after the first.
        try await room.plays(
            """
            <alice> !calendar add review day 2015-01-09 every 3 weeks Code
            <slotkeeper> alice: there is a review day on Fri 30 Jan 2015 already: "Specs". Take another day, or call that one off first.
            <alice> !calendar add review day 2014-12-26 every 2 weeks Code
            <slotkeeper> alice: #2 review day Code: Fri 26 Dec, every 2 weeks (in 11 days). "!undo" takes it back for 10 minutes.
            <slotkeeper> New in the calendar: review day Code: Fri 26 Dec, every 2 weeks.
            <alice> !calendar move Code 2015-01-09 every 3 weeks until 2015-01-29
            <slotkeeper> alice: #2 review day Code: Fri 9 Jan 2015, every 3 weeks until Thu 29 Jan 2015 (in 25 days). "!undo" takes it back for 10 minutes.
            <slotkeeper> Moved: review day Code: Fri 9 Jan 2015, every 3 weeks until Thu 29 Jan 2015.
            """)
    }

    @Test func `one of many days is not put over a later one that repeats`() async throws {
        let room = try await room()
        try await room.prepare("<alice> !calendar add review day 2014-12-08 every week Mondays")
        let answer = await room.say("alice", "!calendar add review day 2014-12-09 to 2014-12-23 Long")
        #expect(
            answer.first?.hasPrefix("alice: there is a review day on Mon 15 Dec 2014 already: \"Mondays\".") == true,
            "\(answer)")
    }

    @Test func `one that the configuration puts on another's day is taken, and the channel hears of it`() async throws {
        let room = try await room()
        try await room.prepare("<alice> !calendar add review day Fri Specs")
        let time = Occasion.Time.days(try DateReader.day("2014-12-19"), through: try DateReader.day("2014-12-19"))
        for _ in 0..<2 {
            try await room.ledger.submit(
                Submission(
                    .plugin(
                        stream: CalendarReducer.stream,
                        CalendarReducer.Command.configure(
                            [Occasion(id: "code", kind: .reviewDay, title: "Code", time: time)], ReminderRules())),
                    board: "nova", actor: .bot, by: "slotkeeper", now: room.clock.now))
        }
        let heard = try await room.announcements(after: 0)
        #expect(
            heard.filter { $0.contains("two review days") } == [
                "There are two review days on Fri 19 Dec 2014: \"Code\" of the configuration and \"Specs\": move one of them, or take it out."
            ])
    }

    @Test func `a review day that was taken out does not come back to a day that another one has taken`() async throws {
        let room = try await room()
        try await room.prepare(
            """
            <alice> !calendar add review day Fri Specs
            <alice> !calendar remove Specs
            """)
        let removed = try #require(
            try await room.log.readBackwards(stream: "calendar/nova", before: nil, limit: 1).first)
        try await room.prepare("<alice> !calendar add review day Fri Code")
        try await room.plays(
            """
            <alice> !undo \(removed.command)
            <slotkeeper> alice: that cannot be taken back: there is a review day on Fri 19 Dec 2014 already: "Code". Take another day, or call that one off first.
            """)
    }
}
