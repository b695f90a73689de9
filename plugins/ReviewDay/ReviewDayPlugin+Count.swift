import Bot
import Chat
import Ledger
import ReviewSlots

// Where the network can replace a message: one that always says how the day goes, instead of many.
extension ReviewDayPlugin {
    /// It is replaced no more often than that.
    private static let slice = 10 * Timestamp.minute

    func keepCounts(_ context: PluginContext) async {
        let start = context.now()
        var shown: [Count: Shown] = [:]
        var ended: Set<Count> = []
        for await _ in await context.changes() {
            for board in context.boards where !context.isQuiet(board) {
                // What cannot be shown now is shown with the next change.
                try? await keepCount(of: board, since: start, &shown, &ended, context)
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
        of board: String, since start: Timestamp, _ shown: inout [Count: Shown], _ ended: inout Set<Count>,
        _ context: PluginContext
    ) async throws {
        let rooms = (context.board(board)?.rooms ?? []).filter { context.remembersAnnouncements(in: $0) }
        guard !rooms.isEmpty else { return }
        let now = context.now()
        let (days, over) = try await context.read(ReviewDayReducer.self, board: board) { state, _ in
            (state.planned.map(\.day).filter { $0.start <= now && now < $0.end }, state.over)
        }
        // It may have been down at the end. What was said of it before is not said again.
        if let over, let result = over.result, now - over.day.end < Timestamp.day {
            let line = try await context.read(board: board) { $0.count(over.day, result, isOver: true) }
            for room in rooms {
                let count = Count(room: room, day: over.day.number)
                // If nothing was counted while it lasted there is nothing to end.
                guard !ended.contains(count), shown[count] != nil || result.openBefore != nil else { continue }
                let key = "\(board)/\(over.day.number)"
                // A room that cannot be spoken in does not stop the others.
                do { try await context.say([line], in: room, key: "\(key)/end", replacing: key) } catch { continue }
                ended.insert(count)
                shown[count] = nil
            }
        }
        for day in days {
            let slice = now.seconds / Self.slice
            let due = rooms.filter { shown[Count(room: $0, day: day.number)]?.slice != slice }
            guard !due.isEmpty, let figures = try await figures(day.number, board, context) else { continue }
            let line = try await context.read(board: board) { $0.count(day, figures) }
            let key = "\(board)/\(day.number)"
            for room in due {
                let count = Count(room: room, day: day.number)
                let last = shown[count]
                guard last?.line != line else { continue }
                do {
                    if last == nil { try await context.say([line], in: room, key: key) }
                    // After a restart it stands there already, as it was then.
                    if last != nil || day.start < start {
                        try await context.say([line], in: room, key: "\(key)/\(now.seconds)", replacing: key)
                    }
                } catch { continue }
                shown[count] = Shown(line: line, slice: slice)
            }
        }
    }
}

extension BoardView {
    /// How a day goes, as it stands in the channel while it lasts.
    fileprivate func count(_ day: ReviewDay, _ figures: Figures, isOver: Bool = false) -> Document.Line {
        let title = day.title.prefix(1).uppercased() + day.title.dropFirst()
        let now = isOver ? "" : figures.needs
        return
            "\(title) \(isOver ? "in the end" : "so far"): \(figures.progress(day.subject)).\(now)\(url("reviewday"))"
    }
}
