internal import Foundation
import GRDB
import GerritProtocol

/// The last states of a server's changes, and how far it was read: a file beside the ledger that may be deleted at any time.
/// Then the server is read again, and the boards stay as they are.
final class ReviewCache: Sendable {
    /// Another shape of what is kept has another number: an older file is thrown away.
    private static let version = 1

    private let queue: DatabaseQueue

    /// Opens the file; one that cannot be read is thrown away.
    init(path: String) throws {
        do {
            queue = try Self.open(path)
        } catch {
            for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
            queue = try Self.open(path)
        }
    }

    private static func open(_ path: String) throws -> DatabaseQueue {
        // What it holds may not be everybody's to see.
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        var configuration = Configuration()
        configuration.label = "reviews"
        configuration.journalMode = .wal
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.write { database in
            let health = try String.fetchOne(database, sql: "PRAGMA quick_check(1)")
            guard health == "ok" else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: health) }
            let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
            guard found != version else { return }
            for table in ["change", "hint", "place"] { try database.execute(sql: "DROP TABLE IF EXISTS \(table)") }
            try database.execute(
                sql: """
                    CREATE TABLE change (
                        project TEXT NOT NULL, number INTEGER NOT NULL, view TEXT NOT NULL, visible INTEGER NOT NULL,
                        PRIMARY KEY (number, project)) WITHOUT ROWID;
                    CREATE TABLE hint (id INTEGER PRIMARY KEY, hint TEXT NOT NULL);
                    CREATE TABLE place (name TEXT PRIMARY KEY, value TEXT NOT NULL);
                    PRAGMA user_version = \(version);
                    """)
        }
        return queue
    }

    /// Everything. What cannot be read any more is as if it had never been.
    func load() async throws -> (views: [(view: ChangeView, isVisible: Bool)], restored: Sync.Restored) {
        try await queue.read { database in
            var views: [(view: ChangeView, isVisible: Bool)] = []
            for row in try Row.fetchAll(database, sql: "SELECT view, visible FROM change") {
                if let view: ChangeView = Self.value(row["view"]) { views.append((view, row["visible"])) }
            }
            var restored = Sync.Restored()
            restored.hints = try String.fetchAll(database, sql: "SELECT hint FROM hint ORDER BY id").compactMap(
                Self.value)
            let places = try Row.fetchAll(database, sql: "SELECT name, value FROM place")
            for row in places {
                switch row["name"] as String {
                case "cursor": restored.cursor = Self.value(row["value"]) ?? restored.cursor
                case "resume": restored.resumeAfter = row["value"]
                default: break
                }
            }
            return (views, restored)
        }
    }

    /// All of it or nothing.
    func save(
        _ views: [(view: ChangeView, isVisible: Bool)], without gone: [ChangeKey], cursor: Sync.Cursor
    ) async throws {
        try await queue.write { database in
            let insert = try database.cachedStatement(
                sql: "REPLACE INTO change (project, number, view, visible) VALUES (?, ?, ?, ?)")
            for (view, isVisible) in views {
                try insert.execute(arguments: [view.key.project, view.key.number, try Self.text(view), isVisible])
            }
            let delete = try database.cachedStatement(sql: "DELETE FROM change WHERE number = ? AND project = ?")
            for key in gone { try delete.execute(arguments: [key.number, key.project]) }
            try Self.set("cursor", to: try Self.text(cursor), database)
        }
    }

    func store(_ hint: Sync.Hint) async throws {
        try await queue.write { database in
            try database.execute(
                sql: "REPLACE INTO hint (id, hint) VALUES (?, ?)", arguments: [hint.id, try Self.text(hint)])
            if let resume = hint.resumeAfter { try Self.set("resume", to: resume, database) }
        }
    }

    func forget(_ hints: [Sync.HintID]) async throws {
        try await queue.write { database in
            for id in hints { try database.execute(sql: "DELETE FROM hint WHERE id = ?", arguments: [id]) }
        }
    }

    /// Who we are on the server.
    func keep(account: Account) async throws {
        try await queue.write { try Self.set("account", to: Self.text(account), $0) }
    }

    func account() async throws -> Account? {
        try await queue.read { database in
            try String.fetchOne(database, sql: "SELECT value FROM place WHERE name = 'account'").flatMap(Self.value)
        }
    }

    private static func set(_ name: String, to value: String, _ database: Database) throws {
        try database.execute(sql: "REPLACE INTO place (name, value) VALUES (?, ?)", arguments: [name, value])
    }

    private static func text(_ value: some Encodable) throws -> String {
        String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
    }

    private static func value<Value: Decodable>(_ text: String) -> Value? {
        try? JSONDecoder().decode(Value.self, from: Data(text.utf8))
    }
}
