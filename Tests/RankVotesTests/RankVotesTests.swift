import Bot
import BotTesting
import Chat
import Ledger
import RankVotes
import ReviewSlots
import Testing

/// The plugin as people meet it: examples first, then ballots, the order, reasons and questions.
@Suite("!rank")
struct RankVotesTests {
    @Test("says what the examples show", arguments: RankVotesPlugin().commands.flatMap(\.examples))
    func example(example: Example) async throws {
        let room = try await TestRoom.example(plugins: [RankVotesPlugin()])
        #expect(await room.say(example.nick, example.says) == example.answers)
    }

    @Test("casts a ballot, moves it step by step, and takes it back") func ballot() async throws {
        try await Voting.room(items: 6, minBallots: 2).plays(
            """
            <erin> !rank item-3x > b1 = 102 -- small and useful
            <slotkeeper> erin: your ballot: 1 item-3x, 2 item-1x = item-2x; the other 3 tie below. It is 1 of the 2 ballots from which on the votes order the backlog. "!undo" takes it back for 10 minutes.
            <erin> !rank up item-1x
            <slotkeeper> erin: item-1x is now 2nd on your ballot (was 2nd with another). It waits for votes: named by 1 of the 2 voters that it needs. "!undo" takes it back for 10 minutes.
            <erin> !rank up item-1x
            <slotkeeper> erin: item-1x is now 1st on your ballot (was 2nd). It waits for votes: named by 1 of the 2 voters that it needs. "!undo" takes it back for 10 minutes.
            <erin> !rank up item-1x
            <slotkeeper> erin: nothing was changed: your ballot says so already.
            <erin> !rank up item-5x
            <slotkeeper> erin: item-5x is now 4th on your ballot. It waits for votes: named by 1 of the 2 voters that it needs. "!undo" takes it back for 10 minutes.
            <erin> !rank down item-5x
            <slotkeeper> erin: item-5x is off your ballot (was 4th) and ties below what it names. It waits for votes: named by 0 of the 2 voters that it needs. "!undo" takes it back for 10 minutes.
            <erin> !rank drop item-3x
            <slotkeeper> erin: item-3x is off your ballot (was 2nd) and ties below what it names. It waits for votes: named by 0 of the 2 voters that it needs. "!undo" takes it back for 10 minutes.
            <erin> !rank item-3x 99
            <slotkeeper> erin: item-3x is now 3rd on your ballot. It waits for votes: named by 1 of the 2 voters that it needs. "!undo" takes it back for 10 minutes.
            <erin> !rank top b4
            <slotkeeper> erin: item-4x is now 1st on your ballot. It waits for votes: named by 1 of the 2 voters that it needs. "!undo" takes it back for 10 minutes.
            <erin> !rank mine
            <slotkeeper> erin: sent in private.
            -slotkeeper to erin- Your ballot (Mon 15 Dec): 1 item-4x, 2 item-1x, 3 item-2x, 4 item-3x; the other 2 tie below. Change: "rank a > b > c" (a new ballot), "rank up|down|top|drop NAME", "rank NAME PLACE".
            <erin> !undo
            <slotkeeper> erin: taken back: the ballot of before: item-1x, item-2x, item-3x.
            -erin to slotkeeper- rank ballot
            -slotkeeper to erin- Your ballot (Mon 15 Dec): 1 item-1x, 2 item-2x, 3 item-3x; the other 3 tie below. Change: "rank a > b > c" (a new ballot), "rank up|down|top|drop NAME", "rank NAME PLACE".
            <erin> !rank withdraw
            <slotkeeper> erin: your ballot is withdrawn. There are 0 of the 2 ballots from which on the votes order the backlog. "!undo" takes it back for 10 minutes.
            <erin> !rank mine
            <slotkeeper> erin: you have no ballot here. "!rank a > b = c" casts one; "!rank" shows the order.
            <erin> !rank keep
            <slotkeeper> erin: you have no ballot here.
            <erin> !rank down item-1x
            <slotkeeper> erin: you have no ballot yet that item-1x could leave. "!rank up item-1x" begins one.
            """)
    }

    @Test("orders the backlog once there are enough ballots, and says why") func order() async throws {
        try await Voting.room(items: 6, minBallots: 2).plays(
            """
            <erin> !rank item-4x > item-1x > item-2x
            <slotkeeper> erin: your ballot: 1 item-4x, 2 item-1x, 3 item-2x; the other 3 tie below. It is 1 of the 2 ballots from which on the votes order the backlog. "!undo" takes it back for 10 minutes.
            <erin> !rank
            <slotkeeper> erin: Draft of 1 ballot (from 2 on they order the backlog; until then pins and age do): nothing is ranked yet. 6 wait for votes. "!rank a > b" casts your ballot.
            <bob> !rank b4 > b5 > b1
            <slotkeeper> bob: your ballot: 1 item-4x, 2 item-5x, 3 item-1x; the other 3 tie below. The backlog begins item-4x, item-1x, item-2x and 3 more. "!undo" takes it back for 10 minutes.
            <dave> !rank b1 > b3 > b4
            <slotkeeper> dave: your ballot: 1 item-1x, 2 item-3x, 3 item-4x; the other 3 tie below. The backlog begins item-4x, item-1x, item-2x and 3 more. "!undo" takes it back for 10 minutes.
            <dave> !rank up item-5x
            <slotkeeper> dave: item-5x is now 4th on your ballot. Team order: 5th -> 3rd. "!undo" takes it back for 10 minutes.
            <alice> !rank like DAVE
            <slotkeeper> alice: your ballot is a copy of dave's as it is now: 1 item-1x, 2 item-3x, 3 item-4x, 4 item-5x; the other 2 tie below. The backlog begins item-1x, item-3x, item-4x and 3 more. "!undo" takes it back for 10 minutes.
            <carol> !rank b6 > b1
            <slotkeeper> carol: your ballot: 1 item-6x, 2 item-1x; the other 4 tie below. The backlog begins item-1x, item-3x, item-4x and 3 more. You are no voter on nova, so it weighs nothing and is shown as advice. "!undo" takes it back for 10 minutes.
            <erin> !rank
            <slotkeeper> erin: Ranked backlog, 4 ballots, ready ones marked +: 1 item-1x  2 item-3x  3 item-4x  4 item-5x. 2 wait for votes. "!rank why NAME" explains a place.
            <erin> !rank why item-3x
            <slotkeeper> erin: item-3x is 2nd of 4 by the votes: below item-1x 0-4 (cores 0-3, advice 0-1); level with item-4x (2-2), which is younger (cores 2-1).
            <erin> !rank why b1 b5
            <slotkeeper> erin: item-1x beats item-5x 3-1 (cores 2-1, advice 1-0).
            <erin> !rank why b6
            <slotkeeper> erin: item-6x waits for votes: named by 0 of the 2 voters that it needs.
            <erin> !rank why b1 b6
            <slotkeeper> erin: item-6x waits for votes: named by 0 of the 2 voters that it needs.
            <erin> !rank why b1 b1
            <slotkeeper> erin: that is the same blueprint twice; name two.
            <erin> !rank verify
            <slotkeeper> erin: recounted: 4 ballots on 4 blueprints give the order that the backlog has (ranked-pairs-wv).
            <alice> !order item-6x 1
            <slotkeeper> alice: item-6x is pinned to #1 of the backlog. "!order item-6x free" lets it go.
            <erin> !rank why b6
            <slotkeeper> erin: item-6x waits for votes: named by 0 of the 2 voters that it needs; the lead has pinned it to #1.
            <erin> !rank
            <slotkeeper> erin: Ranked backlog, 4 ballots, ready ones marked +: 1 item-6x (pinned)  2 item-1x  3 item-3x  4 item-4x  5 item-5x. 1 waits for votes. "!rank why NAME" explains a place.
            <erin> !rank why b1
            <slotkeeper> erin: item-1x is 1st of 4 by the votes: beats item-3x 4-0 (cores 3-0, advice 1-0). It is #2 of the backlog: the lead has pinned others.
            <erin> !why item-1x
            <slotkeeper> erin: item-1x is #2 of 6: by the votes (ranked-pairs-wv); "!rank why item-1x" counts them. It cannot move in: its author has not said "!ready item-1x". 0 of 0 slots are free.
            """)
    }

    @Test("asks where new ones go, by insertion") func new() async throws {
        try await Voting.room(items: 4).plays(
            """
            <erin> !rank new
            <slotkeeper> erin: you have no ballot yet: "!rank a > b = c" casts one, and this asks about what opens later.
            <erin> !rank item-4x > item-1x > item-2x > item-3x
            <slotkeeper> erin: your ballot: 1 item-4x, 2 item-1x, 3 item-2x, 4 item-3x. The backlog begins item-1x, item-2x, item-3x and 1 more. "!undo" takes it back for 10 minutes.
            <erin> !rank new
            <slotkeeper> erin: sent in private.
            -slotkeeper to erin- Your ballot judges all that is in the backlog.
            <alice> !blueprint add late-1x trivial changes 201
            <slotkeeper> alice: late-1x is b5, #5 of the backlog: its author has not said "!ready late-1x".
            <alice> !blueprint add late-2x trivial changes 202
            <slotkeeper> alice: late-2x is b6, #6 of the backlog: its author has not said "!ready late-2x".
            <erin> !rank new
            <slotkeeper> erin: sent in private.
            -slotkeeper to erin- Which is better: 1) late-1x or 2) item-2x? (2 new ones; "1", "2", "last", "skip" or "stop")
            -erin to slotkeeper- 1
            -slotkeeper to erin- Which is better: 1) late-1x or 2) item-1x? (2 new ones; "1", "2", "last", "skip" or "stop")
            -erin to slotkeeper- 2
            -slotkeeper to erin- late-1x is 3rd on your ballot. Which is better: 1) late-2x or 2) late-1x? (1 new one; "1", "2", "last", "skip" or "stop")
            -erin to slotkeeper- what?
            -slotkeeper to erin- no command "what". "!help" lists all.
            -erin to slotkeeper- late-1x
            -slotkeeper to erin- Which is better: 1) late-2x or 2) item-3x? (1 new one; "1", "2", "last", "skip" or "stop")
            -erin to slotkeeper- rank top late-1x
            -slotkeeper to erin- late-1x is now 1st on your ballot (was 3rd). It waits for votes: named by 1 of the 2 voters that it needs. "!undo" takes it back for 10 minutes.
            -erin to slotkeeper- 2
            -slotkeeper to erin- Something has changed meanwhile. Which is better: 1) late-2x or 2) item-1x? (1 new one; "1", "2", "last", "skip" or "stop")
            -erin to slotkeeper- skip
            -slotkeeper to erin- Your ballot judges all that is in the backlog, but for what you skipped.
            <erin> !rank keep
            <slotkeeper> erin: your ballot stands as if cast today: 1 late-1x, 2 item-4x, 3 item-1x, 4 item-2x, 5 item-3x; 1 is not judged. 1 opened since you cast it: "!rank new".
            -erin to slotkeeper- rank new
            -slotkeeper to erin- Which is better: 1) late-2x or 2) item-1x? (1 new one; "1", "2", "last", "skip" or "stop")
            -erin to slotkeeper- last
            -slotkeeper to erin- late-2x ties last on your ballot. Your ballot judges all that is in the backlog.
            -erin to slotkeeper- 1
            -slotkeeper to erin- no command "1". "!help" lists all.
            """)
    }

    @Test("a ballot may take several lines, and the rest of a line is lost after two minutes") func lines() async throws
    {
        try await Voting.room(items: 5).plays(
            """
            <erin> !rank b1 > b2 >
            <slotkeeper> erin: go on: what you say next with "!rank …" within 2 minutes comes behind it. Nothing is recorded yet.
            <erin> !rank
            <slotkeeper> erin: Draft of 0 ballots (from 1 on they order the backlog; until then pins and age do): nothing is ranked yet. 5 wait for votes. "!rank a > b" casts your ballot.
            -dave to slotkeeper- vote b5 >
            -slotkeeper to dave- go on: what you say next with "!rank …" within 2 minutes comes behind it. Nothing is recorded yet.
            <erin> !rank > b3,
            <slotkeeper> erin: go on: what you say next with "!rank …" within 2 minutes comes behind it. Nothing is recorded yet.
            <erin> !rank b4 ?
            <slotkeeper> erin: your ballot: 1 item-1x, 2 item-2x, 3 item-3x, 4 item-4x; 1 is not judged. The backlog begins item-1x, item-2x, item-3x and 2 more. "!undo" takes it back for 10 minutes.
            -dave to slotkeeper- b4 = b3
            -slotkeeper to dave- your ballot: 1 item-5x, 2 item-4x = item-3x; the other 2 tie below. The backlog begins item-3x, item-4x, item-1x and 2 more. "!undo" takes it back for 10 minutes.
            -erin to slotkeeper- rank b2 >
            -slotkeeper to erin- go on: what you say next with "!rank …" within 2 minutes comes behind it. Nothing is recorded yet.
            [2 minutes later]
            <slotkeeper> First in the votes now: 1 item-3x (new), 2 item-4x (new). "!rank" shows all.
            -erin to slotkeeper- b1
            -slotkeeper to erin- no command "b1". Did you mean !bp? "!help" lists all.
            """)
    }

    @Test("the rest of a line keeps what was said before, and a mistake in it gives it all up") func restOfLine()
        async throws
    {
        try await Voting.room(items: 5).plays(
            """
            -erin to slotkeeper- rank b1 > b2 > -- easy ones first
            -slotkeeper to erin- go on: what you say next with "!rank …" within 2 minutes comes behind it. Nothing is recorded yet.
            -erin to slotkeeper- slots
            -slotkeeper to erin- 0 slots: 0 busy, nothing ready to move in. Waiting in the backlog: 5 for "!ready" from their author; closest: item-1x (not called ready).
            -erin to slotkeeper- b3 -- then this?
            -slotkeeper to erin- your ballot: 1 item-1x, 2 item-2x, 3 item-3x; the other 2 tie below. The backlog begins item-1x, item-2x, item-3x and 2 more. "!undo" takes it back for 10 minutes.
            -erin to slotkeeper- rank log
            -slotkeeper to erin- C20 Mon 15 Dec 09:00 UTC erin voted: item-1x, item-2x, item-3x (easy ones first; then this?)
            -slotkeeper to erin- C1 Mon 15 Dec 09:00 UTC ballots are counted by ranked-pairs-wv: named by 2, judged by 50 %, from 1 ballot on
            -erin to slotkeeper- rank b5 >
            -slotkeeper to erin- go on: what you say next with "!rank …" within 2 minutes comes behind it. Nothing is recorded yet.
            -erin to slotkeeper- b4 > b9
            -slotkeeper to erin- no blueprint "b9". Nothing was recorded. The line that you had begun is forgotten: begin anew.
            -erin to slotkeeper- b4
            -slotkeeper to erin- no command "b4". Did you mean !bp? "!help" lists all.
            -erin to slotkeeper- rank b5 >
            -slotkeeper to erin- go on: what you say next with "!rank …" within 2 minutes comes behind it. Nothing is recorded yet.
            -erin to slotkeeper- b4 < b3
            -slotkeeper to erin- say either > or <, not both: which end is the best cannot be told. Nothing was recorded. The line that you had begun is forgotten: begin anew.
            -erin to slotkeeper- rank b5 >
            -slotkeeper to erin- go on: what you say next with "!rank …" within 2 minutes comes behind it. Nothing is recorded yet.
            -erin to slotkeeper- rank top b4 -- after all
            -slotkeeper to erin- item-4x is now 1st on your ballot. It waits for votes: named by 1 of the 2 voters that it needs. "!undo" takes it back for 10 minutes.
            -erin to slotkeeper- rank b3
            -slotkeeper to erin- your ballot: 1 item-3x; the other 4 tie below. The backlog begins item-1x, item-2x, item-3x and 2 more. "!undo" takes it back for 10 minutes.
            """)
    }

    @Test("says what is wrong with a line, and records nothing of it") func mistakes() async throws {
        let room = try await Voting.room(items: 3)
        try await room.prepare("<alice> !blueprint add gone-1x trivial")
        try await room.prepare("<alice> !withdraw gone-1x")
        func votes() async throws -> Int {
            try await room.log.read(after: 0, limit: 1000).count { $0.stream != "people" }
        }
        let before = try await votes()
        let wrong = [
            "b1 b2":
                #"between "b1" and "b2" stands nothing: say "a > b" for better, "a = b" for as good. Nothing was recorded."#,
            "b1 > b2 < b3": "say either > or <, not both: which end is the best cannot be told. Nothing was recorded.",
            "b1 > > b2":
                #"a name is missing: say "!rank a > b = c", with a name before and behind each sign. Nothing was recorded."#,
            "= b2":
                #"a name is missing: say "!rank a > b = c", with a name before and behind each sign. Nothing was recorded."#,
            "b1 > b2 =": #"a name is missing at the end: say "!rank a > b = c". Nothing was recorded."#,
            "b1 > item-1x": "item-1x is named twice; name it once. Nothing was recorded.",
            ">":
                #"your line names nothing: say "!rank a > b = c", or "!rank withdraw" to take your ballot back. Nothing was recorded."#,
            "-- only words":
                #"your line names nothing: say "!rank a > b = c", or "!rank withdraw" to take your ballot back. Nothing was recorded."#,
            "b1 > item": #""item" may mean item-1x, item-2x or item-3x. Nothing was recorded."#,
            "itme-1x > thing > other > b1":
                #"no blueprint "itme-1x" (did you mean item-1x or item-2x?); no blueprint "thing". Nothing was recorded."#,
            "b1 > gone-1x": "gone-1x is closed and can no longer be ranked; leave it out. Nothing was recorded.",
            "up gone-1x": "gone-1x is closed and can no longer be ranked; leave it out. Nothing was recorded.",
            "b1 0": "there is no place 0; places count from 1. Nothing was recorded.",
            "b1 -3": "there is no place -3; places count from 1. Nothing was recorded.",
            "up b1 b2": #""b2" is too much: say "!rank up NAME"."#,
            "verify please": #""please" is too much: say "!rank verify"."#,
            "why itme-1x": #"no blueprint "itme-1x" (did you mean item-1x or item-2x?)."#,
            "b1 > b2? >":
                "a line that goes on has no question mark: put it at the end of the last line. Nothing was recorded.",
            "b1 102":
                #"between "b1" and "102" stands nothing: say "a > b" for better, "a = b" for as good. Nothing was recorded."#,
            "up": #"which blueprint? Say "!rank up NAME"."#,
            "like": #"whose ballot? Say "!rank like NICK"."#,
            "like nobody": #"nobody called "nobody" has a ballot here. "!rank log" shows who voted."#,
            "log": #"nobody has voted here yet: "!rank a > b = c"."#,
            "export": #"there are no ballots yet: "!rank a > b = c"."#,
            Array(repeating: "b1", count: 10_000).joined(separator: " > "):
                "your line has 10000 names, and there are only 3 open blueprints. Nothing was recorded.",
        ]
        for (said, answer) in wrong {
            #expect(await room.say("erin", "!rank \(said)") == ["erin: \(answer)"], "\(said.prefix(60))")
        }
        #expect(await room.say("guest7", "!rank b1 > b2").first?.contains("log in to services first") == true)
        #expect(try await votes() == before)
    }

    @Test("shows who voted, all ballots, and anybody's") func openness() async throws {
        let room = try await Voting.room(items: 3)
        try await room.prepare(
            "<erin> !rank b1 > b2 -- quick wins first\n<carol> !rank b3\n[1 day later]\n<erin> !rank withdraw")
        try await room.prepare("<bob> !rank b2 = b3 > b1")
        try await room.plays(
            """
            -heidi to slotkeeper- rank log
            -slotkeeper to heidi- C19 Tue 16 Dec 09:00 UTC bob voted: item-2x, item-3x, item-1x
            -slotkeeper to heidi- C17 Tue 16 Dec 09:00 UTC erin withdrew
            -slotkeeper to heidi- C16 Mon 15 Dec 09:00 UTC carol voted: item-3x
            -slotkeeper to heidi- C14 Mon 15 Dec 09:00 UTC erin voted: item-1x, item-2x (quick wins first)
            -slotkeeper to heidi- C1 Mon 15 Dec 09:00 UTC ballots are counted by ranked-pairs-wv: named by 2, judged by 50 %, from 1 ballot on
            -heidi to slotkeeper- rank export
            -slotkeeper to heidi- bob: item-2x = item-3x > item-1x
            -slotkeeper to heidi- carol (advice): item-3x
            -slotkeeper to heidi- 2 ballots. "slotkeeper export --ballots" writes them to a file that "slotkeeper tally" counts.
            -heidi to slotkeeper- rank ballot bob
            -slotkeeper to heidi- bob's ballot (Tue 16 Dec): 1 item-2x = item-3x, 2 item-1x. "!rank like bob" copies it.
            """)
    }
}
