/// A summary as it is shown: the list, and what the bot adds to it, in numbers and since the last one.
///
/// Each form (`text`, `markdown`, `html`, `JSONEncoder`) gives the list back when it is read.
public struct SummaryPage: Sendable, Hashable {
    public let summary: Summary
    /// `nil` for one that is not published.
    public let number: Int?
    /// When it was published; else of when it is the state.
    public let date: Timestamp
    public let difference: SummaryDifference?
    /// The number of the summary that it is compared with, if that is a published one.
    public let since: Int?
    /// Where reviews are; without it their numbers are no links.
    public let link: SummaryReviewLink?

    public init(
        _ summary: Summary, number: Int? = nil, date: Timestamp, difference: SummaryDifference? = nil,
        since: Int? = nil, link: SummaryReviewLink? = nil
    ) {
        self.summary = summary
        self.number = number
        self.date = date
        self.difference = difference
        self.since = since
        self.link = link
    }

    /// The same without the categories that list no spec.
    public func withoutEmptyCategories() -> SummaryPage {
        SummaryPage(
            summary.withoutEmptyCategories(), number: number, date: date, difference: difference, since: since,
            link: link)
    }
}

/// What a summary is compared with.
public enum SummaryBase: Sendable {
    /// The published summary before it, if there is one.
    case last
    /// The published summary of that number.
    case number(Int)
    /// Any other, of this time.
    case state(Summary, at: Timestamp)
}

extension [Board.Listing] {
    /// The last by date.
    public var newest: Board.Listing? { self.max { $0.isBefore($1) } }

    public var nextNumber: Int { (last?.number ?? 0) + 1 }

    /// A published summary as a page; `nil` if there is none of that number, or none to compare it with.
    public func page(of number: Int, since base: SummaryBase = .last, link: SummaryReviewLink? = nil) -> SummaryPage? {
        guard let index = firstIndex(where: { $0.number == number }) else { return nil }
        let listing = self[index]
        // What was filled in later changes no page; and what is filled in follows what was before it.
        let known = self[..<index].filter { listing.isOwn || $0.date <= listing.date }
        return known.page(of: listing.summary, number: number, date: listing.date, since: base, link: link)
    }

    /// All of them as pages, by number, in one go: each is compared with the one before it.
    public func forEachPage(link: SummaryReviewLink? = nil, _ body: (SummaryPage) throws -> Void) rethrows {
        var earlier = EarlierSummaries()
        var last: Board.Listing?
        for listing in self {
            if let last, listing.isBefore(last) {
                if let page = page(of: listing.number, link: link) { try body(page) }
                earlier.add(listing)
                continue
            }
            let difference = last.map { SummaryDifference(from: $0.summary, to: listing.summary, earlier) }
            try body(
                SummaryPage(
                    listing.summary, number: listing.number, date: listing.date, difference: difference,
                    since: last?.number, link: link))
            if let last { earlier.add(last) }
            last = listing
        }
    }

    /// A summary that follows these as a page; `nil` if there is none of the number that it shall be compared with.
    public func page(
        of summary: Summary, number: Int? = nil, date: Timestamp, since base: SummaryBase = .last,
        link: SummaryReviewLink? = nil
    ) -> SummaryPage? {
        var difference: SummaryDifference?
        var since: Int?
        switch base {
        case .last where isEmpty: break
        case .state(let older, let moment):
            difference = SummaryDifference(from: older, to: summary, earlier: filter { $0.date <= moment })
        case .last, .number:
            guard let listing = listing(base) else { return nil }
            since = listing.number
            difference = SummaryDifference(
                from: listing.summary, to: summary, earlier: filter { $0.isBefore(listing) })
        }
        return SummaryPage(summary, number: number, date: date, difference: difference, since: since, link: link)
    }

    private func listing(_ base: SummaryBase) -> Board.Listing? {
        guard case .number(let number) = base else { return newest }
        return first { $0.number == number }
    }
}

extension Board.Listing {
    func isBefore(_ other: Board.Listing) -> Bool { (date, number) < (other.date, other.number) }
}

extension [SummaryPage] {
    var newestFirst: [SummaryPage] { sorted { ($0.date, $0.number ?? 0) > ($1.date, $1.number ?? 0) } }
}

// MARK: What the bot adds

extension SummaryPage {
    /// How a reader knows the lines that the bot has added.
    static let asideWords = "In numbers:"

    /// `70 specs in 23 categories: 41 proposed, 20 approved, 1 implemented, 8 abandoned; 12 are fast tracked. 73 reviews, 41
    /// open.`
    public var numbers: String {
        let counts = summary.counts
        guard counts.items > 0 else {
            return counts.categories == 0
                ? "no specs yet." : "no specs in \(counts.categories.of("category", "categories"))."
        }
        let states = [
            (counts.proposed, "proposed"), (counts.approved, "approved"), (counts.implemented, "implemented"),
            (counts.abandoned, "abandoned"),
        ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        let fastTracked = counts.fastTracked
        return counts.items.of("spec", "specs") + " in " + counts.categories.of("category", "categories") + ": "
            + states.joined(separator: ", ")
            + (fastTracked == 0 ? "" : "; \(fastTracked) \(fastTracked == 1 ? "is" : "are") fast tracked")
            + ". \(counts.reviews.of("review", "reviews")), \(counts.open) open."
    }
}

extension Int {
    /// `1 spec`, `2 specs`.
    func of(_ one: String, _ many: String) -> String { "\(self) \(self == 1 ? one : many)" }
}
