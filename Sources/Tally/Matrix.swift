/// The pairwise votes: `matrix[x, y]` is the weight of the ballots that put x strictly above y.
///
/// A changed ballot is taken out and its successor put in; nothing is counted again.
public struct Matrix: Sendable, Hashable {
    /// Above this many items the matrix would not fit into a sensible memory (128 MiB).
    public static let greatestCount = 4096
    /// The weight of all ballots together stays below this, so that a defeat packs into two words.
    public static let greatestTotal = 1 << 40

    /// Items are `0..<count`, 0 the oldest.
    public private(set) var count: Int
    var cells: [Int]

    /// No votes yet, on at most `greatestCount` items.
    public init(count: Int) {
        precondition(0...Self.greatestCount ~= count, "a matrix has at most \(Self.greatestCount) items")
        self.count = count
        cells = Array(repeating: 0, count: count * count)
    }

    /// The votes of all ballots.
    public init(count: Int, ballots: [Ballot]) {
        self.init(count: count)
        add(ballots)
    }

    public subscript(x: Int, y: Int) -> Int {
        cells[x * count + y]
    }

    /// Adds an item behind all others; `below` are the votes that put each of them above it, `above` those against.
    mutating func appendItem(below: [Int], above: [Int]) {
        var grown = Matrix(count: count + 1)
        for x in 0..<count {
            grown.cells.replaceSubrange(
                x * grown.count..<x * grown.count + count, with: cells[x * count..<(x + 1) * count])
            grown.cells[x * grown.count + count] = below[x]
        }
        grown.cells.replaceSubrange(count * grown.count..<count * grown.count + count, with: above)
        self = grown
    }

    /// Takes an item out; those after it move up by one.
    mutating func removeItem(_ item: Int) {
        self = restricted(to: (0..<count).filter { $0 != item })
    }

    /// The votes among some of the items, numbered anew in the order given.
    public func restricted(to items: [Int]) -> Matrix {
        guard !items.elementsEqual(0..<count) else { return self }
        var small = Matrix(count: items.count)
        var cell = 0
        for x in items {
            for y in items {
                small.cells[cell] = cells[x * count + y]
                cell += 1
            }
        }
        return small
    }
}
