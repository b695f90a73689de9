import ReleaseCalendar
import ReviewSlots
import Testing

@Suite struct QuietHoursTests {
    @Test func `Nights go over midnight, as the clocks of the zone show it`() throws {
        let quiet = QuietHours(hours: try TimeSpan.read("22:00-07:00"), weekends: true)
        let berlin = try Zone("Europe/Berlin")
        let table: [(String, String, Bool)] = [
            ("2026-03-27", "21:59", false), ("2026-03-27", "22:00", true), ("2026-03-28", "12:00", true),
            ("2026-03-29", "23:59", true), ("2026-03-30", "06:59", true), ("2026-03-30", "07:00", false),
            ("2026-10-23", "07:00", false), ("2026-10-23", "22:00", true),
        ]
        for (day, time, isQuiet) in table {
            let moment = berlin.moment(
                LocalTime(try #require(CalendarDay(iso: day)), try #require(ClockTime(time))))
            #expect(quiet.covers(moment, in: berlin) == isQuiet, "\(day) \(time)")
        }
    }

    @Test func `Hours of one day, weekends alone, or nothing`() throws {
        let noon = Zone.utc.moment(LocalTime(try #require(CalendarDay(iso: "2026-11-28")), .noon))
        #expect(QuietHours(hours: try TimeSpan.read("11:00-13:00")).covers(noon, in: .utc))
        #expect(!QuietHours(hours: try TimeSpan.read("13:00-14:00")).covers(noon, in: .utc))
        #expect(QuietHours(weekends: true).covers(noon, in: .utc))
        #expect(!QuietHours().covers(noon, in: .utc))
    }
}
