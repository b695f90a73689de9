import BotTesting
import Foundation
import GRDB
import Ledger
import struct Ledger.Record
import ReviewSlots
import Testing

@testable import SQLiteLedger

@Suite("The log in SQLite")
struct SQLiteLogTests {
    @Test("keeps the contract", arguments: EventLogContract.allCases)
    func contract(_ clause: EventLogContract) async throws {
        let folder = try TemporaryFolder()
        try await clause.check(SQLiteLog.open(path: folder.ledger, mode: .writer))
    }

    @Test("keeps records and bookmarks when it is closed and opened again")
    func reopening() async throws {
        let folder = try TemporaryFolder()
        for round in 0..<3 {
            let log = try SQLiteLog.open(path: folder.ledger, mode: .writer)
            #expect(try await log.end() == round)
            try await log.append([.sample(round + 1)], after: round)
            try await log.setBookmark("announced", to: round)
        }
        let log = try SQLiteLog.open(path: folder.ledger, mode: .reader)
        #expect(try await log.read(after: 0, limit: 10) == [.sample(1), .sample(2), .sample(3)])
        #expect(try await log.bookmark("announced") == 2)
    }

    @Test("is really durable: a WAL that is synced at each commit")
    func durability() async throws {
        let folder = try TemporaryFolder()
        let log = try SQLiteLog.open(path: folder.ledger, mode: .writer)
        let (journal, synchronous) = try await log.queue.read { database in
            (
                try String.fetchOne(database, sql: "PRAGMA journal_mode"),
                try Int.fetchOne(database, sql: "PRAGMA synchronous")
            )
        }
        #expect(journal == "wal")
        #expect(synchronous == 2)
    }

    @Test("belongs to its owner alone, with all its files")
    func fileMode() async throws {
        let folder = try TemporaryFolder()
        let log = try SQLiteLog.open(path: folder.ledger, mode: .writer)
        try await log.append([.sample(1)], after: 0)
        for suffix in ["", "-wal", "-shm", ".lock"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.ledger + suffix)
            #expect(attributes[.posixPermissions] as? Int == 0o600, "ledger.sqlite\(suffix)")
        }
    }

    @Test("finds a stream's latest records by index, however many records there are")
    func plan() async throws {
        let folder = try TemporaryFolder()
        let log = try SQLiteLog.open(path: folder.ledger, mode: .writer)
        let plan = try await log.queue.read { database in
            try Row.fetchAll(
                database, sql: "EXPLAIN QUERY PLAN \(SQLiteLog.columns) \(SQLiteLog.backwardsByStream)",
                arguments: ["people", 10, 10]
            ).map { $0["detail"] as String }
        }
        #expect(plan == ["SEARCH record USING INDEX record_by_stream (stream=? AND rowid<?)"])
    }

    @Test("takes an append to its end although its task is cancelled")
    func cancellation() async throws {
        let folder = try TemporaryFolder()
        let log = try SQLiteLog.open(path: folder.ledger, mode: .writer)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                withUnsafeCurrentTask { $0?.cancel() }
                try await log.append([.sample(1)], after: 0)
            }
            try await group.waitForAll()
        }
        #expect(try await log.end() == 1)
    }

    @Test("refuses a NUL character, which SQLite would take for the end of the text")
    func nul() async throws {
        let folder = try TemporaryFolder()
        let log = try SQLiteLog.open(path: folder.ledger, mode: .writer)
        var record = Record.sample(1)
        record.body = "{\"text\":\"a\u{0}b\"}"
        let error = await #expect(throws: EventLogError.self) { try await log.append([.sample(1), record], after: 0) }
        #expect("\(error, default: "")".contains("NUL"))
        #expect(try await log.end() == 0)
    }

    @Test(
        "never deletes or changes a record, whoever asks",
        arguments: [
            ("DELETE FROM record WHERE position = 1", "records are never deleted"),
            ("UPDATE record SET actor = 'p2'", "records are never changed"),
            ("UPDATE record SET body = '{}' WHERE stream <> 'people'", "only the stream people may be rewritten"),
        ])
    func history(sql: String, reason: String) async throws {
        let folder = try TemporaryFolder()
        let log = try SQLiteLog.open(path: folder.ledger, mode: .writer)
        try await log.append([.sample(1)], after: 0)
        let error = #expect(throws: DatabaseError.self) {
            try log.queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        }
        #expect(error?.message == reason)
    }

    @Test("erases a person from every file")
    func erasing() async throws {
        let folder = try TemporaryFolder()
        let log = try SQLiteLog.open(path: folder.ledger, mode: .writer)
        var person = Record.sample(1)
        person.stream = "people"
        person.body = #"{"account":"zaphod-\#(String(repeating: "beeblebrox-", count: 1000))"}"#
        try await log.append([person, .sample(2)], after: 0)
        #expect(try folder.contains("beeblebrox"))
        try await log.rewritePeople { _ in #"{"account":null}"# }
        #expect(try !folder.contains("beeblebrox"))
        #expect(try await log.read(after: 1, limit: 1) == [.sample(2)])
    }
}
