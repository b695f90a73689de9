/// What a count comes to.
public struct Outcome: Sendable {
    /// All items in one order without ties, best first. Nothing in it is random.
    public let order: [Int]
    /// The votes that the order contradicts; only for Kemeny.
    public let disagreement: Int?
    private let relation: Relation

    /// Ranks the items of a matrix.
    ///
    /// - Throws: `tooManyForKemeny`.
    public init(_ matrix: Matrix, by method: Method) throws(Refusal) {
        if let relation = matrix.relation(by: method) {
            self.relation = relation
            order = relation.completeOrder()
            disagreement = nil
        } else {
            let kemeny = try Kemeny(matrix)
            relation = kemeny.relation
            order = kemeny.order
            disagreement = kemeny.disagreement
        }
    }

    /// The items that stand together, best first; the oldest first in each set.
    public var tieSets: [[Int]] { relation.tieSets() }
}

extension Matrix {
    /// What is above what; nil for Kemeny, which finds orders instead.
    func relation(by method: Method) -> Relation? {
        switch method {
        case .rankedPairsWinningVotes: RankedPairs.relation(self, by: .winningVotes)
        case .rankedPairsMargins: RankedPairs.relation(self, by: .margins)
        case .schulzeWinningVotes: Schulze.relation(self, by: .winningVotes)
        case .schulzeMargins: Schulze.relation(self, by: .margins)
        case .borda: Relation(scores: bordaScores)
        case .copeland: Relation(scores: copelandScores)
        case .kemeny: nil
        }
    }
}
