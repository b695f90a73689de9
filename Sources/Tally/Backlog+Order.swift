extension Backlog {
    /// An open item that is not ranked yet.
    public struct Waiting: Sendable, Hashable {
        public let item: Int
        /// How many ballots with weight name it.
        public let named: Int
        /// How many ballots with weight judge it.
        public let judged: Int
    }

    /// The ranked items, best first.
    ///
    /// - Throws: `tooManyForKemeny`.
    public func order() throws(Refusal) -> [Int] {
        try completeOrder().filter { items[$0]?.state == .shown }
    }

    /// The items without enough votes: the most named first, then the oldest.
    public func waiting() -> [Waiting] {
        let heads = ballots.values.filter { $0.weight > 0 }
        return items.filter { $0.value.state == .shown && !isRanked($0.value) }
            .sorted { ($1.value.named, $0.value.serial) < ($0.value.named, $1.value.serial) }
            .map { item, found in
                let judged =
                    found.column == nil ? heads.count { $0.judges(item, found) } : found.judged
                return Waiting(item: item, named: found.named, judged: judged)
            }
    }

    /// The weight of the ballots that put x strictly above y.
    public func votes(for x: Int, over y: Int) -> Int {
        guard let x = items[x]?.column, let y = items[y]?.column else { return 0 }
        return matrix[x, y]
    }

    /// How many of some voters put x strictly above y, whatever their ballots weigh.
    public func voters(for x: Int, over y: Int, among isCounted: (String) -> Bool) -> Int {
        ballots.count { voter, cast in
            guard let place = cast.level(of: x), isCounted(voter) else { return false }
            return cast.level(of: y).map { place < $0 } ?? judges(cast, y)
        }
    }

    /// Why one of two ranked items stands above the other.
    ///
    /// - Throws: `unknown` for an item that is not ranked, `doubled` if both are the same, `tooManyForKemeny`.
    public func why(_ x: Int, _ y: Int) throws(Refusal) -> Explanation {
        let counted = counted
        guard let first = counted.firstIndex(of: x) else { throw .unknown(item: x) }
        guard let second = counted.firstIndex(of: y) else { throw .unknown(item: y) }
        guard first != second else { throw .doubled(item: x) }
        let explanation = try Explanation(first, second, in: matrix(of: counted), by: method)
        let (upper, lower) = (counted[explanation.upper], counted[explanation.lower])
        let between = try completeOrder().drop { $0 != upper }.prefix { $0 != lower }
        return explanation.renumbered({ counted[$0] }, hidden: between.filter(isSlotted))
    }

    /// Whether an open item without a slot has enough votes to be ranked.
    public func isRanked(_ item: Int) -> Bool {
        items[item].map { $0.state == .shown && isRanked($0) } ?? false
    }

    func isRanked(_ item: Item) -> Bool {
        item.column != nil && item.named >= rule.minNamed && item.judged * rule.ballots >= rule.minJudged * ballotCount
    }

    /// The items that take part in the count, those in slots too, the oldest first.
    public var counted: [Int] {
        var counted: [(serial: Int, item: Int)] = []
        for item in columns {
            guard let found = items[item] else { continue }
            switch found.state {
            case .shown where isRanked(found), .slotted(counted: true): counted.append((found.serial, item))
            default: break
            }
        }
        return counted.sorted { $0.serial < $1.serial }.map(\.item)
    }

    private func matrix(of items: [Int]) -> Matrix {
        matrix.restricted(to: items.compactMap { self.items[$0]?.column })
    }

    /// All items that are counted, those in slots too, best first.
    ///
    /// - Throws: `tooManyForKemeny`.
    public func completeOrder() throws(Refusal) -> [Int] {
        let counted = counted
        return try Outcome(matrix(of: counted), by: method).order.map { counted[$0] }
    }
}
