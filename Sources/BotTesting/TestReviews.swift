public import Bot
public import Chat
import Ledger
public import ReviewSlots
import Synchronization

/// A review system that knows three open specs, and reviews that are given to them.
public final class TestReviews: Plugin {
    public let name = "reviews"
    private let given: Mutex<[(who: String, change: Int)]>
    private let caveat: Document.Line?

    /// - Parameter caveat: what it says of how old that is.
    public init(given: [(who: String, change: Int)] = [], caveat: Document.Line? = nil) {
        self.given = Mutex(given)
        self.caveat = caveat
    }

    public func give(_ reviews: [(who: String, change: Int)]) {
        given.withLock { $0 += reviews }
    }

    public func caveat(on board: BoardConfiguration, now: Timestamp) async -> Document.Line? { caveat }

    public func openReviews(on board: String) async -> [OpenReview] {
        let against = [Change.Vote(who: "bob", value: -1)]
        return [(126866, "NFS", 1, []), (134153, "DRBD", 2, []), (138627, "Orphans", 2, against)].map {
            OpenReview(change: Change(number: $0, title: $1, votes: $3), owner: nil, isSpec: true, missing: $2)
        }
    }

    public func reviews(on board: String, from start: Timestamp, to end: Timestamp) async -> [GivenReview] {
        given.withLock { $0 }.map { review in
            GivenReview(by: Account(network: "gerrit", name: review.who), change: review.change, isSpec: true)
        }
    }
}
