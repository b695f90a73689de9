import ReviewSlots
import Testing

@Suite("Summaries that cannot be read, or not wholly")
struct SummaryProblemTests {
    struct Bad: CustomTestStringConvertible {
        let testDescription: String
        let lines: String
        /// Problems as they are printed.
        let problems: [String]
        /// What is read nevertheless from below the heading `A`.
        let numbers: [Int]

        init(_ description: String, _ lines: String, _ problems: [String], reads numbers: [Int] = [9]) {
            testDescription = description
            self.lines = lines
            self.problems = problems
            self.numbers = numbers
        }
    }

    static let states = "the states are fast tracked, approved, implemented, abandoned"
    static let cut = "it does not end with a full stop, so the rest of it may be missing"
    static let bad = [
        Bad(
            "an unknown state", "• X: review 1 (aproved).",
            ["line 4: \"aproved\" is no state; \(states): X: review 1 (aproved)."]),
        Bad("no state in the brackets", "• X: review 1 ().", ["line 4: \"\" is no state; \(states): X: review 1 ()."]),
        Bad(
            "a state twice", "• X: review 1 (approved, approved).",
            ["line 4: it says approved twice: X: review 1 (approved, approved)."]),
        Bad(
            "abandoned and approved", "• X: review 1 (abandoned, approved).",
            ["line 4: an abandoned review cannot be approved too: X: review 1 (abandoned, approved)."]),
        Bad(
            "implemented, not approved", "• X: review 1; review 2 (implemented).",
            ["line 4: an implemented review must be approved too: X: review 1; review 2 (implemented)."]),
        Bad(
            "a number twice in a line", "• X: review 1; review 1.",
            ["line 4: review 1 is listed twice: X: review 1; review 1."]),
        Bad(
            "a number twice in the list", "• X: review 1.\nB\n• Y: review 2; review 1.",
            [
                "line 6: review 1 is listed twice: Y: review 2; review 1."
            ], reads: [1, 9]),
        Bad("number nought", "• X: review 0.", ["line 4: \"0\" does not begin with a review number: X: review 0."]),
        Bad(
            "a huge number", "• X: review 99999999999999999999.",
            [
                "line 4: \"99999999999999999999\" does not begin with a review number: X: review 99999999999999999999."
            ]),
        Bad(
            "ten digits", "• X: review 1000000000 (approved).",
            [
                "line 4: \"1000000000 (approved)\" does not begin with a review number: X: review 1000000000 (approved)."
            ]),
        Bad(
            "a number with a letter", "• X: review 12a.",
            [
                "line 4: expected \"(STATES)\" after review 12 instead of \"a\": X: review 12a."
            ]),
        Bad(
            "no number", "• X: review .",
            ["line 4: expected \"review NUMBER\" instead of \"review\": X: review ."]),
        Bad(
            "no review", "• Just a thought",
            [
                "line 4: it names no review: expected \"TITLE: review NUMBER (STATES).\": Just a thought"
            ]),
        Bad(
            "no title", "• : review 4.",
            [
                "line 4: there is no title before its reviews: : review 4."
            ]),
        Bad("nothing", "•", ["line 4: it names no review: expected \"TITLE: review NUMBER (STATES).\""]),
        Bad(
            "something else among the reviews", "• X: review 1; bug 2.",
            [
                "line 4: expected \"review NUMBER\" instead of \"bug 2\": X: review 1; bug 2."
            ]),
        Bad("cut in the number", "• X: review 13", ["line 4: \(cut): X: review 13"]),
        Bad("cut in the states", "• X: review 13 (appro", ["line 4: \(cut): X: review 13 (appro"]),
        Bad(
            "cut in the title", "• X and",
            ["line 4: it names no review: expected \"TITLE: review NUMBER (STATES).\": X and"]),
        Bad(
            "a sentence among the lists", "• X: review 1.\nThese are hard:\n• Y: review 2.",
            [
                "line 5: it reads as a sentence among the lists and was left out; the specs after it stand under \"A\" "
                    + "(if it is a category, put \"## \" before it; if a title, a line of dashes): These are hard:"
            ], reads: [1, 2, 9]),
        Bad(
            "a category twice", "• X: review 1.\nB\nA\n• Y: review 2.",
            [
                "line 6: the category is listed twice; its lists were put together: A"
            ], reads: [1, 2, 9]),
        Bad(
            "an empty category twice, before the first bullet", "B\nA\n• X: review 1.",
            ["line 5: the category is listed twice; its lists were put together: A"], reads: [1, 9]),
        Bad(
            "an escape sequence", "• X \u{1B}[31m: review 1.",
            [
                "line 4: it holds control characters: • X \u{FFFD}[31m: review 1."
            ]),
        Bad(
            "a long title", "• \(String(repeating: "x", count: 4097)): review 1.",
            [
                "line 4: its title has more than 4096 bytes: \(String(repeating: "x", count: 80))…"
            ]),
        Bad(
            "a long line", "• \(String(repeating: "x ", count: 9000)): review 1.",
            [
                "line 4: it has more than 16384 bytes: • \(String(repeating: "x ", count: 39))…"
            ]),
    ]

    @Test("a bad line is reported by number and left out, and the rest is read", arguments: bad)
    func reportsLine(_ bad: Bad) throws {
        let report = try SummaryReader.read("T\n\nA\n\(bad.lines)\n• Last: review 9.\n")
        #expect(report.problems.map(\.description) == bad.problems)
        #expect(report.summaries.flatMap(\.numbers).sorted() == bad.numbers)
    }

    @Test("a bullet without category, and a list without title, are reported")
    func reportsMissingHeadings() throws {
        let report = try SummaryReader.read("• X: review 1.\nA\n• Y: review 2.")
        #expect(
            report.problems.map(\.description) == [
                "line 1: the list begins without a title above it; it was called Untitled",
                "line 1: no category stands above it: X: review 1.",
            ])
        #expect(
            report.summaries == [
                Summary(title: "Untitled", categories: [.init("A", [.init("Y", [.init(2)])])])
            ])
    }

    @Test("bytes that are no UTF-8 spoil their own line only")
    func reportsEncoding() throws {
        var reader = SummaryReader()
        try reader.read("T\nA\n• Bj".utf8)
        try reader.read([0xF6])
        try reader.read("rn: review 1.\n• Y: review 2.\n• cut off ".utf8)
        try reader.read([0xE2, 0x80])
        let report = try reader.finish()
        #expect(report.problems.map(\.line) == [3, 5])
        #expect(report.problems.map(\.reason) == ["it is not UTF-8", "it is not UTF-8"])
        #expect(report.summaries.flatMap(\.numbers) == [2])
    }

    @Test("only the first hundred problems are kept, all are counted")
    func boundsReport() throws {
        let report = try SummaryReader.read("T\nA\n" + String(repeating: "• bad\n", count: 5000) + "• X: review 1.")
        #expect(report.problems.count == 100)
        #expect(report.description == "1 summary, 1 category, 1 spec, 1 review, 5000 problems")
    }

    @Test("posts without lists are skipped, also those with bullets of another kind")
    func skipsEssays() throws {
        let report = try SummaryReader.read(
            "An essay\n\nShare\n\nOne.\n\nTwo\n\nShare\n\nMinutes\n\nWe met.\n\n• tea\n\nShare")
        #expect(report.summaries == [])
        #expect(report.skippedPosts.map(\.line) == [1, 11])
        #expect(report.skippedPosts.map(\.title) == ["An essay", "Minutes"])
        #expect(report.problems.map(\.line) == [15])
    }

    static let refused: [(String, SummaryRefusal)] = [
        ("", .empty), (" \n\t\r\n\u{A0}\n", .empty), ("\u{FEFF}", .empty),
        ("T\nA\n\0", .binary(line: 3)), ("\u{7F}ELF\0\n", .binary(line: 1)),
    ]

    @Test("what is empty or binary is refused with a sentence", arguments: refused)
    func refuses(text: String, refusal: SummaryRefusal) {
        #expect(throws: refusal) { try SummaryReader.read(text) }
        #expect("\(refusal)".hasPrefix("the file is "))
    }

    @Test("a text that is too large is refused, and no more of it is fetched")
    func stopsEarly() {
        var fetched = 0
        var reader = SummaryReader(byteLimit: 1000)
        #expect(throws: SummaryRefusal.tooLarge(limit: 1000)) {
            try reader.read(
                sequence(state: ()) { _ -> UInt8? in
                    fetched += 1
                    return UInt8(ascii: "x")
                })
        }
        #expect(fetched == 1001)
        #expect(SummaryReader.defaultByteLimit == 8_388_608)
    }

    static let sets: [(Set<SpecState>, String?)] = [
        ([], nil), ([.fastTracked], nil), ([.approved], nil), ([.fastTracked, .approved], nil),
        ([.approved, .implemented], nil), ([.fastTracked, .approved, .implemented], nil), ([.abandoned], nil),
        ([.implemented], "an implemented review must be approved too"),
        ([.fastTracked, .implemented], "an implemented review must be approved too"),
        ([.abandoned, .approved], "an abandoned review cannot be approved too"),
        ([.abandoned, .fastTracked, .approved], "an abandoned review cannot be fast tracked, approved too"),
        ([.abandoned, .implemented], "an abandoned review cannot be implemented too"),
    ]

    @Test("the sets of states that a review can have are known", arguments: sets)
    func knowsLegalSets(states: Set<SpecState>, fault: String?) {
        #expect(SpecState.fault(in: states) == fault)
    }
}
