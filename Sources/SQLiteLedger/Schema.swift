import Foundation
import GRDB
import Ledger

/// What the file looks like: who made it, which schema it has, how it gets from one to the next.
enum Schema {
    /// "Slkp" in ASCII: says that an SQLite file is a ledger of ours. https://www.sqlite.org/pragma.html#pragma_application_id
    static let applicationID = 0x536C_6B70
    /// The newest schema that this build knows, kept in `user_version`.
    static let version = 1

    /// Seconds to wait for another program that holds the file.
    static let busyTimeout = 5.0

    static func open(_ path: String, _ mode: SQLiteLog.Mode) throws -> DatabaseQueue {
        var configuration = GRDB.Configuration()
        configuration.label = "ledger"
        configuration.readonly = mode == .reader
        configuration.foreignKeysEnabled = false
        configuration.busyMode = .timeout(busyTimeout)
        configuration.journalMode = .wal
        configuration.prepareDatabase { database in
            // In KiB: the whole bot is to stay within 12 MiB.
            try database.execute(sql: "PRAGMA cache_size = -1024")
            try check(database, path, mode)
        }
        if mode == .writer { try createPrivately(path) }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        guard mode == .writer else { return queue }

        try queue.writeWithoutTransaction { database in
            // Not earlier: GRDB sets synchronous=NORMAL when it turns on the WAL, which may lose the last appends.
            try database.execute(sql: "PRAGMA synchronous = FULL")
            // What is rewritten is overwritten, not only unlinked.
            try database.execute(sql: "PRAGMA secure_delete = ON")
            // After a great import the WAL shrinks again.
            _ = try Int.fetchOne(database, sql: "PRAGMA journal_size_limit = 4194304")
        }
        try migrator.migrate(queue)
        return queue
    }

    /// Runs before anything is written: a file that is not ours stays as it is.
    private static func check(_ database: Database, _ path: String, _ mode: SQLiteLog.Mode) throws {
        let objects = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
        let application = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0

        if mode == .writer, objects == 0, application == 0 {
            try database.execute(sql: "PRAGMA application_id = \(applicationID)")
            return
        }
        guard application == applicationID else {
            throw EventLogError.corrupt(
                """
                \(path) is an SQLite file but not a ledger of Slotkeeper: it was left untouched. \
                Name another file under `ledger: path:`.
                """)
        }
        guard found <= version else {
            throw EventLogError.corrupt(
                """
                \(path) was written by a newer Slotkeeper (schema \(found), this one knows up to \(version)): \
                install that version again, or restore a backup made before the upgrade.
                """)
        }
        guard mode == .writer || found == version else {
            throw EventLogError.unavailable(
                """
                \(path) has the older schema \(found), and only a writer may migrate it to \(version): \
                start the bot once, then read again.
                """)
        }
    }

    /// A new file belongs to its owner alone; SQLite gives `-wal` and `-shm` the same mode.
    private static func createPrivately(_ path: String) throws {
        let file = Foundation.open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        if file >= 0 {
            close(file)
        } else if errno != EEXIST {
            throw EventLogError(opening: path, errno: errno)
        }
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator().disablingDeferredForeignKeyChecks()
        migrator.registerMigration("1") { database in
            try database.execute(
                sql: """
                    CREATE TABLE record (
                        position INTEGER PRIMARY KEY,
                        stream TEXT NOT NULL,
                        command TEXT NOT NULL,
                        at INTEGER NOT NULL,
                        recorded INTEGER NOT NULL,
                        actor TEXT NOT NULL,
                        source TEXT NOT NULL,
                        body TEXT NOT NULL
                    ) STRICT;
                    -- An index ends in the primary key, so this one finds a stream's latest records, too.
                    CREATE INDEX record_by_stream ON record (stream);

                    CREATE TRIGGER records_are_kept BEFORE DELETE ON record
                    BEGIN SELECT raise(ABORT, 'records are never deleted'); END;
                    CREATE TRIGGER records_are_final
                    BEFORE UPDATE OF position, stream, command, at, recorded, actor, source ON record
                    BEGIN SELECT raise(ABORT, 'records are never changed'); END;
                    CREATE TRIGGER bodies_are_final BEFORE UPDATE OF body ON record WHEN old.stream <> 'people'
                    BEGIN SELECT raise(ABORT, 'only the stream people may be rewritten'); END;

                    CREATE TABLE bookmark (
                        name TEXT PRIMARY KEY,
                        position INTEGER NOT NULL
                    ) STRICT, WITHOUT ROWID;

                    PRAGMA user_version = 1;
                    """)
        }
        return migrator
    }
}
