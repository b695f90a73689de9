import Ledger
import ReviewSlots
import Testing

@Suite("Taking back")
struct UndoTests {
    private let one = BlueprintID(1)
    private let two = BlueprintID(2)

    /// one-1 has the only slot, two-2 waits without a claim; specs 5 and 6 are in API, 7 in Cells.
    private func scene() async throws -> Scene {
        let scene = try await Scene()
        for (review, category) in [(5, "API"), (6, "API"), (7, "Cells")] {
            try await scene.run(.addSpec(review: review, title: "A spec", category: category), at: -5000)
        }
        try await scene.add("one-1", changes: [11], ready: true)
        try await scene.add("two-2", changes: [21])
        return scene
    }

    @Test("one's own last command is taken back, with all that it caused, in one append")
    func ownLast() async throws {
        let scene = try await scene()
        try await scene.run(.ready(two), by: .carol)
        let before = try await scene.board()
        let command = try await scene.run(.bump(one, why: nil), by: .bob)
        #expect(try await scene.seated == ["two-2"])
        try await scene.run(.second(one), by: .erin)
        try await scene.undo(by: .erin)
        let appends = await scene.log.appends
        let decision = try await scene.undo(by: .bob)
        #expect(await scene.log.appends == appends + 1)
        #expect(decision.boardEvents.count == 3)
        #expect(try await scene.board().isSame(as: before))
        let records = await scene.records.suffix(3)
        #expect(
            records.allSatisfy { $0.command == decision.command && $0.source == "undo \(command)" && $0.actor == "p2" })
    }

    @Test("one's own commands are, within ten minutes", arguments: [600, 601], [false, true])
    func window(seconds: Int, isNamed: Bool) async throws {
        let scene = try await scene()
        let command = try await scene.run(.bump(one, why: nil), by: .bob)
        let id = isNamed ? command : nil
        if seconds > 600 {
            await #expect(throws: LedgerError.undo(.nothing)) { try await scene.undo(id, by: .bob, at: seconds) }
        } else {
            try await scene.undo(id, by: .bob, at: seconds)
        }
        #expect(try await scene.seated == (seconds > 600 ? [] : ["one-1"]))
    }

    @Test("the one before is next, and then there is nothing")
    func several() async throws {
        let scene = try await scene()
        try await scene.run(.second(one), by: .erin)
        try await scene.run(.second(two), by: .erin)
        try await scene.undo(by: .erin)
        #expect(try await scene.board().blueprints[two]?.seconds == [])
        try await scene.undo(by: .erin)
        #expect(try await scene.board().blueprints[one]?.seconds == [])
        await #expect(throws: LedgerError.undo(.nothing)) { try await scene.undo(by: .erin) }
    }

    @Test("somebody else's is not, but by a lead, who takes back any by its id at any time")
    func others() async throws {
        let scene = try await scene()
        let command = try await scene.run(.bump(one, why: nil), by: .bob)
        await #expect(throws: LedgerError.undo(.nothing)) { try await scene.undo(by: .erin) }
        await #expect(throws: LedgerError.undo(.notYours)) { try await scene.undo(command, by: .erin) }
        try await scene.undo(command, by: .alice, at: 50 * Timestamp.day)
        #expect(try await scene.seated == ["one-1"])
    }

    @Test("what one did under a former id is one's own")
    func formerID() async throws {
        let scene = try await scene()
        let ledger = scene.ledger
        for name in ["alice", "bob", "carol", "erin", "erina"] {
            _ = try await ledger.person(with: Account(network: "oftc", name: name), now: Scene.start)
        }
        try await scene.run(.second(one), by: .erin)
        let erina = Actor(person: PersonID("p5"), formerly: [PersonID("p4")], roles: .voter)
        await #expect(throws: LedgerError.undo(.nothing)) { try await scene.undo(by: erina) }
        try await ledger.join(PersonID("p5"), formerly: PersonID("p4"), now: Scene.start)
        try await scene.undo(by: erina)
        #expect(try await scene.board().blueprints[one]?.seconds == [])
    }

    @Test("what there is not, what was taken back, what was said or imported, and what is another board's cannot be")
    func impossible() async throws {
        let scene = try await scene()
        await #expect(throws: LedgerError.undo(.noSuchCommand("C999"))) { try await scene.undo("C999") }
        let second = try await scene.run(.second(one), by: .erin)
        let undoing = try await scene.undo(second).command ?? ""
        await #expect(throws: LedgerError.undo(.already(by: undoing))) { try await scene.undo(second) }
        try await scene.run(.announce("hello"))
        await #expect(throws: LedgerError.refused(.notUndoable)) { try await scene.undo() }
        let summary = Summary(title: "", categories: [.init("API", [SummaryItem("A spec", [.init(5, [.approved])])])])
        let imported = try await scene.run(.importSummary(summary, date: Scene.start), source: "import")
        await #expect(throws: LedgerError.undo(.impossible)) { try await scene.undo(imported) }
        await #expect(throws: LedgerError.undo(.impossible)) { try await scene.undo("C1") }
        let elsewhere = try await scene.run(.setSlots(3, why: nil), board: "glance")
        await #expect(throws: LedgerError.undo(.impossible)) { try await scene.undo(elsewhere) }
        try await scene.undo(board: "glance")
        #expect(try await scene.board("glance").settings.slots == 10)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var what: String
        var first: [BoardCommand] = []
        var undone: BoardCommand
        var later: BoardCommand
        var isRefused = true
        var testDescription: String { what }
    }

    static let cases = [
        Case(
            what: "the slot has somebody else in it", undone: .bump(BlueprintID(1), why: nil),
            later: .ready(BlueprintID(2))),
        Case(
            what: "the same blueprint was changed", undone: .pin(BlueprintID(2), place: 1),
            later: .hold(BlueprintID(2), until: Timestamp(.max))),
        Case(
            what: "another blueprint has its change",
            undone: .addBlueprint(NewBlueprint(name: "three-3", changes: [31])),
            later: .addBlueprint(NewBlueprint(name: "four-4", changes: [31]))),
        Case(
            what: "a blueprint has the spec", undone: .addSpec(review: 8, title: "T", category: "API"),
            later: .addBlueprint(NewBlueprint(name: "three-3", spec: 8))),
        Case(
            what: "another pin stands there", first: [.pin(BlueprintID(2), place: 1)], undone: .unpin(BlueprintID(2)),
            later: .addBlueprint(NewBlueprint(name: "three-3")), isRefused: false),
        Case(
            what: "another spec is in the new category", undone: .moveSpec(5, category: "New"),
            later: .moveSpec(6, category: "New")),
        Case(
            what: "another spec is in a category that was there", undone: .moveSpec(5, category: "Cells"),
            later: .moveSpec(6, category: "Cells"), isRefused: false),
        Case(
            what: "the category it came from is called otherwise", undone: .moveSpec(7, category: "API"),
            later: .renameCategory("Cells", to: "Cells v2")),
        Case(
            what: "the settings were changed", undone: .setSlots(2, why: nil), later: .lend(true)),
        Case(
            what: "something else was changed", undone: .setSlots(2, why: nil), later: .second(BlueprintID(2)),
            isRefused: false),
        Case(
            what: "its spec was only approved", undone: .linkSpec(BlueprintID(2), 5),
            later: .stateSpec(review: 5, [.approved]), isRefused: false),
        Case(
            what: "the order was changed", undone: .setOrder([BlueprintID(2)], method: "", ballot: nil),
            later: .setOrder([], method: "", ballot: nil)),
    ]

    @Test(
        "it is refused when something that it touched was changed since, by the name of what did that", arguments: cases
    )
    func changedSince(_ wanted: Case) async throws {
        let scene = try await scene()
        for command in wanted.first { try await scene.run(command) }
        let undone = try await scene.run(wanted.undone)
        let later = try await scene.run(wanted.later)
        if wanted.isRefused {
            await #expect(throws: LedgerError.undo(.changedSince(by: later))) { try await scene.undo(undone) }
            // In the right order both can be.
            try await scene.undo(later)
        }
        try await scene.undo(undone)
    }

    @Test("a pin is not put back where another stands")
    func pins() async throws {
        let scene = try await scene()
        try await scene.add("three-3")
        try await scene.run(.pin(two, place: 1))
        let unpinned = try await scene.run(.unpin(two))
        let other = try await scene.run(.pin(BlueprintID(3), place: 1))
        await #expect(throws: LedgerError.undo(.changedSince(by: other))) { try await scene.undo(unpinned) }
    }

    @Test("a name is not given back when another has it")
    func names() async throws {
        let scene = try await scene()
        let added = try await scene.add("three-3")
        let undoing = try await scene.undo(added).command ?? ""
        let again = try await scene.add("three-3")
        await #expect(throws: LedgerError.undo(.changedSince(by: again))) { try await scene.undo(undoing) }
    }

    @Test("of several that stand in the way the newest is named")
    func newest() async throws {
        let scene = try await scene()
        let pinned = try await scene.run(.pin(two, place: 1))
        for actor in [Actor.erin, .bob] { try await scene.run(.second(two), by: actor) }
        let newest = try await scene.run(.second(two))
        await #expect(throws: LedgerError.undo(.changedSince(by: newest))) { try await scene.undo(pinned) }
    }

    @Test("what was taken back in between stands in nobody's way, unless that was taken back too")
    func pairs() async throws {
        let scene = try await scene()
        let pinned = try await scene.run(.pin(two, place: 1))
        let seconded = try await scene.run(.second(two), by: .erin)
        let undoing = try await scene.undo(by: .erin).command ?? ""
        let redoing = try await scene.undo(undoing).command ?? ""
        await #expect(throws: LedgerError.undo(.changedSince(by: seconded))) { try await scene.undo(pinned) }
        await #expect(throws: LedgerError.undo(.already(by: redoing))) { try await scene.undo(undoing) }
        // It is in force again, so it can be taken back again.
        try await scene.undo(seconded)
        try await scene.undo(pinned)
        #expect(try await scene.board().blueprints[two]?.pin == nil)
    }

    @Test("what an undoing brought about beyond the command itself stands in the way")
    func beyond() async throws {
        let scene = try await Scene()
        try await scene.add("one-1", changes: [11])
        try await scene.add("two-2", changes: [21])
        let first = try await scene.run(.ready(one), by: .carol)
        let second = try await scene.run(.ready(two), by: .carol)
        let undoing = try await scene.undo(first).command ?? ""
        #expect(try await scene.seated == ["two-2"])
        await #expect(throws: LedgerError.undo(.changedSince(by: undoing))) { try await scene.undo(second) }
    }

    @Test("an undoing of something older stands in the way of what came between")
    func olderUndone() async throws {
        let scene = try await Scene()
        try await scene.add("one-1", changes: [11])
        try await scene.add("two-2", changes: [21])
        let first = try await scene.run(.ready(one), by: .carol)
        let between = try await scene.run(.ready(two), by: .carol)
        try await scene.undo(first)
        await #expect(throws: LedgerError.self) { try await scene.undo(between) }
        #expect(try await scene.seated == ["two-2"])
    }

    @Test("what somebody else writes at the last moment is seen")
    func race() async throws {
        let scene = try await scene()
        let other = try await scene.other()
        let pinned = try await scene.run(.pin(two, place: 1))
        await scene.log.plan([
            .somebodyWrites { _ = try? await other.run(.second(BlueprintID(2)), by: .erin) }
        ])
        await #expect(throws: LedgerError.undo(.changedSince(by: "C\(await scene.log.memory.end() + 1)"))) {
            try await scene.undo(pinned)
        }
        #expect(try await scene.board().blueprints[two]?.pin == 1)
    }

    @Test("it works after a restart, and far back in the log")
    func farBack() async throws {
        let scene = try await scene()
        let command = try await scene.run(.bump(one, why: nil), by: .bob)
        for _ in 0..<450 { try await scene.run(.announce("hello")) }
        let again = try await scene.other()
        try await again.undo(command)
        #expect(try await again.seated == ["one-1"])
    }
}
