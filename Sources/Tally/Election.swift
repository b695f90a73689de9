/// An election as a file tells it: candidates, oldest first, and ballots.
public struct Election: Sendable, Hashable {
    /// What ballots say of the candidates that they do not name.
    public enum Unranked: String, Sendable, Hashable, Codable, CaseIterable {
        /// They are tied last.
        case last
        /// They are not judged.
        case abstain
        /// Those in the ballot's list `seen` are tied last, the others are not judged.
        case seen
    }

    public let id: Name?
    /// What the file itself says; it wins over what the caller prefers.
    public let unranked: Unranked?
    public let candidates: [Name]
    /// What the ballots say of the rest holds for `seen`; see ``ballots(unranked:)``.
    let ballots: [Ballot]

    init(id: Name?, unranked: Unranked?, candidates: [Name], ballots: [Ballot]) throws(InputError) {
        guard candidates.count <= Matrix.greatestCount else {
            throw InputError(Refusal.tooManyItems(candidates.count).description)
        }
        guard ballots.reduce(0, { $0 + $1.weight }) < Matrix.greatestTotal else {
            throw InputError(Refusal.tooMuchWeight.description)
        }
        self.id = id
        self.unranked = unranked
        self.candidates = candidates
        self.ballots = ballots
    }

    /// An election that is known to be sound.
    init(unchecked id: Name?, unranked: Unranked, candidates: [Name], ballots: [Ballot]) {
        self.id = id
        self.unranked = unranked
        self.candidates = candidates
        self.ballots = ballots
    }

    /// The ballots, with what each says of the rest settled.
    public func ballots(unranked preferred: Unranked = .last) -> [Ballot] {
        let rest: Ballot.Rest
        switch unranked ?? preferred {
        case .seen: return ballots
        case .last: rest = .last
        case .abstain: rest = .abstain
        }
        return ballots.map {
            var ballot = $0
            ballot.rest = rest
            return ballot
        }
    }

    /// Ranks the candidates.
    ///
    /// - Throws: `tooManyForKemeny`.
    public func result(by method: Method, unranked preferred: Unranked = .last) throws(Refusal) -> Result {
        let matrix = Matrix(count: candidates.count, ballots: ballots(unranked: preferred))
        let outcome = try Outcome(matrix, by: method)
        return Result(
            id: id, method: method,
            expected: outcome.tieSets.map { $0.map { candidates[$0] } },
            expectedStrict: outcome.order.map { candidates[$0] },
            disagreement: outcome.disagreement)
    }
}
