/// What a count comes to.
public struct Outcome: Sendable, Hashable {
    /// The items that stand together, best first; the oldest first in each set.
    public let tieSets: [[Int]]
    /// All items in one order without ties, best first. Nothing in it is random.
    public let order: [Int]
    /// The votes that the order contradicts; only for Kemeny.
    public let disagreement: Int?

    /// Ranks the items of a matrix.
    ///
    /// - Throws: `tooManyForKemeny`.
    public init(_ matrix: Matrix, by method: Method) throws(Refusal) {
        if method == .kemeny {
            let kemeny = try Kemeny(matrix)
            tieSets = kemeny.relation.tieSets()
            order = kemeny.order
            disagreement = kemeny.disagreement
        } else {
            let relation = Self.relation(matrix, by: method)
            tieSets = relation.tieSets()
            order = relation.completeOrder()
            disagreement = nil
        }
    }

    private static func relation(_ matrix: Matrix, by method: Method) -> Relation {
        switch method {
        case .rankedPairsWinningVotes: RankedPairs.relation(matrix, by: .winningVotes)
        case .rankedPairsMargins: RankedPairs.relation(matrix, by: .margins)
        case .schulzeWinningVotes: Schulze.relation(matrix, by: .winningVotes)
        case .schulzeMargins: Schulze.relation(matrix, by: .margins)
        case .borda, .kemeny: Relation(scores: matrix.bordaScores)
        case .copeland: Relation(scores: matrix.copelandScores)
        }
    }
}
