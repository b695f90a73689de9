import Ledger
public import ReviewSlots
public import Tally

extension RankVotesReducer {
    /// Stored for good: add cases, never rename or remove one.
    public enum Event: Codable, Sendable, Hashable {
        /// A person's ballot, as it was and as it is now.
        case ballot(PersonID, from: Ballot?, to: Ballot?, how: How, remark: String?)
        /// Two ids are one person now, and of the two ballots this one, the older, counts no more.
        case joined(PersonID, dropped: Ballot)
        /// How ballots are counted from now on.
        case rules(Counting)
        /// Their ballots lapse before long, the first of them at that time.
        case reminded([PersonID], lapse: Timestamp)
        /// The first of the order, best first, as the channels hear it.
        case told([Place])
        /// Somebody put a number on a message about a blueprint, and took it back.
        /// - Parameter base: the ballot to which the numbers of the person came.
        case marked(PersonID, Mark, base: Cast?)
        case unmarked(PersonID, Mark, base: Cast?)

        /// A vote by a number on a message.
        public struct Mark: Codable, Sendable, Hashable {
            /// What it is taken back by.
            public var id: String
            public var blueprint: BlueprintID
            /// From 1, the best, to 5.
            public var value: Int

            public init(id: String, blueprint: BlueprintID, value: Int) {
                self.id = id
                self.blueprint = blueprint
                self.value = value
            }
        }

        /// A ballot and since when it stands.
        public struct Ballot: Codable, Sendable, Hashable {
            public var cast: Cast
            public var at: Timestamp
        }

        public enum How: String, Codable, Sendable, Hashable {
            case cast, moved, kept, copied, withdrawn, lapsed, weighed, undone, marked
            /// A ballot that had lapsed counts again, as if cast at that time.
            case revived
        }

        public struct Place: Codable, Sendable, Hashable {
            public var blueprint: BlueprintID
            /// Its place when the channels last heard, from 1.
            public var was: Int?
        }
    }

    /// All that ballots are counted by: with these the order can be found again from the ledger alone.
    public struct Counting: Codable, Sendable, Hashable {
        public var method = Method.rankedPairsWinningVotes
        /// So many voters must name an item …
        public var minNamed = 2
        /// … and so many percent of the ballots judge it.
        public var minJudged = 50
        /// With fewer ballots the order is a draft, which is shown but moves nobody.
        public var minBallots = 3

        public init() {}

        var placing: Backlog.PlacingRule { Backlog.PlacingRule(minNamed: minNamed, minJudged: minJudged, of: 100) }
    }
}
