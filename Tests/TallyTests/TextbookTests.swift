import Testing

@testable import Tally

/// Elections whose results were published.
@Suite struct TextbookTests {
    struct Textbook: CustomTestStringConvertible {
        let testDescription: String
        /// How many cast it, and the candidates from best to worst.
        let ballots: [(Int, String)]
        let results: [(Method, String)]

        func election() throws -> Election {
            let names = Set(ballots.map(\.1).joined()).sorted()
            let ballots = try ballots.map { weight, ranking in
                try Ballot(ranking.map { [names.firstIndex(of: $0) ?? -1] }, weight: weight, count: names.count)
            }
            return try Election(
                id: nil, unranked: nil, candidates: names.map { .text(String($0)) }, ballots: ballots)
        }
    }

    static let textbooks = [
        Textbook(
            testDescription: "Tennessee chooses its capital: Memphis, Nashville, Chattanooga, Knoxville",
            ballots: [(42, "MNCK"), (26, "NCKM"), (15, "CKNM"), (17, "KCNM")],
            results: Method.allCases.filter { $0 != .borda }.map { ($0, "NCKM") } + [(.borda, "NCMK")]),
        Textbook(
            testDescription: "Condorcet's sixty voters (1785), as Young reads them (1988)",
            ballots: [(23, "ABC"), (17, "BCA"), (2, "BAC"), (10, "CAB"), (8, "CBA")],
            results: [
                (.kemeny, "BCA"), (.rankedPairsMargins, "BCA"), (.rankedPairsWinningVotes, "BCA"), (.borda, "BAC"),
            ]),
        Textbook(
            testDescription: "Schulze's example with 45 voters and five candidates",
            ballots: [
                (5, "ACBED"), (5, "ADECB"), (8, "BEDAC"), (3, "CABED"), (7, "CAEBD"), (2, "CBADE"), (7, "DCEBA"),
                (8, "EBADC"),
            ],
            results: [(.schulzeWinningVotes, "EACBD"), (.schulzeMargins, "EACBD")]),
        Textbook(
            testDescription: "Schulze's example with 30 voters and four candidates",
            ballots: [
                (5, "ACBD"), (2, "ACDB"), (3, "ADCB"), (4, "BACD"), (3, "CBDA"), (3, "CDBA"), (1, "DACB"), (5, "DBAC"),
                (4, "DCBA"),
            ],
            results: [(.schulzeWinningVotes, "DACB"), (.schulzeMargins, "DACB")]),
        Textbook(
            testDescription: "Schulze's example with 21 voters: the unique winner is d",
            ballots: [(8, "acdb"), (2, "badc"), (4, "cdba"), (4, "dbac"), (3, "dcba")],
            results: [(.schulzeWinningVotes, "dacb")]),
    ]

    @Test(arguments: textbooks)
    func `A textbook election ends as published`(textbook: Textbook) throws {
        let election = try textbook.election()
        for (method, order) in textbook.results {
            let result = try election.result(by: method)
            #expect(result.expectedStrict.map(\.description).joined() == order, "\(method.rawValue)")
        }
    }

    @Test func `Schulze's example with nine voters leaves b and d tied at the top`() throws {
        let textbook = Textbook(
            testDescription: "", ballots: [(3, "ABCD"), (2, "DABC"), (2, "DBCA"), (2, "CBDA")], results: [])
        let result = try textbook.election().result(by: .schulzeWinningVotes)
        #expect(result.expected.first == ["B", "D"])
    }

    @Test func `Young counts 76 votes against Condorcet's best order`() throws {
        #expect(try Self.textbooks[1].election().result(by: .kemeny).disagreement == 76)
    }
}
