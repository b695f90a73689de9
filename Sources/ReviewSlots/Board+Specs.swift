// Commands about specs and their categories.
extension Draft {
    mutating func addSpec(_ review: ChangeNumber, title: String, category: String) throws(Refusal) {
        try require(.specCore)
        guard Change.numbers.contains(review) else { throw .noSuchReview(review) }
        if board.byReview[review] != nil { throw .already("\(review) is a review of a spec") }
        try checkText(title)
        try checkText(category)
        noteCategory(category)
        add(review, title: title, category: category, reviews: [Spec.Review(number: review)])
    }

    mutating func add(_ id: SpecID, title: String, category: String, reviews: [Spec.Review]) {
        let cycle = board.settings.cycle.isEmpty ? nil : board.settings.cycle
        emit(.specAdded(id, title: title, category: category, cycle: cycle, reviews: reviews, since: at))
    }

    mutating func stateSpec(_ review: ChangeNumber, _ states: Set<SpecState>) throws(Refusal) {
        try require(.specCore)
        guard let spec = board.spec(ofReview: review) else { throw .noSuchReview(review) }
        if let fault = SpecState.fault(in: states) { throw .illegalStates(fault) }
        takeUp(spec)
        state(review, states)
        if events.isEmpty { throw .already("\(review) is \(SpecState.phrase(states))") }
    }

    /// Says what a review's states are, if that is news.
    mutating func state(_ review: ChangeNumber, _ states: Set<SpecState>) {
        guard let spec = board.spec(ofReview: review),
            let old = spec.reviews.first(where: { $0.number == review })?.states, old != states
        else { return }
        emit(.specStated(spec.id, review: review, from: old, to: states))
    }

    /// Takes over what the review system says of a spec; nothing happens if it is known.
    mutating func reportSpec(_ report: SpecReport) throws(Refusal) {
        try require(.specCore)
        guard let first = report.reviews.first else { throw .badText("a spec without a review is none") }
        for review in report.reviews {
            guard Change.numbers.contains(review.number) else { throw .noSuchReview(review.number) }
            if let fault = SpecState.fault(in: review.states) { throw .illegalStates(fault) }
        }
        let known = report.reviews.compactMap { board.byReview[$0.number] }.uniqued()
        guard let id = known.first else {
            let category = report.category ?? ""
            noteCategory(category)
            return add(first.number, title: report.title ?? "", category: category, reviews: report.reviews)
        }
        for id in known { if let spec = board.specs[id] { takeUp(spec) } }
        guard let spec = board.specs[id] else { return }
        let listing = report.isGone ? Spec.Listing.gone : .listed
        if spec.listing != listing { emit(.specListed(id, from: spec.listing, to: listing)) }
        if let title = report.title, title != spec.title { emit(.specRetitled(id, from: spec.title, to: title)) }
        if let category = report.category, category != spec.category {
            noteCategory(category)
            emit(.specMoved(id, from: spec.category, to: category))
        }
        for (place, review) in report.reviews.enumerated() {
            if board.byReview[review.number] == nil { emit(.specReviewAdded(id, review: review.number, at: place)) }
            state(review.number, review.states)
        }
    }

    /// A spec of another cycle that somebody speaks of is of the board's cycle from now on. An approval does not come
    /// with it (R1), but makes it fast tracked (R4).
    mutating func takeUp(_ spec: Spec) {
        guard !board.isOfThisCycle(spec) else { return }
        if spec.listing != .listed { emit(.specListed(spec.id, from: spec.listing, to: .listed)) }
        emit(
            .specRemoved(
                spec.id, title: spec.title, category: spec.category, cycle: spec.cycle, reviews: spec.reviews,
                since: spec.since))
        let reviews = spec.reviews.map { review in
            let isOnlyApproved = review.states.contains(.approved) && !review.states.contains(.implemented)
            return isOnlyApproved ? Spec.Review(number: review.number, states: [.fastTracked]) : review
        }
        add(spec.id, title: spec.title, category: spec.category, reviews: reviews)
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
        let target = board.category(canonical)
        let isAliased = board.categoryAliases[name] == target && board.categories.contains(name)
        if !isAliased { try aliasCategory(name, as: canonical) }
        fold(name, into: target)
    }

    private mutating func fold(_ name: String, into target: String) {
        for id in board.specs.values.filter({ $0.category == name }).map(\.id).sorted() {
            emit(.specMoved(id, from: name, to: target))
        }
        if board.categories.contains(name) { emit(.categoryRemoved(name)) }
    }

    mutating func renameCategory(_ name: String, to new: String) throws(Refusal) {
        try require(.lead)
        try checkCategory(name)
        try checkText(new)
        let old = board.category(name)
        if old == new { throw .already("it is called \(new)") }
        if board.category(new) == old {
            fold(new, into: old)
        } else if board.categories.contains(board.category(new)) {
            throw .badText("there is a category \"\(new)\" already; merge them instead")
        }
        rename(category: old, to: new)
        // Lists that go on using the old name mean the new one.
        emit(.categoryAliased(old, from: nil, to: new))
    }

    /// Moves the specs of some reviews out of a category, into one that may be new.
    mutating func splitCategory(_ name: String, into new: String, _ reviews: [ChangeNumber]) throws(Refusal) {
        try require(.lead)
        try checkCategory(name)
        try checkText(new)
        let source = board.category(name)
        let target = board.category(new)
        if source == target { throw .badText("a category is split into another one, and \(new) is shown as \(target)") }
        if reviews.isEmpty { throw .badText("no review is named, so nothing would move") }
        var moved: [Spec] = []
        for review in reviews {
            guard let spec = board.spec(ofReview: review) else { throw .noSuchReview(review) }
            let place = board.category(spec.category)
            if place != source { throw .badText("\(review) is in \(place), not in \(source)") }
            if !moved.contains(where: { $0.id == spec.id }) { moved.append(spec) }
        }
        noteCategory(target)
        for spec in moved { emit(.specMoved(spec.id, from: spec.category, to: target)) }
    }

    mutating func keepCategories(_ one: String, _ other: String) throws(Refusal) {
        try require(.lead)
        try checkCategory(one)
        try checkCategory(other)
        let pair = CategoryPair(board.category(one), board.category(other))
        if pair.first == pair.second { throw .badText("both are shown as \(pair.first)") }
        if board.keptApart.contains(pair) { throw .already("they are kept apart") }
        emit(.categoriesKept(pair.first, pair.second, apart: true))
    }

    /// What was shown under the old name is shown under the new one.
    mutating func rename(category old: String, to new: String) {
        for alias in board.categoryAliases.filter({ $0.value == old }).map(\.key).sorted() {
            emit(.categoryAliased(alias, from: old, to: alias == new ? nil : new))
        }
        emit(.categoryRenamed(from: old, to: new))
    }

    private func checkCategory(_ name: String) throws(Refusal) {
        guard board.categories.contains(board.category(name)) else { throw .noSuchCategory(name) }
    }

    mutating func noteCategory(_ name: String) {
        if !board.categories.contains(name) { emit(.categoryAdded(name)) }
    }

    func checkText(_ text: String) throws(Refusal) {
        if text.utf8.allSatisfy({ $0 <= 0x20 }) { throw .badText("a title or category may not be empty") }
        if text.utf8.count > 4096 { throw .badText("a title or category has at most 4,096 bytes") }
    }
}
