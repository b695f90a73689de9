/// What happened on a board. Stored for good: a case is never renamed or removed, and new fields are optional.
///
/// An event carries what was before beside what is now, so that it can be turned round (`inverse`) and read by itself.
public enum BoardEvent: Sendable, Hashable, Codable {
    // Settings
    case configured(base: Settings?, from: Settings, to: Settings)
    case slotsSet(from: Int?, to: Int?, why: String?)
    case reservationSet(kind: WorkKind, from: Int, to: Int)
    case lendingSet(from: Bool, to: Bool)
    case focusSet(from: String?, to: String?)
    /// Planned, moved, noticed, begun or ended.
    case freezeChanged(Freeze.Kind, from: Freeze?, to: Freeze?)

    // Blueprints
    case blueprintAdded(
        BlueprintID, name: String, kind: WorkKind?, trivial: Bool, authors: [PersonID], created: Timestamp)
    case blueprintRemoved(
        BlueprintID, name: String, kind: WorkKind?, trivial: Bool, authors: [PersonID], created: Timestamp)
    case blueprintRenamed(BlueprintID, from: String, to: String)
    case aliasAdded(BlueprintID, alias: String)
    case aliasRemoved(BlueprintID, alias: String)
    case specLinked(BlueprintID, from: SpecID?, to: SpecID?)
    case changeLinked(BlueprintID, change: ChangeNumber, at: Int)
    case changeUnlinked(BlueprintID, change: ChangeNumber, at: Int)
    case changeStated(ChangeNumber, from: Change?, to: Change?)
    case claimed(BlueprintID, from: Blueprint.Claim?, to: Blueprint.Claim?)
    case held(BlueprintID, from: Blueprint.Hold?, to: Blueprint.Hold?)
    case pinned(BlueprintID, from: Int?, to: Int?)
    case prioritized(BlueprintID, from: Priority?, to: Priority?)
    case grouped(BlueprintID, from: String?, to: String?)
    case directed(BlueprintID, from: Blueprint.Direction?, to: Blueprint.Direction?)
    case seconded(BlueprintID, by: PersonID)
    case unseconded(BlueprintID, by: PersonID)
    case closed(BlueprintID, from: Blueprint.Closure?, to: Blueprint.Closure?)
    case orderChanged(at: Int, removed: [BlueprintID], inserted: [BlueprintID], method: String, ballot: Int?)

    // Slots
    case slotTaken(BlueprintID, seat: Blueprint.Seat, passedOver: PassedOver?)
    case slotFreed(BlueprintID, seat: Blueprint.Seat, how: Departure, note: String?, rank: Int?)
    case reviewerJoined(BlueprintID, PersonID)
    case reviewerLeft(BlueprintID, PersonID)
    case landing(BlueprintID, from: Timestamp?, to: Timestamp?)
    case withdrawalProposed(BlueprintID)
    /// With `proposed` set: its bump was proposed. To `nil`: the silence has ended.
    case silenceWarned(BlueprintID, from: Blueprint.Warning?, to: Blueprint.Warning?)
    case timeBoxMoved(BlueprintID, from: Blueprint.TimeBox?, to: Blueprint.TimeBox?, why: String?)
    /// Asked for, sponsored, granted; to `nil`: declined, or over.
    case exceptionChanged(BlueprintID, from: FreezeException?, to: FreezeException?, why: String?)

    // People
    /// Until when; `nil`: here.
    case away(PersonID, from: Timestamp?, to: Timestamp?)

    // Specs
    case specAdded(SpecID, title: String, category: String, cycle: String?, reviews: [Spec.Review], since: Timestamp)
    case specRemoved(SpecID, title: String, category: String, cycle: String?, reviews: [Spec.Review], since: Timestamp)
    case specRetitled(SpecID, from: String, to: String)
    case specMoved(SpecID, from: String, to: String)
    case specReviewAdded(SpecID, review: ChangeNumber, at: Int)
    case specReviewRemoved(SpecID, review: ChangeNumber, at: Int)
    case specStated(SpecID, review: ChangeNumber, from: Set<SpecState>, to: Set<SpecState>)
    case specListed(SpecID, from: Spec.Listing, to: Spec.Listing)
    case categoryAdded(String)
    case categoryRemoved(String)
    case categoryRenamed(from: String, to: String)
    case categoryAliased(String, from: String?, to: String?)
    /// Whether the two are different, as a lead said.
    case categoriesKept(String, String, apart: Bool)
    case summaryListed(number: Int, date: Timestamp, summary: Summary)
    case summaryUnlisted(number: Int, date: Timestamp, summary: Summary)
    case summaryDrafted(from: SummaryDraft?, to: SummaryDraft?)
    case draftApproved(from: PersonID?, to: PersonID?)
    case summaryPublished(number: Int, date: Timestamp, draft: SummaryDraft)
    case summaryUnpublished(number: Int, date: Timestamp, draft: SummaryDraft)

    // Words
    case announced(String)
}

/// How a blueprint left its slot.
public enum Departure: String, Sendable, Hashable, Codable {
    case landed, bumped, withdrawn
    /// The command that moved it in was undone.
    case undone
}

/// Those who stood above the one that moved in.
public struct PassedOver: Sendable, Hashable, Codable {
    public struct Item: Sendable, Hashable, Codable {
        public var blueprint: BlueprintID
        public var rank: Int
        public var reason: Obstacle
    }
    /// The first few.
    public var items: [Item]
    /// All of them.
    public var count: Int
}

extension BoardEvent {
    /// The event that takes this one back, or `nil` where nothing can: what was said in a channel was said.
    public var inverse: BoardEvent? {
        switch self {
        case .configured, .announced, .withdrawalProposed: nil
        case .slotsSet(let from, let to, let why): .slotsSet(from: to, to: from, why: why)
        case .reservationSet(let kind, let from, let to): .reservationSet(kind: kind, from: to, to: from)
        case .lendingSet(let from, let to): .lendingSet(from: to, to: from)
        case .focusSet(let from, let to): .focusSet(from: to, to: from)
        case .freezeChanged(let kind, let from, let to): .freezeChanged(kind, from: to, to: from)
        case .blueprintAdded(let id, let name, let kind, let trivial, let authors, let created):
            .blueprintRemoved(id, name: name, kind: kind, trivial: trivial, authors: authors, created: created)
        case .blueprintRemoved(let id, let name, let kind, let trivial, let authors, let created):
            .blueprintAdded(id, name: name, kind: kind, trivial: trivial, authors: authors, created: created)
        case .blueprintRenamed(let id, let from, let to): .blueprintRenamed(id, from: to, to: from)
        case .aliasAdded(let id, let alias): .aliasRemoved(id, alias: alias)
        case .aliasRemoved(let id, let alias): .aliasAdded(id, alias: alias)
        case .specLinked(let id, let from, let to): .specLinked(id, from: to, to: from)
        case .changeLinked(let id, let change, let at): .changeUnlinked(id, change: change, at: at)
        case .changeUnlinked(let id, let change, let at): .changeLinked(id, change: change, at: at)
        case .changeStated(let number, let from, let to): .changeStated(number, from: to, to: from)
        case .claimed(let id, let from, let to): .claimed(id, from: to, to: from)
        case .held(let id, let from, let to): .held(id, from: to, to: from)
        case .pinned(let id, let from, let to): .pinned(id, from: to, to: from)
        case .prioritized(let id, let from, let to): .prioritized(id, from: to, to: from)
        case .grouped(let id, let from, let to): .grouped(id, from: to, to: from)
        case .directed(let id, let from, let to): .directed(id, from: to, to: from)
        case .seconded(let id, let by): .unseconded(id, by: by)
        case .unseconded(let id, let by): .seconded(id, by: by)
        case .closed(let id, let from, let to): .closed(id, from: to, to: from)
        case .orderChanged(let at, let removed, let inserted, let method, let ballot):
            .orderChanged(at: at, removed: inserted, inserted: removed, method: method, ballot: ballot)
        case .slotTaken(let id, let seat, _): .slotFreed(id, seat: seat, how: .undone, note: nil, rank: nil)
        case .slotFreed(let id, let seat, _, _, _): .slotTaken(id, seat: seat, passedOver: nil)
        case .reviewerJoined(let id, let person): .reviewerLeft(id, person)
        case .reviewerLeft(let id, let person): .reviewerJoined(id, person)
        case .landing(let id, let from, let to): .landing(id, from: to, to: from)
        case .silenceWarned(let id, let from, let to): .silenceWarned(id, from: to, to: from)
        case .timeBoxMoved(let id, let from, let to, let why): .timeBoxMoved(id, from: to, to: from, why: why)
        case .exceptionChanged(let id, let from, let to, let why): .exceptionChanged(id, from: to, to: from, why: why)
        case .away(let person, let from, let to): .away(person, from: to, to: from)
        case .specAdded(let id, let title, let category, let cycle, let reviews, let since):
            .specRemoved(id, title: title, category: category, cycle: cycle, reviews: reviews, since: since)
        case .specRemoved(let id, let title, let category, let cycle, let reviews, let since):
            .specAdded(id, title: title, category: category, cycle: cycle, reviews: reviews, since: since)
        case .specRetitled(let id, let from, let to): .specRetitled(id, from: to, to: from)
        case .specMoved(let id, let from, let to): .specMoved(id, from: to, to: from)
        case .specReviewAdded(let id, let review, let at): .specReviewRemoved(id, review: review, at: at)
        case .specReviewRemoved(let id, let review, let at): .specReviewAdded(id, review: review, at: at)
        case .specStated(let id, let review, let from, let to): .specStated(id, review: review, from: to, to: from)
        case .specListed(let id, let from, let to): .specListed(id, from: to, to: from)
        case .categoryAdded(let name): .categoryRemoved(name)
        case .categoryRemoved(let name): .categoryAdded(name)
        case .categoryRenamed(let from, let to): .categoryRenamed(from: to, to: from)
        case .categoryAliased(let name, let from, let to): .categoryAliased(name, from: to, to: from)
        case .categoriesKept(let one, let other, let apart): .categoriesKept(one, other, apart: !apart)
        case .summaryListed(let number, let date, let summary):
            .summaryUnlisted(number: number, date: date, summary: summary)
        case .summaryUnlisted(let number, let date, let summary):
            .summaryListed(number: number, date: date, summary: summary)
        case .summaryDrafted(let from, let to): .summaryDrafted(from: to, to: from)
        case .draftApproved(let from, let to): .draftApproved(from: to, to: from)
        case .summaryPublished(let number, let date, let draft):
            .summaryUnpublished(number: number, date: date, draft: draft)
        case .summaryUnpublished(let number, let date, let draft):
            .summaryPublished(number: number, date: date, draft: draft)
        }
    }
}
