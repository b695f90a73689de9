import CalendarPlugin
import Foundation
import Ledger
import ReleaseCalendar
import ReviewSlots
import SQLiteLedger
import Testing

@testable import slotkeeper

/// The program as a process that was away when it should have reminded, and is killed while it makes up for that.
@Suite("Reminders of the executable")
struct ReminderProcessTests {
    private static let kills = ProcessInfo.processInfo.environment["SLOTKEEPER_KILLS"].flatMap { Int($0) } ?? 12
    private static let boards = (1...80).map { "b\($0)" }

    private static func configuration(_ folder: String, hour: String) -> String {
        let boards = boards.map {
            "  \($0): {cycle: Kilo, slots: 1, channels: [{network: terminal, name: '#\($0)'}], reminders: {hour: '\(hour)'}}"
        }
        return """
            state: \(folder)/state
            networks: {terminal: {kind: terminal}}
            boards:
            \(boards.joined(separator: "\n"))
            log: {level: warning}
            """
    }

    /// A date on each board that was put in two days ago and has been an hour ago.
    private func prepare(_ program: Executable, now: Timestamp) async throws {
        let settings = try Configuration.load(path: program.configuration)
        let ledger = Ledger(log: try Application.openLog(settings, mode: .writer), reducers: [CalendarReducer()])
        try await ledger.open(boards: Self.boards)
        let start = Zone.utc.local(now + -Timestamp.hour)
        for board in Self.boards {
            let occasion = Occasion(id: "", kind: .other, title: "\(board)-party", time: .span(start, until: nil))
            try await ledger.submit(
                Submission(
                    .plugin(stream: CalendarReducer.stream, CalendarReducer.Command.add(occasion)), board: board,
                    actor: .bot, by: "slotkeeper", now: now + -2 * Timestamp.day))
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func `What was missed is said once on each board, late, however often it is killed meanwhile`() async throws {
        let program = try Executable { Self.configuration($0, hour: "09:00") }
        defer { program.remove() }
        try await prepare(program, now: Application.now())
        let said = program.folder.appendingPathComponent("said.txt")
        let log = program.folder.appendingPathComponent("log.txt")
        func lines() -> [String] {
            let text = (try? String(contentsOf: said, encoding: .utf8)) ?? ""
            return text.split(separator: "\n").map(String.init)
        }
        func boards(_ lines: [String]) -> [String] {
            lines.compactMap { $0.firstMatch(of: #/([Bb][0-9]+)-party /#)?.1.lowercased() }
        }
        // Other rules make it say at once what was missed under the old ones.
        try Self.configuration(program.folder.path, hour: "10:00")
            .write(toFile: program.configuration, atomically: true, encoding: .utf8)
        // Otherwise the kills have shown nothing.
        var early = 0
        for round in 1...Self.kills + 1 {
            let bot = try program.startBot(output: said, errors: log)
            defer {
                GerritProgram.kill(bot)
                if Set(boards(lines())).count < Self.boards.count { early += 1 }
            }
            let before = Set(boards(lines())).count
            let wanted = round > Self.kills ? Self.boards.count : min(before + 1, Self.boards.count)
            let deadline = ContinuousClock.now + .seconds(60)
            while Set(boards(lines())).count < wanted {
                let heard = lines().suffix(3) + [(try? String(contentsOf: log, encoding: .utf8)) ?? ""]
                try #require(ContinuousClock.now < deadline, "\(heard)")
                try await Task.sleep(for: .milliseconds(1))
            }
        }
        #expect(early >= min(10, Self.kills), "\(early) of \(Self.kills)")
        let all = lines()
        #expect(Set(boards(all)) == Set(Self.boards))
        #expect(all.allSatisfy { $0.contains("Late, as I was away: ") }, "\(all)")
        // A kill between saying and writing that down: at most that line may come again, and says so.
        let unmarked = boards(all.filter { !$0.contains("(again)") })
        #expect(Set(unmarked).count == unmarked.count, "said twice")
        let records = try await Configuration.load(path: program.configuration).readLog().read(after: 0, limit: 100_000)
        let reminded = records.compactMap { record -> Int? in
            guard case .reminded(let reminders, _)? = CalendarReducer.event(record.body) else { return nil }
            return reminders.isEmpty ? nil : reminders.count
        }
        #expect(reminded == Self.boards.map { _ in 1 })
    }
}
