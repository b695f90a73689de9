import Testing

@testable import Tally

@Suite struct MatrixTests {
    private func plain(_ count: Int, _ ballots: [Ballot]) -> [Int] {
        PlainCount(count: count, ballots: ballots).votes.flatMap { $0 }
    }

    /// Sixteen items are compared at a time, and 256 ballots counted together.
    @Test(arguments: [(1, 3), (15, 40), (16, 40), (17, 300), (33, 600), (64, 20)])
    func `Long and short ballots of every weight are counted as their definition says`(count: Int, ballots: Int) {
        let election = RandomElection(count, items: count...count, ballots: ballots...ballots)
        #expect(election.matrix.cells == plain(count, election.ballots))
    }

    /// Of ballots that decide every pair only one half is counted, as long as no other stands among them.
    @Test(arguments: [16, 17, 40], [false, true])
    func `Complete ballots without ties are counted as their definition says`(count: Int, tied: Bool) throws {
        var dice = Dice(count)
        var ballots = try (0..<300).map { _ in
            let items = (0..<count).map { (dice.roll(1 << 30), $0) }.sorted { $0.0 < $1.0 }.map { [$0.1] }
            return try Ballot(items, weight: dice.roll(4), count: count)
        }
        if tied { ballots[100] = try Ballot([[0, 1], Array(2..<count)], count: count) }
        #expect(Matrix(count: count, ballots: ballots).cells == plain(count, ballots))
    }

    @Test func `The greatest weights are counted exactly`() throws {
        var dice = Dice(7)
        let ballots = (0..<50).map { _ in
            RandomElection.ballot(20, &dice).weighing(1_000_000 - dice.roll(2) * dice.roll(1_000_000))
        }
        #expect(Matrix(count: 20, ballots: ballots).cells == plain(20, ballots))
    }

    @Test func `What was added can be taken out`() {
        for seed in 0..<50 {
            let election = RandomElection(seed, items: 1...40, ballots: 1...30)
            let half = election.ballots.count / 2
            var matrix = election.matrix
            matrix.subtract(Array(election.ballots[half...]))
            #expect(matrix == Matrix(count: election.count, ballots: Array(election.ballots[..<half])))
        }
    }

    @Test(arguments: [[[0, 3]], [[0], [-1]], [[1], [2, 1]]])
    func `Ballots with strange or doubled items are refused`(levels: [[Int]]) {
        #expect(throws: Refusal.self) { try Ballot(levels, count: 3) }
    }

    @Test(arguments: [-1, 1_000_001, 1 << 62])
    func `Weights out of range are refused`(weight: Int) {
        #expect(throws: Refusal.weight(weight)) { try Ballot([[0]], weight: weight, count: 1) }
    }

    @Test func `More than 64 items have the same order both ways`() throws {
        let election = RandomElection(3, items: 67...67, ballots: 30...30)
        let plain = PlainCount(count: election.count, ballots: election.ballots)
        for method in [Method.rankedPairsMargins, .schulzeWinningVotes] {
            #expect(try Outcome(election.matrix, by: method).order == plain.outcome(by: method).order)
        }
    }
}
