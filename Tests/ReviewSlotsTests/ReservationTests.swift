import Testing

@testable import ReviewSlots

@Suite("Slots that are kept for a kind of work")
struct ReservationTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var what: String
        var settings: Settings
        var kinds: [WorkKind?]
        /// The numbers of those that get in, by slot.
        var seated: [Int]
        var lent: [Int] = []
        var testDescription: String { what }
    }

    static let cases: [Case] = [
        Case(
            what: "kept idle when none of the kind is ready", settings: Settings(slots: 3, reservations: ["debt": 2]),
            kinds: [nil, nil, nil], seated: [1]),
        Case(
            what: "taken by the kind only", settings: Settings(slots: 3, reservations: ["debt": 2]),
            kinds: [nil, nil, "debt", "debt", "debt"], seated: [1, 3, 4]),
        Case(
            what: "above its reservation a kind is like any other",
            settings: Settings(slots: 3, reservations: ["debt": 1]), kinds: ["debt", "debt", "debt"], seated: [1, 2, 3]
        ),
        Case(
            what: "each kind has its own", settings: Settings(slots: 4, reservations: ["debt": 1, "perf": 2]),
            kinds: ["debt", "debt", "debt", "perf", nil], seated: [1, 2, 4]),
        Case(
            what: "all are kept", settings: Settings(slots: 2, reservations: ["debt": 1, "perf": 1]),
            kinds: [nil, "docs", "perf"], seated: [3]),
        Case(
            what: "lent when none of the kind is ready",
            settings: Settings(slots: 3, reservations: ["debt": 2], lends: true), kinds: [nil, nil, nil],
            seated: [1, 2, 3], lent: [2, 3]),
        Case(
            what: "lent only as far as the kind has no ready work",
            settings: Settings(slots: 0, lends: true), kinds: [nil, nil, "debt", nil], seated: [1, 2, 3], lent: [2]),
    ]

    @Test("they are", arguments: cases)
    func kept(_ wanted: Case) throws {
        // All are ready before the first slot opens.
        var settings = wanted.settings
        settings.slots = nil
        settings.reservations = [:]
        var play = try Play(settings)
        for (index, kind) in wanted.kinds.enumerated() {
            try play.add("work-\(index + 1)", kind: kind, changes: [index + 1])
        }
        settings = wanted.settings
        if settings.slots == 0 {
            settings.slots = 3
            settings.reservations = ["debt": 2]
        }
        try play.run(.configure(settings))
        #expect(play.seated == wanted.seated)
        let lent = play.board.seated.filter { play.board.blueprints[$0]?.seat?.isLent == true }
        #expect(lent.map(\.number) == wanted.lent)
    }

    @Test("a lent slot is not taken back; the next that frees goes to the kind")
    func lent() throws {
        var play = try Play(Settings(slots: 2, reservations: ["debt": 1], lends: true))
        try play.add(ready: nil, nil, nil, "debt")
        #expect(play.seated == [1, 2])
        #expect(play.blueprint(2)?.seat?.isLent == true)
        #expect(play.board.unmet("debt") == 1)
        try play.run(.landed(1))
        #expect(play.seated == [4, 2])
        #expect(play.board.unmet("debt") == 0)
    }

    @Test("whether slots are lent can be changed at any time, and takes effect at once")
    func lending() throws {
        var play = try Play(Settings(slots: 2, reservations: ["debt": 2]))
        try play.add(ready: nil, nil)
        #expect(play.seated == [])
        #expect(throws: Refusal.already("reserved slots are kept idle")) { try play.run(.lend(false)) }
        try play.run(.lend(true))
        #expect(play.seated == [1, 2])
        try play.run(.lend(false))
        #expect(play.seated == [1, 2])
        #expect(throws: Refusal.already("reserved slots are kept idle")) { try play.run(.lend(false)) }
    }

    @Test("a smaller reservation lets others in")
    func smaller() throws {
        var play = try Play(Settings(slots: 2, reservations: ["debt": 2]))
        try play.add(ready: nil, nil)
        try play.run(.reserve("debt", 1))
        #expect(play.seated == [1])
        try play.run(.reserve("debt", 0))
        #expect(play.seated == [1, 2])
        #expect(play.board.settings.reservations == [:])
    }

    @Test("a bigger one evicts nobody")
    func bigger() throws {
        var play = try Play(Settings(slots: 2))
        try play.add(ready: nil, nil, "debt")
        try play.run(.reserve("debt", 2))
        #expect(play.seated == [1, 2])
        try play.run(.landed(2))
        #expect(play.seated == [1, 3])
    }

    @Test(
        "reservations above the number of slots are refused, and such as make no sense",
        arguments: [
            ("debt", 4, Refusal.settingsFault("5 slots reserved are more than the 4 there are")),
            ("debt", -1, .settingsFault("a reservation is 0 to 1000 slots")),
            ("debt", .max, .settingsFault("a reservation is 0 to 1000 slots")),
            ("perf", 1, .already("1 slot is reserved for perf")),
            (
                "Debt", 1,
                .settingsFault("\"Debt\" cannot be a kind of work: a name begins with a letter or a digit")
            ),
        ])
    func refused(kind: WorkKind, count: Int, refusal: Refusal) throws {
        var play = try Play(Settings(slots: 4, reservations: ["perf": 1]))
        #expect(throws: refusal) { try play.run(.reserve(kind, count)) }
    }
}
