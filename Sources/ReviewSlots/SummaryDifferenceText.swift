extension SummaryDifference: CustomStringConvertible {
    /// One line: `since "Specs for Kilo": 32 new, 2 approved, 1 gone`.
    public var description: String {
        let counts = SummaryChange.Kind.allCases.compactMap { kind in
            let count = count(kind)
            return count == 0 ? nil : "\(count) \(count == 1 ? kind.word : kind.words)"
        }
        return "since \"\(olderTitle)\": \(counts.isEmpty ? "no changes" : counts.joined(separator: ", "))"
    }

    /// The changes as plain text: the line above, then a list for each kind, ending with a line feed.
    public var text: String {
        var text = description + "\n"
        for kind in SummaryChange.Kind.allCases {
            let lines = changes.filter { $0.kind == kind }.map { "  • \($0.text)\n" }
            if !lines.isEmpty { text += "\n\(kind.words) (\(lines.count))\n\n\(lines.joined())" }
        }
        return text
    }
}

extension SummaryChange {
    /// As it stands after the bullet, without its kind.
    public var text: String {
        let subject = title.map { "\(category): \($0)" } ?? category
        let before = was ?? ""
        func numbers(_ separator: String) -> String {
            reviews.map { "review \($0.number)" }.joined(separator: separator)
        }
        return switch kind {
        case .new, .reappeared, .unknown, .gone: SummaryItem(subject, reviews).text
        case .fastTracked, .approved, .implemented, .abandoned: "\(subject): \(numbers(", "))."
        case .superseded: "\(subject): \(numbers(" by "))."
        case .followUp, .another: "\(subject): \(numbers(", then "))."
        case .reverted: "\(subject): \(numbers(", ")), no longer \(before)."
        case .moved: "\(subject): before in \(before)."
        case .retitled: "\(subject): before \"\(before)\"."
        case .categoryRenamed: "\(subject): before \(before)."
        }
    }
}

extension SummaryChange.Kind {
    /// After a count of one.
    public var word: String {
        switch self {
        case .followUp: "follow-up"
        case .another: "further review"
        case .categoryRenamed: "category renamed"
        default: words
        }
    }

    /// After any other count, and above a list.
    public var words: String {
        switch self {
        case .new, .reappeared, .approved, .implemented, .abandoned, .superseded, .reverted, .moved, .retitled,
            .unknown, .gone:
            rawValue
        case .fastTracked: "fast tracked"
        case .followUp: "follow-ups"
        case .another: "further reviews"
        case .categoryRenamed: "categories renamed"
        }
    }
}
