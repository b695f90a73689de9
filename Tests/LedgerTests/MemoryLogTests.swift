import BotTesting
import Ledger
import Testing

@Suite("The log in memory")
struct MemoryLogTests {
    @Test("keeps the contract", arguments: EventLogContract.allCases)
    func contract(_ clause: EventLogContract) async throws {
        try await clause.check(MemoryLog())
    }
}
