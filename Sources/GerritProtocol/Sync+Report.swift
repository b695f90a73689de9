import Pacing

extension Sync {
    /// How things stand, for people. Milliseconds.
    public struct Report: Sendable, Hashable {
        /// Since the server last gave an answer to a poll; `nil`: not yet.
        public var sincePoll: Int?
        /// When the server last answered a poll, in this life or an earlier one: milliseconds since 1970 by our own clock.
        public var polledAt: Int?
        /// Since the stream last said something; `nil` while it is closed.
        public var sinceEvent: Int?
        public var isReading: Bool
        /// Requests that may be made at once.
        public var budget: Int
        /// Changes that wait to be read again.
        public var waiting: Int
        public var failures: Int
        /// Changes read so far, while projects are read for the first time.
        public var backfill: Int?
        /// Our clock minus the server's.
        public var skew: Int?
    }

    public func report(at now: Int) -> Report {
        var bucket = bucket
        return Report(
            sincePoll: poll.finishedAt.map { now - $0 }, polledAt: cursor.polledAt,
            sinceEvent: stream.phase == .open ? now - stream.heardAt : nil,
            isReading: flight != nil || pending != nil, budget: bucket.available(at: now), waiting: dirty.count,
            failures: trouble.failures, backfill: cursor.backfill?.changes, skew: skew.milliseconds)
    }
}
