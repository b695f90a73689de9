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

    public init(
        slots: Int? = 10, reservations: [WorkKind: Int] = [:], lends: Bool = false, landAfter: Int = Timestamp.day,
        coresPerSlot: Int = 2, plusTwos: Int = 2, cycle: String = "", isTrial: Bool? = nil
    ) {
        self.slots = slots
        self.reservations = reservations
        self.lends = lends
        self.landAfter = landAfter
        self.coresPerSlot = coresPerSlot
        self.plusTwos = plusTwos
        self.cycle = cycle
        self.isTrial = isTrial
    }

    public static let mostSlots = 1000

    /// What is wrong with the numbers, as a sentence, or `nil`.
    public var fault: String? {
        if let slots, !(0...Self.mostSlots).contains(slots) {
            return "the number of slots is 0 to \(Self.mostSlots), or \"off\""
        }
        for (kind, count) in reservations.sorted(by: { $0.key < $1.key }) {
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
        return nil
    }
}
