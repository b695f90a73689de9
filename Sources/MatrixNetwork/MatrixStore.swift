import Foundation
import GRDB
import MatrixProtocol

/// What a session needs to go on, in a file: a copy of it, and what has changed since.
///
/// A change is safe, even from a loss of power, when `store` returns: servers replace tokens but once.
actor MatrixStore {
    /// So many changes, and a new copy is made.
    private static let mostChanges = 1000

    private let path: String
    private let queue: DatabaseQueue
    private(set) var kept: Kept
    private var changes: Int

    /// Opens the file, or makes it.
    /// - Throws: `MatrixConfigurationError` if it cannot be read, or others can.
    init(path: String) throws {
        self.path = path
        do {
            if !FileManager.default.fileExists(atPath: path) {
                _ = FileManager.default.createFile(
                    atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
            }
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int ?? 0
            guard mode & 0o077 == 0 else {
                throw MatrixConfigurationError(
                    description: "\(path) holds tokens and is open to other users: run `chmod 600 \(path)`, and log "
                        + "the bot out and in again if others may have seen it")
            }
            var configuration = Configuration()
            configuration.label = "matrix"
            configuration.journalMode = .wal
            queue = try DatabaseQueue(path: path, configuration: configuration)
            (kept, changes) = try Self.load(queue)
        } catch let error as MatrixConfigurationError {
            throw error
        } catch {
            throw MatrixConfigurationError(
                description:
                    "\(path) cannot be read (\(error)). Give the disk room or put a copy in its place; if it is "
                    + "moved away, the bot logs in anew and what was said since it last listened is not answered")
        }
    }

    private static func load(_ queue: DatabaseQueue) throws -> (Kept, Int) {
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        return try queue.write { database in
            try database.execute(
                sql: """
                    CREATE TABLE IF NOT EXISTS copy (id INTEGER PRIMARY KEY CHECK (id = 1), kept TEXT NOT NULL);
                    CREATE TABLE IF NOT EXISTS change (id INTEGER PRIMARY KEY, change TEXT NOT NULL);
                    """)
            var kept = Kept()
            if let text = try String.fetchOne(database, sql: "SELECT kept FROM copy") {
                kept = try JSONDecoder().decode(Kept.self, from: Data(text.utf8))
            }
            let changes = try String.fetchAll(database, sql: "SELECT change FROM change ORDER BY id")
            for change in changes {
                kept.apply(try JSONDecoder().decode(Kept.Change.self, from: Data(change.utf8)))
            }
            return (kept, changes.count)
        }
    }

    func store(_ change: Kept.Change) async throws {
        var after = kept
        after.apply(change)
        let text = try Self.text(change)
        let copy = changes >= Self.mostChanges ? try Self.text(after) : nil
        // To its end even if the task is cancelled meanwhile, which GRDB's other methods would not do.
        let outcome = await withCheckedContinuation { continuation in
            queue.asyncWriteWithoutTransaction { database in
                continuation.resume(
                    returning: Result {
                        try database.inTransaction {
                            if let copy {
                                try database.execute(
                                    sql: "REPLACE INTO copy (id, kept) VALUES (1, ?)", arguments: [copy])
                                try database.execute(sql: "DELETE FROM change")
                            } else {
                                try database.execute(
                                    sql: "INSERT INTO change (change) VALUES (?)", arguments: [text])
                            }
                            return .commit
                        }
                    })
            }
        }
        try outcome.get()
        kept = after
        changes = copy == nil ? changes + 1 : 0
    }

    private static func text(_ value: some Encodable) throws -> String {
        String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
    }
}
