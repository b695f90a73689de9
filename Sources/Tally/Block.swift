/// Long ballots side by side, so that one comparison counts a pair for each of sixteen items.
struct Block {
    static let width = 16
    static let greatestCapacity = 256
    typealias Places = SIMD16<Int16>

    private let count: Int
    private let capacity: Int
    private let vectors: Int
    private(set) var used = 0
    /// No ballot leaves a pair undecided: who does not put x above y puts y above x.
    private(set) var isDecided = true
    /// Sixteen items' levels on each ballot; -1, better than any, where an item is not judged: nobody beats it.
    private var columns: [Places]
    /// Four items' levels on each ballot; the worst there is where an item does not beat anybody.
    private var rows: [SIMD4<Int16>]

    init(count: Int, capacity: Int) {
        self.count = count
        self.capacity = min(capacity, Self.greatestCapacity)
        vectors = (count + Self.width - 1) / Self.width
        columns = Array(repeating: Places(repeating: -1), count: vectors * self.capacity)
        rows = Array(repeating: SIMD4(repeating: .max), count: vectors * Self.width / 4 * self.capacity)
    }

    var isFull: Bool { used == capacity }

    mutating func removeAll() {
        used = 0
        isDecided = true
    }

    mutating func append(_ ballot: Ballot) {
        let rest: Int16 = ballot.rest == .last ? Int16(ballot.ends.count) : -1
        for vector in 0..<vectors {
            columns[vector * capacity + used] = Places(repeating: rest)
        }
        for row in 0..<(count + 3) / 4 { rows[row * capacity + used] = SIMD4(repeating: .max) }
        if case .seen(let seen) = ballot.rest {
            for item in seen { place(item, Int16(ballot.ends.count)) }
        }
        var start = 0
        for (level, end) in ballot.ends.enumerated() {
            for item in ballot.items[start..<end] {
                place(item, Int16(level))
                rows[item / 4 * capacity + used][item % 4] = Int16(level)
            }
            start = end
        }
        used += 1
        if ballot.ends.count < count { isDecided = false }
    }

    private mutating func place(_ item: Int, _ level: Int16) {
        columns[item / Self.width * capacity + used][item % Self.width] = level
    }

    /// Calls with a row (an item), the first of sixteen columns, and how many ballots put the row above each of them.
    ///
    /// If all pairs are decided, what rows have over columns of older items is left out: it follows from the rest.
    func forEachTile(_ body: (_ row: Int, _ column: Int, _ votes: Places) -> Void) {
        guard used > 0 else { return }
        for vector in 0..<vectors {
            let column = vector * capacity
            for row in stride(from: 0, to: isDecided ? min(count, (vector + 1) * Self.width) : count, by: 4) {
                let start = row / 4 * capacity
                var a = Places()
                var b = Places()
                var c = Places()
                var d = Places()
                for ballot in 0..<used {
                    let places = columns[column + ballot]
                    let levels = rows[start + ballot]
                    a &+= Self.beaten(by: levels[0], places)
                    b &+= Self.beaten(by: levels[1], places)
                    c &+= Self.beaten(by: levels[2], places)
                    d &+= Self.beaten(by: levels[3], places)
                }
                body(row, vector * Self.width, a)
                if row + 1 < count { body(row + 1, vector * Self.width, b) }
                if row + 2 < count { body(row + 2, vector * Self.width, c) }
                if row + 3 < count { body(row + 3, vector * Self.width, d) }
            }
        }
    }

    /// One where a level is worse than that of the row.
    @inline(__always)
    private static func beaten(by level: Int16, _ places: Places) -> Places {
        Places().replacing(with: 1, where: Places(repeating: level) .< places)
    }
}
