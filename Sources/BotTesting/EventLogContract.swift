public import Ledger
import ReviewSlots

/// What every `EventLog` has to do, clause by clause. A test of an implementation runs each clause on a new, empty log:
///
///     @Test(arguments: EventLogContract.allCases)
///     func keepsTheContract(_ clause: EventLogContract) async throws { try await clause.check(MemoryLog()) }
public enum EventLogContract: String, Sendable, CaseIterable, CustomStringConvertible {
    case beginsEmpty = "a new log is empty"
    case numbersWithoutGaps = "positions begin at 1, have no gaps, and are given by the log"
    case keepsEveryField = "a record comes back with every field as it went in"
    case keepsOddText = "bodies and bookmarks may hold any text, and bodies be large"
    case appendsNothing = "an empty append does nothing"
    case refusesConflicts = "an append behind another place than the end is refused as a whole and names the end"
    case appendsWhole = "of two appends at one place, one is taken whole and the other not at all"
    case readsForwards = "reading forwards begins behind a position, keeps the order and the limit"
    case readsBackwards = "reading backwards begins before a position, newest first, and keeps the limit"
    case readsOneStream = "reading backwards by stream gives that stream alone"
    case keepsBookmarks = "bookmarks are set, moved and removed one by one, and are no history"
    case rewritesPeople = "only bodies of the stream people can be rewritten, and only those that get a new one"

    public var description: String { rawValue }

    /// Runs this clause.
    /// - Parameter log: empty, and not used for anything else.
    /// - Throws: `BrokenContract` that says what was expected and what came, or what the log throws.
    public func check(_ log: any EventLog) async throws {
        switch self {
        case .beginsEmpty: try await checkEmpty(log)
        case .numbersWithoutGaps: try await checkNumbers(log)
        case .keepsEveryField: try await checkFields(log)
        case .keepsOddText: try await checkOddText(log)
        case .appendsNothing: try await checkEmptyAppend(log)
        case .refusesConflicts: try await checkConflicts(log)
        case .appendsWhole: try await checkRace(log)
        case .readsForwards: try await checkForwards(log)
        case .readsBackwards: try await checkBackwards(log)
        case .readsOneStream: try await checkStreams(log)
        case .keepsBookmarks: try await checkBookmarks(log)
        case .rewritesPeople: try await checkRewriting(log)
        }
    }
}

/// A clause of a contract that an implementation does not keep.
public struct BrokenContract: Error, Sendable, CustomStringConvertible {
    public let description: String
}

extension EventLogContract {
    private func checkEmpty(_ log: any EventLog) async throws {
        try expect(await log.end(), 0, "the end")
        try expect(await log.read(after: 0, limit: 10), [], "reading forwards")
        try expect(await log.readBackwards(stream: nil, before: nil, limit: 10), [], "reading backwards")
        try expect(await log.readBackwards(stream: "people", before: nil, limit: 10), [], "reading a stream")
        try expect(await log.bookmark("here"), nil, "a bookmark")
    }

    private func checkNumbers(_ log: any EventLog) async throws {
        try await log.append([sample(1), sample(2)], after: 0)
        var misnumbered = sample(3)
        misnumbered.position = 77
        try await log.append([misnumbered], after: 2)
        try await log.append((4...40).map { sample($0) }, after: 3)
        try expect(await log.end(), 40, "the end")
        try expect(await log.read(after: 0, limit: 100), (1...40).map { sample($0) }, "all records")
    }

    private func checkFields(_ log: any EventLog) async throws {
        let record = Record(
            position: 1, stream: "kudos/nova", command: "C1", at: Timestamp(-5), recorded: Timestamp(4_102_444_800),
            actor: "local:1000", source: "undo C0", body: #"{"given":{}}"#)
        try await log.append([record], after: 0)
        try expect(await log.read(after: 0, limit: 1), [record], "the record")
    }

    private func checkOddText(_ log: any EventLog) async throws {
        let bodies = [
            "", "{}", #"{"text":"line one\nline two\u0000\t\"quoted\" \\ 'single' ; DROP TABLE record; -- %s ?1 :x"}"#,
            #"{"text":"ж 漢字 👩‍👩‍👧‍👦 e\#u{301} \#u{e9} \#u{202e}rtl\#u{feff}"}"#,
            "{\"text\":\"\(String(repeating: "0123456789abcde\u{20ac}", count: 1 << 16))\"}",
        ]
        try await log.append(bodies.enumerated().map { sample($0 + 1, body: $1) }, after: 0)
        let read = try await log.read(after: 0, limit: bodies.count)
        try expect(read.count, bodies.count, "the number of records")
        for (record, body) in zip(read, bodies) {
            // By bytes: two strings are equal when they only look the same.
            try expect(Array(record.body.utf8), Array(body.utf8), "the body \(body.prefix(60))")
        }
        let name = "oftc/#kanäle 'quoted\" ; --"
        try await log.setBookmark(name, to: 5)
        try expect(await log.bookmark(name), 5, "the bookmark \(name)")
    }

    private func checkEmptyAppend(_ log: any EventLog) async throws {
        try await log.append([], after: 0)
        try expect(await log.end(), 0, "the end")
    }

    private func checkConflicts(_ log: any EventLog) async throws {
        try await log.append([sample(1), sample(2)], after: 0)
        for after in [0, 1, 3, -1, .max] {
            try await expectConflict(end: 2, "an append behind \(after)") { () throws(EventLogError) in
                try await log.append([sample(3), sample(4)], after: after)
            }
        }
        try expect(await log.read(after: 0, limit: 10), [sample(1), sample(2)], "the log after refused appends")
        try await log.append([sample(3)], after: 2)
        try expect(await log.end(), 3, "the end after the right append")
    }

    private func checkRace(_ log: any EventLog) async throws {
        let batches = (1...8).map { batch in (1...5).map { sample($0, body: "{\"batch\":\(batch)}") } }
        let winners = try await withThrowingTaskGroup(of: [Record]?.self) { group in
            for batch in batches {
                group.addTask {
                    do throws(EventLogError) {
                        try await log.append(batch, after: 0)
                        return batch
                    } catch {
                        guard error == .conflict(end: 5) else { throw error }
                        return nil
                    }
                }
            }
            return try await group.reduce(into: [[Record]]()) { $0 += [$1].compactMap(\.self) }
        }
        try expect(winners.count, 1, "the number of appends taken")
        try expect(await log.read(after: 0, limit: 100), winners[0], "the log")
    }

    private func checkForwards(_ log: any EventLog) async throws {
        try await log.append((1...5).map { sample($0) }, after: 0)
        let expected: [(after: Position, limit: Int, positions: [Int])] = [
            (0, 3, [1, 2, 3]), (3, 3, [4, 5]), (4, .max, [5]), (5, 1, []), (6, 1, []), (.max, 1, []), (-1, 2, [1, 2]),
            (.min, 1, [1]), (0, 0, []), (0, -1, []),
        ]
        for (after, limit, positions) in expected {
            let read = try await log.read(after: after, limit: limit)
            try expect(read.map(\.position), positions, "positions after \(after), at most \(limit)")
        }
    }

    private func checkBackwards(_ log: any EventLog) async throws {
        try await log.append((1...5).map { sample($0) }, after: 0)
        let expected: [(before: Position?, limit: Int, positions: [Int])] = [
            (nil, 2, [5, 4]), (4, 2, [3, 2]), (2, .max, [1]), (1, 5, []), (0, 5, []), (.min, 5, []), (99, 1, [5]),
            (.max, 1, [5]), (nil, 0, []), (nil, -1, []),
        ]
        for (before, limit, positions) in expected {
            let read = try await log.readBackwards(stream: nil, before: before, limit: limit)
            let place = before.map { "before \($0)" } ?? "from the end"
            try expect(read.map(\.position), positions, "positions \(place), at most \(limit)")
        }
    }

    private func checkStreams(_ log: any EventLog) async throws {
        let streams = ["people", "board/nova", "board/Nova", "board/nova", "board/nova2", "people", "board/nova"]
        try await log.append(streams.enumerated().map { sample($0 + 1, stream: $1) }, after: 0)
        let expected: [(stream: String, before: Position?, limit: Int, positions: [Int])] = [
            ("board/nova", nil, 10, [7, 4, 2]), ("board/nova", 7, 10, [4, 2]), ("board/nova", nil, 1, [7]),
            ("people", 6, 10, [1]), ("people", nil, 10, [6, 1]), ("board/%", nil, 10, []), ("", nil, 10, []),
        ]
        for (stream, before, limit, positions) in expected {
            let read = try await log.readBackwards(stream: stream, before: before, limit: limit)
            try expect(read.map(\.position), positions, "positions of stream \(stream)")
        }
    }

    private func checkBookmarks(_ log: any EventLog) async throws {
        try await log.setBookmark("announced/nova", to: 7)
        try await log.setBookmark("announced/glance", to: 0)
        try await log.setBookmark("announced/nova", to: 9)
        try await log.setBookmark("never set", to: nil)
        try expect(await log.bookmark("announced/nova"), 9, "a moved bookmark")
        try expect(await log.bookmark("announced/glance"), 0, "a bookmark at 0")
        try expect(await log.end(), 0, "the end")
        try await log.setBookmark("announced/nova", to: nil)
        try expect(await log.bookmark("announced/nova"), nil, "a removed bookmark")
        try expect(await log.bookmark("announced/glance"), 0, "the other bookmark")
    }

    private func checkRewriting(_ log: any EventLog) async throws {
        let secret = #"{"account":"alice"}"#
        let erased = #"{"account":null}"#
        let streams = ["people", "board/nova", "people", "people", "people/nova"]
        try await log.append(streams.enumerated().map { sample($0 + 1, stream: $1, body: secret) }, after: 0)
        try await log.rewritePeople { $0.position == 3 ? nil : erased }
        let expected = streams.enumerated().map { index, stream in
            sample(index + 1, stream: stream, body: stream == "people" && index != 2 ? erased : secret)
        }
        try expect(await log.read(after: 0, limit: 10), expected, "the log")
        try await log.append([sample(6)], after: 5)
        try expect(await log.end(), 6, "the end after rewriting")
    }

    private func sample(_ position: Position, stream: String = "board/nova", body: String? = nil) -> Record {
        Record(
            position: position, stream: stream, command: "C\(position)", at: Timestamp(position),
            recorded: Timestamp(position + 1), actor: "p1", source: "command", body: body ?? "{\"n\":\(position)}")
    }

    private func expect<Value: Equatable>(_ value: Value, _ expected: Value, _ what: String) throws {
        guard value != expected else { return }
        func short(_ value: Value) -> String { String(String(describing: value).prefix(2000)) }
        throw BrokenContract(description: "\(rawValue): \(what) should be \(short(expected)), is \(short(value))")
    }

    private func expectConflict(
        end: Position, _ what: String, _ body: () async throws(EventLogError) -> Void
    ) async throws {
        do throws(EventLogError) {
            try await body()
        } catch .conflict(let found) where found == end {
            return
        } catch {
            throw BrokenContract(description: "\(rawValue): \(what) should be a conflict at \(end), is: \(error)")
        }
        throw BrokenContract(description: "\(rawValue): \(what) should be refused, but was taken")
    }
}
