import Bot
import BotTesting
import Chat
import GerritProtocol
import GerritReviews
import Ledger
import struct Ledger.Account
import ReviewSlots
import Testing

@Suite struct ReconciliationTests {
    // MARK: Blueprints and their changes

    @Test func `A footer makes a blueprint, and others join it by footer, topic or hashtag`() async throws {
        let world = try await World()
        try await world.tell([
            try change(1, "Add the monitor\n\nImplements: blueprint cpu-monitor"),
            try change(2, "Use it\n\nPartially-Implements: blueprint cpu-monitor", status: .merged),
            try change(3) { $0.topic = "bp/cpu-monitor" }, try change(4) { $0.hashtags = ["cpu-monitor"] },
            try change(5) { $0.topic = "bp/something-else" },
        ])
        try await world.tell([
            try change(3) { $0.topic = "bp/cpu-monitor" }, try change(4) { $0.hashtags = ["cpu-monitor"] },
        ])
        #expect(try await world.changes(of: "cpu-monitor") == [1, 2, 3, 4])
        #expect(try await world.board { $0.blueprint(named: "something-else") } == nil)
    }

    @Test func `What was merged or given up before makes no blueprint, and neither does "related to"`() async throws {
        let world = try await World()
        try await world.tell([
            try change(1, "Old\n\nImplements: blueprint long-done", status: .merged),
            try change(2, "Older\n\nImplements: blueprint given-up", status: .abandoned),
            try change(3, "New\n\nRelated to blueprint beside-it"), try change(4, "Odd\n\nblueprint: add"),
        ])
        #expect(try await world.board { $0.blueprints.isEmpty })
    }

    @Test func `The same report again changes nothing`() async throws {
        let world = try await World()
        let views = [
            try change(1, "Add it\n\nblueprint cpu-monitor") { $0.vote("bob", 2) },
            try change(9, "Spec\n\nblueprint cpu-monitor", files: added("specs/kilo/approved/cpu-monitor.rst")),
        ]
        #expect(try await world.tell(views).command != nil)
        for _ in 0..<3 { #expect(try await world.tell(views).command == nil) }
    }

    @Test func `A footer that is taken out takes the change out, and a person's word stands`() async throws {
        let world = try await World()
        try await world.tell([try change(1, "Add it\n\nblueprint cpu-monitor"), try change(2)])
        _ = await world.room.say("alice", "!change add cpu-monitor 2")
        try await world.tell([try change(1), try change(2)])
        #expect(try await world.changes(of: "cpu-monitor") == [2])
        // And what a person took out stays out.
        try await world.tell([try change(3, "More\n\nblueprint cpu-monitor")])
        _ = await world.room.say("alice", "!change remove cpu-monitor 3")
        try await world.tell([try change(3, "More\n\nblueprint cpu-monitor") { $0.vote("bob", 1) }])
        #expect(try await world.changes(of: "cpu-monitor") == [2])
    }

    @Test func `Changes on other branches belong to no blueprint`() async throws {
        var world = try await World()
        world.reviews.branches = ["master"]
        try await world.tell([
            try change(1, "Add it\n\nblueprint cpu-monitor"),
            try change(2, "Add it\n\nblueprint cpu-monitor") { $0.branch = "stable/juno" },
        ])
        #expect(try await world.changes(of: "cpu-monitor") == [1])
    }

    @Test func `Two names of one blueprint in a change are one link`() async throws {
        let world = try await World()
        try await world.tell([try change(1, "Add it\n\nblueprint old-name")])
        _ = await world.room.say("alice", "!blueprint rename old-name new-name")
        try await world.tell([try change(2, "More\n\nblueprint old-name") { $0.topic = "bp/new-name" }])
        #expect(try await world.changes(of: "new-name") == [1, 2])
    }

    // MARK: States

    @Test func `Votes are what counts: a core's approval, an open objection, a good word`() async throws {
        var world = try await World()
        world.reviews.rules.cores = ["bob", "dave"]
        try await world.tell([
            try change(1, "Add it\n\nblueprint cpu-monitor") { view in
                view.vote("bob", 2)
                view.vote("erin", 2)
                view.vote("sam", 1)
                view.vote("zed", -1)
                view.vote("zuul", 1, "Verified")
            }
        ])
        let found = try #require(try await world.change(1))
        #expect(found.votes.map { "\($0.who) \($0.value)" } == ["bob 2", "erin 1", "sam 1", "zed -1"])
        #expect(found.ci == .passed)
        #expect(found.waitsForAuthor)
    }

    @Test func `An objection that was answered is none, where the server keeps attention sets`() async throws {
        let world = try await World()
        let answered = try change(1, "Add it\n\nblueprint cpu-monitor") { view in
            view.vote("zed", -1)
            view.attention = [ChangeInfo.Attention(account: GerritProtocol.Account(username: "zed"))]
        }
        try await world.tell([answered])
        #expect(try await world.change(1)?.votes.isEmpty == true)
        var asked = answered
        asked.votes = []
        asked.attention = [
            ChangeInfo.Attention(account: GerritProtocol.Account(username: "carol"), reason: "zed replied")
        ]
        try await world.tell([asked])
        #expect(try await world.change(1)?.isAnswerAwaited == true)
        #expect(try await world.board { $0.obstacles($0.blueprints[BlueprintID(1)]!) }.contains(.unanswered(1)))
    }

    @Test func `A merge frees the slot and lets the next one in, in one append, and both are told`() async throws {
        let world = try await World(settings: Settings(slots: 1, landAfter: 0, cycle: ""))
        for name in ["first-one", "second-one"] {
            _ = await world.room.say("alice", "!blueprint add \(name) trivial by carol")
        }
        let one = "Do it\n\nblueprint first-one"
        let two = "Do that\n\nblueprint second-one"
        try await world.tell([try change(1, one), try change(2, two)])
        for name in ["first-one", "second-one"] { _ = await world.room.say("carol", "!ready \(name)") }
        let before = await world.room.ledger.position
        let decision = try await world.tell([try change(1, one, status: .merged)])
        #expect(decision.boardEvents.contains { if case .slotTaken = $0 { true } else { false } })
        let said = try await world.room.announcements(after: before)
        #expect(said.first?.hasPrefix("Slot 1 is free: first-one landed, 1 change") == true, "\(said)")
        #expect(said.joined().contains("In comes #1 second-one"))
    }

    @Test func `A change that cannot be seen any more leaves, and the slot with it`() async throws {
        let world = try await World(settings: Settings(slots: 1, cycle: ""))
        _ = await world.room.say("alice", "!blueprint add first-one trivial by carol")
        let view = try change(1, "Do it\n\nblueprint first-one")
        try await world.tell([view])
        _ = await world.room.say("carol", "!ready first-one")
        let before = await world.room.ledger.position
        try await world.tell([view], hidden: [1])
        #expect(try await world.board { $0.seated.isEmpty })
        let said = try await world.room.announcements(after: before)
        #expect(said.joined().contains("none of its changes can be seen any more"), "\(said)")
        try await world.tell([view])
        #expect(try await world.change(1)?.status == .open)
    }

    @Test func `The owner of a change is an author of its blueprint`() async throws {
        let world = try await World(settings: Settings(slots: 1, cycle: ""))
        _ = await world.room.say("alice", "!blueprint add first-one trivial")
        try await world.tell([try change(1, "Do it\n\nblueprint first-one", owner: "carol")])
        let owner = try await world.room.ledger.person(
            with: Account(network: "gerrit", name: "carol"), now: Timestamp(0))
        #expect(try await world.board { $0.authors(of: $0.blueprints[BlueprintID(1)]!) } == [owner])
    }

    @Test func `Who is only known on the server is named in the channel, and not highlighted`() async throws {
        let world = try await World(settings: Settings(slots: 1, cycle: ""))
        _ = await world.room.say("alice", "!blueprint add first-one trivial by carol")
        let view = try change(1, "Do it\n\nblueprint first-one", owner: "a1498")
        try await world.tell([view])
        let before = await world.room.ledger.position
        var gone = view
        gone.status = .abandoned
        try await world.tell([gone])
        let records = try await world.room.log.read(after: before, limit: 100).map { try Recorded($0) }
        let line = try await world.room.bot.announcements(of: [records], on: world.room.board, in: "oftc")[0].first
        #expect(line?.spans.first == .mention("carol"))
        #expect(line?.spans.contains(.person("a1498")) == true)
    }

    // MARK: Specs

    private func specs() throws -> [ChangeView] {
        [
            try change(
                10, "Schedule by rack\n\nblueprint rack-filter", status: .merged,
                files: added("specs/kilo/approved/rack-filter.rst")),
            try change(
                11, "Old attempt\n\nblueprint new-thing", status: .abandoned, files: added("specs/kilo/new-thing.rst")),
            try change(
                12, "New thing\n\nblueprint new-thing\n\nPreviously-approved: juno",
                files: added("specs/kilo/new-thing.rst")),
            try change(13, "Last cycle", status: .merged, files: added("specs/juno/approved/last-cycle.rst")),
        ]
    }

    @Test func `Specs of the cycle come with category, states, successors and blueprints`() async throws {
        let world = try await World()
        var views = try specs()
        views.removeLast()
        try await world.tell(views)
        let filter = try #require(try await world.spec(10))
        #expect(filter.category == "Scheduler")
        #expect(filter.state == .approved)
        let thing = try #require(try await world.spec(12))
        #expect(thing.reviews.map(\.number) == [11, 12])
        #expect(thing.reviews.map(\.states) == [[.abandoned], [.fastTracked]])
        #expect(thing.category == "Other")
        #expect(
            try await world.board { board in board.blueprints.values.map(\.name).sorted() } == [
                "new-thing", "rack-filter",
            ])
        #expect(try await world.board { $0.blueprints[$0.blueprint(named: "rack-filter")!]?.spec } == filter.id)
    }

    @Test func `What people set right stays until the server says something new`() async throws {
        let world = try await World()
        try await world.tell(try specs().dropLast())
        _ = await world.room.say("sam", "!spec 12 set proposed")
        _ = await world.room.say("sam", "!spec 10 move Placement")
        try await world.tell(try specs().dropLast())
        #expect(try await world.spec(12)?.reviews.last?.states == [])
        #expect(try await world.spec(10)?.category == "Placement")
        // Merged is merged, whoever said what before.
        var views = try Array(specs().dropLast())
        views[2].status = .merged
        try await world.tell(views)
        #expect(try await world.spec(12)?.reviews.last?.states == [.approved])
    }

    @Test func `A move to the implemented ones is a state, and lands what has a slot`() async throws {
        let world = try await World()
        var views = try specs().filter { $0.key.number == 10 }
        let code = try change(1, "Do it\n\nblueprint rack-filter")
        try await world.tell(views + [code])
        _ = await world.room.say("bob", "!ready rack-filter")
        #expect(try await world.board { $0.seated.count } == 1)
        try await world.tell([try change(1, "Do it\n\nblueprint rack-filter", status: .merged)])
        views.append(
            try change(
                20, "Move implemented specs", status: .merged,
                files: [
                    FileChange(
                        path: "specs/kilo/implemented/rack-filter.rst", kind: .renamed,
                        oldPath: "specs/kilo/approved/rack-filter.rst")
                ]))
        try await world.tell(views)
        #expect(try await world.spec(10)?.state == .implemented)
        #expect(try await world.board { $0.blueprints[BlueprintID(1)]?.closed?.outcome } == .landed)
    }

    @Test func `A change that files two specs is implemented when both are, and is not told again and again`()
        async throws
    {
        let world = try await World()
        let both = ["one-thing", "other-thing"].flatMap { added("specs/kilo/approved/\($0).rst") }
        let views = [
            try change(30, "Two specs", status: .merged, files: both),
            try change(
                31, "Move one", status: .merged,
                files: [
                    FileChange(
                        path: "specs/kilo/implemented/one-thing.rst", kind: .renamed,
                        oldPath: "specs/kilo/approved/one-thing.rst")
                ]),
        ]
        try await world.tell(views)
        #expect(try await world.spec(30)?.state == .approved)
        #expect(try await world.tell(views).command == nil)
    }

    @Test func `The first reading is told in one line`() async throws {
        let world = try await World()
        let before = await world.room.ledger.position
        try await world.tell(
            try specs().dropLast() + [try change(1, "Do it\n\nblueprint rack-filter", status: .merged)],
            source: "review system, first reading")
        #expect(
            try await world.room.announcements(after: before) == [
                "Read from the review system (first reading): specs: 2 new; 2 new blueprints. \"!slots\" shows how it stands. https://slots.example.org/nova"
            ])
    }
}
