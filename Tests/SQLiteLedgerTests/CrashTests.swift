import Foundation
import GRDB
import Ledger
import Testing

import struct Ledger.Record

@testable import SQLiteLedger

/// What a crash or a bad disk leaves behind, made by hand: always the same numbers, so that a failure can be repeated.
@Suite("After a crash")
struct CrashTests {
    private static let count = 60

    @Test("a WAL torn anywhere gives a gapless prefix, and the log goes on from there")
    func tornWAL() async throws {
        let (database, wal) = try await filesOfALivingWriter()
        var lastEnd = 0
        for length in stride(from: 0, to: wal.count, by: 3989) {
            let folder = try folder(database, wal.prefix(length))
            let end = try await checkPrefix(folder)
            #expect(end >= lastEnd, "\(length) bytes of WAL")
            lastEnd = end
        }
        #expect(try await checkPrefix(folder(database, wal)) == Self.count)
    }

    @Test("a WAL with damaged bytes gives a gapless prefix")
    func damagedWAL() async throws {
        let (database, wal) = try await filesOfALivingWriter()
        var random = Numbers(seed: 7)
        for _ in 0..<60 {
            var damaged = wal
            damaged[random.next(below: wal.count)] ^= 0x55
            _ = try await checkPrefix(folder(database, damaged))
        }
    }

    @Test("a reader sees all that was acknowledged, before any writer has recovered the file")
    func readerFirst() async throws {
        let (database, wal) = try await filesOfALivingWriter()
        let folder = try folder(database, wal)
        #expect(try await SQLiteLog.open(path: folder.ledger, mode: .reader).end() == Self.count)
    }

    @Test("a damaged or shortened file gives records or a clear error, and never ends the process")
    func damagedFile() async throws {
        let source = try TemporaryFolder()
        try await fill(source)
        let file = try Data(contentsOf: URL(fileURLWithPath: source.ledger))
        var random = Numbers(seed: 42)
        var refused = 0
        for round in 0..<150 {
            var damaged = round.isMultiple(of: 10) ? file.prefix(random.next(below: file.count)) : file
            for _ in 0..<round where !damaged.isEmpty { damaged[random.next(below: damaged.count)] = random.byte() }
            let folder = try folder(damaged, nil)
            do throws(EventLogError) {
                let log = try SQLiteLog.open(path: folder.ledger, mode: .writer)
                _ = try await log.readBackwards(stream: "board/nova", before: nil, limit: 1000)
                _ = try await log.read(after: 0, limit: 1000)
            } catch {
                #expect(error.description.contains(folder.ledger))
                refused += 1
            }
        }
        #expect(refused > 50)
    }

    /// Opens the folder's ledger, which must hold the first records unharmed and take one more.
    private func checkPrefix(_ folder: TemporaryFolder) async throws -> Position {
        let log = try SQLiteLog.open(path: folder.ledger, mode: .writer)
        let records = try await log.read(after: 0, limit: .max)
        #expect(records == (0..<records.count).map { Record.sample($0 + 1) })
        try await log.append([.sample(records.count + 1)], after: records.count)
        return records.count
    }

    /// The files as they lie on the disk while a writer is alive: nothing is in the database file yet, all is in the WAL.
    private func filesOfALivingWriter() async throws -> (database: Data, wal: Data) {
        let folder = try TemporaryFolder()
        let log = try await fill(folder)
        return try withExtendedLifetime(log) {
            (
                try Data(contentsOf: URL(fileURLWithPath: folder.ledger)),
                try Data(contentsOf: URL(fileURLWithPath: folder.ledger + "-wal"))
            )
        }
    }

    @discardableResult
    private func fill(_ folder: TemporaryFolder) async throws -> SQLiteLog {
        let log = try SQLiteLog.open(path: folder.ledger, mode: .writer)
        for position in 1...Self.count { try await log.append([.sample(position)], after: position - 1) }
        return log
    }

    private func folder(_ database: Data, _ wal: Data?) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try database.write(to: URL(fileURLWithPath: folder.ledger))
        try wal?.write(to: URL(fileURLWithPath: folder.ledger + "-wal"))
        return folder
    }
}

/// Numbers that look random and are the same each time (Knuth's MMIX generator).
private struct Numbers {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next(below bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }

    mutating func byte() -> UInt8 { UInt8(next(below: 256)) }
}
