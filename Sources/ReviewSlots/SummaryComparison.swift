/// The work behind `SummaryDifference`.
struct SummaryComparison {
    private let older: Listing
    private let newer: Listing
    private let earlier: EarlierSummaries
    private let renamed: [String: String]

    init(older: Summary, newer: Summary, earlier: EarlierSummaries) {
        self.older = Listing(older)
        self.newer = Listing(newer)
        self.earlier = earlier
        renamed = self.newer.namesOfCategories(of: self.older)
    }

    var changes: [SummaryChange] {
        let all = newer.places.flatMap(changesOfListed) + renamings + older.places.compactMap(changeOfMissing)
        let byKind = Dictionary(grouping: all, by: \.kind)
        return SummaryChange.Kind.allCases.flatMap { byKind[$0] ?? [] }
    }

    private func changesOfListed(_ place: Listing.Place) -> [SummaryChange] {
        let item = place.item
        func change(_ kind: SummaryChange.Kind, _ reviews: [SummaryReview], was: String? = nil) -> SummaryChange {
            SummaryChange(kind, place.category, item.title, reviews, was: was)
        }
        var changes: [SummaryChange] = []
        let last = older.place(of: item)
        guard let base = last ?? earlierPlace(of: item) else {
            // Several reviews of a new spec are nothing that happened to it.
            let facts = item.facts.filter { $0.kind != .another }
            return [change(.new, item.reviews)] + facts.map { change($0.kind, $0.reviews) }
        }
        if last == nil { changes.append(change(.reappeared, item.reviews)) }
        let known = base.item.facts
        for fact in item.facts
        where !known.contains(where: { $0.kind == fact.kind && $0.reviews.map(\.number) == fact.reviews.map(\.number) })
        {
            changes.append(change(fact.kind, fact.reviews))
        }
        for review in item.reviews {
            guard let before = base.item.reviews.first(where: { $0.number == review.number }) else { continue }
            let lost = before.states.subtracting(review.states)
            if !lost.isEmpty { changes.append(change(.reverted, [review], was: SpecState.words(lost))) }
        }
        if base.category != place.category, renamed[base.category] != place.category {
            changes.append(change(.moved, item.reviews, was: base.category))
        }
        if base.item.title != item.title { changes.append(change(.retitled, item.reviews, was: base.item.title)) }
        return changes
    }

    private func earlierPlace(of item: SummaryItem) -> Listing.Place? {
        item.reviews.compactMap { earlier.places[$0.number] }.max { $0.listing.isBefore($1.listing) }?.place
    }

    private var renamings: [SummaryChange] {
        older.categories.compactMap { category in
            renamed[category.name].map { name in
                let reviews = category.items.compactMap { newer.place(of: $0) }.flatMap(\.item.reviews)
                return SummaryChange(.categoryRenamed, name, nil, reviews, was: category.name)
            }
        }
    }

    private func changeOfMissing(_ place: Listing.Place) -> SummaryChange? {
        if newer.place(of: place.item) != nil { return nil }
        let kind: SummaryChange.Kind = newer.emptyCategories.contains(place.category) ? .unknown : .gone
        return SummaryChange(kind, place.category, place.item.title, place.item.reviews)
    }
}

/// Where reviews stood in lists from before the two that are compared: the newest of these that has one.
struct EarlierSummaries {
    fileprivate private(set) var places: [Int: (listing: Board.Listing, place: Listing.Place)] = [:]

    init() {}

    /// - Parameter newer: only the reviews of its specs that `older` has not are looked up.
    init(_ listings: [Board.Listing], newer: Summary, older: Summary) {
        if listings.isEmpty { return }
        let older = Listing(older)
        let missing = newer.categories.lazy.flatMap(\.items).filter { older.place(of: $0) == nil }
        let wanted = Set(missing.flatMap { $0.reviews.map(\.number) })
        if wanted.isEmpty { return }
        for listing in listings { add(listing, wanted.contains) }
    }

    mutating func add(_ listing: Board.Listing, _ isWanted: (Int) -> Bool = { _ in true }) {
        for category in listing.summary.categories {
            for item in category.items {
                for review in item.reviews where isWanted(review.number) {
                    if let known = places[review.number]?.listing, !known.isBefore(listing) { continue }
                    places[review.number] = (listing, Listing.Place(category: category.name, item: item))
                }
            }
        }
    }
}

/// A summary that is searched by review number.
private struct Listing {
    struct Place {
        let category: String
        let item: SummaryItem
    }

    let categories: [Summary.Category]
    let places: [Place]
    let emptyCategories: Set<String>
    private let placeOfReview: [Int: Int]

    init(_ summary: Summary) {
        categories = summary.categories
        places = categories.flatMap { category in category.items.map { Place(category: category.name, item: $0) } }
        emptyCategories = Set(categories.lazy.filter(\.items.isEmpty).map(\.name))
        placeOfReview = Dictionary(
            places.enumerated().flatMap { place in place.element.item.reviews.map { ($0.number, place.offset) } },
            uniquingKeysWith: { first, _ in first })
    }

    func place(of item: SummaryItem) -> Place? {
        item.reviews.lazy.compactMap { placeOfReview[$0.number] }.first.map { places[$0] }
    }

    /// The new names of an older list's categories that were renamed.
    func namesOfCategories(of older: Listing) -> [String: String] {
        let names = Set(categories.map(\.name))
        var taken = Set(older.categories.map(\.name))
        var renamed: [String: String] = [:]
        for category in older.categories where !names.contains(category.name) {
            let places = Set(category.items.compactMap { place(of: $0)?.category })
            if places.count == 1, let name = places.first, taken.insert(name).inserted { renamed[category.name] = name }
        }
        return renamed
    }
}

extension SummaryItem {
    /// What a list shows of a spec besides its place and title, as kinds of change with the reviews concerned.
    fileprivate var facts: [(kind: SummaryChange.Kind, reviews: [SummaryReview])] {
        var facts: [(SummaryChange.Kind, [SummaryReview])] = []
        for (place, review) in reviews.enumerated() {
            let states = review.states
            if states.contains(.fastTracked) { facts.append((.fastTracked, [review])) }
            if states.contains(.approved) { facts.append((.approved, [review])) }
            if states.contains(.implemented) { facts.append((.implemented, [review])) }
            if place + 1 < reviews.count {
                let kind: SummaryChange.Kind =
                    states.contains(.abandoned) ? .superseded : states.contains(.implemented) ? .followUp : .another
                facts.append((kind, [review, reviews[place + 1]]))
            } else if states.contains(.abandoned) {
                facts.append((.abandoned, [review]))
            }
        }
        return facts
    }
}
