import Testing

@testable import ReviewSlots

@Suite("Freezes")
struct FreezeTests {
    static let start = Timestamp(1_000_000)
    static let day = Timestamp.day

    private func freeze(_ days: Int, _ kind: Freeze.Kind = .feature) -> Freeze {
        Freeze(title: "Feature freeze", at: Self.start + days * Self.day, kind: kind)
    }

    private func play(_ settings: Settings = Settings(slots: 1)) throws -> Play {
        var play = try Play(settings)
        try play.add(ready: nil, nil)
        return play
    }

    @Test("nothing moves in from the moment when the clock begins it, until it is called off")
    func begins() throws {
        var play = try play()
        let planned = freeze(10)
        try play.run(.planFreeze(.feature, planned))
        play.at = planned.at + -1
        try play.run(.tick, by: .bot)
        #expect(play.board.freezes[.feature]?.began == nil)
        let before = play.board.freezes[.feature]
        var begun = before
        begun?.began = planned.at
        #expect(try play.wait(1) == [.freezeChanged(.feature, from: before, to: begun)])
        let second = try #require(play.blueprint(2))
        #expect(play.board.obstacles(second) == [.frozen("Feature freeze")])
        #expect(!play.board.isReady(second))
        // What has its slot stays in it, and is told nothing.
        #expect(play.board.obstacles(try #require(play.blueprint(1))) == [])
        try play.run(.landed(1))
        #expect(play.seated == [])
        let ended = try play.run(.planFreeze(.feature, nil))
        #expect(ended.first == .freezeChanged(.feature, from: begun, to: nil))
        #expect(play.seated == [2])
    }

    @Test("one whose day has come begins at once, and one that is moved to a later day ends")
    func moved() throws {
        var play = try play(Settings(slots: 2))
        try play.run(.planFreeze(.feature, freeze(-1)))
        #expect(play.board.freezes[.feature]?.began == play.at)
        try play.add(ready: nil)
        try play.run(.bump(1, why: nil))
        #expect(play.seated == [2])
        try play.run(.planFreeze(.feature, freeze(5)))
        #expect(play.board.freezes[.feature]?.began == nil)
        #expect(play.seated == [3, 2])
    }

    @Test("the same plan again changes nothing; a new title does not begin it anew")
    func again() throws {
        var play = try play()
        try play.run(.planFreeze(.feature, freeze(5)))
        #expect(try play.wait(0).count == 1)
        #expect(try play.run(.planFreeze(.feature, freeze(5))) == [])
        #expect(try play.run(.planFreeze(.spec, nil)) == [])
        var renamed = freeze(5)
        renamed.title = "M3"
        #expect(try play.run(.planFreeze(.feature, renamed)).count == 1)
        #expect(try play.wait(0) == [])
        try play.wait(6 * Self.day)
        let began = play.board.freezes[.feature]?.began
        try play.run(.planFreeze(.feature, freeze(5)))
        #expect(play.board.freezes[.feature]?.began == began)
    }

    @Test("what is wrong is refused")
    func mistakes() throws {
        var play = try play()
        for (title, fault) in [
            (" ", "a freeze has a title"),
            (String(repeating: "x", count: 101), "the title of a freeze has at most 100 bytes"),
        ] {
            let bad = Freeze(title: title, at: play.at, kind: .spec)
            #expect(throws: Refusal.badText(fault)) { try play.run(.planFreeze(.spec, bad)) }
        }
        for second in [-1, Int.max] {
            let bad = Freeze(title: "Never", at: Timestamp(second), kind: .spec)
            #expect(throws: Refusal.badText("a freeze is in the years 1970 to 9999")) {
                try play.run(.planFreeze(.spec, bad))
            }
        }
        #expect(throws: Refusal.badText("a spec freeze is no feature freeze")) {
            try play.run(.planFreeze(.spec, freeze(1)))
        }
    }

    @Test("notice is given once each: after a pause only the nearest, and none once it has begun")
    func notices() throws {
        var play = try play()
        try play.run(.planFreeze(.feature, freeze(10)))
        var noticed: [Int] = []
        for _ in 0..<11 * 24 {
            for case .freezeChanged(_, _, let to?) in try play.wait(Timestamp.hour) where to.began == nil {
                noticed.append((to.at - play.at) / Self.day)
            }
        }
        #expect(noticed == [7, 3, 1])
        try play.run(.planFreeze(.feature, freeze(30)))
        try play.wait(16 * Self.day)
        #expect(play.board.freezes[.feature]?.noticed == 3 * Self.day)
        try play.wait(9 * Self.day)
        #expect(play.board.freezes[.feature]?.noticed == 3 * Self.day)
        #expect(play.board.freezes[.feature]?.began == play.at)
    }

    @Test("of the spec freeze only those hear whose spec is not approved")
    func specs() throws {
        var play = try Play(Settings(slots: 0))
        try play.run(.addSpec(review: 5, title: "A spec", category: "API"))
        try play.add("with-spec", spec: 5, changes: [11])
        try play.add("without", changes: [12])
        try play.run(.planFreeze(.spec, freeze(-1, .spec)))
        #expect(
            play.board.obstacles(try #require(play.blueprint(1)))
                == [.specNotApproved(5, abandoned: false), .frozen("Feature freeze")])
        #expect(play.board.obstacles(try #require(play.blueprint(2))) == [])
        try play.run(.stateSpec(review: 5, [.approved]))
        #expect(play.board.obstacles(try #require(play.blueprint(1))) == [])
    }

    @Test("what lands too late is told from how long the middle one of at least three had its slot")
    func typical() throws {
        var play = try play()
        try play.run(.planFreeze(.feature, freeze(40)))
        for (number, days) in [(1, 1), (2, 9), (3, 30)] {
            #expect(play.board.history.typicalStay == nil)
            if number > 2 { try play.add(ready: nil) }
            play.at = play.at + days * Self.day
            try play.run(.landed(BlueprintID(number)))
        }
        #expect(play.board.history.typicalStay == 9 * Self.day)
        #expect(play.board.freezeBeforeLanding(from: Self.start + 31 * Self.day) == nil)
        #expect(play.board.freezeBeforeLanding(from: Self.start + 32 * Self.day)?.title == "Feature freeze")
        try play.wait(0)
        play.at = Self.start + 40 * Self.day
        try play.run(.tick, by: .bot)
        #expect(play.board.freezeBeforeLanding(from: play.at) == nil)
    }

    @Test("the list of what needs the last +2 has neither what waits for its author nor what has all or none")
    func lastPlusTwo() throws {
        var play = try Play(Settings(slots: 1))
        try play.add("has-slot", changes: [11, 12, 13])
        try play.add("waits", changes: [21, 22, 11])
        func vote(_ number: ChangeNumber, _ votes: [(String, Int)], _ ci: Change.Verdict? = nil) throws {
            let votes = votes.map { Change.Vote(who: $0.0, value: $0.1) }
            try play.run(.stateChange(number, ChangeUpdate(votes: votes, ci: ci)))
        }
        try vote(11, [("bob", 2), ("erin", 1)])
        try vote(12, [("bob", 2), ("dave", 2)])
        try vote(13, [("bob", 2), ("zuul", -1)])
        try vote(21, [("bob", 2)], .failed)
        try vote(22, [("dave", 2)], .pending)
        let found = play.board.changesNeedingLastPlusTwo()
        #expect(found.map(\.change.number) == [11, 22])
        #expect(found.map(\.blueprint.name) == ["has-slot", "waits"])
        try play.run(.configure(Settings(slots: 1, plusTwos: 1)))
        #expect(play.board.changesNeedingLastPlusTwo().isEmpty)
    }

    @Test(
        "settings that make no sense are refused",
        arguments: [
            (
                Settings.FreezeRules(notices: [1]),
                "notices of a freeze and the grace of an exception are 1 hour to 365 days"
            ),
            (.init(grace: 366 * day), "notices of a freeze and the grace of an exception are 1 hour to 365 days"),
            (.init(notices: Array(repeating: day, count: 11)), "a freeze is spoken of up to 10 times before"),
            (.init(sponsors: 0), "an exception has 1 to 10 sponsors"),
        ])
    func settings(rules: Settings.FreezeRules, fault: String) throws {
        #expect(throws: Refusal.settingsFault(fault)) { try Play(Settings(freeze: rules)) }
    }
}
