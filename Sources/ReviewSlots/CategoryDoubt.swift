/// Two categories that are shown apart and may be one.
public struct CategoryDoubt: Sendable, Hashable {
    /// Why they may be one, the surest first.
    public enum Likeness: Int, Sendable, Hashable {
        /// The same but for case, blanks and punctuation.
        case spelling
        /// A letter or two apart: Sheduler, Scheduler.
        case slip
        /// Other endings of one stem: Scheduler, Scheduling. Each may well be meant.
        case stem
    }

    public var doubted: String
    /// The one with more specs, then with the older ones.
    public var meant: String
    public var likeness: Likeness
    /// How many specs of this cycle are shown under each, those that are gone from the list left out.
    public var doubtedSpecs: Int
    public var meantSpecs: Int
}

/// Two names whatever their order.
struct CategoryPair: Sendable, Hashable {
    let first: String
    let second: String

    init(_ one: String, _ other: String) {
        first = min(one, other)
        second = max(one, other)
    }
}

extension Board {
    /// Pairs of categories that may be one, the surest first, without those that a lead said are different.
    public func categoryDoubts() -> [CategoryDoubt] {
        let names = Set(categories.map(category)).sorted().map(ComparedName.init)
        // Names that are alike have all their letters in common, or else the first of each word.
        let groups =
            Array(Dictionary(grouping: names, by: \.letters).values)
            + Array(Dictionary(grouping: names, by: \.initials).values)
        var found: [CategoryPair: CategoryDoubt.Likeness] = [:]
        for group in groups {
            for (index, name) in group.enumerated() {
                for other in group[(index + 1)...] {
                    guard let likeness = name.likeness(to: other) else { continue }
                    let pair = CategoryPair(name.name, other.name)
                    if !keptApart.contains(pair) { found[pair] = likeness }
                }
            }
        }
        return found.isEmpty ? [] : doubts(found)
    }

    private func doubts(_ found: [CategoryPair: CategoryDoubt.Likeness]) -> [CategoryDoubt] {
        let specs = Dictionary(grouping: self.specs.values.filter { $0.listing != .gone }) { category($0.category) }
        func count(_ name: String) -> Int { specs[name]?.count(where: isOfThisCycle) ?? 0 }
        func weight(_ name: String) -> (Int, Timestamp, SpecID, String) {
            let oldest = specs[name]?.min { ($0.since, $0.id) < ($1.since, $1.id) }
            return (-(specs[name]?.count ?? 0), oldest?.since ?? Timestamp(.max), oldest?.id ?? .max, name)
        }
        return found.map { pair, likeness in
            let isFirst = weight(pair.first) < weight(pair.second)
            let (meant, doubted) = isFirst ? (pair.first, pair.second) : (pair.second, pair.first)
            return CategoryDoubt(
                doubted: doubted, meant: meant, likeness: likeness,
                doubtedSpecs: count(doubted), meantSpecs: count(meant))
        }.sorted { ($0.likeness.rawValue, $0.meant, $0.doubted) < ($1.likeness.rawValue, $1.meant, $1.doubted) }
    }
}

/// The name of a category, taken apart to be compared with many.
struct ComparedName {
    let name: String
    /// In small letters, without what stands between them.
    let words: [Word]
    let letters: String
    let initials: String

    init(_ name: String) {
        self.name = name
        words = name.lowercased().unicodeScalars.filter { !$0.properties.isDefaultIgnorableCodePoint }
            .split(whereSeparator: \.isBetweenWords).map(Word.init)
        letters = words.map(\.text).joined()
        initials = String(words.compactMap(\.text.first))
    }

    /// Why two names may mean one category, or `nil` if nothing says so.
    func likeness(to other: ComparedName) -> CategoryDoubt.Likeness? {
        guard !words.isEmpty else { return nil }
        if letters == other.letters { return .spelling }
        // Word by word, so that what two members of a family have in common does not make them alike.
        guard words.count == other.words.count else { return nil }
        var weakest = CategoryDoubt.Likeness.spelling
        for (word, counterpart) in zip(words, other.words) where word.text != counterpart.text {
            guard let likeness = word.likeness(to: counterpart) else { return nil }
            if likeness.rawValue > weakest.rawValue { weakest = likeness }
        }
        return weakest
    }

    struct Word {
        let text: String
        private let length: Int
        /// A bit for each letter that it has.
        private let mask: UInt64
        /// What it may be derived from.
        private let stems: Set<String>
        private let hasDigit: Bool

        private static let endings = ["", "e", "s", "es", "ed", "er", "ers", "ing", "ings", "ment", "ments"]

        init(_ scalars: some Sequence<Unicode.Scalar>) {
            let word = String(String.UnicodeScalarView(scalars))
            text = word
            length = word.utf8.count
            mask = word.utf8.reduce(0) { $0 | 1 << UInt64($1 & 63) }
            stems = Set(
                Self.endings.filter(word.hasSuffix).map { String(word.dropLast($0.count)) }.filter { $0.count >= 4 })
            hasDigit = word.unicodeScalars.contains { $0.properties.numericType != nil }
        }

        /// Why two different words may be one. Numbers are never a slip (v1 is not v2), nor is the first letter
        /// (internal, external).
        func likeness(to other: Word) -> CategoryDoubt.Likeness? {
            // A step changes the length by one and the letters by two: most pairs need no closer look.
            let limit = min(slips, other.slips)
            let mayBeSlip =
                abs(length - other.length) <= limit && (mask ^ other.mask).nonzeroBitCount <= 2 * limit
            let mayBeStem = !stems.isDisjoint(with: other.stems)
            guard mayBeSlip || mayBeStem, !hasDigit, !other.hasDigit, text.first == other.text.first else { return nil }
            if mayBeSlip, text.editDistance(to: other.text) <= limit { return .slip }
            return mayBeStem ? .stem : nil
        }

        /// How many there may be: short words are alike by chance.
        private var slips: Int { length < 5 ? 0 : length < 10 ? 1 : 2 }
    }
}

extension Unicode.Scalar {
    /// A blank or a mark of punctuation.
    fileprivate var isBetweenWords: Bool {
        switch properties.generalCategory {
        case .control, .spaceSeparator, .lineSeparator, .paragraphSeparator, .connectorPunctuation, .dashPunctuation,
            .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation, .otherPunctuation:
            true
        default: false
        }
    }
}
