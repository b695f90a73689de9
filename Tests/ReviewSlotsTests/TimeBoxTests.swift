import Testing

@testable import ReviewSlots

@Suite("Time boxes")
struct TimeBoxTests {
    typealias TimeBox = Blueprint.TimeBox
    static let start = Timestamp(1_000_000)

    private func play(_ days: Int? = 21) throws -> Play {
        var play = try Play(Settings(slots: 1, timeBox: days.map { $0 * Timestamp.day }))
        try play.add("one-1", changes: [11])
        return play
    }

    private func day(_ day: Int) -> Timestamp { Self.start + day * Timestamp.day }

    private func moved(_ from: TimeBox?, _ to: TimeBox?, why: String? = nil) -> BoardEvent {
        .timeBoxMoved(1, from: from, to: to, why: why)
    }

    @Test("there are none unless they are set, and nothing can be extended")
    func off() throws {
        var play = try play(nil)
        #expect(try play.wait(400 * Timestamp.day) == [])
        #expect(play.board.timeBoxEnd(of: try #require(play.blueprint(1))) == nil)
        #expect(throws: Refusal.badText("slots have no time box here; the operator can set one (time_box)")) {
            try play.run(.extend(1, by: 60, why: nil))
        }
    }

    @Test(
        "the end is announced once a week before, or a third of the box, and at the end a bump is proposed once",
        arguments: [(21, 14), (42, 35), (6, 4)])
    func ends(days: Int, notice: Int) throws {
        var play = try play(days)
        #expect(play.board.timeBoxEnd(of: try #require(play.blueprint(1))) == day(days))
        #expect(try play.wait(notice * Timestamp.day - 1) == [])
        var box = TimeBox(end: day(days), warned: day(notice))
        #expect(try play.wait(1) == [moved(nil, box)])
        #expect(try play.wait(3600) == [])
        play.at = day(days) + -1
        #expect(try play.run(.tick, by: .bot) == [])
        let warned = box
        box.proposed = day(days)
        #expect(try play.wait(1) == [moved(warned, box)])
        #expect(try play.wait(100 * Timestamp.day) == [])
        #expect(play.seated == [1])
    }

    @Test("whoever has had a slot for long, or whose clock stood still, gets a week all the same")
    func late() throws {
        var play = try play(nil)
        try play.wait(100 * Timestamp.day)
        try play.run(.configure(Settings(slots: 1, timeBox: 21 * Timestamp.day)))
        let end = day(107)
        #expect(try play.wait(0) == [moved(nil, TimeBox(end: end, warned: day(100)))])
        #expect(play.board.timeBoxEnd(of: try #require(play.blueprint(1))) == end)
        #expect(try play.wait(6 * Timestamp.day) == [])
        #expect(try play.wait(Timestamp.day).count == 1)
    }

    @Test("cores and leads move the end; it is announced again, but not right after")
    func extend() throws {
        var play = try play()
        for actor in [Actor.carol, .voter] {
            #expect(throws: Refusal.needs(.core)) { try play.run(.extend(1, by: 60, why: nil), by: actor) }
        }
        let later = TimeBox(end: day(28))
        #expect(
            try play.run(.extend(1, by: 7 * Timestamp.day, why: "holidays"), by: .core)
                == [moved(nil, later, why: "holidays")])
        try play.wait(20 * Timestamp.day)
        #expect(play.blueprint(1)?.timeBox == later)
        try play.wait(Timestamp.day)
        try play.wait(7 * Timestamp.day + 60)
        #expect(play.blueprint(1)?.timeBox == TimeBox(end: day(28), warned: day(21), proposed: play.at))
        try play.run(.extend(1, by: 7 * Timestamp.day, why: nil))
        #expect(play.blueprint(1)?.timeBox == TimeBox(end: play.at + 7 * Timestamp.day, warned: play.at))
        #expect(try play.wait(Timestamp.day) == [])
        #expect(try play.wait(6 * Timestamp.day).count == 1)
        for seconds in [0, -1, 366 * Timestamp.day, .max] {
            #expect(throws: Refusal.badText("the end of a time box moves by up to 365 days")) {
                try play.run(.extend(1, by: seconds, why: nil))
            }
        }
    }

    @Test("a bump forgets it, and so does another setting")
    func forgotten() throws {
        var play = try play()
        try play.run(.extend(1, by: 60, why: nil))
        let box = play.blueprint(1)?.timeBox
        #expect(try play.run(.configure(Settings(slots: 1, timeBox: 30 * Timestamp.day))).last == moved(box, nil))
        try play.run(.extend(1, by: 60, why: nil))
        #expect(try play.run(.bump(1, why: nil)).first == moved(TimeBox(end: day(30) + 60), nil))
        #expect(throws: Refusal.noSlot(1)) { try play.run(.extend(1, by: 60, why: nil)) }
    }

    @Test("what is landing is left alone")
    func landing() throws {
        var play = try Play(Settings(slots: 1, landAfter: 90 * Timestamp.day, timeBox: 21 * Timestamp.day))
        try play.add("one-1", changes: [11])
        try play.run(.stateChange(11, ChangeUpdate(status: .merged)))
        #expect(try play.wait(30 * Timestamp.day) == [])
    }
}
