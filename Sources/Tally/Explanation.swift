/// Why one item stands above another.
public struct Explanation: Sendable, Hashable {
    /// What put the upper item there.
    public enum Reason: Sendable, Hashable {
        /// It beats the lower one, and that counts.
        case beats
        /// The method leaves the two tied; the upper one is older.
        case older
        /// The method leaves the two tied and the lower one is older, but it is below these, which stand between them.
        case behind([Int])
        /// Their direct vote is tied. Each of these beats the next: the upper item first, the lower one last.
        case chain([Int])
        /// The lower one beats it, but that is set aside: it would close a circle with these stronger defeats. Each of
        /// these beats the next: the upper item first, the lower one last.
        case setAside(circle: [Int])
        /// Schulze: the widest path down is this wide, the widest path up that.
        case paths(down: Int, up: Int)
        /// Borda and Copeland: its score, and that of the lower one.
        case scores(upper: Int, lower: Int)
        /// Kemeny: all of the best orders say so, or only the one that was chosen by age.
        case bestOrders(all: Bool)
    }

    public let upper: Int
    public let lower: Int
    /// The weight of the ballots that put the upper item above the lower one.
    public let votes: Int
    /// The weight of the ballots that put the lower item above the upper one.
    public let opposition: Int
    public let reason: Reason
    /// Items in slots that stand between the two: counted, but not shown.
    public var hidden: [Int] = []
}

extension Explanation {
    /// Explains how two different items of a matrix stand, given in any order.
    ///
    /// - Throws: `tooManyForKemeny`; `unknown` if an item is not in the matrix; `doubled` if both are the same.
    public init(_ x: Int, _ y: Int, in matrix: Matrix, by method: Method) throws(Refusal) {
        for item in [x, y] where !(0..<matrix.count ~= item) { throw .unknown(item: item) }
        guard x != y else { throw .doubled(item: x) }
        let order = try Outcome(matrix, by: method).order
        let pair = order.filter { $0 == x || $0 == y }
        (upper, lower) = (pair[0], pair[1])
        votes = matrix[upper, lower]
        opposition = matrix[lower, upper]
        reason = try matrix.reason(upper, lower, by: method, order: order)
    }

    /// The same with other numbers for the items.
    func renumbered(_ number: (Int) -> Int, hidden: [Int]) -> Explanation {
        let reason: Reason =
            switch reason {
            case .behind(let items): .behind(items.map(number))
            case .chain(let items): .chain(items.map(number))
            case .setAside(let circle): .setAside(circle: circle.map(number))
            default: reason
            }
        return Explanation(
            upper: number(upper), lower: number(lower), votes: votes, opposition: opposition, reason: reason,
            hidden: hidden)
    }
}

extension Matrix {
    fileprivate func reason(
        _ upper: Int, _ lower: Int, by method: Method, order: [Int]
    ) throws(Refusal) -> Explanation.Reason {
        switch method {
        case .rankedPairsWinningVotes: return rankedPairsReason(upper, lower, by: .winningVotes, order: order)
        case .rankedPairsMargins: return rankedPairsReason(upper, lower, by: .margins, order: order)
        case .schulzeWinningVotes, .schulzeMargins:
            let strength: Method.Strength = method == .schulzeMargins ? .margins : .winningVotes
            let (down, up) = (widths(from: upper, by: strength)[lower], widths(from: lower, by: strength)[upper])
            if down > up { return .paths(down: down, up: up) }
            let relation = Schulze.relation(self, by: strength)
            return tiedReason(upper, lower, relation, order: order)
        case .borda, .copeland:
            let scores = method == .borda ? bordaScores : copelandScores
            return scores[upper] == scores[lower] ? .older : .scores(upper: scores[upper], lower: scores[lower])
        case .kemeny: return .bestOrders(all: try Kemeny(self).relation.isAbove(upper, lower))
        }
    }

    private func rankedPairsReason(
        _ upper: Int, _ lower: Int, by strength: Method.Strength, order: [Int]
    ) -> Explanation.Reason {
        var pairs = RankedPairs(count: count)
        var locked: [Defeat] = []
        for defeat in defeats(by: strength) {
            let isLocked = pairs.lock(defeat)
            if (defeat.winner, defeat.loser) == (upper, lower) { return .beats }
            if (defeat.winner, defeat.loser) == (lower, upper) {
                return .setAside(circle: Self.chain(from: upper, to: lower, locked))
            }
            if isLocked { locked.append(defeat) }
        }
        let relation = pairs.relation
        guard relation.isAbove(upper, lower) else { return tiedReason(upper, lower, relation, order: order) }
        return .chain(Self.chain(from: upper, to: lower, locked))
    }

    private func tiedReason(_ upper: Int, _ lower: Int, _ relation: Relation, order: [Int]) -> Explanation.Reason {
        if upper < lower { return .older }
        let between = order.drop { $0 != upper }.dropFirst().prefix { $0 != lower }
        return .behind(between.filter { relation.isAbove($0, lower) })
    }

    /// The shortest chain of defeats, by way of the oldest items.
    private static func chain(from upper: Int, to lower: Int, _ defeats: [Defeat]) -> [Int] {
        let beaten = Dictionary(grouping: defeats, by: \.winner).mapValues { $0.map(\.loser).sorted() }
        var cameFrom = [upper: upper]
        var queue = [upper]
        var next = 0
        while next < queue.count, cameFrom[lower] == nil {
            for loser in beaten[queue[next]] ?? [] where cameFrom[loser] == nil {
                cameFrom[loser] = queue[next]
                queue.append(loser)
            }
            next += 1
        }
        var chain = [lower]
        while let last = chain.last, last != upper, let before = cameFrom[last] { chain.append(before) }
        return chain.reversed()
    }

    /// How wide the widest path of defeats from an item to each other is; 0 without one.
    private func widths(from source: Int, by strength: Method.Strength) -> [Int] {
        var widths = [Int](repeating: 0, count: count)
        widths[source] = .max
        var left = Set(0..<count)
        while let widest = left.max(by: { widths[$0] < widths[$1] }) {
            left.remove(widest)
            for item in left where self[widest, item] > self[item, widest] {
                let votes = self[widest, item]
                let width = strength == .winningVotes ? votes : votes - self[item, widest]
                widths[item] = max(widths[item], min(widths[widest], width))
            }
        }
        return widths
    }
}
