/// How a board runs its slots.
public struct Settings: Sendable, Hashable, Codable {
    /// How many blueprints may be under review at a time; `nil`: no slots at all, only the ordered list.
    public var slots: Int?
    /// Slots kept for a kind of work.
    public var reservations: [WorkKind: Int]
    /// Whether reserved slots without ready work of their kind are lent; else they are kept idle.
    public var lends: Bool
    /// Seconds from the last merge until a blueprint lands by itself; 0: at once.
    public var landAfter: Int
    /// How many cores sign up for a slot.
    public var coresPerSlot: Int
    /// Distinct cores' +2 that a change needs (one for a fast-tracked spec).
    public var plusTwos: Int
    /// The release cycle whose specs and slots these are.
    public var cycle: String
    /// All is decided and shown, nothing is written to the review system.
    public var isTrial: Bool?
    /// What becomes of a slot whose author does not answer.
    public var silence: Silence
    /// Seconds that a blueprint may keep its slot before its bump is proposed; `nil`: as long as it takes.
    public var timeBox: Int?
    /// Slots that one person may sign up for; 0: as many as they like.
    public var reviewsPerCore: Int
    /// What is done about freezes.
    public var freeze: FreezeRules
    /// How many blueprints of a group may have slots; one that is not named has no limit.
    public var quotas: [String: Int]
    /// How many specs a cycle may approve before the channels are warned; `nil`: as many as it likes.
    public var approvalBudget: Int?
    /// What a cycle can be about, and the slots that are then reserved.
    public var focuses: [String: [WorkKind: Int]]
    /// Whether a blueprint needs direction, besides its spec, to be ranked and to be ready.
    public var needsDirection: Bool

    public struct Silence: Sendable, Hashable, Codable {
        public enum Policy: String, Sendable, Hashable, Codable, CaseIterable {
            /// Those who review it, or the leads, are told.
            case propose
            /// It leaves its slot.
            case bump
            /// Nobody is warned either.
            case off
        }

        /// Working days until the author is warned.
        public var warnAfter: Int
        /// Working days from the warning until something is done.
        public var actAfter: Int
        public var policy: Policy

        public init(warnAfter: Int = 5, actAfter: Int = 3, policy: Policy = .propose) {
            self.warnAfter = warnAfter
            self.actAfter = actAfter
            self.policy = policy
        }
    }

    public struct FreezeRules: Sendable, Hashable, Codable {
        /// Seconds before a freeze at which the channels hear what must be done until then.
        public var notices: [Int]
        /// Distinct cores that sponsor an exception.
        public var sponsors: Int
        /// Seconds from the freeze, or from a later grant, until an exception ends.
        public var grace: Int

        public init(
            notices: [Int] = [7 * Timestamp.day, 3 * Timestamp.day, Timestamp.day], sponsors: Int = 2,
            grace: Int = 7 * Timestamp.day
        ) {
            self.notices = notices
            self.sponsors = sponsors
            self.grace = grace
        }
    }

    public init(
        slots: Int? = 10, reservations: [WorkKind: Int] = [:], lends: Bool = false, landAfter: Int = Timestamp.day,
        coresPerSlot: Int = 2, plusTwos: Int = 2, cycle: String = "", isTrial: Bool? = nil,
        silence: Silence = Silence(), timeBox: Int? = nil, reviewsPerCore: Int = 0,
        freeze: FreezeRules = FreezeRules(), quotas: [String: Int] = [:],
        needsDirection: Bool = false, focuses: [String: [WorkKind: Int]] = [:],
        approvalBudget: Int? = nil
    ) {
        self.slots = slots
        self.reservations = reservations
        self.lends = lends
        self.landAfter = landAfter
        self.coresPerSlot = coresPerSlot
        self.plusTwos = plusTwos
        self.cycle = cycle
        self.isTrial = isTrial
        self.silence = silence
        self.timeBox = timeBox
        self.reviewsPerCore = reviewsPerCore
        self.freeze = freeze
        self.quotas = quotas
        self.needsDirection = needsDirection
        self.focuses = focuses
        self.approvalBudget = approvalBudget
    }

    public static let mostSlots = 1000
    public static let workingDays = 1...365
    public static let approvalBudgets = 1...10_000
    public static let freezeTimes = Timestamp.hour...365 * Timestamp.day
    public static let mostNotices = 10
    public static let sponsorCounts = 1...10
    public static let timeBoxes = Timestamp.day...365 * Timestamp.day

    /// What is wrong with the numbers, as a sentence, or `nil`.
    public var fault: String? {
        if let slots, !(0...Self.mostSlots).contains(slots) {
            return "the number of slots is 0 to \(Self.mostSlots), or \"off\""
        }
        for (kind, count) in (Array(reservations) + focuses.values.flatMap { $0 }).sorted(by: { $0.key < $1.key }) {
            if let fault = BlueprintName.fault(in: kind) { return "\"\(kind)\" cannot be a kind of work: \(fault)" }
            if !(0...Self.mostSlots).contains(count) { return "a reservation is 0 to \(Self.mostSlots) slots" }
        }
        let reserved = reservations.values.reduce(0, +)
        // No slots at all is a pause, which reservations outlast.
        if let slots, slots > 0, reserved > slots {
            return "\(reserved) slots reserved are more than the \(slots) there are"
        }
        if landAfter < 0 { return "a blueprint lands 0 or more seconds after its last merge" }
        if coresPerSlot < 0 { return "0 or more cores sign up for a slot" }
        if plusTwos < 1 { return "a change needs at least one +2" }
        for days in [silence.warnAfter, silence.actAfter] where !Self.workingDays.contains(days) {
            return "an author may be silent for 1 to \(Self.workingDays.upperBound) working days"
        }
        if let timeBox, !Self.timeBoxes.contains(timeBox) { return "a time box is 1 to 365 days" }
        if reviewsPerCore < 0 { return "one person may sign up for 0 or more slots" }
        if let approvalBudget, !Self.approvalBudgets.contains(approvalBudget) {
            return "an approval budget is 1 to 10,000 specs"
        }
        for name in focuses.keys.sorted() {
            if let fault = BlueprintName.fault(in: name) { return "\"\(name)\" cannot be a focus: \(fault)" }
        }
        for (group, quota) in quotas.sorted(by: { $0.key < $1.key }) {
            if let fault = BlueprintName.fault(in: group) { return "\"\(group)\" cannot be a group: \(fault)" }
            if !(0...Self.mostSlots).contains(quota) { return "a quota is 0 to \(Self.mostSlots) slots" }
        }
        return freeze.fault
    }
}

extension Settings.FreezeRules {
    fileprivate var fault: String? {
        let times = Settings.freezeTimes
        if notices.count > Settings.mostNotices {
            return "a freeze is spoken of up to \(Settings.mostNotices) times before"
        }
        if !(notices + [grace]).allSatisfy(times.contains) {
            return "notices of a freeze and the grace of an exception are 1 hour to 365 days"
        }
        if !Settings.sponsorCounts.contains(sponsors) { return "an exception has 1 to 10 sponsors" }
        return nil
    }
}

extension Settings {
    /// What was stored before there was a field has the field's default.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            slots: try values.decodeIfPresent(Int.self, forKey: .slots),
            reservations: try values.decode([WorkKind: Int].self, forKey: .reservations),
            lends: try values.decode(Bool.self, forKey: .lends),
            landAfter: try values.decode(Int.self, forKey: .landAfter),
            coresPerSlot: try values.decode(Int.self, forKey: .coresPerSlot),
            plusTwos: try values.decode(Int.self, forKey: .plusTwos),
            cycle: try values.decode(String.self, forKey: .cycle),
            isTrial: try values.decodeIfPresent(Bool.self, forKey: .isTrial),
            silence: try values.decodeIfPresent(Silence.self, forKey: .silence) ?? Silence(),
            timeBox: try values.decodeIfPresent(Int.self, forKey: .timeBox),
            reviewsPerCore: try values.decodeIfPresent(Int.self, forKey: .reviewsPerCore) ?? 0,
            freeze: try values.decodeIfPresent(FreezeRules.self, forKey: .freeze) ?? FreezeRules(),
            quotas: try values.decodeIfPresent([String: Int].self, forKey: .quotas) ?? [:],
            needsDirection: try values.decodeIfPresent(Bool.self, forKey: .needsDirection) ?? false,
            focuses: try values.decodeIfPresent([String: [WorkKind: Int]].self, forKey: .focuses) ?? [:],
            approvalBudget: try values.decodeIfPresent(Int.self, forKey: .approvalBudget))
    }
}
