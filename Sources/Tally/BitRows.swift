/// Sets of items, one a row, a bit an item.
struct BitRows {
    /// A vector needs one check of bounds for 256 items, and where rows are compared most have nothing to tell.
    private typealias Vector = SIMD4<UInt64>

    private let vectors: Int
    private var bits: [Vector]

    /// Empty sets of items `0..<width`.
    init(count: Int, width: Int) {
        vectors = (width + 255) / 256
        bits = Array(repeating: Vector(), count: count * vectors)
    }

    subscript(row: Int, item: Int) -> Bool {
        @inline(__always) get {
            bits[row &* vectors &+ item >> 8][item >> 6 & 3] >> UInt64(truncatingIfNeeded: item & 63) & 1 == 1
        }
        set {
            let mask: UInt64 = 1 << (item & 63)
            let vector = row * vectors + item >> 8
            if newValue {
                bits[vector][item >> 6 & 3] |= mask
            } else {
                bits[vector][item >> 6 & 3] &= ~mask
            }
        }
    }

    /// Adds all items of one row to another.
    @inline(__always)
    mutating func formUnion(_ row: Int, with other: Int) {
        let vectors = vectors
        var bits = bits.mutableSpan
        for vector in 0..<vectors { bits[row &* vectors &+ vector] |= bits[other &* vectors &+ vector] }
    }

    /// The least item of a row.
    func first(in row: Int) -> Int? {
        for vector in 0..<vectors {
            for word in 0..<4 where bits[row * vectors + vector][word] != 0 {
                return vector << 8 | word << 6 | bits[row * vectors + vector][word].trailingZeroBitCount
            }
        }
        return nil
    }

    /// The items of a row, in order.
    func forEachItem(in row: Int, _ body: (Int) -> Void) {
        for vector in 0..<vectors {
            Self.forEachOne(bits[row * vectors + vector]) { body(vector << 8 | $0) }
        }
    }

    /// The items of a row that another row lacks, in order.
    func forEachItem(in row: Int, notIn other: Int, _ body: (Int) -> Void) {
        for vector in 0..<vectors {
            let rest = bits[row &* vectors &+ vector] & ~bits[other &* vectors &+ vector]
            Self.forEachOne(rest) { body(vector << 8 | $0) }
        }
    }

    private static func forEachOne(_ vector: Vector, _ body: (Int) -> Void) {
        let half = vector.lowHalf | vector.highHalf
        guard half[0] | half[1] != 0 else { return }
        forEachOne(vector[0], from: 0, body)
        forEachOne(vector[1], from: 64, body)
        forEachOne(vector[2], from: 128, body)
        forEachOne(vector[3], from: 192, body)
    }

    @inline(__always)
    private static func forEachOne(_ word: UInt64, from first: Int, _ body: (Int) -> Void) {
        var left = word
        while left != 0 {
            body(first | left.trailingZeroBitCount)
            left &= left - 1
        }
    }
}
