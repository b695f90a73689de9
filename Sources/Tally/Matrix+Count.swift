extension Matrix {
    /// Counts ballots. Their items must be items of this matrix.
    public mutating func add(_ ballots: [Ballot]) {
        count(ballots, times: 1)
    }

    /// Takes ballots out that were counted before.
    public mutating func subtract(_ ballots: [Ballot]) {
        count(ballots, times: -1)
    }

    /// Short ballots cost the square of their length. Long ones are compared many at a time; a weight is then taken
    /// apart into powers of two, so that the inner loop only ever counts heads.
    private mutating func count(_ ballots: [Ballot], times sign: Int) {
        var bases = [Int](repeating: 0, count: count)
        var long: [Int] = []
        for index in ballots.indices where ballots[index].weight > 0 {
            if isShort(ballots[index]) {
                countShort(ballots[index], times: sign, bases: &bases)
            } else {
                long.append(index)
            }
        }
        addToRows(bases)
        guard !long.isEmpty else { return }
        var block = Block(count: count, capacity: long.count)
        for bit in 0..<(Ballot.greatestWeight.bitWidth - Ballot.greatestWeight.leadingZeroBitCount) {
            for index in long where ballots[index].weight >> bit & 1 == 1 {
                block.append(ballots[index])
                if block.isFull { count(&block, times: sign << bit) }
            }
            count(&block, times: sign << bit)
        }
    }

    /// Adds a number to all cells of each row but the one on the diagonal.
    private mutating func addToRows(_ bases: [Int]) {
        let count = count
        var cells = cells.mutableSpan
        for x in 0..<count where bases[x] != 0 {
            let base = bases[x]
            for cell in x * count..<(x + 1) * count { cells[cell] &+= base }
            cells[x * count + x] = 0
        }
    }

    private func isShort(_ ballot: Ballot) -> Bool {
        let others = if case .seen(let seen) = ballot.rest { seen.count } else { 0 }
        return ballot.items.count * (ballot.items.count + others) < count * count / 16
    }

    /// A ballot that ties all others last puts each named item above everything (`bases`), less what stands beside or
    /// above it.
    private mutating func countShort(_ ballot: Ballot, times sign: Int, bases: inout [Int]) {
        let weight = sign * ballot.weight
        let items = ballot.items
        var others: [Int] = []
        if case .seen(let seen) = ballot.rest {
            let named = Set(items)
            others = Set(seen).filter { !named.contains($0) }
        }
        let count = count
        var cells = cells.mutableSpan
        var start = 0
        for end in ballot.ends {
            for x in items[start..<end] {
                let row = x * count
                if ballot.rest == .last {
                    bases[x] += weight
                    for y in items[..<end] where y != x { cells[row + y] -= weight }
                } else {
                    for y in items[end...] { cells[row + y] += weight }
                    for y in others { cells[row + y] += weight }
                }
            }
            start = end
        }
    }

    private mutating func count(_ block: inout Block, times factor: Int) {
        block.forEachTile { row, column, votes in
            for y in column..<min(column + Block.width, count) {
                cells[row * count + y] += factor * Int(votes[y - column])
            }
            guard block.isDecided, row < column else { return }
            for y in column..<min(column + Block.width, count) {
                cells[y * count + row] += factor * (block.used - Int(votes[y - column]))
            }
        }
        block.removeAll()
    }
}
