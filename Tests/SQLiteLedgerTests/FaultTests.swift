import Foundation
import GRDB
import Ledger
import Testing

import struct Ledger.Record

@testable import SQLiteLedger

@Suite("When the disk or the file fails")
struct FaultTests {
    /// A full disk looks to SQLite like a file that may not grow.
    @Test("a full disk refuses the append, reads go on, and appends work again when there is space")
    func full() async throws {
        let folder = try TemporaryFolder()
        let log = try SQLiteLog.open(path: folder.ledger, mode: .writer)
        try await log.append([.sample(1)], after: 0)
        try execute(log, "PRAGMA max_page_count = 1")  // SQLite raises it to the present size.

        var large = Record.sample(2)
        large.body = "{\"text\":\"\(String(repeating: "x", count: 100_000))\"}"
        let error = await #expect(throws: EventLogError.self) { try await log.append([large, .sample(3)], after: 1) }
        #expect("\(error, default: "")".contains("the disk of \(folder.ledger) is full"))
        #expect(try await log.read(after: 0, limit: 10) == [.sample(1)])

        try execute(log, "PRAGMA max_page_count = 1000000")
        try await log.append([large, .sample(3)], after: 1)
        #expect(try await log.read(after: 0, limit: 10) == [.sample(1), large, .sample(3)])
        #expect(try await log.queue.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
    }

    @Test("a connection that may not write says so, and reads go on")
    func readOnly() async throws {
        let folder = try TemporaryFolder()
        let log = try SQLiteLog.open(path: folder.ledger, mode: .writer)
        try await log.append([.sample(1)], after: 0)
        try execute(log, "PRAGMA query_only = 1")
        for write in [{ try await log.append([.sample(2)], after: 1) }, { try await log.setBookmark("x", to: 1) }] {
            let error = await #expect(throws: EventLogError.self) { try await write() }
            #expect("\(error, default: "")".contains("cannot be written"))
        }
        #expect(try await log.read(after: 0, limit: 10) == [.sample(1)])
        try execute(log, "PRAGMA query_only = 0")
        try await log.append([.sample(2)], after: 1)
    }

    @Test("a file that another program holds can be read, and written when it is free again")
    func locked() async throws {
        let folder = try TemporaryFolder()
        let log = try SQLiteLog.open(path: folder.ledger, mode: .writer)
        try execute(log, "PRAGMA busy_timeout = 0")
        try await log.append([.sample(1)], after: 0)
        let shell = try DatabaseQueue(path: folder.ledger, configuration: .leavingTransactionsOpen)
        try await shell.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        let error = await #expect(throws: EventLogError.self) { try await log.append([.sample(2)], after: 1) }
        #expect("\(error, default: "")".contains("another program holds"))
        #expect(try await log.read(after: 0, limit: 10) == [.sample(1)])
        try await shell.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        try await log.append([.sample(2)], after: 1)
        #expect(try await log.end() == 2)
    }

    @Test("a record that is gone is noticed")
    func gap() async throws {
        let folder = try TemporaryFolder()
        let log = try SQLiteLog.open(path: folder.ledger, mode: .writer)
        try await log.append((1...5).map(Record.sample), after: 0)
        try execute(log, "DROP TRIGGER records_are_kept; DELETE FROM record WHERE position = 3")
        for after in [0, 2] {
            let error = await #expect(throws: EventLogError.self) { try await log.read(after: after, limit: 10) }
            #expect("\(error, default: "")".contains("is damaged (no record before 4"))
        }
    }

    /// The codes that no test can bring about without root or a broken disk.
    @Test(
        "each SQLite error is a sentence with reason and advice",
        arguments: [
            (ResultCode.SQLITE_FULL, "is full (x, SQLite code 13): free some space"),
            (.SQLITE_READONLY, "cannot be written (x, SQLite code 8): let the bot's user write"),
            (.SQLITE_READONLY_DIRECTORY, "may not make the files it needs beside /l (x, SQLite code 1544)"),
            (.SQLITE_BUSY, "another program holds /l (x, SQLite code 5): end what has it open"),
            (.SQLITE_LOCKED, "another program holds"), (.SQLITE_CANTOPEN, "cannot be opened"),
            (.SQLITE_PERM, "cannot be opened"), (.SQLITE_IOERR, "the disk of /l fails"),
            (.SQLITE_IOERR_FSYNC, "the disk of /l fails (x, SQLite code 1034): look for disk errors"),
            (.SQLITE_NOMEM, "could not be used (x, SQLite code 7): try again"),
        ])
    func sentences(code: ResultCode, words: String) {
        let error = EventLogError(DatabaseError(resultCode: code, message: "x"), ledger: "/l")
        guard case .unavailable(let text) = error else {
            Issue.record("\(error) is not .unavailable")
            return
        }
        #expect(text.contains(words))
    }

    @Test(
        "damage is told from what may pass",
        arguments: [ResultCode.SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_CORRUPT_VTAB])
    func damage(code: ResultCode) {
        guard case .corrupt = EventLogError(DatabaseError(resultCode: code), ledger: "/l") else {
            Issue.record("\(code) is not .corrupt")
            return
        }
    }

    private func execute(_ log: SQLiteLog, _ sql: String) throws {
        try log.queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    }
}

extension GRDB.Configuration {
    fileprivate static var leavingTransactionsOpen: Self {
        var configuration = Self()
        configuration.allowsUnsafeTransactions = true
        return configuration
    }
}
