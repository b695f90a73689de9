import Foundation
import ReleaseCalendar
import ReviewSlots
import Testing

@testable import Bot
@testable import slotkeeper

@Suite("The calendar in the configuration and on the command line")
struct CalendarTests {
    private static let dates = """
        zone: Europe/Berlin
            calendar:
              - {kind: cycle, title: Kilo, date: 2098-11-10, to: 2099-04-30}
              - {kind: feature_freeze, date: 5 Feb 2099, time: "12:00", remind: [7d, 0]}
              - {kind: meeting, title: "Nova, weekly", date: 2098-11-13, time: 14:00-15:00, zone: UTC, weeks: 2, until: 2099-04-30}
              - {kind: other, title: Summit, date: 2099-05-04, to: 2099-05-08, time: 09:00-17:00}
            reminders: {meeting: [15m], other: [], hour: "08:30"}
            cycle: kilo
        """

    @Test("is read as it stands there") func read() throws {
        let text = ConfigurationMistakesTests.right.replacing("cycle: kilo", with: Self.dates, maxReplacements: 1)
        let board = try Configuration.parse(Array(text.utf8), file: "x.yaml", environment: [:]).boards[0]
        #expect(board.zone.name == "Europe/Berlin")
        #expect(
            board.calendar.map { "\($0.id) \($0.title) \($0.first.start.seconds) \($0.first.end.seconds) \($0.zone)" }
                == [
                    "cycle/kilo Kilo 4066412400 4081269600 Europe/Berlin",
                    "feature_freeze/feature freeze Feature freeze 4073972400 4073972400 Europe/Berlin",
                    "meeting/nova, weekly Nova, weekly 4066725600 4066729200 UTC",
                    "other/summit Summit 4081561200 4081935600 Europe/Berlin",
                ])
        #expect(board.calendar[1].leads == [7 * 86_400, 0])
        #expect(board.calendar[2].repetition == Repetition(weeks: 2, until: CalendarDay(iso: "2099-04-30")))
        #expect(
            board.reminders
                == ReminderRules(leads: [.meeting: [900], .other: []], hour: try #require(ClockTime("08:30"))))
    }

    @Test("is printed, as lines and as a file, also what a lead has put in", .timeLimit(.minutes(5)))
    func command() throws {
        let program = try Executable()
        defer { program.remove() }
        let text = try String(contentsOfFile: program.configuration, encoding: .utf8)
        try text.replacing(
            "cycle: Kilo", with: "cycle: Kilo\n" + "    " + Self.dates.replacing("    cycle: kilo", with: "")
        )
        .write(toFile: program.configuration, atomically: true, encoding: .utf8)
        let print = ["calendar", "--config", program.configuration]
        let missing = try program.run(print)
        #expect(missing.status == 66)
        let said = try program.run(
            ["chat", "--config", program.configuration, "--as", "alice:alice"],
            input: "!calendar add milestone 2098-12-18 kilo-1\n")
        #expect(said.output.contains("#1 milestone kilo-1: "), "\(said)")
        let lines = try program.run(print).lines
        #expect(lines.count == 5)
        #expect(lines.contains { $0.hasPrefix("#1 milestone kilo-1: Thu 18 Dec 2098 (in ") }, "\(lines)")
        #expect(
            lines.contains {
                $0.hasPrefix("Summit: Mon 4 May 2099 09:00 to Fri 8 May 2099 17:00 Europe/Berlin (in ")
                    && $0.hasSuffix(" days) [configuration]")
            }, "\(lines)")
        let file = try program.run(print + ["--ics"])
        #expect(file.status == 0)
        #expect(file.output.hasPrefix("BEGIN:VCALENDAR\r\n"))
        #expect(file.output.components(separatedBy: "BEGIN:VEVENT\r\n").count == 6)
        #expect(file.output.contains("SUMMARY:Nova\\, weekly\r\n"))
        #expect(try program.run(print + ["--board", "neutron"]).status == 65)
    }
}

extension ConfigurationMistakesTests {
    private static func date(_ keys: String, _ said: String...) -> Mistake {
        var mistake = Mistake(instead: "cycle: kilo", "cycle: kilo\n    calendar:\n      - {\(keys)}")
        mistake.said = said
        return mistake
    }

    static let calendar = [
        Mistake(
            instead: "cycle: kilo", "cycle: kilo\n    zone: Europe/Berln",
            #"10:11: boards.nova.zone: "Europe/Berln" is no time zone: did you mean Europe/Berlin?"#),
        Mistake(
            instead: "cycle: kilo", "cycle: kilo\n    zone: BST",
            #"10:11: boards.nova.zone: "BST" is no time zone: write a place such as Europe/Berlin, or UTC"#),
        date(
            "kind: milestne, title: x, date: 2026-12-18",
            #"11:16: boards.nova.calendar.kind: "milestne" is none of cycle, milestone, meeting, other, spec_freeze, feature_freeze, review_day: did you mean "milestone"?"#
        ),
        date(
            "kind: milestone, title: x, date: 2026-02-30",
            #"11:43: boards.nova.calendar.date: there is no "2026-02-30": February 2026 has 28 days"#),
        date(
            "kind: milestone, title: x, date: 12/11",
            #"11:43: boards.nova.calendar.date: "12/11" can be read in two ways: write 2026-12-11 or 2026-11-12"#),
        date(
            "kind: milestone, title: x, date: tomorrow",
            #"11:43: boards.nova.calendar.date: "tomorrow" is another day each time: write the date itself, such as 2026-12-12"#
        ),
        date(
            "kind: meeting, date: 2026-12-18, time: 2pm",
            #"11:49: boards.nova.calendar.time: "2pm" is no time: write 14:00, or 14:00-15:00, from 00:00 to 23:59"#),
        date(
            "kind: cycle, title: x, date: 2026-12-18, to: 2026-12-17",
            "11:55: boards.nova.calendar.to: it would end on 2026-12-17, before it begins on 2026-12-18: write the first day first"
        ),
        date(
            "kind: meeting, date: 2026-12-18, until: 2026-12-19",
            "11:50: boards.nova.calendar.until: ends what repeats: say how often, as weeks"),
        date(
            "kind: meeting, date: 2026-12-18, weeks: 0",
            "11:50: boards.nova.calendar.weeks: 0 is out of range, allowed is 1 to 52"),
        date(
            "kind: meeting, dat: 2026-12-18", "11:9: boards.nova.calendar.date: is missing",
            #"11:25: unknown key "dat" in boards.nova.calendar: did you mean "date"?"#),
        date(
            "kind: review_day, date: 2026-12-18}\n      - {kind: review_day, title: Code, date: 2026-12-18",
            "11:7: boards.nova.calendar: two review days on one day: 2026-12-18"),
        Mistake(
            instead: "cycle: kilo", "cycle: kilo\n    reminders: {meetings: [1h], other: [500d], hour: 25:00}",
            #"10:17: unknown key "meetings" in boards.nova.reminders: did you mean "meeting"?"#,
            "10:41: boards.nova.reminders.other: 500d is out of range, allowed is 0 to 365d",
            #"10:54: boards.nova.reminders.hour: expected a time such as "09:00", found "25:00""#),
    ]
}
