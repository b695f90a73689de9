import Testing

@testable import ReviewSlots

@Suite("Groups and their quotas")
struct GroupTests {
    /// b1 and b3 are of the group red, b2 of blue, b4 of none; all are ready.
    private func play(_ quotas: [String: Int], slots: Int = 4) throws -> Play {
        var play = try Play(Settings(slots: 0, quotas: quotas))
        try play.add(ready: nil, nil, nil, nil)
        for (number, group) in [(1, "red"), (2, "blue"), (3, "red")] {
            try play.run(.group(BlueprintID(number), group), by: .core)
        }
        try play.run(.setSlots(slots, why: nil))
        return play
    }

    @Test("no more of a group move in than its quota, and the next is named as passed over")
    func quota() throws {
        var play = try play(["red": 1])
        #expect(play.seated == [1, 2, 4])
        let third = try #require(play.blueprint(3))
        #expect(play.board.obstacles(third) == [.quotaFull("red")])
        #expect(!play.board.isReady(third))
        #expect(play.board.seatedCount(ofGroup: "red") == 1)
        #expect(
            play.log.last?.event
                == .slotTaken(
                    4, seat: .init(slot: 3, since: play.at, rank: 2),
                    passedOver: .init(items: [.init(blueprint: 3, rank: 1, reason: .quotaFull("red"))], count: 1)))
        try play.run(.landed(1))
        #expect(play.seated == [3, 2, 4])
    }

    @Test("a group that has none is not limited, one with 0 stays out, and another quota lets more in")
    func limits() throws {
        #expect(try play([:]).seated == [1, 2, 3, 4])
        var play = try play(["red": 0])
        #expect(play.seated == [2, 4])
        try play.run(.configure(Settings(slots: 0, quotas: ["red": 2])))
        #expect(play.seated == [2, 4, 1, 3])
    }

    @Test("one that changes its group in its slot keeps it, and counts with the new one")
    func regroup() throws {
        var play = try play(["red": 1])
        try play.run(.group(2, "red"), by: .core)
        #expect(play.seated == [1, 2, 4])
        #expect(play.board.seatedCount(ofGroup: "red") == 2)
        try play.run(.group(3, nil), by: .core)
        #expect(play.seated == [1, 2, 4, 3])
        #expect(throws: Refusal.already("work-3 is of no group")) { try play.run(.group(3, nil), by: .core) }
        #expect(throws: Refusal.already("work-1 is of the group red")) { try play.run(.group(1, "red"), by: .core) }
        #expect(throws: Refusal.nameFault("Red!", "a name begins with a letter or a digit")) {
            try play.run(.group(1, "Red!"), by: .core)
        }
        #expect(throws: Refusal.settingsFault("a quota is 0 to 1000 slots")) { try Play(Settings(quotas: ["red": -1])) }
        #expect(throws: Refusal.settingsFault("\"Red\" cannot be a group: a name begins with a letter or a digit")) {
            try Play(Settings(quotas: ["Red": 1]))
        }
    }
}
