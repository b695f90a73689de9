import ReleaseCalendar
import Testing

@Suite("When something is, as people write it")
struct WhenTests {
    private func read(_ text: String) throws(CalendarFault) -> When {
        // Wednesday, 9 December 2026
        try When(text.split(separator: " ").map(String.init), today: CalendarDay(number: 20_796))
    }

    private func words(_ when: When) -> String {
        let time =
            switch when.time {
            case .days(let first, let last): first == last ? "\(first)" : "\(first)..\(last)"
            case .span(let start, let end): "\(start)" + (end.map { "..\($0)" } ?? "")
            }
        let repetition = when.repetition.map { " /\($0.weeks)\($0.until.map { " until \($0)" } ?? "")" } ?? ""
        return time + (when.zone.map { " \($0)" } ?? "") + repetition + " +\(when.words)"
    }

    @Test(arguments: [
        ("2026-12-12 kilo-1", "2026-12-12 +1"), ("12 Dec 2026 kilo-1", "2026-12-12 +3"),
        ("2026-12-12 to 2026-12-14 meetup", "2026-12-12..2026-12-14 +3"),
        ("2026-12-12..2026-12-14 meetup", "2026-12-12..2026-12-14 +1"),
        ("12 Dec - 14 Dec meetup", "2026-12-12..2026-12-14 +5"),
        ("2026-12-12 to be decided", "2026-12-12 +1"),
        ("Thu 14:00 call", "2026-12-10 14:00 +2"), ("Thu 14:00-15:00 call", "2026-12-10 14:00..2026-12-10 15:00 +2"),
        ("Thu 22:00-01:30 call", "2026-12-10 22:00..2026-12-11 01:30 +2"),
        ("Thu 22:00-24:00 call", "2026-12-10 22:00..2026-12-11 00:00 +2"),
        ("2026-12-12 09:00 to 2026-12-14 17:00 summit", "2026-12-12 09:00..2026-12-14 17:00 +5"),
        ("Thu 9:00 Europe/Berlin weekly call", "2026-12-10 09:00 Europe/Berlin /1 +4"),
        ("Thu 9:00 every week UTC call", "2026-12-10 09:00 UTC /1 +5"),
        ("Thu 9:00 every 2 weeks until 2027-06-30 call", "2026-12-10 09:00 /2 until 2027-06-30 +7"),
        ("Thu every other week until 1 Feb call", "2026-12-10 /2 until 2027-02-01 +7"),
        ("Thu", "2026-12-10 +1"), ("today every", "2026-12-09 +1"),
    ])
    func `is read up to the words that are something else`(text: String, expected: String) throws {
        #expect(words(try read(text)) == expected)
    }

    @Test func `of words in any order is read or refused, in a short sentence`() {
        let vocabulary = [
            "2026-12-12", "12", "Dec", "dec,", "Fri", "tomorrow", "to", "-", "..", "2026-12-12..2026-12-14", "until",
            "every", "other", "2", "weeks", "weekly", "14:00", "14:00-15:00", "24:00", "UTC", "Europe/Berlin", "a/b",
            "12/11", "2026", "9999-12-31", "0001-01-01", "é", "", "\u{202E}", "-/-", ":", "1:", "1:-", "–",
            "2026-13-99",
        ]
        var numbers = Numbers()
        for _ in 0..<20_000 {
            let words = (0..<Int.random(in: 0...7, using: &numbers)).compactMap { _ in
                vocabulary.randomElement(using: &numbers)
            }
            do {
                let when = try When(words, today: CalendarDay(number: 20_796))
                #expect((1...max(1, words.count)).contains(when.words), "\(words)")
            } catch {
                #expect(error.description.utf8.count < 200, "\(words)")
            }
        }
    }

    @Test(arguments: [
        ("", "a date is missing: write 2026-12-12, or 12 Dec 2026"),
        (
            "2026-12-14 to 2026-12-12",
            "it would end on 2026-12-12, before it begins on 2026-12-14: write the first day first"
        ),
        (
            "2026-12-14 09:00 to 2026-12-14 09:00",
            "it would end at 2026-12-14 09:00, before it begins at 2026-12-14 09:00: write the beginning first"
        ),
        (
            "2026-12-14 09:00 to 2026-12-15",
            "it begins at a time and ends at none: write 2026-12-08 09:00 to 2026-12-10 17:00"
        ),
        (
            "2026-12-14 to 2026-12-15 09:00",
            "it ends at a time and begins at none: write 2026-12-08 09:00 to 2026-12-10 17:00"
        ),
        ("Thu 25:00", #""25:00" is no time: write 14:00, or 14:00-15:00, from 00:00 to 23:59"#),
        ("Thu 14:60", #""14:60" is no time: write 14:00, or 14:00-15:00, from 00:00 to 23:59"#),
        ("Thu 2pm", #""2pm" is no time: write 14:00, or 14:00-15:00, from 00:00 to 23:59"#),
        ("Thu 14.00", #""14.00" is no time: write 14:00, or 14:00-15:00, from 00:00 to 23:59"#),
        ("Thu 14:00-15:00-16:00", #""14:00-15:00-16:00" is no time: write 14:00, or 14:00-15:00, from 00:00 to 23:59"#),
        ("Thu 14:00-14:00", #""14:00-14:00" ends when it begins: write the end, such as 14:00-15:00"#),
        ("Thu 14:00 Europe/Berln", #""Europe/Berln" is no time zone: did you mean Europe/Berlin?"#),
        ("Thu 14:00 every 0 weeks", "it repeats by weeks: write weekly, or every 2 weeks, up to 52"),
        ("Thu 14:00 every 99999999999999999999 weeks", "it repeats by weeks: write weekly, or every 2 weeks, up to 52"),
        ("Thu 14:00 every day", "it repeats by weeks: write weekly, or every 2 weeks, up to 52"),
        ("Thu weekly until tomorrow-ish", #"until when? Write the last day behind "until", such as 2026-12-12"#),
        ("Thu weekly until today", #"it would end on 2026-12-09, before it begins: write a later day behind "until""#),
    ])
    func `is refused with what to write instead`(text: String, sentence: String) {
        #expect(throws: CalendarFault(sentence)) { try read(text) }
    }
}

/// The same numbers each time (Knuth, MMIX).
private struct Numbers: RandomNumberGenerator {
    private var state: UInt64 = 20_261_212

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ state >> 33
    }
}
