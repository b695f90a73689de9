/// One item beats another: 4 bytes, since there are up to eight million of them. How strongly, the matrix tells.
struct Defeat {
    private static let itemBits: UInt32 = 12

    private let bits: UInt32

    init(winner: Int, loser: Int) {
        bits = UInt32(truncatingIfNeeded: winner) << Self.itemBits | UInt32(truncatingIfNeeded: loser)
    }

    var winner: Int { Int(truncatingIfNeeded: bits >> Self.itemBits) }
    var loser: Int { Int(truncatingIfNeeded: bits & (1 << Self.itemBits - 1)) }
}

extension Matrix {
    /// All defeats: the strongest first, then those with less opposition, then with the younger loser, then with the
    /// older winner.
    func defeats(by strength: Method.Strength) -> [Defeat] {
        var defeats = unsortedDefeats
        var (strongest, mostOpposed) = (0, 0)
        for defeat in defeats {
            strongest = max(strongest, self.strength(of: defeat, by: strength))
            mostOpposed = max(mostOpposed, self[defeat.loser, defeat.winner])
        }
        var scratch = defeats
        defeats.stableSort(&scratch, upTo: mostOpposed) { self[$0.loser, $0.winner] }
        defeats.stableSort(&scratch, upTo: strongest) { strongest - self.strength(of: $0, by: strength) }
        return defeats
    }

    func strength(of defeat: Defeat, by strength: Method.Strength) -> Int {
        let votes = self[defeat.winner, defeat.loser]
        return strength == .winningVotes ? votes : votes - self[defeat.loser, defeat.winner]
    }

    /// The youngest loser first, then the oldest winner.
    private var unsortedDefeats: [Defeat] {
        // What is no defeat is written too, and overwritten by the next: a branch would be wrong half of the time.
        let none = Defeat(winner: 0, loser: 0)
        var defeats = Array(repeating: none, count: count * max(count - 1, 0) / 2 + 1)
        var used = 0
        let cells = cells.span
        var space = defeats.mutableSpan
        for loser in (0..<count).reversed() {
            let row = loser * count
            for winner in 0..<count {
                space[used] = Defeat(winner: winner, loser: loser)
                used &+= cells[winner &* count &+ loser] > cells[row &+ winner] ? 1 : 0
            }
        }
        defeats.removeLast(defeats.count - used)
        return defeats
    }
}

extension [Defeat] {
    private static var digit: Int { 12 }

    /// Sorts by a key from 0, least first, digit by digit from the lowest; equals keep their order.
    fileprivate mutating func stableSort(_ scratch: inout [Defeat], upTo greatest: Int, by key: (Defeat) -> Int) {
        for shift in stride(from: 0, to: Int.bitWidth - greatest.leadingZeroBitCount, by: Self.digit) {
            scatter(into: &scratch) { key($0) >> shift }
            swap(&self, &scratch)
        }
    }

    /// Copies in the order of the lowest digit of a value.
    private func scatter(into sorted: inout [Defeat], by value: (Defeat) -> Int) {
        let mask = 1 << Self.digit - 1
        var counts = [Int](repeating: 0, count: mask + 2)
        var starts = counts.mutableSpan
        var sorted = sorted.mutableSpan
        for defeat in self { starts[value(defeat) & mask + 1] &+= 1 }
        for digit in 1...mask { starts[digit] &+= starts[digit - 1] }
        for defeat in self {
            let digit = value(defeat) & mask
            sorted[starts[digit]] = defeat
            starts[digit] &+= 1
        }
    }
}
