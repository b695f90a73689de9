public import Bot
import Foundation
import Gerrit
import GerritProtocol
public import Ledger
import ReleaseCalendar
public import ReviewSlots

extension GerritPlugin {
    /// What was open on a board when it was last read, by the cache alone.
    /// - Throws: what the cache cannot do.
    public func storedReviews(on board: String) async throws -> [OpenReview] {
        var found: [OpenReview] = []
        for server in servers where FileManager.default.fileExists(atPath: server.cachePath) {
            guard let reviews = server.boards.first(where: { $0.board == board }) else { continue }
            let cache = try ReviewCache(path: server.cachePath)
            let views = try await cache.load().views.filter(\.isVisible).map(\.view)
            found += reviews.openReviews(views, own: try await cache.account())
        }
        return found
    }

    /// Since when what was stored is old, a sentence for each server of which it is.
    public func storedCaveats(on board: String, now: Timestamp) async throws -> [String] {
        var caveats: [String] = []
        for server in servers where server.boards.contains(where: { $0.board == board }) {
            let name = server.configuration.name
            let exists = FileManager.default.fileExists(atPath: server.cachePath)
            let cursor = exists ? try await ReviewCache(path: server.cachePath).load().restored.cursor : Sync.Cursor()
            guard let polled = cursor.polledAt.map({ Timestamp($0 / 1000) }) else {
                caveats.append("\(name) has not answered yet.")
                continue
            }
            guard now - polled > 3 * Timestamp.minute else { continue }
            caveats.append("\(name) was last read on \(Wording.moment(polled, now: now, in: .utc)).")
        }
        return caveats
    }

    /// The writes that would make the blocks on a board's changes what they should be, a line each, by what the ledger and
    /// the cache say. Nothing is written, and the server is not asked.
    /// - Throws: what the cache or the ledger cannot do.
    public func plannedBlocks(on board: String, _ ledger: Ledger, now: Timestamp) async throws -> [String] {
        var lines: [String] = []
        for server in servers {
            guard let reviews = server.boards.first(where: { $0.board == board }) else { continue }
            let cache = try ReviewCache(path: server.cachePath)
            let views = try await cache.load().views.filter(\.isVisible).map(\.view)
                .filter { reviews.projects.contains($0.key.project) && $0.isOpen }
            let wishes = try await ledger.read(ReviewsReducer.self, board: board) { state, board, _ in
                state.wishes(reviews, views, board)
            }
            let name = server.configuration.name
            let blocked = wishes.filter { !$0.value.isInSlot }.sorted { $0.key < $1.key }
            lines.append("\(name): \(blocked.count) open changes of blueprints without a slot")
            lines += blocked.map { "  \($0.key.number) \($0.value.why)" }
            guard reviews.blocks.mode != .advise else {
                lines.append("\(name): blocks only advise, so that nothing would be written")
                continue
            }
            guard let own = try await cache.account() else {
                lines.append("\(name): the server has not told yet who the bot is there; run it once")
                continue
            }
            let writes = Blocks.plan(
                wishes, views, own: own, reviews.blocks, time: ServerTime(seconds: now.seconds))
            lines.append("\(name): \(writes.count) writes, \(reviews.blocks.writesPerMinute) a minute")
            lines += writes.map { "  \($0.change.number) \($0.kind.phrase)" }
        }
        return lines
    }
}

extension Write.Kind {
    /// `Code-Review -2: x waits for a review slot`, `+no-review-slot`
    fileprivate var phrase: String {
        switch self {
        case .review(_, let labels, let message):
            let votes = labels.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value > 0 ? "+" : "")\($0.value)" }
            let why = message?.split(separator: "\n").first.map { ": \($0)" } ?? ""
            return votes.joined(separator: ", ") + why
        case .hashtags(let add, let remove):
            return (add.map { "+\($0)" } + remove.map { "-\($0)" }).joined(separator: " ")
        }
    }
}
