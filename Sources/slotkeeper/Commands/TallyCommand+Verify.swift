import Foundation
import Ledger
import RankVotes
import ReviewSlots
import Tally

extension TallyCommand {
    /// Counts again what an export holds: the ballots of a board a line, or the events of a whole ledger.
    func verify(_ text: [UInt8]) async throws {
        let first = text.split(separator: UInt8(ascii: "\n"), maxSplits: 1).first ?? []
        if Record(line: String(decoding: first, as: UTF8.self)) != nil { return try await verifyLedger(Data(text)) }
        try forEach(BallotExport.self, in: text) { say(try $0.verified()) }
    }

    /// Replays a ledger and recounts the ballots of every board.
    ///
    /// The method is in the events, the placing rule is not: it is taken to be the default one, and a board that has
    /// another is verified by `export --ballots`.
    private func verifyLedger(_ text: Data) async throws {
        let records = try ImportEvents.records(text, name)
        let plain = try await ledger(records, [])
        for board in await plain.boardNames {
            var rules = RankVotesReducer.Rules()
            let (method, isOrdered) = try await plain.read(board) { board, _ in
                (board.orderMethod, !board.order.isEmpty)
            }
            rules.method = method.flatMap { Method(rawValue: $0) } ?? rules.method
            rules.minBallots[board] = isOrdered ? 1 : .max
            let ranked = try await ledger(records, [RankVotesReducer(rules: rules)]).rankedBacklog(of: board)
            guard ranked.faults.isEmpty else {
                throw Failure("\(board): \(ranked.faults.joined(separator: "; ")).", code: .badInput)
            }
            say(
                "\(board): \(ranked.ballots) ballots \(isOrdered ? "give the order of the ledger" : "are a draft, and the ledger has no order of them") (\(ranked.order.count) items, \(ranked.method.rawValue))."
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
