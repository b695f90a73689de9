import Foundation
import Ledger
import ReviewSlots
import Testing

@Suite("A board as it was")
struct AsOfTests {
    private func record(_ number: Int, at: Int, stream: String = "board/nova") -> Record {
        Record(
            stream: stream, command: "C\(number)", at: Timestamp(at), recorded: Timestamp(9_999_999),
            actor: "slotkeeper",
            source: "import", body: #"{"slotsSet":{"from":0,"to":\#(number)}}"#)
    }

    @Test func `It is made of what was true by then, in a log of any length and order, on this board alone`()
        async throws
    {
        let log = MemoryLog()
        var records = (1...5000).map { record($0, at: $0 * 10) }
        // Written down last, true early.
        records.append(record(7777, at: 5))
        records.append(record(8888, at: 5, stream: "board/glance"))
        records.append(record(9999, at: 5, stream: "kudos/nova"))
        try await log.append(records, after: 0)
        #expect(try await log.board("nova", asOf: Timestamp(4)).settings.slots == Settings().slots)
        #expect(try await log.board("nova", asOf: Timestamp(9)).settings.slots == 7777)
        #expect(try await log.board("glance", asOf: Timestamp(9)).settings.slots == 8888)
        #expect(try await log.board("none", asOf: Timestamp(9)).settings.slots == Settings().slots)
    }

    @Test func `Before it was set up it has the settings that it was set up with`() async throws {
        let log = MemoryLog()
        func configured(_ cycle: String, from: String? = nil, at: Int) throws -> Record {
            let event = BoardEvent.configured(
                base: Settings(cycle: cycle), from: Settings(cycle: from ?? ""), to: Settings(cycle: cycle))
            return Record(
                stream: "board/nova", command: "C1", at: Timestamp(at), recorded: Timestamp(at), actor: "slotkeeper",
                source: "configuration", body: String(decoding: try JSONEncoder().encode(event), as: UTF8.self))
        }
        try await log.append(
            [configured("Kilo", at: 50), record(7, at: 5), configured("Liberty", from: "Kilo", at: 90)], after: 0)
        for (moment, cycle) in [(4, "Kilo"), (5, "Kilo"), (50, "Kilo"), (90, "Liberty")] {
            #expect(try await log.board("nova", asOf: Timestamp(moment)).settings.cycle == cycle)
        }
    }

    @Test func `An event that this build does not know is named`() async throws {
        let log = MemoryLog()
        try await log.append(
            [
                Record(
                    stream: "board/nova", command: "C1", at: Timestamp(5), recorded: Timestamp(5), actor: "p1",
                    source: "command", body: #"{"teleported":{}}"#)
            ], after: 0)
        await #expect(throws: LedgerError.self) { try await log.board("nova", asOf: Timestamp(5)) }
        _ = try await log.board("nova", asOf: Timestamp(4))
    }
}
