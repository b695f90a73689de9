import Bot
import Foundation
import Ledger
import RankVotes
import ReviewSlots
import Tally

extension TallyCommand {
    /// Counts again what an export holds: the ballots of a board a line, or the events of a whole ledger.
    func verify(_ text: [UInt8]) async throws {
        guard text.contains(where: { $0 > UInt8(ascii: " ") }) else {
            throw Failure(
                "\(name) is empty: give what \"slotkeeper export\" or \"slotkeeper export --ballots\" wrote.",
                code: .badInput)
        }
        let first = text.split(separator: UInt8(ascii: "\n"), maxSplits: 1).first ?? []
        if Record(line: String(decoding: first, as: UTF8.self)) != nil { return try await verifyLedger(Data(text)) }
        try forEach(BallotExport.self, in: text) { say(try $0.verified()) }
    }

    /// Replays a ledger and recounts the ballots of every board, by the rules that it holds.
    private func verifyLedger(_ text: Data) async throws {
        let ledger = try await ledger(try ImportEvents.records(text, name), [RankVotesReducer()])
        for board in await ledger.boardNames {
            let ranked = try await ledger.rankedBacklog(of: board)
            try ranked.check(board)
            let ballots = Wording.count(ranked.ballots, "ballot")
            let found =
                ranked.isInForce
                ? "\(ranked.ballots == 1 ? "gives" : "give") the order of the ledger"
                : "\(ranked.ballots == 1 ? "is" : "are") a draft, and the ledger has no order of them"
            say(
                "\(board): \(ballots) \(found) (\(Wording.count(ranked.order.count, "item")), \(ranked.method.rawValue))."
            )
        }
    }

    private func ledger(_ records: [Record], _ reducers: [any StreamReducer]) async throws -> Ledger {
        let ledger = Ledger(log: MemoryLog(), reducers: reducers)
        do {
            try await ledger.log.append(records, after: 0)
            try await ledger.open()
        } catch let error as LedgerError {
            throw Failure(Application.sentence(for: error), code: .badInput)
        }
        return ledger
    }
}
