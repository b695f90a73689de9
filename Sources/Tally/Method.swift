/// How a matrix of pairwise votes becomes an order. The raw values are the names that people type.
public enum Method: String, Sendable, Hashable, Codable, CaseIterable {
    /// Ranked pairs, the strength of a defeat being the votes for it. The default: it alone never reshuffles the rest
    /// when the first or last leaves, and neighbours never contradict the direct vote. (Tideman 1987, Zavist 1989)
    case rankedPairsWinningVotes = "ranked-pairs-wv"
    /// Ranked pairs, the strength of a defeat being the votes for it less the votes against.
    case rankedPairsMargins = "ranked-pairs-margins"
    /// The widest paths of defeats, by the votes for each. (Schulze 2011)
    case schulzeWinningVotes = "schulze-wv"
    /// The widest paths of defeats, by margins.
    case schulzeMargins = "schulze-margins"
    /// The sum over the others of votes for less votes against.
    case borda
    /// Wins less losses.
    case copeland
    /// The orders that contradict the fewest votes, exactly; for at most ten items.
    case kemeny

    /// What counts as the strength of a defeat.
    enum Strength {
        case winningVotes, margins
    }
}
