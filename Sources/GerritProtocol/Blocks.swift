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
    private var awaited: [ChangeKey: Awaited] = [:]
    /// Changes that were read by themselves since the start. A list may not show yet what was written before it.
    private var read: Set<ChangeKey> = []
    private var heldUntil = 0

    private enum Awaited {
        /// So many writes are on their way: whatever is read meanwhile is older than they are.
        case answers(Int)
        /// They are over, and the change is to be read again.
        case reading(until: Int)
    }

    /// What is to be done now.
    public struct Steps: Sendable, Hashable {
        /// Changes that have to be read by themselves before they may be written to.
        public var looks: [ChangeKey] = []
        public var writes: [Write] = []

        public var isEmpty: Bool { looks.isEmpty && writes.isEmpty }
    }

    public init(_ settings: Settings) {
        self.settings = settings
        let perMinute = max(1, settings.writesPerMinute)
        bucket = TokenBucket(burst: perMinute, millisecondsEach: 60_000 / perMinute)
    }

    /// What is due now; the rest follows when there is room for it.
    /// - Parameters:
    ///   - wishes: for the changes that belong to blueprints; on all others there is no block.
    ///   - time: by the server's clock.
    ///   - now: milliseconds of any clock that never goes back.
    public mutating func next(
        _ wishes: [ChangeKey: Wish], _ views: some Sequence<ChangeView>, own: Account, time: ServerTime, at now: Int
    ) -> Steps {
        var steps = Steps()
        guard now >= heldUntil else { return steps }
        awaited = awaited.filter { if case .reading(let until) = $0.value { until > now } else { true } }
        for write in Self.plan(wishes, views, own: own, settings, time: time) where awaited[write.change] == nil {
            if !read.contains(write.change) {
                guard steps.looks.count < settings.writesPerMinute else { break }
                if steps.looks.last != write.change { steps.looks.append(write.change) }
            } else {
                guard bucket.takeOne(at: now) else { break }
                steps.writes.append(write)
            }
        }
        for key in steps.looks { awaited[key] = .reading(until: now + Self.patience) }
        // Several of one change belong together.
        for (key, writes) in Dictionary(grouping: steps.writes, by: \.change) { awaited[key] = .answers(writes.count) }
        return steps
    }

    /// What has become of a write. Rights and labels do not change from one minute to the next.
    public mutating func finished(_ write: Write, _ result: WriteResult, at now: Int) {
        // Others' writes are finished here, too.
        guard case .answers(let count) = awaited[write.change] else { return }
        switch result {
        case .refused, .bad, .leftOut: heldUntil = now + Self.longPause
        case .applied, .conflict, .notFound, .unknown: break
        }
        awaited[write.change] = count > 1 ? .answers(count - 1) : .reading(until: now + Self.patience)
    }

    /// The change was read by itself.
    public mutating func saw(_ key: ChangeKey) {
        read.insert(key)
        if case .reading = awaited[key] { awaited[key] = nil }
    }

    /// Milliseconds after which a change is written to again even if it was not read since.
    private static let patience = 300_000
    private static let longPause = 3_600_000
}
