// Commands about specs, their categories and imported summaries.
extension Draft {
    mutating func addSpec(_ review: ChangeNumber, title: String, category: String) throws(Refusal) {
        try require(.specCore)
        if board.byReview[review] != nil { throw .already("\(review) is a review of a spec") }
        try checkText(title)
        try checkText(category)
        noteCategory(category)
        add(review, title: title, category: category, reviews: [Spec.Review(number: review)])
    }

    private mutating func add(_ id: SpecID, title: String, category: String, reviews: [Spec.Review]) {
        let cycle = board.settings.cycle.isEmpty ? nil : board.settings.cycle
        emit(.specAdded(id, title: title, category: category, cycle: cycle, reviews: reviews, since: at))
    }

    mutating func stateSpec(_ review: ChangeNumber, _ states: Set<SpecState>) throws(Refusal) {
        try require(.specCore)
        guard let spec = board.spec(ofReview: review) else { throw .noSuchReview(review) }
        if let fault = SpecState.fault(in: states) { throw .illegalStates(fault) }
        guard let old = spec.reviews.first(where: { $0.number == review })?.states else { throw .noSuchReview(review) }
        if old == states { throw .already("\(review) is \(SpecState.phrase(states))") }
        emit(.specStated(spec.id, review: review, from: old, to: states))
    }

    mutating func moveSpec(_ id: SpecID, to category: String) throws(Refusal) {
        try require(.specCore)
        guard let spec = board.specs[id] else { throw .noSuchReview(id) }
        try checkText(category)
        if spec.category == category { throw .already("\(id) is in \(category)") }
        noteCategory(category)
        emit(.specMoved(id, from: spec.category, to: category))
    }

    mutating func aliasCategory(_ name: String, as canonical: String) throws(Refusal) {
        try require(.lead)
        try checkCategory(canonical)
        try checkText(name)
        let target = board.category(canonical)
        guard target != name else { throw .already("\(name) is its own name") }
        if board.categoryAliases[name] == target { throw .already("\(name) is shown as \(target)") }
        // Names that were shown as this one are shown as the new one too, so that no alias leads to an alias.
        for other in board.categoryAliases.filter({ $0.value == name }).map(\.key).sorted() {
            emit(.categoryAliased(other, from: name, to: target))
        }
        emit(.categoryAliased(name, from: board.categoryAliases[name], to: target))
    }

    /// Moves everything of a category into another and shows the old name as the new one from now on.
    mutating func mergeCategory(_ name: String, into canonical: String) throws(Refusal) {
        try require(.lead)
        try checkCategory(name)
        try aliasCategory(name, as: canonical)
        let target = board.category(canonical)
        for id in board.specs.values.filter({ $0.category == name }).map(\.id).sorted() {
            emit(.specMoved(id, from: name, to: target))
        }
        if board.categories.contains(name) { emit(.categoryRemoved(name)) }
    }

    mutating func renameCategory(_ name: String, to new: String) throws(Refusal) {
        try require(.lead)
        try checkCategory(name)
        try checkText(new)
        if name == new { throw .already("it is called \(new)") }
        if board.categories.contains(new) {
            throw .badText("there is a category \"\(new)\" already; merge them instead")
        }
        emit(.categoryRenamed(from: name, to: new))
    }

    private func checkCategory(_ name: String) throws(Refusal) {
        guard board.categories.contains(board.category(name)) else { throw .noSuchCategory(name) }
    }

    private mutating func noteCategory(_ name: String) {
        if !board.categories.contains(name) { emit(.categoryAdded(name)) }
    }

    private func checkText(_ text: String) throws(Refusal) {
        if text.utf8.allSatisfy({ $0 <= 0x20 }) { throw .badText("a title or category may not be empty") }
        if text.utf8.count > 4096 { throw .badText("a title or category has at most 4,096 bytes") }
    }

    // MARK: Summaries

    /// Takes over what a summary says. The same summary again changes nothing.
    ///
    /// A spec that its category's list no longer has is *gone* from the list; one whose category is listed but empty is
    /// *unknown*. Nothing is ever removed because a list is empty (R12).
    mutating func importSummary(_ summary: Summary, date: Timestamp) throws(Refusal) {
        try require(.lead)
        if board.listings.contains(where: { $0.summary == summary }) { return }
        if let newest = board.listings.last, date < newest.date { throw .olderThanNewest(newest.date) }
        for (from, to) in renamedCategories(in: summary) { emit(.categoryRenamed(from: from, to: to)) }
        var seen: Set<SpecID> = []
        for category in summary.categories {
            noteCategory(category.name)
            for item in category.items { seen.insert(take(item, in: category.name)) }
        }
        mark(unseen: seen, by: summary)
        emit(.summaryListed(number: (board.listings.last?.number ?? 0) + 1, date: date, summary: summary))
    }

    private mutating func take(_ item: SummaryItem, in category: String) -> SpecID {
        let reviews = item.reviews.map { Spec.Review(number: $0.number, states: $0.states) }
        guard let id = reviews.compactMap({ board.byReview[$0.number] }).first, let spec = board.specs[id] else {
            let id = reviews.first?.number ?? 0
            add(id, title: item.title, category: category, reviews: reviews)
            return id
        }
        if spec.title != item.title { emit(.specRetitled(id, from: spec.title, to: item.title)) }
        if board.category(spec.category) != board.category(category) {
            emit(.specMoved(id, from: spec.category, to: category))
        }
        for (place, review) in reviews.enumerated() {
            // A review that another spec has already stays there.
            guard board.byReview[review.number] ?? id == id else { continue }
            if board.byReview[review.number] == nil { emit(.specReviewAdded(id, review: review.number, at: place)) }
            let old = board.specs[id]?.reviews.first { $0.number == review.number }?.states ?? []
            if old != review.states {
                emit(.specStated(id, review: review.number, from: old, to: review.states))
            }
        }
        if spec.listing != .listed { emit(.specListed(id, from: spec.listing, to: .listed)) }
        return id
    }

    private mutating func mark(unseen seen: Set<SpecID>, by summary: Summary) {
        let empty = Set(summary.categories.filter(\.items.isEmpty).map { board.category($0.name) })
        let everListed = Set(
            board.listings.flatMap(\.summary.categories).flatMap(\.items).flatMap(\.reviews).map(\.number))
        for spec in board.specs.values.sorted(by: { $0.id < $1.id }) where !seen.contains(spec.id) {
            // A spec that was never in a list cannot be missing from one.
            guard spec.reviews.contains(where: { everListed.contains($0.number) }) else { continue }
            let listing = empty.contains(board.category(spec.category)) ? Spec.Listing.unknown : .gone
            if spec.listing != listing { emit(.specListed(spec.id, from: spec.listing, to: listing)) }
        }
    }

    /// Categories that vanished, and under which one new name all that is left of them stands now.
    private func renamedCategories(in summary: Summary) -> [(from: String, to: String)] {
        guard let previous = board.listings.last?.summary else { return [] }
        let old = Set(previous.categories.map(\.name))
        let new = Set(summary.categories.map(\.name))
        var places: [ChangeNumber: String] = [:]
        for category in summary.categories {
            for review in category.items.flatMap(\.reviews) { places[review.number] = category.name }
        }
        var renamed: [(String, String)] = []
        for category in previous.categories where !new.contains(category.name) && !category.items.isEmpty {
            let targets = Set(category.items.flatMap(\.reviews).compactMap { places[$0.number] })
            guard targets.count == 1, let target = targets.first, !old.contains(target),
                !board.categories.contains(target), !renamed.contains(where: { $0.1 == target })
            else { continue }
            renamed.append((category.name, target))
        }
        return renamed
    }
}
