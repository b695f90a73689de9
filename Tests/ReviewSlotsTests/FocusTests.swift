import Testing

@testable import ReviewSlots

@Suite("The focus of a cycle")
struct FocusTests {
    static let focuses: [String: [WorkKind: Int]] = ["features": ["debt": 1], "stability": ["debt": 3, "perf": 1]]

    private func settings(_ cycle: String = "Kilo", slots: Int = 4, _ focuses: [String: [WorkKind: Int]] = focuses)
        -> Settings
    {
        Settings(slots: slots, reservations: ["docs": 1], cycle: cycle, focuses: focuses)
    }

    @Test("sets the reservations, each as an event, and moves in what may move then; undo takes all of it back")
    func set() throws {
        var play = try Play(settings(slots: 2, ["debt-only": ["debt": 1]]))
        try play.add(ready: "docs", nil, nil, "debt")
        #expect(play.seated == [1, 2])
        try play.run(.landed(2))
        #expect(play.seated == [1, 3])
        try play.run(.landed(3))
        let before = play.board
        #expect(play.seated == [1, 4])
        let events = try play.run(.setFocus("debt-only"))
        #expect(
            events == [
                .focusSet(from: nil, to: "debt-only"), .reservationSet(kind: "debt", from: 0, to: 1),
                .reservationSet(kind: "docs", from: 1, to: 0),
            ])
        try play.run(.undo(events))
        #expect(play.board.isSame(as: before))
    }

    @Test("is changed and ended: then the configuration's reservations count again")
    func end() throws {
        var play = try Play(settings())
        try play.run(.setFocus("stability"))
        #expect(play.board.settings.reservations == ["debt": 3, "perf": 1])
        try play.run(.setFocus("features"))
        #expect(play.board.settings.reservations == ["debt": 1])
        #expect(throws: Refusal.already("the focus is features")) { try play.run(.setFocus("features")) }
        try play.run(.reserve("debt", 2))
        #expect(try play.run(.setFocus("features")) == [.reservationSet(kind: "debt", from: 2, to: 1)])
        try play.run(.setFocus(nil))
        #expect(play.board.settings.reservations == ["docs": 1])
        #expect(play.board.focus == nil)
        #expect(throws: Refusal.already("there is no focus")) { try play.run(.setFocus(nil)) }
    }

    @Test("ends with its cycle, and when the configuration has it no more, but not with other settings")
    func cycle() throws {
        var play = try Play(settings())
        try play.run(.setFocus("stability"))
        try play.run(.configure(settings(slots: 5)))
        #expect(play.board.focus == "stability")
        try play.run(.configure(settings("Liberty", slots: 5)))
        #expect(play.board.focus == nil)
        #expect(play.board.settings.reservations == ["docs": 1])
        try play.run(.setFocus("stability"))
        try play.run(.configure(settings("Liberty", ["features": [:]])))
        #expect(play.board.focus == nil)
    }

    @Test("what is not set up, or does not fit, is refused")
    func refused() throws {
        var play = try Play(settings(slots: 3))
        #expect(throws: Refusal.badText("there is no focus \"fun\"; there are features, stability")) {
            try play.run(.setFocus("fun"))
        }
        #expect(throws: Refusal.settingsFault("4 slots reserved are more than the 3 there are")) {
            try play.run(.setFocus("stability"))
        }
        var other = try Play()
        #expect(throws: Refusal.badText("no focus is set up here; the operator can (focus)")) {
            try other.run(.setFocus("fun"))
        }
        for (focuses, fault) in [
            (["Fun": [:]], "\"Fun\" cannot be a focus: a name begins with a letter or a digit"),
            (["fun": ["Debt": 1]], "\"Debt\" cannot be a kind of work: a name begins with a letter or a digit"),
            (["fun": ["debt": -1]], "a reservation is 0 to 1000 slots"),
        ] as [([String: [WorkKind: Int]], String)] {
            #expect(throws: Refusal.settingsFault(fault)) { try Play(settings("Kilo", focuses)) }
        }
    }
}
