public import Ledger

/// A log in memory that counts how it is used, and lets those wait who read it from its beginning.
public actor WatchedLog: EventLog {
    private let log = MemoryLog()
    /// From the beginning.
    public private(set) var readings = 0
    /// From anywhere.
    public private(set) var reads = 0
    /// How often bookmarks were set, by name.
    public private(set) var bookmarks: [String: Int] = [:]
    private var isHeld = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    public init() {}

    public func hold() { isHeld = true }

    public func letGo() {
        isHeld = false
        for continuation in waiting { continuation.resume() }
        waiting = []
    }

    public func read(after: Position, limit: Int) async -> [Record] {
        reads += 1
        if after == 0 { readings += 1 }
        if after == 0, isHeld { await withCheckedContinuation { waiting.append($0) } }
        return await log.read(after: after, limit: limit)
    }

    public func end() async -> Position { await log.end() }
    public func append(_ records: [Record], after: Position) async throws(EventLogError) {
        try await log.append(records, after: after)
    }
    public func readBackwards(stream: String?, before: Position?, limit: Int) async -> [Record] {
        await log.readBackwards(stream: stream, before: before, limit: limit)
    }
    public func bookmark(_ name: String) async -> Position? { await log.bookmark(name) }
    public func setBookmark(_ name: String, to position: Position?) async {
        bookmarks[name, default: 0] += 1
        await log.setBookmark(name, to: position)
    }
    public func rewritePeople(_ transform: @escaping @Sendable (Record) -> String?) async {
        await log.rewritePeople(transform)
    }
}
