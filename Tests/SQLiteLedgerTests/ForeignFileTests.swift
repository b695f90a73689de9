import Foundation
import GRDB
import Ledger
import SQLiteLedger
import Testing

@Suite("A file that is no ledger of ours")
struct ForeignFileTests {
    @Test("is refused and left as it is", arguments: [SQLiteLog.Mode.writer, .reader])
    func foreign(mode: SQLiteLog.Mode) throws {
        let folder = try TemporaryFolder()
        try makeDatabase(folder, "CREATE TABLE friend (name TEXT); INSERT INTO friend VALUES ('Trillian')")
        let before = try Data(contentsOf: URL(fileURLWithPath: folder.ledger))
        let error = #expect(throws: EventLogError.self) { try SQLiteLog.open(path: folder.ledger, mode: mode) }
        #expect("\(error, default: "")".contains("is an SQLite file but not a ledger of Slotkeeper"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.ledger)) == before)
    }

    @Test("is refused if a newer build wrote it", arguments: [SQLiteLog.Mode.writer, .reader])
    func newer(mode: SQLiteLog.Mode) throws {
        let folder = try TemporaryFolder()
        _ = try SQLiteLog.open(path: folder.ledger, mode: .writer)
        try makeDatabase(folder, "PRAGMA user_version = 99")
        let error = #expect(throws: EventLogError.self) { try SQLiteLog.open(path: folder.ledger, mode: mode) }
        #expect(
            "\(error, default: "")".contains("was written by a newer Slotkeeper (schema 99, this one knows up to 1)"))
    }

    @Test("is refused by a reader if a writer has yet to migrate it")
    func older() throws {
        let folder = try TemporaryFolder()
        try makeDatabase(folder, "PRAGMA application_id = 0x536C6B70")
        let error = #expect(throws: EventLogError.self) { try SQLiteLog.open(path: folder.ledger, mode: .reader) }
        #expect("\(error, default: "")".contains("start the bot once"))
        _ = try SQLiteLog.open(path: folder.ledger, mode: .writer)
        _ = try SQLiteLog.open(path: folder.ledger, mode: .reader)
    }

    @Test("is refused if it is not SQLite at all", arguments: [SQLiteLog.Mode.writer, .reader])
    func text(mode: SQLiteLog.Mode) throws {
        let folder = try TemporaryFolder()
        let text = Data(String(repeating: "networks: {}\n", count: 100).utf8)
        try text.write(to: URL(fileURLWithPath: folder.ledger))
        let error = #expect(throws: EventLogError.self) { try SQLiteLog.open(path: folder.ledger, mode: mode) }
        #expect("\(error, default: "")".contains("is not a ledger (file is not a database"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.ledger)) == text)
    }

    @Test("is a new ledger if it is empty")
    func empty() async throws {
        let folder = try TemporaryFolder()
        try Data().write(to: URL(fileURLWithPath: folder.ledger))
        #expect(try await SQLiteLog.open(path: folder.ledger, mode: .writer).end() == 0)
    }

    @Test("is named in the error if it cannot be opened")
    func missing() throws {
        let folder = try TemporaryFolder()
        let inner = folder.url.appendingPathComponent("inner").path
        try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: false)
        let expected: [(path: String, mode: SQLiteLog.Mode, words: String)] = [
            (folder.ledger, .reader, "ledger.sqlite cannot be opened"),
            (folder.url.path + "/none/ledger.sqlite", .writer, "make the folder \(folder.url.path)/none first"),
            (inner, .writer, "\(inner) cannot be opened"),
        ]
        for (path, mode, words) in expected {
            let error = #expect(throws: EventLogError.self) { try SQLiteLog.open(path: path, mode: mode) }
            #expect("\(error, default: "")".contains(words))
        }
    }

    private func makeDatabase(_ folder: TemporaryFolder, _ sql: String) throws {
        try DatabaseQueue(path: folder.ledger).writeWithoutTransaction { try $0.execute(sql: sql) }
    }
}
