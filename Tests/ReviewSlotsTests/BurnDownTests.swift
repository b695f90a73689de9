import Testing

@testable import ReviewSlots

@Suite("The burn-down")
struct BurnDownTests {
    private func row(_ day: Int, _ cycle: String = "Kilo", _ counts: Int...) -> BurnDownDay {
        BurnDownDay(day: 11 + day, cycle: cycle, targeted: counts[0], approved: counts[1], implemented: counts[2])
    }

    private func play() throws -> Play {
        var play = try Play(Settings(slots: 1, cycle: "Kilo"))
        for review in 1...3 { try play.run(.addSpec(review: review, title: "T", category: "API")) }
        return play
    }

    @Test("has a day for each on which a count changed, as it was at its end")
    func days() throws {
        var play = try play()
        try play.run(.stateSpec(review: 1, [.approved]))
        play.at = play.at + Timestamp.day
        try play.run(.moveSpec(1, category: "Cells"))
        try play.run(.stateSpec(review: 2, [.fastTracked]))
        play.at = play.at + Timestamp.day
        try play.run(.stateSpec(review: 1, [.approved, .implemented]))
        try play.run(.stateSpec(review: 2, [.approved]))
        try play.run(.stateSpec(review: 3, [.abandoned]))
        #expect(play.board.burnDown == [row(0, "Kilo", 3, 1, 0), row(2, "Kilo", 2, 2, 1)])
    }

    @Test("a new cycle begins its own; the old one's days are kept")
    func cycle() throws {
        var play = try play()
        try play.run(.stateSpec(review: 1, [.approved]))
        try play.run(.configure(Settings(slots: 1, cycle: "Liberty")))
        #expect(play.board.burnDown == [row(0, "Liberty", 0, 0, 0)])
        try play.run(.addSpec(review: 9, title: "T", category: "API"))
        #expect(play.board.burnDown == [row(0, "Liberty", 1, 0, 0)])
        #expect(play.board.history.burnDown.first { $0.cycle == "Kilo" } == row(0, "Kilo", 3, 1, 0))
    }

    @Test("counts what was approved against the budget, the implemented too, and lists what is left to implement")
    func budget() throws {
        var play = try play()
        #expect(play.board.approvals == nil)
        try play.run(.configure(Settings(slots: 1, cycle: "Kilo", approvalBudget: 30)))
        try play.run(.stateSpec(review: 1, [.approved, .implemented]))
        try play.run(.stateSpec(review: 2, [.approved]))
        #expect(play.board.approvals?.used == 2)
        #expect(play.board.approvals?.budget == 30)
        #expect(play.board.approvedSpecs(of: "kilo").map(\.id) == [2])
        #expect(throws: Refusal.settingsFault("an approval budget is 1 to 10,000 specs")) {
            try Play(Settings(approvalBudget: 0))
        }
    }

    @Test("by day it has those on which nothing changed, up to now, and a new cycle from its first day on")
    func byDay() throws {
        var play = try play()
        play.at = play.at + 2 * Timestamp.day
        try play.run(.stateSpec(review: 1, [.approved]))
        play.at = play.at + 2 * Timestamp.day
        try play.run(.configure(Settings(slots: 1, cycle: "Liberty")))
        let rows = play.board.burnDownByDay(until: play.at + Timestamp.day)
        #expect(rows.map(\.day) == [11, 12, 13, 14, 15, 16])
        #expect(rows.map(\.approved) == [0, 0, 1, 1, 0, 0])
        #expect(rows.map(\.cycle).suffix(2) == ["Liberty", "Liberty"])
        #expect(play.board.burnDownByDay(until: Timestamp(.max)).count == 4 + Board.History.keptDays + 1)
        #expect(Board(name: "empty").burnDownByDay(until: play.at).isEmpty)
        #expect(play.board.approvedSpecs(of: "Kilo").map(\.id) == [1])
        #expect(play.board.approvedSpecs(of: "Liberty").isEmpty)
    }

    @Test("a clock that goes backwards makes no older day, and what is taken back is counted back")
    func clock() throws {
        var play = try play()
        play.at = play.at + -3 * Timestamp.day
        let events = try play.run(.stateSpec(review: 1, [.approved]))
        try play.run(.undo(events))
        #expect(play.board.burnDown == [row(0, "Kilo", 3, 0, 0)])
    }
}
