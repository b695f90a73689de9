import Foundation
import Ledger
import SQLiteLedger
import Testing

import struct Ledger.Record

@Suite("One writer, many readers")
struct WriterLockTests {
    @Test("a second writer is refused with the process id of the first, through a symbolic link, too")
    func secondWriter() throws {
        let folder = try TemporaryFolder()
        let link = folder.url.appendingPathComponent("link.sqlite").path
        let first = try SQLiteLog.open(path: folder.ledger, mode: .writer)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.ledger)
        withExtendedLifetime(first) {
            for path in [folder.ledger, link] {
                let error = #expect(throws: EventLogError.self) { try SQLiteLog.open(path: path, mode: .writer) }
                #expect("\(error, default: "")".contains("another slotkeeper (process \(getpid())) is writing to"))
            }
        }
    }

    @Test("the lock goes with the writer")
    func released() throws {
        let folder = try TemporaryFolder()
        for _ in 0..<3 { _ = try SQLiteLog.open(path: folder.ledger, mode: .writer) }
    }

    @Test("a lock file that a dead process left behind is in nobody's way")
    func leftBehind() throws {
        let folder = try TemporaryFolder()
        try Data("1\nnonsense".utf8).write(to: URL(fileURLWithPath: folder.ledger + ".lock"))
        _ = try SQLiteLog.open(path: folder.ledger, mode: .writer)
    }

    @Test("readers see what a living writer has appended, and cannot write")
    func readers() async throws {
        let folder = try TemporaryFolder()
        let writer = try SQLiteLog.open(path: folder.ledger, mode: .writer)
        let readers = try (0..<3).map { _ in try SQLiteLog.open(path: folder.ledger, mode: .reader) }
        try await writer.append([.sample(1), .sample(2)], after: 0)
        for reader in readers {
            #expect(try await reader.read(after: 0, limit: 10) == [.sample(1), .sample(2)])
            let error = await #expect(throws: EventLogError.self) { try await reader.append([.sample(3)], after: 2) }
            #expect("\(error, default: "")".contains("cannot be written"))
        }
        try await writer.append([.sample(3)], after: 2)
        #expect(try await readers[0].end() == 3)
    }
}
