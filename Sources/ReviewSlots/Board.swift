/// One project's slots, backlog, specs and settings: a pure value without I/O and without a clock.
///
/// `decide` turns a command into events, `evolve` takes an event in. Nothing else changes a board, and the same events
/// always give the same board.
public struct Board: Sendable {
    public let name: String
    public internal(set) var settings = Settings()
    /// What the configuration said last: only what changes there is taken over, so that `!slots set` outlives a restart.
    public internal(set) var base: Settings?

    public internal(set) var blueprints = Shards<BlueprintID, Blueprint>()
    public internal(set) var changes = Shards<ChangeNumber, Change>()
    public internal(set) var specs = Shards<SpecID, Spec>()
    /// Every category that was ever listed or used, empty ones too.
    public internal(set) var categories: Set<String> = []
    /// Names under which specs are filed, and the names under which they are shown.
    public internal(set) var categoryAliases: [String: String] = [:]
    /// Categories that a lead said are different, however alike their names are.
    var keptApart: Set<CategoryPair> = []
    /// What was imported or published, by number: one that was filled in later may be older than the one before it.
    public internal(set) var listings: [Listing] = []
    public internal(set) var draft: SummaryDraft?
    /// Who has approved the draft.
    public internal(set) var draftApproval: PersonID?
    /// The complete order that the ranking gives, those in slots included; empty while there is none.
    public internal(set) var order: [BlueprintID] = []
    public internal(set) var orderMethod: String?
    /// People who are away, and until when.
    public internal(set) var away: [PersonID: Timestamp] = [:]
    /// What the cycle is about, as a lead said.
    public internal(set) var focus: String?
    /// Planned ones, and those that have begun.
    public internal(set) var freezes: [Freeze.Kind: Freeze] = [:]

    // Indexes: functions of the above, kept up by `evolve`. The lists are sorted.
    var byName = Shards<String, BlueprintID>()
    var byChange = Shards<ChangeNumber, [BlueprintID]>()
    var byReview = Shards<ChangeNumber, SpecID>()
    var bySpec = Shards<SpecID, [BlueprintID]>()
    /// Open ones, oldest first.
    public internal(set) var open: [BlueprintID] = []
    /// Open ones without a slot, oldest first.
    public internal(set) var waiting: [BlueprintID] = []
    /// Those in slots, by slot.
    public internal(set) var seated: [BlueprintID] = []
    /// How many of those in slots are of each kind.
    var seatedKinds: [WorkKind: Int] = [:]
    /// How many of those in slots are of each group.
    var seatedGroups: [String: Int] = [:]
    var claimed: [BlueprintID] = []
    var onHold: [BlueprintID] = []
    var pinned: [BlueprintID] = []
    /// Those with an exception from a freeze, or a request for one.
    var excepted: [BlueprintID] = []
    /// Those of each priority, oldest first, in slots and closed ones too.
    var prioritized: [Priority: [BlueprintID]] = [:]

    public internal(set) var history = History()

    public init(name: String) {
        self.name = name
    }

    /// What only grows: no part of a comparison between boards.
    public struct History: Sendable {
        public var lastBlueprint = BlueprintID(0)
        /// When slots were freed, the last 500.
        public var departures: [Timestamp] = []
        /// How many seconds what landed had its slot, the last 500.
        public var stays: [Int] = []
        /// When the state of a spec as a whole last changed.
        public var specsStated = Shards<SpecID, Timestamp>()
        /// A day each on which a count of specs changed, oldest first; a cycle's days follow each other.
        public var burnDown: [BurnDownDay] = []
        var counts = Counts()
        /// When a hold last ended: its author was heard of.
        public var holdsEnded = Shards<BlueprintID, Timestamp>()
    }

    /// A summary that was imported or published, as it was.
    public struct Listing: Sendable, Hashable {
        /// From 1.
        public var number: Int
        public var date: Timestamp
        public var summary: Summary
        /// Whether it was made here: what it lists says nothing new about specs.
        public var isOwn: Bool

        public init(number: Int, date: Timestamp, summary: Summary, isOwn: Bool = false) {
            self.number = number
            self.date = date
            self.summary = summary
            self.isOwn = isOwn
        }
    }
}

extension Board {
    /// Whether two boards are the same apart from their history.
    public func isSame(as other: Board) -> Bool {
        name == other.name && settings == other.settings && base == other.base && blueprints == other.blueprints
            && changes == other.changes && specs == other.specs && categories == other.categories
            && categoryAliases == other.categoryAliases && keptApart == other.keptApart
            && listings == other.listings && draft == other.draft && draftApproval == other.draftApproval
            && order == other.order && away == other.away && freezes == other.freezes && focus == other.focus
            && byName == other.byName && byChange == other.byChange && byReview == other.byReview
            && bySpec == other.bySpec && open == other.open && waiting == other.waiting && seated == other.seated
            && seatedKinds == other.seatedKinds && seatedGroups == other.seatedGroups
            && claimed == other.claimed
            && onHold == other.onHold && pinned == other.pinned && excepted == other.excepted
            && prioritized == other.prioritized
    }

    /// The name under which specs of a category are shown.
    public func category(_ filed: String) -> String {
        categoryAliases[filed] ?? filed
    }

    /// Whether a spec belongs to the cycle that the board is in, as far as that is known.
    public func isOfThisCycle(_ spec: Spec) -> Bool {
        settings.cycle.isEmpty || spec.cycle == nil || spec.cycle == settings.cycle
    }

    public func freeSlots() -> Int {
        max(0, (settings.slots ?? 0) - seated.count)
    }

    /// How many blueprints of a kind have slots.
    public func seatedCount(of kind: WorkKind) -> Int { seatedKinds[kind] ?? 0 }

    /// Every open blueprint without a slot: the lead's pins at their places, then the ranked, then the waiting by age.
    /// While none is ranked, those that have a priority come in the place of the ranked. Where direction is asked for, one
    /// without it waits by age.
    public func backlog() -> [BlueprintID] {
        guard !order.isEmpty || !pinned.isEmpty || !prioritized.isEmpty else { return waiting }
        var left = Set(waiting).subtracting(pinned)
        if settings.needsDirection { left = left.filter { blueprints[$0].map(isRankable) ?? false } }
        let first = order.isEmpty ? Priority.allCases.flatMap { prioritized[$0] ?? [] } : order
        var backlog = first.filter { left.remove($0) != nil }
        let taken = Set(backlog).union(pinned)
        backlog += waiting.filter { !taken.contains($0) }
        let pins = pinned.compactMap { blueprints[$0] }.filter(\.isWaiting)
            .sorted { ($0.pin ?? 0, $0.id) < ($1.pin ?? 0, $1.id) }
        for blueprint in pins { backlog.insert(blueprint.id, at: max(0, min((blueprint.pin ?? 1) - 1, backlog.count))) }
        return backlog
    }

    /// Whether priorities order a part of the backlog.
    public var isByPriority: Bool {
        order.isEmpty && prioritized.values.contains { $0.contains(where: waiting.containsSorted) }
    }

    /// The ready ones, best first, with their places in the backlog, from 1.
    public func readyOnes() -> [(rank: Int, blueprint: Blueprint)] {
        // Most that are claimed have slots: the two lists of numbers tell, without a look at them.
        let ready = claimed.filter(waiting.containsSorted).compactMap { blueprints[$0] }.filter(isReady)
        guard !ready.isEmpty else { return [] }
        let wanted = Dictionary(uniqueKeysWithValues: ready.map { ($0.id, $0) })
        var found: [(Int, Blueprint)] = []
        for (index, id) in backlog().enumerated() {
            guard let blueprint = wanted[id] else { continue }
            found.append((index + 1, blueprint))
            if found.count == wanted.count { break }
        }
        return found
    }

    /// The place of a waiting blueprint in the backlog, from 1.
    public func rank(of id: BlueprintID) -> Int? {
        backlog().firstIndex(of: id).map { $0 + 1 }
    }

    /// Blueprints that a change belongs to, oldest first.
    public func blueprints(ofChange number: ChangeNumber) -> [BlueprintID] { byChange[number] ?? [] }

    public func blueprints(ofSpec id: SpecID) -> [BlueprintID] { bySpec[id] ?? [] }

    public func spec(ofReview number: ChangeNumber) -> Spec? {
        byReview[number].flatMap { specs[$0] }
    }

    /// Named as an author, or owner of one of its changes.
    public func isAuthor(_ actor: Actor, of blueprint: Blueprint) -> Bool {
        actor.isOne(of: authors(of: blueprint))
    }

    /// Those named when it was added, then the owners of its changes.
    public func authors(of blueprint: Blueprint) -> [PersonID] {
        (blueprint.authors + blueprint.changes.compactMap { changes[$0]?.owner }).uniqued()
    }

    /// Freed slots a week over the last eight weeks, or `nil` while fewer than three are known.
    public func departuresPerWeek(now: Timestamp) -> Double? {
        let recent = history.departures.count { now - $0 <= 56 * Timestamp.day }
        guard recent >= 3, let first = history.departures.first else { return nil }
        let weeks = min(8, max(1, Double(now - first) / Double(7 * Timestamp.day)))
        return Double(recent) / weeks
    }
}
