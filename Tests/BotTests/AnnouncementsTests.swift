import Bot
import BotTesting
import Chat
import Ledger
import ReviewSlots
import Testing

/// What the channels hear of their own accord: who left, who moved in, who was passed over, and who must act.
@Suite("Announcements")
struct AnnouncementsTests {
    /// Two slots, both busy with work of carol and grace; frank waits without his word.
    private static func twoBusy(_ settings: Settings = Settings(slots: 2)) async throws -> TestRoom {
        let room = try await TestRoom.make(settings: settings, baseURL: nil)
        try await room.prepare(
            """
            [2014-12-06 09:00]
            <alice> !blueprint add vmware-vsan trivial changes 101 102 by carol
            <carol> !ready vmware-vsan
            <alice> !blueprint add barbican-keys trivial changes 201 by grace
            <grace> !ready barbican-keys
            <alice> !blueprint add soft-affinity trivial changes 301 by frank
            [2014-12-15 09:00]
            """)
        return room
    }

    @Test("a slot that nobody takes") func nobody() async throws {
        try await Self.twoBusy().plays(
            """
            <grace> !withdraw barbican-keys no time for it
            <slotkeeper> grace: barbican-keys is withdrawn. "!undo" takes it back for 10 minutes.
            <slotkeeper> Slot 2 is free: barbican-keys was withdrawn by grace (no time for it). Nothing is ready to move in.
            """)
    }

    @Test("a slot that is kept for another kind of work") func kept() async throws {
        let room = try await Self.twoBusy()
        try await room.prepare("<frank> !ready soft-affinity")
        try await room.plays(
            """
            <alice> !slots reserve debt 1
            <slotkeeper> alice: reserved for debt: 0 -> 1. "!undo" takes it back for 10 minutes.
            <slotkeeper> Slots reserved for debt: 0 -> 1 by alice.
            <grace> !landed barbican-keys
            <slotkeeper> grace: barbican-keys has landed, 0 of 1 merged, and frees slot 2. "!undo" takes it back for 10 minutes.
            <slotkeeper> Slot 2 is free: barbican-keys landed, 0 changes in 9 days. It is kept for debt; soft-affinity is next when another frees.
            <alice> !slots lend on
            <slotkeeper> alice: reserved slots without ready work are lent. "!undo" takes it back for 10 minutes.
            <slotkeeper> Reserved slots without ready work are lent from now on by alice.
            <slotkeeper> frank: soft-affinity (#1) moves into slot 2: 1 change, on a lent slot. Please watch comments daily. Cores, "!take soft-affinity" to sign up (0 of 2).
            """)
    }

    @Test("a slot that is gone, because there are fewer than before") func gone() async throws {
        let room = try await Self.twoBusy()
        try await room.prepare("<frank> !ready soft-affinity")
        try await room.plays(
            """
            <alice> !slots set 1 fewer hands
            <slotkeeper> alice: slots: 2 -> 1. "!undo" takes it back for 10 minutes.
            <slotkeeper> Slots: 2 -> 1 by alice (fewer hands).
            <bob> !slots
            <slotkeeper> bob: 1 slot: 2 busy, 1 more than allowed. 1 ready in the backlog, next: soft-affinity. Oldest: vmware-vsan, 9 days.
            <slotkeeper> Need reviews: vmware-vsan 0/2, barbican-keys 0/1
            <bob> !landed barbican-keys
            <slotkeeper> bob: barbican-keys has landed, 0 of 1 merged, and frees slot 2. "!undo" takes it back for 10 minutes.
            <slotkeeper> Slot 2 is gone: barbican-keys landed, 0 changes in 9 days.
            """)
    }

    @Test("several at once are two lines all the same") func several() async throws {
        let room = try await TestRoom.make(settings: Settings(slots: 0))
        var history: [String] = ["<alice> !blueprint add no-code-yet trivial by erin"]
        for (number, author) in ["carol", "frank", "grace", "carol", "dave", "erin", "heidi", "ivan"].enumerated() {
            history.append(
                "<alice> !blueprint add quite-a-long-name-\(number)x trivial changes \(number + 1) by \(author)")
            history.append("<\(author)> !ready quite-a-long-name-\(number)x")
        }
        try await room.prepare(history.joined(separator: "\n"))
        try await room.plays(
            """
            <alice> !slots set 10 the summit is over
            <slotkeeper> alice: slots: 0 -> 10. "!undo" takes it back for 10 minutes.
            <slotkeeper> Slots: 0 -> 10 by alice (the summit is over). In come quite-a-long-name-0x (slot 1), quite-a-long-name-1x (slot 2), quite-a-long-name-2x (slot 3), quite-a-long-name-3x (slot 4) and 4 more. Passed over: no-code-yet (no code yet).
            <slotkeeper> carol, frank, grace, dave, erin, heidi, ivan: quite-a-long-name-0x, quite-a-long-name-1x, quite-a-long-name-2x, quite-a-long-name-3x, quite-a-long-name-4x and 3 more have slots until they land; please watch comments daily. Cores, "!take NAME" to sign up (2 each).
            """)
    }

    @Test("authors hear when their spec is approved or all their changes are abandoned") func authors() async throws {
        let room = try await Self.twoBusy()
        try await room.prepare(
            """
            <alice> !spec add 900 API: A plan
            <alice> !blueprint add plan-a-thing spec 900 by frank
            """)
        try await room.plays(
            """
            <sam> !spec 900 set ft
            <slotkeeper> sam: 900 "A plan" (API): fast tracked. Blueprint: plan-a-thing. https://review.example.org/900
            <sam> !spec 900 set ft, approved
            <slotkeeper> sam: 900 "A plan" (API): fast tracked, approved. Blueprint: plan-a-thing. https://review.example.org/900
            <slotkeeper> frank: spec 900 is approved. plan-a-thing: missing now: no change is linked ("!change add plan-a-thing NUMBER"); its author has not said "!ready plan-a-thing".
            <carol> !change 101 abandoned
            <slotkeeper> carol: 101 abandoned; vmware-vsan 0 of 1 merged.
            <carol> !change 102 abandoned
            <slotkeeper> carol: 102 abandoned; vmware-vsan no changes.
            <slotkeeper> carol: all changes of vmware-vsan are abandoned. Say "!withdraw vmware-vsan", or link new ones with "!change add vmware-vsan NUMBER".
            """)
    }

    @Test("what a lead announces is said in full; two lines are the most") func announce() async throws {
        let room = try await Self.twoBusy()
        let long = Array(repeating: "hear ye", count: 88).joined(separator: " ")
        try await room.plays(
            """
            <alice> !announce The gate is down.
            <slotkeeper> alice: every channel of nova hears it.
            <slotkeeper> The gate is down.
            <alice> !announce \(long) \(long)
            <slotkeeper> alice: that is too long to be said: 708 bytes are the most.
            <alice> !announce \(long)
            <slotkeeper> alice: every channel of nova hears it.
            <slotkeeper> \(Array(repeating: "hear ye", count: 46).joined(separator: " ")) hear
            <slotkeeper> ye \(Array(repeating: "hear ye", count: 41).joined(separator: " "))
            """)
    }

    @Test("what can wait until it is asked for is not announced") func quiet() async throws {
        let room = try await Self.twoBusy()
        let before = await room.ledger.position
        try await room.prepare(
            """
            <frank> !ready soft-affinity
            <frank> !unready soft-affinity
            <frank> !hold soft-affinity 10d
            <frank> !hold soft-affinity off
            <bob> !take vmware-vsan
            <bob> !untake vmware-vsan
            <erin> !second soft-affinity
            <bob> !change 101 +2 bob ci ok title One
            <bob> !change 101 merged
            <alice> !spec add 900 API: A plan
            <alice> !spec 900 move Scheduler
            <alice> !category rename Scheduler Placement
            <alice> !blueprint add one-more trivial
            <alice> !blueprint rename one-more one-other
            <alice> !order one-other 1
            <alice> !order one-other free
            <alice> !withdraw one-other
            """)
        #expect(try await room.announcements(after: before) == [])
    }

    @Test("an import is one line with its counts") func imports() async throws {
        let room = try await TestRoom.example()
        #expect(
            try await room.announcements(after: 0).contains(
                "Specs imported: 10 new. \"!specs\" counts all. https://slots.example.org/nova/specs"))
    }

    @Test("on trial every line says so") func trial() async throws {
        let room = try await Self.twoBusy(Settings(slots: 2, isTrial: true))
        try await room.prepare("<frank> !ready soft-affinity")
        try await room.plays(
            """
            <bob> !bump vmware-vsan
            <slotkeeper> bob: vmware-vsan leaves slot 1 and returns to #1 of the backlog, the place its rank gives it. carol: no penalty, say "!ready vmware-vsan" when you are back. "!undo" works for 10 minutes.
            <slotkeeper> (trial) Slot 1 is free: vmware-vsan was bumped by bob, 0 of 2 merged; no penalty, its rank stays. In comes #2 soft-affinity: 1 change.
            <slotkeeper> (trial) frank: soft-affinity has slot 1 until it lands; please watch comments daily. Cores, "!take soft-affinity" to sign up (0 of 2).
            <bob> !undo
            <slotkeeper> bob: taken back: soft-affinity out of slot 1 (undone), vmware-vsan into slot 1, vmware-vsan called ready.
            <slotkeeper> (trial) Taken back by bob: C23. soft-affinity is back in the backlog, vmware-vsan has slot 1.
            """)
    }

    @Test("only those who must act are highlighted") func highlights() async throws {
        let room = try await Self.twoBusy()
        try await room.prepare(
            """
            <frank> !ready soft-affinity
            <bob> !take vmware-vsan
            """)
        let before = await room.ledger.position
        #expect(await room.say("dave", "!bump vmware-vsan carol is away").count == 1)
        let groups = [try await room.log.read(after: before, limit: 100).map { try Recorded($0) }]
        let lines = try await room.bot.announcements(of: groups, on: room.board).joined()
        let mentioned = lines.flatMap(\.spans).compactMap { if case .mention(let name) = $0 { name } else { nil } }
        #expect(mentioned == ["frank"])
        // Those who are only named are broken up, so that no client rings.
        let text = lines.map { $0.plainText() }.joined()
        for name in ["bob", "dave"] { #expect(!text.contains(name)) }
    }
}
