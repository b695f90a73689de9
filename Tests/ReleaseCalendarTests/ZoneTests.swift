import Foundation
import ReleaseCalendar
import ReviewSlots
import Testing

@Suite("Zones")
struct ZoneTests {
    @Test(arguments: [
        ("Europe/Berlin", "Europe/Berlin"), ("europe/berlin", "Europe/Berlin"), ("UTC", "UTC"), ("gmt", "UTC"),
        ("America/new york", "America/New_York"), ("US/Eastern", "US/Eastern"), ("Asia/Calcutta", "Asia/Calcutta"),
        ("America/Argentina/Ushuaia", "America/Argentina/Ushuaia"),
    ])
    func `have IANA names`(written: String, name: String) throws { #expect(try Zone(written).name == name) }

    @Test(arguments: [
        ("Europe/Berln", #""Europe/Berln" is no time zone: did you mean Europe/Berlin?"#),
        ("Berlin", #""Berlin" is no time zone: did you mean Europe/Berlin?"#),
        ("new york", #""new york" is no time zone: did you mean America/New_York?"#),
        ("BST", #""BST" is no time zone: write a place such as Europe/Berlin, or UTC"#),
        ("PST8PDT", #""PST8PDT" is no time zone: write a place such as Europe/Berlin, or UTC"#),
        ("GMT+3", #""GMT+3" is no time zone: write a place such as Europe/Berlin, or UTC"#),
        ("", #""" is no time zone: write a place such as Europe/Berlin, or UTC"#),
        ("../../etc/passwd", #""../../etc/passwd" is no time zone: write a place such as Europe/Berlin, or UTC"#),
        ("Mars/Olympus", #""Mars/Olympus" is no time zone: write a place such as Europe/Berlin, or UTC"#),
        ("/", #""/" is no time zone: write a place such as Europe/Berlin, or UTC"#),
    ])
    func `that are unknown are refused with the nearest`(written: String, sentence: String) {
        #expect(throws: CalendarFault(sentence)) { try Zone(written) }
    }

    @Test func `that end in what Foundation does not look at are refused`() {
        for end in ["\0", "\0\0/x", "\r\nBEGIN:VEVENT"] {
            #expect(throws: CalendarFault.self) { try Zone("Europe/Berlin\(end)") }
        }
    }

    @Test func `that no machine knows do not make what is stored unreadable`() throws {
        let stored = try JSONDecoder().decode(Zone.self, from: Data(#""Mars/Olympus""#.utf8))
        #expect(stored.name == "Mars/Olympus")
        #expect(stored.offset(at: Timestamp(0)) == 0)
        #expect(try String(decoding: JSONEncoder().encode(stored), as: UTF8.self) == #""Mars\/Olympus""#)
    }

    /// What the clocks show, and the moment in UTC.
    @Test(arguments: [
        ("Europe/Berlin", "2026-03-28 12:00", "2026-03-28 11:00"),
        ("Europe/Berlin", "2026-07-01 12:00", "2026-07-01 10:00"),
        // Clocks leap from 02:00 to 03:00: moved forward.
        ("Europe/Berlin", "2026-03-29 02:30", "2026-03-29 01:30"),
        ("Europe/Berlin", "2026-03-29 03:00", "2026-03-29 01:00"),
        // 02:30 is shown twice: the first.
        ("Europe/Berlin", "2026-10-25 02:30", "2026-10-25 00:30"),
        ("Europe/Berlin", "2026-10-25 03:00", "2026-10-25 02:00"),
        ("America/New_York", "2026-03-08 02:30", "2026-03-08 07:30"),
        ("America/New_York", "2026-11-01 01:30", "2026-11-01 05:30"),
        ("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03 15:45"),
        ("Asia/Kolkata", "2026-12-31 23:59", "2026-12-31 18:29"),
        // Midnight itself is leapt over.
        ("Africa/Cairo", "2026-04-24 00:00", "2026-04-23 22:00"),
        // A whole day was.
        ("Pacific/Apia", "2011-12-30 12:00", "2011-12-30 22:00"),
        ("UTC", "2028-02-29 00:00", "2028-02-29 00:00"),
    ])
    func `say which moment is meant`(zone: String, local: String, utc: String) throws {
        let moment = try Zone(zone).moment(time(local))
        #expect(Zone.utc.local(moment) == time(utc))
    }

    @Test(arguments: ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca"])
    func `go there and back, but for hours that are shown twice`(name: String) throws {
        let zone = try Zone(name)
        let quarter = 15 * Timestamp.minute
        for step in 0..<(365 * 96) {
            let moment = Timestamp(1_767_225_600 + step * quarter)
            let back = zone.moment(zone.local(moment))
            #expect(back == moment || zone.local(back) == zone.local(moment) && back < moment)
        }
    }

    @Test func `tell when the clocks are set`() throws {
        let berlin = try Zone("Europe/Berlin")
        let spring = try #require(berlin.change(after: Timestamp(1_767_225_600)))
        #expect(Zone.utc.local(spring) == time("2026-03-29 01:00"))
        #expect(try Zone("Asia/Kolkata").change(after: spring) == nil)
        #expect(Zone.utc.change(after: spring) == nil)
    }
}

/// `2026-12-12 14:00`.
func time(_ text: String) -> LocalTime {
    LocalTime(
        CalendarDay(iso: text.prefix(10)) ?? CalendarDay(number: 0), ClockTime(text.dropFirst(11)) ?? .midnight)
}

/// A moment in UTC, as `2026-12-12 14:00`.
func utc(_ text: String) -> Timestamp { Zone.utc.moment(time(text)) }
