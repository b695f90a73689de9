import Testing

@testable import Tally

@Suite struct BacklogTests {
    /// Items 0..<count, open, without a placing rule.
    private func backlog(_ count: Int, rule: Backlog.PlacingRule = .init(minNamed: 0, minJudged: 0)) throws -> Backlog {
        var backlog = Backlog(rule: rule)
        for item in 0..<count { try backlog.open(item) }
        return backlog
    }

    enum Move: Sendable {
        case up(Int), down(Int), put(Int, Int)
    }

    @Test(arguments: [
        ([[0], [1]], Move.up(1), [[1], [0]]),
        ([[0], [1, 2]], .up(1), [[0], [1], [2]]),
        ([[0, 3], [1]], .up(1), [[1], [0, 3]]),
        ([[0], [1]], .up(0), [[0], [1]]),
        ([[0, 1]], .up(1), [[1], [0]]),
        ([[0]], .up(3), [[0], [3]]),
        ([[0], [1]], .down(0), [[1], [0]]),
        ([[0, 1], [2]], .down(0), [[1], [0], [2]]),
        ([[0], [1, 2]], .down(0), [[1, 2], [0]]),
        ([[0], [1]], .down(1), [[0]]),
        ([[0], [1, 2]], .down(2), [[0], [1], [2]]),
        ([[0]], .down(0), []),
        ([[0], [1]], .down(3), [[0], [1]]),
        ([[0], [1], [2]], .put(2, 1), [[2], [0], [1]]),
        ([[0], [1], [2]], .put(0, 2), [[1], [0], [2]]),
        ([[0, 1], [2]], .put(0, 2), [[1], [0], [2]]),
        ([[0], [1]], .put(3, 99), [[0], [1], [3]]),
    ])
    func `A move changes levels one step`(before: [[Int]], move: Move, after: [[Int]]) throws {
        var backlog = try backlog(4)
        try backlog.vote("ann", before)
        switch move {
        case .up(let item): try backlog.up("ann", item)
        case .down(let item): try backlog.down("ann", item)
        case .put(let item, let place): try backlog.put("ann", item, at: place)
        }
        #expect(backlog.ballot(of: "ann")?.levels == after)
        #expect(backlog.ballotCount == 1)
    }

    @Test func `On no ballot up and put cast one and down does nothing`() throws {
        var backlog = try backlog(2)
        try backlog.down("ann", 0)
        #expect(backlog.ballot(of: "ann") == nil)
        try backlog.up("ann", 1)
        try backlog.put("bob", 1, at: 7, weight: 3)
        #expect(backlog.ballot(of: "ann")?.levels == [[1]])
        #expect(backlog.votes(for: 1, over: 0) == 4)
    }

    @Test func `A place counts all levels of the ballot, those of hidden items too`() throws {
        var backlog = try backlog(3)
        try backlog.vote("ann", [[0], [1], [2]])
        try backlog.slot(0)
        try backlog.put("ann", 2, at: 1)
        #expect(backlog.ballot(of: "ann")?.levels == [[2], [0], [1]])
        try backlog.down("ann", 2)
        #expect(backlog.ballot(of: "ann")?.levels == [[0], [2], [1]])
    }

    @Test func `A move keeps what the ballot had seen, and its weight`() throws {
        var backlog = try backlog(2)
        try backlog.vote("ann", [[0], [1]], weight: 5)
        try backlog.open(2)
        try backlog.open(3)
        try backlog.down("ann", 2)
        #expect(backlog.votes(for: 0, over: 2) == 5)
        #expect(backlog.votes(for: 0, over: 3) == 0)
    }

    @Test func `An item dropped from a ballot that leaves the rest unjudged is still judged`() throws {
        var backlog = try backlog(3)
        try backlog.vote("ann", [[0], [1]], judgesRest: false)
        try backlog.down("ann", 1)
        #expect(backlog.votes(for: 0, over: 1) == 1)
        #expect(backlog.votes(for: 0, over: 2) == 0)
    }

    @Test(arguments: [
        ([[9]], 1, Refusal.unknown(item: 9)), ([[0], [0]], 1, .doubled(item: 0)), ([[1, 1]], 1, .doubled(item: 1)),
        ([[0], [3]], 1, .closed(item: 3)), ([[2]], 1, .slotted(item: 2)), ([], 1, .emptyBallot),
        ([[]], 1, .emptyBallot),
        ([[0]], -1, .weight(-1)), ([[0]], 1 << 62, .weight(1 << 62)),
        ([Array(0..<10_000)], 1, .slotted(item: 2)), ([Array(repeating: 1, count: 10_000)], 1, .doubled(item: 1)),
    ])
    func `A bad ballot is refused and changes nothing`(levels: [[Int]], weight: Int, refusal: Refusal) throws {
        var backlog = try backlog(4)
        try backlog.vote("ann", [[1], [0]])
        try backlog.slot(2)
        try backlog.close(3)
        #expect(throws: refusal) { try backlog.vote("ann", levels, weight: weight) }
        #expect(backlog.ballot(of: "ann")?.levels == [[1], [0]])
        #expect(try backlog.order() == [1, 0])
        #expect(backlog.ballotCount == 1)
    }

    @Test func `Moves of items that cannot be voted on are refused`() throws {
        var backlog = try backlog(2)
        try backlog.slot(1)
        #expect(throws: Refusal.slotted(item: 1)) { try backlog.up("ann", 1) }
        #expect(throws: Refusal.slotted(item: 1)) { try backlog.down("ann", 1) }
        #expect(throws: Refusal.unknown(item: 5)) { try backlog.put("ann", 5, at: 1) }
        #expect(throws: Refusal.place(0)) { try backlog.put("ann", 0, at: 0) }
        #expect(throws: Refusal.weight(-4)) { try backlog.up("ann", 0, weight: -4) }
        #expect(throws: Refusal.slotted(item: 1)) { try backlog.slot(1) }
        #expect(throws: Refusal.alreadyOpen(item: 0)) { try backlog.open(0) }
        #expect(throws: Refusal.unknown(item: 5)) { try backlog.close(5) }
        #expect(backlog.ballotCount == 0)
        let hadBallot = backlog.withdraw("ann")
        #expect(!hadBallot)
    }

    @Test func `An item waits until two name it and half of the ballots judge it`() throws {
        var backlog = try backlog(3, rule: .init())
        try backlog.vote("ann", [[2]])
        #expect(try backlog.order() == [])
        #expect(backlog.waiting().map(\.item) == [2, 0, 1])
        try backlog.vote("bob", [[2], [1]])
        try backlog.vote("advice", [[1]], weight: 0)
        #expect(try backlog.order() == [2])
        #expect(backlog.waiting().first == Backlog.Waiting(item: 1, named: 1, judged: 2))
        for voter in ["c", "d", "e"] { try backlog.vote(voter, [[1]], judgesRest: false) }
        #expect(try backlog.order() == [1], "2 of 5 ballots judge item 2")
        backlog.withdraw("e")
        #expect(try backlog.order() == [2, 1])
    }

    @Test func `A ranked item in a slot counts on, hidden, and closing it lets it go`() throws {
        var backlog = try backlog(4, rule: .init())
        // 3 is above 1 only by way of 2: 3 beats 2, 2 beats 1, 3 and 1 are tied.
        try backlog.vote("ann", [[3], [2], [1]])
        try backlog.vote("bob", [[2], [1], [3]])
        try backlog.vote("eve", [[3], [2, 1]], judgesRest: false)
        try backlog.vote("dan", [[1], [3]], judgesRest: false)
        #expect(try backlog.order() == [3, 2, 1])
        try backlog.slot(2)
        backlog.withdraw("ann")
        backlog.withdraw("eve")
        #expect(backlog.isSlotted(2))
        #expect(try backlog.order() == [1, 3], "the hidden one counts though only one names it by now")
        try backlog.open(2)
        #expect(backlog.waiting().map(\.item) == [2, 0], "back from its slot it must be ranked again")
        try backlog.close(2)
        #expect(try backlog.order() == [1, 3])
    }

    @Test func `An item that waited when it got a slot is not counted`() throws {
        var backlog = try backlog(2, rule: .init())
        try backlog.vote("ann", [[0], [1]])
        try backlog.slot(0)
        try backlog.vote("bob", [[1]])
        #expect(try backlog.order() == [1])
        #expect(backlog.votes(for: 1, over: 0) == 0, "new ballots do not judge what is hidden")
    }

    @Test func `A ballot left empty by closing still counts as a ballot`() throws {
        var backlog = try backlog(2)
        try backlog.vote("ann", [[0]])
        try backlog.close(0)
        #expect(backlog.ballot(of: "ann")?.levels == [])
        #expect(backlog.ballotCount == 1)
    }

    @Test func `An item that opens again is new: the youngest, on no ballot`() throws {
        var backlog = try backlog(2)
        try backlog.vote("ann", [[0]])
        try backlog.close(0)
        try backlog.open(0)
        #expect(try backlog.order() == [1, 0])
        #expect(backlog.ballot(of: "ann")?.levels == [])
        try backlog.up("ann", 1)
        #expect(backlog.votes(for: 1, over: 0) == 0)
    }

    @Test func `Many open items cost nothing until somebody names them`() throws {
        var backlog = try backlog(20_000, rule: .init())
        try backlog.vote("ann", [[19_999], [3]])
        try backlog.vote("bob", [[3], [19_999]])
        #expect(try backlog.order() == [3, 19_999])
        #expect(backlog.votes(for: 3, over: 19_999) == 1)
    }

    @Test func `More named items than the matrix takes are refused as a whole`() throws {
        var backlog = try backlog(5_000, rule: .init())
        #expect(throws: Refusal.tooManyItems(5_000)) { try backlog.vote("ann", [Array(0..<5_000)]) }
        #expect(backlog.ballotCount == 0)
    }
}
