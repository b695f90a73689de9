// Taking over imported summaries.
extension Draft {
    /// What the newest list that has a review said of it.
    private struct Said {
        var category: String
        var states: Set<SpecState>
    }

    /// Takes over what a summary says. The same summary again changes nothing.
    ///
    /// What people set right since the last list stays until a list says something new about it. A spec that its
    /// category's list no longer has is *gone* from the list; one whose category is listed but empty is *unknown*.
    /// Nothing is ever removed because a list is empty (R12). A list from before own publications fills in what was; what
    /// one of these lists is newer than what it says, and what none of them lists is gone.
    mutating func importSummary(_ summary: Summary, date: Timestamp) throws(Refusal) {
        try require(.lead)
        try check(summary)
        if board.listings.contains(where: { $0.summary == summary }) { return }
        if let newest = board.imported.last, date < newest.date { throw .olderThanNewest(newest.date) }
        let newer = board.reviews(publishedAfter: date)
        let renamed = newer.isEmpty ? renamedCategories(in: summary) : []
        for (old, new) in renamed { rename(category: old, to: new) }
        let said = lastSaid(renamed: Dictionary(uniqueKeysWithValues: renamed))
        var seen: Set<SpecID> = []
        for category in summary.categories {
            noteCategory(category.name)
            for item in category.items {
                let known = specs(with: item.reviews.map(\.number))
                if known.contains(where: { isListed($0, in: newer) }) { continue }
                seen.formUnion(take(item, known, in: category.name, said, isFilledIn: board.hasOwn(after: date)))
            }
        }
        mark(unseen: seen, by: summary, said, newer)
        emit(.summaryListed(number: board.listings.nextNumber, date: date, summary: summary))
    }

    private func check(_ summary: Summary) throws(Refusal) {
        if summary.categories.isEmpty { throw .badText("a summary without categories says nothing") }
        var numbers: Set<ChangeNumber> = []
        for category in summary.categories { try checkText(category.name) }
        for item in summary.categories.flatMap(\.items) {
            try checkText(item.title)
            if item.reviews.isEmpty { throw .badText("\"\(item.title)\" has no review") }
            for review in item.reviews {
                guard Change.numbers.contains(review.number) else { throw .noSuchReview(review.number) }
                if let fault = SpecState.fault(in: review.states) { throw .illegalStates(fault) }
                if !numbers.insert(review.number).inserted { throw .badText("review \(review.number) is listed twice") }
            }
        }
    }

    private func lastSaid(renamed: [String: String]) -> [ChangeNumber: Said] {
        var said: [ChangeNumber: Said] = [:]
        for category in board.imported.flatMap(\.summary.categories) {
            let name = renamed[category.name] ?? category.name
            for review in category.items.flatMap(\.reviews) {
                said[review.number] = Said(category: name, states: review.states)
            }
        }
        return said
    }

    private func specs(with reviews: [ChangeNumber]) -> [SpecID] {
        reviews.compactMap { board.byReview[$0] }.uniqued()
    }

    private func isListed(_ id: SpecID, in reviews: Set<ChangeNumber>) -> Bool {
        board.specs[id]?.reviews.contains { reviews.contains($0.number) } ?? false
    }

    /// Takes over one spec; tells whose reviews are listed with it, which are several specs' if they were once apart.
    private mutating func take(
        _ item: SummaryItem, _ known: [SpecID], in category: String, _ said: [ChangeNumber: Said], isFilledIn: Bool
    ) -> [SpecID] {
        guard let id = known.first else {
            let reviews = item.reviews.map { Spec.Review(number: $0.number, states: $0.states) }
            add(reviews[0].number, title: item.title, category: category, reviews: reviews)
            if isFilledIn { emit(.specListed(reviews[0].number, from: .listed, to: .gone)) }
            return [reviews[0].number]
        }
        for id in known {
            guard let spec = board.specs[id] else { continue }
            if spec.listing != .listed, !isFilledIn { emit(.specListed(id, from: spec.listing, to: .listed)) }
            takeUp(spec)
        }
        if let spec = board.specs[id] {
            if spec.title != item.title { emit(.specRetitled(id, from: spec.title, to: item.title)) }
            let before = item.reviews.lazy.compactMap { said[$0.number]?.category }.first.map(board.category)
            let now = board.category(category)
            if before != now, board.category(spec.category) != now {
                emit(.specMoved(id, from: spec.category, to: category))
            }
        }
        for (place, review) in item.reviews.enumerated() {
            if board.byReview[review.number] == nil { emit(.specReviewAdded(id, review: review.number, at: place)) }
            if said[review.number]?.states != review.states { state(review.number, review.states) }
        }
        return known
    }

    private mutating func mark(
        unseen seen: Set<SpecID>, by summary: Summary, _ said: [ChangeNumber: Said], _ newer: Set<ChangeNumber>
    ) {
        let (full, empty) = summary.categories.reduce(into: (full: Set<String>(), empty: Set<String>())) {
            if $1.items.isEmpty {
                $0.empty.insert(board.category($1.name))
            } else {
                $0.full.insert(board.category($1.name))
            }
        }
        for spec in board.specs.values.sorted(by: { $0.id < $1.id })
        where !seen.contains(spec.id) && board.isOfThisCycle(spec) && !isListed(spec.id, in: newer) {
            // A spec that was never in a list cannot be missing from one.
            guard let last = spec.reviews.lazy.compactMap({ said[$0.number] }).first else { continue }
            let places = [spec.category, last.category].map(board.category)
            let isUnknown = places.contains { empty.contains($0) && !full.contains($0) }
            let listing = isUnknown ? Spec.Listing.unknown : .gone
            if spec.listing != listing { emit(.specListed(spec.id, from: spec.listing, to: listing)) }
        }
    }

    /// Categories that vanished, and under which one new name all that is left of them stands now.
    private func renamedCategories(in summary: Summary) -> [(old: String, new: String)] {
        guard let previous = board.imported.last?.summary else { return [] }
        let old = Set(previous.categories.map(\.name))
        let new = Set(summary.categories.map(\.name))
        var places: [ChangeNumber: String] = [:]
        for category in summary.categories {
            for review in category.items.flatMap(\.reviews) { places[review.number] = category.name }
        }
        var renamed: [(old: String, new: String)] = []
        for category in previous.categories where !new.contains(category.name) && !category.items.isEmpty {
            let targets = Set(category.items.flatMap(\.reviews).compactMap { places[$0.number] })
            guard targets.count == 1, let target = targets.first, !old.contains(target),
                board.categories.contains(category.name), !board.categories.contains(target),
                board.categoryAliases[category.name] == nil, board.categoryAliases[target] == nil,
                !renamed.contains(where: { $0.new == target })
            else { continue }
            renamed.append((category.name, target))
        }
        return renamed
    }
}

extension Board {
    /// The lists that others made.
    fileprivate var imported: [Listing] { listings.filter { !$0.isOwn } }

    fileprivate func hasOwn(after date: Timestamp) -> Bool { listings.contains { $0.isOwn && $0.date > date } }

    /// What own summaries list that are newer than a date.
    fileprivate func reviews(publishedAfter date: Timestamp) -> Set<ChangeNumber> {
        Set(
            listings.lazy.filter { $0.isOwn && $0.date > date }.flatMap(\.summary.categories).flatMap(\.items)
                .flatMap { $0.reviews.map(\.number) })
    }
}
