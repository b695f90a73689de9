import Testing

@testable import ReviewSlots

@Suite("Exceptions from freezes")
struct ExceptionTests {
    static let day = Timestamp.day
    static let dave = Actor(person: "dave", roles: .core)

    /// A feature freeze that has begun; b1 and b2, both carol's, are ready behind it.
    private func play(_ rules: Settings.FreezeRules = Settings.FreezeRules()) throws -> Play {
        var play = try Play(Settings(slots: 2, freeze: rules))
        try play.run(.planFreeze(.feature, Freeze(title: "Feature freeze", at: play.at, kind: .feature)))
        try play.add(ready: nil, nil)
        return play
    }

    @Test("one that two cores sponsor moves in; the others wait")
    func granted() throws {
        var play = try play()
        try play.run(.requestException(2, why: "one change is left"), by: .carol)
        #expect(play.seated == [])
        try play.run(.sponsorException(2), by: .core)
        #expect(play.seated == [])
        try play.run(.sponsorException(2), by: Self.dave)
        #expect(play.seated == [2])
        #expect(
            play.blueprint(2)?.exception
                == FreezeException(
                    kind: .feature, why: "one change is left", by: "carol", at: play.at, sponsors: ["bob", "dave"],
                    granted: play.at))
        #expect(play.board.obstacles(try #require(play.blueprint(1))) == [.frozen("Feature freeze")])
    }

    @Test("it ends a while after the freeze, or after it was granted, and then stops what waits but takes no slot")
    func ends() throws {
        var play = try play(.init(sponsors: 1, grace: 2 * Self.day))
        try play.run(.requestException(1, why: "w"), by: .carol)
        try play.run(.sponsorException(1), by: .core)
        try play.wait(Self.day)
        try play.run(.requestException(2, why: "w"), by: .carol)
        try play.run(.hold(2, until: play.at + 9 * Self.day), by: .carol)
        try play.run(.sponsorException(2), by: .core)
        let exceptions = [play.blueprint(1)?.exception, play.blueprint(2)?.exception]
        #expect(
            try play.wait(Self.day) == [.exceptionChanged(1, from: exceptions[0], to: nil, why: nil)])
        #expect(
            try play.wait(Self.day) == [.exceptionChanged(2, from: exceptions[1], to: nil, why: nil)])
        try play.wait(9 * Self.day)
        #expect(play.seated == [1])
    }

    @Test("while its spec is not approved it is one from the spec freeze, and later another is needed")
    func specs() throws {
        var play = try Play(Settings(slots: 1, freeze: .init(sponsors: 1)))
        try play.run(.addSpec(review: 5, title: "A spec", category: "API"))
        try play.add("with-spec", spec: 5, changes: [11])
        let freeze = Freeze(title: "Spec freeze", at: play.at, kind: .spec)
        try play.run(.planFreeze(.spec, freeze))
        try play.run(.requestException(1, why: "w"), by: .carol)
        #expect(play.blueprint(1)?.exception?.kind == .spec)
        try play.run(.sponsorException(1), by: .core)
        #expect(play.board.obstacles(try #require(play.blueprint(1))) == [.specNotApproved(5, abandoned: false)])
        try play.run(.planFreeze(.feature, Freeze(title: "Feature freeze", at: play.at, kind: .feature)))
        try play.run(.stateSpec(review: 5, [.approved]))
        #expect(play.board.obstacles(try #require(play.blueprint(1))) == [.frozen("Feature freeze")])
        try play.run(.requestException(1, why: "w"), by: .carol)
        #expect(play.blueprint(1)?.exception?.granted == nil)
        try play.run(.sponsorException(1), by: .core)
        #expect(play.seated == [1])
    }

    @Test("authors, whoever asked, those who sponsor already, and those whom nobody asked do not sponsor")
    func refused() throws {
        var play = try play()
        #expect(throws: Refusal.badText("nobody has asked for an exception for work-1")) {
            try play.run(.sponsorException(1), by: .core)
        }
        try play.run(.requestException(1, why: "w"), by: .carol)
        #expect(throws: Refusal.badText("authors do not sponsor what is their own")) {
            try play.run(.sponsorException(1), by: Actor(person: "carol", roles: .core))
        }
        try play.run(.requestException(2, why: "w"), by: .core)
        for asker in [Actor.core, Actor(person: "robert", formerly: ["bob"], roles: .core)] {
            #expect(
                throws: Refusal.badText(
                    "whoever asks for an exception does not sponsor it, so that others look at it too: ask another core"
                )
            ) { try play.run(.sponsorException(2), by: asker) }
        }
        try play.run(.sponsorException(1), by: .core)
        for again in [Actor.core, Actor(person: "robert", formerly: ["bob"], roles: .core)] {
            #expect(throws: Refusal.already("you sponsor it")) { try play.run(.sponsorException(1), by: again) }
        }
        #expect(throws: Refusal.already("an exception from Feature freeze has been asked for")) {
            try play.run(.requestException(1, why: "w"), by: .core)
        }
        try play.add(ready: nil)
        for (why, fault) in [
            (" ", "an exception needs a reason"),
            (String(repeating: "x", count: 1001), "the reason of an exception has at most 1,000 bytes"),
        ] {
            #expect(throws: Refusal.badText(fault)) { try play.run(.requestException(3, why: why), by: .carol) }
        }
    }

    @Test("a core declines one that is asked for, and a lead one that was granted")
    func declined() throws {
        var play = try play()
        try play.run(.requestException(1, why: "w"), by: .carol)
        let asked = play.blueprint(1)?.exception
        #expect(
            try play.run(.declineException(1, why: "too late"), by: .core)
                == [.exceptionChanged(1, from: asked, to: nil, why: "too late")])
        try play.run(.requestException(1, why: "w"), by: .carol)
        try play.run(.sponsorException(1), by: .core)
        try play.run(.sponsorException(1), by: Self.dave)
        #expect(throws: Refusal.needs(.lead)) { try play.run(.declineException(1, why: nil), by: .core) }
        try play.run(.declineException(1, why: nil))
        #expect(play.blueprint(1)?.exception == nil)
    }

    @Test("one that has sponsors enough by a new setting is granted by the clock")
    func fewerSponsors() throws {
        var play = try play()
        try play.run(.requestException(1, why: "w"), by: .carol)
        try play.run(.sponsorException(1), by: .core)
        try play.run(.configure(Settings(slots: 2, freeze: .init(sponsors: 1))))
        #expect(play.seated == [])
        try play.wait(60)
        #expect(play.blueprint(1)?.exception?.granted == play.at)
        #expect(play.seated == [1])
    }

    @Test("what was asked for since a freeze was moved, and so began, goes when that is taken back")
    func movedBack() throws {
        var play = try Play(Settings(slots: 2))
        let later = Freeze(title: "Feature freeze", at: play.at + 9 * Self.day, kind: .feature)
        try play.run(.planFreeze(.feature, later))
        try play.add(ready: nil, nil)
        try play.run(.requestException(1, why: "w"), by: .carol)
        try play.wait(60)
        var now = later
        now.at = play.at
        let moved = try play.run(.planFreeze(.feature, now))
        let before = play.board
        try play.wait(60)
        try play.run(.requestException(2, why: "w"), by: .carol)
        let undone = try play.run(.undo(moved))
        #expect(play.board.freezes[.feature] == later)
        #expect([1, 2].map { play.blueprint($0)?.exception == nil } == [false, true])
        try play.run(.undo(undone))
        #expect(play.board.freezes == before.freezes)
        #expect([1, 2].map { play.blueprint($0)?.exception == nil } == [false, false])
    }

    @Test("with the freeze or the blueprint it is gone")
    func gone() throws {
        var play = try play()
        try play.run(.requestException(1, why: "w"), by: .carol)
        try play.run(.requestException(2, why: "w"), by: .carol)
        try play.run(.withdraw(1, why: nil), by: .carol)
        #expect(play.board.exceptions().map(\.blueprint.id) == [2])
        try play.run(.planFreeze(.feature, nil))
        #expect(play.board.exceptions().isEmpty)
        #expect(throws: Refusal.badText("no freeze is planned that could stop work-2")) {
            try play.run(.requestException(2, why: "w"), by: .carol)
        }
    }
}
