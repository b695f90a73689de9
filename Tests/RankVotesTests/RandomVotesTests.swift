import Bot
import BotTesting
import Chat
import Ledger
import RankVotes
import ReviewSlots
import Tally
import Testing

/// Long random histories of a board and its votes: whatever happens, the order is what a recount gives.
@Suite("Random votes")
struct RandomVotesTests {
    @Test("the kept order is the recounted one after every command, and after a restart", arguments: 0..<12)
    func recount(seed: UInt64) async throws {
        var dice = Dice(state: seed)
        var rules = RankVotesReducer.Rules()
        rules.minBallots = ["nova": 2]
        rules.counting.minNamed = Int(seed % 3)
        let room = try await TestRoom.make(
            settings: Settings(slots: 2, landAfter: 0, cycle: "Kilo"), plugins: [RankVotesPlugin(rules)], baseURL: nil)
        var count = 0
        for step in 0..<90 {
            let (nick, said) = Self.line(&count, &dice)
            if dice.roll(12) == 0 { room.clock.advance(dice.roll(40) * Timestamp.day) }
            await room.bot.tick()
            let before = try await Facts(room)
            let position = await room.ledger.position
            _ = await room.say(nick, said)
            let faults = try await Self.faults(room)
            try #require(faults.isEmpty, "step \(step), \(said): \(faults)")
            guard await room.ledger.position > position, said != "!undo" else { continue }
            // What was done and undone is as if it had not been done.
            guard dice.roll(2) == 0, await room.say(nick, "!undo").first?.contains("taken back") == true else {
                continue
            }
            let after = try await Facts(room)
            try #require(after == before, "step \(step), \(said)")
        }
        let again = try await TestRoom.make(
            settings: Settings(slots: 2, landAfter: 0, cycle: "Kilo"), plugins: [RankVotesPlugin(rules)], log: room.log,
            clock: room.clock, baseURL: nil)
        #expect(try await Facts(again) == (try await Facts(room)))
        #expect(await again.ledger.position == room.ledger.position)
        #expect(try await Self.faults(again).isEmpty)
    }

    /// What the votes come to.
    private struct Facts: Equatable, Sendable {
        var order: [BlueprintID]
        var backlog: [BlueprintID]
        var ballots: [String: [[Int]]] = [:]

        init(_ room: TestRoom) async throws {
            self = try await room.ledger.read(RankVotesReducer.self, board: "nova") { state, board, _ in
                Facts(state, board)
            }
        }

        private init(_ state: RankVotesReducer.State, _ board: Board) {
            order = board.order
            backlog = board.backlog()
            for voter in state.backlog.voters { ballots[voter] = state.backlog.ballot(of: voter)?.levels }
        }
    }

    private static func faults(_ room: TestRoom) async throws -> [String] {
        try await room.ledger.read(RankVotesReducer.self, board: "nova") { state, board, _ in
            try state.faults(board.order)
        }
    }

    /// Something that somebody says; often it is refused.
    private static func line(_ count: inout Int, _ dice: inout Dice) -> (String, String) {
        if count < 3 || dice.roll(12) == 0 {
            count += 1
            return ("alice", "!blueprint add item-\(count)x trivial changes \(100 + count)")
        }
        let voter = ["erin", "bob", "dave", "carol", "alice"][dice.roll(5)]
        let items = (0..<6).map { _ in "b\(1 + dice.roll(count))" }
        let item = items[0]
        return switch dice.roll(20) {
        case 0: ("alice", "!ready \(item)")
        case 1: ("bob", "!bump \(item)")
        case 2: ("alice", "!withdraw \(item)")
        case 3: ("bob", "!landed \(item)")
        case 4: ("alice", "!slots set \(dice.roll(4))")
        case 5: ("alice", dice.roll(2) == 0 ? "!order \(item) 1" : "!order \(item) free")
        case 6: (voter, "!rank like \(["erin", "bob", "dave"][dice.roll(3)])")
        case 7: (voter, "!rank withdraw")
        case 8: (voter, "!rank keep")
        case 9: (voter, "!rank drop \(item)")
        case 10, 11: (voter, "!rank up \(item)")
        case 12: (voter, "!rank down \(item)")
        case 13: (voter, "!rank \(item) \(1 + dice.roll(4))")
        case 14: (voter, "!undo")
        default:
            (
                voter,
                "!rank "
                    + Array(Set(items)).sorted().prefix(1 + dice.roll(5)).reversed().joined(
                        separator: dice.roll(3) == 0 ? " = " : " > ") + (dice.roll(4) == 0 ? " ?" : "")
            )
        }
    }
}

/// Random numbers that are the same each time (SplitMix64).
private struct Dice {
    var state: UInt64

    mutating func roll(_ sides: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((bits ^ (bits >> 31)) % UInt64(sides))
    }
}
