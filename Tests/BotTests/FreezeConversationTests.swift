import BotTesting
import Ledger
import ReviewSlots
import Testing

/// What is said as a freeze nears, begins and ends. It is Mon 15 Dec 2014, 09:00 UTC; the freeze is on Thu 18 Dec.
@Suite("Freezes in the channel")
struct FreezeConversationTests {
    private static let freeze = Freeze(title: "Feature freeze", at: Timestamp(1_418_860_800), kind: .feature)

    /// One slot with vmware-vsan of carol, which bob and dave review; soft-affinity is ready behind it, and nfs-image-store
    /// waits for its spec.
    private static func room(_ settings: Settings = Settings(slots: 1)) async throws -> TestRoom {
        let room = try await TestRoom.make(settings: settings, baseURL: nil)
        try await room.prepare(
            """
            [2014-12-14 09:00]
            <alice> !blueprint add vmware-vsan trivial changes 101 102 by carol
            <carol> !ready vmware-vsan
            <bob> !take vmware-vsan
            <dave> !take vmware-vsan
            <bob> !change 102 +2 bob ci ok
            <alice> !spec add 126866 API: A store over NFS
            <alice> !blueprint add nfs-image-store spec 126866 changes 201 by carol
            <alice> !blueprint add soft-affinity trivial changes 301 by frank
            <frank> !ready soft-affinity
            <dave> !change 301 +2 dave
            [2014-12-15 08:00]
            """)
        return room
    }

    private static func plan(_ kind: Freeze.Kind, _ freeze: Freeze?, in room: TestRoom) async throws {
        try await room.ledger.submit(
            Submission(
                .board(.planFreeze(kind, freeze)), board: "nova", actor: .bot, by: "slotkeeper",
                source: "plugin calendar", now: room.clock.now))
    }

    @Test("those who can give the last +2 hear of it once, and then nothing moves in") func feature() async throws {
        let room = try await Self.room()
        try await Self.plan(.feature, Self.freeze, in: room)
        try await room.plays(
            """
            [2014-12-15 09:00]
            <slotkeeper> dave: Feature freeze is in 2 days, on Thu 18 Dec 00:00 UTC. Just one more +2: 102 (vmware-vsan, slot 1), 301 (soft-affinity).
            [2014-12-16 09:00]
            <bob> !change 102 merged
            <slotkeeper> bob: 102, +2 bob, CI ok merged; vmware-vsan 1 of 2 merged.
            <bob> !change 301 0 dave
            <slotkeeper> bob: 301; soft-affinity 0 of 1 merged.
            [2014-12-17 09:00]
            <slotkeeper> Feature freeze is in 15 hours, on Thu 18 Dec 00:00 UTC. No change lacks just one +2. 1 blueprint in slots.
            [2014-12-18 00:00]
            <slotkeeper> Feature freeze has begun: nothing moves into a slot any more. 1 blueprint in slots.
            <carol> !landed vmware-vsan
            <slotkeeper> carol: vmware-vsan has landed, 1 of 2 merged, and frees slot 1. "!undo" takes it back for 10 minutes.
            <slotkeeper> Slot 1 is free: vmware-vsan landed, 1 change in 3 days (thanks bob, dave). Feature freeze: nothing moves in any more.
            <erin> !slots
            <slotkeeper> erin: 1 slot: 0 busy, 1 free, nothing ready to move in. Waiting in the backlog: 1 for an approved spec, 1 for the end of a freeze; closest: soft-affinity (Feature freeze).
            <erin> !why soft-affinity
            <slotkeeper> erin: soft-affinity (frank) is #2 of 2: by age, as no votes order the backlog yet. It cannot move in: Feature freeze: nothing moves in any more. 1 of 1 slots is free.
            """)
        let position = try await room.log.end()
        try await Self.plan(.feature, nil, in: room)
        #expect(
            try await room.announcements(after: position) == [
                "Feature freeze has ended. Slots are filled again.",
                "frank: soft-affinity (#2) moves into slot 1: 1 change. Please watch comments daily. Cores, \"!take soft-affinity\" to sign up (0 of 2). Passed over: #1 nfs-image-store (spec not merged).",
            ])
    }

    @Test("what moves in shortly before hears that it would not land any more") func late() async throws {
        let room = try await TestRoom.make(settings: Settings(slots: 1), baseURL: nil)
        for number in 1...3 {
            try await room.prepare(
                """
                [2014-11-0\(number) 09:00]
                <alice> !blueprint add done-\(number)x trivial changes \(number)
                <alice> !ready done-\(number)x
                [2014-11-1\(number) 09:00]
                <alice> !landed done-\(number)x
                """)
        }
        try await room.prepare("[2014-12-15 08:00]\n<alice> !blueprint add soft-affinity trivial changes 301 by frank")
        try await Self.plan(.feature, Self.freeze, in: room)
        try await room.plays(
            """
            <frank> !ready soft-affinity
            <slotkeeper> frank: soft-affinity is ready: trivial, no spec needed, 1 change. It is #1 and slot 1 is free, so it moves in now. Cores needed: "!take soft-affinity" (0 of 2).
            <slotkeeper> frank: soft-affinity (#1) moves into slot 1: 1 change. Please watch comments daily. Cores, "!take soft-affinity" to sign up (0 of 2). Feature freeze is on Thu 18 Dec, and a slot is mostly kept for 10 days: it would not land any more.
            """)
    }

    @Test("of the spec freeze the channel hears what is still proposed") func specs() async throws {
        let room = try await Self.room()
        try await Self.plan(
            .spec, Freeze(title: "Spec freeze", at: Self.freeze.at, kind: .spec), in: room)
        try await room.plays(
            """
            [2014-12-15 09:00]
            <slotkeeper> Spec freeze is in 2 days, on Thu 18 Dec 00:00 UTC. 1 spec is still proposed; nfs-image-store for 126866 waits.
            [2014-12-17 12:00]
            <slotkeeper> Spec freeze is in 12 hours, on Thu 18 Dec 00:00 UTC. 1 spec is still proposed; nfs-image-store for 126866 waits.
            [2014-12-18 00:00]
            <slotkeeper> Spec freeze has begun. 1 spec is still proposed; nfs-image-store for 126866 waits.
            """)
    }
}
