import Foundation
import ReleaseCalendar
import ReviewSlots
import Testing

@Suite("What comes next")
struct OccurrenceTests {
    private func starts(_ occasion: Occasion, after: String, _ count: Int = 4) -> [String] {
        [occasion].upcoming(after: utc(after), limit: count).map { "\(Zone.utc.local($0.start))" }
    }

    @Test func `is the same hour on the wall, over both changes of the clocks`() throws {
        let call = try Occasion.make(.meeting, "2026-03-19 15:00-16:00 weekly call", zone: "Europe/Berlin")
        #expect(
            starts(call, after: "2026-03-20 00:00", 3) == ["2026-03-26 14:00", "2026-04-02 13:00", "2026-04-09 13:00"])
        #expect(
            starts(call, after: "2026-10-16 00:00", 3) == ["2026-10-22 13:00", "2026-10-29 14:00", "2026-11-05 14:00"])
        // In UTC it is not.
        let utcCall = try Occasion.make(.meeting, "2026-03-19 15:00 weekly call")
        #expect(starts(utcCall, after: "2026-03-20 00:00", 2) == ["2026-03-26 15:00", "2026-04-02 15:00"])
    }

    @Test func `in an hour that is leapt over comes after it, in one that is shown twice the first time`() throws {
        let night = try Occasion.make(.other, "2026-03-22 02:30-02:45 weekly backup", zone: "Europe/Berlin")
        let spring = [night].upcoming(after: utc("2026-03-23 00:00"), limit: 2)
        #expect(spring.map { "\(Zone.utc.local($0.start))" } == ["2026-03-29 01:30", "2026-04-05 00:30"])
        let autumn = [night].upcoming(after: utc("2026-10-19 00:00"), limit: 2)
        #expect(autumn.map { "\(Zone.utc.local($0.start))" } == ["2026-10-25 00:30", "2026-11-01 01:30"])
        // An end that is leapt over with the beginning does not come before it.
        let short = try Occasion.make(.other, "2026-03-29 01:59-02:01 check", zone: "Europe/Berlin")
        let only = try #require([short].upcoming(after: utc("2026-03-01 00:00"), limit: 1).first)
        #expect(only.start <= only.end)
    }

    @Test func `is every second week over a year's end, until its last day`() throws {
        let call = try Occasion.make(.meeting, "2026-12-17 14:00 every 2 weeks until 2027-01-28 call")
        #expect(
            starts(call, after: "2026-12-01 00:00", 9)
                == ["2026-12-17 14:00", "2026-12-31 14:00", "2027-01-14 14:00", "2027-01-28 14:00"])
        #expect(starts(call, after: "2027-01-28 13:59") == ["2027-01-28 14:00"])
        #expect(starts(call, after: "2027-01-28 14:00") == [])
        #expect(call.next(after: utc("2027-02-01 00:00")) == nil)
    }

    @Test func `on leap days, and never on those that there are not`() throws {
        let leap = try Occasion.make(.meeting, "2028-02-29 09:00 weekly call")
        #expect(starts(leap, after: "2028-02-01 00:00", 2) == ["2028-02-29 09:00", "2028-03-07 09:00"])
        let century = try Occasion.make(.meeting, "2100-02-22 09:00 weekly call")
        #expect(starts(century, after: "2100-02-23 00:00", 2) == ["2100-03-01 09:00", "2100-03-08 09:00"])
    }

    @Test func `all day is from midnight to midnight where it is`() throws {
        let day = try Occasion.make(.reviewDay, "2026-03-29 day", zone: "Europe/Berlin")
        let occurrence = try #require(day.next(after: utc("2026-03-01 00:00")))
        #expect(Zone.utc.local(occurrence.start) == time("2026-03-28 23:00"))
        // Clocks leap forward: 23 hours.
        #expect(occurrence.end - occurrence.start == 23 * Timestamp.hour)
        #expect(occurrence.isOver(at: utc("2026-03-29 22:00")))
        #expect(!occurrence.isOver(at: utc("2026-03-29 21:59")))
        let cycle = try Occasion.make(.cycle, "2026-01-10 to 2026-06-30 M")
        #expect([cycle, day].running(at: utc("2026-06-30 23:59")).map(\.occasion.title) == ["M"])
        #expect([cycle, day].running(at: utc("2026-07-01 00:00")).isEmpty)
    }

    @Test func `of many is in order of time, and as many as are asked for`() throws {
        let all = [
            try Occasion.make(.milestone, "2026-12-18 m2", id: "1"),
            try Occasion.make(.meeting, "2026-12-03 14:00 weekly call", id: "2"),
            try Occasion.make(.featureFreeze, "2026-12-17 14:00 freeze", id: "3"),
            try Occasion.make(.cycle, "2026-06-01 to 2027-01-30 cycle", id: "4"),
        ]
        let next = all.upcoming(after: utc("2026-12-10 00:00"), limit: 4)
        #expect(next.map(\.occasion.title) == ["call", "call", "freeze", "m2"])
        #expect(all.upcoming(after: utc("2026-12-10 00:00"), limit: 0).isEmpty)
        #expect([Occasion]().upcoming(after: utc("2026-12-10 00:00"), limit: 3).isEmpty)
    }

    @Test func `A freeze lasts until its end, its cycle's, or for as long as it stands there`() throws {
        let freeze = try Occasion.make(.featureFreeze, "2026-12-17 14:00 freeze", id: "1")
        let cycle = try Occasion.make(.cycle, "2026-11-01 to 2027-04-30 L", id: "2")
        let days = try Occasion.make(.featureFreeze, "2026-12-20 to 2026-12-22 short", id: "3")
        let next = try Occasion.make(.featureFreeze, "2027-06-17 14:00 next", id: "4")
        let table: [([Occasion], String, String?)] = [
            ([freeze], "2026-12-10 00:00", "freeze"), ([freeze], "2026-12-17 14:00", "freeze"),
            ([freeze], "2036-01-01 00:00", "freeze"), ([freeze, cycle], "2027-04-30 23:59", "freeze"),
            ([freeze, cycle], "2027-05-01 00:00", nil), ([freeze, cycle, next], "2027-05-01 00:00", "next"),
            ([freeze, cycle, next], "2027-04-01 00:00", "freeze"), ([freeze, next], "2027-07-01 00:00", "next"),
            ([days], "2026-12-22 23:59", "short"), ([days], "2026-12-23 00:00", nil), ([], "2026-12-10 00:00", nil),
        ]
        for (occasions, time, title) in table {
            #expect(occasions.freeze(.featureFreeze, at: utc(time))?.occasion.title == title, "\(time)")
            #expect(occasions.freeze(.specFreeze, at: utc(time)) == nil)
        }
    }

    @Test func `ends at the last day that there is`() throws {
        let last = try Occasion.make(.meeting, "9999-12-24 14:00 weekly call")
        #expect(starts(last, after: "9999-12-20 00:00", 9) == ["9999-12-24 14:00", "9999-12-31 14:00"])
    }

    @Test func `of what nobody could have put in still comes to an end`() throws {
        var stored = try Occasion.make(.meeting, "2026-12-17 14:00 weekly call", leads: [.max, -1, .min, 3600])
        for weeks in [Int.max, .min, 0] {
            stored.repetition = Repetition(weeks: weeks)
            #expect(starts(stored, after: "2026-12-17 00:00").first == "2026-12-17 14:00")
            let due = stored.due(after: utc("2026-12-01 00:00"), upTo: utc("2026-12-17 13:30"), ReminderRules())
            #expect(due?.lead == 3600)
        }
    }

    @Test func `is read again as it was stored`() throws {
        let kept = try Occasion.make(
            .meeting, "2026-12-17 14:00-15:00 Europe/Berlin every 2 weeks until 2027-01-28 call", leads: [3600])
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let text = String(decoding: try encoder.encode(kept), as: UTF8.self)
        #expect(
            text
                == #"{"id":"1","kind":"meeting","leads":[3600],"repetition":{"until":"2027-01-28","weeks":2},"time":{"span":{"_0":{"day":"2026-12-17","time":"14:00"},"until":{"day":"2026-12-17","time":"15:00"}}},"title":"call","zone":"Europe/Berlin"}"#
        )
        #expect(try JSONDecoder().decode(Occasion.self, from: Data(text.utf8)) == kept)
        let days = try Occasion.make(.cycle, "2026-01-10 to 2026-06-30 M")
        #expect(try JSONDecoder().decode(Occasion.self, from: encoder.encode(days)) == days)
        let rules = ReminderRules(leads: [.meeting: [0]])
        #expect(try JSONDecoder().decode(ReminderRules.self, from: encoder.encode(rules)) == rules)
    }
}
