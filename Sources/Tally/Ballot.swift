/// One ranking with a weight: levels of items, best first; items in one level are tied.
///
/// Items are numbers from 0 in order of age, 0 the oldest.
public struct Ballot: Sendable, Hashable {
    /// Heavier ballots are refused.
    public static let greatestWeight = 1_000_000

    /// What the ballot says of the items that it does not name.
    public enum Rest: Sendable, Hashable {
        /// All of them are tied last.
        case last
        /// They are not judged at all.
        case abstain
        /// These are tied last, the others are not judged. Named items may be among them.
        case seen([Int])
    }

    public let weight: Int
    public var rest: Rest
    /// The named items, best first.
    let items: [Int]
    /// Where each level ends in `items`.
    let ends: [Int]

    /// A ballot on the items `0..<count`; levels without items vanish.
    ///
    /// - Throws: `unknown` for an item outside of the range, `doubled`, or `weight` if that is negative or above
    ///   `greatestWeight`.
    public init(_ levels: [[Int]], weight: Int = 1, rest: Rest = .last, count: Int) throws(Refusal) {
        self.init(checked: levels, weight: weight, rest: rest)
        guard 0...Self.greatestWeight ~= weight else { throw .weight(weight) }
        var named = [Bool](repeating: false, count: count)
        for item in items {
            guard named.indices ~= item else { throw .unknown(item: item) }
            guard !named[item] else { throw .doubled(item: item) }
            named[item] = true
        }
        if case .seen(let seen) = rest, let stranger = seen.first(where: { !named.indices.contains($0) }) {
            throw .unknown(item: stranger)
        }
    }

    /// A ballot that is known to be sound.
    init(checked levels: [[Int]], weight: Int, rest: Rest) {
        var items: [Int] = []
        var ends: [Int] = []
        for level in levels where !level.isEmpty {
            items += level
            ends.append(items.count)
        }
        self.items = items
        self.ends = ends
        self.weight = weight
        self.rest = rest
    }

    /// The named items, best level first.
    public var levels: [[Int]] {
        var start = 0
        return ends.map { end in
            defer { start = end }
            return Array(items[start..<end])
        }
    }
}
