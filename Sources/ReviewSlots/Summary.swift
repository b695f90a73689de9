/// A "state of the specs" as it was published: a title, a person's introduction, categories with their specs.
///
/// The initialisers make every text a single line. A summary with a category, no empty text, no number or category twice
/// and legal states is the same after being written by `text` or `markdown()` and read by `SummaryReader`.
public struct Summary: Sendable, Hashable, Codable {
    public let title: String
    /// Paragraphs.
    public let introduction: [String]
    /// In the order of the list; an empty one says that its specs are unknown, not that there are none.
    public let categories: [Category]

    public init(title: String, introduction: [String] = [], categories: [Category]) {
        self.title = title.singleLine
        self.introduction = introduction.map(\.singleLine)
        self.categories = categories
    }

    /// A heading and the specs that are listed under it.
    public struct Category: Sendable, Hashable, Codable {
        public let name: String
        public let items: [SummaryItem]

        public init(_ name: String, _ items: [SummaryItem] = []) {
            self.name = name.singleLine
            self.items = items
        }
    }
}

/// A spec in a summary: its title and its reviews, each after the one that it replaces or follows.
public struct SummaryItem: Sendable, Hashable, Codable {
    public let title: String
    public let reviews: [SummaryReview]

    public init(_ title: String, _ reviews: [SummaryReview]) {
        self.title = title.singleLine
        self.reviews = reviews
    }

    /// The spec's own.
    public var state: Spec.State { Spec.State(ofReviews: reviews.lazy.map(\.states)) }

    public var isFastTracked: Bool { reviews.contains { $0.states.contains(.fastTracked) } }
}

/// A review of a spec and what was known of it when the summary was made.
public struct SummaryReview: Sendable, Hashable {
    public let number: Int
    /// Empty for a review that is merely proposed.
    public let states: Set<SpecState>

    public init(_ number: Int, _ states: Set<SpecState> = []) {
        self.number = number
        self.states = states
    }

    /// Whether the review still waits for a decision.
    public var isOpen: Bool { states.isDisjoint(with: [.approved, .implemented, .abandoned]) }
}

extension SummaryReview: Codable {
    private enum CodingKeys: CodingKey {
        case number, states
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        number = try container.decode(Int.self, forKey: .number)
        states = try container.decode(Set<SpecState>.self, forKey: .states)
    }

    // The order of a set changes from run to run; equal summaries shall be stored as equal bytes.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(number, forKey: .number)
        try container.encode(SpecState.inOrder(states), forKey: .states)
    }
}

extension SummaryItem {
    /// By title, and of equal titles by the first review.
    fileprivate static func precedes(_ one: SummaryItem, _ other: SummaryItem) -> Bool {
        one.title == other.title
            ? (one.reviews.first?.number ?? 0) < (other.reviews.first?.number ?? 0)
            : one.title.precedesByCodePoint(other.title)
    }
}

extension Summary {
    /// The same with categories and specs sorted by code point, as new summaries are published.
    public func sorted() -> Summary {
        Summary(
            title: title, introduction: introduction,
            categories: categories.sorted { $0.name.precedesByCodePoint($1.name) }.map { category in
                Category(category.name, category.items.sorted(by: SummaryItem.precedes))
            })
    }

    /// The same with every text made a single line, for one that was decoded from foreign JSON.
    public func cleaned() -> Summary {
        Summary(
            title: title, introduction: introduction,
            categories: categories.map { category in
                Category(category.name, category.items.map { SummaryItem($0.title, $0.reviews) })
            })
    }

    /// The same without the categories that list no spec.
    public func withoutEmptyCategories() -> Summary {
        Summary(title: title, introduction: introduction, categories: categories.filter { !$0.items.isEmpty })
    }

    public var counts: SummaryCounts {
        var counts = SummaryCounts()
        counts.categories = categories.count
        for item in categories.lazy.flatMap(\.items) {
            counts.items += 1
            counts.reviews += item.reviews.count
            counts.open += item.reviews.count(where: \.isOpen)
            if item.isFastTracked { counts.fastTracked += 1 }
            switch item.state {
            case .proposed: counts.proposed += 1
            case .approved: counts.approved += 1
            case .implemented: counts.implemented += 1
            case .abandoned: counts.abandoned += 1
            }
        }
        return counts
    }
}

/// How much one or more summaries list.
public struct SummaryCounts: Sendable, Hashable, Codable {
    public var categories = 0
    public var items = 0
    public var reviews = 0
    /// Reviews that are neither approved, implemented nor abandoned.
    public var open = 0
    /// Specs by their state.
    public var proposed = 0
    public var approved = 0
    public var implemented = 0
    public var abandoned = 0
    /// Specs that are fast tracked, whatever else they are.
    public var fastTracked = 0

    public init() {}

    public static func += (left: inout SummaryCounts, right: SummaryCounts) {
        left.categories += right.categories
        left.items += right.items
        left.reviews += right.reviews
        left.open += right.open
        left.proposed += right.proposed
        left.approved += right.approved
        left.implemented += right.implemented
        left.abandoned += right.abandoned
        left.fastTracked += right.fastTracked
    }
}

extension String {
    /// The text as one line: runs of white space are one blank, there is none at the ends, and no control character.
    var singleLine: String {
        var line = ""
        var blankIsDue = false
        for scalar in unicodeScalars {
            if scalar.isBlank {
                blankIsDue = true
            } else if !scalar.isControl {
                if blankIsDue, !line.isEmpty { line.unicodeScalars.append(" ") }
                blankIsDue = false
                line.unicodeScalars.append(scalar)
            }
        }
        return line
    }

    /// The order of UTF-8 bytes, which is that of code points.
    func precedesByCodePoint(_ other: String) -> Bool {
        utf8.lexicographicallyPrecedes(other.utf8)
    }
}

extension Unicode.Scalar {
    var isBlank: Bool { isASCII ? value == 0x20 || (0x09...0x0D).contains(value) : properties.isWhitespace }

    /// C0 and C1 codes that are no white space, and noncharacters, which neither HTML nor XML may hold.
    var isControl: Bool {
        !isBlank
            && (value < 0x20 || (0x7F..<0xA0).contains(value) || value & 0xFFFE == 0xFFFE
                || (0xFDD0...0xFDEF).contains(value))
    }
}
