import ReviewSlots
import Testing

@Suite("What changed since the last summary")
struct SummaryDifferenceTests {
    typealias Kind = SummaryChange.Kind

    /// The review numbers of each change of a kind, as worked out by hand from the lists.
    typealias Expected = [Kind: [[Int]]]

    static let octoberToNovember: Expected = [
        .new: [
            [104450], [131633], [105404], [132819], [137768], [132623], [135296], [94835], [134573], [134945], [130855],
            [135367],
            [133485], [137714], [136487], [133728], [134746], [135527], [133534], [134506], [88983], [132065], [131553],
            [127318],
            [134299], [137468], [134153], [130721], [115716], [132323],
        ],
        .fastTracked: [[132819]],
        .approved: [[126895], [126958], [132323]],
        .implemented: [[127123]],
        .abandoned: [[135527], [134506], [132065]],
        .followUp: [[127123, 132614]],
        .moved: [[126553]],
        .retitled: [[126620]],
        .unknown: [
            [127139], [85673], [127863], [127094], [126696], [85928], [127281], [126452], [127127], [127160], [128560],
            [105034],
        ],
    ]

    static let novemberToDecember: Expected = [
        .new: [
            [137996, 138627], [138292, 138619], [140133], [139580], [139927], [141270], [129420], [138698], [138444],
            [141129],
            [138937], [133106], [140144], [140017],
        ],
        .fastTracked: [[138698], [140144]],
        .approved: [[130721], [139580], [133485], [138698], [127610], [127612], [140144], [140017]],
        .abandoned: [[139927], [134573], [134945], [133728], [131553]],
        .superseded: [[137996, 138627], [138292, 138619]],
        .categoryRenamed: [[127318, 134299, 137468, 134153, 130721, 115716, 132323]],
        .unknown: [[102190]],
        .gone: [[128097]],
    ]

    @Test(
        "the three lists of Kilo differ as was worked out by hand",
        arguments: [
            (0, 1, octoberToNovember), (1, 2, novemberToDecember), (1, 1, [:]),
        ])
    func kilo(older: Int, newer: Int, expected: Expected) throws {
        let lists = try KiloSummaries.all()
        let difference = SummaryDifference(
            from: lists[older], to: lists[newer],
            earlier: lists[..<older].enumerated().map {
                Board.Listing(number: $0 + 1, date: Timestamp($0), summary: $1)
            })
        for kind in Kind.allCases {
            let numbers = difference.changes.filter { $0.kind == kind }.map { $0.reviews.map(\.number) }
            #expect(numbers == expected[kind] ?? [], "\(kind)")
            #expect(difference.count(kind) == numbers.count)
        }
    }

    @Test("what was moved, retitled or renamed says what it was")
    func says() throws {
        let lists = try KiloSummaries.all()
        let november = SummaryDifference(from: lists[0], to: lists[1])
        let december = SummaryDifference(from: lists[1], to: lists[2])
        func texts(_ difference: SummaryDifference, _ kinds: Set<Kind>) -> [String] {
            difference.changes.filter { kinds.contains($0.kind) }.map(\.text)
        }
        #expect(
            texts(november, [.implemented, .followUp, .moved, .retitled]) == [
                "Scheduler: Add an IOPS weigher: review 127123.",
                "Scheduler: Add an IOPS weigher: review 127123, then review 132614.",
                "API (EC2): Implement tags for volumes and snapshots with the EC2 API: before in API.",
                "Internal: Move flavor data out of the system_metadata table in the SQL database: "
                    + "before \"Move flavor data out of the system_metdata table in the SQL database\".",
            ])
        #expect(
            texts(december, [.superseded, .categoryRenamed, .unknown, .gone]) == [
                "Administrative: Actively hunt for orphan instances and remove them: review 137996 by review 138627.",
                "Block Storage: Cache data from volumes on local disk: review 138292 by review 138619.",
                "Block Storage: before Storage.",
                "Hypervisor: Hyper-V: Allow volumes to be stored on SMB shares instead of just iSCSI: review 102190 (approved).",
                "Administrative: Enforce instance uuid uniqueness in the SQL database: review 128097 (fast tracked, approved).",
            ])
    }

    @Test("one line gives the counts")
    func line() throws {
        let lists = try KiloSummaries.all()
        #expect(
            SummaryDifference(from: lists[0], to: lists[1]).description
                == "since \"Nova specs for Kilo, 31 October 2014\": 30 new, 1 fast tracked, 3 approved, 1 implemented, "
                + "3 abandoned, 1 follow-up, 1 moved, 1 retitled, 12 unknown")
        #expect(
            SummaryDifference(from: lists[1], to: lists[2]).description
                == "since \"Nova specs for Kilo, 28 November 2014\": 14 new, 2 fast tracked, 8 approved, 5 abandoned, "
                + "2 superseded, 1 category renamed, 1 unknown, 1 gone")
        #expect(
            SummaryDifference(from: lists[2], to: lists[2]).description
                == "since \"Nova specs for Kilo, 15 December 2014\": no changes")
    }

    @Test("lines list the changes by kind")
    func lines() {
        let older = Summary(title: "Old", categories: [.init("A", [.init("X", [.init(1)]), .init("Y", [.init(2)])])])
        let newer = Summary(
            title: "New", categories: [.init("A", [.init("X", [.init(1, [.approved])]), .init("Z", [.init(3)])])])
        #expect(
            SummaryDifference(from: older, to: newer).lines == [
                "", "new (1)", "", "  • A: Z: review 3.", "", "approved (1)", "", "  • A: X: review 1.", "",
                "gone (1): not in the list any more, which does not make it abandoned", "", "  • A: Y: review 2.",
            ])
    }

    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let older: [Summary.Category]
        let newer: [Summary.Category]
        var earlier: [Summary.Category] = []
        /// Kind and text of each change.
        let changes: [String]
    }

    static func spec(_ number: Int, _ states: Set<SpecState> = [], title: String? = nil) -> SummaryItem {
        SummaryItem(title ?? "S\(number)", [SummaryReview(number, states)])
    }

    static func spec(_ reviews: [SummaryReview]) -> SummaryItem {
        SummaryItem("S", reviews)
    }

    static let cases = [
        Case(
            testDescription: "a spec that an earlier list had reappears, and is compared with how it was then",
            older: [.init("A")], newer: [.init("B", [spec(1, [.approved])])], earlier: [.init("A", [spec(1)])],
            changes: [
                "reappeared B: S1: review 1 (approved).", "approved B: S1: review 1.", "moved B: S1: before in A.",
            ]),
        Case(
            testDescription: "an abandoned review with a successor is superseded, first seen or not",
            older: [.init("A", [spec([.init(1)])])],
            newer: [.init("A", [spec([.init(1, [.abandoned]), .init(2, [.abandoned]), .init(3)])])],
            changes: ["superseded A: S: review 1 by review 2.", "superseded A: S: review 2 by review 3."]),
        Case(
            testDescription: "a successor may join later",
            older: [.init("A", [spec([.init(1, [.abandoned])])])],
            newer: [.init("A", [spec([.init(1, [.abandoned]), .init(2)])])],
            changes: ["superseded A: S: review 1 by review 2."]),
        Case(
            testDescription: "a second open review is a further review, and a follow-up once the first is implemented",
            older: [.init("A", [spec([.init(1)]), spec([.init(3, [.approved]), .init(4)])])],
            newer: [
                .init("A", [spec([.init(1), .init(2)]), spec([.init(3, [.approved, .implemented]), .init(4)])])
            ],
            changes: [
                "implemented A: S: review 3.", "followUp A: S: review 3, then review 4.",
                "another A: S: review 1, then review 2.",
            ]),
        Case(
            testDescription: "states that are taken back are told",
            older: [.init("A", [spec(1, [.fastTracked, .approved]), spec(2, [.abandoned])])],
            newer: [.init("A", [spec(1), spec(2)])],
            changes: [
                "reverted A: S1: review 1, no longer fast tracked, approved.",
                "reverted A: S2: review 2, no longer abandoned.",
            ]),
        Case(
            testDescription: "missing from a category that lists others, or that is itself missing, is gone",
            older: [.init("A", [spec(1), spec(2)]), .init("B", [spec(3)]), .init("C", [spec(4)])],
            newer: [.init("A", [spec(2)]), .init("C")],
            changes: ["unknown C: S4: review 4.", "gone A: S1: review 1.", "gone B: S3: review 3."]),
        Case(
            testDescription: "a category of which all that is left went to one new category is renamed",
            older: [.init("A", [spec(1), spec(2), spec(3)])], newer: [.init("B", [spec(1), spec(2), spec(4)])],
            changes: ["new B: S4: review 4.", "categoryRenamed B: before A.", "gone A: S3: review 3."]),
        Case(
            testDescription:
                "a category whose specs went to two, to an old one, or that is still listed is not renamed",
            older: [.init("A", [spec(1), spec(2)]), .init("B", [spec(3)]), .init("C", [spec(4)]), .init("D")],
            newer: [.init("X", [spec(1)]), .init("Y", [spec(2), spec(4)]), .init("D", [spec(3)]), .init("C")],
            changes: [
                "moved X: S1: before in A.", "moved Y: S2: before in A.", "moved Y: S4: before in C.",
                "moved D: S3: before in B.",
            ]),
        Case(
            testDescription: "of two categories that became one, the first is renamed and the other's specs were moved",
            older: [.init("A", [spec(1)]), .init("B", [spec(2)])], newer: [.init("C", [spec(1), spec(2)])],
            changes: ["moved C: S2: before in B.", "categoryRenamed C: before A."]),
        Case(
            testDescription: "a new title and a new place do not make a new spec",
            older: [.init("A", [spec(1, title: "Old")]), .init("B", [spec(2)])],
            newer: [.init("A"), .init("B", [spec(1, title: "New"), spec(2)])],
            changes: ["moved B: New: before in A.", "retitled B: New: before \"Old\"."]),
        Case(
            testDescription: "the order of lists is no change",
            older: [.init("A", [spec(1), spec(2)]), .init("B")], newer: [.init("B"), .init("A", [spec(2), spec(1)])],
            changes: []),
    ]

    @Test("each kind of change is told apart", arguments: cases)
    func tells(_ example: Case) {
        let difference = SummaryDifference(
            from: Summary(title: "Older", categories: example.older),
            to: Summary(title: "Newer", categories: example.newer),
            earlier: [
                Board.Listing(
                    number: 1, date: Timestamp(0), summary: Summary(title: "Earlier", categories: example.earlier))
            ])
        #expect(difference.changes.map { "\($0.kind) \($0.text)" } == example.changes)
    }

    @Test("a list does not differ from itself, whatever is in it", arguments: 0..<50)
    func same(seed: Int) {
        var numbers = SeededNumbers(seed: seed)
        let summary = numbers.summary()
        #expect(SummaryDifference(from: summary, to: summary).changes == [])
    }
}
