import Testing

@testable import ReviewSlots

@Suite("Specs")
struct SpecTests {
    @Test(
        "the states of a review are set as a whole, and only to what can be",
        arguments: [
            ([], nil), ([.fastTracked], nil), ([.fastTracked, .approved], nil), ([.approved], nil),
            ([.approved, .implemented], nil), ([.fastTracked, .approved, .implemented], nil), ([.abandoned], nil),
            ([.implemented], .illegalStates("an implemented review must be approved too")),
            ([.fastTracked, .implemented], .illegalStates("an implemented review must be approved too")),
            (
                [.abandoned, .approved, .fastTracked],
                .illegalStates("an abandoned review cannot be fast tracked, approved too")
            ),
            ([.abandoned, .implemented], .illegalStates("an abandoned review cannot be implemented too")),
        ] as [(Set<SpecState>, Refusal?)])
    func states(states: Set<SpecState>, refusal: Refusal?) throws {
        var play = try Play()
        try play.run(.addSpec(review: 5, title: "A spec", category: "API"))
        if let refusal {
            #expect(throws: refusal) { try play.run(.stateSpec(review: 5, states), by: .specCore) }
            return
        }
        // From proposed to proposed is no news.
        if !states.isEmpty {
            try play.run(.stateSpec(review: 5, states), by: .specCore)
            #expect(play.log.last?.event == .specStated(5, review: 5, from: [], to: states))
        }
        #expect(play.board.specs[5]?.reviews == [Spec.Review(number: 5, states: states)])
        #expect(throws: Refusal.already("5 is \(SpecState.phrase(states))")) {
            try play.run(.stateSpec(review: 5, states))
        }
    }

    @Test(
        "its own state follows from its reviews, of which the abandoned do not count",
        arguments: [
            ([[]], .proposed, 1), ([[.fastTracked]], .proposed, 1), ([[.approved]], .approved, 1),
            ([[.approved, .implemented]], .implemented, 1), ([[.abandoned]], .abandoned, 1),
            // Superseded: the successor decides, and people are pointed at it.
            ([[.abandoned], []], .proposed, 2), ([[.abandoned], [.approved]], .approved, 2),
            ([[.abandoned], [.abandoned]], .abandoned, 2), ([[.approved], [.abandoned]], .approved, 1),
            // A follow-up of what is implemented changes nothing about that, but is what is open.
            ([[.approved, .implemented], []], .implemented, 2), ([[.approved], []], .approved, 2),
            ([[.approved, .implemented], [.approved]], .implemented, 2), ([[], []], .proposed, 2),
        ] as [([Set<SpecState>], Spec.State, Int)])
    func derived(reviews: [Set<SpecState>], state: Spec.State, current: Int) {
        let spec = Spec(
            id: 1, title: "T", category: "C",
            reviews: reviews.enumerated().map { Spec.Review(number: $0 + 1, states: $1) }, since: Timestamp(0))
        #expect(spec.state == state)
        #expect(spec.current?.number == current)
    }

    @Test("what happens to one of its reviews is news of it only if its own state changes")
    func stated() throws {
        var play = try Play()
        let reviews = [Spec.Review(number: 1), Spec.Review(number: 2, states: [.approved])]
        try play.run(.reportSpec(SpecReport(title: "T", category: "API", reviews: reviews)))
        let approved = play.at
        try play.wait(Timestamp.day)
        try play.run(.stateSpec(review: 1, [.abandoned]))
        #expect(play.board.history.specsStated[1] == approved)
        let implemented = try play.run(.stateSpec(review: 2, [.approved, .implemented]))
        #expect(play.board.history.specsStated[1] == approved + Timestamp.day)
        try play.wait(Timestamp.day)
        try play.run(.undo(implemented))
        #expect(play.board.specs[1]?.state == .approved)
        #expect(play.board.history.specsStated[1] == play.at)
    }

    @Test("one of which all reviews were abandoned is proposed again from the day of its next")
    func reopened() throws {
        var play = try Play()
        try play.run(.addSpec(review: 1, title: "T", category: "API"))
        try play.run(.stateSpec(review: 1, [.abandoned]))
        try play.wait(Timestamp.day)
        let reviews = [Spec.Review(number: 1, states: [.abandoned]), Spec.Review(number: 2)]
        try play.run(.reportSpec(SpecReport(title: nil, category: nil, reviews: reviews)))
        #expect(play.board.specs[1]?.state == .proposed)
        #expect(play.board.history.specsStated[1] == play.at)
    }

    @Test("fast tracked is apart from approval")
    func fastTracked() throws {
        var play = try Play()
        try play.run(.addSpec(review: 5, title: "A spec", category: "API"))
        try play.run(.stateSpec(review: 5, [.fastTracked]))
        #expect(play.board.specs[5]?.isFastTracked == true)
        #expect(play.board.specs[5]?.state == .proposed)
    }

    @Test("it is one spec by any of its reviews, wherever it is moved")
    func identity() throws {
        var play = try Play()
        let item = SummaryItem("IOPS weigher", [.init(127123, [.approved, .implemented]), .init(132614)])
        try play.run(.importSummary(Summary(title: "", categories: [.init("Scheduler", [item])]), date: play.at))
        try play.run(.moveSpec(127123, category: "Weighers"), by: .specCore)
        try play.run(.stateSpec(review: 132614, [.approved]), by: .specCore)
        let spec = try #require(play.board.spec(ofReview: 132614))
        #expect(spec.id == 127123)
        #expect(spec.category == "Weighers")
        #expect(play.board.categories == ["Scheduler", "Weighers"])
        #expect(throws: Refusal.already("132614 is a review of a spec")) {
            try play.run(.addSpec(review: 132614, title: "Again", category: "API"))
        }
        #expect(throws: Refusal.already("127123 is in Weighers")) {
            try play.run(.moveSpec(127123, category: "Weighers"))
        }
    }

    @Test("what is no spec cannot be stated, moved or linked; what is no number or title cannot be a spec")
    func refusals() throws {
        var play = try Play()
        try play.add("one-1", ready: false)
        for command in [
            BoardCommand.stateSpec(review: 9, []), .moveSpec(9, category: "API"), .linkSpec(1, 9),
            .addBlueprint(NewBlueprint(name: "two-2", spec: 9)),
        ] {
            #expect(throws: Refusal.noSuchReview(9)) { try play.run(command) }
        }
        for number in [0, -5, 1_000_000_000_000, .max] {
            #expect(throws: Refusal.noSuchReview(number)) {
                try play.run(.addSpec(review: number, title: "T", category: "C"))
            }
            #expect(throws: Refusal.badText("\(number) cannot be the number of a change")) {
                try play.run(.addChange(1, number))
            }
        }
        for text in ["", " ", "\n"] {
            #expect(throws: Refusal.badText("a title or category may not be empty")) {
                try play.run(.addSpec(review: 9, title: text, category: "C"))
            }
        }
        #expect(throws: Refusal.badText("a title or category has at most 4,096 bytes")) {
            try play.run(.addSpec(review: 9, title: "T", category: String(repeating: "c", count: 4097)))
        }
    }

    @Test("importing makes specs, never blueprints; a blueprint takes a spec by any of its reviews")
    func blueprints() throws {
        var play = try Play()
        let item = SummaryItem("Orphans", [.init(137996, [.abandoned]), .init(138627)])
        try play.run(.importSummary(Summary(title: "", categories: [.init("API", [item])]), date: play.at))
        #expect(play.board.blueprints.isEmpty)
        try play.add("orphans", spec: 138627, ready: false)
        #expect(play.blueprint(1)?.spec == 137996)
        #expect(play.board.blueprints(ofSpec: 137996) == [1])
        #expect(throws: Refusal.already("orphans has the spec 137996")) { try play.run(.linkSpec(1, 137996)) }
    }
}
