import Ledger

/// A log that counts who reads it from its beginning, and lets them wait.
actor WatchedLog: EventLog {
    private let log = MemoryLog()
    private(set) var readings = 0
    private var isHeld = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func hold() { isHeld = true }

    func letGo() {
        isHeld = false
        for continuation in waiting { continuation.resume() }
        waiting = []
    }

    func read(after: Position, limit: Int) async -> [Record] {
        if after == 0 { readings += 1 }
        if after == 0, isHeld { await withCheckedContinuation { waiting.append($0) } }
        return await log.read(after: after, limit: limit)
    }

    func end() async -> Position { await log.end() }
    func append(_ records: [Record], after: Position) async throws(EventLogError) {
        try await log.append(records, after: after)
    }
    func readBackwards(stream: String?, before: Position?, limit: Int) async -> [Record] {
        await log.readBackwards(stream: stream, before: before, limit: limit)
    }
    func bookmark(_ name: String) async -> Position? { await log.bookmark(name) }
    func setBookmark(_ name: String, to position: Position?) async {
        await log.setBookmark(name, to: position)
    }
    func rewritePeople(_ transform: @escaping @Sendable (Record) -> String?) async {
        await log.rewritePeople(transform)
    }
}
