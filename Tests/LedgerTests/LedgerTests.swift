import Ledger
import ReviewSlots
import Testing

@Suite("The ledger")
struct LedgerTests {
    @Test("a hundred commands at once are decided one after the other, and none is lost")
    func concurrent() async throws {
        let scene = try await Scene(slots: 7)
        let decisions = try await withThrowingTaskGroup(of: Decision.self) { group in
            for number in 1...100 {
                group.addTask {
                    let new = NewBlueprint(name: "work-\(number)", changes: [number, 1000], isTrivial: true)
                    return try await scene.submit(.board(.addBlueprint(new)))
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(decisions.count == 100)
        let board = try await scene.board()
        #expect(board.backlog().map(\.number) == Array(1...100))
        #expect(Set(board.blueprints.values.map(\.name)).count == 100)
        let records = await scene.records
        #expect(records.map(\.position) == Array(1...records.count))
        // Each command's records lie together, as it was told, and its id is its first record's position.
        for decision in decisions {
            let own = records.filter { $0.command == decision.command }
            #expect(try own.map { try LedgerEvent($0) } == decision.events)
            #expect(own.map(\.position) == own.indices.map { own[0].position + $0 })
            #expect(decision.command == "C\(own[0].position)")
        }
        try await expectReplay(scene)
    }

    @Test("what the log refuses has not happened, and can be tried again")
    func appendFailure() async throws {
        let scene = try await Scene()
        try await scene.add("one-1")
        let before = try await scene.board()
        let position = await scene.ledger.position
        await scene.log.plan([.refused(.unavailable("the disk is full"))])
        await #expect(throws: LedgerError.log(.unavailable("the disk is full"))) {
            try await scene.run(.ready(BlueprintID(1)))
        }
        #expect(try await scene.board().isSame(as: before))
        #expect(await scene.ledger.position == position)
        try await scene.run(.ready(BlueprintID(1)))
        #expect(try await scene.seated == ["one-1"])
        try await expectReplay(scene)
    }

    @Test("nothing is stored of what is refused, or changes nothing")
    func refused() async throws {
        let scene = try await Scene()
        let appends = await scene.log.appends
        await #expect(throws: LedgerError.refused(.needs(.lead))) {
            try await scene.run(.setSlots(3, why: nil), by: .bob)
        }
        await #expect(throws: LedgerError.noSuchBoard("cinder")) { try await scene.run(.tick, board: "cinder") }
        await #expect(throws: LedgerError.noSuchPlugin("rank")) { try await scene.submit(.plugin(stream: "rank", 1)) }
        #expect(try await scene.run(.tick) == "-")
        #expect(await scene.log.appends == appends)
    }

    @Test("a command of one board leaves the others alone")
    func boards() async throws {
        let scene = try await Scene()
        try await scene.add("one-1")
        #expect(try await scene.board("glance").isSame(as: Board(name: "glance")))
        #expect(await scene.ledger.boardNames == ["glance", "nova"])
    }

    @Test("records say who, when it was true, when it was written, and from where")
    func records() async throws {
        let scene = try await Scene()
        try await scene.ledger.submit(
            Submission(
                .board(.announce("hello")), board: "nova", actor: .alice, by: "p1", source: "import",
                at: Timestamp(5), now: Timestamp(9)))
        #expect(
            await scene.records.last
                == Record(
                    position: 2, stream: "board/nova", command: "C2", at: Timestamp(5), recorded: Timestamp(9),
                    actor: "p1", source: "import", body: #"{"announced":{"_0":"hello"}}"#))
    }

    // MARK: Others write too

    @Test("when somebody else has written, that is read and the command is decided again")
    func conflict() async throws {
        let scene = try await Scene()
        let other = try await scene.other()
        try await other.add("theirs")
        try await scene.add("ours")
        #expect(try await scene.board().backlog().map(\.description) == ["b1", "b2"])
        #expect(try await scene.board().blueprints[BlueprintID(1)]?.name == "theirs")
        // The other has not seen ours yet, so the name is taken only after the second look.
        await #expect(throws: LedgerError.refused(.nameTaken("ours", by: BlueprintID(2)))) {
            try await other.add("ours")
        }
        try await expectReplay(scene)
    }

    @Test("after three tries it is said", arguments: [(2, true), (3, false)])
    func manyConflicts(conflicts: Int, succeeds: Bool) async throws {
        let scene = try await Scene()
        let before = try await scene.board()
        await scene.log.plan(Array(repeating: .refused(.conflict(end: 1)), count: conflicts))
        if succeeds {
            try await scene.add("one-1")
            #expect(await scene.log.appends == 1 + 3)
        } else {
            await #expect(throws: LedgerError.log(.conflict(end: 1))) { try await scene.add("one-1") }
            #expect(await scene.log.appends == 1 + 3)
            #expect(try await scene.board().isSame(as: before))
        }
    }

    // MARK: Opening

    @Test("a ledger that is opened again is the same")
    func replay() async throws {
        let scene = try await Scene()
        try await scene.add("one-1", changes: [1], ready: true)
        try await scene.add("two-2", changes: [2], ready: true)
        try await scene.run(.bump(BlueprintID(1), why: "no answer"), by: .bob)
        try await scene.undo(by: .bob)
        _ = try await scene.ledger.person(with: Account(network: "oftc", name: "alice"), now: Scene.start)
        try await expectReplay(scene)
    }

    @Test(
        "an event that it does not know keeps it from opening, and is named",
        arguments: [
            ("board/nova", #"{"slotPainted":{"_0":1}}"#, "slotPainted"), ("board/nova", "", "?"),
            ("board/nova", #"{"slotsSet":{"to":"many"}}"#, "slotsSet"),
            ("people", #"{"personErased":{"_0":"p1"}}"#, "personErased"), ("tally/nova", #"{"sung":{}}"#, "sung"),
        ])
    func unknownEvent(stream: String, body: String, kind: String) async throws {
        let log = MemoryLog()
        let good = Record(
            stream: "board/nova", command: "C1", at: Timestamp(1), recorded: Timestamp(1), actor: "p1",
            source: "command", body: #"{"announced":{"_0":"hello"}}"#)
        var bad = good
        bad.stream = stream
        bad.body = body
        try await log.append([good, bad], after: 0)
        let ledger = Ledger(log: log, reducers: [Tally()])
        await #expect(
            throws: LedgerError.unreadable(
                "record 2 of stream \(stream) is an event \"\(kind)\" that this build cannot read: it was written by a "
                    + "newer one, or is damaged. Start the newer build, or restore a backup.")
        ) {
            try await ledger.open()
        }
    }

    @Test("the records of a plugin that is not there any more are kept and passed over")
    func missingPlugin() async throws {
        let scene = try await Scene(reducers: [Tally()])
        try await scene.add("one-1")
        try await scene.submit(.plugin(stream: "tally", Tally.Command.vote(BlueprintID(1))), by: .erin)
        let without = Ledger(log: scene.log)
        try await without.open()
        #expect(await without.position == scene.ledger.position)
    }

    @Test("those who follow hear the position now, and the newest whenever it has grown")
    func positions() async throws {
        let scene = try await Scene()
        var positions = await scene.ledger.positions().makeAsyncIterator()
        #expect(await positions.next() == 1)
        try await scene.run(.announce("one"))
        try await scene.run(.announce("two"))
        #expect(await positions.next() == 3)
    }

    private func expectReplay(_ scene: Scene) async throws {
        let again = try await scene.other()
        for name in ["nova", "glance"] {
            #expect(try await again.board(name).isSame(as: scene.board(name)))
        }
        #expect(await again.ledger.position == scene.ledger.position)
    }
}
