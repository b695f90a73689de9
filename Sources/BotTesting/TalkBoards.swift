import ReviewSlots

/// The boards on which the conversations begin; each is made by a history that people could have typed.
public enum TalkBoard {
    /// Nine busy slots, and a backlog in which something lacks each thing that there is.
    public static func fullBacklog() async throws -> TestRoom {
        let room = try await nineBusy()
        try await room.prepare(
            """
            <alice> !blueprint add quota-lockfree trivial debt changes 501
            <dave> !ready quota-lockfree
            <alice> !blueprint add cells-cleanup trivial debt changes 502
            <dave> !ready cells-cleanup
            <alice> !blueprint add no-code-yet trivial
            <alice> !blueprint add no-spec-yet changes 503
            <alice> !blueprint add with-objection trivial changes 504
            <bob> !change 504 -1 bob
            <alice> !blueprint add held-for-now trivial changes 505
            <dave> !hold held-for-now 10d
            """)
        return room
    }

    /// Ten slots, one kept for debt; nine are busy in every way there is, fourteen blueprints are ready.
    public static func nineBusy() async throws -> TestRoom {
        let room = try await TestRoom.make(settings: Settings(slots: 10, reservations: ["debt": 1], cycle: "Kilo"))
        let more = (1...13).map {
            "<alice> !blueprint add idea-\($0)x trivial changes \(400 + $0)\n<alice> !ready idea-\($0)x"
        }
        try await room.prepare(
            """
            [2014-12-03 09:00]
            <alice> !blueprint add vmware-vsan trivial changes 151 152 153 154 155 by carol
            <carol> !ready vmware-vsan
            [2014-12-05 09:00]
            <alice> !blueprint add tag-instances trivial changes 101 102 103 104 by frank
            <alice> !blueprint add soft-affinity trivial changes 121 122 123 by frank
            <alice> !blueprint add ec2-tags trivial changes 111 112 by frank
            <alice> !blueprint add iscsi-transports trivial changes 131 132 133 134 135 136 by frank
            <alice> !blueprint add all-in-op trivial changes 141 by grace
            <alice> !blueprint add vmware-spbm trivial changes 161 162 163 164 by carol
            <alice> !blueprint add detach-service trivial changes 171 172 173 174 175 176 177 by dave
            <alice> !blueprint add barbican-keys trivial changes 181 182 by grace
            <frank> !ready tag-instances
            <frank> !ready soft-affinity
            <frank> !ready ec2-tags
            <frank> !ready iscsi-transports
            <grace> !ready all-in-op
            <carol> !ready vmware-spbm
            <dave> !ready detach-service
            <grace> !ready barbican-keys
            <alice> !blueprint add vmware-ephemeral-disk trivial changes 128001 by carol
            <carol> !ready vmware-ephemeral-disk
            \(more.joined(separator: "\n"))
            [2014-12-08 09:00]
            <bob> !change 101 merged
            <bob> !change 102 merged
            <bob> !change 103 merged
            <bob> !change 104 +2 bob
            <bob> !change 111 merged
            <bob> !change 112 +2 bob
            <bob> !change 131 merged
            <bob> !change 132 merged
            <bob> !change 151 merged
            <bob> !change 152 merged
            <bob> !change 153 merged
            <bob> !change 154 merged
            <bob> !change 161 merged
            [2014-12-09 09:00]
            <bob> !change 155 -1 bob
            <bob> !change 162 -1 dave
            <bob> !change 171 ci running
            [2014-12-14 18:00]
            <bob> !change 181 merged
            <bob> !change 182 merged
            [2014-12-15 09:00]
            """)
        return room
    }

    /// Ten slots, six of them busy; of eleven in the backlog five wait for their spec and six for their author's word.
    public static func nothingReady() async throws -> TestRoom {
        let room = try await TestRoom.make(settings: Settings(slots: 10, cycle: "Kilo"))
        var history = ["[2014-12-08 09:00]"]
        for number in 1...6 {
            history.append("<alice> !blueprint add busy-\(number)x trivial changes \(100 + number)")
            history.append("<alice> !ready busy-\(number)x")
        }
        history += [
            "<alice> !spec add 126866 Hypervisor: VMWare: Allow Nova to access a VMWare image store over NFS",
            "<alice> !blueprint add nfs-image-store spec 126866 changes 139801 by carol",
            "<carol> !ready nfs-image-store",
        ]
        for number in 1...4 {
            history.append("<alice> !spec add \(127000 + number) API: Idea \(number)")
            history.append("<alice> !blueprint add idea-\(number)x spec \(127000 + number) changes \(200 + number)")
        }
        for number in 1...6 { history.append("<alice> !blueprint add plan-\(number)x trivial changes \(300 + number)") }
        try await room.prepare(history.joined(separator: "\n"))
        return room
    }

    /// Slots that have turned over for eight weeks; vmware-vsan in one, nfs-image-store in the backlog behind two ready ones.
    public static func turningOver() async throws -> TestRoom {
        let room = try await TestRoom.make(settings: Settings(slots: 1, landAfter: 0, cycle: "Kilo"))
        var history = ["[2014-11-03 09:00]"]
        for number in 1...9 {
            history.append("<alice> !blueprint add done-\(number)x trivial changes \(100 + number)")
            history.append("<alice> !ready done-\(number)x")
            history.append("<bob> !change \(100 + number) merged")
            history.append("[2 days later]")
        }
        try await room.prepare(
            """
            \(history.joined(separator: "\n"))
            [2014-12-03 09:00]
            <alice> !spec add 126866 Hypervisor: VMWare: Allow Nova to access a VMWare image store over NFS
            <alice> !blueprint add vmware-vsan trivial changes 128608 128609 128610 128611 128612 by carol
            <carol> !ready vmware-vsan
            <bob> !take vmware-vsan
            <dave> !take vmware-vsan
            <bob> !change 128608 merged
            <bob> !change 128609 merged
            <bob> !change 128610 merged
            <bob> !change 128611 merged
            <alice> !blueprint add tls-consoles trivial changes 139401 by grace
            <alice> !blueprint add ova-format trivial changes 138901 by carol
            <alice> !blueprint add nfs-image-store spec 126866 changes 139801 by carol
            <grace> !ready tls-consoles
            <carol> !ready ova-format
            [2014-12-13 09:00]
            <bob> !change 128612 +2 bob ci ok title Add vSAN datastore driver
            [2014-12-15 09:00]
            """)
        return room
    }

    /// Two slots, one of them free; vmware-ephemeral-disk has all but its author's word, html5-console has not.
    public static func almostReady() async throws -> TestRoom {
        let room = try await TestRoom.make(settings: Settings(slots: 2, cycle: "Kilo"))
        try await room.prepare(
            """
            [2014-12-08 09:00]
            <alice> !spec add 126527 Hypervisor: VMWare: Add ephemeral disk support to the VMware driver
            <alice> !spec 126527 set ft, approved
            <alice> !spec add 127283 API: A console over HTML5
            <alice> !blueprint add vmware-vsan trivial changes 128612 by carol
            <carol> !ready vmware-vsan
            <alice> !blueprint add vmware-ephemeral-disk spec 126527 changes 138801 138802 138803 by carol
            <bob> !change 138801 +1 erin ci ok
            <bob> !change 138802 ci ok
            <bob> !change 138803 ci ok
            <alice> !blueprint add html5-console spec 127283 changes 127901 by frank
            <bob> !change 127901 -1 zuul
            [2014-12-15 09:00]
            """)
        return room
    }

    /// Two slots, both busy; behind them nfs-image-store without an approved spec and vmware-ephemeral-disk ready.
    public static func oneAboutToLand() async throws -> TestRoom {
        let room = try await TestRoom.make(settings: Settings(slots: 2, cycle: "Kilo"))
        try await room.prepare(
            """
            [2014-12-06 09:00]
            <alice> !spec add 126866 Hypervisor: VMWare: Allow Nova to access a VMWare image store over NFS
            <alice> !blueprint add vmware-vsan trivial changes 128612 by carol
            <carol> !ready vmware-vsan
            <alice> !blueprint add barbican-keys trivial changes 140201 140202 by grace
            <grace> !ready barbican-keys
            <alice> !take barbican-keys
            <bob> !take barbican-keys
            <bob> !change 140201 merged
            <alice> !blueprint add nfs-image-store spec 126866 changes 139801 by carol
            <carol> !ready nfs-image-store
            <alice> !blueprint add vmware-ephemeral-disk trivial changes 138801 138802 138803 by carol
            <bob> !change 138801 lines 70
            <bob> !change 138802 lines 90
            <bob> !change 138803 lines 50
            <carol> !ready vmware-ephemeral-disk
            [2014-12-15 09:00]
            """)
        return room
    }

    /// Specs in categories, one of them misspelt; eight were approved in December.
    public static func specs() async throws -> TestRoom {
        let room = try await TestRoom.make(settings: Settings(slots: 10, cycle: "Kilo"))
        var history = ["[2014-11-20 09:00]"]
        for number in 1...4 { history.append("<alice> !spec add \(127000 + number) Scheduler: Weigher \(number)") }
        history.append("<alice> !spec add 127010 Sheduler: A weigher more")
        history.append("<alice> !spec 127004 set abandoned")
        history.append("<alice> !spec 127003 set approved")
        history.append("[2014-12-02 09:00]")
        let titles = [
            130721: "iSCSI transports", 139580: "Multi-attach", 133485: "glanceclient", 138698: "ALL-IN",
            127610: "Request object", 127612: "select_destinations", 140144: "Barbican", 140017: "Soft affinity",
        ]
        for (number, title) in titles.sorted(by: { $0.key < $1.key }) {
            history.append("<alice> !spec add \(number) API: \(title)")
            history.append("<alice> !spec \(number) set approved")
        }
        history.append("[2014-12-15 09:00]")
        try await room.prepare(history.joined(separator: "\n"))
        return room
    }
}
