import Testing

@testable import Tally

/// What plugins need besides: taking back a closing, keeping ballots elsewhere, copying them, checking the count.
@Suite struct BacklogUndoTests {
    /// A random backlog with some open, some in slots and some closed.
    private static func backlog(_ dice: inout Dice) throws -> Backlog {
        var backlog = Backlog(rule: .init(minNamed: dice.roll(3), minJudged: dice.roll(3), of: 2))
        for item in 0..<10 {
            try backlog.open(item)
            if dice.roll(2) == 0 { try vote("voter \(dice.roll(6))", in: &backlog, &dice) }
            if item == 7 { try backlog.slot(3) }
            if item == 8 { try backlog.close(5) }
        }
        for voter in 0..<6 where dice.roll(4) > 0 { try vote("voter \(voter)", in: &backlog, &dice) }
        return backlog
    }

    private static func vote(_ voter: String, in backlog: inout Backlog, _ dice: inout Dice) throws {
        let shown = (0..<10).filter(backlog.isShown).shuffled(using: &dice).prefix(1 + dice.roll(5))
        let levels = shown.map { [$0] }
        let tied = levels.count > 2 ? [levels[0] + levels[1]] + levels.dropFirst(2) : levels
        try backlog.vote(voter, tied, weight: dice.roll(3), judgesRest: dice.roll(3) > 0)
    }

    /// All that can be told of a backlog.
    private struct Facts: Equatable {
        var order: [Int]
        var waiting: [Backlog.Waiting]
        var votes: [Int]
        var ballots: [[[Int]]?]
        var casts: [Cast?]

        init(_ backlog: Backlog) throws {
            order = try backlog.completeOrder()
            waiting = backlog.waiting()
            votes = (0..<10).flatMap { x in (0..<10).map { backlog.votes(for: x, over: $0) } }
            ballots = (0..<6).map { backlog.ballot(of: "voter \($0)")?.levels }
            casts = (0..<6).map { backlog.cast(of: "voter \($0)") }
        }
    }

    @Test(arguments: 0..<60)
    func `An item that is reopened is what it was, on all ballots`(seed: Int) throws {
        var dice = Dice(seed)
        var backlog = try Self.backlog(&dice)
        let before = try Facts(backlog)
        let items = (0..<10).filter { $0 != 5 }.shuffled(using: &dice).prefix(1 + dice.roll(3))
        for item in items { try backlog.close(item) }
        #expect(try !backlog.completeOrder().contains { items.contains($0) })
        for item in items.shuffled(using: &dice) { try backlog.reopen(item) }
        #expect(try Facts(backlog) == before)
        #expect(try backlog.recounted().isCountedLike(backlog))
    }

    @Test func `A ballot that was changed meanwhile says nothing of an item that is reopened`() throws {
        var backlog = Backlog(rule: .init(minNamed: 0, minJudged: 0))
        for item in 0..<3 { try backlog.open(item) }
        try backlog.vote("ann", [[0], [1], [2]])
        try backlog.vote("bob", [[0], [1], [2]])
        try backlog.close(0)
        #expect(backlog.ballot(of: "ann")?.levels == [[1], [2]])
        try backlog.up("ann", 2)
        try backlog.reopen(0)
        #expect(backlog.ballot(of: "ann")?.levels == [[2], [1]])
        #expect(backlog.ballot(of: "bob")?.levels == [[0], [1], [2]])
        #expect(throws: Refusal.alreadyOpen(item: 0)) { try backlog.reopen(0) }
        #expect(throws: Refusal.unknown(item: 9)) { try backlog.reopen(9) }
    }

    @Test func `A ballot that was cast while an item was closed has not seen it, whatever it says now`() throws {
        var backlog = Backlog(rule: .init(minNamed: 0, minJudged: 0))
        for item in 0..<3 { try backlog.open(item) }
        try backlog.vote("ann", [[1]])
        try backlog.close(0)
        try backlog.vote("bob", [[1]])
        try backlog.open(3)
        try backlog.vote("cy", [[1]])
        try backlog.reopen(0)
        try backlog.vote("dee", [[1]])
        #expect(["ann", "bob", "cy", "dee"].map { backlog.unjudged(by: $0) } == [[3], [0, 3], [0], []])
        #expect(backlog.votes(for: 1, over: 0) == 2)
    }

    @Test func `An item that is back in its slot counts as it did there`() throws {
        var backlog = Backlog(rule: .init(minNamed: 1, minJudged: 0))
        for item in 0..<3 { try backlog.open(item) }
        try backlog.vote("ann", [[2], [1]])
        try backlog.slot(2)
        try backlog.vote("ann", [[1]])
        try backlog.open(2)
        #expect(try backlog.completeOrder() == [1])
        try backlog.slotAgain(2)
        #expect(try backlog.completeOrder() == [1, 2])
        #expect(throws: Refusal.slotted(item: 2)) { try backlog.slotAgain(2) }
    }

    @Test func `Another rule ranks what it finds`() throws {
        var backlog = Backlog(rule: .init(minNamed: 2, minJudged: 1, of: 2))
        for item in 0..<3 { try backlog.open(item) }
        try backlog.vote("ann", [[2]])
        #expect(try backlog.order().isEmpty)
        try backlog.setRule(.init(minNamed: 0, minJudged: 0))
        #expect(try backlog.order() == [2, 0, 1])
        try backlog.setRule(.init(minNamed: 1, minJudged: 0))
        #expect(try backlog.order() == [2])
    }

    @Test func `An item that opens anew after it closed is another one`() throws {
        var backlog = Backlog(rule: .init(minNamed: 0, minJudged: 0))
        for item in 0..<2 { try backlog.open(item) }
        try backlog.vote("ann", [[0], [1]])
        try backlog.close(0)
        try backlog.open(0)
        #expect(backlog.ballot(of: "ann")?.levels == [[1]])
        #expect(backlog.unjudged(by: "ann") == [0])
        #expect(try backlog.order() == [1, 0])
    }

    @Test(arguments: 0..<20)
    func `A ballot that was kept elsewhere counts the same when it is restored`(seed: Int) throws {
        var dice = Dice(seed)
        var backlog = try Self.backlog(&dice)
        let before = try Facts(backlog)
        for voter in (0..<6).map({ "voter \($0)" }) {
            let cast = backlog.cast(of: voter)
            backlog.withdraw(voter)
            try backlog.restore(cast, of: voter)
        }
        #expect(try Facts(backlog) == before)
    }

    @Test func `Dropping takes an item off the ballot and leaves it judged`() throws {
        var backlog = Backlog(rule: .init(minNamed: 0, minJudged: 0))
        for item in 0..<3 { try backlog.open(item) }
        try backlog.drop("ann", 0)
        #expect(backlog.cast(of: "ann") == nil)
        try backlog.vote("ann", [[0], [1]], judgesRest: false)
        try backlog.drop("ann", 0)
        #expect(backlog.ballot(of: "ann")?.levels == [[1]])
        #expect(backlog.unjudged(by: "ann") == [2])
        #expect(backlog.votes(for: 1, over: 0) == 1)
        #expect(throws: Refusal.unknown(item: 9)) { try backlog.drop("ann", 9) }
    }

    @Test func `A copy says what the other ballot says of what can be voted on`() throws {
        var backlog = Backlog(rule: .init(minNamed: 0, minJudged: 0))
        for item in 0..<4 { try backlog.open(item) }
        try backlog.vote("ann", [[0], [1, 2]])
        try backlog.slot(0)
        try backlog.open(4)
        try backlog.copy("bob", from: "ann")
        #expect(backlog.ballot(of: "bob")?.levels == [[1, 2]])
        #expect(backlog.unjudged(by: "bob") == [4])
        #expect(backlog.votes(for: 1, over: 3) == 2)
        #expect(backlog.votes(for: 0, over: 1) == 1)
        #expect(backlog.votes(for: 1, over: 0) == 0)
        try backlog.vote("cy", [[3]])
        try backlog.slot(3)
        #expect(throws: Refusal.emptyBallot) { try backlog.copy("bob", from: "cy") }
        #expect(throws: Refusal.emptyBallot) { try backlog.copy("bob", from: "nobody") }
    }

    @Test(arguments: 0..<20)
    func `The election that is counted now gives the same order`(seed: Int) throws {
        var dice = Dice(seed)
        let backlog = try Self.backlog(&dice)
        let result = try backlog.election(id: "now") { .number($0) }.result(by: backlog.method)
        #expect(result.expectedStrict == (try backlog.completeOrder()).map { .number($0) })
    }

    @Test func `Voters are counted by heads, advice too`() throws {
        var backlog = Backlog(rule: .init(minNamed: 0, minJudged: 0))
        for item in 0..<3 { try backlog.open(item) }
        try backlog.vote("ann", [[0], [1]], weight: 3)
        try backlog.vote("bob", [[0]], weight: 0)
        try backlog.vote("cy", [[1], [0]])
        #expect(backlog.voters(for: 0, over: 1, among: { _ in true }) == 2)
        #expect(backlog.voters(for: 0, over: 1, among: { $0 == "bob" }) == 1)
        #expect(backlog.voters(for: 2, over: 1, among: { _ in true }) == 0)
    }
}
