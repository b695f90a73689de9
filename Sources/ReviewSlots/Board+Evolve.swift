extension Board {
    /// Takes in an event that was decided (and stored). Total: an event that does not fit does not stop it.
    /// - Parameter at: when it was true.
    public mutating func evolve(_ event: BoardEvent, at: Timestamp) {
        let counted = event.countedSpec
        let state = counted.flatMap { specs[$0]?.state }
        let (before, cycle) = (history.counts, settings.cycle)
        if let counted { count(counted, -1) }
        apply(event, at: at)
        if let counted { count(counted, 1) }
        if let counted, let state, let new = specs[counted]?.state, new != state { history.specsStated[counted] = at }
        if settings.cycle != cycle { recount() }
        if history.counts != before || settings.cycle != cycle { noteDay(at) }
    }

    private mutating func apply(_ event: BoardEvent, at: Timestamp) {
        switch event {
        case .configured(let base, _, let to):
            self.base = base
            settings = to
        case .slotsSet(_, let to, _): settings.slots = to
        case .reservationSet(let kind, _, let to): settings.reservations[kind] = to == 0 ? nil : to
        case .lendingSet(_, let to): settings.lends = to
        case .focusSet(_, let to): focus = to
        case .freezeChanged(let kind, _, let to): freezes[kind] = to

        case .blueprintAdded(let id, let name, let kind, let trivial, let authors, let created):
            blueprints[id] = Blueprint(
                id: id, name: name, kind: kind, isTrivial: trivial, authors: authors, created: created)
            byName[name] = id
            open.insertSorted(id)
            waiting.insertSorted(id)
            history.lastBlueprint = max(history.lastBlueprint, id)
        case .blueprintRemoved(let id, let name, _, _, _, _):
            blueprints[id] = nil
            byName[name] = nil
            open.removeAll { $0 == id }
            waiting.removeAll { $0 == id }
        case .blueprintRenamed(let id, let from, let to):
            byName[from] = nil
            byName[to] = id
            blueprints.update(id) { $0.name = to }
        case .aliasAdded(let id, let alias):
            byName[alias] = id
            blueprints.update(id) { $0.aliases.append(alias) }
        case .aliasRemoved(let id, let alias):
            byName[alias] = nil
            blueprints.update(id) { $0.aliases.removeAll { $0 == alias } }
        case .specLinked(let id, let from, let to):
            if let from { bySpec.remove(id, from: from) }
            if let to { bySpec.insert(id, under: to) }
            blueprints.update(id) { $0.spec = to }
        case .changeLinked(let id, let change, let place):
            byChange.insert(id, under: change)
            blueprints.update(id) { $0.changes.insert(change, near: place) }
        case .changeUnlinked(let id, let change, _):
            byChange.remove(id, from: change)
            blueprints.update(id) { $0.changes.removeAll { $0 == change } }
        case .changeStated(let number, _, let to): changes[number] = to
        case .claimed(let id, _, let to):
            blueprints.update(id) { $0.claim = to }
            claimed.keep(id, if: to != nil)
        case .held(let id, _, let to):
            blueprints.update(id) { $0.hold = to }
            onHold.keep(id, if: to != nil)
            if to == nil { history.holdsEnded[id] = at }
        case .pinned(let id, _, let to):
            blueprints.update(id) { $0.pin = to }
            pinned.keep(id, if: to != nil)
        case .prioritized(let id, let from, let to):
            blueprints.update(id) { $0.priority = to }
            if let from {
                let left = (prioritized[from] ?? []).filter { $0 != id }
                prioritized[from] = left.isEmpty ? nil : left
            }
            if let to { prioritized[to, default: []].insertSorted(id) }
        case .grouped(let id, _, let to):
            if blueprints[id]?.seat != nil { countGroup(of: id, -1) }
            blueprints.update(id) { $0.group = to }
            if blueprints[id]?.seat != nil { countGroup(of: id, 1) }
        case .directed(let id, _, let to): blueprints.update(id) { $0.direction = to }
        case .seconded(let id, let by): blueprints.update(id) { $0.seconds.insertSorted(by) }
        case .unseconded(let id, let by): blueprints.update(id) { $0.seconds.removeAll { $0 == by } }
        case .closed(let id, _, let to):
            blueprints.update(id) { $0.closed = to }
            open.keep(id, if: to == nil)
            waiting.keep(id, if: blueprints[id]?.isWaiting ?? false)
        case .orderChanged(let start, let removed, let inserted, let method, _):
            guard start >= 0, start + removed.count <= order.count else { return }
            order.replaceSubrange(start..<start + removed.count, with: inserted)
            orderMethod = method

        case .slotTaken(let id, let seat, _):
            blueprints.update(id) { $0.seat = seat }
            waiting.keep(id, if: false)
            let place = seated.firstIndex { (blueprints[$0]?.seat?.slot ?? 0) > seat.slot } ?? seated.endIndex
            seated.insert(id, at: place)
            if let kind = blueprints[id]?.kind { seatedKinds[kind, default: 0] += 1 }
            countGroup(of: id, 1)
        case .slotFreed(let id, let seat, let how, _, _):
            blueprints.update(id) { $0.seat = nil }
            if let kind = blueprints[id]?.kind, let count = seatedKinds[kind], seated.contains(id) {
                seatedKinds[kind] = count > 1 ? count - 1 : nil
            }
            if seated.contains(id) { countGroup(of: id, -1) }
            seated.removeAll { $0 == id }
            waiting.keep(id, if: blueprints[id]?.isWaiting ?? false)
            guard how != .undone else { return }
            history.departures.append(at)
            if history.departures.count > 500 { history.departures.removeFirst() }
            guard how == .landed else { return }
            history.stays.append(at - seat.since)
            if history.stays.count > 500 { history.stays.removeFirst() }
        case .reviewerJoined(let id, let person): blueprints.update(id) { $0.seat?.reviewers.insertSorted(person) }
        case .reviewerLeft(let id, let person): blueprints.update(id) { $0.seat?.reviewers.removeAll { $0 == person } }
        case .landing(let id, _, let to): blueprints.update(id) { $0.landing = to }
        case .silenceWarned(let id, _, let to): blueprints.update(id) { $0.warning = to }
        case .timeBoxMoved(let id, _, let to, _): blueprints.update(id) { $0.timeBox = to }
        case .exceptionChanged(let id, _, let to, _):
            blueprints.update(id) { $0.exception = to }
            excepted.keep(id, if: to != nil)
        case .away(let person, _, let to): away[person] = to

        case .specAdded(let id, let title, let category, let cycle, let reviews, let since):
            specs[id] = Spec(
                id: id, title: title, category: category, cycle: cycle, reviews: reviews, since: since)
            for review in reviews { byReview[review.number] = id }
            history.specsStated[id] = since
        case .specRemoved(let id, _, _, _, let reviews, _):
            specs[id] = nil
            for review in reviews { byReview[review.number] = nil }
        case .specRetitled(let id, _, let to): specs.update(id) { $0.title = to }
        case .specMoved(let id, _, let to): specs.update(id) { $0.category = to }
        case .specReviewAdded(let id, let review, let place):
            byReview[review] = id
            specs.update(id) { $0.reviews.insert(Spec.Review(number: review), near: place) }
        case .specReviewRemoved(let id, let review, _):
            byReview[review] = nil
            specs.update(id) { $0.reviews.removeAll { $0.number == review } }
        case .specStated(let id, let review, _, let to):
            specs.update(id) { spec in
                guard let index = spec.reviews.firstIndex(where: { $0.number == review }) else { return }
                spec.reviews[index].states = to
            }
        case .specListed(let id, _, let to): specs.update(id) { $0.listing = to }
        case .categoryAdded(let name): categories.insert(name)
        case .categoryRemoved(let name): categories.remove(name)
        case .categoryRenamed(let from, let to):
            categories.remove(from)
            categories.insert(to)
            for id in specs.values.filter({ $0.category == from }).map(\.id) { specs.update(id) { $0.category = to } }
        case .categoryAliased(let name, _, let to): categoryAliases[name] = to
        case .categoriesKept(let one, let other, let apart):
            let pair = CategoryPair(one, other)
            if apart { keptApart.insert(pair) } else { keptApart.remove(pair) }
        case .summaryListed(let number, let date, let summary):
            listings.append(Listing(number: number, date: date, summary: summary))
        case .summaryUnlisted(let number, _, _): listings.removeAll { $0.number == number }
        case .summaryDrafted(_, let to): draft = to
        case .draftApproved(_, let to): draftApproval = to
        case .summaryPublished(let number, let date, let published):
            listings.append(Listing(number: number, date: date, summary: published.summary, isOwn: true))
            draft = nil
        case .summaryUnpublished(let number, _, let published):
            listings.removeAll { $0.number == number }
            draft = published

        case .announced, .withdrawalProposed: break
        }
    }

    private mutating func countGroup(of id: BlueprintID, _ change: Int) {
        guard let group = blueprints[id]?.group else { return }
        let count = (seatedGroups[group] ?? 0) + change
        seatedGroups[group] = count > 0 ? count : nil
    }
}

extension Array {
    /// Puts an element at a place, or at the end that is nearest to it.
    mutating func insert(_ element: Element, near place: Int) {
        insert(element, at: Swift.min(Swift.max(place, 0), count))
    }
}

extension Array where Element: Comparable {
    /// Puts an id into a sorted list, or takes it out.
    mutating func keep(_ id: Element, if wanted: Bool) {
        if wanted { insertSorted(id) } else { removeAll { $0 == id } }
    }

    /// Where an element is in a sorted list, or belongs.
    private func place(of element: Element) -> Int {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < element { low = middle + 1 } else { high = middle }
        }
        return low
    }

    func containsSorted(_ element: Element) -> Bool {
        let place = place(of: element)
        return place < endIndex && self[place] == element
    }

    mutating func insertSorted(_ element: Element) {
        let place = place(of: element)
        if place == endIndex || self[place] != element { insert(element, at: place) }
    }
}

extension Shards where Value == [BlueprintID] {
    fileprivate mutating func insert(_ id: BlueprintID, under key: Key) {
        var list = self[key] ?? []
        list.insertSorted(id)
        self[key] = list
    }

    fileprivate mutating func remove(_ id: BlueprintID, from key: Key) {
        let list = (self[key] ?? []).filter { $0 != id }
        self[key] = list.isEmpty ? nil : list
    }
}
