import Bot
import Chat
import Foundation
import Ledger
import RankVotes
import ReviewSlots
import Tally

/// What `export --ballots` writes and `tally --verify` reads: an election as `tally` counts it, the method, and the order
/// that the bot made of it. The candidates are those that count, in slots too; the order has no one else.
struct BallotExport: Codable {
    var election: Election
    var method: Tally.Method
    var order: [Name]

    private enum CodingKeys: String, CodingKey {
        case method, order
    }

    /// - Throws: `Failure` if a recount does not agree with what is kept.
    init(_ ranked: RankedBacklog, of board: String) throws {
        try ranked.check(board)
        election = ranked.election
        method = ranked.method
        order = ranked.order
    }

    init(from decoder: any Decoder) throws {
        election = try Election(from: decoder)
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let word = try values.decode(String.self, forKey: .method)
        guard let known = Tally.Method(rawValue: word) else {
            throw Failure(
                "there is no method \"\(word.harmless)\"; known are \(Wording.list(Tally.Method.allCases.map(\.rawValue)))",
                code: .badInput)
        }
        method = known
        order = try values.decode([Name].self, forKey: .order)
    }

    func encode(to encoder: any Encoder) throws {
        try election.encode(to: encoder)
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(method, forKey: .method)
        try values.encode(order, forKey: .order)
    }

    func line() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// Counts the ballots again; a sentence if the order is that of the export.
    /// - Throws: `Failure` if it is not.
    func verified() throws -> String {
        let recounted = try election.result(by: method).expectedStrict
        let name = election.id?.description ?? "election"
        guard recounted == order else {
            let place = zip(recounted, order).prefix { $0 == $1 }.count
            let found = place < recounted.count ? recounted[place].description : "nothing"
            let said = place < order.count ? order[place].description : "nothing"
            throw Failure(
                "\(name): the ballots give another order: at place \(place + 1) they have \(found.harmless), and the export \(said.harmless)",
                code: .badInput)
        }
        return
            "\(name): the ballots give the order of the export (\(Wording.count(order.count, "item")), \(method.rawValue))."
    }
}

/// The votes on one board.
struct RankedBacklog: Sendable {
    var election: Election
    var method: Tally.Method
    var order: [Name]
    /// What a recount does not find as it is kept.
    var faults: [String]
    var isInForce: Bool
    var ballots: Int

    /// - Throws: `Failure` if a recount does not agree with what is kept.
    func check(_ board: String) throws {
        guard faults.isEmpty else {
            throw Failure("\(board): \(faults.joined(separator: "; ")).", code: .badInput)
        }
    }
}

extension Ledger {
    /// - Throws: `Failure` where nobody votes.
    func rankedBacklog(of board: String) throws -> RankedBacklog {
        do {
            return try read(RankVotesReducer.self, board: board) { state, board, _ in
                func name(_ item: Int) -> Name { .text(board.blueprints[BlueprintID(item)]?.name ?? "b\(item)") }
                return RankedBacklog(
                    election: state.backlog.election(id: .text(board.name), naming: name),
                    method: state.backlog.method,
                    order: state.isInForce
                        ? board.order.map { name($0.number) } : try state.backlog.completeOrder().map(name),
                    faults: try state.faults(board.order), isInForce: state.isInForce,
                    ballots: state.backlog.ballotCount)
            }
        } catch LedgerError.noSuchPlugin {
            throw Failure(
                "the plugin rankvotes is not in the configuration, so there are no votes: add it under \"plugins\".",
                code: .configuration)
        } catch let error as LedgerError {
            throw Failure(Application.sentence(for: error), code: .file)
        }
    }
}
