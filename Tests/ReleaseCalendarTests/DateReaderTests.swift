import ReleaseCalendar
import Testing

@Suite("Dates as people write them")
struct DateReaderTests {
    /// A Wednesday.
    static let today = CalendarDay(iso: "2026-12-09")

    private func read(_ text: String) throws(CalendarFault) -> String {
        try DateReader.day(text, today: Self.today).description
    }

    @Test(arguments: [
        ("2026-12-12", "2026-12-12"), ("12 Dec 2026", "2026-12-12"), ("12 Dec", "2026-12-12"),
        ("12 december", "2026-12-12"), ("Dec 12", "2026-12-12"), ("Dec 12, 2027", "2027-12-12"),
        ("1st Feb", "2027-02-01"), ("8 Dec", "2027-12-08"), ("9 Dec", "2026-12-09"), ("29 Feb", "2028-02-29"),
        ("Fri", "2026-12-11"), ("friday", "2026-12-11"), ("Wed", "2026-12-09"), ("tues", "2026-12-15"),
        ("today", "2026-12-09"), ("Tomorrow", "2026-12-10"), ("yesterday", "2026-12-08"),
        ("Fri 11 Dec", "2026-12-11"), ("Sat, 12 Dec 2026", "2026-12-12"), ("Sat 2026-12-12", "2026-12-12"),
        ("2028-02-29", "2028-02-29"), ("9999-12-31", "9999-12-31"), ("may 1", "2027-05-01"), ("1 sept", "2027-09-01"),
    ])
    func `are read`(text: String, day: String) throws { #expect(try read(text) == day) }

    @Test(arguments: [
        ("2026-02-30", #"there is no "2026-02-30": February 2026 has 28 days"#),
        ("2027-02-29", #"there is no "2027-02-29": February 2027 has 28 days"#),
        ("31 Nov", #"there is no "31 Nov": November has 30 days"#),
        ("30 Feb", #"there is no "30 Feb": February has 29 days"#),
        ("29 Feb 2027", #"there is no "29 Feb 2027": February 2027 has 28 days"#),
        ("0 Dec", #"there is no "0 Dec": December has 31 days"#),
        ("2026-13-01", #""2026-13-01" is no date: months go from 01 to 12, year first"#),
        ("0000-01-01", #"there is no "0000-01-01": January 0 has 31 days"#),
        ("12/11", #""12/11" can be read in two ways: write 2026-12-11 or 2026-11-12"#),
        ("12/11/2027", #""12/11/2027" can be read in two ways: write 2027-12-11 or 2027-11-12"#),
        ("12.11.", #""12.11." can be read in two ways: write 2026-12-11 or 2026-11-12"#),
        ("12-11", #""12-11" can be read in two ways: write 2026-12-11 or 2026-11-12"#),
        ("12-11-26", #""12-11-26" can be read in two ways: write 2026-12-11 or 2026-11-12"#),
        ("12/12", #""12/12" is no date as I read them: write 2026-12-12"#),
        ("25/12/2026", #""25/12/2026" is no date as I read them: write 2026-12-25"#),
        ("2026/12/25", #""2026/12/25" is no date as I read them: write 2026-12-25"#),
        ("99/99", #""99/99" is no date: write 2026-12-12, or 12 Dec 2026"#),
        ("Thu 11 Dec", #""11 Dec" is a Friday, not a Thursday: write the one that is meant"#),
        ("soon", #""soon" is no date: write 2026-12-12, or 12 Dec 2026"#),
        ("", #""" is no date: write 2026-12-12, or 12 Dec 2026"#),
        ("Dec", #""Dec" is no date: write 2026-12-12, or 12 Dec 2026"#),
        ("2026-12-12 2026-12-13", #""2026-12-12 2026-12-13" is no date: write 2026-12-12, or 12 Dec 2026"#),
        ("99999999999999999999-12-12", #""99999999999999999999-12-12" is no date: write 2026-12-12, or 12 Dec 2026"#),
        ("١٢ Dec", #""١٢ Dec" is no date: write 2026-12-12, or 12 Dec 2026"#),
        ("\u{202E}\u{7}12", #""??12" is no date: write 2026-12-12, or 12 Dec 2026"#),
    ])
    func `are refused with what to write instead`(text: String, sentence: String) {
        #expect(throws: CalendarFault(sentence)) { try read(text) }
    }

    @Test(arguments: [
        ("12 Dec", #""12 Dec" has no year: write 12 Dec 2026, or 2026-12-12"#),
        ("Fri", #""Fri" is another day each time: write the date itself, such as 2026-12-12"#),
        ("tomorrow", #""tomorrow" is another day each time: write the date itself, such as 2026-12-12"#),
    ])
    func `in a file are whole dates`(text: String, sentence: String) {
        #expect(throws: CalendarFault(sentence)) { try DateReader.day(text) }
    }

    @Test func `of a hundred thousand letters are refused in a short sentence`() {
        let fault = #expect(throws: CalendarFault.self) { try read(String(repeating: "9", count: 100_000)) }
        #expect((fault?.description.utf8.count ?? 0) < 120)
    }

    @Test func `go there and back, each day of eight hundred years and the ends`() {
        for number in Array(-150_000...150_000) + [-719_162, 2_932_896] {
            let day = CalendarDay(number: number)
            #expect(day.number == number)
            #expect(CalendarDay(iso: day.description) == day)
        }
        #expect(CalendarDay(number: 0).words() == "Thu 1 Jan 1970")
        #expect(CalendarDay(number: .max - 1).description == "9999-12-31")
        #expect(CalendarDay(number: .min + 1).description == "0001-01-01")
    }
}
