import BotTesting
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
            <slotkeeper> erin: 6 specs in 1 categories: 5 approved, 1 implemented. 6 approvals of Kilo, and the budget is 5: 1 too many. "!specs CATEGORY" or "!specs approved since 1 Dec".
            """)
    }
}
