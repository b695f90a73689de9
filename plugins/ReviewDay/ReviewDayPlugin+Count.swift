import Bot
import Chat
import Ledger
import ReviewSlots

// Where the network can replace a message: one that always says how the day goes, instead of many.
extension ReviewDayPlugin {
    /// It is replaced no more often than that.
    private static let slice = 10 * Timestamp.minute

    func keepCounts(_ context: PluginContext) async {
        var shown: [Count: Shown] = [:]
        for await _ in await context.changes() {
            for board in context.boards where !context.isQuiet(board) {
                // What cannot be shown now is shown with the next change.
                try? await keepCount(of: board, &shown, context)
            }
        }
    }

    private struct Count: Hashable {
        var room: Room
        var day: Int
    }

    private struct Shown {
        var line: Document.Line
        var slice: Int
    }

    private func keepCount(
        of board: String, _ shown: inout [Count: Shown], _ context: PluginContext
    ) async throws {
        let rooms = (context.board(board)?.rooms ?? []).filter { context.remembersAnnouncements(in: $0) }
        guard !rooms.isEmpty else { return }
        let now = context.now()
        let days = try await context.read(ReviewDayReducer.self, board: board) { state, _ in
            state.planned.map(\.day).filter { $0.start <= now && now < $0.end }
        }
        for day in days {
            guard let figures = try await figures(day.number, board, context) else { continue }
            let line = try await context.read(board: board) { $0.count(day, figures) }
            for room in rooms {
                let count = Count(room: room, day: day.number)
                let slice = (now - day.start) / Self.slice
                let key = "\(board)/\(day.number)"
                if let last = shown[count] {
                    guard last.line != line, last.slice != slice else { continue }
                    try await context.say([line], in: room, key: "\(key)/\(slice)", replacing: key)
                } else {
                    // After a restart it stands there already, and is not said again.
                    try await context.say([line], in: room, key: key)
                }
                shown[count] = Shown(line: line, slice: slice)
            }
        }
    }
}

extension BoardView {
    /// How a day goes, as it stands in the channel while it lasts.
    fileprivate func count(_ day: ReviewDay, _ figures: Figures) -> Document.Line {
        let title = day.title.prefix(1).uppercased() + day.title.dropFirst()
        return "\(title) so far: \(figures.progress(day.subject)).\(figures.needs)\(url("reviewday"))"
    }
}
