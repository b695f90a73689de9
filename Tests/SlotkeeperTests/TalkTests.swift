import Bot
import BotTesting
import Chat
import Logging
import MatrixTesting
import RankVotes
import ReviewDay
import ReviewSlots
import Summaries
import Testing

/// One table of talks on three networks: what the bot says is the same everywhere.
@Suite("Talks", .timeLimit(.minutes(5)))
struct TalkTests {
    private static let talks = Talk.all.filter(\.isInOneRoom) + ofPlugins

    @Test(arguments: talks) func `At the terminal`(talk: Talk) async throws {
        try await talk.plays(on: TerminalStage())
    }

    @Test(arguments: talks) func `On IRC, over TLS`(talk: Talk) async throws {
        try await IRCStage.plays(talk)
    }

    /// There everybody has an account.
    @Test(
        .enabled(if: Synapse.isInstalled, "Synapse is not installed: script/install-packages test"),
        arguments: talks.filter { !$0.people.contains { $0.hasPrefix("guest") } })
    func `On Matrix, with Synapse`(talk: Talk) async throws {
        try await talk.plays(on: try await MatrixStage())
    }

    private static let ofPlugins = [
        Talk(
            "answers say how old the review system's word is while that does not answer",
            on: {
                try await TestRoom.example(plugins: [
                    TestReviews(
                        caveat: "Gerrit has not answered for 14 minutes, so this is as of Mon 15 Dec 11:46 UTC.")
                ])
            },
            """
            <alice> !slots
            <slotkeeper> alice: 4 slots: 3 busy, 1 free (kept for debt). 1 ready in the backlog, next: vmware-ephemeral-disk. Oldest: vmware-vsan, 12 days. Gerrit has not answered for 14 minutes, so this is as of Mon 15 Dec 11:46 UTC. https://slots.example.org/nova
            <slotkeeper> Need reviews: vmware-vsan 2/3 (2nd +2). Need their author: tag-instances 0/1 (for 3d). Landing: barbican-keys 2/2
            """),
        Talk(
            "a review day is opened, counted at noon and summed up",
            on: {
                let room = try await TestRoom.make(
                    settings: Settings(slots: 0, cycle: "Kilo"),
                    plugins: [
                        ReviewDayPlugin(titles: ["nova": "Nova"]),
                        SummariesPlugin(logger: Logger(label: "talk") { _ in SwiftLogNoOpLogHandler() }),
                        TestReviews(given: [("bob", 134_153), ("bob", 140_001), ("dave", 134_153)]),
                    ])
                for (number, title) in [126_866: "NFS", 134_153: "DRBD", 138_627: "Orphans"] {
                    try await room.prepare("<alice> !spec add \(number) Cells: \(title)")
                }
                return room
            },
            """
            <alice> !reviewday set 2014-12-17
            <slotkeeper> alice: spec review day on Wed 17 Dec, all day UTC, in 2 days. I remind of it, count, and sum up. "!undo" takes it back, "!reviewday move" and "!reviewday cancel" too.
            <slotkeeper> alice sets a spec review day: Wed 17 Dec, all day UTC, in 2 days. What is filed from now on is counted apart. "!reviewday" shows how it stands. https://slots.example.org/nova/reviewday
            [2014-12-16 09:00]
            <slotkeeper> Spec review day tomorrow, Wed 17 Dec, all day UTC. 3 spec reviews open: 1 needs one more +2, 1 waits for its author. Say "!next spec" for one to start with. https://slots.example.org/nova/reviewday
            [2014-12-17 00:00]
            <slotkeeper+> Spec review day so far: 0 specs approved, 0 abandoned, 3 reviews by 2 people. Needing just one +2 now: 126866 "NFS". https://slots.example.org/nova/reviewday
            [2014-12-17 09:00]
            <slotkeeper> The spec review day has begun, Wed 17 Dec, all day UTC. 3 spec reviews open: 1 needs one more +2, 1 waits for its author. Say "!next spec" for one to start with. https://slots.example.org/nova/reviewday
            <sam> !spec add 140001 Cells: A late idea
            <slotkeeper> sam: 140001 "A late idea" (Cells, Kilo): proposed. https://review.example.org/140001
            <sam> !spec 140001 set approved
            <slotkeeper> sam: 140001 "A late idea" (Cells, Kilo): approved. https://review.example.org/140001
            <slotkeeper+> * Spec review day so far: 1 spec approved, 0 abandoned, 3 reviews by 2 people. Needing just one +2 now: 126866 "NFS". https://slots.example.org/nova/reviewday
            <sam> !spec 134153 set approved
            <slotkeeper> sam: 134153 "DRBD" (Cells, Kilo): approved. https://review.example.org/134153
            <sam> !spec 138627 set abandoned
            <slotkeeper> sam: 138627 "Orphans" (Cells, Kilo): abandoned. https://review.example.org/138627
            [2014-12-17 12:00]
            <slotkeeper> Review day, 12:00 UTC: 2 specs approved, 1 abandoned, 3 reviews by 2 people. Needing just one +2 now: 126866 "NFS". https://slots.example.org/nova/reviewday
            <slotkeeper+> * Spec review day so far: 2 specs approved, 1 abandoned, 3 reviews by 2 people. Needing just one +2 now: 126866 "NFS". https://slots.example.org/nova/reviewday
            <erin> !reviewday
            <slotkeeper> erin: the spec review day is on (Wed 17 Dec, all day UTC): 2 specs approved, 1 abandoned, 3 reviews by 2 people. Needing just one +2 now: 126866 "NFS". Reviews: bob 2, dave 1. Filed since it was announced: 1. https://slots.example.org/nova/reviewday
            [2014-12-18 00:00]
            <slotkeeper> Review day is over: 2 specs approved (1 of them filed since it was announced), 1 abandoned, 3 reviews by 2 people. Filed since it was announced: 1. Open now 3 reviews, before 3.
            <slotkeeper> alice, sam: the draft of a summary waits. The first one: 4 specs in 1 category: 1 proposed, 2 approved, 1 abandoned. 4 reviews, 1 open. "!summary show", and then "!summary approve".
            <slotkeeper+> * Spec review day in the end: 2 specs approved, 1 abandoned, 3 reviews by 2 people. https://slots.example.org/nova/reviewday
            """),
        Talk(
            "!rank moves an item on the own ballot, and lists the order",
            on: {
                let room = try await TestRoom.make(
                    settings: Settings(slots: 0, cycle: "Kilo"), plugins: [RankVotesPlugin()], baseURL: nil)
                for number in 1...6 {
                    try await room.prepare("<alice> !blueprint add item-\(number)x trivial changes \(100 + number)")
                }
                return room
            },
            """
            <erin> !rank item-3x > b1 = 102 -- small and useful
            <slotkeeper> erin: your ballot: 1 item-3x, 2 item-1x = item-2x; the other 3 tie below. It is 1 of the 3 ballots from which on the votes order the backlog. "!undo" takes it back for 10 minutes.
            <erin> !rank up item-1x
            <slotkeeper> erin: item-1x is now 2nd on your ballot (was 2nd with another). It waits for votes: named by 1 of the 2 voters that it needs. "!undo" takes it back for 10 minutes.
            <bob> !rank list
            <slotkeeper> bob: Draft of 1 ballot (from 3 on they order the backlog; until then pins and age do): nothing is ranked yet. 6 wait for votes. "!rank a > b" casts your ballot.
            <bob> !rank item-3x > item-1x
            <slotkeeper> bob: your ballot: 1 item-3x, 2 item-1x; the other 4 tie below. There are 2 of the 3 ballots from which on the votes order the backlog. "!undo" takes it back for 10 minutes.
            <bob> !rank list
            <slotkeeper> bob: Draft of 2 ballots (from 3 on they order the backlog; until then pins and age do): 1 item-3x  2 item-1x. 4 wait for votes. "!rank a > b" casts your ballot.
            <erin> !rank mine
            <slotkeeper> erin: sent in private.
            -slotkeeper to erin- Your ballot (Mon 15 Dec): 1 item-3x, 2 item-1x, 3 item-2x; the other 3 tie below. Change: "rank a > b > c" (a new ballot), "rank up|down|top|drop NAME", "rank NAME PLACE".
            """),
        Talk(
            "a review day is announced, moved and called off",
            on: { try await TestRoom.example(plugins: [ReviewDayPlugin()]) },
            """
            <alice> !reviewday set 2014-12-19
            <slotkeeper> alice: spec review day on Fri 19 Dec, all day UTC, in 4 days. I remind of it, count, and sum up. "!undo" takes it back, "!reviewday move" and "!reviewday cancel" too.
            <slotkeeper> alice sets a spec review day: Fri 19 Dec, all day UTC, in 4 days. What is filed from now on is counted apart. "!reviewday" shows how it stands. https://slots.example.org/nova/reviewday
            <sam> !reviewday move Sat
            <slotkeeper> sam: the spec review day is now Sat 20 Dec, all day UTC. "!undo" takes it back.
            <slotkeeper> The spec review day of Fri 19 Dec, all day UTC is moved by sam, to Sat 20 Dec, all day UTC.
            [2014-12-19 09:00]
            <slotkeeper> Slot 3 is free: barbican-keys landed, 2 changes in 16 days. In comes #3 vmware-ephemeral-disk: 3 changes, 210 lines, https://slots.example.org/nova/s/3. Passed over: #1 nfs-image-store (spec not merged), #2 multi-attach (no code yet).
            <slotkeeper> carol: vmware-ephemeral-disk has slot 3 until it lands; please watch comments daily. Cores, "!take vmware-ephemeral-disk" to sign up (0 of 2). frank: tag-instances (slot 2) has been unanswered for 7 days: 126560 has -1 from zuul. Answer, push, or say "!hold tag-instances 10d" by Wed 24 Dec 09:00 UTC, else a bump is proposed. Your rank stays.
            <slotkeeper> Spec review day tomorrow, Sat 20 Dec, all day UTC. 4 spec reviews open. Say "!next spec" for one to start with. https://slots.example.org/nova/reviewday
            <alice> !reviewday cancel too many are away
            <slotkeeper> alice: the spec review day of Sat 20 Dec, all day UTC is called off. "!undo" takes it back.
            <slotkeeper> The spec review day of Sat 20 Dec, all day UTC is called off by alice: too many are away.
            """),
    ]
}
