/// An event log in memory: for tests, simulations and `demo`. It is as durable as the process.
public actor MemoryLog: EventLog {
    private var records: [Record] = []
    private var bookmarks: [String: Position] = [:]

    public init() {}

    public func end() -> Position { records.count }

    public func append(_ new: [Record], after: Position) throws(EventLogError) {
        guard after == records.count else { throw .conflict(end: records.count) }
        for record in new {
            var numbered = record
            numbered.position = records.count + 1
            records.append(numbered)
        }
    }

    public func read(after: Position, limit: Int) -> [Record] {
        Array(records.dropFirst(max(after, 0)).prefix(max(limit, 0)))
    }

    public func readBackwards(stream: String?, before: Position?, limit: Int) -> [Record] {
        let older = records.prefix(max(before ?? .max, 1) - 1).reversed()
        guard let stream else { return Array(older.prefix(max(limit, 0))) }
        return Array(older.lazy.filter { $0.stream == stream }.prefix(max(limit, 0)))
    }

    public func bookmark(_ name: String) -> Position? { bookmarks[name] }

    public func setBookmark(_ name: String, to position: Position?) { bookmarks[name] = position }

    public func rewritePeople(_ transform: @escaping @Sendable (Record) -> String?) {
        for (index, record) in records.enumerated() where record.stream == "people" {
            if let body = transform(record) { records[index].body = body }
        }
    }
}
