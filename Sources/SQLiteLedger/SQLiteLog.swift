import Foundation
import GRDB
public import Ledger
// GRDB has a Record, too.
public import struct Ledger.Record
import ReviewSlots

/// An event log in one SQLite file.
///
/// What `append` and `setBookmark` have acknowledged survives `kill -9` and, as far as the disk keeps its word, a loss of
/// power: the file is in WAL mode with `synchronous=FULL`. Cancelling the calling task does not take a write back.
/// All work is done on one connection, in the order of the calls, with a page cache of 1 MiB.
public final class SQLiteLog: EventLog {
    public enum Mode: Sendable, Hashable {
        /// May append; there is one writer at a time. Creates the file, readable by its owner alone, and migrates it.
        case writer
        /// Needs no lock and is never in a writer's way. The file must exist.
        case reader
    }

    let queue: DatabaseQueue
    private let path: String
    /// Declared after `queue`, so that the file is closed before the lock goes.
    private let lock: WriterLock?

    private init(queue: DatabaseQueue, path: String, lock: WriterLock?) {
        self.queue = queue
        self.path = path
        self.lock = lock
    }

    /// Opens the ledger at `path`, whose folder must exist. It is closed when the last reference goes.
    /// - Throws: `.unavailable` if it cannot be opened now or another writer has it, `.corrupt` if the file is damaged,
    ///   somebody else's, or of another schema than this build can serve.
    public static func open(path: String, mode: Mode) throws(EventLogError) -> SQLiteLog {
        // One file has one lock, whichever symbolic link leads to it.
        let path = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let lock: WriterLock? = mode == .writer ? try WriterLock(ledger: path) : nil
        do {
            return SQLiteLog(queue: try Schema.open(path, mode), path: path, lock: lock)
        } catch {
            throw EventLogError(error, ledger: path)
        }
    }

    public func end() async throws(EventLogError) -> Position {
        try await perform(Self.end)
    }

    public func append(_ records: [Record], after: Position) async throws(EventLogError) {
        // SQLite would end the text there and store half of it.
        guard !records.contains(where: { $0.body.utf8.contains(0) }) else {
            throw .unavailable("nothing was written: the body of a record has a NUL character, which is not JSON")
        }
        try await transaction { database in
            let end = try Self.end(database)
            guard end == after else { throw EventLogError.conflict(end: end) }
            let insert = try database.cachedStatement(
                sql: """
                    INSERT INTO record (position, stream, command, at, recorded, actor, source, body)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """)
            for (position, record) in zip((after + 1)..., records) {
                try insert.execute(arguments: [
                    position, record.stream, record.command, record.at.seconds, record.recorded.seconds, record.actor,
                    record.source, record.body,
                ])
            }
        }
    }

    public func read(after: Position, limit: Int) async throws(EventLogError) -> [Record] {
        try await perform { database in
            let records = try Self.records(
                database, "WHERE position > ? ORDER BY position LIMIT ?", [after, max(limit, 0)])
            for (index, record) in records.enumerated() where record.position != max(after, 0) + 1 + index {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "no record before \(record.position)")
            }
            return records
        }
    }

    public func readBackwards(
        stream: String?, before: Position?, limit: Int
    ) async throws(EventLogError) -> [Record] {
        let before = before ?? .max
        let limit = max(limit, 0)
        return try await perform { database in
            if let stream {
                try Self.records(database, Self.backwardsByStream, [stream, before, limit])
            } else {
                try Self.records(database, "WHERE position < ? ORDER BY position DESC LIMIT ?", [before, limit])
            }
        }
    }

    public func bookmark(_ name: String) async throws(EventLogError) -> Position? {
        try await perform { database in
            try Int.fetchOne(database, sql: "SELECT position FROM bookmark WHERE name = ?", arguments: [name])
        }
    }

    public func setBookmark(_ name: String, to position: Position?) async throws(EventLogError) {
        try await transaction { database in
            if let position {
                try database.cachedStatement(sql: "REPLACE INTO bookmark (name, position) VALUES (?, ?)")
                    .execute(arguments: [name, position])
            } else {
                try database.execute(sql: "DELETE FROM bookmark WHERE name = ?", arguments: [name])
            }
        }
    }

    /// Besides, no old body stays behind in the file or beside it, unless a reader is in the middle of reading: then the
    /// write-ahead log keeps them until its next turn or until the ledger is closed.
    public func rewritePeople(_ transform: @escaping @Sendable (Record) -> String?) async throws(EventLogError) {
        try await transaction { database in
            let update = try database.cachedStatement(sql: "UPDATE record SET body = ? WHERE position = ?")
            for record in try Self.records(database, "WHERE stream = 'people' ORDER BY position", []) {
                if let body = transform(record) { try update.execute(arguments: [body, record.position]) }
            }
        }
        // The rewriting is done. What keeps the old bodies from going now, such as a reader, does not undo it.
        _ = try? await perform { try $0.checkpoint(.truncate) }
    }
}

extension SQLiteLog {
    static let backwardsByStream = "WHERE stream = ? AND position < ? ORDER BY position DESC LIMIT ?"
    static let columns = "SELECT position, stream, command, at, recorded, actor, source, body FROM record"

    private static func end(_ database: Database) throws -> Position {
        try Int.fetchOne(database.cachedStatement(sql: "SELECT max(position) FROM record")) ?? 0
    }

    /// The records that a clause selects. Decoding throws where a damaged page has lost a value.
    private static func records(
        _ database: Database, _ clause: String, _ arguments: StatementArguments
    ) throws -> [Record] {
        let statement = try database.cachedStatement(sql: "\(columns) \(clause)")
        let rows = try Row.fetchCursor(statement, arguments: arguments)
        var records: [Record] = []
        while let row = try rows.next() {
            records.append(
                Record(
                    position: try row.decode(atIndex: 0), stream: try row.decode(atIndex: 1),
                    command: try row.decode(atIndex: 2), at: Timestamp(try row.decode(atIndex: 3)),
                    recorded: Timestamp(try row.decode(atIndex: 4)), actor: try row.decode(atIndex: 5),
                    source: try row.decode(atIndex: 6), body: try row.decode(atIndex: 7)))
        }
        return records
    }

    private func transaction(_ work: @escaping @Sendable (Database) throws -> Void) async throws(EventLogError) {
        try await perform { database in
            try database.inTransaction(.immediate) {
                try work(database)
                return .commit
            }
        }
    }

    /// Runs on the connection's own queue, to its end even if the task is cancelled meanwhile: GRDB's async methods would
    /// interrupt SQLite, and an append that may or may not have happened is worth nothing.
    private func perform<Value: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws(EventLogError) -> Value {
        let outcome = await withCheckedContinuation { continuation in
            queue.asyncWriteWithoutTransaction { database in
                continuation.resume(returning: Result { try work(database) })
            }
        }
        do {
            return try outcome.get()
        } catch {
            throw EventLogError(error, ledger: path)
        }
    }
}
