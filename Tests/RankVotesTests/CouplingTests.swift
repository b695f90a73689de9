import Bot
import BotTesting
import Chat
import Ledger
import RankVotes
import ReviewSlots
import Testing

/// The order and the board: who moves in, what a bump and an undo do, what people and time change.
@Suite("The votes and the slots")
struct CouplingTests {
    /// Three ready ones and a busy slot.
    private func room() async throws -> TestRoom {
        let room = try await Voting.room(items: 4, slots: 1)
        for number in 1...4 { try await room.prepare("<alice> !ready item-\(number)x") }
        try await room.prepare(
            """
            <erin> !rank item-4x > item-3x > item-2x
            <bob> !rank item-4x > item-2x > item-3x
            <dave> !rank item-3x > item-4x > item-2x
            """)
        return room
    }

    private func order(_ room: TestRoom) async throws -> [Int] {
        try await room.ledger.read("nova") { board, _ in board.backlog().map(\.number) }
    }

    @Test("the best by the votes moves in, keeps its votes there, and comes back by them when it is bumped")
    func promotion() async throws {
        try await room().plays(
            """
            <bob> !landed item-1x
            <slotkeeper> bob: item-1x has landed, 0 of 1 merged, and frees slot 1. "!undo" takes it back for 10 minutes.
            <slotkeeper> Slot 1 is free: item-1x landed, 0 changes in 0 minutes. In comes #1 item-4x: 1 change.
            <slotkeeper> item-4x has slot 1 until it lands; please watch comments daily. Cores, "!take item-4x" to sign up (0 of 2).
            <erin> !rank why item-4x
            <slotkeeper> erin: item-4x has slot 1; its votes count on for when it comes back.
            <erin> !rank item-4x > item-2x
            <slotkeeper> erin: item-4x has a slot and cannot be ranked until it leaves it; leave it out. Nothing was recorded.
            <bob> !bump item-4x
            <slotkeeper> bob: item-4x leaves slot 1 and returns to #1 of the backlog, the place its rank gives it. no penalty, say "!ready item-4x" when you are back. "!undo" works for 10 minutes.
            <slotkeeper> Slot 1 is free: item-4x was bumped by bob, 0 of 1 merged; no penalty, its rank stays. In comes #2 item-3x: 1 change.
            <slotkeeper> item-3x has slot 1 until it lands; please watch comments daily. Cores, "!take item-3x" to sign up (0 of 2).
            <erin> !rank why item-2x
            <slotkeeper> erin: item-2x is 2nd of 2 by the votes: below item-4x 0-3 (cores 0-2), with item-3x between, in a slot.
            """)
    }

    @Test("undo of a landing puts it back on the ballots, and undo of a ballot leaves the others' alone")
    func undo() async throws {
        let room = try await room()
        try await room.prepare("<bob> !landed item-1x")
        let before = try await order(room)
        try await room.prepare("<alice> !withdraw item-3x")
        #expect(try await order(room) == before.filter { $0 != 3 })
        try await room.prepare("<alice> !undo")
        #expect(try await order(room) == before)
        #expect(
            await room.tell("erin", "rank mine")
                == [
                    "Your ballot (Mon 15 Dec): 1 item-4x (in a slot), 2 item-3x, 3 item-2x; the other one ties below. Change: \"rank a > b > c\" (a new ballot), \"rank up|down|top|drop NAME\", \"rank NAME PLACE\"."
                ].map { $0.replacing("; the other one ties below", with: "") })
        try await room.prepare("<erin> !rank item-2x > item-3x\n<bob> !rank item-2x > item-3x")
        #expect(try await order(room) == [2, 3])
        try await room.prepare("<erin> !undo\n<bob> !undo")
        #expect(try await order(room) == before)
        #expect(await room.say("alice", "!rank verify").first?.contains("give the order that the backlog has") == true)
    }

    @Test("votes on what has no direction are kept, and the answers say that they do not count yet")
    func direction() async throws {
        var rules = RankVotesReducer.Rules()
        rules.minBallots = ["nova": 0]
        let room = try await TestRoom.make(
            settings: Settings(slots: 0, cycle: "Kilo", needsDirection: true), plugins: [RankVotesPlugin(rules)],
            baseURL: nil)
        try await room.prepare(
            (1...3).map { "<alice> !blueprint add item-\($0)x trivial changes 10\($0)" }.joined(separator: "\n"))
        try await room.prepare("<sam> !direction item-2x\n<bob> !rank item-3x > item-2x > item-1x")
        try await room.plays(
            """
            <erin> !rank item-3x > item-2x
            <slotkeeper> erin: your ballot: 1 item-3x, 2 item-2x; the other one ties below. The backlog begins item-2x, item-1x, item-3x. item-3x has no direction yet: votes on that are kept, and count when it has. "!undo" takes it back for 10 minutes.
            <dave> !rank up item-3x
            <slotkeeper> dave: item-3x is now 1st on your ballot. It has no direction yet: votes on it are kept, and count when it has. "!undo" takes it back for 10 minutes.
            <erin> !rank why item-3x
            <slotkeeper> erin: item-3x is 1st of 2 by the votes: beats item-2x 3-0 (cores 2-0). It has no direction, so that does not count yet: by age it is #3.
            <erin> !rank
            <slotkeeper> erin: Ranked backlog, 3 ballots, ready ones marked +: 1 item-2x. 1 waits for votes. 1 has no direction: votes on that do not count yet. "!rank why NAME" explains a place.
            <erin> !why item-3x
            <slotkeeper> erin: item-3x is #3 of 3: by age, behind all that are ranked, as it has no direction yet. It cannot move in: no direction yet (a spec core gives it: "!direction item-3x"); its author has not said "!ready item-3x". 0 of 0 slots are free.
            <sam> !direction item-3x
            <slotkeeper> sam: item-3x has direction: it is wanted now. It is #1 of the backlog. "!undo" takes it back for 10 minutes.
            <slotkeeper> item-3x has direction, and is #1 of the backlog.
            """)
    }

    @Test("an older ballot is not taken back over a newer one of the same person") func undoConflict() async throws {
        let room = try await Voting.room(items: 3)
        try await room.prepare("<erin> !rank b1 > b2\n<erin> !rank b2 > b1")
        let commands = try await room.log.read(after: 0, limit: 1000).filter { $0.stream == "rankvotes/nova" }.map(
            \.command)
        #expect(
            await room.say("erin", "!undo \(commands[1])") == [
                "erin: that cannot be taken back, because \(commands[2]) has changed the same thing since. Take back \(commands[2]) first (\"!undo \(commands[2])\"), or set it right by hand."
            ])
    }

    @Test("without the plugin the order is the lead's pins, then age; with it again the votes count again")
    func without() async throws {
        let room = try await room()
        #expect(try await order(room) == [4, 3, 2])
        let without = try await TestRoom.make(
            settings: Settings(slots: 1, cycle: "Kilo"), log: room.log, clock: room.clock)
        #expect(try await order(without) == [2, 3, 4])
        var rules = RankVotesReducer.Rules()
        rules.minBallots = ["nova": 0]
        let again = try await TestRoom.make(
            settings: Settings(slots: 1, cycle: "Kilo"), plugins: [RankVotesPlugin(rules)], log: room.log,
            clock: room.clock)
        #expect(try await order(again) == [4, 3, 2])
        // With other rules the votes are counted by them.
        rules.minBallots = ["nova": 4]
        let draft = try await TestRoom.make(
            settings: Settings(slots: 1, cycle: "Kilo"), plugins: [RankVotesPlugin(rules)], log: room.log,
            clock: room.clock)
        #expect(try await order(draft) == [2, 3, 4])
        #expect(
            await draft.say("erin", "!rank").first
                == "erin: Draft of 3 ballots (from 4 on they order the backlog; until then pins and age do): 1 item-4x+  2 item-3x+  3 item-2x+. \"!rank a > b\" casts your ballot. https://slots.example.org/nova/rank"
        )
    }

    @Test("a person who links two accounts has one ballot, the one cast last") func link() async throws {
        let room = try await Voting.room(items: 3, minBallots: 1, alsoOn: [TestNetwork(name: "libera")])
        try await room.prepare(
            "<erin> !rank b1 > b2\n[1 minute later]\n<erin@libera> !rank b3 > b2\n<bob> !rank b2 > b3")
        #expect(await room.say("alice", "!rank verify").first?.contains("2 ballots on 1 blueprint") == true)
        let code = await room.tell("erin", "link")
        #expect(code.first?.contains("secret42") == true)
        try await room.prepare("<erin@libera> !link secret42")
        try await room.plays(
            """
            -erin to slotkeeper- rank mine
            -slotkeeper to erin- Your ballot (Mon 15 Dec): 1 item-3x, 2 item-2x; the other one ties below. You are no voter on nova, so it weighs nothing and is shown as advice. Change: "rank a > b > c" (a new ballot), "rank up|down|top|drop NAME", "rank NAME PLACE".
            """)
        // Their role counts for the ballot from now on: the running plugin sees to it.
        try await room.running {
            _ = await room.network.lines(after: 0)
            for await _ in await room.ledger.positions() {
                if await room.say("alice", "!rank verify").first?.contains("2 ballots on 2 blueprints") == true {
                    break
                }
            }
        }
        #expect(await room.say("alice", "!rank").first?.contains("1 item-2x  2 item-3x") == true)
    }

    @Test("two who change their ballots at once are both counted") func together() async throws {
        let room = try await Voting.room(items: 6)
        await withTaskGroup { group in
            for round in 0..<10 {
                for (nick, said) in [("erin", "b1 > b2 > b\(3 + round % 4)"), ("bob", "b2 > b1 > b\(6 - round % 4)")] {
                    group.addTask { _ = await room.say(nick, "!rank \(said)") }
                }
            }
        }
        #expect(await room.say("alice", "!rank verify").first?.contains("recounted: 2 ballots") == true)
        #expect(try await order(room).prefix(2).sorted() == [1, 2])
    }

    @Test("a bump that is taken back leaves the item counted as it was") func bumpAndUndo() async throws {
        let room = try await room()
        try await room.prepare("<bob> !landed item-1x")
        try await room.prepare("<erin> !rank withdraw\n<bob> !rank withdraw\n<dave> !rank withdraw")
        // Nobody names what has the slot, and it keeps its place for when it comes back.
        #expect(await room.say("erin", "!rank why item-4x").first?.contains("its votes count on") == true)
        try await room.prepare("<bob> !bump item-4x\n<bob> !undo")
        #expect(await room.say("erin", "!rank why item-4x").first?.contains("its votes count on") == true)
        #expect(await room.say("alice", "!rank verify").first?.hasPrefix("alice: recounted") == true)
    }

    @Test("a withdrawal that is taken back does not come over a later ballot") func withdrawn() async throws {
        let room = try await Voting.room(items: 3)
        try await room.prepare("<erin> !rank b1 > b2\n<erin> !rank withdraw")
        let withdrawal = try await room.log.read(after: 0, limit: 1000).last { $0.stream == "rankvotes/nova" }?.command
        try await room.prepare("<erin> !rank b3")
        #expect(
            await room.say("erin", "!undo \(try #require(withdrawal))").first?.contains(
                "has changed the same thing since")
                == true)
        try await room.prepare("<erin> !undo")
        #expect(await room.say("erin", "!undo \(try #require(withdrawal))").first?.contains("taken back") == true)
    }

    @Test("a ballot of before two accounts were linked is not taken back over the one that counts since")
    func undoAcrossLinks() async throws {
        let room = try await Voting.room(items: 3, alsoOn: [TestNetwork(name: "libera")])
        try await room.prepare("<erin> !rank b1 > b2\n[1 minute later]\n<erin@libera> !rank b3 > b2")
        _ = await room.tell("erin", "link")
        try await room.prepare("<erin@libera> !link secret42")
        #expect(await room.say("erin", "!undo").first?.contains("that cannot be taken back") == true)
        #expect(
            await room.tell("erin", "rank mine").first?.hasPrefix("Your ballot (Mon 15 Dec): 1 item-3x, 2 item-2x;")
                == true)
        #expect(
            await room.tell("erin", "rank log").first?.hasSuffix(
                "erin linked two accounts: of their ballots the one cast last counts") == true)
    }

    @Test("whoever becomes a voter while the bot runs has a ballot that counts") func newVoter() async throws {
        let room = try await Voting.room(items: 3)
        try await room.prepare("<carol> !rank b1 > b2\n<erin> !rank b1 > b2")
        #expect(await room.say("alice", "!rank verify").first?.contains("1 ballot on 0 blueprints") == true)
        var board = room.board
        board.roles[Account(network: "oftc", name: "carol")] = [.voter]
        try await room.running {
            try await room.bot.reconfigure(BotConfiguration(boards: [board], baseURL: nil, version: "test"))
            for await _ in await room.ledger.positions() {
                if await room.say("alice", "!rank verify").first?.contains("2 ballots on 2 blueprints") == true {
                    break
                }
            }
        }
        #expect(await room.say("alice", "!rank").first?.contains("1 item-1x  2 item-2x") == true)
    }
}
