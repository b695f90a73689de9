import Testing

@testable import ReviewSlots

@Suite("Landing")
struct LandingTests {
    /// A blueprint in the only slot with the changes 11 and 12, and another that waits for it.
    private func play(landAfter: Int = Timestamp.day, spec: ChangeNumber? = nil) throws -> Play {
        var play = try Play(Settings(slots: 1, landAfter: landAfter))
        if let spec {
            try play.run(.addSpec(review: spec, title: "A spec", category: "API"))
            try play.run(.stateSpec(review: spec, [.approved]))
        }
        try play.add("one-1", spec: spec, changes: [11, 12])
        try play.add("two-2", changes: [21])
        #expect(play.seated == [1])
        return play
    }

    private func state(_ play: inout Play, _ statuses: [(ChangeNumber, Change.Status)]) throws {
        for (number, status) in statuses { try play.run(.stateChange(number, ChangeUpdate(status: status))) }
    }

    @Test("progress counts what is merged of what is not abandoned")
    func progress() throws {
        var play = try play()
        try play.run(.addChange(1, 13))
        try state(&play, [(11, .merged), (13, .abandoned)])
        let work = try #require(play.blueprint(1).map { play.board.work(on: $0) })
        #expect(work.merged == 1)
        #expect(work.total == 2)
    }

    @Test(
        "it begins when one change is merged and none is open",
        arguments: [
            ([.merged, .merged], true), ([.merged, .abandoned], true), ([.merged, .open], false),
            ([.merged, .wip], false), ([.abandoned, .abandoned], false), ([.abandoned, .open], false),
        ] as [([Change.Status], Bool)])
    func begins(statuses: [Change.Status], isLanding: Bool) throws {
        var play = try play()
        play.at = play.at + 60
        try state(&play, Array(zip([11, 12], statuses)).filter { $0.1 != .open })
        #expect(play.blueprint(1)?.landing == (isLanding ? play.at : nil))
        #expect(play.seated == [1])
    }

    @Test("it lands when the author, a core or the lead says so", arguments: [Actor.carol, .core, .lead])
    func byCommand(actor: Actor) throws {
        var play = try play()
        try state(&play, [(11, .merged), (12, .merged)])
        let seat = try #require(play.blueprint(1)?.seat)
        let closure = Blueprint.Closure(outcome: .landed, at: play.at)
        let events = try play.run(.landed(1), by: actor)
        #expect(
            events == [
                .landing(1, from: play.at, to: nil), .closed(1, from: nil, to: closure),
                .slotFreed(1, seat: seat, how: .landed, note: nil, rank: nil),
                .slotTaken(2, seat: Blueprint.Seat(slot: 1, since: play.at, rank: 1), passedOver: nil),
            ])
        #expect(play.seated == [2])
        #expect(throws: Refusal.closed(1, closure)) { try play.run(.landed(1)) }
    }

    @Test("it lands when its spec is implemented, but not before its changes are merged")
    func bySpec() throws {
        var play = try play(spec: 5)
        try state(&play, [(11, .merged)])
        try play.run(.stateSpec(review: 5, [.approved, .implemented]))
        #expect(play.seated == [1])
        try state(&play, [(12, .merged)])
        #expect(play.seated == [2])

        var other = try self.play(spec: 5)
        try state(&other, [(11, .merged), (12, .merged)])
        #expect(other.seated == [1])
        try other.run(.stateSpec(review: 5, [.approved, .implemented]))
        #expect(other.seated == [2])
    }

    @Test("it lands by itself after the time that is set, on the second")
    func byItself() throws {
        var play = try play(landAfter: 3600)
        try state(&play, [(11, .merged), (12, .merged)])
        #expect(try play.wait(3599) == [])
        try play.wait(1)
        #expect(play.seated == [2])
        #expect(play.blueprint(1)?.closed == Blueprint.Closure(outcome: .landed, at: play.at))
    }

    @Test("with no time set it lands at once")
    func atOnce() throws {
        var play = try play(landAfter: 0)
        try state(&play, [(11, .merged), (12, .merged)])
        #expect(play.seated == [2])
    }

    @Test("a change that is added, or open again, ends it; the time begins anew")
    func ends() throws {
        var play = try play(landAfter: 3600)
        try state(&play, [(11, .merged), (12, .merged)])
        try play.wait(3000)
        try play.run(.addChange(1, 13), by: .carol)
        #expect(play.blueprint(1)?.landing == nil)
        try play.wait(3000)
        try state(&play, [(13, .merged)])
        try play.wait(3000)
        #expect(play.seated == [1])
        try state(&play, [(13, .open)])
        #expect(play.blueprint(1)?.landing == nil)
        try play.run(.removeChange(1, 13))
        #expect(play.blueprint(1)?.landing == play.at)
    }

    @Test("when all changes are abandoned it is proposed for withdrawal once, and never lands")
    func allAbandoned() throws {
        var play = try play(landAfter: 0)
        try state(&play, [(11, .abandoned)])
        let events = try play.run(.stateChange(12, ChangeUpdate(status: .abandoned)))
        #expect(events.last == .withdrawalProposed(1))
        try play.wait(Timestamp.day * 30)
        #expect(play.seated == [1])
        #expect(throws: Refusal.badText("all changes of one-1 are abandoned; withdraw it instead")) {
            try play.run(.landed(1))
        }
        #expect(try play.run(.stateChange(12, ChangeUpdate(title: "T"))).count == 1)
        try play.run(.withdraw(1, why: "nobody needs it"), by: .carol)
        #expect(play.seated == [2])
        #expect(play.blueprint(1)?.closed?.outcome == .withdrawn)
    }

    @Test("what is done without a slot can be called landed too, and leaves the backlog with its pin and its hold")
    func withoutSlot() throws {
        var play = try play()
        try play.run(.pin(2, place: 1))
        try play.run(.hold(2, until: play.at + 60))
        try play.run(.landed(2), by: .carol)
        #expect(play.backlog == [])
        #expect(play.blueprint(2)?.pin == nil)
        #expect(play.blueprint(2)?.hold == nil)
    }

    @Test("a change of two blueprints counts for both")
    func shared() throws {
        var play = try Play(Settings(slots: 2, landAfter: 0))
        try play.add("one-1", changes: [11])
        try play.add("two-2", changes: [11])
        try state(&play, [(11, .merged)])
        #expect(play.seated == [])
        #expect(play.backlog == [])
    }
}
