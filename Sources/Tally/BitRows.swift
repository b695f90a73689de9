/// Sets of items, one a row, a bit an item.
struct BitRows {
    /// How many words of 64 items a row has.
    let words: Int
    private var bits: [UInt64]

    /// Empty sets of items `0..<width`.
    init(count: Int, width: Int) {
        words = (width + 63) / 64
        bits = Array(repeating: 0, count: count * words)
    }

    subscript(row: Int, item: Int) -> Bool {
        get { bits[row * words + item >> 6] >> (item & 63) & 1 == 1 }
        set {
            let mask: UInt64 = 1 << (item & 63)
            if newValue { bits[row * words + item >> 6] |= mask } else { bits[row * words + item >> 6] &= ~mask }
        }
    }

    /// The items `64 * index..<64 * index + 64` of a row.
    func word(_ row: Int, _ index: Int) -> UInt64 {
        bits[row * words + index]
    }

    /// Adds all items of one row to another.
    ///
    /// Ranked pairs spends its time here: one check of bounds for a row instead of two for a word halves that.
    mutating func formUnion(_ row: Int, with other: Int) {
        precondition(max(row, other) < bits.count / words)
        bits.withUnsafeMutableBufferPointer { bits in
            for index in 0..<words { bits[row * words + index] |= bits[other * words + index] }
        }
    }

    /// The items of a row that another row lacks, in order.
    func forEachItem(in row: Int, notIn other: Int, _ body: (Int) -> Void) {
        precondition(max(row, other) < bits.count / words)
        bits.withUnsafeBufferPointer { bits in
            for index in 0..<words {
                (bits[row * words + index] & ~bits[other * words + index]).forEachOne { body(index << 6 | $0) }
            }
        }
    }

    /// The least item of a row.
    func first(in row: Int) -> Int? {
        for index in 0..<words where word(row, index) != 0 { return index << 6 + word(row, index).trailingZeroBitCount }
        return nil
    }

    /// The items of a row, in order.
    func forEachItem(in row: Int, _ body: (Int) -> Void) {
        for index in 0..<words { word(row, index).forEachOne { body(index << 6 + $0) } }
    }
}

extension UInt64 {
    /// The places of the ones, lowest first.
    func forEachOne(_ body: (Int) -> Void) {
        var left = self
        while left != 0 {
            body(left.trailingZeroBitCount)
            left &= left - 1
        }
    }
}
