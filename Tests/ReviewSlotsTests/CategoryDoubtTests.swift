import Testing

@testable import ReviewSlots

@Suite("Doubts about categories")
struct CategoryDoubtTests {
    /// A board with so many specs in each category, the first of them the oldest.
    private func play(_ categories: KeyValuePairs<String, Int>) throws -> Play {
        var play = try Play()
        var number = 0
        for (name, count) in categories {
            for _ in 0..<max(count, 1) {
                number += 1
                try play.run(.addSpec(review: number, title: "Spec \(number)", category: name))
            }
            if count == 0 { try play.run(.moveSpec(number, category: "Elsewhere")) }
        }
        return play
    }

    private func pairs(_ play: Play) -> [[String]] { play.board.categoryDoubts().map { [$0.doubted, $0.meant] } }

    /// What three summaries of one cycle had for categories, and what people said in between.
    private static let kilo: KeyValuePairs = [
        "API": 9, "API (EC2)": 2, "Administrative": 3, "Block Storage": 2, "Cells": 1, "Containers Service": 1,
        "Database": 2, "Hypervisor: Docker": 1, "Hypervisor: FreeBSD": 1, "Hypervisor: Hyper-V": 4,
        "Hypervisor: Ironic": 2, "Hypervisor: VMWare": 6, "Hypervisor: ironic": 1, "Hypervisor: libvirt": 9,
        "Instance features": 3, "Internal": 5, "Internal clean up": 2, "Internationalization": 1, "Networking": 2,
        "Performance": 1, "Scheduler": 12, "Scheduling": 2, "Security": 3, "Service Groups": 1, "Sheduler": 1,
        "Storage": 2,
    ]

    @Test("in a real list fall on the real slips, and on nothing else, the surest first")
    func real() throws {
        #expect(
            try play(Self.kilo).board.categoryDoubts() == [
                CategoryDoubt(
                    doubted: "Hypervisor: ironic", meant: "Hypervisor: Ironic", likeness: .spelling, doubtedSpecs: 1,
                    meantSpecs: 2),
                CategoryDoubt(
                    doubted: "Sheduler", meant: "Scheduler", likeness: .slip, doubtedSpecs: 1, meantSpecs: 12),
                CategoryDoubt(
                    doubted: "Scheduling", meant: "Scheduler", likeness: .stem, doubtedSpecs: 2, meantSpecs: 12),
            ])
    }

    @Test(
        "are about names that are the same, nearly the same, or of one stem",
        arguments: [
            ("Ironic", "ironic", CategoryDoubt.Likeness.spelling), ("Hyper-V", "HyperV", .spelling),
            ("API (EC2)", "API: EC2", .spelling), ("Block Storage", "Block  storage", .spelling),
            ("VM Ware", "VMWare", .spelling), ("Cells v2", "Cells-v2", .spelling),
            ("Scheduler", "Sched\u{200B}uler", .spelling),
            ("Scheduler", "Sheduler", .slip), ("Scheduler", "Shceduler", .slip), ("Quota", "Quotas", .slip),
            ("Hypervisor: libvirt", "Hypervisor: livbirt", .slip),
            ("Hypervisor: Ironic", "Hypervisors: ironic", .slip),
            ("Internationalization", "Internationalisation", .slip), ("Instance features", "Instance feature", .slip),
            ("Scheduler", "Scheduling", .stem), ("Network", "Networking", .stem), ("Cell", "Cells", .stem),
            ("Imaging", "Images", .stem), ("Networking: IPv6", "Network: ipv6", .stem),
        ])
    func alike(one: String, other: String, likeness: CategoryDoubt.Likeness) {
        #expect(ComparedName(one).likeness(to: ComparedName(other)) == likeness)
        #expect(ComparedName(other).likeness(to: ComparedName(one)) == likeness)
    }

    @Test(
        "are not about names that have only something in common",
        arguments: [
            ("API", "API (EC2)"), ("API", "APT"), ("Hypervisor: VMWare", "Hypervisor: libvirt"),
            ("Hypervisor: Hyper-V", "Hypervisor: libvirt"), ("Hypervisor: KVM", "Hypervisor: LXC"),
            ("Hypervisor: VMWare", "VMWare"), ("Block Storage", "Storage"), ("Block Storage", "Object Storage"),
            ("Internal", "Internal clean up"), ("Internal", "External"), ("Internal", "Internationalization"),
            ("Cells v1", "Cells v2"), ("API (EC2)", "API (EC3)"), ("Guest agents", "Guest events"),
            ("Service", "Server"), ("C", "C++"), ("?", "!"), ("Docker", "Locker"), ("Import", "Export"),
            ("Synchronous", "Asynchronous"), ("Volume attach", "Volume detach"),
        ])
    func apart(one: String, other: String) throws {
        #expect(ComparedName(one).likeness(to: ComparedName(other)) == nil)
        #expect(try pairs(play([one: 1, other: 1])).isEmpty)
    }

    @Test("the one with more specs is meant, then the older one, and an empty one least")
    func meant() throws {
        #expect(try pairs(play(["Ironic": 1, "ironic": 2])) == [["Ironic", "ironic"]])
        #expect(try pairs(play(["ironic": 1, "Ironic": 1])) == [["Ironic", "ironic"]])
        #expect(try pairs(play(["Ironic": 0, "ironic": 1])) == [["Ironic", "ironic"]])
        #expect(try pairs(play(["ironic": 0, "Ironic": 0])) == [["ironic", "Ironic"]])
    }

    @Test("count the specs of this cycle, and mean the one that always had more")
    func cycles() throws {
        var play = try Play(Settings(cycle: "Kilo"))
        for (review, category) in [(1, "Scheduler"), (2, "Scheduler"), (3, "Sheduler")] {
            try play.run(.addSpec(review: review, title: "T", category: category))
        }
        try play.run(.configure(Settings(cycle: "Liberty")))
        try play.run(.addSpec(review: 4, title: "T", category: "Scheduler"))
        #expect(
            play.board.categoryDoubts() == [
                CategoryDoubt(
                    doubted: "Sheduler", meant: "Scheduler", likeness: .slip, doubtedSpecs: 0, meantSpecs: 1)
            ])
    }

    @Test("end when the two are shown as one")
    func shownAsOne() throws {
        var play = try play(["Scheduler": 2, "Sheduler": 1])
        #expect(pairs(play) == [["Sheduler", "Scheduler"]])
        try play.run(.aliasCategory("Sheduler", as: "Scheduler"))
        #expect(pairs(play).isEmpty)
    }

    @Test("end when a lead says that the two are different, until that is taken back")
    func kept() throws {
        var play = try play(["Scheduler": 3, "Scheduling": 2, "Sheduler": 1])
        let before = play.board
        let kept = try play.run(.keepCategories("Scheduling", "Scheduler"))
        #expect(pairs(play) == [["Sheduler", "Scheduler"]])
        #expect(!play.board.isSame(as: before))
        #expect(throws: Refusal.already("they are kept apart")) {
            try play.run(.keepCategories("Scheduler", "Scheduling"))
        }
        #expect(throws: Refusal.badText("both are shown as Scheduler")) {
            try play.run(.keepCategories("Scheduler", "Scheduler"))
        }
        #expect(throws: Refusal.noSuchCategory("Nowhere")) { try play.run(.keepCategories("Scheduler", "Nowhere")) }
        try play.run(.undo(kept))
        #expect(play.board.isSame(as: before))
    }

    @Test("the one pair is found among 2,000 categories")
    func many() {
        var numbers = SeededNumbers(seed: 1)
        var board = Board(name: "nova")
        let families = ["Hypervisor", "Networking", "Storage", "API"]
        for number in 0..<1998 {
            let letters = (0..<12).map { _ in Character(Unicode.Scalar(UInt8.random(in: 97...122, using: &numbers))) }
            board.evolve(.categoryAdded("\(families[number % 4]): \(String(letters))"), at: Timestamp(0))
        }
        for name in ["Hypervisor: mainframe", "hypervisor: maniframe"] {
            board.evolve(.categoryAdded(name), at: Timestamp(0))
        }
        #expect(board.categoryDoubts().map(\.meant) == ["Hypervisor: mainframe"])
    }
}
