import Foundation
import ReviewSlots
import Testing

/// The three lists of Nova's Kilo specs, oldest first, as the project's own files hold them.
enum KiloSummaries {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static func report(of path: String) throws -> SummaryReport {
        try SummaryReader.read(String(contentsOf: root.appending(path: path), encoding: .utf8))
    }

    static func all() throws -> [Summary] {
        try ["2014-10-31", "2014-11-28", "2014-12-15"].flatMap {
            try report(of: "config/demo/kilo-\($0).txt").summaries
        }
    }
}

@Suite("Reading summaries")
struct SummaryReaderTests {
    @Test("a blog page with three lists and an essay is read without a problem, newest first")
    func readsPage() throws {
        let report = try KiloSummaries.report(of: "Tests/Fixtures/summaries/kilo-blog.txt")
        #expect(
            report.description
                == "3 summaries, 59 categories, 168 specs, 172 reviews, 1 post without a list skipped, no problems")
        #expect(
            report.skippedPosts.map(\.description) == [
                "line 340: a post without a list of specs was skipped: Why a review queue needs a bouncer"
            ])
        #expect(
            report.summaries.map(\.title) == [
                "After the day of reviews, where do the Kilo specs stand?", "The Kilo specs in November",
                "The Kilo specs, a first list",
            ])
        #expect(
            report.summaries.map(\.introduction) == [
                [
                    "There are more specs than last time (the ‘quiet’ week wasn’t one), and a good share of them has been decided. "
                        + "This is the list as of today:"
                ],
                ["The first milestone isn’t far off, so here is the list again. Short and sweet…"],
                [
                    "This is what lies open before the summit. Whoever goes there should have read at least the parts of their own "
                        + "subsystem."
                ],
            ])
        #expect(try report.summaries.map(\.categories) == KiloSummaries.all().reversed().map(\.categories))
    }

    @Test("the three lists hold as much as was counted by hand")
    func counts() throws {
        let summaries = try KiloSummaries.all()
        #expect(summaries.map(\.counts.categories) == [15, 21, 23])
        #expect(summaries.map { $0.categories.count(where: \.items.isEmpty) } == [5, 10, 12])
        #expect(summaries.map(\.counts.items) == [40, 58, 70])
        #expect(summaries.map(\.counts.reviews) == [40, 59, 73])
        #expect(summaries.map(\.counts.open) == [23, 40, 41])
        #expect(Set(summaries.flatMap(\.numbers)).count == 87)
    }

    @Test("titles, brackets, quotes, states and the order of reviews are kept")
    func details() throws {
        let newest = try #require(try KiloSummaries.all().last)
        func items(_ name: String) -> [SummaryItem] { newest.categories.first { $0.name == name }?.items ?? [] }
        #expect(
            items("Administrative").first
                == SummaryItem(
                    "Actively hunt for orphan instances and remove them",
                    [SummaryReview(137996, [.abandoned]), SummaryReview(138627)]))
        #expect(
            items("Block Storage").contains(
                SummaryItem("Give additional info in BDM when source type is “blank”", [SummaryReview(140133)])))
        #expect(
            items("Scheduler").contains(
                SummaryItem(
                    "Add an IOPS weigher", [SummaryReview(127123, [.approved, .implemented]), SummaryReview(132614)])))
        #expect(items("Hypervisor: VMWare").first?.reviews == [SummaryReview(126527, [.fastTracked, .approved])])
        #expect(items("API (EC2)").count == 2)
    }

    static let seed = ProcessInfo.processInfo.environment["SLOTKEEPER_SEED"]

    @Test("the real posts are read without a problem", .enabled(if: seed != nil, "SLOTKEEPER_SEED names no file"))
    func realPosts() throws {
        let report = try SummaryReader.read(String(contentsOfFile: #require(Self.seed), encoding: .utf8))
        #expect(report.problems == [])
        #expect(report.skippedPostCount == 1)
        #expect(try report.summaries.map(\.categories) == KiloSummaries.all().reversed().map(\.categories))
        #expect(report.summaries.map(\.introduction.count) == [1, 1, 1])
        let again = try SummaryReader.read(report.summaries.text)
        #expect(again.summaries == report.summaries)
    }

    struct Form: CustomTestStringConvertible {
        let testDescription: String
        let text: String
        let summary: Summary

        init(_ description: String, _ text: String, _ introduction: [String], _ categories: [Summary.Category]) {
            testDescription = description
            self.text = text
            summary = Summary(title: "T", introduction: introduction, categories: categories)
        }
    }

    static let one = SummaryItem("One", [SummaryReview(1)])
    static let forms = [
        Form(
            "no introduction", "T\n\nA\n\nB\n • One: review 1.\n", [],
            [Summary.Category("A"), Summary.Category("B", [one])]),
        Form(
            "the button before the title too", "Share\nT\nShare\nShare\n\nA\n• One: review 1.\nShare", [],
            [.init("A", [one])]),
        Form(
            "wrapped paragraphs", "T\n\nHello\nyou all.\n\nBye\nnow!\n\nA\n* One: review 1.",
            ["Hello you all.", "Bye now!"],
            [.init("A", [one])]),
        Form(
            "a short line before the last sentence", "T\n\nHello\n\nHere it is:\n\nA\n\n- One: review 1.\n",
            ["Hello", "Here it is:"],
            [.init("A", [one])]),
        Form(
            "carriage returns, tabs, no-break spaces",
            "T\r\n\r\nA\r\n\r\n\t•\u{A0}\tOne:\u{A0}review\t1.\r\n", [],
            [.init("A", [one])]),
        Form("a byte order mark", "\u{FEFF}T\n\nA\n • One: review 1.", [], [.init("A", [one])]),
        Form(
            "states in capitals", "T\nA\n • X: review 2 (Fast Tracked, APPROVED).", [],
            [.init("A", [.init("X", [.init(2, [.approved, .fastTracked])])])]),
        Form(
            "colons and reviews in a title", "T\nA\n • X: review 3: review 4 (y); review: review 5.", [],
            [.init("A", [.init("X: review 3: review 4 (y); review", [.init(5)])])]),
        Form(
            "a list that is marked as such", "T\nNot a sentence\n## What is it?\n • One: review 1.\nB",
            ["Not a sentence"],
            [
                .init("What is it?", [one]), .init("B"),
            ]),
        Form(
            "Markdown by hand", "# T\nHello\n\n## A\n* One: [review 1](https://example.org/1).\n\n## B\n", ["Hello"],
            [
                .init("A", [one]), .init("B"),
            ]),
        Form(
            "Markdown with brackets of its own", "# T\n## A\n- \\[x\\] [y] 1\\. \\\\: review 6.\n", [],
            [.init("A", [.init("[x] [y] 1. \\", [.init(6)])])]),
    ]

    @Test("many forms of a post are understood", arguments: forms)
    func readsForm(_ form: Form) throws {
        let report = try SummaryReader.read(form.text)
        #expect(report.problems == [])
        #expect(report.summaries == [form.summary])
    }

    @Test("the text may come in pieces of any size", arguments: [1, 2, 3, 7, 1000])
    func readsPieces(size: Int) throws {
        let text = try Array(KiloSummaries.all().text.utf8)
        var reader = SummaryReader()
        for start in stride(from: 0, to: text.count, by: size) {
            try reader.read(text[start..<min(start + size, text.count)])
        }
        #expect(try reader.finish().summaries == KiloSummaries.all())
    }
}

extension Summary {
    var numbers: [Int] { categories.flatMap { $0.items.flatMap { $0.reviews.map(\.number) } } }
}
