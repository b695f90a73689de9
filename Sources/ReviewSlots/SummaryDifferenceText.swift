extension SummaryDifference: CustomStringConvertible {
    /// One line: `since "Specs for Kilo": 32 new, 2 approved, 1 gone`.
    public var description: String { "since \"\(olderTitle)\": \(counts)" }

    /// `32 new, 2 approved, 1 gone`, or `no changes`.
    public var counts: String {
        let counts = SummaryChange.Kind.allCases.compactMap { kind in
            let count = count(kind)
            return count == 0 ? nil : "\(count) \(count == 1 ? kind.word : kind.words)"
        }
        return counts.isEmpty ? "no changes" : counts.joined(separator: ", ")
    }

    /// The line as a sentence.
    var sentence: String { "Since \"\(olderTitle)\": \(counts)." }

    /// The kinds of change with their changes, in the order in which they are shown.
    var groups: [(kind: SummaryChange.Kind, changes: [SummaryChange])] {
        let byKind = Dictionary(grouping: changes, by: \.kind)
        return SummaryChange.Kind.allCases.compactMap { kind in byKind[kind].map { (kind, $0) } }
    }

    /// A list for each kind, as lines of plain text.
    public var lines: [String] {
        groups.flatMap { kind, changes in
            ["", "\(kind.words) (\(changes.count))\(kind.reason.map { ": \($0)" } ?? "")", ""]
                + changes.map { "  • \($0.text)" }
        }
    }
}

extension SummaryChange {
    /// A piece of what is said about a change, so that each form can write it in its own way.
    enum Part {
        case words(String)
        /// A title or a category.
        case foreign(String)
        case review(SummaryReview, states: Bool)
    }

    /// As it stands after the bullet, without its kind.
    public var text: String {
        wording.map { part in
            switch part {
            case .words(let text), .foreign(let text): text
            case .review(let review, let states): states ? review.text : SummaryReview(review.number).text
            }
        }.joined()
    }

    var wording: [Part] {
        let subject: [Part] =
            [.foreign(category)] + (title.map { [.words(": "), .foreign($0)] } ?? []) + [.words(": ")]
        func reviews(_ separator: String, states: Bool = false) -> [Part] {
            self.reviews.enumerated().flatMap { place, review -> [Part] in
                (place == 0 ? [] : [.words(separator)]) + [.review(review, states: states)]
            }
        }
        let before = Part.foreign(was ?? "")
        return subject
            + {
                switch kind {
                case .new, .reappeared, .unknown, .gone: reviews("; ", states: true)
                case .fastTracked, .approved, .implemented, .abandoned: reviews(", ")
                case .superseded: reviews(" by ")
                case .followUp, .another: reviews(", then ")
                case .reverted: reviews(", ") + [.words(", no longer "), before]
                case .moved: [.words("before in "), before]
                case .retitled: [.words("before \""), before, .words("\"")]
                case .categoryRenamed: [.words("before "), before]
                }
            }() + [.words(".")]
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

extension SummaryChange.Kind {
    /// What the kind says of a spec, where the word alone does not.
    var reason: String? {
        switch self {
        case .reappeared: "an earlier list had it, and the last one did not"
        case .unknown: "its category is listed but empty, which says nothing about it"
        case .gone: "not in the list any more, which does not make it abandoned"
        default: nil
        }
    }
}

extension String {
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
