@testable import Tally

/// The backlog a second time: the rules as they are written, everything counted anew after each event.
struct PlainBacklog {
    struct Vote {
        var levels: [[Int]]
        var judged: Set<Int>
        var weight: Int
    }

    let rule: Backlog.PlacingRule
    /// Oldest first.
    private(set) var open: [Int] = []
    /// Items in slots, and whether they are counted.
    private(set) var slots: [Int: Bool] = [:]
    private(set) var votes: [String: Vote] = [:]

    var shown: [Int] { open.filter { slots[$0] == nil } }

    mutating func apply(_ event: Scenario.Event, _ number: (Name) -> Int) {
        switch event {
        case .open(let item): open.append(number(item))
        case .close(let name):
            let item = number(name)
            open.removeAll { $0 == item }
            slots[item] = nil
            votes = votes.mapValues { vote in
                Vote(
                    levels: Self.without(item, vote.levels), judged: vote.judged.subtracting([item]),
                    weight: vote.weight)
            }
        case .slot(let item): slots[number(item)] = isRanked(number(item))
        case .vote(let voter, let ranking, let weight, let judgesRest):
            let levels = ranking.map { $0.map(number) }
            votes[voter] = Vote(
                levels: levels, judged: Set(judgesRest ? shown : levels.flatMap { $0 }), weight: weight ?? 1)
        case .withdraw(let voter): votes[voter] = nil
        case .put(let voter, let name, let place, let weight):
            edit(voter, number(name), weight) { item, levels in
                let rest = Self.without(item, levels)
                return rest.prefix(place - 1) + [[item]] + rest.dropFirst(place - 1)
            }
        case .up(let voter, let name, let weight): edit(voter, number(name), weight, Self.up)
        case .down(let voter, let name, let weight):
            if votes[voter] != nil { edit(voter, number(name), weight, Self.down) }
        }
    }

    private mutating func edit(_ voter: String, _ item: Int, _ weight: Int?, _ change: (Int, [[Int]]) -> [[Int]]) {
        var vote = votes[voter] ?? Vote(levels: [], judged: Set(shown), weight: 1)
        vote.levels = change(item, vote.levels)
        vote.judged.insert(item)
        vote.weight = weight ?? vote.weight
        votes[voter] = vote
    }

    private static func without(_ item: Int, _ levels: [[Int]]) -> [[Int]] {
        levels.map { $0.filter { $0 != item } }.filter { !$0.isEmpty }
    }

    private static func up(_ item: Int, _ levels: [[Int]]) -> [[Int]] {
        guard let place = levels.firstIndex(where: { $0.contains(item) }) else { return levels + [[item]] }
        var levels = levels
        if levels[place] == [item] {
            if place > 0 { levels.swapAt(place, place - 1) }
        } else {
            levels[place].removeAll { $0 == item }
            levels.insert([item], at: place)
        }
        return levels
    }

    private static func down(_ item: Int, _ levels: [[Int]]) -> [[Int]] {
        guard let place = levels.firstIndex(where: { $0.contains(item) }) else { return levels }
        var levels = levels
        if levels[place] != [item] {
            levels[place].removeAll { $0 == item }
            levels.insert([item], at: place + 1)
        } else if place == levels.count - 1 {
            levels.removeLast()
        } else {
            levels.swapAt(place, place + 1)
        }
        return levels
    }

    private var heads: [Vote] { votes.values.filter { $0.weight > 0 } }
    func named(_ item: Int) -> Int { heads.count { $0.levels.joined().contains(item) } }
    func judged(_ item: Int) -> Int { heads.count { $0.judged.contains(item) } }

    private func isRanked(_ item: Int) -> Bool {
        named(item) >= rule.minNamed && judged(item) * rule.ballots >= rule.minJudged * heads.count
    }

    private func count(_ items: [Int]) -> PlainCount {
        let places = Dictionary(uniqueKeysWithValues: items.enumerated().map { ($1, $0) })
        let ballots = votes.values.map { vote in
            Ballot(checked: vote.levels, weight: vote.weight, rest: .seen(Array(vote.judged))).renumbered { places[$0] }
        }
        return PlainCount(count: items.count, ballots: ballots)
    }

    func state(_ method: Method, _ name: (Int) -> Name) -> Scenario.State {
        let counted = open.filter { slots[$0] ?? isRanked($0) }
        let count = count(counted)
        let places = count.outcome(by: method).order.filter { slots[counted[$0]] == nil }
        let waiting = shown.filter { !isRanked($0) }
        let sorted = waiting.enumerated().sorted { (named($1.element), $0.offset) < (named($0.element), $1.offset) }
        return Scenario.State(
            order: places.map { name(counted[$0]) },
            next: zip(places, places.dropFirst()).map { [count.votes[$0][$1], count.votes[$1][$0]] },
            waiting: sorted.map { .init(item: name($0.element), named: named($0.element), judged: judged($0.element)) },
            ballots: heads.count)
    }
}
