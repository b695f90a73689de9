/// One item beats another: 16 bytes, since there are up to eight million of them.
struct Defeat {
    private static let itemBits = 12

    let strength: Int
    /// The votes against, then the loser, then the winner.
    private let tail: Int

    init(winner: Int, loser: Int, strength: Int, opposition: Int) {
        self.strength = strength
        tail = (opposition << Self.itemBits | loser) << Self.itemBits | winner
    }

    var winner: Int { tail & (1 << Self.itemBits - 1) }
    var loser: Int { tail >> Self.itemBits & (1 << Self.itemBits - 1) }
    var opposition: Int { tail >> (2 * Self.itemBits) }
}

extension Matrix {
    /// All defeats: the strongest first, then those with less opposition, then with the younger loser, then with the
    /// older winner.
    func defeats(by strength: Method.Strength) -> [Defeat] {
        var defeats = unsortedDefeats(by: strength)
        defeats.stableSort { $0.opposition }
        defeats.stableSort { -$0.strength }
        return defeats
    }

    /// The youngest loser first, then the oldest winner. Eight columns are read together: they share cache lines.
    private func unsortedDefeats(by strength: Method.Strength) -> [Defeat] {
        let width = 8
        var defeats: [Defeat] = []
        defeats.reserveCapacity(count * max(count - 1, 0) / 2)
        var columns = [Int](repeating: 0, count: width * count)
        for start in stride(from: 0, to: count, by: width).reversed() {
            let end = min(start + width, count)
            for winner in 0..<count {
                for loser in start..<end {
                    columns[(loser - start) * count + winner] = cells[winner * count + loser]
                }
            }
            for loser in (start..<end).reversed() {
                for winner in 0..<count {
                    let votes = columns[(loser - start) * count + winner]
                    let opposition = cells[loser * count + winner]
                    guard votes > opposition else { continue }
                    let strength = strength == .winningVotes ? votes : votes - opposition
                    defeats.append(Defeat(winner: winner, loser: loser, strength: strength, opposition: opposition))
                }
            }
        }
        return defeats
    }
}

extension [Defeat] {
    /// Sorts by a key, least first, digit by digit from the lowest; equals keep their order.
    mutating func stableSort(by key: (Defeat) -> Int) {
        guard let first else { return }
        let digit = 11
        var (least, greatest) = (key(first), key(first))
        for defeat in self {
            least = Swift.min(least, key(defeat))
            greatest = Swift.max(greatest, key(defeat))
        }
        var sorted = self
        var shift = 0
        while (greatest - least) >> shift > 0 {
            var starts = [Int](repeating: 0, count: 1 << digit + 1)
            for defeat in self { starts[((key(defeat) - least) >> shift) & (1 << digit - 1) + 1] += 1 }
            for value in 1..<starts.count { starts[value] += starts[value - 1] }
            for defeat in self {
                let value = ((key(defeat) - least) >> shift) & (1 << digit - 1)
                sorted[starts[value]] = defeat
                starts[value] += 1
            }
            swap(&self, &sorted)
            shift += digit
        }
    }
}
