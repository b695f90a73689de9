/// A conversation that begins on a board of its own: the same on every network.
public struct Talk: Sendable, CustomStringConvertible {
    /// What it shows, as a sentence.
    public var description: String
    /// The board on which it begins.
    public var board: @Sendable () async throws -> TestRoom
    public var script: String

    public init(
        _ description: String, on board: @escaping @Sendable () async throws -> TestRoom, _ script: String
    ) {
        self.description = description
        self.board = board
        self.script = script
    }
}

extension Talk {
    public static let all: [Talk] = [
        Talk(
            "!slots says what is busy, what is next and whom each slot waits for",
            on: TalkBoard.nineBusy,
            """
            <erin> !slots
            <slotkeeper> erin: 10 slots: 9 busy, 1 free (kept for debt). 14 ready in the backlog, next: vmware-ephemeral-disk. Oldest: vmware-vsan, 12 days. https://slots.example.org/nova
            <slotkeeper> Need reviews: tag-instances 3/4 (2nd +2), ec2-tags 1/2 (2nd +2), soft-affinity 0/3, iscsi-transports 2/6, all-in-op 0/1. Need their author: vmware-vsan 4/5 (for 6d), vmware-spbm 1/4 (for 6d). Need CI: detach-service 0/7. Landing: barbican-keys 2/2
            """),
        Talk(
            "!slots says why nothing moves in",
            on: TalkBoard.nothingReady,
            """
            <bob> !slots
            <slotkeeper> bob: 10 slots: 6 busy, 4 free, nothing ready to move in. Waiting in the backlog: 5 for an approved spec, 6 for "!ready" from their author; closest: nfs-image-store (spec not merged). https://slots.example.org/nova
            <slotkeeper> Need reviews: busy-1x 0/1, busy-2x 0/1, busy-3x 0/1, busy-4x 0/1, busy-5x 0/1, busy-6x 0/1
            <bob> !backlog
            <slotkeeper> bob: Backlog 11: 0 ready, 6 not called ready, 5 need a spec. First: nfs-image-store, idea-1x, idea-2x, idea-3x, idea-4x and 6 more. "!why <blueprint>" explains a place. https://slots.example.org/nova/backlog
            """),
        Talk(
            "!slot says what is left of one, or what another waits for",
            on: TalkBoard.turningOver,
            """
            <alice> !slot vmware-vsan
            <slotkeeper> alice: vmware-vsan (carol), slot 1 since Wed 3 Dec (12 days), 4 of 5 merged. Left: 128612 "Add vSAN datastore driver", +2 bob, CI ok, waits 2 days for the second +2. Signed up: bob, dave. https://slots.example.org/nova/s/1
            <carol> !slot nfs-image-store
            <slotkeeper> carol: nfs-image-store (carol) has no slot: #3 of 3, 2 ready ones ahead. Missing: spec 126866 is still under review. Slots free up about 1.5 a week.
            <carol> !slot done-1x
            <slotkeeper> carol: done-1x landed on Mon 3 Nov.
            <carol> !slot 1
            <slotkeeper> carol: vmware-vsan (carol), slot 1 since Wed 3 Dec (12 days), 4 of 5 merged. Left: 128612 "Add vSAN datastore driver", +2 bob, CI ok, waits 2 days for the second +2. Signed up: bob, dave. https://slots.example.org/nova/s/1
            """),
        Talk(
            "!ready moves in what can, and says what is missing",
            on: TalkBoard.almostReady,
            """
            <carol> !ready vmware-ephemeral-disk
            <slotkeeper> carol: vmware-ephemeral-disk is ready: spec 126527 merged, 3 changes, CI green, no -1. It is #1 and slot 2 is free, so it moves in now. Cores needed: "!take vmware-ephemeral-disk" (0 of 2).
            <slotkeeper> carol: vmware-ephemeral-disk (#1) moves into slot 2: 3 changes, https://slots.example.org/nova/s/2. Please watch comments daily. Cores, "!take vmware-ephemeral-disk" to sign up (0 of 2).
            <frank> !ready html5-console
            <slotkeeper> frank: html5-console is not ready: spec 127283 is still under review; 127901 has -1 from zuul. Your word is kept and counts when that is gone; I will tell you when the spec is approved.
            <alice> !spec 127283 set approved
            <slotkeeper> alice: 127283 "A console over HTML5" (API, Kilo): approved. Blueprint: html5-console. https://review.example.org/127283
            <slotkeeper> frank: spec 127283 is approved. html5-console: missing now: 127901 has -1 from zuul.
            <bob> !change 127901 0 zuul
            <slotkeeper> bob: 127901; html5-console 0 of 1 merged.
            <frank> !slot html5-console
            <slotkeeper> frank: html5-console (frank) has no slot: #1 of 1. It is ready and moves in when a slot frees.
            """),
        Talk(
            "!bump gives the slot to the next, without a penalty, and can be undone",
            on: TalkBoard.oneAboutToLand,
            """
            <bob> !bump vmware-vsan no answer since 1 Dec
            <slotkeeper> bob: vmware-vsan leaves slot 1 and returns to #1 of the backlog, the place its rank gives it. carol: no penalty, say "!ready vmware-vsan" when you are back. "!undo" works for 10 minutes.
            <slotkeeper> Slot 1 is free: vmware-vsan was bumped by bob, 0 of 1 merged (no answer since 1 Dec); no penalty, its rank stays. In comes #3 vmware-ephemeral-disk: 3 changes, 210 lines, https://slots.example.org/nova/s/1. Passed over: #2 nfs-image-store (spec not merged).
            <slotkeeper> carol: vmware-ephemeral-disk has slot 1 until it lands; please watch comments daily. Cores, "!take vmware-ephemeral-disk" to sign up (0 of 2).
            <bob> !undo
            <slotkeeper> bob: taken back: vmware-ephemeral-disk out of slot 1 (undone), vmware-vsan into slot 1, vmware-vsan called ready.
            <slotkeeper> Taken back by bob: C39. vmware-ephemeral-disk is back in the backlog, vmware-vsan has slot 1.
            """),
        Talk(
            "an author who does not answer is warned, and then the slot goes to the next",
            on: TalkBoard.oneAboutToLand,
            """
            <bob> !change 128612 -1 bob
            <slotkeeper> bob: 128612, -1 bob; vmware-vsan 0 of 1 merged.
            [2014-12-22 12:00]
            <slotkeeper> carol: vmware-vsan (slot 1) has been unanswered for 7 days: 128612 has -1 from bob. Answer, push, or say "!hold vmware-vsan 10d" by Thu 25 Dec 12:00 UTC, else a bump is proposed. Your rank stays.
            <bob> !bump vmware-vsan no answer since 15 Dec
            <slotkeeper> bob: vmware-vsan leaves slot 1 and returns to #1 of the backlog, the place its rank gives it. carol: no penalty, say "!ready vmware-vsan" when you are back. "!undo" works for 10 minutes.
            <slotkeeper> Slot 1 is free: vmware-vsan was bumped by bob, 0 of 1 merged (no answer since 15 Dec); no penalty, its rank stays. In comes #3 vmware-ephemeral-disk: 3 changes, 210 lines, https://slots.example.org/nova/s/1. Passed over: #2 nfs-image-store (spec not merged).
            <slotkeeper> carol: vmware-ephemeral-disk has slot 1 until it lands; please watch comments daily. Cores, "!take vmware-ephemeral-disk" to sign up (0 of 2).
            """),
        Talk(
            "!backlog counts what waits for what",
            on: TalkBoard.fullBacklog,
            """
            <erin> !backlog
            <slotkeeper> erin: Backlog 19: 15 ready, 1 on hold, 1 needs mending, 1 needs code, 1 needs a spec. Next in: vmware-ephemeral-disk, idea-1x, idea-2x, idea-3x, idea-4x and 10 more. Next debt: cells-cleanup. "!why <blueprint>" explains a place. https://slots.example.org/nova/backlog
            """),
        Talk(
            "a slot that frees goes to the best ready one, and those who must act are called",
            on: TalkBoard.oneAboutToLand,
            """
            <dave> !change 140202 merged
            <slotkeeper> dave: 140202 merged; barbican-keys 2 of 2 merged.
            <slotkeeper> grace, alice, bob: all open changes of barbican-keys are merged. Say "!landed barbican-keys", or add a change; else it lands by itself on Tue 16 Dec 09:00 UTC.
            [23 hours later]
            [1 hour later]
            <slotkeeper> Slot 2 is free: barbican-keys landed, 2 changes in 10 days (thanks alice, bob). In comes #2 vmware-ephemeral-disk: 3 changes, 210 lines, https://slots.example.org/nova/s/2. Passed over: #1 nfs-image-store (spec not merged).
            <slotkeeper> carol: vmware-ephemeral-disk has slot 2 until it lands; please watch comments daily. Cores, "!take vmware-ephemeral-disk" to sign up (0 of 2).
            """),
        Talk(
            "!spec says where a spec stands, and what came before and after it",
            on: { try await TestRoom.example() },
            """
            <erin> !spec 138627
            <slotkeeper> erin: 138627 "Actively hunt for orphan instances and remove them" (Administrative, Kilo): proposed, replaces 137996 (abandoned). https://review.example.org/138627
            <erin> !spec #137996
            <slotkeeper> erin: 137996 "Actively hunt for orphan instances and remove them" (Administrative, Kilo): abandoned, replaced by 138627. https://review.example.org/137996
            <erin> !spec 127123
            <slotkeeper> erin: 127123 "Add an IOPS weigher" (Scheduler, Kilo): approved, implemented. Follow-up 132614 is open. https://review.example.org/127123
            <erin> !spec 128612
            <slotkeeper> erin: 128612 is no spec but a change of vmware-vsan. "!slot vmware-vsan" shows it.
            """),
        Talk(
            "!specs counts by category and lists by state",
            on: TalkBoard.specs,
            """
            <erin> !specs scheduler
            <slotkeeper> erin: Scheduler, Kilo: 4 specs: 2 proposed, 1 approved, 1 abandoned. Also filed as "Sheduler": 1 (a lead can merge them: "!category merge Sheduler Scheduler"). https://slots.example.org/nova/specs/Scheduler
            <erin> !specs approved since 1 Dec
            <slotkeeper> erin: 8 approved since Mon 1 Dec: 127610 Request object, 127612 select_destinations, 130721 iSCSI transports, 133485 glanceclient, 138698 ALL-IN, 139580 Multi-attach, 140017 Soft affinity, 140144 Barbican. https://slots.example.org/nova/specs?since=2014-12-01
            <alice> !category merge Sheduler Scheduler
            <slotkeeper> alice: Sheduler is Scheduler now, with 1 spec. "!undo" takes it back for 10 minutes.
            <erin> !specs scheduler
            <slotkeeper> erin: Scheduler, Kilo: 5 specs: 3 proposed, 1 approved, 1 abandoned. https://slots.example.org/nova/specs/Scheduler
            """),
        Talk(
            "!category check asks about names that are alike, until a lead merges them or keeps them apart",
            on: TalkBoard.specs,
            """
            <alice> !spec add 127020 Scheduling: Weigh less
            <slotkeeper> alice: 127020 "Weigh less" (Scheduling, Kilo): proposed. https://review.example.org/127020
            <erin> !category check
            <slotkeeper> erin: 2 doubts: "Sheduler" (1 spec) looks like "Scheduler" (4): "!category merge Sheduler Scheduler" or "!category keep Sheduler Scheduler"; "Scheduling" (1 spec) may be "Scheduler" (4): "!category merge Scheduling Scheduler" or "!category keep Scheduling Scheduler".
            <alice> !category keep Scheduling Scheduler
            <slotkeeper> alice: Scheduling and Scheduler are kept apart. "!undo" takes it back for 10 minutes.
            <alice> !category merge Sheduler Scheduler
            <slotkeeper> alice: Sheduler is Scheduler now, with 1 spec. "!undo" takes it back for 10 minutes.
            <erin> !category check
            <slotkeeper> erin: no doubts about 3 categories.
            <alice> !category split Scheduler Weighers 127001 #127002
            <slotkeeper> alice: 2 specs of Scheduler are in Weighers now. "!undo" takes it back for 10 minutes.
            """),
        Talk(
            "!help and the errors say what to do next",
            on: TalkBoard.nineBusy,
            """
            <erin> !help
            <slotkeeper> erin: !slots !slot !why !backlog !spec !specs !find !next !freeze !agenda !burndown !repropose !log !whoami !away !link !help !version !undo | voters: !second | authors: !ready !unready !hold !landed !withdraw !change !exception | cores: !bump !take !untake !extend !direction | leads: !order !focus !blueprint !category !announce. "!help slots" for one. https://slots.example.org/help
            <erin> !slot vmware-van
            <slotkeeper> erin: no blueprint "vmware-van". Did you mean vmware-vsan (slot 1)? "!find vmware" lists 3.
            <erin> !bump vmware-vsan
            <slotkeeper> erin: only cores can bump (you are known as erin, voter). Ask alice, bob or dave. "!why vmware-vsan" says what it waits for.
            <guest42> !second soft-affinity
            <slotkeeper> guest42: log in to services first (/msg NickServ IDENTIFY); then you can vote and act. Everything read-only works without it.
            """),
    ]
}
