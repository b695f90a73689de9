extension Backlog {
    /// Records a whole ballot, which replaces the voter's former one: levels of items, best first.
    ///
    /// It judges all that is shown now, or with `judgesRest: false` only what it names.
    ///
    /// - Throws: `unknown`, `closed`, `slotted`, `doubled`, `emptyBallot`, `weight`, `tooMuchWeight`, `tooManyItems`.
    public mutating func vote(
        _ voter: String, _ levels: [[Int]], weight: Int = 1, judgesRest: Bool = true
    ) throws(Refusal) {
        let levels = levels.filter { !$0.isEmpty }
        var named: Set<Int> = []
        for item in levels.joined() {
            _ = try shown(item)
            guard named.insert(item).inserted else { throw .doubled(item: item) }
        }
        guard !named.isEmpty else { throw .emptyBallot }
        try record(
            voter,
            Cast(levels: levels, weight: weight, seen: judgesRest ? shownNow : .nothing, added: judgesRest ? [] : named)
        )
    }

    /// Gives an item a level of its own at a place from 1 on the voter's ballot, or behind the last level.
    ///
    /// Without a ballot this casts one with that item alone. Without a weight the ballot keeps its own, a new one has 1.
    ///
    /// - Throws: as ``vote(_:_:weight:judgesRest:)``, and `place`.
    public mutating func put(_ voter: String, _ item: Int, at place: Int, weight: Int? = nil) throws(Refusal) {
        guard place >= 1 else { throw .place(place) }
        try edit(voter, item, weight: weight) { $0.put(item, at: place - 1) }
    }

    /// Puts an item where the number that the voter gave it has it; without a ballot this casts one with that item alone.
    ///
    /// Items of one number share a level, and lower numbers are better. A number alone is that of the ballot's level.
    ///
    /// - Parameter numbers: of all the voter's items that have one, this one included.
    public mutating func mark(_ voter: String, _ item: Int, _ numbers: [Int: Int], weight: Int? = nil) throws(Refusal) {
        try edit(voter, item, weight: weight) { $0.mark(item, numbers) }
    }

    /// Makes the voter's ballot of the one that there was before any numbers, and of these in order. The items need not be
    /// shown any more.
    public mutating func remark(
        _ voter: String, _ base: Cast?, _ numbers: [(item: Int, number: Int)], weight: Int
    ) throws(Refusal) {
        guard base != nil || !numbers.isEmpty else { return _ = withdraw(voter) }
        var cast = base ?? Cast(levels: [], weight: weight, seen: ballots[voter]?.seen ?? shownNow)
        cast.weight = weight
        cast.keepOnly { items[$0] != nil }
        var known: [Int: Int] = [:]
        for (item, number) in numbers where items[item] != nil {
            known[item] = number
            cast.mark(item, known)
        }
        // Of numbers on what is closed by now, no ballot is left.
        if base == nil, cast.levels.isEmpty { return _ = withdraw(voter) }
        try record(voter, cast)
    }

    /// Moves an item one step up on the voter's ballot; without a ballot this casts one with that item alone.
    public mutating func up(_ voter: String, _ item: Int, weight: Int? = nil) throws(Refusal) {
        try edit(voter, item, weight: weight) { $0.up(item) }
    }

    /// Moves an item one step down on the voter's ballot; without a ballot this does nothing.
    public mutating func down(_ voter: String, _ item: Int, weight: Int? = nil) throws(Refusal) {
        guard ballots[voter] != nil else {
            _ = try shown(item)
            return try check(weight ?? 1)
        }
        try edit(voter, item, weight: weight) { $0.down(item) }
    }

    /// Takes the voter's ballot back.
    ///
    /// - Returns: whether there was one.
    @discardableResult
    public mutating func withdraw(_ voter: String) -> Bool {
        guard let old = ballots.removeValue(forKey: voter) else { return false }
        count(old, times: -1)
        return true
    }

    /// Takes an item off the voter's ballot, which still judges it; without a ballot this does nothing.
    public mutating func drop(_ voter: String, _ item: Int, weight: Int? = nil) throws(Refusal) {
        guard ballots[voter] != nil else { return _ = try shown(item) }
        try edit(voter, item, weight: weight) { cast in
            cast.take(item)
            cast.added.insert(item)
        }
    }

    /// Gives a voter another's ballot, once: what it names and what it judges, as far as that can be voted on now.
    ///
    /// - Throws: `emptyBallot` if nothing of it is left, or there is none.
    public mutating func copy(_ voter: String, from other: String, weight: Int = 1) throws(Refusal) {
        guard var cast = ballots[other] else { throw .emptyBallot }
        cast.keepOnly { items[$0]?.state == .shown }
        if cast.levels.isEmpty { throw .emptyBallot }
        cast.weight = weight
        cast.seen.except.formUnion(shownNow.except)
        try record(voter, cast)
    }

    /// Sets a ballot as it was kept somewhere, or takes it away.
    ///
    /// - Throws: `weight`, `tooMuchWeight`, `tooManyItems`.
    public mutating func restore(_ cast: Cast?, of voter: String) throws(Refusal) {
        if let cast { try record(voter, cast) } else { withdraw(voter) }
    }

    private mutating func edit(
        _ voter: String, _ item: Int, weight: Int?, _ change: (inout Cast) -> Void
    ) throws(Refusal) {
        _ = try shown(item)
        var cast = ballots[voter] ?? Cast(levels: [], weight: 1, seen: shownNow)
        cast.keepOnly { items[$0] != nil }
        if let weight { cast.weight = weight }
        change(&cast)
        try record(voter, cast)
    }

    private mutating func record(_ voter: String, _ cast: Cast) throws(Refusal) {
        try check(cast.weight)
        let old = ballots[voter]
        guard totalWeight - (old?.weight ?? 0) + cast.weight < Matrix.greatestTotal else { throw .tooMuchWeight }
        let fresh = cast.levels.joined().filter { items[$0].map { $0.column == nil } ?? false }
        try checkColumns(adding: fresh.count)

        for item in fresh { addColumn(item) }
        if let old { count(old, times: -1) }
        ballots[voter] = cast
        count(cast, times: 1)
    }

    private func check(_ weight: Int) throws(Refusal) {
        guard 0...Ballot.greatestWeight ~= weight else { throw .weight(weight) }
    }

    private var shownNow: Cast.Seen {
        Cast.Seen(before: moment, except: Set(items.lazy.filter { $0.value.state != .shown }.map(\.key)))
    }
}

// MARK: Counting

extension Backlog {
    func checkColumns(adding count: Int) throws(Refusal) {
        guard columns.count + count <= Matrix.greatestCount else { throw .tooManyItems(columns.count + count) }
    }

    /// Gives an item a place in the matrix, and counts what the ballots say of it.
    mutating func addColumn(_ item: Int) {
        guard let added = items[item] else { return }
        var below = [Int](repeating: 0, count: columns.count)
        var above = below
        var (named, judged) = (0, 0)
        for cast in ballots.values where cast.weight > 0 {
            let place = cast.level(of: item)
            guard place != nil || cast.judges(item, added) else { continue }
            judged += 1
            if let place {
                named += 1
                for (column, other) in columns.enumerated() where judges(cast, other) { above[column] += cast.weight }
                // What it names above or beside the item is not below it.
                for other in cast.levels[...place].joined() {
                    if let column = items[other]?.column { above[column] -= cast.weight }
                }
            }
            for other in cast.levels[..<(place ?? cast.levels.count)].joined() {
                if let column = items[other]?.column { below[column] += cast.weight }
            }
        }
        matrix.appendItem(below: below, above: above)
        items[item]?.column = columns.count
        items[item]?.named = named
        items[item]?.judged = judged
        columns.append(item)
    }

    func judges(_ cast: Cast, _ item: Int) -> Bool {
        items[item].map { cast.judges(item, $0) } ?? false
    }

    /// Adds a ballot to the count, or takes it out.
    private mutating func count(_ cast: Cast, times sign: Int) {
        guard cast.weight > 0 else { return }
        ballotCount += sign
        totalWeight += sign * cast.weight
        for item in cast.levels.joined() { items[item]?.named += sign }

        var judged: [Int] = []
        for (column, item) in columns.enumerated() {
            guard judges(cast, item) else { continue }
            items[item]?.judged += sign
            judged.append(column)
        }
        let levels = cast.levels.map { $0.compactMap { items[$0]?.column } }
        let ballot = Ballot(checked: levels, weight: cast.weight, rest: .seen(judged))
        if sign > 0 { matrix.add([ballot]) } else { matrix.subtract([ballot]) }
    }
}
