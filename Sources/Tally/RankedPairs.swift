/// Ranked pairs: the defeats are locked, strongest first, each unless it closes a circle of those locked before.
struct RankedPairs {
    /// For each item itself and what it is above, and the mirror image of that.
    private var below: BitRows
    private var above: BitRows
    private let count: Int

    init(count: Int) {
        self.count = count
        below = BitRows(count: count, width: count)
        for item in 0..<count { below[item, item] = true }
        above = below
    }

    /// Locks a defeat, or says no because the loser is above the winner by now.
    mutating func lock(_ defeat: Defeat) -> Bool {
        let (winner, loser) = (defeat.winner, defeat.loser)
        if below[winner, loser] { return true }
        if below[loser, winner] { return false }
        // Who is below the loser and new to the winner gets all that is above the winner. The loser's own row comes last,
        // for it tells who is new to the loser.
        below.forEachItem(in: loser, notIn: winner) { item in
            if item != loser { above.formUnion(item, with: winner) }
        }
        above.forEachItem(in: winner, notIn: loser) { below.formUnion($0, with: loser) }
        above.formUnion(loser, with: winner)
        return true
    }

    var relation: Relation {
        var strictly = below
        for item in 0..<count { strictly[item, item] = false }
        return Relation(count: count, below: strictly)
    }

    static func relation(_ matrix: Matrix, by strength: Method.Strength) -> Relation {
        var pairs = RankedPairs(count: matrix.count)
        for defeat in matrix.defeats(by: strength) { _ = pairs.lock(defeat) }
        return pairs.relation
    }
}
