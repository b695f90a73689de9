import Testing

@testable import Tally

/// What the default method promises, on random elections.
@Suite(.serialized) struct PropertyTests {
    static let seeds = 1000..<1600
    static let pairs: [Method] = [.rankedPairsWinningVotes, .rankedPairsMargins]
    static let condorcet: [Method] = pairs + [.schulzeWinningVotes, .schulzeMargins]

    @Test(arguments: pairs)
    func `Removing the first or the last never reshuffles the rest`(method: Method) throws {
        for seed in Self.seeds {
            let matrix = RandomElection(seed, items: 2...9).matrix
            let order = try Outcome(matrix, by: method).order
            for rest in [Array(order.dropFirst()), Array(order.dropLast())] {
                let items = rest.sorted()
                let again = try Outcome(matrix.restricted(to: items), by: method).order.map { items[$0] }
                #expect(again == rest, "seed \(seed)")
            }
        }
    }

    @Test(arguments: pairs)
    func `Neighbours never contradict the direct vote`(method: Method) throws {
        for seed in Self.seeds {
            let matrix = RandomElection(seed, items: 2...9).matrix
            let order = try Outcome(matrix, by: method).order
            for (upper, lower) in zip(order, order.dropFirst()) {
                #expect(matrix[upper, lower] >= matrix[lower, upper], "seed \(seed)")
            }
        }
    }

    @Test(arguments: condorcet + [.copeland, .kemeny])
    func `Who beats all others is first`(method: Method) throws {
        var found = 0
        for seed in Self.seeds {
            let matrix = RandomElection(seed, items: 1...6).matrix
            let all = 0..<matrix.count
            let winner = all.first { x in all.allSatisfy { $0 == x || matrix[x, $0] > matrix[$0, x] } }
            guard let winner else { continue }
            found += 1
            #expect(try Outcome(matrix, by: method).tieSets.first == [winner], "seed \(seed)")
        }
        #expect(found > 50)
    }

    @Test(arguments: condorcet)
    func `The Smith set is above the rest`(method: Method) throws {
        var split = 0
        for seed in Self.seeds {
            let matrix = RandomElection(seed, items: 2...9).matrix
            let smith = Self.smithSet(matrix)
            if smith.count < matrix.count { split += 1 }
            #expect(try Set(Outcome(matrix, by: method).order.prefix(smith.count)) == smith, "seed \(seed)")
        }
        #expect(split > 50)
    }

    @Test(arguments: pairs)
    func `Clones move nobody`(method: Method) throws {
        for seed in Self.seeds {
            let election = RandomElection(seed, items: 2...6)
            var dice = Dice(seed)
            let cloned = dice.roll(election.count)
            // The clone is the next in age and stands directly below wherever the original is named.
            let older = { (item: Int) in item > cloned ? item + 1 : item }
            let ballots = election.ballots.map { ballot in
                let rest: Ballot.Rest =
                    if case .seen(let seen) = ballot.rest {
                        .seen(seen.map(older) + (seen.contains(cloned) ? [cloned + 1] : []))
                    } else {
                        ballot.rest
                    }
                let levels = ballot.levels.flatMap { level in
                    [level.map(older)] + (level.contains(cloned) ? [[cloned + 1]] : [])
                }
                return Ballot(checked: levels, weight: ballot.weight, rest: rest)
            }
            // Beside items that share its level the original would be parted from its clone.
            guard election.ballots.allSatisfy({ $0.levels.allSatisfy { $0 == [cloned] || !$0.contains(cloned) } })
            else { continue }
            let before = try Outcome(election.matrix, by: method).order
            let after = try Outcome(Matrix(count: election.count + 1, ballots: ballots), by: method).order
            #expect(after.filter { $0 != cloned + 1 } == before.map(older), "seed \(seed)")
        }
    }

    @Test(arguments: [Method.rankedPairsWinningVotes, .schulzeWinningVotes, .borda, .copeland])
    func `Raising an item on a ballot never lowers it`(method: Method) throws {
        for seed in Self.seeds {
            var election = RandomElection(seed, items: 2...7, ballots: 1...9)
            var dice = Dice(seed)
            let index = dice.roll(election.ballots.count)
            guard let item = election.ballots[index].levels.joined().randomElement(using: &dice) else { continue }
            let before = try Outcome(election.matrix, by: method).order.firstIndex(of: item)
            let ballot = election.ballots[index]
            var raised = Cast(levels: ballot.levels, weight: ballot.weight, seen: .nothing)
            raised.up(item)
            election.ballots[index] = Ballot(checked: raised.levels, weight: ballot.weight, rest: ballot.rest)
            let after = try Outcome(election.matrix, by: method).order.firstIndex(of: item)
            #expect(after ?? .max <= before ?? 0, "seed \(seed)")
        }
    }

    @Test(arguments: Method.allCases)
    func `The order of ballots and split weights change nothing`(method: Method) throws {
        for seed in 1000..<1100 {
            var election = RandomElection(seed, items: 2...6)
            var dice = Dice(seed)
            let before = try Outcome(election.matrix, by: method)
            election.ballots = election.ballots.flatMap { ballot in
                let part = dice.roll(ballot.weight + 1)
                return [ballot.weighing(part), ballot.weighing(ballot.weight - part)]
            }
            election.ballots.shuffle(using: &dice)
            let after = try Outcome(election.matrix, by: method)
            #expect(after.order == before.order, "seed \(seed)")
            #expect(after.tieSets == before.tieSets, "seed \(seed)")
        }
    }

    /// The least set of which each member beats everybody outside.
    private static func smithSet(_ matrix: Matrix) -> Set<Int> {
        let all = 0..<matrix.count
        let sets = all.map { start in
            var set: Set<Int> = [start]
            while let more = all.first(where: { x in !set.contains(x) && set.contains { matrix[x, $0] >= matrix[$0, x] }
            }) {
                set.insert(more)
            }
            return set
        }
        return sets.min { $0.count < $1.count } ?? []
    }
}
