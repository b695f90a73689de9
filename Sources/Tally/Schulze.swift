/// Schulze: x is above y if the widest path of defeats from x to y is wider than that from y to x.
enum Schulze {
    /// From strong to weak the defeats join items; what is joined one way before the other way has the wider path.
    static func relation(_ matrix: Matrix, by strength: Method.Strength) -> Relation {
        let count = matrix.count
        var reach = BitRows(count: count, width: count)
        for item in 0..<count { reach[item, item] = true }
        var reached = reach
        var below = BitRows(count: count, width: count)
        var fresh: [(Int, Int)] = []

        let defeats = matrix.defeats(by: strength)
        for (index, defeat) in defeats.enumerated() {
            if !reach[defeat.winner, defeat.loser] {
                join(defeat, &reach, &reached) { fresh.append(($0, $1)) }
            }
            // Paths of one width come about together.
            if index + 1 == defeats.count
                || matrix.strength(of: defeats[index + 1], by: strength) != matrix.strength(of: defeat, by: strength)
            {
                for (x, y) in fresh where !reach[y, x] { below[x, y] = true }
                fresh.removeAll(keepingCapacity: true)
            }
        }
        return Relation(count: count, below: below)
    }

    /// What reaches the winner comes to reach all that the loser reaches.
    private static func join(
        _ defeat: Defeat, _ reach: inout BitRows, _ reached: inout BitRows, new: (_ x: Int, _ y: Int) -> Void
    ) {
        var above: [Int] = []
        reached.forEachItem(in: defeat.winner, notIn: defeat.loser) { above.append($0) }
        for x in above {
            reach.forEachItem(in: defeat.loser, notIn: x) { y in
                reached[y, x] = true
                new(x, y)
            }
            reach.formUnion(x, with: defeat.loser)
        }
    }
}
