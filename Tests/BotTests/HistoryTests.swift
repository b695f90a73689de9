import BotTesting
import Testing

/// Everything can be looked up, and what people did can be taken back.
@Suite("History")
struct HistoryTests {
    @Test("one's own last command is taken back, one after the other, with all that it caused") func own() async throws
    {
        try await TalkBoard.oneAboutToLand().plays(
            """
            <bob> !take vmware-vsan
            <slotkeeper> bob: you review vmware-vsan (slot 1), 1 of 2: bob. Next: 128612, waits 9 days. "!untake vmware-vsan" takes it back.
            <erin> !second nfs-image-store
            <slotkeeper> erin: you second nfs-image-store, the first to do so. It changes no rank; it shows interest.
            <bob> !bump barbican-keys
            <slotkeeper> bob: barbican-keys leaves slot 2 and returns to #1 of the backlog, the place its rank gives it. grace: no penalty, say "!ready barbican-keys" when you are back. "!undo" works for 10 minutes.
            <slotkeeper> Slot 2 is free: barbican-keys was bumped by bob, 1 of 2 merged; no penalty, its rank stays. In comes #3 vmware-ephemeral-disk: 3 changes, 210 lines, https://slots.example.org/nova/s/2. Passed over: #2 nfs-image-store (spec not merged).
            <slotkeeper> carol: vmware-ephemeral-disk has slot 2 until it lands; please watch comments daily. Cores, "!take vmware-ephemeral-disk" to sign up (0 of 2).
            <bob> !undo
            <slotkeeper> bob: taken back: vmware-ephemeral-disk out of slot 2 (undone), barbican-keys into slot 2, barbican-keys called ready.
            <slotkeeper> Taken back by bob: C42. vmware-ephemeral-disk is back in the backlog, barbican-keys has slot 2.
            <bob> !undo
            <slotkeeper> bob: taken back: bob off vmware-vsan.
            <bob> !undo
            <slotkeeper> bob: you did nothing here in the last 10 minutes that could be taken back. A lead can undo any command by the id that "!log" shows.
            """)
    }

    @Test("after ten minutes, or what others did, only a lead takes back") func others() async throws {
        try await TalkBoard.oneAboutToLand().plays(
            """
            <bob> !take vmware-vsan
            <slotkeeper> bob: you review vmware-vsan (slot 1), 1 of 2: bob. Next: 128612, waits 9 days. "!untake vmware-vsan" takes it back.
            -bob to slotkeeper- log vmware-vsan
            -slotkeeper to bob- C39 Mon 15 Dec 09:00 UTC bob: bob signed up for vmware-vsan
            -slotkeeper to bob- C9 Sat 6 Dec 09:00 UTC carol: vmware-vsan called ready, vmware-vsan into slot 1
            -slotkeeper to bob- C6 Sat 6 Dec 09:00 UTC alice: vmware-vsan added as b1, 128612 linked to vmware-vsan
            <erin> !undo C39
            <slotkeeper> erin: that was somebody else's command; only leads can take it back. Ask alice.
            [11 minutes later]
            <bob> !undo C39
            <slotkeeper> bob: you did nothing here in the last 10 minutes that could be taken back. A lead can undo any command by the id that "!log" shows.
            <alice> !undo c39
            <slotkeeper> alice: taken back: bob off vmware-vsan.
            <alice> !undo C39
            <slotkeeper> alice: that was taken back already, by C41.
            <alice> !undo C9999
            <slotkeeper> alice: there is no command "C9999". "!log" shows the last ones with their ids.
            """)
    }

    @Test("what was changed since is not taken back, and the later command is named") func changedSince() async throws {
        try await TalkBoard.oneAboutToLand().plays(
            """
            <carol> !hold nfs-image-store 5d
            <slotkeeper> carol: nfs-image-store is on hold until Sat 20 Dec 09:00 UTC. "!hold nfs-image-store off" ends it.
            <bob> !hold nfs-image-store off
            <slotkeeper> bob: nfs-image-store is no longer on hold.
            <carol> !undo
            <slotkeeper> carol: that cannot be taken back, because C40 has changed the same thing since. Take back C40 first ("!undo C40"), or set it right by hand.
            <bob> !undo
            <slotkeeper> bob: taken back: nfs-image-store on hold until Sat 20 Dec.
            <carol> !undo
            <slotkeeper> carol: taken back: nfs-image-store off hold.
            """)
    }

    @Test("!log names everything that happened") func log() async throws {
        let room = try await TalkBoard.oneAboutToLand()
        try await room.prepare(
            """
            <alice> !slots set 3 more hands
            <alice> !slots reserve debt 1
            """)
        try await room.plays(
            """
            -erin to slotkeeper- log
            -slotkeeper to erin- C41 Mon 15 Dec 09:00 UTC alice: reserved for debt 0 -> 1
            -slotkeeper to erin- C39 Mon 15 Dec 09:00 UTC alice: slots 2 -> 3 (more hands), vmware-ephemeral-disk into slot 3
            -slotkeeper to erin- C38 Sat 6 Dec 09:00 UTC carol: vmware-ephemeral-disk called ready
            -slotkeeper to erin- C37 Sat 6 Dec 09:00 UTC bob: 138803 updated
            -slotkeeper to erin- C36 Sat 6 Dec 09:00 UTC bob: 138802 updated
            <erin> !log barbican-keys
            <slotkeeper> erin: sent in private.
            -slotkeeper to erin- C21 Sat 6 Dec 09:00 UTC bob: bob signed up for barbican-keys
            -slotkeeper to erin- C19 Sat 6 Dec 09:00 UTC alice: alice signed up for barbican-keys
            -slotkeeper to erin- C17 Sat 6 Dec 09:00 UTC grace: barbican-keys called ready, barbican-keys into slot 2
            -slotkeeper to erin- C12 Sat 6 Dec 09:00 UTC alice: barbican-keys added as b2, 140201 linked to barbican-keys, 140202 linked to barbican-keys
            """)
    }
}
