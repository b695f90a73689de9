import Pacing

/// The blocks on changes without a slot: a wished state that is compared with the real one and repaired.
///
/// What a block is depends on the mode; `advise` writes nothing. Only our own votes and our own hashtag are ever touched,
/// closed changes never, and those in progress are not blocked.
public struct Blocks: Sendable {
    public enum Mode: String, Sendable, Hashable, Codable {
        case advise, hashtag, label, vote
    }

    public struct Settings: Sendable, Hashable {
        public var mode = Mode.advise
        public var hashtag = "no-review-slot"
        /// -1: waits for a slot, +1: is in one.
        public var slotLabel = "Review-Slot"
        /// On this label -2 blocks in the mode `vote`.
        public var reviewLabel = "Code-Review"
        public var writesPerMinute = 10
        /// After so many days a block that nobody has renewed means nothing any more, and its message says so.
        public var daysUntilExpiry = 30

        public init() {}
    }

    /// What the slots say of a change.
    public struct Wish: Sendable, Hashable {
        public var isInSlot: Bool
        /// For people, without the last full stop: "b12 waits for a slot, 3rd of 40".
        public var why: String

        public init(isInSlot: Bool, why: String) {
            self.isInSlot = isInSlot
            self.why = why
        }
    }

    public private(set) var settings: Settings
    private var bucket: TokenBucket
    /// Written to, and not read again yet; until when that is waited for.
    private var awaited: [ChangeKey: Int] = [:]
    private var heldUntil = 0

    public init(_ settings: Settings) {
        self.settings = settings
        let perMinute = max(1, settings.writesPerMinute)
        bucket = TokenBucket(burst: perMinute, millisecondsEach: 60_000 / perMinute)
    }

    /// The writes that are due now; the others follow when there is room for them.
    /// - Parameters:
    ///   - wishes: for the changes that belong to blueprints; on all others there is no block.
    ///   - time: by the server's clock.
    ///   - now: milliseconds of any clock that never goes back.
    public mutating func next(
        _ wishes: [ChangeKey: Wish], _ views: some Sequence<ChangeView>, own: Account, time: ServerTime, at now: Int
    ) -> [Write] {
        guard now >= heldUntil else { return [] }
        awaited = awaited.filter { $0.value > now }
        var due: [Write] = []
        for write in Self.plan(wishes, views, own: own, settings, time: time) where awaited[write.change] == nil {
            guard bucket.takeOne(at: now) else { break }
            due.append(write)
        }
        // Several of one change belong together.
        for write in due { awaited[write.change] = now + Self.patience }
        return due
    }

    /// What has become of a write. Rights and labels do not change from one minute to the next.
    public mutating func finished(_ write: Write, _ result: WriteResult, at now: Int) {
        switch result {
        case .refused, .bad, .leftOut: heldUntil = now + Self.longPause
        case .applied, .conflict, .notFound, .unknown: break
        }
    }

    /// The change was read again.
    public mutating func saw(_ key: ChangeKey) {
        awaited[key] = nil
    }

    /// Milliseconds after which a change is written to again even if it was not read since.
    private static let patience = 300_000
    private static let longPause = 3_600_000
}
