public import Bot
import Chat
public import Ledger
import ReviewSlots

extension TestRoom {
    /// The board on which the examples of all commands are run: Nova in the Kilo cycle, small.
    ///
    /// Four slots, one of them kept for debt. In slots: vmware-vsan (second +2 missing), tag-instances (-1 from zuul),
    /// barbican-keys (landing). In the backlog: nfs-image-store (no spec), multi-attach (no code), vmware-ephemeral-disk
    /// (ready). It is Mon 15 Dec 2014, 09:00 UTC.
    /// - Parameter log: an empty one.
    public static func example(
        plugins: [any Plugin] = [], log: any EventLog = MemoryLog(), network: TestNetwork = TestNetwork()
    ) async throws -> TestRoom {
        try await log.append(Example.shared.records(), after: 0)
        return try await make(plugins: plugins, log: log, network: network)
    }

    /// The board's history, which is made once: hundreds of tests begin with it.
    private actor Example {
        static let shared = Example()
        private var known: [Record]?

        func records() async throws -> [Record] {
            if let known { return known }
            let room = try await make(clock: TestClock(day(11, 28)))
            try await room.importSpecs()
            try await room.at(day(12, 2), lead: .setSlots(0, why: nil))
            try await room.addBlueprints()
            try await room.freeze()
            try await room.at(day(12, 3), lead: .setSlots(4, why: nil))
            try await room.stateChanges()
            let records = try await room.log.read(after: 0, limit: 1000)
            known = records
            return records
        }
    }

    /// 09:00 UTC of a day in 2014.
    static func day(_ month: Int, _ day: Int) -> Timestamp {
        let days = [11: 16_375, 12: 16_405][month] ?? 0
        return Timestamp((days + day - 1) * Timestamp.day + 9 * Timestamp.hour)
    }

    private func at(_ time: Timestamp, lead command: BoardCommand, source: String = "command") async throws {
        clock.set(time)
        let alice = try await ledger.person(with: Account(network: network.name, name: "alice"), now: time)
        try await ledger.submit(
            Submission(
                .board(command), board: board.name, actor: Actor(person: alice, roles: [.lead]), by: alice.id,
                source: source, now: time))
    }

    private func person(_ name: String) async throws -> PersonID {
        try await ledger.person(with: Account(network: network.name, name: name), now: clock.now)
    }

    private func importSpecs() async throws {
        let summary = Summary(
            title: "Specs for Kilo",
            categories: [
                .init(
                    "API (EC2)",
                    [
                        SummaryItem(
                            "Implement tags for volumes and snapshots with the EC2 API",
                            [.init(126553, [.fastTracked, .approved])])
                    ]),
                .init(
                    "Administrative",
                    [
                        SummaryItem(
                            "Actively hunt for orphan instances and remove them",
                            [.init(137996, [.abandoned]), .init(138627)])
                    ]),
                .init(
                    "Block Storage",
                    [
                        SummaryItem(
                            "Implement support for a DRBD driver for Cinder block device access", [.init(134153)]),
                        SummaryItem("Support Cinder Volume Multi-attach", [.init(139580, [.approved])]),
                    ]),
                .init(
                    "Hypervisor: VMWare",
                    [
                        SummaryItem("Add ephemeral disk support to the VMware driver", [.init(126527, [.fastTracked])]),
                        SummaryItem("Allow Nova to access a VMWare image store over NFS", [.init(126866)]),
                        SummaryItem("Implement vSAN support", [.init(128600, [.fastTracked, .approved])]),
                    ]),
                .init(
                    "Scheduler",
                    [
                        SummaryItem("A nested quota driver API", [.init(129420)]),
                        SummaryItem("Add an IOPS weigher", [.init(127123, [.approved, .implemented]), .init(132614)]),
                    ]),
                .init(
                    "Security",
                    [
                        SummaryItem(
                            "Make key manager interface interoperable with Barbican",
                            [.init(140144, [.fastTracked, .approved])])
                    ]),
            ])
        try await at(Self.day(11, 28), lead: .importSummary(summary, date: Self.day(11, 28)), source: "import")
    }

    private func addBlueprints() async throws {
        let carol = try await person("carol")
        let frank = try await person("frank")
        for new in [
            NewBlueprint(name: "vmware-vsan", spec: 128600, changes: [128610, 128611, 128612], authors: [carol]),
            NewBlueprint(name: "tag-instances", spec: 126553, changes: [126560], authors: [frank]),
            NewBlueprint(
                name: "barbican-keys", spec: 140144, changes: [140201, 140202], authors: [try await person("grace")]),
            NewBlueprint(name: "nfs-image-store", spec: 126866, authors: [carol]),
            NewBlueprint(name: "multi-attach", spec: 139580, authors: [frank]),
            NewBlueprint(
                name: "vmware-ephemeral-disk", spec: 126527, changes: [128001, 128002, 128003], authors: [carol]),
        ] {
            try await at(clock.now, lead: .addBlueprint(new))
        }
        for id in 1...3 { try await at(clock.now, lead: .ready(BlueprintID(id))) }
    }

    /// On Thu 19 Mar 2015; multi-attach shall be excepted.
    private func freeze() async throws {
        let freeze = Freeze(title: "Feature freeze", at: Timestamp(1_426_723_200), kind: .feature)
        try await at(clock.now, lead: .planFreeze(.feature, freeze))
        try await at(clock.now, lead: .requestException(BlueprintID(5), why: "Cinder's side lands in February"))
    }

    private func stateChanges() async throws {
        for number in [128610, 128611] {
            try await at(Self.day(12, 8), lead: .stateChange(number, ChangeUpdate(status: .merged)))
        }
        try await at(Self.day(12, 5), lead: .stateSpec(review: 126527, [.fastTracked, .approved]))
        for number in [128001, 128002, 128003] {
            try await at(Self.day(12, 9), lead: .stateChange(number, ChangeUpdate(ci: .passed, lines: 70)))
        }
        try await at(Self.day(12, 10), lead: .ready(BlueprintID(6)))
        for name in ["bob", "dave"] {
            let person = try await person(name)
            try await ledger.submit(
                Submission(
                    .board(.take(BlueprintID(1))), board: board.name, actor: Actor(person: person, roles: [.core]),
                    by: person.id, now: clock.now))
        }
        try await at(
            Self.day(12, 12),
            lead: .stateChange(126560, ChangeUpdate(votes: [.init(who: "zuul", value: -1)], title: "Tag instances")))
        try await at(
            Self.day(12, 13),
            lead: .stateChange(
                128612,
                ChangeUpdate(votes: [.init(who: "bob", value: 2)], ci: .passed, title: "Add vSAN datastore driver")))
        for number in [140201, 140202] {
            try await at(
                Self.day(12, 14) + 18 * Timestamp.hour, lead: .stateChange(number, ChangeUpdate(status: .merged)))
        }
    }
}
