extension BoardEvent {
    /// A part of the board that an event changes: an undo is refused when one was changed again.
    public enum Part: Sendable, Hashable {
        case settings
        case blueprint(BlueprintID)
        case name(String)
        case slot(Int)
        case change(ChangeNumber)
        /// Under the number of any of its reviews.
        case spec(ChangeNumber)
        case category(String)
        case order
        case pins
        case summaries
        case draft
        case person(PersonID)
        case freeze(Freeze.Kind)
    }

    /// What it is about.
    public var part: Part? { parts.first }

    /// All that it changes; what it is about comes first.
    public var parts: [Part] {
        switch self {
        case .configured, .slotsSet, .reservationSet, .lendingSet, .focusSet: [.settings]
        case .blueprintAdded(let id, let name, _, _, _, _), .blueprintRemoved(let id, let name, _, _, _, _),
            .aliasAdded(let id, let name), .aliasRemoved(let id, let name):
            [.blueprint(id), .name(name)]
        case .blueprintRenamed(let id, let from, let to): [.blueprint(id), .name(from), .name(to)]
        case .specLinked(let id, _, _), .changeLinked(let id, _, _), .changeUnlinked(let id, _, _),
            .claimed(let id, _, _), .held(let id, _, _), .prioritized(let id, _, _), .seconded(let id, _),
            .grouped(let id, _, _), .directed(let id, _, _),
            .unseconded(let id, _),
            .closed(let id, _, _), .reviewerJoined(let id, _), .reviewerLeft(let id, _), .landing(let id, _, _),
            .withdrawalProposed(let id), .silenceWarned(let id, _, _), .timeBoxMoved(let id, _, _, _),
            .exceptionChanged(let id, _, _, _):
            [.blueprint(id)]
        case .pinned(let id, _, _): [.blueprint(id), .pins]
        case .slotTaken(let id, let seat, _), .slotFreed(let id, let seat, _, _, _):
            [.blueprint(id), .slot(seat.slot)]
        case .changeStated(let number, _, _): [.change(number)]
        case .orderChanged: [.order]
        case .specAdded(let id, _, _, _, let reviews, _), .specRemoved(let id, _, _, _, let reviews, _):
            [.spec(id)] + reviews.map(\.number).filter { $0 != id }.map(Part.spec)
        case .specReviewAdded(let id, let review, _), .specReviewRemoved(let id, let review, _):
            [.spec(id), .spec(review)]
        case .specRetitled(let id, _, _), .specMoved(let id, _, _), .specStated(let id, _, _, _),
            .specListed(let id, _, _):
            [.spec(id)]
        case .categoryAdded(let name), .categoryRemoved(let name), .categoryAliased(let name, _, _): [.category(name)]
        case .categoryRenamed(let one, let other), .categoriesKept(let one, let other, _):
            [.category(one), .category(other)]
        case .summaryListed, .summaryUnlisted: [.summaries]
        case .summaryDrafted, .draftApproved: [.draft]
        case .summaryPublished, .summaryUnpublished: [.summaries, .draft]
        case .away(let person, _, _): [.person(person)]
        case .freezeChanged(let kind, _, _): [.freeze(kind)]
        case .announced: []
        }
    }

    /// Whether it is only that the clock has seen a freeze come: what was planned is as it was, and may be taken back.
    public var isSightOfFreeze: Bool {
        guard case .freezeChanged(_, let from?, let to?) = self else { return false }
        return from.at == to.at && from.title == to.title
    }

    /// What it only leans on: it must be there as long as the event stands.
    public var needs: [Part] {
        switch self {
        case .specLinked(_, _, let to?): [.spec(to)]
        case .changeLinked(_, let change, _): [.change(change)]
        case .specAdded(_, _, let category, _, _, _), .specMoved(_, _, let category),
            .categoryAliased(_, _, let category?):
            [.category(category)]
        default: []
        }
    }
}
