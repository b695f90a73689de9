import Foundation
import ReviewSlots
import Testing

/// The same random numbers for the same seed (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: Int) {
        state = UInt64(bitPattern: Int64(seed))
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}

extension SeededNumbers {
    /// Pieces of text that mean something to a reader, a renderer or a terminal.
    static let pieces = [
        "API", "Share", "share", "----", "===", "***", "# ", "## ", "#", "\\", "\\\\", "\\[", "• ", "•", "- ", "* ",
        "+ ", "1. ", "2)", "=",
        ": review 5", "review 6 (approved)", "; ", ".", ":", ";", "(abandoned)", "[review 7](https://example.org/7)",
        "[", "](", "]", ")",
        "`", "*", "_", "~~", "|", "<b>", "&amp;", "&", ">", "“quoted”", "’", "…", "é", "\u{301}", "日本", "🇩🇪", "👩‍🚒",
        "\u{200B}",
        "\u{202E}", "\u{A0}", "\t", "\n", "\r\n", "\u{2028}", "\u{7}", " ", " ", " ", "x",
        "A category of a hundred characters or so, ",
    ]

    mutating func text() -> String {
        let text = (0..<Int.random(in: 1...6, using: &self)).map { _ in Self.pieces.randomElement(using: &self) ?? "" }
            .joined()
        return SummaryItem(text, []).title.isEmpty ? "x" : text
    }

    mutating func summary() -> Summary {
        let legal: [Set<SpecState>] = SummaryProblemTests.sets.filter { $0.1 == nil }.map(\.0)
        var names: Set<String> = []
        var number = 0
        return Summary(
            title: text(), introduction: (0..<Int.random(in: 0...3, using: &self)).map { _ in text() },
            categories: (0..<Int.random(in: 1...5, using: &self)).compactMap { _ in
                let items = (0..<Int.random(in: 0...3, using: &self)).map { _ in
                    SummaryItem(
                        text(),
                        (0..<Int.random(in: 1...3, using: &self)).map { _ in
                            number += Int.random(in: 1...40_000_000, using: &self) % 20_000_000 + 1
                            return SummaryReview(number, legal.randomElement(using: &self) ?? [])
                        })
                }
                let category = Summary.Category(text(), items)
                return names.insert(category.name).inserted ? category : nil
            })
    }
}

@Suite("Summaries written and read again")
struct SummaryRoundTripTests {
    static let links = [nil, SummaryReviewLink("https://review.example.org/#/c/{number}/")]

    @Test("plain text gives the same model back, whatever the titles", arguments: 0..<150)
    func text(seed: Int) throws {
        var numbers = SeededNumbers(seed: seed)
        let summaries = (0...seed % 3).map { _ in numbers.summary() }
        let report = try SummaryReader.read(summaries.text)
        #expect(report.problems == [])
        #expect(report.summaries == summaries, "\(summaries.text)")
    }

    @Test("Markdown gives the same model back, whatever the titles", arguments: 0..<150)
    func markdown(seed: Int) throws {
        var numbers = SeededNumbers(seed: seed)
        let summaries = (0...seed % 3).map { _ in numbers.summary() }
        let markdown = summaries.markdown(link: Self.links[seed % 2])
        let report = try SummaryReader.read(markdown)
        #expect(report.problems == [])
        #expect(report.summaries == summaries, "\(markdown)")
    }

    @Test("JSON gives the same model back, and equal summaries give equal bytes", arguments: 0..<50)
    func json(seed: Int) throws {
        var numbers = SeededNumbers(seed: seed)
        var again = SeededNumbers(seed: seed)
        let summary = numbers.summary()
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let json = try encoder.encode(summary)
        #expect(try JSONDecoder().decode(Summary.self, from: json) == summary)
        #expect(try encoder.encode(again.summary()) == json)
    }

    @Test("the three lists survive text, Markdown and JSON, and their files are what is written")
    func kilo() throws {
        let summaries = try KiloSummaries.all()
        #expect(try SummaryReader.read(summaries.text).summaries == summaries)
        #expect(try SummaryReader.read(summaries.markdown(link: Self.links[1])).summaries == summaries)
        #expect(try JSONDecoder().decode([Summary].self, from: JSONEncoder().encode(summaries)) == summaries)
        #expect(summaries.map { $0.sorted() } == summaries)
        for (summary, date) in zip(summaries, ["2014-10-31", "2014-11-28", "2014-12-15"]) {
            let file = KiloSummaries.root.appending(path: "config/demo/kilo-\(date).txt")
            #expect(try String(contentsOf: file, encoding: .utf8) == summary.text)
        }
    }

    static let example = Summary(
        title: "Specs [so far]", introduction: ["Nearly *all* of them:"],
        categories: [
            .init("Internal"),
            .init(
                "API",
                [
                    .init("Tag <all> of get_x()", [.init(2, [.approved, .fastTracked]), .init(3)]),
                    .init("1. Lock", [.init(1, [.abandoned])]),
                ]),
        ])

    @Test("plain text has the shape of the posts")
    func textShape() {
        #expect(
            Self.example.text == """
                Specs [so far]

                Nearly *all* of them:

                Internal

                API

                  • Tag <all> of get_x(): review 2 (fast tracked, approved); review 3.
                  • 1. Lock: review 1 (abandoned).

                """)
    }

    @Test("Markdown is escaped and links each review")
    func markdownShape() {
        #expect(
            Self.example.sorted().markdown(link: Self.links[1]) == """
                # Specs \\[so far\\]

                Nearly \\*all\\* of them:

                ## API

                - 1\\. Lock: [review 1](https://review.example.org/#/c/1/) (abandoned).
                - Tag \\<all\\> of get\\_x(): [review 2](https://review.example.org/#/c/2/) (fast tracked, approved); \
                [review 3](https://review.example.org/#/c/3/).

                ## Internal

                """)
        #expect(Self.example.withoutEmptyCategories().categories.map(\.name) == ["API"])
    }

    @Test("categories and specs are sorted by code point, reviews are not")
    func sorts() {
        let names = ["ironic", "Ironic", "API (EC2)", "API", "éa", "zz", "Ab", "A b"]
        let reviews = [SummaryReview(9, [.abandoned]), SummaryReview(3)]
        let summary = Summary(title: "T", categories: names.map { .init($0, names.map { .init($0, reviews) }) })
            .sorted()
        let sorted = ["A b", "API", "API (EC2)", "Ab", "Ironic", "ironic", "zz", "éa"]
        #expect(summary.categories.map(\.name) == sorted)
        #expect(summary.categories.allSatisfy { $0.items.map(\.title) == sorted })
        #expect(summary.categories.first?.items.first?.reviews == reviews)
    }

    @Test(
        "only a web address with one place for the number is a link",
        arguments: [
            "", "https://{number}", "https://example.org/", "https://example.org/{number}/{number}",
            "javascript:alert({number})",
            "https://example.org/{number})", "https://example.org/{number} x", "https://example.org/\"{number}",
            "https://exämple.org/{number}",
        ])
    func refusesLink(pattern: String) {
        #expect(SummaryReviewLink(pattern) == nil)
    }
}
