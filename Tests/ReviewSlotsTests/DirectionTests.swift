import Testing

@testable import ReviewSlots

@Suite("Direction")
struct DirectionTests {
    private func play(slots: Int = 0, needsDirection: Bool = true) throws -> Play {
        var play = try Play(Settings(slots: slots, needsDirection: needsDirection))
        try play.add(ready: nil, nil, nil, nil)
        return play
    }

    @Test("where it is not asked for, it changes nothing")
    func off() throws {
        var play = try play(needsDirection: false)
        try play.run(.setOrder([3, 1], method: "m", ballot: nil))
        let before = play.backlog
        try play.run(.direct(2), by: .specCore)
        #expect(play.backlog == before)
        #expect(play.board.obstacles(try #require(play.blueprint(1))) == [])
    }

    @Test("without it one waits behind the ranked by age, and is not ready; the rank counts once it has it")
    func ranked() throws {
        var play = try play()
        try play.run(.setOrder([4, 3, 2], method: "m", ballot: nil))
        #expect(play.backlog == [1, 2, 3, 4])
        try play.run(.direct(3), by: .specCore)
        try play.run(.direct(4), by: .specCore)
        #expect(play.backlog == [4, 3, 1, 2])
        try play.run(.direct(2), by: .specCore)
        #expect(play.backlog == [4, 3, 2, 1])
        #expect(play.board.obstacles(try #require(play.blueprint(1))) == [.noDirection])
        try play.run(.undirect(4), by: .specCore)
        #expect(play.backlog == [3, 2, 1, 4])
        try play.run(.setSlots(4, why: nil))
        #expect(play.seated == [3, 2])
        try play.run(.direct(1), by: .specCore)
        #expect(play.seated == [3, 2, 1])
    }

    @Test("a lead's pin holds without it; a priority does not count")
    func pins() throws {
        var play = try play()
        try play.run(.prioritize([(3, .essential), (2, .high)]))
        try play.run(.direct(2), by: .specCore)
        #expect(play.backlog == [2, 1, 3, 4])
        try play.run(.pin(4, place: 1))
        #expect(play.backlog == [4, 2, 1, 3])
    }

    @Test("stands beside the spec, is given once, and may be taken away")
    func both() throws {
        var play = try Play(Settings(slots: 1, needsDirection: true))
        try play.run(.addSpec(review: 5, title: "A spec", category: "API"))
        try play.add("with-spec", spec: 5, changes: [11])
        #expect(
            play.board.specObstacles(try #require(play.blueprint(1)))
                == [.specNotApproved(5, abandoned: false), .noDirection])
        try play.run(.stateSpec(review: 5, [.approved]))
        #expect(play.seated == [])
        try play.run(.direct(1), by: .specCore)
        #expect(play.blueprint(1)?.direction == .init(at: play.at, by: "dave"))
        #expect(play.seated == [1])
        #expect(throws: Refusal.already("with-spec has direction")) { try play.run(.direct(1), by: .specCore) }
        try play.run(.undirect(1), by: .specCore)
        #expect(play.seated == [1])
        #expect(throws: Refusal.already("with-spec has no direction")) { try play.run(.undirect(1), by: .specCore) }
    }
}
