public import ReviewSlots
public import Tally

extension RankVotesReducer {
    /// Stored for good: add cases, never rename or remove one.
    public enum Event: Codable, Sendable, Hashable {
        /// A person's ballot, as it was and as it is now.
        case ballot(PersonID, from: Ballot?, to: Ballot?, how: How, remark: String?)
        /// Their ballots lapse before long.
        case reminded([PersonID])
        /// The first of the order, best first, as the channels hear it.
        case told([Place])

        /// A ballot and since when it stands.
        public struct Ballot: Codable, Sendable, Hashable {
            public var cast: Cast
            public var at: Timestamp
        }

        public enum How: String, Codable, Sendable, Hashable {
            case cast, moved, kept, copied, withdrawn, lapsed, weighed, undone
        }

        public struct Place: Codable, Sendable, Hashable {
            public var blueprint: BlueprintID
            /// Its place when the channels last heard, from 1.
            public var was: Int?
        }
    }
}
