extension Backlog {
    /// Whether an item is open and without a slot, so that it can be voted on.
    public func isShown(_ item: Int) -> Bool { items[item]?.state == .shown }

    /// Whether an item is open and has a slot.
    public func isSlotted(_ item: Int) -> Bool {
        items[item].map { $0.state != .shown } ?? false
    }

    /// Whether an item was open once and has closed.
    public func isClosed(_ item: Int) -> Bool { closed[item] != nil }

    /// How many items can be voted on.
    public var shownCount: Int { items.values.count { $0.state == .shown } }

    /// Everybody who has a ballot, with weight or without, in no particular order.
    public var voters: some Sequence<String> { ballots.keys }

    /// A voter's ballot, to be kept.
    public func cast(of voter: String) -> Cast? { ballots[voter] }

    /// The levels of open items, those in slots too, and the weight of a voter's ballot.
    public func ballot(of voter: String) -> (levels: [[Int]], weight: Int)? {
        guard var cast = ballots[voter] else { return nil }
        cast.keepOnly { items[$0] != nil }
        return (cast.levels, cast.weight)
    }

    /// The shown items of which a voter's ballot says nothing, the oldest first.
    public func unjudged(by voter: String) -> [Int] {
        guard let cast = ballots[voter] else { return [] }
        return items.filter { $0.value.state == .shown && !cast.judges($0.key, $0.value) }
            .sorted { $0.value.serial < $1.value.serial }.map(\.key)
    }

    /// Whether another backlog has counted the same.
    public func isCountedLike(_ other: Backlog) -> Bool {
        items == other.items && columns == other.columns && matrix == other.matrix && ballotCount == other.ballotCount
            && totalWeight == other.totalWeight
    }

    /// The same backlog with every ballot counted anew: it is counted like this one, unless something was miscounted.
    public func recounted() throws(Refusal) -> Backlog {
        var fresh = self
        fresh.ballots = [:]
        fresh.ballotCount = 0
        fresh.totalWeight = 0
        fresh.matrix = Matrix(count: columns.count)
        for item in columns {
            fresh.items[item]?.named = 0
            fresh.items[item]?.judged = 0
        }
        for (voter, cast) in ballots { try fresh.restore(cast, of: voter) }
        return fresh
    }

    /// What is counted now, as an election: the counted items, oldest first, and the ballots with weight.
    public func election(id: Name? = nil, naming name: (Int) -> Name) -> Election {
        let counted = counted
        let numbers = Dictionary(uniqueKeysWithValues: counted.enumerated().map { ($1, $0) })
        let casts = ballots.filter { $0.value.weight > 0 }.sorted { $0.key < $1.key }.map(\.value)
        let ballots = casts.map { cast in
            let judged = counted.indices.filter { judges(cast, counted[$0]) }
            return Ballot(
                checked: cast.levels.map { $0.compactMap { numbers[$0] } }, weight: cast.weight, rest: .seen(judged))
        }
        return Election(unchecked: id, unranked: .seen, candidates: counted.map(name), ballots: ballots)
    }
}
