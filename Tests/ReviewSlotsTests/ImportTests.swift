import Testing

@testable import ReviewSlots

@Suite("Importing summaries")
struct ImportTests {
    /// What one import did, by the ids of the specs.
    struct Done: Equatable {
        var added: [SpecID] = []
        var approved: [ChangeNumber] = []
        var implemented: [ChangeNumber] = []
        var abandoned: [ChangeNumber] = []
        var moved: [SpecID] = []
        var retitled: [SpecID] = []
        var followed: [ChangeNumber] = []
        var unknown: [SpecID] = []
        var gone: [SpecID] = []
        var listedAgain: [SpecID] = []
        var renamed: [String] = []

        init(_ events: [BoardEvent]) {
            for event in events {
                switch event {
                case .specAdded(let id, _, _, _, _, _): added.append(id)
                case .specStated(_, let review, let from, let to):
                    let new = to.subtracting(from)
                    if new.contains(.approved) { approved.append(review) }
                    if new.contains(.implemented) { implemented.append(review) }
                    if new.contains(.abandoned) { abandoned.append(review) }
                case .specMoved(let id, _, _): moved.append(id)
                case .specRetitled(let id, _, _): retitled.append(id)
                case .specReviewAdded(_, let review, _): followed.append(review)
                case .specListed(let id, _, .unknown): unknown.append(id)
                case .specListed(let id, _, .gone): gone.append(id)
                case .specListed(let id, _, .listed): listedAgain.append(id)
                case .categoryRenamed(let from, let to): renamed.append("\(from) -> \(to)")
                default: break
                }
            }
        }
    }

    private func kilo() throws -> (play: Play, done: [Done]) {
        var play = try Play(Settings(cycle: "Kilo"))
        var done: [Done] = []
        for (index, summary) in try KiloSummaries.all().enumerated() {
            done.append(Done(try play.run(.importSummary(summary, date: Timestamp(index)))))
        }
        return (play, done)
    }

    @Test("the three lists of Kilo make 84 specs, of which the newest lists 70; 13 are unknown and one is gone")
    func kiloBoard() throws {
        let board = try kilo().play.board
        let specs = board.specs.values.sorted { $0.id < $1.id }
        #expect(specs.count == 84)
        #expect(specs.count { $0.listing == .listed } == 70)
        #expect(specs.count { $0.listing == .unknown } == 13)
        #expect(specs.filter { $0.listing == .gone }.map(\.id) == [128097])
        #expect(specs.allSatisfy { $0.cycle == "Kilo" })
        #expect(board.listings.map(\.number) == [1, 2, 3])
        #expect(board.specs[127123]?.reviews.map(\.number) == [127123, 132614])
        #expect(board.specs[127123]?.state == .implemented)
        #expect(board.specs[137996]?.reviews.map(\.number) == [137996, 138627])
        // What is gone keeps what was known of it.
        #expect(board.specs[128097]?.state == .approved)
        #expect(board.specs[134153]?.category == "Block Storage")
        #expect(!board.categories.contains("Storage"))
    }

    @Test("each list tells what is new in it")
    func kiloEvents() throws {
        let done = try kilo().done
        #expect(done[0].added.count == 40)
        #expect(
            done[0]
                == Done(
                    done[0].added.map {
                        .specAdded($0, title: "", category: "", cycle: nil, reviews: [], since: Timestamp(0))
                    }))
        let november = done[1]
        #expect(november.added.count == 30)
        // 132323, 135527, 134506 and 132065 were decided when they were first seen.
        #expect(november.approved.sorted() == [126895, 126958])
        #expect(november.implemented == [127123])
        #expect(november.abandoned == [])
        #expect(november.followed == [132614])
        #expect(november.moved == [126553])
        #expect(november.retitled == [126620])
        #expect(november.unknown.count == 12)
        #expect(november.gone == [])
        let december = done[2]
        #expect(december.added.count == 14)
        #expect(december.approved.sorted() == [127610, 127612, 130721, 133485])
        #expect(december.abandoned.sorted() == [131553, 133728, 134573, 134945])
        #expect(december.renamed == ["Storage -> Block Storage"])
        #expect(december.moved == [])
        #expect(december.unknown == [102190])
        #expect(december.gone == [128097])
    }

    @Test("a review may be decided when it is first seen")
    func decidedAtFirst() throws {
        let board = try kilo().play.board
        #expect(board.specs[132323]?.state == .approved)
        #expect(board.specs[135527]?.state == .abandoned)
    }

    @Test("the same list twice, or all of them again, changes nothing")
    func again() throws {
        var play = try kilo().play
        for summary in try KiloSummaries.all() + KiloSummaries.all().reversed() {
            #expect(try play.run(.importSummary(summary, date: Timestamp(9))) == [])
        }
    }

    @Test("an older list than the newest is refused")
    func older() throws {
        var play = try Play()
        let lists = try KiloSummaries.all()
        try play.run(.importSummary(lists[1], date: Timestamp(5)))
        #expect(throws: Refusal.olderThanNewest(Timestamp(5))) {
            try play.run(.importSummary(lists[0], date: Timestamp(4)))
        }
    }

    // MARK: Small lists

    private func list(_ categories: [(String, [SummaryItem])]) -> BoardCommand {
        .importSummary(Summary(title: "Specs", categories: categories.map { .init($0.0, $0.1) }), date: Timestamp(1))
    }

    private func item(_ number: Int, _ states: Set<SpecState> = []) -> SummaryItem {
        SummaryItem("Spec \(number)", [.init(number, states)])
    }

    private func listings(_ play: Play) -> [SpecID: Spec.Listing] {
        Dictionary(uniqueKeysWithValues: play.board.specs.values.map { ($0.id, $0.listing) })
    }

    @Test("an empty category makes its specs unknown, a missing spec is gone, and both are back when they are listed")
    func missing() throws {
        var play = try Play()
        try play.run(list([("API", [item(1)]), ("Cells", [item(2), item(3)]), ("Docs", [item(4)])]))
        try play.run(list([("API", []), ("Cells", [item(3)])]))
        #expect(listings(play) == [1: .unknown, 2: .gone, 3: .listed, 4: .gone])
        #expect(play.board.specs[2]?.state == .proposed)
        let done = Done(try play.run(list([("API", [item(1)]), ("Cells", [item(2), item(3)]), ("New", [])])))
        #expect(done.listedAgain == [1, 2])
        #expect(play.board.categories.contains("New"))
    }

    @Test("a list of empty categories removes nothing, and one without any is refused")
    func empty() throws {
        var play = try Play()
        try play.run(list([("API", [item(1, [.approved])]), ("Cells", [item(2)])]))
        try play.run(list([("API", []), ("Cells", [])]))
        #expect(listings(play) == [1: .unknown, 2: .unknown])
        #expect(play.board.specs[1]?.state == .approved)
        #expect(throws: Refusal.badText("a summary without categories says nothing")) { try play.run(list([])) }
    }

    @Test("a spec whose category is listed twice, empty and under its alias, is gone and not unknown")
    func halfEmpty() throws {
        var play = try Play()
        try play.run(list([("Scheduler", [item(1), item(2)])]))
        try play.run(.aliasCategory("Sheduler", as: "Scheduler"))
        try play.run(list([("Scheduler", [item(1)]), ("Sheduler", [])]))
        #expect(listings(play) == [1: .listed, 2: .gone])
    }

    @Test("what was never in a list is not missing from one")
    func madeByHand() throws {
        var play = try Play()
        try play.run(.addSpec(review: 9, title: "By hand", category: "API"))
        try play.run(list([("API", [item(1)]), ("Cells", [])]))
        #expect(listings(play) == [1: .listed, 9: .listed])
    }

    @Test("states, categories and names that people set stay until a list says something new of them")
    func setByHand() throws {
        var play = try Play()
        try play.run(list([("API", [item(1), item(2)]), ("Sheduler", [item(3)]), ("Cells", [item(4)])]))
        try play.run(.stateSpec(review: 1, [.approved]))
        try play.run(.moveSpec(2, category: "Docs"))
        try play.run(.mergeCategory("Sheduler", into: "API"))
        try play.run(.renameCategory("Cells", to: "Cells v2"))
        // The same list, but for a new spec and an approval.
        let next = [item(1), item(2), item(5)]
        let done = Done(
            try play.run(list([("API", next), ("Sheduler", [item(3, [.approved])]), ("Cells", [item(4)])])))
        #expect(done == Done([.specStated(3, review: 3, from: [], to: [.approved])] + play.added(5)))
        #expect(play.board.specs[1]?.state == .approved)
        #expect(
            [2, 3, 4].map { play.board.specs[$0].map { play.board.category($0.category) } } == [
                "Docs", "API", "Cells v2",
            ])
        // Now it says something of them.
        try play.run(list([("API", [item(1, [.abandoned]), item(5), item(3)]), ("Cells", [item(2), item(4)])]))
        #expect(play.board.specs[1]?.state == .abandoned)
        #expect(play.board.specs[2].map { play.board.category($0.category) } == "Cells v2")
    }

    @Test("a list that misses a spec which people moved says unknown if its own category there is empty")
    func movedByHand() throws {
        var play = try Play()
        try play.run(list([("API", [item(1)]), ("Cells", [item(2)])]))
        try play.run(.moveSpec(1, category: "Docs"))
        try play.run(list([("API", []), ("Cells", [item(2)])]))
        #expect(listings(play) == [1: .unknown, 2: .listed])
    }

    @Test("specs that were apart and are listed as one both stay, and learn their states")
    func joined() throws {
        var play = try Play()
        try play.run(list([("API", [item(1), item(2)])]))
        try play.run(
            list([("API", [SummaryItem("Spec 1", [.init(1, [.abandoned]), .init(2, [.approved]), .init(3)])])]))
        #expect(play.board.specs[1]?.reviews.map(\.number) == [1, 3])
        #expect(play.board.specs[2]?.state == .approved)
        #expect(listings(play) == [1: .listed, 2: .listed])
    }

    @Test("specs of another cycle are not missed in a list of this one")
    func otherCycle() throws {
        var play = try Play(Settings(cycle: "Kilo"))
        try play.run(list([("API", [item(1, [.approved]), item(2)])]))
        try play.run(.configure(Settings(cycle: "Liberty")))
        try play.run(list([("API", [item(2, [.approved]), item(3)])]))
        #expect(listings(play) == [1: .listed, 2: .listed, 3: .listed])
        #expect([1, 2, 3].map { play.board.specs[$0]?.cycle } == ["Kilo", "Liberty", "Liberty"])
    }

    @Test(
        "lists that cannot be are refused as a whole",
        arguments: [
            (SummaryItem("No review", []), .badText("\"No review\" has no review")),
            (SummaryItem("Zero", [.init(0)]), .noSuchReview(0)),
            (SummaryItem("Huge", [.init(.max)]), .noSuchReview(.max)),
            (SummaryItem("Twice", [.init(5), .init(5)]), .badText("review 5 is listed twice")),
            (SummaryItem("Again", [.init(1)]), .badText("review 1 is listed twice")),
            (
                SummaryItem("Odd", [.init(5, [.implemented])]),
                .illegalStates("an implemented review must be approved too")
            ),
        ] as [(SummaryItem, Refusal)])
    func refused(odd: SummaryItem, refusal: Refusal) throws {
        var play = try Play()
        #expect(throws: refusal) { try play.run(list([("API", [item(1)]), ("Cells", [odd])])) }
        #expect(play.board.specs.isEmpty)
    }
}

extension Play {
    fileprivate func added(_ id: SpecID) -> [BoardEvent] {
        log.map(\.event).filter { if case .specAdded(id, _, _, _, _, _) = $0 { true } else { false } }
    }
}
