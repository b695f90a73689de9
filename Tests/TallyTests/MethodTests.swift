import Testing

@testable import Tally

@Suite struct MethodTests {
    @Test(arguments: Method.allCases)
    func `Two independent algorithms agree`(method: Method) throws {
        for seed in 0..<(method == .kemeny ? 150 : 600) {
            let election = RandomElection(seed, items: 1...(method == .kemeny ? 5 : 8))
            let plain = PlainCount(count: election.count, ballots: election.ballots).outcome(by: method)
            let outcome = try Outcome(election.matrix, by: method)
            #expect(outcome.tieSets == plain.tieSets, "seed \(seed)")
            #expect(outcome.order == plain.order, "seed \(seed)")
        }
    }

    @Test(arguments: Method.allCases)
    func `No items and no ballots are no trouble`(method: Method) throws {
        #expect(try Outcome(Matrix(count: 0), by: method).order == [])
        let unanimous = try Outcome(Matrix(count: 3), by: method)
        #expect(unanimous.tieSets == [[0, 1, 2]])
        #expect(unanimous.order == [0, 1, 2])
    }

    @Test func `Kemeny takes ten items and refuses eleven`() throws {
        let ten = try Ballot((0..<10).map { [9 - $0] }, count: 10)
        let outcome = try Outcome(Matrix(count: 10, ballots: [ten]), by: .kemeny)
        #expect(outcome.order == Array((0..<10).reversed()))
        #expect(outcome.disagreement == 0)
        #expect(throws: Refusal.tooManyForKemeny(11)) { try Outcome(Matrix(count: 11), by: .kemeny) }
    }

    @Test func `Of equal defeats with the same loser that of the older winner is locked first`() throws {
        // 0 beats 2, 1 beats 2, 2 beats nobody: the tie of 0 and 1 is broken by age alone.
        let ballots = [
            try Ballot([[0], [2]], rest: .abstain, count: 3), try Ballot([[1], [2]], rest: .abstain, count: 3),
        ]
        let outcome = try Outcome(Matrix(count: 3, ballots: ballots), by: .rankedPairsWinningVotes)
        #expect(outcome.tieSets == [[0, 1], [2]])
    }

    @Test func `In a circle of equal defeats the one against the youngest is locked first`() throws {
        // 0 > 1 > 2 > 0, each once: 1 > 2 and 0 > 1 are locked, 2 > 0 closes the circle.
        let circle = [[[0], [1]], [[1], [2]], [[2], [0]]]
        let ballots = try circle.map { try Ballot($0, rest: .abstain, count: 3) }
        #expect(
            try Outcome(Matrix(count: 3, ballots: ballots), by: .rankedPairsWinningVotes).tieSets == [[0], [1], [2]])
        #expect(try Outcome(Matrix(count: 3, ballots: ballots), by: .schulzeWinningVotes).tieSets == [[0, 1, 2]])
    }

    @Test func `The complete order takes the oldest that is free, not tie set after tie set`() throws {
        // 3 is above 0; 1 and 2 are tied with all: 1, 2, 3, 0 by taking the oldest that is free.
        let ballots = [try Ballot([[3], [0]], rest: .abstain, count: 4)]
        let outcome = try Outcome(Matrix(count: 4, ballots: ballots), by: .rankedPairsWinningVotes)
        #expect(outcome.tieSets == [[1, 2, 3], [0]])
        #expect(outcome.order == [1, 2, 3, 0])
        // 1 is below 0, 2 is free: the oldest free one after 0 is 1, which is in the second set.
        let other = [try Ballot([[0], [1]], rest: .abstain, count: 3)]
        let second = try Outcome(Matrix(count: 3, ballots: other), by: .rankedPairsWinningVotes)
        #expect(second.tieSets == [[0, 2], [1]])
        #expect(second.order == [0, 1, 2])
    }
}
