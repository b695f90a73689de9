import Testing

@testable import ReviewSlots

@Suite("Slots")
struct SlotTests {
    @Test("the best ready ones move in until no slot is free")
    func fills() throws {
        var play = try Play(Settings(slots: 2))
        try play.add(ready: nil, nil, nil)
        #expect(play.seated == [1, 2])
        #expect(play.backlog == [3])
        #expect(play.blueprint(1)?.seat == Blueprint.Seat(slot: 1, since: play.at, rank: 1))
    }

    @Test("more slots take in as many as are ready, in one decision")
    func moreSlots() throws {
        var play = try Play(Settings(slots: 0))
        try play.add(ready: nil, nil, nil)
        #expect(play.seated == [])
        let events = try play.run(.setSlots(2, why: "cores are back"))
        #expect(events.count == 3)
        #expect(events.first == .slotsSet(from: 0, to: 2, why: "cores are back"))
        #expect(play.seated == [1, 2])
    }

    @Test("fewer slots evict nobody, and nobody enters before enough have left")
    func fewerSlots() throws {
        var play = try Play(Settings(slots: 3))
        try play.add(ready: nil, nil, nil, nil)
        try play.run(.setSlots(2, why: nil))
        #expect(play.seated == [1, 2, 3])
        try play.run(.landed(1))
        #expect(play.seated == [2, 3])
        try play.run(.landed(3))
        #expect(play.seated == [4, 2])
    }

    @Test("with 0 slots nobody enters; with none at all there is only the list", arguments: [0, nil] as [Int?])
    func noSlots(count: Int?) throws {
        var play = try Play(Settings(slots: 1))
        try play.add(ready: nil, nil)
        try play.run(.setSlots(count, why: nil))
        #expect(play.seated == [1])
        try play.run(.bump(1, why: nil))
        #expect(play.seated == [])
        #expect(play.backlog == [1, 2])
        #expect(play.board.freeSlots() == 0)
        try play.run(.setSlots(1, why: nil))
        #expect(play.seated == [2])
    }

    @Test(
        "numbers of slots that make no sense are refused",
        arguments: [
            (-1, Refusal.settingsFault("the number of slots is 0 to 1000, or \"off\"")),
            (1001, .settingsFault("the number of slots is 0 to 1000, or \"off\"")),
            (.max, .settingsFault("the number of slots is 0 to 1000, or \"off\"")),
            (1, .settingsFault("2 slots reserved are more than the 1 there are")),
            (3, .already("there are 3 slots")),
        ])
    func refusedNumbers(count: Int, refusal: Refusal) throws {
        var play = try Play(Settings(slots: 3, reservations: ["debt": 2]))
        #expect(throws: refusal) { try play.run(.setSlots(count, why: nil)) }
        try play.run(.setSlots(nil, why: nil))
        #expect(throws: Refusal.already("slots are off")) { try play.run(.setSlots(nil, why: nil)) }
    }

    @Test(
        "settings that make no sense are refused",
        arguments: [
            Settings(landAfter: -1), Settings(coresPerSlot: -1), Settings(plusTwos: 0), Settings(slots: -1),
            Settings(silence: .init(warnAfter: 0)), Settings(silence: .init(actAfter: 366)), Settings(timeBox: 0),
            Settings(reviewsPerCore: -1),
            Settings(reservations: ["Debt": 1]), Settings(reservations: ["debt": -1]),
            Settings(slots: nil, reservations: ["debt": 1001]),
            Settings(slots: nil, reservations: ["debt": .max, "perf": .max]),
            Settings(slots: 3, reservations: ["debt": 2, "perf": 2]),
        ])
    func refusedSettings(settings: Settings) throws {
        var play = try Play()
        #expect(throws: Refusal.settingsFault(settings.fault ?? "")) { try play.run(.configure(settings)) }
    }

    @Test("a configuration read again changes nothing; what it changed counts, what people set otherwise stays")
    func configuration() throws {
        var play = try Play(Settings(slots: 4, reservations: ["debt": 0]))
        try play.run(.setSlots(3, why: nil))
        try play.run(.reserve("debt", 1))
        #expect(try play.run(.configure(Settings(slots: 4, reservations: ["debt": 0]))) == [])
        try play.run(.configure(Settings(slots: 4, lends: true, landAfter: 60, timeBox: 86_400, reviewsPerCore: 1)))
        #expect(
            play.board.settings
                == Settings(
                    slots: 3, reservations: ["debt": 1], lends: true, landAfter: 60, timeBox: 86_400, reviewsPerCore: 1)
        )
        // Two slots cannot hold three kept ones: then the file counts.
        try play.run(.reserve("debt", 3))
        try play.run(.configure(Settings(slots: 2)))
        #expect(play.board.settings == Settings(slots: 2))
    }

    @Test("the one that moves in names those above it, with the first reason each")
    func passedOver() throws {
        var play = try Play(Settings(slots: 2, reservations: ["debt": 1]))
        try play.run(.addSpec(review: 5, title: "A spec", category: "API"))
        try play.add("no-code")
        try play.add("proposed", spec: 5, changes: [20])
        try play.add("unclaimed", changes: [30], ready: false)
        try play.add("takes-the-free-slot", changes: [40])
        #expect(play.seated == [4])
        try play.add("only-debt-may", changes: [50])
        try play.add("rejected", changes: [60], ready: false)
        try play.run(.stateChange(60, ChangeUpdate(votes: [.init(who: "zuul", value: -1)], ci: .failed)))
        let events = try play.run(
            .addBlueprint(NewBlueprint(name: "some-debt", changes: [70], kind: "debt", isTrivial: true)))
        #expect(events.count == 3)
        try play.run(.ready(7))
        #expect(play.seated == [4, 7])
        let taken = play.log.last?.event
        let items: [PassedOver.Item] = [
            .init(blueprint: 1, rank: 1, reason: .noChange),
            .init(blueprint: 2, rank: 2, reason: .specNotApproved(5, abandoned: false)),
            .init(blueprint: 3, rank: 3, reason: .notClaimed), .init(blueprint: 5, rank: 4, reason: .slotReserved),
            .init(blueprint: 6, rank: 5, reason: .rejected(60, by: ["zuul"])),
        ]
        let seat = Blueprint.Seat(slot: 2, since: play.at, rank: 6)
        #expect(taken == .slotTaken(7, seat: seat, passedOver: PassedOver(items: items, count: 5)))
    }

    @Test("of many that are passed over the first five are named, and all are counted")
    func manyPassedOver() throws {
        var play = try Play(Settings(slots: 1))
        for number in 1...8 { try play.add("idea-\(number)", ready: false) }
        try play.add("real", changes: [9])
        guard case .slotTaken(9, _, let passed?) = play.log.last?.event else {
            Issue.record("b9 did not move in")
            return
        }
        #expect(passed.items.map(\.blueprint) == [1, 2, 3, 4, 5])
        #expect(passed.count == 8)
    }

    @Test("a bumped one returns to the place that its rank gives it, and comes again only when it is called ready")
    func bump() throws {
        var play = try Play(Settings(slots: 1))
        try play.add(ready: nil, nil)
        try play.add("idea", ready: false)
        try play.run(.setOrder([3, 1, 2], method: "ranked pairs", ballot: 1))
        try play.run(.take(1), by: .core)
        let seat = try #require(play.blueprint(1)?.seat)
        let events = try play.run(.bump(1, why: "no answer"), by: .core)
        #expect(events.contains(.slotFreed(1, seat: seat, how: .bumped, note: "no answer", rank: 2)))
        #expect(seat.reviewers == ["bob"])
        #expect(play.seated == [2])
        #expect(play.backlog == [3, 1])
        #expect(play.blueprint(1)?.claim == nil)
        try play.run(.landed(2))
        #expect(play.seated == [])
        try play.run(.ready(1))
        #expect(play.seated == [1])
        #expect(play.blueprint(1)?.seat?.reviewers == [])
    }

    @Test("who has no slot can be neither bumped nor taken; who has one cannot be called ready or pinned")
    func wrongPlace() throws {
        var play = try Play(Settings(slots: 1))
        try play.add(ready: nil, nil)
        for command in [BoardCommand.bump(2, why: nil), .take(2), .untake(2)] {
            #expect(throws: Refusal.noSlot(2)) { try play.run(command) }
        }
        for command in [BoardCommand.ready(1), .pin(1, place: 1)] {
            #expect(throws: Refusal.hasSlot(1)) { try play.run(command) }
        }
    }

    @Test("cores sign up once each, under whatever id, and off again")
    func signUp() throws {
        var play = try Play(Settings(slots: 1))
        try play.add(ready: nil)
        try play.run(.take(1), by: .core)
        try play.run(.take(1), by: .lead)
        #expect(play.blueprint(1)?.seat?.reviewers == ["alice", "bob"])
        let joined = Actor(person: "robert", formerly: ["bob"], roles: .core)
        #expect(throws: Refusal.already("you have signed up for work-1")) { try play.run(.take(1), by: joined) }
        try play.run(.untake(1), by: joined)
        #expect(play.blueprint(1)?.seat?.reviewers == ["alice"])
        #expect(throws: Refusal.already("you have not signed up for work-1")) {
            try play.run(.untake(1), by: joined)
        }
    }
}
