/// A backlog that changes: items open and close, take slots and leave them, and people vote.
///
/// Items are the caller's numbers; their age is the order in which they opened. Everything that can be wrong with a
/// change is refused before anything changes. The pairwise votes are kept, so that a vote costs its difference alone.
public struct Backlog: Sendable {
    /// When an item is ranked and not waiting.
    public struct PlacingRule: Sendable, Hashable {
        /// So many voters must name it.
        public var minNamed: Int
        /// Of so many ballots …
        public var ballots: Int
        /// … so many must judge it.
        public var minJudged: Int

        /// Two must name it and half of the ballots judge it, unless told otherwise.
        public init(minNamed: Int = 2, minJudged: Int = 1, of ballots: Int = 2) {
            self.minNamed = minNamed
            self.minJudged = minJudged
            self.ballots = ballots
        }
    }

    struct Item: Hashable {
        enum State: Hashable {
            /// In the backlog, ranked or waiting.
            case shown
            /// In a slot: hidden, and still counted if it was ranked when it entered.
            case slotted(counted: Bool)
        }

        /// The moment when it opened; of two items the older has the smaller.
        let serial: Int
        /// When it closed and was opened again, in moments.
        var gone: [Range<Int>] = []
        var state = State.shown
        /// Whether it was counted when it last had a slot.
        var wasCounted = false
        /// Its place in the matrix, once somebody has named it.
        var column: Int?
        /// How many ballots with weight name it, and judge it (kept only with a column).
        var named = 0
        var judged = 0

        init(serial: Int) {
            self.serial = serial
        }

        func wasOpen(before moment: Int) -> Bool {
            serial < moment && !gone.contains { $0.contains(moment) }
        }
    }

    public var method: Method
    public private(set) var rule: PlacingRule
    var items: [Int: Item] = [:]
    /// What closed items were, and the moment when they closed.
    var closed: [Int: (item: Item, at: Int)] = [:]
    var ballots: [String: Cast] = [:]
    /// How many ballots have weight.
    public internal(set) var ballotCount = 0
    var totalWeight = 0
    /// How often an item opened, closed or was opened again: stored ballots say by it what they have seen, so nothing else
    /// may ever count.
    var moment = 0
    /// The items of the matrix, in its order.
    var columns: [Int] = []
    var matrix = Matrix(count: 0)

    /// An empty backlog.
    public init(method: Method = .rankedPairsWinningVotes, rule: PlacingRule = PlacingRule()) {
        self.method = method
        self.rule = rule
    }
}

extension Backlog {
    /// Opens an item, the youngest; or returns one from its slot, with its age and all that its ballots say.
    ///
    /// - Throws: `alreadyOpen`, `tooManyItems`.
    public mutating func open(_ item: Int) throws(Refusal) {
        switch items[item]?.state {
        case .shown: throw .alreadyOpen(item: item)
        case .slotted(let counted):
            items[item]?.state = .shown
            items[item]?.wasCounted = counted
        case nil:
            // Without the placing rule an item is ranked though nobody has named it yet.
            let needsColumn = rule.minNamed <= 0
            if needsColumn { try checkColumns(adding: 1) }
            if closed.removeValue(forKey: item) != nil {
                // It has nothing to do with the one of that number that closed.
                for voter in ballots.keys { ballots[voter]?.keepOnly { $0 != item } }
            }
            items[item] = Item(serial: moment)
            moment += 1
            if needsColumn { addColumn(item) }
        }
    }

    /// Gives an item a slot: it is no longer shown, and counts on if it was ranked.
    ///
    /// - Throws: `unknown`, `closed`, `slotted`.
    public mutating func slot(_ item: Int) throws(Refusal) {
        let found = try shown(item)
        let isRanked = isRanked(found)
        items[item]?.state = .slotted(counted: isRanked)
    }

    /// Takes back that an item left its slot: it counts as it did there.
    ///
    /// - Throws: `unknown`, `closed`, `slotted`.
    public mutating func slotAgain(_ item: Int) throws(Refusal) {
        let wasCounted = try shown(item).wasCounted
        items[item]?.state = .slotted(counted: wasCounted)
    }

    /// Ranks by another rule from now on; what has a slot counts as it did when it entered.
    ///
    /// - Throws: `tooManyItems`.
    public mutating func setRule(_ rule: PlacingRule) throws(Refusal) {
        let fresh = rule.minNamed <= 0 ? items.filter { $0.value.column == nil } : [:]
        try checkColumns(adding: fresh.count)
        for (item, _) in fresh.sorted(by: { $0.value.serial < $1.value.serial }) { addColumn(item) }
        self.rule = rule
    }

    /// Closes an item, slot or not: it counts on no ballot any more. A ballot left empty still counts as a ballot.
    ///
    /// - Throws: `unknown`, `closed`.
    public mutating func close(_ item: Int) throws(Refusal) {
        guard let found = items.removeValue(forKey: item) else { throw missing(item) }
        closed[item] = (found, moment)
        moment += 1
        guard let column = found.column else { return }
        columns.remove(at: column)
        matrix.removeItem(column)
        for (column, item) in columns.enumerated() { items[item]?.column = column }
    }

    /// Takes back that an item closed: it is what it was, as old, and on the ballots that were not changed since.
    ///
    /// - Throws: `unknown`, `alreadyOpen`, `tooManyItems`.
    public mutating func reopen(_ item: Int) throws(Refusal) {
        if items[item] != nil { throw .alreadyOpen(item: item) }
        guard let (former, closedAt) = closed[item] else { throw .unknown(item: item) }
        // Those that were named once may be counted though nobody names them any more.
        let needsColumn = former.column != nil || rule.minNamed <= 0
        if needsColumn { try checkColumns(adding: 1) }
        closed[item] = nil
        var reopened = former
        // Ballots that were cast in between have not seen it.
        reopened.gone.append(closedAt + 1..<moment + 1)
        moment += 1
        reopened.column = nil
        items[item] = reopened
        if needsColumn { addColumn(item) }
    }

    /// An item that can be voted on.
    func shown(_ item: Int) throws(Refusal) -> Item {
        guard let found = items[item] else { throw missing(item) }
        guard found.state == .shown else { throw .slotted(item: item) }
        return found
    }

    private func missing(_ item: Int) -> Refusal {
        closed[item] != nil ? .closed(item: item) : .unknown(item: item)
    }
}
