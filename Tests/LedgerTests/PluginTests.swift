import Ledger
import ReviewSlots
import Testing

@Suite("Plugins in the ledger")
struct PluginTests {
    private func scene() async throws -> Scene {
        let scene = try await Scene(slots: 0, reducers: [Tally()])
        for name in ["one-1", "two-2", "three-3"] { try await scene.add(name) }
        return scene
    }

    private func vote(_ scene: Scene, _ number: Int, by actor: Actor = .erin, at seconds: Int = 0) async throws
        -> String
    {
        try await scene.submit(
            .plugin(stream: "tally", Tally.Command.vote(BlueprintID(number))), by: actor, at: seconds
        )
        .command ?? "-"
    }

    private func state(_ scene: Scene) async throws -> Tally.State {
        try await scene.ledger.read(Tally.self, board: "nova") { state, _, _ in state }
    }

    private func backlog(_ scene: Scene) async throws -> [Int] { try await scene.board().backlog().map(\.number) }

    @Test("a command of a plugin is stored in its own stream, and what it wants of the board in the same append")
    func decide() async throws {
        let scene = try await scene()
        let appends = await scene.log.appends
        let command = try await vote(scene, 3)
        #expect(await scene.log.appends == appends + 1)
        let records = await scene.records.filter { $0.command == command }
        #expect(records.map(\.stream) == ["tally/nova", "board/nova"])
        #expect(records.map(\.actor) == ["p4", "p4"])
        #expect(records.first?.body == #"{"voted":{"_0":3,"by":"p4"}}"#)
        #expect(try await backlog(scene) == [3, 1, 2])
        #expect(try await state(scene).votes == [BlueprintID(3): 1])
    }

    @Test("if the board refuses, nothing of it has happened")
    func refused() async throws {
        let scene = try await scene()
        let before = (state: try await state(scene), position: await scene.ledger.position)
        await #expect(throws: LedgerError.refused(.settingsFault(Settings(slots: -1).fault ?? ""))) {
            try await scene.submit(.plugin(stream: "tally", Tally.Command.overreach), by: .erin)
        }
        await #expect(throws: LedgerError.declined("who are you?")) {
            try await scene.submit(.plugin(stream: "tally", Tally.Command.sing), by: .bot)
        }
        await #expect(throws: LedgerError.declined("the plugin tally does not know this command")) {
            try await scene.submit(.plugin(stream: "tally", "sing"), by: .erin)
        }
        #expect(try await state(scene) == before.state)
        #expect(await scene.ledger.position == before.position)
    }

    @Test("it sees every event of the board as it was then, and in a replay the same")
    func observe() async throws {
        let scene = try await scene()
        _ = try await vote(scene, 2)
        try await scene.run(.withdraw(BlueprintID(1), why: nil))
        let seen = try await state(scene).seen
        // One event of the settings; of each blueprint itself and its change, which is new once; the order; the end.
        #expect(seen == [0, 1, 1, 1, 2, 2, 3, 3, 3, 3])
        let again = Ledger(log: scene.log, reducers: [Tally()])
        try await again.open()
        let state = try await state(scene)
        try await again.read(Tally.self, board: "nova") { replayed, _, _ in #expect(replayed == state) }
    }

    @Test("what follows from a command of somebody else is in the same append, and taken back with it")
    func follow() async throws {
        let scene = try await scene()
        _ = try await vote(scene, 3)
        let before = try await scene.board()
        let appends = await scene.log.appends
        let decision = try await scene.submit(.board(.withdraw(BlueprintID(3), why: nil)), by: .alice)
        #expect(await scene.log.appends == appends + 1)
        #expect(decision.boardEvents.count == 2)
        #expect(await scene.records.suffix(2).map(\.command) == [decision.command, decision.command])
        #expect(try await scene.board().order == [])
        try await scene.undo(by: .alice)
        #expect(try await scene.board().order == [BlueprintID(3)])
        #expect(try await scene.board().isSame(as: before))
    }

    @Test("what cannot be stored has not happened, nor what would have followed from it")
    func followFails() async throws {
        let scene = try await scene()
        _ = try await vote(scene, 3)
        await scene.log.plan([.refused(.unavailable("the disk is full"))])
        await #expect(throws: LedgerError.log(.unavailable("the disk is full"))) {
            try await scene.run(.withdraw(BlueprintID(3), why: nil))
        }
        #expect(try await backlog(scene) == [3, 1, 2])
        try await scene.run(.withdraw(BlueprintID(3), why: nil))
        #expect(try await scene.board().order == [])
    }

    @Test("the new order counts before anybody moves in")
    func orderBeforePromotion() async throws {
        let scene = try await Scene(slots: 1, reducers: [Tally()])
        for name in ["one-1", "two-2", "three-3"] { try await scene.add(name) }
        for number in 1...3 { try await scene.run(.ready(BlueprintID(number))) }
        #expect(try await scene.board().seated == [BlueprintID(1)])
        _ = try await vote(scene, 3)
        let decision = try await scene.submit(.board(.withdraw(BlueprintID(1), why: nil)), by: .alice)
        #expect(try await scene.board().seated == [BlueprintID(3)])
        // three-3 keeps its place in the order while it has the slot.
        #expect(decision.boardEvents.count == 3)
        #expect(try await scene.board().order == [BlueprintID(3)])
    }

    @Test("it sees that two people are one, and what follows is in the same append")
    func people() async throws {
        let scene = try await scene()
        let erin = try await scene.ledger.person(with: Account(network: "oftc", name: "erin"), now: Scene.start)
        let other = try await scene.ledger.person(with: Account(network: "libera", name: "erin"), now: Scene.start)
        let appends = await scene.log.appends
        try await scene.ledger.join(erin, formerly: other, now: Scene.start)
        #expect(await scene.log.appends == appends + 1)
        #expect(await scene.records.suffix(3).map(\.stream) == ["people", "tally/glance", "tally/nova"])
        #expect(try await state(scene).joined == [other: erin])
        let again = Ledger(log: scene.log, reducers: [Tally()])
        try await again.open()
        let state = try await state(scene)
        try await again.read(Tally.self, board: "nova") { replayed, _, _ in #expect(replayed == state) }
    }

    @Test("a vote is not taken back over a later one of the same person, but over those of others")
    func undoConflict() async throws {
        let scene = try await scene()
        let first = try await vote(scene, 3)
        let second = try await vote(scene, 2)
        await #expect(throws: LedgerError.undo(.changedSince(by: second))) { try await scene.undo(first) }
        try await scene.undo(second)
        _ = try await vote(scene, 1, by: .bob)
        try await scene.undo(first)
        #expect(try await state(scene).votes.filter { $0.value > 0 } == [BlueprintID(1): 1])
        #expect(try await backlog(scene) == [1, 2, 3])
    }

    @Test("a vote is taken back by its inverse, with the order that came of it")
    func undo() async throws {
        let scene = try await scene()
        let before = try await scene.board()
        let command = try await vote(scene, 3)
        try await scene.undo(by: .erin)
        #expect(try await state(scene).votes == [BlueprintID(3): 0])
        #expect(try await scene.board().isSame(as: before))
        let records = await scene.records.suffix(2)
        #expect(records.map(\.stream) == ["tally/nova", "board/nova"])
        #expect(records.map(\.source) == ["undo \(command)", "undo \(command)"])
    }

    @Test("what a plugin cannot take back is not taken back")
    func undoImpossible() async throws {
        let scene = try await scene()
        try await scene.submit(.plugin(stream: "tally", Tally.Command.sing), by: .erin)
        await #expect(throws: LedgerError.undo(.impossible)) { try await scene.undo(by: .erin) }
    }

    @Test("a board that has heard nothing has the initial state; a plugin that is not there has none")
    func read() async throws {
        let scene = try await scene()
        try await scene.ledger.read(Tally.self, board: "glance") { state, _, _ in #expect(state == Tally.State()) }
        let without = Ledger(log: MemoryLog())
        try await without.open(boards: ["nova"])
        await #expect(throws: LedgerError.noSuchPlugin("tally")) {
            try await without.read(Tally.self, board: "nova") { _, _, _ in }
        }
    }
}
