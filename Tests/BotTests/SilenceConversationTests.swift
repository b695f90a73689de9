import BotTesting
import Ledger
import ReviewSlots
import Testing

/// Authors who do not answer, slots whose time is over, and people who are away. It is Mon 15 Dec 2014, 09:00 UTC.
@Suite("Silence, time boxes and absence")
struct SilenceConversationTests {
    /// Two slots: vmware-vsan of carol with a -1 since Mon 8 Dec, reviewed by bob, and barbican-keys of grace, which is fine;
    /// soft-affinity is ready behind them.
    private static func room(
        _ silence: Settings.Silence = Settings.Silence(), timeBox: Int? = nil, reviewsPerCore: Int = 0,
        take: String = "<bob> !take vmware-vsan"
    ) async throws -> TestRoom {
        let settings = Settings(slots: 2, silence: silence, timeBox: timeBox, reviewsPerCore: reviewsPerCore)
        let room = try await TestRoom.make(settings: settings, baseURL: nil)
        try await room.prepare(
            """
            [2014-12-01 09:00]
            <alice> !blueprint add vmware-vsan trivial changes 101 102 by carol
            <carol> !ready vmware-vsan
            <alice> !blueprint add barbican-keys trivial changes 201 by grace
            <grace> !ready barbican-keys
            <alice> !blueprint add soft-affinity trivial changes 301 by frank
            <frank> !ready soft-affinity
            \(take)
            [2014-12-08 09:00]
            <bob> !change 102 -1 zuul
            """)
        return room
    }

    @Test("an author is warned once, may hold, and is proposed for a bump to those who review it") func propose()
        async throws
    {
        let room = try await Self.room()
        try await room.plays(
            """
            [2014-12-14 23:00]
            [2014-12-15 09:00]
            <slotkeeper> carol: vmware-vsan (slot 1) has been unanswered for 7 days: 102 has -1 from zuul. Answer, push, or say "!hold vmware-vsan 10d" by Thu 18 Dec 09:00 UTC, else a bump is proposed. Your rank stays.
            [2014-12-15 10:00]
            <erin> !slots
            <slotkeeper> erin: 2 slots: 2 busy. 1 ready in the backlog, next: soft-affinity. Oldest: vmware-vsan, 14 days.
            <slotkeeper> Need reviews: barbican-keys 0/1. Need their author: vmware-vsan 0/2 (silent 7d)
            <erin> !slot vmware-vsan
            <slotkeeper> erin: vmware-vsan (carol), slot 1 since Mon 1 Dec (14 days), 0 of 2 merged. Left: 101, waits 14 days; 102, -1 zuul, waits 7 days. Unanswered since Mon 8 Dec: its author has until Thu 18 Dec 09:00 UTC. Signed up: bob.
            <carol> !away 10d
            <slotkeeper> carol: you are away until Thu 25 Dec 10:00 UTC: nobody counts on your reviews until then. "!away off" ends it.
            [2014-12-18 09:00]
            <slotkeeper> bob: vmware-vsan (slot 1) has been unanswered for 10 days by carol (away until Thu 25 Dec). Bump with "!bump vmware-vsan", or give time with "!hold vmware-vsan 10d"; the rank stays.
            [2014-12-24 09:00]
            <erin> !slot vmware-vsan
            <slotkeeper> erin: vmware-vsan (carol), slot 1 since Mon 1 Dec (23 days), 0 of 2 merged. Left: 101, waits 23 days; 102, -1 zuul, waits 16 days. Unanswered since Mon 8 Dec: a bump is proposed, as no answer came by Thu 18 Dec 09:00 UTC. Signed up: bob.
            <bob> !hold vmware-vsan 10d
            <slotkeeper> bob: vmware-vsan is on hold until Sat 3 Jan 2015 09:00 UTC. "!hold vmware-vsan off" ends it.
            <bob> !undo
            <slotkeeper> bob: taken back: bump of vmware-vsan proposed, no answer by Thu 18 Dec, vmware-vsan off hold.
            <bob> !change 102 0 zuul
            <slotkeeper> bob: 102; vmware-vsan 0 of 2 merged.
            [30 days later]
            """)
    }

    @Test("where nobody reviews it, the leads are told who are here") func leads() async throws {
        let room = try await Self.room(take: "<dave> !take vmware-vsan")
        try await room.plays(
            """
            [2014-12-15 09:00]
            <slotkeeper> carol: vmware-vsan (slot 1) has been unanswered for 7 days: 102 has -1 from zuul. Answer, push, or say "!hold vmware-vsan 10d" by Thu 18 Dec 09:00 UTC, else a bump is proposed. Your rank stays.
            <dave> !away 2 weeks
            <slotkeeper> dave: you are away until Mon 29 Dec 09:00 UTC: nobody counts on your reviews until then. "!away off" ends it.
            <slotkeeper> dave is away until Mon 29 Dec. Cores, "!take NAME" to sign up for vmware-vsan (0 of 2).
            [2014-12-18 09:00]
            <slotkeeper> alice: vmware-vsan (slot 1) has been unanswered for 10 days by carol. Bump with "!bump vmware-vsan", or give time with "!hold vmware-vsan 10d"; the rank stays.
            """)
    }

    @Test("where it is the policy the slot goes to the next, and a lead who takes that back gives time") func bump()
        async throws
    {
        let room = try await Self.room(.init(policy: .bump))
        try await room.plays(
            """
            [2014-12-15 09:00]
            <slotkeeper> carol: vmware-vsan (slot 1) has been unanswered for 7 days: 102 has -1 from zuul. Answer, push, or say "!hold vmware-vsan 10d" by Thu 18 Dec 09:00 UTC, else the slot goes to the next in rank. Your rank stays.
            [2014-12-18 09:00]
            <slotkeeper> Slot 1 is free: vmware-vsan was bumped, 0 of 2 merged (unanswered for 10 days); no penalty, its rank stays. In comes #2 soft-affinity: 1 change.
            <slotkeeper> frank: soft-affinity has slot 1 until it lands; please watch comments daily. Cores, "!take soft-affinity" to sign up (0 of 2). carol: vmware-vsan has no slot any more; say "!ready vmware-vsan" when you are back.
            """)
        let bump = try #require(try await room.log.readBackwards(stream: nil, before: nil, limit: 1).first?.command)
        try await room.plays(
            """
            [2014-12-18 10:00]
            <alice> !undo \(bump)
            <slotkeeper> alice: taken back: soft-affinity out of slot 1 (undone), vmware-vsan into slot 1, vmware-vsan called ready, vmware-vsan unanswered since Mon 8 Dec and 1 more.
            <slotkeeper> Taken back by alice: \(bump). soft-affinity is back in the backlog, vmware-vsan has slot 1.
            <slotkeeper> carol: vmware-vsan (slot 1) has been unanswered for 10 days: 102 has -1 from zuul. Answer, push, or say "!hold vmware-vsan 10d" by Tue 23 Dec 10:00 UTC, else the slot goes to the next in rank. Your rank stays.
            [2014-12-23 09:00]
            <carol> !hold vmware-vsan 10d
            <slotkeeper> carol: vmware-vsan is on hold until Fri 2 Jan 2015 09:00 UTC. "!hold vmware-vsan off" ends it.
            [2014-12-23 10:00]
            """)
    }

    @Test("many who are silent at once are one line") func many() async throws {
        let room = try await Self.room()
        try await room.prepare("<bob> !change 201 -1 zuul")
        try await room.plays(
            """
            [2014-12-15 09:00]
            <slotkeeper> carol, grace: vmware-vsan, barbican-keys have been unanswered for 5 working days or more. Answer, push, or say "!hold NAME 10d" by Thu 18 Dec 09:00 UTC, else a bump is proposed. Your rank stays.
            [2014-12-18 09:00]
            <slotkeeper> bob, alice: vmware-vsan, barbican-keys have been unanswered for 10 days. Bump with "!bump NAME", or give time with "!hold NAME 10d"; the rank stays.
            """)
    }

    @Test("a time box shows its end, is announced before it, and is extended by cores") func timeBox() async throws {
        let room = try await Self.room(.init(policy: .off), timeBox: 21 * Timestamp.day)
        try await room.plays(
            """
            <erin> !slot vmware-vsan
            <slotkeeper> erin: vmware-vsan (carol), slot 1 since Mon 1 Dec (7 days), time box ends Mon 22 Dec, 0 of 2 merged. Left: 101, waits 7 days; 102, -1 zuul. Signed up: bob.
            <carol> !extend vmware-vsan 7d
            <slotkeeper> carol: only cores can move the end of a time box (you are known as carol, reader). Ask alice, bob or dave. "!why vmware-vsan" says what it waits for.
            <bob> !extend vmware-vsan
            <slotkeeper> bob: by how much? Say "!extend NAME 7d [why]" (m, h, d or w).
            <bob> !extend barbican-keys 7 days of waiting for CI
            <slotkeeper> bob: the time box of barbican-keys (slot 2) ends on Mon 29 Dec 09:00 UTC. "!undo" takes it back for 10 minutes.
            <bob> !undo
            <slotkeeper> bob: taken back: time box of barbican-keys as set for all.
            <bob> !extend barbican-keys 7d of waiting
            <slotkeeper> bob: the time box of barbican-keys (slot 2) ends on Mon 29 Dec 09:00 UTC. "!undo" takes it back for 10 minutes.
            [2014-12-15 09:00]
            <slotkeeper> carol, bob: the time box of vmware-vsan (slot 1) ends on Mon 22 Dec 09:00 UTC. A core can give more time with "!extend vmware-vsan 7d".
            [2014-12-22 09:00]
            <slotkeeper> grace: the time box of barbican-keys (slot 2) ends on Mon 29 Dec 09:00 UTC. A core can give more time with "!extend barbican-keys 7d". bob: the time box of vmware-vsan (slot 1) is over. Bump with "!bump vmware-vsan", or give time with "!extend vmware-vsan 7d"; the rank stays.
            <erin> !slots
            <slotkeeper> erin: 2 slots: 2 busy. 1 ready in the backlog, next: soft-affinity. Oldest: vmware-vsan, 21 days.
            <slotkeeper> Need reviews: barbican-keys 0/1. Need their author: vmware-vsan 0/2 (for 14d, time box over)
            [1 day later]
            <erin> !slot vmware-vsan
            <slotkeeper> erin: vmware-vsan (carol), slot 1 since Mon 1 Dec (22 days), time box over since Mon 22 Dec, 0 of 2 merged. Left: 101, waits 22 days; 102, -1 zuul, waits 15 days. Signed up: bob.
            <bob> !extend vmware-vsan 1w
            <slotkeeper> bob: the time box of vmware-vsan (slot 1) ends on Tue 30 Dec 09:00 UTC. "!undo" takes it back for 10 minutes.
            [1 day later]
            """)
    }

    @Test("who is away counts on no slot, is not called, and is told so") func away() async throws {
        let room = try await Self.room()
        try await room.plays(
            """
            <bob> !away
            <slotkeeper> bob: you are here. "!away 10d" says that you are away.
            <bob> !away soon
            <slotkeeper> bob: how long? Say "!away 10d" (m, h, d or w), or "!away off".
            <guest1> !away 10d
            <slotkeeper> guest1: log in to services first (/msg NickServ IDENTIFY); then you can vote and act. Everything read-only works without it.
            <bob> !away 10d
            <slotkeeper> bob: you are away until Thu 18 Dec 09:00 UTC: nobody counts on your reviews until then. "!away off" ends it.
            <slotkeeper> bob is away until Thu 18 Dec. Cores, "!take NAME" to sign up for vmware-vsan (0 of 2).
            <bob> !away 10d
            <slotkeeper> bob: you are away until Thu 18 Dec 09:00 UTC: nobody counts on your reviews until then. "!away off" ends it.
            <bob> !whoami
            <slotkeeper> bob: you are oftc:bob, core on nova, away until Thu 18 Dec 09:00 UTC.
            <dave> !take vmware-vsan
            <slotkeeper> dave: you review vmware-vsan (slot 1), 1 of 2: bob (away until Thu 18 Dec), dave. Next: 101, waits 7 days. "!untake vmware-vsan" takes it back.
            <erin> !slot vmware-vsan
            <slotkeeper> erin: vmware-vsan (carol), slot 1 since Mon 1 Dec (7 days), 0 of 2 merged. Left: 101, waits 7 days; 102, -1 zuul. Signed up: bob (away until Thu 18 Dec), dave; others: "!take vmware-vsan".
            <bob> !change 101 merged
            <slotkeeper> bob: 101 merged; vmware-vsan 1 of 2 merged.
            <bob> !change 102 merged
            <slotkeeper> bob: 102, -1 zuul merged; vmware-vsan 2 of 2 merged.
            <slotkeeper> carol, dave: all open changes of vmware-vsan are merged. Say "!landed vmware-vsan", or add a change; else it lands by itself on Tue 9 Dec 09:00 UTC.
            <bob> !away off
            <slotkeeper> bob: you are here again.
            <bob> !undo
            <slotkeeper> bob: taken back: bob away until Thu 18 Dec.
            <bob> !away off
            <slotkeeper> bob: you are here again.
            <bob> !away off
            <slotkeeper> bob: nothing was changed: you are not away.
            """)
    }

    @Test("accounts that are joined later are away together") func joined() async throws {
        let room = try await TestRoom.make(alsoOn: [TestNetwork(name: "libera")])
        try await room.prepare("<bob@libera> !away 10d")
        try await room.plays(
            """
            -bob to slotkeeper- link
            -slotkeeper to bob- say "!link secret42" from your other account within 15 minutes; both are then one person here. Tell nobody the code.
            -bob@libera to slotkeeper- link secret42
            -slotkeeper to bob- linked: oftc:bob and libera:bob are one person now.
            <bob> !away
            <slotkeeper> bob: you are away until Thu 25 Dec 09:00 UTC. "!away off" ends it.
            <bob> !away off
            <slotkeeper> bob: you are here again.
            <bob@libera> !away
            <slotkeeper> bob: you are here. "!away 10d" says that you are away.
            """)
    }

    @Test("one who reviews enough is told what to give back") func limit() async throws {
        let room = try await Self.room(reviewsPerCore: 1)
        try await room.plays(
            """
            <bob> !take barbican-keys
            <slotkeeper> bob: you have signed up for vmware-vsan, and 1 at a time is the limit. "!untake vmware-vsan" gives one back.
            <bob> !untake vmware-vsan
            <slotkeeper> bob: you no longer review vmware-vsan; nobody is signed up.
            <bob> !take barbican-keys
            <slotkeeper> bob: you review barbican-keys (slot 2), 1 of 2: bob. Next: 201, waits 7 days. "!untake barbican-keys" takes it back.
            """)
    }
}
