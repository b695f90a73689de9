import ReleaseCalendar
import ReviewSlots
import Testing

@Suite("Reminders")
struct ReminderTests {
    private let day = Timestamp.day
    private let hour = Timestamp.hour

    @Test func `come a week, a day and an hour before, and at the start, each once`() throws {
        let freeze = try Occasion.make(.reviewDay, "2026-12-17 14:00 freeze")
        var clock = VirtualClock(utc("2026-12-01 00:00"))
        clock.run(until: utc("2026-12-20 00:00"), [freeze])
        #expect(
            clock.lines == [
                "2026-12-10 14:00 freeze 7d", "2026-12-16 14:00 freeze 1d", "2026-12-17 13:00 freeze 1h",
                "2026-12-17 14:00 freeze now",
            ])
    }

    @Test func `keep the time of day over both changes of the clocks`() throws {
        let spring = try Occasion.make(.other, "2026-03-29 12:00 spring", zone: "Europe/Berlin", leads: [day, hour])
        let autumn = try Occasion.make(.other, "2026-10-25 12:00 autumn", zone: "Europe/Berlin", leads: [day, hour])
        for (occasion, from, to) in [
            (spring, "2026-03-27 00:00", "2026-03-30 00:00"), (autumn, "2026-10-23 00:00", "2026-10-26 00:00"),
        ] {
            var clock = VirtualClock(utc(from))
            clock.run(until: utc(to), [occasion])
            #expect(
                clock.lines
                    == (occasion == spring
                        ? ["2026-03-28 11:00 spring 1d", "2026-03-29 09:00 spring 1h"]
                        : ["2026-10-24 10:00 autumn 1d", "2026-10-25 10:00 autumn 1h"]))
        }
    }

    @Test func `of whole days come at nine there, on leap days and year ends too`() throws {
        let leap = try Occasion.make(.milestone, "2028-03-01 leap", zone: "America/New_York")
        var clock = VirtualClock(utc("2028-02-20 00:00"))
        clock.run(until: utc("2028-03-02 00:00"), [leap])
        #expect(
            clock.lines == ["2028-02-23 14:00 leap 7d", "2028-02-29 14:00 leap 1d", "2028-03-01 14:00 leap now"])
        let year = try Occasion.make(.milestone, "2027-01-01 year")
        clock = VirtualClock(utc("2026-12-20 00:00"))
        clock.run(until: utc("2027-01-02 00:00"), [year])
        #expect(
            clock.lines == ["2026-12-25 09:00 year 7d", "2026-12-31 09:00 year 1d", "2027-01-01 09:00 year now"])
    }

    @Test func `after a week of downtime are said once each, late, the newest alone`() throws {
        let occasions = [
            try Occasion.make(.milestone, "2026-12-12 m2", id: "1"),
            try Occasion.make(.featureFreeze, "2026-12-18 14:00 freeze", id: "2", leads: [7 * Timestamp.day]),
            try Occasion.make(.meeting, "2026-11-05 14:00 every week call", id: "3"),
            try Occasion.make(.reviewDay, "2026-12-16 09:30 review", id: "4"),
            try Occasion.make(.milestone, "2027-03-01 later", id: "5"),
        ]
        var clock = VirtualClock(utc("2026-12-09 08:00"))
        clock.sleep(until: utc("2026-12-16 08:30"), occasions)
        #expect(
            clock.lines == [
                // Over; the freeze's week-before reminder; the call of the week; on time for the review.
                "2026-12-16 08:30 m2 now late", "2026-12-16 08:30 freeze 7d late",
                "2026-12-16 08:30 call 1h late", "2026-12-16 08:30 review 1h",
            ])
        clock.run(until: utc("2026-12-16 09:30"), occasions)
        #expect(clock.lines.dropFirst(4) == ["2026-12-16 09:30 review now"])
    }

    @Test func `of what was over before anybody knew of it are not said`() throws {
        let late = try Occasion.make(.reviewDay, "2026-12-17 14:00 review")
        // Put in three hours before.
        var clock = VirtualClock(utc("2026-12-17 11:00"))
        clock.run(until: utc("2026-12-17 15:00"), [late])
        #expect(clock.lines == ["2026-12-17 13:00 review 1h", "2026-12-17 14:00 review now"])
    }

    @Test func `are as the rules say, and an occasion's own go before`() throws {
        let rules = ReminderRules(leads: [.meeting: [2 * hour], .other: []], hour: ClockTime("07:30") ?? .nine)
        let occasions = [
            try Occasion.make(.meeting, "2026-12-17 14:00 call"), try Occasion.make(.other, "2026-12-17 14:00 none"),
            try Occasion.make(.other, "2026-12-17 14:00 own", leads: [3 * hour]),
            try Occasion.make(.milestone, "2026-12-17 m2"),
        ]
        var clock = VirtualClock(utc("2026-12-16 12:00"))
        clock.run(until: utc("2026-12-18 00:00"), occasions, rules)
        #expect(clock.lines == ["2026-12-17 07:30 m2 now", "2026-12-17 11:00 own 3h", "2026-12-17 12:00 call 2h"])
    }

    @Test func `are none while the clock stands still or goes back`() throws {
        let call = try Occasion.make(.meeting, "2026-11-05 14:00 every week call")
        #expect(call.due(after: utc("2026-12-10 13:00"), upTo: utc("2026-12-10 13:00"), ReminderRules()) == nil)
        #expect(call.due(after: utc("2026-12-10 13:00"), upTo: utc("2026-12-01 13:00"), ReminderRules()) == nil)
        #expect(call.due(after: utc("2026-12-10 12:59"), upTo: utc("2026-12-10 13:00"), ReminderRules()) != nil)
    }
}
