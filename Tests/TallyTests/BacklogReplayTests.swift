import Testing

@testable import Tally

/// Long random histories: the kept count and the plain one say the same after each event.
@Suite struct BacklogReplayTests {
    static let methods: [Method] = [
        .rankedPairsWinningVotes, .rankedPairsMargins, .schulzeWinningVotes, .borda, .copeland,
    ]

    @Test(arguments: 0..<40)
    func `A changed ballot leaves what a recount would find`(seed: Int) throws {
        var dice = Dice(seed)
        let method = Self.methods[seed % Self.methods.count]
        let rule = Backlog.PlacingRule(minNamed: dice.roll(4), minJudged: dice.roll(3), of: 2)
        var plain = PlainBacklog(rule: rule)
        var events: [Scenario.Event] = []
        var expected: [Scenario.State] = []
        var numbers: [Name: Int] = [:]
        for _ in 0..<120 {
            guard let event = Self.event(plain, opened: numbers.count, &dice) else { continue }
            if case .open(let item) = event { numbers[item] = numbers.count }
            events.append(event)
            plain.apply(event) { numbers[$0] ?? -1 }
            expected.append(plain.state(method, Self.name))
        }
        let result = try Scenario(id: "random", method: method, rule: rule, events: events).replay()
        for (index, state) in result.after.enumerated() {
            try #require(state == expected[index], "event \(index + 1): \(events[index])")
        }
        #expect(result.after.count == events.count)
    }

    private static func name(_ item: Int) -> Name { .number(item) }

    private static func event(_ plain: PlainBacklog, opened: Int, _ dice: inout Dice) -> Scenario.Event? {
        let voter = "voter \(dice.roll(6))"
        let weight = dice.roll(3) == 0 ? dice.roll(4) : nil
        let item = plain.shown.randomElement(using: &dice).map(name)
        switch (dice.roll(12), item) {
        case (0...1, _): return .open(name(opened))
        case (2, _): return plain.open.randomElement(using: &dice).map { .close(name($0)) }
        case (3, let item?): return .slot(item)
        case (4, _): return .withdraw(voter)
        case (5...6, let item?): return .up(voter, item, weight: weight)
        case (7, let item?): return .down(voter, item, weight: weight)
        case (8, let item?): return .put(voter, item, at: 1 + dice.roll(5), weight: weight)
        case (_, .some):
            var levels: [[Name]] = []
            for item in plain.shown.shuffled(using: &dice).prefix(1 + dice.roll(6)) {
                if levels.isEmpty || dice.roll(3) > 0 {
                    levels.append([name(item)])
                } else {
                    levels[0].append(name(item))
                }
            }
            return .vote(voter, ranking: levels, weight: weight, judgesRest: dice.roll(3) > 0)
        default: return nil
        }
    }
}
