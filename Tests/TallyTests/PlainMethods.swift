@testable import Tally

/// Every method a second time, as its definition reads, without a thought for speed.
struct PlainCount {
    let count: Int
    private(set) var votes: [[Int]]

    init(count: Int, ballots: [Ballot]) {
        self.count = count
        votes = Array(repeating: Array(repeating: 0, count: count), count: count)
        for ballot in ballots {
            var level: [Int?] = Array(repeating: nil, count: count)
            switch ballot.rest {
            case .last: level = Array(repeating: ballot.levels.count, count: count)
            case .abstain: break
            case .seen(let seen): for item in seen { level[item] = ballot.levels.count }
            }
            for (place, items) in ballot.levels.enumerated() {
                for item in items { level[item] = place }
            }
            for x in 0..<count {
                for y in 0..<count {
                    if let above = level[x], let below = level[y], above < below { votes[x][y] += ballot.weight }
                }
            }
        }
    }

    func outcome(by method: Method) -> (tieSets: [[Int]], order: [Int]) {
        switch method {
        case .rankedPairsWinningVotes: settle(rankedPairs(margins: false))
        case .rankedPairsMargins: settle(rankedPairs(margins: true))
        case .schulzeWinningVotes: settle(schulze(margins: false))
        case .schulzeMargins: settle(schulze(margins: true))
        case .borda: settle(score { votes[$0][$1] - votes[$1][$0] })
        case .copeland: settle(score { (votes[$0][$1] - votes[$1][$0]).signum() })
        case .kemeny: kemeny()
        }
    }

    typealias Above = [[Bool]]

    private func square(_ isAbove: (Int, Int) -> Bool) -> Above {
        (0..<count).map { x in (0..<count).map { isAbove(x, $0) } }
    }

    private func score(_ duel: (Int, Int) -> Int) -> Above {
        let scores = (0..<count).map { x in (0..<count).map { duel(x, $0) }.reduce(0, +) }
        return square { scores[$0] > scores[$1] }
    }

    private func strength(_ x: Int, _ y: Int, _ margins: Bool) -> Int {
        margins ? votes[x][y] - votes[y][x] : votes[x][y]
    }

    /// Locks by looking for a way back through all that is locked.
    private func rankedPairs(margins: Bool) -> Above {
        var defeats: [(x: Int, y: Int)] = []
        for x in 0..<count {
            for y in 0..<count where votes[x][y] > votes[y][x] { defeats.append((x, y)) }
        }
        defeats.sort { a, b in
            (-strength(a.x, a.y, margins), votes[a.y][a.x], -a.y, a.x)
                < (-strength(b.x, b.y, margins), votes[b.y][b.x], -b.y, b.x)
        }
        var locked = square { _, _ in false }
        func reaches(_ from: Int, _ to: Int) -> Bool {
            var open = [from]
            var visited: Set<Int> = []
            while let item = open.popLast() {
                if item == to { return true }
                if visited.insert(item).inserted { open += (0..<count).filter { locked[item][$0] } }
            }
            return false
        }
        for (x, y) in defeats where !reaches(y, x) { locked[x][y] = true }
        return square { $0 != $1 && reaches($0, $1) }
    }

    /// Floyd and Warshall's way to the widest paths.
    private func schulze(margins: Bool) -> Above {
        var width = (0..<count).map { x in
            (0..<count).map { votes[x][$0] > votes[$0][x] ? strength(x, $0, margins) : 0 }
        }
        for k in 0..<count {
            for x in 0..<count {
                for y in 0..<count { width[x][y] = max(width[x][y], min(width[x][k], width[k][y])) }
            }
        }
        return square { $0 != $1 && width[$0][$1] > width[$1][$0] }
    }

    private func settle(_ above: Above) -> (tieSets: [[Int]], order: [Int]) {
        func free(_ left: [Int]) -> [Int] { left.filter { y in !left.contains { above[$0][y] } } }
        var sets: [[Int]] = []
        var left = Array(0..<count)
        while !left.isEmpty {
            let set = free(left)
            sets.append(set)
            left.removeAll { set.contains($0) }
        }
        var order: [Int] = []
        left = Array(0..<count)
        while let item = free(left).first {
            order.append(item)
            left.removeAll { $0 == item }
        }
        return (sets, order)
    }

    /// All orders there are.
    private func kemeny() -> (tieSets: [[Int]], order: [Int]) {
        var best: [[Int]] = []
        var least = Int.max
        func extend(_ order: [Int], _ cost: Int) {
            if order.count == count {
                if cost < least { (least, best) = (cost, []) }
                if cost == least { best.append(order) }
            }
            for item in 0..<count where !order.contains(item) {
                extend(order + [item], order.reduce(cost) { $0 + votes[item][$1] })
            }
        }
        extend([], 0)
        func places(_ order: [Int]) -> [Int] { order.indices.sorted { order[$0] < order[$1] } }
        let above = square { x, y in
            best.allSatisfy { order in order.firstIndex(of: x) ?? 0 < order.firstIndex(of: y) ?? 0 }
        }
        let first = best.min { places($0).lexicographicallyPrecedes(places($1)) }
        return (settle(above).tieSets, first ?? [])
    }
}
