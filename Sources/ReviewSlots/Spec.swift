/// A design document under review.
public struct Spec: Sendable, Hashable {
    public struct Review: Sendable, Hashable, Codable {
        public var number: ChangeNumber
        public var states: Set<SpecState>

        public init(number: ChangeNumber, states: Set<SpecState> = []) {
            self.number = number
            self.states = states
        }
    }

    /// What the newest imported summary says of it.
    public enum Listing: String, Sendable, Hashable, Codable {
        /// In the list, or made by hand and never in one.
        case listed
        /// Its category is listed but empty, which says nothing about it.
        case unknown
        /// Its category has others, and it is not among them.
        case gone
    }

    /// A spec as a whole: derived, never stored by hand.
    public enum State: String, Sendable, Hashable, CaseIterable {
        case proposed, approved, implemented, abandoned
    }

    public let id: SpecID
    public var title: String
    /// As it was filed; `Board.category(_:)` gives the canonical name.
    public var category: String
    public var cycle: String?
    /// Ordered: an abandoned one before its successor, a follow-up after the implemented one.
    public var reviews: [Review]
    public var listing = Listing.listed
    public var since: Timestamp

    public var state: State { State(ofReviews: reviews.lazy.map(\.states)) }

    /// Approved in an older cycle: one +2 is enough.
    public var isFastTracked: Bool { reviews.contains { $0.states.contains(.fastTracked) } }

    /// The review to point people at: the newest that is open, else the newest that is not abandoned.
    public var current: Review? {
        reviews.last { $0.states.isDisjoint(with: [.abandoned, .implemented, .approved]) }
            ?? reviews.last { !$0.states.contains(.abandoned) } ?? reviews.last
    }
}

/// What a review system says of a spec.
public struct SpecReport: Sendable, Hashable {
    /// `nil` leaves it as it is; a new spec needs both.
    public var title: String?
    public var category: String?
    /// All of them, in order.
    public var reviews: [Spec.Review]
    /// A merged change has taken it out of the cycle.
    public var isGone: Bool

    public init(title: String?, category: String?, reviews: [Spec.Review], isGone: Bool = false) {
        self.title = title
        self.category = category
        self.reviews = reviews
        self.isGone = isGone
    }
}

extension Spec.State {
    /// Implemented before approved before proposed over the reviews that are not abandoned; abandoned only if all are.
    init(ofReviews reviews: some Sequence<Set<SpecState>>) {
        self = .abandoned
        for states in reviews where !states.contains(.abandoned) {
            if states.contains(.implemented) {
                self = .implemented
                return
            }
            if states.contains(.approved) {
                self = .approved
            } else if self == .abandoned {
                self = .proposed
            }
        }
    }
}

extension SpecState {
    /// The states in words, `proposed` where there is none.
    public static func phrase(_ states: Set<SpecState>) -> String {
        states.isEmpty ? "proposed" : words(states)
    }
}
