import Bot
import BotTesting
import Ledger
import RankVotes
import ReviewSlots
import Testing

/// What the channel hears, and what time does to ballots.
@Suite("The votes in the channel")
struct TimeTests {
    @Test("changes among the first are told, gathered for a minute, and others are not") func first() async throws {
        var rules = RankVotesReducer.Rules()
        rules.first = 2
        let room = try await Voting.room(items: 4, minBallots: 2, rules: rules)
        try await room.prepare("<erin> !rank b4 > b3 > b2\n<bob> !rank b4 > b3 > b2")
        try await room.plays(
            """
            [1 minute later]
            <slotkeeper> First in the votes now: 1 item-4x (new), 2 item-3x (new). "!rank" shows all.
            [1 minute later]
            """)
        // The third changes; the first two change and change back.
        try await room.prepare("<erin> !rank b4 > b3 > b1\n<bob> !rank b4 > b3 > b1")
        try await room.plays("[1 minute later]")
        try await room.prepare("<erin> !rank b3 > b4\n<bob> !rank b3 > b4\n<erin> !rank b4 > b3\n<bob> !rank b4 > b3")
        try await room.plays("[1 minute later]")
        try await room.prepare("<erin> !rank b3 > b4\n<bob> !rank b3 > b4")
        try await room.plays(
            """
            [1 minute later]
            <slotkeeper> First in the votes now: 1 item-3x (was 2), 2 item-4x (was 1). "!rank" shows all.
            """)
        // What moves into a slot, lands and comes back is told as that.
        try await room.prepare("<alice> !ready item-3x\n<alice> !slots set 1\n")
        try await room.plays("[2 minutes later]")
        try await room.prepare("<alice> !bump item-3x")
        try await room.plays("[2 minutes later]")
        try await room.prepare("<erin> !rank withdraw")
        try await room.plays(
            """
            [1 minute later]
            <slotkeeper> The votes rank nothing at present: pins and age decide.
            """)
    }

    @Test("voters are reminded after 60 days, once, and ballots lapse after 90 unless they are kept")
    func age() async throws {
        let room = try await Voting.room(items: 3, minBallots: 1)
        try await room.prepare("<erin> !rank b2 > b3\n<bob> !rank b2 > b3\n<dave> !rank b3 > b2")
        try await room.plays(
            """
            [59 days later]
            <slotkeeper> First in the votes now: 1 item-2x (new), 2 item-3x (new). "!rank" shows all.
            [1 day later]
            <slotkeeper> erin, bob, dave: your ballots on the backlog lapse, the first on Sun 15 Mar 09:00 UTC. "!rank keep" renews, "!rank mine" shows.
            [1 day later]
            <erin> !rank keep
            <slotkeeper> erin: your ballot stands as if cast today: 1 item-2x, 2 item-3x; the other one ties below.
            [29 days later]
            <slotkeeper> The ballots of bob, dave have lapsed after 90 days.
            <alice> !rank verify
            <slotkeeper> alice: recounted: 1 ballot on 0 blueprints give the order that the backlog has (ranked-pairs-wv).
            """)
        let restarted = try await TestRoom.make(
            settings: Settings(slots: 0, cycle: "Kilo"), plugins: [RankVotesPlugin()], log: room.log, clock: room.clock)
        #expect(await restarted.tell("bob", "rank mine").first?.hasPrefix("you have no ballot here.") == true)
        #expect(await restarted.tell("erin", "rank mine").first?.contains("(Sat 14 Feb)") == true)
    }

    @Test("a lapse that is taken back renews the ballot") func undoneLapse() async throws {
        let room = try await Voting.room(items: 3, minBallots: 1)
        try await room.prepare("<erin> !rank b2 > b3\n<bob> !rank b2 > b3\n[91 days later]")
        let lapse = try await room.log.read(after: 0, limit: 1000).last { $0.body.contains("lapsed") }
        _ = await room.say("alice", "!undo \(try #require(lapse).command)")
        #expect(await room.say("alice", "!rank verify").first?.contains("2 ballots on 2 blueprints") == true)
        try await room.prepare("[1 day later]")
        #expect(await room.tell("erin", "rank mine").first?.contains("(Mon 16 Mar)") == true)
    }

    @Test("many are reminded a few at a time, and ballots that weigh nothing lapse without a reminder") func many()
        async throws
    {
        let room = try await Voting.room(items: 3)
        let voters = ["ann", "ben", "cy", "dee", "eve", "fay", "gus"]
        var board = room.board
        for voter in voters { board.roles[Account(network: "oftc", name: voter)] = [.voter] }
        try await room.bot.reconfigure(BotConfiguration(boards: [board], baseURL: nil, version: "test"))
        try await room.prepare("<carol> !rank b1")
        for voter in voters { try await room.prepare("<\(voter)> !rank b2 > b3") }
        try await room.plays(
            """
            [1 minute later]
            <slotkeeper> First in the votes now: 1 item-2x (new), 2 item-3x (new). "!rank" shows all.
            [60 days later]
            <slotkeeper> ann, ben, cy, dee, eve: your ballots on the backlog lapse, the first on Sun 15 Mar 09:00 UTC. "!rank keep" renews, "!rank mine" shows.
            [1 minute later]
            <slotkeeper> fay, gus: your ballots on the backlog lapse, the first on Sun 15 Mar 09:00 UTC. "!rank keep" renews, "!rank mine" shows.
            [1 minute later]
            [30 days later]
            <slotkeeper> The ballots of carol, ann, ben, cy, dee, eve and 2 more have lapsed after 90 days.
            [1 minute later]
            <slotkeeper> The votes rank nothing at present: pins and age decide.
            """)
    }

    @Test("what is told is told once, and a ballot can be taken back after it was told") func once() async throws {
        let room = try await Voting.room(items: 3, minBallots: 1)
        try await room.prepare("<erin> !rank b2 > b3\n<bob> !rank b2 > b3")
        try await room.plays(
            """
            [1 minute later]
            <slotkeeper> First in the votes now: 1 item-2x (new), 2 item-3x (new). "!rank" shows all.
            [1 minute later]
            <erin> !undo
            <slotkeeper> erin: taken back: no ballot, as before.
            [1 minute later]
            <slotkeeper> The votes rank nothing at present: pins and age decide.
            [1 hour later]
            """)
    }
}
