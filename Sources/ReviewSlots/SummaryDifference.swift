/// What changed between two summaries, worked out from the lists alone.
///
/// Specs are the same if they share a review number, whatever their titles and categories. A fact counts as a change if the
/// newer list shows it and the older one did not; so a spec that is first seen already approved is both new and approved.
public struct SummaryDifference: Sendable, Hashable, Codable {
    public let olderTitle: String
    /// By kind, then in the order of the newer list (of the older one for specs that are missing from the newer).
    public let changes: [SummaryChange]

    public func count(_ kind: SummaryChange.Kind) -> Int {
        changes.count { $0.kind == kind }
    }
}

extension SummaryDifference {
    /// Compares two lists.
    ///
    /// - Parameter earlier: summaries from before `older`, to tell what reappeared from what is new.
    public init(from older: Summary, to newer: Summary, earlier: [Board.Listing] = []) {
        self.init(from: older, to: newer, EarlierSummaries(earlier, newer: newer, older: older))
    }

    init(from older: Summary, to newer: Summary, _ earlier: EarlierSummaries) {
        self.init(
            olderTitle: older.title, changes: SummaryComparison(older: older, newer: newer, earlier: earlier).changes)
    }
}

/// One thing that changed from a summary to a later one.
public struct SummaryChange: Sendable, Hashable, Codable {
    /// In the order in which they are shown.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case new
        /// Missing from the older list, but in an earlier one.
        case reappeared
        case fastTracked
        case approved
        case implemented
        case abandoned
        /// An abandoned review, and the one that took its place.
        case superseded
        /// An implemented review, and a later one for the same spec.
        case followUp
        /// A review, and another one for the same spec while it was neither abandoned nor implemented.
        case another
        /// A state that the older list showed and the newer one does not, such as an approval taken back.
        case reverted
        case moved
        case retitled
        /// A category that vanished; all that is left of its specs stands in one new category.
        case categoryRenamed
        /// Missing, but its category is listed and empty, which says nothing about it.
        case unknown
        /// Missing, though its category lists others or is itself missing. That does not make it abandoned.
        case gone
    }

    public let kind: Kind
    /// Where the spec stands, or stood if it is missing.
    public let category: String
    /// The spec; nil for a category as a whole.
    public let title: String?
    /// Those that the change is about.
    public let reviews: [SummaryReview]
    /// The earlier category or title of what was moved, renamed or retitled; the states of what was reverted.
    public let was: String?

    init(_ kind: Kind, _ category: String, _ title: String?, _ reviews: [SummaryReview], was: String? = nil) {
        self.kind = kind
        self.category = category
        self.title = title
        self.reviews = reviews
        self.was = was
    }
}
