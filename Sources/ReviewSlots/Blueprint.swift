/// A unit of work: usually one spec and several changes; a trivial one has no spec.
public struct Blueprint: Sendable, Hashable {
    public let id: BlueprintID
    public var name: String
    public var aliases: [String] = []
    /// `nil`: an ordinary feature.
    public var kind: WorkKind?
    public var isTrivial: Bool
    /// Whose quota of slots it counts against.
    public var group: String?
    public var spec: SpecID?
    /// In the order in which they were linked.
    public var changes: [ChangeNumber] = []
    public var authors: [PersonID]
    public var created: Timestamp
    /// The word that it is wanted now, where the board asks for that.
    public var direction: Direction?
    public var claim: Claim?
    public var hold: Hold?
    public var seat: Seat?
    public var seconds: [PersonID] = []
    /// The place in the backlog that the lead has fixed, from 1.
    public var pin: Int?
    /// Orders the backlog while there are no votes.
    public var priority: Priority?
    /// Since when all its changes are decided and one is merged, while it has a slot.
    public var landing: Timestamp?
    /// That its author is silent, while it has a slot.
    public var warning: Warning?
    /// What became of the time box of its slot; `nil`: the settings alone say when it ends.
    public var timeBox: TimeBox?
    public var exception: FreezeException?
    public var closed: Closure?

    public var isOpen: Bool { closed == nil }
    /// Open and without a slot.
    public var isWaiting: Bool { closed == nil && seat == nil }

    /// The author's word that it is ready. Kept while there are obstacles; bump and `!unready` clear it.
    public struct Claim: Sendable, Hashable, Codable {
        public var at: Timestamp
        public var by: PersonID
    }

    public struct Direction: Sendable, Hashable, Codable {
        public var at: Timestamp
        public var by: PersonID
    }

    /// Time that the author asked for.
    public struct Hold: Sendable, Hashable, Codable {
        public var until: Timestamp
        public var by: PersonID
    }

    /// The slot that it has.
    public struct Seat: Sendable, Hashable, Codable {
        public var slot: Int
        public var since: Timestamp
        /// Its place in the backlog when it moved in.
        public var rank: Int?
        /// Taken from an unmet reservation for another kind of work.
        public var isLent: Bool?
        /// The cores who signed up, in that order.
        public var reviewers: [PersonID] = []
    }

    /// What its author was told.
    public struct Warning: Sendable, Hashable, Codable {
        /// The beginning of the silence.
        public var since: Timestamp
        /// The time that the author was given.
        public var until: Timestamp
        /// When its bump was proposed.
        public var proposed: Timestamp?
    }

    public struct TimeBox: Sendable, Hashable, Codable {
        public var end: Timestamp
        /// When it was said that the end is near, and when that it is over.
        public var warned: Timestamp?
        public var proposed: Timestamp?
    }

    public struct Closure: Sendable, Hashable, Codable {
        public enum Outcome: String, Sendable, Hashable, Codable {
            case landed, withdrawn
        }
        public var outcome: Outcome
        public var at: Timestamp
    }
}
