import Testing

@testable import ReviewSlots

@Suite("The backlog")
struct BacklogTests {
    /// Five blueprints without a slot.
    private func play() throws -> Play {
        var play = try Play(Settings(slots: 0))
        try play.add(ready: nil, nil, nil, nil, nil)
        return play
    }

    @Test("the ranked come first, the others follow by age, the closed are not in it")
    func order() throws {
        var play = try play()
        #expect(play.backlog == [1, 2, 3, 4, 5])
        try play.run(.setOrder([4, 2], method: "ranked pairs", ballot: 7))
        #expect(play.backlog == [4, 2, 1, 3, 5])
        #expect(play.board.orderMethod == "ranked pairs")
        try play.run(.withdraw(2, why: nil))
        #expect(play.backlog == [4, 1, 3, 5])
        #expect(play.board.rank(of: 3) == 3)
        #expect(play.board.rank(of: 2) == nil)
    }

    @Test("neither an approved spec nor a change is needed to be ranked")
    func unready() throws {
        var play = try play()
        try play.run(.addBlueprint(NewBlueprint(name: "idea")))
        try play.run(.setOrder([6, 1], method: "ranked pairs", ballot: nil))
        #expect(play.backlog == [6, 1, 2, 3, 4, 5])
    }

    @Test(
        "only what moved is written down",
        arguments: [
            ([1, 2, 3, 4, 5], [1, 3, 2, 4, 5], 1, [2, 3], [3, 2]), ([1, 2, 3], [1, 2, 3, 4], 3, [], [4]),
            ([1, 2, 3], [2, 3], 0, [1], []), ([], [2, 1], 0, [], [2, 1]), ([1, 2], [], 0, [1, 2], []),
            ([1, 2, 3], [3, 1, 2], 0, [1, 2, 3], [3, 1, 2]),
        ] as [([Int], [Int], Int, [Int], [Int])])
    func orderEvents(old: [Int], new: [Int], at: Int, removed: [Int], inserted: [Int]) throws {
        var play = try play()
        func ids(_ numbers: [Int]) -> [BlueprintID] { numbers.map { BlueprintID($0) } }
        try play.run(.setOrder(ids(old), method: "a", ballot: 1))
        let events = try play.run(.setOrder(ids(new), method: "b", ballot: 2))
        #expect(
            events == [
                .orderChanged(at: at, removed: ids(removed), inserted: ids(inserted), method: "b", ballot: 2)
            ])
        #expect(play.board.order == ids(new))
        #expect(try play.run(.setOrder(ids(new), method: "b", ballot: 3)) == [])
    }

    @Test("an order holds each open blueprint once, whatever was sent")
    func oddOrders() throws {
        var play = try play()
        try play.run(.withdraw(3, why: nil))
        try play.run(.setOrder([2, 2, 3, 99, 1, 2], method: "ranked pairs", ballot: nil))
        #expect(play.board.order == [2, 1])
    }

    @Test("the same order by another method is told, so that the method shown is right")
    func otherMethod() throws {
        var play = try play()
        try play.run(.setOrder([2, 1], method: "ranked pairs", ballot: nil))
        try play.run(.setOrder([2, 1], method: "schulze", ballot: nil))
        #expect(play.board.orderMethod == "schulze")
        #expect(play.board.order == [2, 1])
    }

    @Test("one that is in a slot keeps its place in the order for the time when it is bumped")
    func hidden() throws {
        var play = try play()
        try play.run(.setOrder([3, 4, 1], method: "ranked pairs", ballot: nil))
        try play.run(.setSlots(2, why: nil))
        #expect(play.seated == [3, 4])
        #expect(play.backlog == [1, 2, 5])
        try play.run(.bump(4, why: nil))
        #expect(play.backlog == [4, 2, 5])
    }

    @Test(
        "pins stand at their places",
        arguments: [
            ([(3, 1)], [3, 1, 2, 4, 5]), ([(1, 5)], [2, 3, 4, 5, 1]), ([(1, 3)], [2, 3, 1, 4, 5]),
            // A pin goes before those that stand there, which move down until there is room.
            ([(3, 1), (4, 1)], [4, 3, 1, 2, 5]), ([(3, 1), (4, 2), (5, 1)], [5, 3, 4, 1, 2]),
            ([(3, 1), (4, 3), (5, 1)], [5, 3, 4, 1, 2]), ([(3, 2), (3, 4)], [1, 2, 4, 3, 5]),
            ([(3, 2), (4, 3), (4, 2)], [1, 4, 3, 2, 5]), ([(1, 5), (2, 5)], [3, 4, 5, 2, 1]),
        ] as [([(Int, Int)], [Int])])
    func pins(pins: [(Int, Int)], backlog: [Int]) throws {
        var play = try play()
        for (number, place) in pins { try play.run(.pin(BlueprintID(number), place: place)) }
        #expect(play.backlog == backlog)
        // Votes do not move them.
        let pinned = Set(pins.map { BlueprintID($0.0) })
        let places = play.board.backlog().map { pinned.contains($0) ? $0 : nil }
        try play.run(.setOrder([5, 4, 3, 2, 1], method: "ranked pairs", ballot: nil))
        #expect(play.board.backlog().map { pinned.contains($0) ? $0 : nil } == places)
        for (number, _) in pins where play.blueprint(number)?.pin != nil { try play.run(.unpin(BlueprintID(number))) }
        #expect(play.backlog == [5, 4, 3, 2, 1])
    }

    @Test("a pinned one that is bumped comes back to its pin")
    func bumpedPin() throws {
        var play = try play()
        try play.run(.pin(3, place: 1))
        try play.run(.setSlots(1, why: nil))
        #expect(play.seated == [3])
        #expect(play.backlog == [1, 2, 4, 5])
        try play.run(.setSlots(0, why: nil))
        try play.run(.bump(3, why: nil))
        #expect(play.backlog == [3, 1, 2, 4, 5])
    }

    @Test("places that there are not are refused", arguments: [0, -1, 6, .min, .max])
    func places(place: Int) throws {
        var play = try play()
        #expect(throws: Refusal.placeFault) { try play.run(.pin(1, place: place)) }
        #expect(throws: Refusal.already("work-1 is not pinned")) { try play.run(.unpin(1)) }
    }

    @Test("people second a blueprint once each, under whatever id")
    func seconds() throws {
        var play = try play()
        try play.run(.second(1), by: .voter)
        try play.run(.second(1), by: .core)
        #expect(play.blueprint(1)?.seconds == ["bob", "erin"])
        let joined = Actor(person: "erina", formerly: ["erin"], roles: .voter)
        #expect(throws: Refusal.already("you second work-1")) { try play.run(.second(1), by: joined) }
    }
}
