import Testing

@testable import Tally

@Suite struct ExplanationTests {
    /// 0 beats 1 by 6-3, 1 beats 2 by 7-2, 2 beats 0 by 5-4.
    private func circle() throws -> Matrix {
        let ballots = [(4, [0, 1, 2]), (3, [1, 2, 0]), (2, [2, 0, 1])]
        return Matrix(count: 3, ballots: try ballots.map { try Ballot($1.map { [$0] }, weight: $0, count: 3) })
    }

    @Test func `A direct win that counts is the reason`() throws {
        let why = try Explanation(1, 0, in: circle(), by: .rankedPairsWinningVotes)
        #expect((why.upper, why.lower, why.votes, why.opposition) == (0, 1, 6, 3))
        #expect(why.reason == .beats)
    }

    @Test func `A defeat that is set aside shows its circle`() throws {
        let why = try Explanation(2, 0, in: circle(), by: .rankedPairsWinningVotes)
        #expect((why.upper, why.lower, why.votes, why.opposition) == (0, 2, 4, 5))
        #expect(why.reason == .setAside(circle: [0, 1, 2]))
    }

    @Test func `Schulze shows the widths of both paths`() throws {
        #expect(try Explanation(0, 2, in: circle(), by: .schulzeWinningVotes).reason == .paths(down: 6, up: 5))
        #expect(try Explanation(0, 2, in: circle(), by: .schulzeMargins).reason == .paths(down: 3, up: 1))
    }

    @Test func `Scores and best orders are their own reasons`() throws {
        #expect(try Explanation(0, 2, in: circle(), by: .borda).reason == .scores(upper: 2, lower: -4))
        #expect(try Explanation(0, 2, in: circle(), by: .copeland).reason == .older)
        #expect(try Explanation(0, 2, in: circle(), by: .kemeny).reason == .bestOrders(all: true))
        #expect(try Explanation(0, 1, in: Matrix(count: 2), by: .kemeny).reason == .bestOrders(all: false))
    }

    @Test func `Of two that are tied the older stands above, unless something else holds it down`() throws {
        let matrix = Matrix(count: 3, ballots: [try Ballot([[2], [0]], rest: .abstain, count: 3)])
        #expect(try Explanation(1, 2, in: matrix, by: .rankedPairsWinningVotes).reason == .older)
        let why = try Explanation(0, 1, in: matrix, by: .rankedPairsWinningVotes)
        #expect(why.upper == 1)
        #expect(why.reason == .behind([2]))
    }

    @Test func `A tied vote is settled by a chain of defeats`() throws {
        let ballots = [[[2], [1]], [[1], [0]]].map { Ballot(checked: $0, weight: 1, rest: .abstain) }
        let why = try Explanation(0, 2, in: Matrix(count: 3, ballots: ballots), by: .rankedPairsMargins)
        #expect(why.upper == 2)
        #expect(why.reason == .chain([2, 1, 0]))
    }

    @Test(arguments: [Method.rankedPairsWinningVotes, .rankedPairsMargins])
    func `Every chain is one of defeats, and those of a circle are stronger`(method: Method) throws {
        for seed in 0..<300 {
            let matrix = RandomElection(seed, items: 2...7).matrix
            for x in 0..<matrix.count {
                for y in 0..<x {
                    let why = try Explanation(x, y, in: matrix, by: method)
                    let isCircle = if case .setAside = why.reason { true } else { false }
                    #expect(isCircle == (why.votes < why.opposition))
                    #expect((why.reason == .beats) == (why.votes > why.opposition))
                    guard case .setAside(let chain) = why.reason else { continue }
                    #expect((chain.first, chain.last) == (why.upper, why.lower))
                    for (winner, loser) in zip(chain, chain.dropFirst()) {
                        let (votes, opposition) = (matrix[winner, loser], matrix[loser, winner])
                        #expect(votes > opposition)
                        if method == .rankedPairsWinningVotes { #expect(votes >= why.opposition) }
                        if method == .rankedPairsMargins { #expect(votes - opposition >= why.opposition - why.votes) }
                    }
                }
            }
        }
    }

    @Test func `An explanation names what stands hidden in between`() throws {
        var backlog = Backlog(rule: .init(minNamed: 0, minJudged: 0))
        for item in [10, 20, 30] { try backlog.open(item) }
        try backlog.vote("ann", [[30], [20]], judgesRest: false)
        try backlog.vote("bob", [[20], [10]], judgesRest: false)
        try backlog.slot(20)
        #expect(try backlog.order() == [30, 10])
        let why = try backlog.why(10, 30)
        #expect(why.reason == .chain([30, 20, 10]))
        #expect(why.hidden == [20])
        #expect(throws: Refusal.unknown(item: 5)) { try backlog.why(10, 5) }
        #expect(throws: Refusal.doubled(item: 10)) { try backlog.why(10, 10) }
    }
}
