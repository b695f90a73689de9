import Bot
import Foundation
import Ledger
import ReviewSlots

/// A summary and when it was published; without a date, now.
struct DatedSummary: Codable, Sendable {
    var summary: Summary
    var date: Timestamp?
}

extension Application {
    /// Takes summaries in, in the order given; a line for each that says what was new.
    func importSummaries(_ summaries: [DatedSummary], board name: String?) async throws -> [String] {
        let board = try board(name)
        let now = Self.now()
        if let item = summaries.first(where: { $0.date.map { $0 > now } ?? false }) {
            throw Failure("\"\(item.summary.title)\" is dated in the future; nothing was imported.", code: .badInput)
        }
        // What a list changes for work on the board happens now; the history of specs alone happened on its day.
        let hasWork = try await ledger.read(board.name) { board, _ in !board.blueprints.isEmpty }
        var lines: [String] = []
        for item in summaries {
            do {
                let decision = try await submitImport(
                    .importSummary(item.summary, date: item.date ?? now), board: board.name,
                    at: hasWork ? now : item.date ?? now, now: now)
                lines.append("\"\(item.summary.title)\": \(Self.report(decision.boardEvents))")
            } catch .refused(.olderThanNewest) {
                throw Failure(
                    "\"\(item.summary.title)\" is older than the newest imported summary of the board: import the oldest first. \(lines.count) were imported before it.",
                    code: .badInput)
            } catch {
                throw Failure(Self.sentence(for: error), code: .file)
            }
        }
        let counts = try await ledger.read(board.name) { board, _ in
            let specs = Array(board.specs.values)
            return (
                specs.count, specs.count { $0.listing == .listed }, specs.count { $0.listing == .unknown },
                specs.count { $0.listing == .gone }
            )
        }
        lines.append(
            "The board \(board.name) has \(counts.0) specs: the newest list shows \(counts.1), \(counts.2) are unknown (their category is listed but empty), \(counts.3) gone from it."
        )
        return lines
    }

    /// Lets the ledger decide what the local user imports, with the lead's role.
    func submitImport(_ command: BoardCommand, board: String, at: Timestamp, now: Timestamp) async throws(LedgerError)
        -> Decision
    {
        let person = try await ledger.person(with: Account(network: Account.local, name: LocalUser.id), now: now)
        return try await ledger.submit(
            Submission(
                .board(command), board: board, actor: Actor(person: person, roles: [.lead]),
                by: "local:\(LocalUser.id)", source: "import", at: at, now: now))
    }

    /// What an import changed, counted by kind.
    private static func report(_ events: [BoardEvent]) -> String {
        var counts: [String: Int] = [:]
        for event in events {
            for kind in kinds(of: event) { counts[kind, default: 0] += 1 }
        }
        let order = [
            "new", "newly fast tracked", "newly approved", "newly implemented", "newly abandoned", "further reviews",
            "moved", "retitled",
            "categories renamed", "unknown (category listed but empty)", "gone from the list", "listed again",
        ]
        let parts = order.compactMap { kind in counts[kind].map { "\($0) \(kind)" } }
        if events.isEmpty { return "known already, nothing changed" }
        return parts.isEmpty ? "nothing new" : parts.joined(separator: ", ")
    }

    private static func kinds(of event: BoardEvent) -> [String] {
        switch event {
        case .specAdded: ["new"]
        case .specReviewAdded: ["further reviews"]
        case .specMoved: ["moved"]
        case .specRetitled: ["retitled"]
        case .categoryRenamed: ["categories renamed"]
        case .specListed(_, _, let to):
            [
                to == .unknown
                    ? "unknown (category listed but empty)" : to == .gone ? "gone from the list" : "listed again"
            ]
        case .specStated(_, _, let from, let to): SpecState.inOrder(to.subtracting(from)).map { "newly \($0.rawValue)" }
        default: []
        }
    }
}
