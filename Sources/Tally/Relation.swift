/// Which items are above which: transitive, and nothing is above itself.
struct Relation {
    /// For each item what is below it.
    private let below: BitRows
    /// How many items are above each.
    private let above: [Int]

    init(count: Int, below: BitRows) {
        var above = [Int](repeating: 0, count: count)
        for item in 0..<count { below.forEachItem(in: item) { above[$0] += 1 } }
        self.below = below
        self.above = above
    }

    /// A higher score is above a lower one.
    init(scores: [Int]) {
        var below = BitRows(count: scores.count, width: scores.count)
        for x in scores.indices {
            for y in scores.indices where scores[x] > scores[y] { below[x, y] = true }
        }
        self.init(count: scores.count, below: below)
    }

    func isAbove(_ x: Int, _ y: Int) -> Bool {
        below[x, y]
    }

    /// Peels off the items that nobody left is above, again and again; in a set the oldest come first.
    func tieSets() -> [[Int]] {
        var above = above
        var sets: [[Int]] = []
        var set = above.indices.filter { above[$0] == 0 }
        while !set.isEmpty {
            sets.append(set)
            var next: [Int] = []
            for item in set { release(item, &above) { next.append($0) } }
            set = next.sorted()
        }
        return sets
    }

    /// Takes, again and again, the oldest of the items that nobody left is above.
    ///
    /// Not the tie sets one after another: that would reshuffle the rest when the first leaves.
    func completeOrder() -> [Int] {
        var above = above
        var ready = BitRows(count: 1, width: above.count)
        for item in above.indices where above[item] == 0 { ready[0, item] = true }
        var order: [Int] = []
        while let item = ready.first(in: 0) {
            order.append(item)
            ready[0, item] = false
            release(item, &above) { ready[0, $0] = true }
        }
        return order
    }

    private func release(_ item: Int, _ above: inout [Int], free: (Int) -> Void) {
        below.forEachItem(in: item) {
            above[$0] -= 1
            if above[$0] == 0 { free($0) }
        }
    }
}
