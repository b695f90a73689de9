import Testing

@testable import ReviewSlots

@Suite("Drafts and publications")
struct PublicationTests {
    private func play() throws -> Play {
        var play = try Play(Settings(cycle: "Kilo"))
        for (index, list) in try KiloSummaries.all().enumerated() {
            try play.run(.importSummary(list, date: Timestamp(index)))
        }
        return play
    }

    @Test func `A draft stays as it was drafted, and is published as that when a person has approved it`() throws {
        var play = try play()
        try play.run(.draftSummary(of: "Nova", introduction: ["Read this.", "  ", "And this."]), by: .specCore)
        try play.run(.stateSpec(review: 104450, [.approved]))
        #expect(throws: Refusal.draftNotApproved) { try play.run(.publishDraft) }
        try play.run(.approveDraft(play.board.draft))
        #expect(throws: Refusal.already("the draft is approved")) { try play.run(.approveDraft(play.board.draft)) }
        try play.run(.publishDraft, by: .specCore)
        let published = try #require(play.board.listings.last)
        #expect(play.board.listings.map(\.number) == [1, 2, 3, 4])
        #expect(published.summary.title == "Nova specs for Kilo, 12 January 1970")
        #expect(published.summary.introduction == ["Read this.", "And this."])
        #expect(published.summary.categories.flatMap(\.items).contains { $0.reviews == [SummaryReview(104450)] })
        #expect(play.board.draft == nil)
        #expect(throws: Refusal.noDraft) { try play.run(.publishDraft) }
        #expect(throws: Refusal.noDraft) { try play.run(.approveDraft(play.board.draft)) }
        #expect(throws: Refusal.noDraft) { try play.run(.dropDraft) }
    }

    @Test func `What is published says nothing new about specs when the next list is imported`() throws {
        var play = try play()
        let list = try #require(play.board.listings.last?.summary)
        try play.run(.addSpec(review: 7, title: "Made by hand", category: "Scheduler"))
        try play.run(.stateSpec(review: 104450, [.approved]))
        try play.run(.draftSummary(of: nil, introduction: []))
        try play.run(.approveDraft(play.board.draft))
        try play.run(.publishDraft)
        try play.run(
            .importSummary(Summary(title: "Again", categories: list.categories), date: play.at))
        #expect(play.board.spec(ofReview: 7)?.listing == .listed)
        #expect(play.board.spec(ofReview: 104450)?.state == .approved)
        #expect(play.board.listings.map(\.number) == [1, 2, 3, 4, 5])
    }

    @Test func `Who drafts anew loses the approval; a bot takes nobody's draft away, and approves none`() throws {
        var play = try play()
        try play.run(.draftSummary(of: nil, introduction: []), by: .bot)
        try play.run(.draftSummary(of: nil, introduction: ["newer"]), by: .bot)
        #expect(play.board.draft?.summary.introduction == ["newer"])
        #expect(throws: Refusal.needs(.specCore)) { try play.run(.approveDraft(play.board.draft), by: .bot) }
        try play.run(.approveDraft(play.board.draft), by: .specCore)
        #expect(throws: Refusal.already("a draft waits to be published")) {
            try play.run(.draftSummary(of: nil, introduction: []), by: .bot)
        }
        try play.run(.draftSummary(of: nil, introduction: ["mine"]), by: .specCore)
        #expect(play.board.draftApproval == nil)
        #expect(throws: Refusal.already("a draft waits to be published")) {
            try play.run(.draftSummary(of: nil, introduction: []), by: .bot)
        }
        for command in [
            BoardCommand.draftSummary(of: nil, introduction: []), .approveDraft(play.board.draft), .publishDraft,
            .dropDraft,
        ] {
            #expect(throws: Refusal.needs(.specCore)) { try play.run(command, by: .core) }
        }
    }

    @Test func `A draft from before another summary is not published`() throws {
        var play = try play()
        try play.run(.draftSummary(of: nil, introduction: []))
        try play.run(.approveDraft(play.board.draft))
        try play.run(
            .importSummary(Summary(title: "x", categories: [.init("A", [.init("y", [.init(1)])])]), date: play.at))
        #expect(throws: Refusal.draftIsOld) { try play.run(.publishDraft) }
        #expect(play.board.draftPage()?.since == 3)
    }

    @Test func `A list that is filled in brings nothing back that a newer own summary does not list`() throws {
        var play = try Play()
        func list(_ numbers: [Int], _ date: Int) throws {
            let items = numbers.map { SummaryItem("Spec \($0)", [.init($0)]) }
            try play.run(
                .importSummary(
                    Summary(title: "Specs", categories: [.init("API", items)]), date: Timestamp(date)))
        }
        play.at = Timestamp(100)
        try list([1, 2], 10)
        try list([1], 20)
        try play.run(.draftSummary(of: nil, introduction: []))
        try play.run(.approveDraft(play.board.draft))
        try play.run(.publishDraft)
        try play.run(.addSpec(review: 3, title: "Spec 3", category: "API"))
        try list([1, 2, 3, 4], 30)
        #expect([1, 2, 3, 4].map { play.board.specs[$0]?.listing } == [.listed, .gone, .listed, .gone])
        try list([1, 2, 3, 4, 5], 200)
        #expect(play.board.specs.values.allSatisfy { $0.listing == .listed })
    }

    @Test func `Only what a person was shown is approved`() throws {
        var play = try play()
        try play.run(.draftSummary(of: nil, introduction: ["One"]))
        let shown = play.board.draft
        try play.run(.draftSummary(of: nil, introduction: ["Another"]))
        for seen in [shown, nil] {
            #expect(throws: Refusal.draftNotSeen) { try play.run(.approveDraft(seen)) }
        }
        try play.run(.approveDraft(play.board.draft))
    }

    @Test func `A draft does not follow a summary that only has the number of the one before it`() throws {
        var play = try play()
        func publish(_ words: String) throws -> [BoardEvent] {
            try play.run(.draftSummary(of: nil, introduction: [words]))
            try play.run(.approveDraft(play.board.draft))
            return try play.run(.publishDraft)
        }
        let published = try publish("One")
        try play.run(.draftSummary(of: nil, introduction: ["After it"]))
        let after = try #require(play.board.draft)
        let dropped = try play.run(.dropDraft)
        try play.run(.undo(published))
        try play.wait(60)
        _ = try publish("Two")
        try play.run(.undo(dropped))
        try play.run(.approveDraft(after))
        #expect(throws: Refusal.draftIsOld) { try play.run(.publishDraft) }
    }

    @Test func `What was before an own summary can be filled in, and changes nothing that is newer`() throws {
        var play = try Play(Settings(cycle: "Kilo"))
        let lists = try KiloSummaries.all()
        play.at = Timestamp(100)
        try play.run(.importSummary(lists[0], date: Timestamp(10)))
        let known = try #require(lists[1].categories.flatMap(\.items).first { $0.reviews.map(\.number) == [126895] })
        try play.run(.stateSpec(review: 126895, [.abandoned]))
        try play.run(.draftSummary(of: nil, introduction: []))
        try play.run(.approveDraft(play.board.draft))
        try play.run(.publishDraft)
        let page = play.board.listings.page(of: 2)
        let before = play.board
        let filled = try play.run(.importSummary(lists[1], date: Timestamp(20)))
        try play.run(.undo(filled))
        #expect(play.board.isSame(as: before))
        try play.run(.undo(filled.reversed().compactMap(\.inverse)))
        #expect(known.reviews[0].states == [.approved])
        #expect(play.board.spec(ofReview: 126895)?.state == .abandoned)
        // What is new in it is taken over, and what the own summary lists is as that says.
        #expect(play.board.spec(ofReview: 132323)?.state == .approved)
        let listed = Set(lists[0].categories.flatMap(\.items).flatMap(\.reviews).map(\.number))
        for spec in play.board.specs.values {
            let isListed = spec.reviews.contains { listed.contains($0.number) }
            #expect(spec.listing == (isListed ? .listed : .gone), "\(spec.id)")
        }
        #expect(play.board.listings.map(\.number) == [1, 2, 3])
        #expect(play.board.listings.newest?.number == 2)
        #expect(play.board.listings.page(of: 2) == page)
        #expect(play.board.listings.page(of: 3)?.since == 1)
        #expect(play.board.listings.page(of: play.board.summary(of: "x", at: play.at), date: play.at)?.since == 2)
        var pages: [SummaryPage?] = []
        play.board.listings.forEachPage { pages.append($0) }
        #expect(pages == (1...3).map { play.board.listings.page(of: $0) })
        // The same again is a repetition; one that is older than the last that was filled in comes too late.
        #expect(try play.run(.importSummary(lists[1], date: Timestamp(20))) == [])
        #expect(throws: Refusal.olderThanNewest(Timestamp(20))) {
            try play.run(.importSummary(lists[2], date: Timestamp(15)))
        }
        try play.run(.draftSummary(of: nil, introduction: []))
        try play.run(.approveDraft(play.board.draft))
        try play.run(.publishDraft)
        #expect(play.board.listings.last?.number == 4)
        #expect(play.board.listings.page(of: 4)?.since == 2)
    }

    @Test func `Taken back, a publication is the approved draft again`() throws {
        var play = try play()
        try play.run(.draftSummary(of: nil, introduction: ["Words"]))
        try play.run(.approveDraft(play.board.draft))
        let before = play.board
        let events = try play.run(.publishDraft)
        try play.run(.undo(events))
        #expect(play.board.isSame(as: before))
        #expect(play.board.listings.count == 3)
        try play.run(.publishDraft)
        #expect(play.board.listings.last?.number == 4)
    }

    @Test func `An introduction has a limit, and an empty board a summary`() throws {
        var play = try Play(Settings())
        let long = String(repeating: "é", count: 51_200)
        #expect(
            throws: Refusal.badText(
                "an introduction has at most 8000 bytes, and this one has 102400: shorten it, or link to the rest")
        ) { try play.run(.draftSummary(of: nil, introduction: [long])) }
        try play.run(.draftSummary(of: nil, introduction: ["We begin."]))
        try play.run(.approveDraft(play.board.draft))
        try play.run(.publishDraft)
        let page = try #require(play.board.listings.page(of: 1))
        #expect(page.text == "nova specs, 12 January 1970\n\nWe begin.\n\n> In numbers: no specs yet.\n")
    }

    @Test func `A category of which all specs are gone is not listed, one that may have some is`() throws {
        var play = try Play(Settings())
        try play.run(.addSpec(review: 1, title: "One", category: "A"))
        try play.run(.addSpec(review: 2, title: "Two", category: "B"))
        try play.run(.draftSummary(of: nil, introduction: []))
        try play.run(.approveDraft(play.board.draft))
        try play.run(.publishDraft)
        try play.run(.reportSpec(SpecReport(title: nil, category: nil, reviews: [.init(number: 1)], isGone: true)))
        let now = play.board.summary(of: "nova", at: play.at)
        #expect(now.categories.map(\.name) == ["B"])
        #expect(play.board.listings.page(of: now, date: play.at)?.difference?.changes.map(\.kind) == [.gone])
    }

    @Test func `A category of which all specs are of other cycles is not listed, one without any is`() throws {
        var play = try Play(Settings(cycle: "Kilo"))
        for (review, category) in [(1, "A"), (2, "B"), (3, "C")] {
            try play.run(.addSpec(review: review, title: "Spec \(review)", category: category))
        }
        try play.run(.moveSpec(3, category: "B"))
        try play.run(.draftSummary(of: nil, introduction: []))
        try play.run(.approveDraft(play.board.draft))
        try play.run(.publishDraft)
        try play.run(.configure(Settings(cycle: "Liberty")))
        try play.run(.addSpec(review: 4, title: "Spec 4", category: "B"))
        let now = play.board.summary(of: "nova", at: play.at)
        #expect(now.categories.map(\.name) == ["B", "C"])
        #expect(now.categories.map(\.items.count) == [1, 0])
        let changes = play.board.listings.page(of: now, date: play.at)?.difference?.changes.map(\.kind)
        #expect(changes == [.new, .gone, .gone, .gone])
    }
}
