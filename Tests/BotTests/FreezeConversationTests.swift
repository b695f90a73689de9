import BotTesting
import Ledger
import ReleaseCalendar
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

    private static func plan(
        _ kind: Freeze.Kind, _ freeze: Freeze?, in room: TestRoom, source: String = "plugin calendar"
    ) async throws {
        try await room.ledger.submit(
            Submission(
                .board(.planFreeze(kind, freeze)), board: "nova", actor: .bot, by: "slotkeeper",
                source: source, now: room.clock.now))
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
            <slotkeeper> erin: soft-affinity (frank) is #2 of 2: by age, as no votes order the backlog yet. It cannot move in: Feature freeze: nothing moves in without an exception ("!exception request soft-affinity why"). 1 of 1 slots is free.
            """)
        let position = try await room.log.end()
        try await Self.plan(.feature, nil, in: room)
        #expect(
            try await room.announcements(after: position) == [
                "Feature freeze has ended. Slots are filled again.",
                "frank: soft-affinity (#2) moves into slot 1: 1 change. Please watch comments daily. Cores, \"!take soft-affinity\" to sign up (0 of 2). Passed over: #1 nfs-image-store (spec not merged).",
            ])
    }

    @Test("its moment is told in the zone of the channel, and all others are") func zone() async throws {
        let room = try await TestRoom.make(
            settings: Settings(slots: 1), baseURL: nil, calendar: CalendarSettings(zone: try Zone("Asia/Tokyo")))
        try await Self.plan(.feature, Self.freeze, in: room)
        try await room.prepare("<alice> !blueprint add soft-affinity trivial changes 301 by frank")
        try await room.plays(
            """
            <erin> !freeze
            <slotkeeper> erin: Feature freeze is in 2 days, on Thu 18 Dec 09:00 Asia/Tokyo. No change lacks just one +2. 0 blueprints in slots.
            <frank> !hold soft-affinity 7h
            <slotkeeper> frank: soft-affinity is on hold until Tue 16 Dec 01:00 Asia/Tokyo. "!hold soft-affinity off" ends it.
            """)
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

    @Test("an exception is asked for, sponsored by two cores, and over one day") func exceptions() async throws {
        let room = try await Self.room()
        try await room.prepare("<carol> !landed vmware-vsan")
        try await Self.plan(.feature, Self.freeze, in: room)
        try await room.prepare(
            "<frank> !unready soft-affinity\n<bob> !bump soft-affinity\n[2014-12-18 00:00]\n<frank> !ready soft-affinity"
        )
        try await room.plays(
            """
            [2014-12-19 09:00]
            <erin> !exception
            <slotkeeper> erin: nobody has asked for an exception. Authors do by "!exception request NAME why".
            <frank> !exception request soft-affinity
            <slotkeeper> frank: why? Cores want to know: "!exception request NAME why".
            <frank> !exception request soft-affinity tests pass, one review is left
            <slotkeeper> frank: you ask for an exception from Feature freeze for soft-affinity; 2 cores are to sponsor it. "!undo" takes it back for 10 minutes.
            <slotkeeper> an exception from Feature freeze is asked for by frank for soft-affinity: tests pass, one review is left. Cores, "!exception sponsor soft-affinity" (0 of 2).
            <bob> !exception sponsor soft-affinity
            <slotkeeper> bob: you sponsor an exception for soft-affinity, 1 of 2: bob. "!undo" takes it back for 10 minutes.
            <erin> !why soft-affinity
            <slotkeeper> erin: soft-affinity (frank) is #2 of 2: by age, as no votes order the backlog yet. It cannot move in: Feature freeze: nothing moves in without an exception (an exception is asked for, 1 of 2 sponsors). 1 of 1 slots is free.
            <dave> !exception sponsor soft-affinity
            <slotkeeper> dave: you sponsor an exception for soft-affinity, 2 of 2: bob, dave; it is granted until Fri 26 Dec 09:00 UTC. "!undo" takes it back for 10 minutes.
            <slotkeeper> frank: soft-affinity is excepted from Feature freeze, granted until Fri 26 Dec 09:00 UTC; sponsors: bob, dave.
            <slotkeeper> frank: soft-affinity (#2) moves into slot 1: 1 change. Please watch comments daily. Cores, "!take soft-affinity" to sign up (0 of 2). Passed over: #1 nfs-image-store (spec not merged).
            <erin> !freeze
            <slotkeeper> erin: Feature freeze since Thu 18 Dec 00:00 UTC: nothing moves into a slot any more. 1 exception: soft-affinity (Feature freeze, granted until Fri 26 Dec 09:00 UTC): tests pass, one review is left.
            <bob> !exception decline soft-affinity
            <slotkeeper> bob: only leads can decline an exception (you are known as bob, core). Ask alice. "!why soft-affinity" says what it waits for.
            <carol> !exception request nfs-image-store it is small
            <slotkeeper> carol: you ask for an exception from Feature freeze for nfs-image-store; 2 cores are to sponsor it. "!undo" takes it back for 10 minutes.
            <slotkeeper> an exception from Feature freeze is asked for by carol for nfs-image-store: it is small. Cores, "!exception sponsor nfs-image-store" (0 of 2).
            <dave> !exception decline nfs-image-store its spec is not approved
            <slotkeeper> dave: the exception for nfs-image-store is declined. "!undo" takes it back for 10 minutes.
            <slotkeeper> carol: no exception from Feature freeze for nfs-image-store: declined by dave (its spec is not approved).
            [2014-12-26 09:00]
            <slotkeeper> frank: the exception of soft-affinity from Feature freeze is over; it keeps slot 1.
            """)
    }

    @Test(
        "with a freeze that is put off what is excepted from it goes, and nobody has declined it",
        arguments: ["plugin calendar", "clock"])
    func postponed(source: String) async throws {
        let room = try await Self.room()
        try await Self.plan(.feature, Self.freeze, in: room)
        try await room.prepare("[2014-12-18 00:00]\n<carol> !exception request nfs-image-store it is small")
        let position = try await room.log.end()
        let later = Freeze(title: "Feature freeze", at: Self.freeze.at + 30 * Timestamp.day, kind: .feature)
        try await Self.plan(.feature, later, in: room, source: source)
        #expect(
            try await room.announcements(after: position) == ["Feature freeze has ended. Slots are filled again."])
        #expect(await room.say("erin", "!exception")[0].hasPrefix("erin: nobody has asked for an exception."))
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
