@testable import Bot
import BotTesting
import Ledger
import ReviewSlots
import Testing

/// Groups and quotas, direction, the focus of a cycle and its approval budget. It is Mon 15 Dec 2014, 09:00 UTC.
@Suite("Quotas, direction, focus and budget")
struct DeadlinesConversationTests {
    @Test("a group whose quota is full is passed over, and told why") func quota() async throws {
        let room = try await TestRoom.make(settings: Settings(slots: 3, quotas: ["red": 1]), baseURL: nil)
        try await room.plays(
            """
            <alice> !blueprint add first-one trivial changes 1 group red by carol
            <slotkeeper> alice: first-one is b1, #1 of the backlog: its author has not said "!ready first-one".
            <alice> !blueprint add second-one trivial changes 2 by carol
            <slotkeeper> alice: second-one is b2, #2 of the backlog: its author has not said "!ready second-one".
            <carol> !blueprint group second-one blue
            <slotkeeper> carol: only cores can change a blueprint (you are known as carol, reader). Ask alice, bob or dave. "!why second-one" says what it waits for.
            <bob> !blueprint group second-one red
            <slotkeeper> bob: second-one is b2, of the group red.
            <carol> !ready first-one
            <slotkeeper> carol: first-one is ready: trivial, no spec needed, 1 change. It is #1 and slot 1 is free, so it moves in now. Cores needed: "!take first-one" (0 of 2).
            <slotkeeper> carol: first-one (#1) moves into slot 1: 1 change. Please watch comments daily. Cores, "!take first-one" to sign up (0 of 2).
            <carol> !ready second-one
            <slotkeeper> carol: second-one is not ready: as many of the group red have slots as may (1). Your word is kept and counts when that is gone.
            <erin> !why second-one
            <slotkeeper> erin: second-one (carol) is #1 of 1: by age, as no votes order the backlog yet. It cannot move in: as many of the group red have slots as may (1). Group red: 1 of 1 in slots. 2 of 3 slots are free.
            <bob> !blueprint group second-one none
            <slotkeeper> bob: second-one is b2.
            <slotkeeper> carol: second-one (#1) moves into slot 2: 1 change. Please watch comments daily. Cores, "!take second-one" to sign up (0 of 2).
            """)
    }

    @Test("where direction is required both halves are shown, and a spec core gives it") func direction() async throws {
        let room = try await TestRoom.make(settings: Settings(slots: 0, needsDirection: true), baseURL: nil)
        try await room.prepare(
            """
            <alice> !spec add 126866 API: A store over NFS
            <alice> !blueprint add nfs-image-store spec 126866 changes 1 by carol
            <alice> !blueprint add second-one trivial changes 2 by carol
            """)
        try await room.plays(
            """
            <erin> !why nfs-image-store
            <slotkeeper> erin: nfs-image-store (carol) is #1 of 2: by age, as no votes order the backlog yet. It cannot move in: spec 126866 is still under review; no direction yet (a spec core gives it: "!direction nfs-image-store"); its author has not said "!ready nfs-image-store". 0 of 0 slots are free.
            <erin> !backlog
            <slotkeeper> erin: Backlog 2: 0 ready, 1 needs direction, 1 needs a spec. First: nfs-image-store, second-one. "!why <blueprint>" explains a place.
            <bob> !direction nfs-image-store
            <slotkeeper> bob: only spec cores can give direction (you are known as bob, core). Ask alice or sam. "!why nfs-image-store" says what it waits for.
            <sam> !direction nfs-image-store
            <slotkeeper> sam: nfs-image-store has direction: it is wanted now. It is #1 of the backlog. "!undo" takes it back for 10 minutes.
            <slotkeeper> carol: nfs-image-store has direction, and is #1 of the backlog.
            <erin> !why nfs-image-store
            <slotkeeper> erin: nfs-image-store (carol) is #1 of 2: by age, as no votes order the backlog yet. It cannot move in: spec 126866 is still under review; its author has not said "!ready nfs-image-store". Direction: given by sam on Mon 15 Dec. 0 of 0 slots are free.
            <sam> !direction drop nfs-image-store
            <slotkeeper> sam: nfs-image-store has no direction any more. "!undo" takes it back for 10 minutes.
            """)
    }

    @Test("a focus sets what is reserved, and undo takes all of it back") func focus() async throws {
        let settings = Settings(
            slots: 10, reservations: ["debt": 1], cycle: "Kilo", focuses: ["features": [:], "stability": ["debt": 5]])
        let room = try await TestRoom.make(settings: settings, baseURL: nil)
        try await room.plays(
            """
            <erin> !focus
            <slotkeeper> erin: there is no focus of Kilo. Reserved: debt 1. There are features (nothing), stability (debt 5).
            <alice> !focus stability
            <slotkeeper> alice: the focus of Kilo is stability. Reserved: debt 5. There are features (nothing), stability (debt 5). "!undo" takes it back for 10 minutes.
            <slotkeeper> Focus: stability by alice. Slots reserved for debt: 1 -> 5 by alice.
            <alice> !undo
            <slotkeeper> alice: taken back: reserved for debt 5 -> 1, no focus on stability any more.
            <alice> !focus stabilty
            <slotkeeper> alice: there is no focus "stabilty"; there are features, stability.
            """)
    }

    @Test("from 80 % on an approval says how much of the budget is used, and then that it is too much")
    func budget() async throws {
        let room = try await TestRoom.make(
            settings: Settings(slots: 1, cycle: "Kilo", approvalBudget: 5), baseURL: nil)
        try await room.prepare((1...6).map { "<alice> !spec add \($0)00 API: Spec \($0)" }.joined(separator: "\n"))
        try await room.prepare((1...3).map { "<alice> !spec \($0)00 set approved" }.joined(separator: "\n"))
        try await room.plays(
            """
            <alice> !spec 400 set approved
            <slotkeeper> alice: 400 "Spec 4" (API, Kilo): approved. https://review.example.org/400
            <slotkeeper> 4 of 5 approvals of Kilo used.
            <alice> !spec 500 set approved, implemented
            <slotkeeper> alice: 500 "Spec 5" (API, Kilo): approved, implemented. https://review.example.org/500
            <slotkeeper> 5 of 5 approvals of Kilo used.
            <alice> !spec 600 set approved
            <slotkeeper> alice: 600 "Spec 6" (API, Kilo): approved. https://review.example.org/600
            <slotkeeper> 6 approvals of Kilo, and the budget is 5: 1 too many.
            <erin> !specs
            <slotkeeper> erin: 6 specs in 1 category: 5 approved, 1 implemented. 6 approvals of Kilo, and the budget is 5: 1 too many. "!specs CATEGORY" or "!specs approved since 1 Dec".
            """)
    }

    @Test("the agenda is a line in the channel, and all of it in private") func agenda() async throws {
        let settings = Settings(slots: 2, cycle: "Kilo", freeze: .init(sponsors: 1))
        let room = try await TestRoom.make(settings: settings, baseURL: nil)
        try await room.plays(
            """
            <erin> !agenda
            <slotkeeper> erin: nothing is on the agenda. Say "agenda" in private for all of it.
            """)
        try await room.prepare(
            """
            [2014-12-01 09:00]
            <alice> !spec add 126866 Scheduler: A weigher
            <alice> !spec add 126867 Scheduler: Another weigher
            <alice> !spec add 126868 Sheduler: A third weigher
            <alice> !blueprint add vmware-vsan trivial changes 101 102 by carol
            <carol> !ready vmware-vsan
            <bob> !take vmware-vsan
            <alice> !blueprint add barbican-keys trivial changes 201 by grace
            <grace> !ready barbican-keys
            [2014-12-08 09:00]
            <bob> !change 101 -1 zuul
            <bob> !change 102 +2 bob title <b>A *bold* title</b>
            [2014-12-14 09:00]
            <alice> !spec 126866 set approved
            <bob> !landed barbican-keys
            [2014-12-15 09:00]
            """)
        try await room.plays(
            """
            <erin> !agenda
            <slotkeeper> erin: 1 of 1 in slots stuck: vmware-vsan; one more +2: 102; 1 doubt about categories; in a week landed: 1, specs approved: 1. Say "agenda" in private for all of it.
            """)
        #expect(
            await room.tell("erin", "agenda").dropFirst() == [
                "Slots that are stuck: vmware-vsan (slot 1, 14 days, 0 of 2 merged): unanswered since Mon 8 Dec.",
                "Needs just one more +2: 102 \"<b>A *bold* title</b>\", +2 bob, waits 7 days, of vmware-vsan https://review.example.org/102.",
                "Categories that may be one: \"Sheduler\" (1 spec) looks like \"Scheduler\" (2): \"!category merge Sheduler Scheduler\" or \"!category keep Sheduler Scheduler\".",
                "Since Mon 8 Dec: landed: barbican-keys; specs approved: 126866.",
            ])
        let markdown = try await room.ledger.read("nova") { board, people in
            Agenda(
                BoardView(board: board, people: people, configuration: room.board, baseURL: nil, now: room.clock.now),
                reviews: []
            ).markdown
        }
        #expect(
            markdown == """
                # Agenda of nova

                ## Slots that are stuck

                - **vmware-vsan** (slot 1, 14 days, 0 of 2 merged): unanswered since Mon 8 Dec

                ## Bumps that are proposed

                Nothing.

                ## Needs just one more +2

                - 102 "\\<b\\>A \\*bold\\* title\\</b\\>", +2 bob, waits 7 days, of **vmware-vsan** <https://review.example.org/102>

                ## Freezes and exceptions

                Nothing.

                ## Categories that may be one

                - "Sheduler" (1 spec) looks like "Scheduler" (2): `!category merge Sheduler Scheduler` or `!category keep Sheduler Scheduler`

                ## Since Mon 8 Dec

                - landed: barbican-keys
                - specs approved: 126866

                """)
    }

    @Test("the burn-down draws what changed, and what is left to propose again has its tag") func reports() async throws
    {
        let room = try await TestRoom.make(settings: Settings(slots: 1, cycle: "Kilo"), baseURL: nil)
        try await room.plays(
            """
            <erin> !burndown
            <slotkeeper> erin: nothing is counted yet: no spec of this cycle is known. "!specs" counts all.
            <erin> !repropose
            <slotkeeper> erin: no spec of Kilo is approved and not implemented.
            """)
        try await room.prepare(
            """
            [2014-12-16 09:00]
            <alice> !spec add 1001 API: One
            <alice> !spec add 1002 API: Two
            [2014-12-17 09:00]
            <alice> !spec 1001 set approved
            <alice> !spec add 1003 API: Three
            [2014-12-19 09:00]
            <alice> !spec 1002 set approved, implemented
            """)
        try await room.plays(
            """
            <erin> !burndown
            <slotkeeper> erin: Kilo since Mon 15 Dec: 3 specs ▁▆███, 2 approved ▁▁▄▄▆, 1 implemented ▁▁▁▁▄; 2 are left.
            <erin> !repropose
            <slotkeeper> erin: 1 spec of Kilo is approved and not implemented: 1001. Propose each again with "Previously-approved: kilo" in its commit message.
            -slotkeeper to erin- 1001 "One" (API) https://review.example.org/1001
            <erin> !repropose juno
            <slotkeeper> erin: no spec of juno is approved and not implemented.
            """)
        // The next cycle begins, and what this one leaves is said once.
        let position = try await room.log.end()
        for cycle in ["Liberty", "Mitaka"] {
            try await room.ledger.submit(
                Submission(
                    .board(.configure(Settings(slots: 1, cycle: cycle))), board: "nova", actor: .bot, by: "slotkeeper",
                    source: "configuration", now: room.clock.now))
        }
        #expect(
            try await room.announcements(after: position) == [
                "1 spec of Kilo is approved and not implemented: 1001. Propose each again with \"Previously-approved: kilo\" in its commit message. \"!repropose Kilo\" lists them."
            ])
    }

    @Test("what is counted of a cycle are its own specs, not those of the cycle before") func pastCycle() async throws {
        let room = try await TestRoom.make(settings: Settings(slots: 1, cycle: "Kilo"), baseURL: nil)
        try await room.prepare(
            """
            <alice> !spec add 1001 Scheduler: One
            <alice> !spec add 1002 Sheduler: Two
            <alice> !spec 1001 set approved
            """)
        try await room.ledger.submit(
            Submission(
                .board(.configure(Settings(slots: 1, cycle: "Liberty"))), board: "nova", actor: .bot, by: "slotkeeper",
                source: "configuration", now: room.clock.now))
        try await room.plays(
            """
            <erin> !specs
            <slotkeeper> erin: 0 specs in 0 categories. "!specs CATEGORY" or "!specs approved since 1 Dec".
            <alice> !spec add 1003 API: Three
            <slotkeeper> alice: 1003 "Three" (API, Liberty): proposed. https://review.example.org/1003
            <erin> !specs
            <slotkeeper> erin: 1 spec in 1 category: 1 proposed. "!specs CATEGORY" or "!specs approved since 1 Dec".
            <erin> !specs scheduler
            <slotkeeper> erin: Scheduler, Liberty: 0 specs.
            <erin> !specs approved
            <slotkeeper> erin: 0 approved.
            <erin> !burndown
            <slotkeeper> erin: Liberty since Mon 15 Dec: 1 spec █, 0 approved ▁, 0 implemented ▁; 1 is left.
            """)
    }

    @Test("a line of bars has at most twenty, with the first and the last") func sparkline() {
        #expect(Sparkline.text([], top: 0) == "")
        #expect(Sparkline.text([0, 7, 3], top: 7) == "▁█▄")
        #expect(Sparkline.text([-5, 90], top: 7) == "▁█")
        let long = Sparkline.text(Array(0...1000), top: 1000)
        #expect(long.count == 20 && long.first == "▁" && long.last == "█")
    }
}
