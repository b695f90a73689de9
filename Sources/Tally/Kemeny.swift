/// Kemeny: of all orders without ties those that contradict the fewest votes, found exactly.
struct Kemeny {
    /// More items are refused: the work doubles with each.
    static let limit = 10

    /// The votes that the best orders contradict.
    let disagreement: Int
    /// Of the best orders the first by the place of the oldest item, then of the second oldest, and so on.
    let order: [Int]
    /// What all of the best orders agree on.
    let relation: Relation

    /// The best way to fill the first places with a set of items.
    private struct Top {
        var cost: Int
        /// The items' places, four bits each, the oldest item's highest: places compare as the orders do.
        var places: Int
        var last: Int
    }

    init(_ matrix: Matrix) throws(Refusal) {
        let count = matrix.count
        guard count <= Self.limit else { throw .tooManyForKemeny(count) }
        let all = 1 << count - 1

        /// The votes that put one of the items that are still to come above this one.
        func cost(of item: Int, after top: Int) -> Int {
            (0..<count).reduce(0) { top >> $1 & 1 == 0 ? $0 + matrix[$1, item] : $0 }
        }

        var tops = [Top](repeating: Top(cost: 0, places: 0, last: 0), count: all + 1)
        for set in 1..<(all + 1) where set > 0 {
            tops[set].cost = .max
            for item in 0..<count where set >> item & 1 == 1 {
                let before = tops[set ^ 1 << item]
                let top = Top(
                    cost: before.cost + cost(of: item, after: set ^ 1 << item),
                    places: before.places | (set.nonzeroBitCount - 1) << (4 * (count - 1 - item)),
                    last: item)
                if (top.cost, top.places) < (tops[set].cost, tops[set].places) { tops[set] = top }
            }
        }

        var order: [Int] = []
        var left = all
        while left > 0 {
            order.append(tops[left].last)
            left ^= 1 << tops[left].last
        }

        // Backwards over every step of every best order: whoever is taken while others wait can stand above them.
        var onBest = [Bool](repeating: false, count: all + 1)
        var canBeAbove = BitRows(count: count, width: count)
        onBest[all] = true
        for set in (0...all).reversed() where onBest[set] {
            for item in 0..<count where set >> item & 1 == 1 {
                let before = set ^ 1 << item
                guard tops[before].cost + cost(of: item, after: before) == tops[set].cost else { continue }
                onBest[before] = true
                for other in 0..<count where set >> other & 1 == 0 { canBeAbove[item, other] = true }
            }
        }
        var below = BitRows(count: count, width: count)
        for x in 0..<count {
            for y in 0..<count where x != y && !canBeAbove[y, x] { below[x, y] = true }
        }
        disagreement = tops[all].cost
        self.order = order.reversed()
        relation = Relation(count: count, below: below)
    }
}
