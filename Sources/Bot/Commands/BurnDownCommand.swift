import Chat
import Ledger
import ReviewSlots

extension Command<CommandContext> {
    static let burndown = Command(
        "burndown", aliases: ["burn-down"],
        summary: "how many specs the cycle has, has approved and has implemented, day by day",
        examples: [
            Example(
                "erin", "!burndown",
                [
                    "erin: Kilo since Fri 28 Nov: 10 specs ██████████████████, 6 approved ▅▅▅▅▅▅▅▆▆▆▆▆▆▆▆▆▆▆, 1 implemented ▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂; 9 are left."
                ])
        ]
    ) { context, _ in
        try await context.read { view in Reply(view.burnDownLine()) }
    }
}

extension BoardView {
    func burnDownLine() -> Document.Line {
        let days = board.burnDownByDay(until: now).filter { $0.cycle == board.settings.cycle }
        guard let first = days.first, let last = days.last, last.targeted > 0 else {
            return "nothing is counted yet: no spec of this cycle is known. \(code: "!specs") counts all."
        }
        let top = days.map(\.targeted).max() ?? 1
        func line(_ count: (BurnDownDay) -> Int) -> String { Sparkline.text(days.map(count), top: top) }
        let cycle = last.cycle.isEmpty ? "All" : last.cycle
        let left = last.targeted - last.implemented
        return
            "\(cycle) since \(Wording.day(Timestamp(first.day * Timestamp.day), now: now)): \(Wording.count(last.targeted, "spec")) \(line(\.targeted)), \(last.approved) approved \(line(\.approved)), \(last.implemented) implemented \(line(\.implemented)); \(left) \(left == 1 ? "is" : "are") left.\(budgetLine().map { " " + $0 } ?? "")"
    }
}

/// Numbers as a line of bars.
enum Sparkline {
    static let width = 20
    private static let bars = Array("▁▂▃▄▅▆▇█")

    /// At most `width` bars, evenly taken from the numbers, with the first and the last.
    /// - Parameter top: what is shown as the highest bar.
    static func text(_ numbers: [Int], top: Int) -> String {
        let shown =
            numbers.count <= width
            ? numbers : (0..<width).map { numbers[$0 * (numbers.count - 1) / (width - 1)] }
        return String(
            shown.map { number in
                bars[max(0, min(bars.count - 1, (number * (bars.count - 1) + top - 1) / max(1, top)))]
            })
    }
}
