import Foundation
import ReleaseCalendar
import ReviewSlots
import Testing

@Suite("iCalendar files")
struct ICalendarTests {
    private let changed = utc("2026-11-01 10:00")

    private func file(_ occasions: Occasion..., title: String = "Nova") -> String {
        ICalendar(
            title: title, domain: "nova.slots.example.org",
            entries: occasions.map { ICalendar.Entry($0, changed: changed) }
        ).text(now: changed)
    }

    private func lines(_ text: String) -> [String] { text.components(separatedBy: "\r\n") }

    @Test func `say days, moments, spans in UTC, and what repeats in its zone`() throws {
        let text = file(
            try .make(.cycle, "2026-11-10 to 2027-04-30 Kilo", id: "1"),
            try .make(.milestone, "2026-12-18 kilo-1", id: "2"),
            try .make(.featureFreeze, "2027-02-05 23:59 Europe/Berlin Freeze", id: "3"),
            try .make(.reviewDay, "2026-12-11 09:00-17:00 Europe/Berlin Reviews", id: "4"),
            try .make(.meeting, "2026-11-12 14:00-15:00 Europe/Berlin every 2 weeks until 2027-04-30 Call", id: "5"),
            try .make(.meeting, "2026-11-12 14:00-15:00 weekly In UTC", id: "6"))
        #expect(
            lines(text) == [
                "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Slotkeeper//Calendar//EN", "CALSCALE:GREGORIAN",
                "METHOD:PUBLISH", "NAME:Nova", "X-WR-CALNAME:Nova",
                "BEGIN:VTIMEZONE", "TZID:Europe/Berlin",
                "BEGIN:STANDARD", "DTSTART:20261111T000000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0100", "END:STANDARD",
                "BEGIN:DAYLIGHT", "DTSTART:20270328T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200",
                "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "END:DAYLIGHT",
                "BEGIN:STANDARD", "DTSTART:20271031T030000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100",
                "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "END:STANDARD",
                "END:VTIMEZONE",
                "BEGIN:VEVENT", "UID:1@nova.slots.example.org", "DTSTAMP:20261101T100000Z",
                "LAST-MODIFIED:20261101T100000Z", "SEQUENCE:29892120",
                "DTSTART;VALUE=DATE:20261110", "DTEND;VALUE=DATE:20270501", "TRANSP:TRANSPARENT", "SUMMARY:Kilo",
                "CATEGORIES:cycle", "END:VEVENT",
                "BEGIN:VEVENT", "UID:2@nova.slots.example.org", "DTSTAMP:20261101T100000Z",
                "LAST-MODIFIED:20261101T100000Z", "SEQUENCE:29892120",
                "DTSTART;VALUE=DATE:20261218", "DTEND;VALUE=DATE:20261219", "TRANSP:TRANSPARENT", "SUMMARY:kilo-1",
                "CATEGORIES:milestone", "END:VEVENT",
                "BEGIN:VEVENT", "UID:3@nova.slots.example.org", "DTSTAMP:20261101T100000Z",
                "LAST-MODIFIED:20261101T100000Z", "SEQUENCE:29892120",
                "DTSTART:20270205T225900Z", "SUMMARY:Freeze", "CATEGORIES:feature freeze", "END:VEVENT",
                "BEGIN:VEVENT", "UID:4@nova.slots.example.org", "DTSTAMP:20261101T100000Z",
                "LAST-MODIFIED:20261101T100000Z", "SEQUENCE:29892120",
                "DTSTART:20261211T080000Z", "DTEND:20261211T160000Z", "SUMMARY:Reviews", "CATEGORIES:review day",
                "END:VEVENT",
                "BEGIN:VEVENT", "UID:5@nova.slots.example.org", "DTSTAMP:20261101T100000Z",
                "LAST-MODIFIED:20261101T100000Z", "SEQUENCE:29892120",
                "DTSTART;TZID=Europe/Berlin:20261112T140000", "DTEND;TZID=Europe/Berlin:20261112T150000",
                "RRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20270430T215959Z", "SUMMARY:Call", "CATEGORIES:meeting",
                "END:VEVENT",
                "BEGIN:VEVENT", "UID:6@nova.slots.example.org", "DTSTAMP:20261101T100000Z",
                "LAST-MODIFIED:20261101T100000Z", "SEQUENCE:29892120",
                "DTSTART:20261112T140000Z", "DTEND:20261112T150000Z", "RRULE:FREQ=WEEKLY;INTERVAL=1",
                "SUMMARY:In UTC", "CATEGORIES:meeting", "END:VEVENT",
                "END:VCALENDAR", "",
            ])
    }

    @Test func `fold at 75 octets and split no letter`() throws {
        for letter in ["a", "é", "漢", "👩‍👩‍👧‍👦"] {
            for start in 0..<8 {
                let title = String(repeating: "x", count: start) + String(repeating: letter, count: 100)
                var occasion = try Occasion.make(.other, "2026-12-18")
                occasion.title = title
                let text = file(occasion)
                #expect(lines(text).allSatisfy { $0.utf8.count <= 75 })
                #expect(!text.replacing("\r\n", with: "").contains { $0 == "\n" || $0 == "\r" })
                // By scalars: what begins a line may join its blank to one character.
                let unfolded = text.replacingOccurrences(of: "\r\n ", with: "", options: .literal)
                #expect(lines(unfolded).contains("SUMMARY:\(title)"))
            }
        }
    }

    @Test func `escape titles, whatever they hold`() throws {
        var occasion = try Occasion.make(.other, "2026-12-18")
        occasion.title = "a,b;c\\d\\n\r\nEND:VEVENT\r\nBEGIN:VALARM\u{0}\u{7}\n"
        #expect(lines(file(occasion)).contains(#"SUMMARY:a\,b\;c\\d\\n\nEND:VEVENT\nBEGIN:VALARM\n"#))
    }

    @Test func `tell the clocks' changes one by one where no rule holds`() throws {
        // The clocks of Morocco follow the moon.
        let text = file(try .make(.meeting, "2026-01-08 14:00 Africa/Casablanca weekly Call"))
        #expect(text.contains("RDATE:"))
        #expect(!text.contains("RRULE:FREQ=YEARLY"))
        // Those of New York follow a rule from the second Sunday of March on.
        let newYork = lines(file(try .make(.meeting, "2026-01-08 14:00 America/New_York weekly Call")))
        #expect(newYork.contains("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU"))
        #expect(newYork.contains("RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU"))
    }

    @Test func `of an empty calendar still have something in them`() {
        #expect(file().contains("BEGIN:VTIMEZONE\r\nTZID:UTC\r\n"))
    }

    /// Reads the files with another program, which says what it has understood.
    @Test(.enabled(if: Self.isInstalled, "icalendar is not installed: apt-get install python3-icalendar"))
    func `are read by the parser of Python as they are meant`() throws {
        var hostile = try Occasion.make(.other, "2027-01-01", id: #"6;,:"\x"#)
        hostile.title = "a,b;c\\d \"q\" é漢👩‍👩‍👧‍👦\r\nEND:VCALENDAR <script>" + String(repeating: "long ", count: 40)
        let text = file(
            try .make(.cycle, "2026-11-10 to 2027-04-30 Kilo", id: "1"),
            try .make(.featureFreeze, "2027-02-05 23:59 Europe/Berlin Freeze", id: "2"),
            try .make(.meeting, "2026-11-12 14:00-15:00 Europe/Berlin every 2 weeks until 2027-04-30 Call", id: "3"),
            try .make(.meeting, "2026-03-05 22:00-01:00 America/New_York weekly Late", id: "4"),
            try .make(.meeting, "2026-03-05 10:00 Africa/Casablanca weekly Moon", id: "5"), hostile,
            title: "Nova, \"the\" calendar")
        let read = try Self.parse(text)
        #expect(read["defects"] == [])
        #expect(read["1"] == ["Kilo", "2026-11-10", "2027-05-01", ""])
        #expect(read["2"] == ["Freeze", "2027-02-05T22:59:00+00:00", "", ""])
        #expect(read["3"]?.prefix(3) == ["Call", "2026-11-12T14:00:00+01:00", "2026-11-12T15:00:00+01:00"])
        #expect(read["3"]?.last?.contains("UNTIL=20270430T215959Z") == true)
        #expect(read["4"]?.prefix(3) == ["Late", "2026-03-05T22:00:00-05:00", "2026-03-06T01:00:00-05:00"])
        #expect(read["5"]?.prefix(2) == ["Moon", "2026-03-05T10:00:00+00:00"])
        #expect(read[hostile.id]?.first == hostile.title.replacing("\r\n", with: "\n"))
        #expect(try Self.parse(file())["defects"] == [])
        // By what the file says of the clocks alone, each week of the ten years that it tells of.
        for name in ["Europe/Berlin", "America/New_York", "Africa/Casablanca"] {
            let zone = try Zone(name)
            for (seconds, offset) in zip(Self.weeks, try #require(read[name])) {
                #expect(offset == "\(zone.offset(at: Timestamp(seconds)))", "\(name) at \(seconds)")
            }
        }
    }

    // MARK: Python

    /// From the first of November 2026 on.
    private static let weeks = Array(stride(from: 1_793_491_200, to: 2_100_000_000, by: 7 * Timestamp.day))

    /// Where the parser is not installed its test is skipped, but not in CI, where it has to be.
    private static let isInstalled =
        ProcessInfo.processInfo.environment["CI"] != nil
        || pythons.contains { (try? run($0, "import icalendar")) != nil }

    /// The system's own first: Debian's package is for that one.
    private static let pythons =
        ["/usr/bin"].map { "\($0)/python3" }
        + (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/python3" }

    /// For each event its title, beginning, end and rule; for each zone how far its clocks are ahead each week; under `defects` what is not as it should be.
    private static func parse(_ file: String) throws -> [String: [String]] {
        let program = #"""
            import datetime, icalendar, json, sys
            text = sys.stdin.buffer.read()
            calendar = icalendar.Calendar.from_ical(text)
            # What it would write itself, folded and escaped, is what it has read.
            again = icalendar.Calendar.from_ical(calendar.to_ical())
            defects = [] if again.to_ical() == calendar.to_ical() else ["not the same again"]
            if not calendar.subcomponents: defects.append("empty")
            found = {}
            for part in calendar.walk():
                defects += [str(error) for error in part.errors]
                if part.name == "VTIMEZONE":
                    # By its rules, not by its name.
                    try: zone = part.to_tz(lookup_tzid=False)
                    except TypeError: zone = part.to_tz()
                    when = [datetime.datetime.fromtimestamp(week, zone) for week in range(1793491200, 2100000000, 604800)]
                    found[str(part["TZID"])] = ["%d" % moment.utcoffset().total_seconds() for moment in when]
                if part.name != "VEVENT": continue
                for wanted in ["UID", "DTSTAMP", "DTSTART"]:
                    if wanted not in part: defects.append("no " + wanted)
                def when(name): return part[name].dt.isoformat() if name in part else ""
                rule = part["RRULE"].to_ical().decode() if "RRULE" in part else ""
                uid = str(part["UID"]).removesuffix("@nova.slots.example.org")
                found[uid] = [str(part["SUMMARY"]), when("DTSTART"), when("DTEND"), rule]
            json.dump({**found, "defects": defects}, sys.stdout)
            """#
        let python = try #require(pythons.first { (try? run($0, "import icalendar")) != nil })
        let output = try run(python, program, input: file)
        return try JSONDecoder().decode([String: [String]].self, from: Data(output.utf8))
    }

    private struct Failed: Error { var errors: String }

    private static func run(_ python: String, _ program: String, input: String = "") throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments = ["-c", program]
        let (stdin, stdout, stderr) = (Pipe(), Pipe(), Pipe())
        (process.standardInput, process.standardOutput, process.standardError) = (stdin, stdout, stderr)
        try process.run()
        try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try stdin.fileHandleForWriting.close()
        let output = try stdout.fileHandleForReading.readToEnd() ?? Data()
        let errors = try stderr.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed(errors: String(decoding: errors, as: UTF8.self)) }
        return String(decoding: output, as: UTF8.self)
    }
}
