import Testing

@testable import ReviewSlots

@Suite("What keeps a blueprint from being ready")
struct ObstacleTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var what: String
        /// Said of a blueprint with the approved spec 5 and the open changes 11 and 12.
        var commands: [BoardCommand]
        var obstacles: [Obstacle]
        var testDescription: String { what }

        init(_ what: String, _ commands: [BoardCommand], _ obstacles: [Obstacle]) {
            self.what = what
            self.commands = commands
            self.obstacles = obstacles
        }
    }

    static let until = Timestamp(2_000_000)
    static let cases = [
        Case("nothing", [], []),
        Case(
            "a spec that is only proposed", [.stateSpec(review: 5, [])], [.specNotApproved(5, abandoned: false)]),
        Case(
            "a spec that is only fast tracked", [.stateSpec(review: 5, [.fastTracked])],
            [.specNotApproved(5, abandoned: false)]),
        Case(
            "an abandoned spec", [.stateSpec(review: 5, [.abandoned])], [.specNotApproved(5, abandoned: true)]),
        Case("no obstacle: an implemented spec", [.stateSpec(review: 5, [.approved, .implemented])], []),
        Case(
            "a spec that was approved in another cycle", [.configure(Settings(slots: 0, cycle: "Liberty"))],
            [.specNotApproved(5, abandoned: false)]),
        Case("no change", [.removeChange(1, 11), .removeChange(1, 12)], [.noChange]),
        Case("no change but abandoned ones", state([11, 12], .abandoned), [.noChange]),
        Case("no open change", state([11, 12], .merged), [.nothingOpen]),
        Case("no obstacle: one merged, one open", state([11], .merged), []),
        Case("no obstacle: one abandoned, one open", state([11], .abandoned), []),
        Case("work in progress", state([12], .wip), [.workInProgress(12)]),
        Case(
            "votes against it", [.stateChange(12, vote([("zuul", -1), ("bob", -2), ("erin", 1)]))],
            [.rejected(12, by: ["bob", "zuul"])]),
        Case("no obstacle: a vote taken back", [reject, .stateChange(12, vote([("zuul", 0)]))], []),
        Case("no obstacle: a vote against what is merged", [reject] + state([12], .merged), []),
        Case("no obstacle: a vote against what is abandoned", [reject] + state([12], .abandoned), []),
        Case("failed checks", [.stateChange(11, ChangeUpdate(ci: .failed))], [.ciFailed(11)]),
        Case("no obstacle: checks that run", [.stateChange(11, ChangeUpdate(ci: .pending))], []),
        Case("a hold", [.hold(1, until: until)], [.onHold(until: until)]),
        Case(
            "several at once, the spec's first",
            [.hold(1, until: until), reject, .stateSpec(review: 5, []), .stateChange(12, ChangeUpdate(ci: .failed))]
                + state([11], .wip),
            [
                .specNotApproved(5, abandoned: false), .workInProgress(11), .rejected(12, by: ["zuul"]), .ciFailed(12),
                .onHold(until: until),
            ]),
    ]

    static let reject = BoardCommand.stateChange(12, vote([("zuul", -1)]))

    static func state(_ numbers: [ChangeNumber], _ status: Change.Status) -> [BoardCommand] {
        numbers.map { .stateChange($0, ChangeUpdate(status: status)) }
    }

    static func vote(_ votes: [(String, Int)]) -> ChangeUpdate {
        ChangeUpdate(votes: votes.map { Change.Vote(who: $0.0, value: $0.1) })
    }

    @Test("is", arguments: cases)
    func alone(_ wanted: Case) throws {
        var play = try Play(Settings(slots: 0, cycle: "Kilo"))
        try play.run(.addSpec(review: 5, title: "A spec", category: "API"))
        try play.run(.stateSpec(review: 5, [.approved]))
        try play.add("one-1", spec: 5, changes: [11, 12])
        for command in wanted.commands { try play.run(command) }
        let blueprint = try #require(play.blueprint(1))
        #expect(play.board.obstacles(blueprint) == wanted.obstacles)
        #expect(play.board.isReady(blueprint) == wanted.obstacles.isEmpty)
        try play.run(.setSlots(1, why: nil))
        #expect(play.seated == (wanted.obstacles.isEmpty ? [1] : []))
    }

    @Test("is that it has no spec, unless it is trivial")
    func noSpec() throws {
        var play = try Play()
        try play.run(.addBlueprint(NewBlueprint(name: "with-spec", changes: [1])))
        try play.run(.addBlueprint(NewBlueprint(name: "typo-fix", changes: [2], isTrivial: true)))
        #expect(play.blueprint(1).map(play.board.obstacles) == [.noSpec])
        #expect(play.blueprint(2).map(play.board.obstacles) == [])
    }

    @Test("is not a fact that nobody knows")
    func unknown() throws {
        var play = try Play(Settings(slots: 0))
        try play.run(.addSpec(review: 5, title: "A spec", category: "API"))
        try play.run(.stateSpec(review: 5, [.approved]))
        try play.add("one-1", spec: 5, changes: [11])
        // Neither votes nor checks are known of the change, nor a cycle of the spec.
        try play.run(.configure(Settings(slots: 1, cycle: "Kilo")))
        #expect(play.seated == [1])
    }

    @Test("goes, and then the claim that was kept counts at once")
    func keptClaim() throws {
        var play = try Play()
        try play.run(.addSpec(review: 5, title: "A spec", category: "API"))
        try play.add("one-1", spec: 5)
        #expect(play.blueprint(1)?.claim == Blueprint.Claim(at: play.at, by: "carol"))
        try play.run(.stateSpec(review: 5, [.approved]))
        #expect(play.seated == [])
        try play.run(.addChange(1, 11), by: .carol)
        #expect(play.seated == [1])
    }

    @Test("goes with its hold when the time is over, on the second, or when the author says so")
    func holdEnds() throws {
        var play = try Play()
        try play.add("one-1", changes: [1], ready: false)
        try play.run(.hold(1, until: play.at + 60), by: .carol)
        try play.run(.ready(1), by: .carol)
        #expect(try play.wait(59) == [])
        try play.wait(1)
        #expect(play.seated == [1])
        try play.run(.hold(1, until: play.at + 60), by: .carol)
        #expect(play.seated == [1])
        try play.run(.endHold(1), by: .carol)
        #expect(play.blueprint(1)?.hold == nil)
        #expect(throws: Refusal.already("one-1 is not on hold")) { try play.run(.endHold(1)) }
        #expect(throws: Refusal.inThePast) { try play.run(.hold(1, until: play.at)) }
    }

    @Test("only shows while it has a slot; a claim taken back there stays so after a bump")
    func inSlot() throws {
        var play = try Play()
        try play.add("one-1", changes: [1])
        try play.run(.stateChange(1, ChangeUpdate(votes: [.init(who: "zuul", value: -2)], ci: .failed)))
        try play.run(.unready(1), by: .carol)
        #expect(play.seated == [1])
        #expect(play.blueprint(1).map(play.board.obstacles)?.count == 2)
        #expect(throws: Refusal.already("nobody has called one-1 ready")) { try play.run(.unready(1)) }
    }

    @Test("an approval ends with its cycle, and counts again when somebody or a list speaks of the spec in the new one")
    func nextCycle() throws {
        var play = try Play(Settings(slots: 1, cycle: "Kilo"))
        for review in [5, 6] {
            try play.run(.addSpec(review: review, title: "A spec", category: "API"))
            try play.run(.stateSpec(review: review, [.approved]))
        }
        try play.run(.configure(Settings(slots: 1, cycle: "Liberty")))
        try play.add("one-1", spec: 5, changes: [1])
        try play.add("two-2", spec: 6, changes: [2])
        #expect(play.seated == [])
        try play.run(.stateSpec(review: 5, [.fastTracked, .approved]))
        #expect(play.seated == [1])
        #expect(play.board.specs[5]?.cycle == "Liberty")
        try play.run(.landed(1))
        try play.run(
            .importSummary(
                Summary(title: "", categories: [.init("API", [SummaryItem("A spec", [.init(6)])])]), date: play.at))
        // The list says that it is merely proposed.
        #expect(play.board.specs[6]?.cycle == "Liberty")
        #expect(play.seated == [])
        try play.run(.stateSpec(review: 6, [.approved]))
        #expect(play.seated == [2])
    }

    @Test(
        "who must act next is the author, the reviewers or the checks",
        arguments: [
            ([], .reviewers), (state([11], .wip), .author), ([reject], .author),
            ([.stateChange(11, ChangeUpdate(ci: .failed))], .author),
            ([.stateChange(11, ChangeUpdate(ci: .pending))], .ci),
            ([.stateChange(11, ChangeUpdate(ci: .pending)), reject], .author),
            (state([11, 12], .abandoned), .author), (state([11, 12], .merged), .landing),
        ] as [([BoardCommand], Waiting)])
    func waitsOn(commands: [BoardCommand], waiting: Waiting) throws {
        var play = try Play()
        try play.add("one-1", changes: [11, 12])
        for command in commands { try play.run(command) }
        #expect(play.blueprint(1).map { play.board.work(on: $0).waiting } == waiting)
    }

    @Test("one +2 is missing where all but one are there")
    func lastPlusTwo() throws {
        var play = try Play(Settings(slots: 1, plusTwos: 2))
        try play.add("one-1", changes: [11])
        func needsOne() -> Bool? { play.blueprint(1).map { play.board.work(on: $0).needsLastPlusTwo } }
        #expect(needsOne() == false)
        try play.run(.stateChange(11, Self.vote([("bob", 2), ("erin", 1)])))
        #expect(needsOne() == true)
        try play.run(.stateChange(11, Self.vote([("dave", 2)])))
        #expect(needsOne() == false)
    }
}
