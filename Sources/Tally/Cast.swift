/// A ballot in a backlog: what it names, and what was there to be judged when it was cast.
struct Cast: Sendable, Hashable {
    var levels: [[Int]]
    var weight: Int
    /// Of what it does not name it judges what was shown when it was cast …
    let seen: Seen
    /// … and what was touched since.
    var added: Set<Int> = []

    /// The items that opened before a moment, less those that were hidden then.
    struct Seen: Sendable, Hashable {
        static let nothing = Seen(before: 0, except: [])

        let before: Int
        let except: Set<Int>
    }

    func judges(_ item: Int, serial: Int) -> Bool {
        (serial < seen.before && !seen.except.contains(item)) || added.contains(item)
    }

    /// Takes an item off the ballot as if it had never been there.
    mutating func erase(_ item: Int) {
        added.remove(item)
        take(item)
    }

    /// Takes an item out of its level, and the level away if it is left empty.
    mutating func take(_ item: Int) {
        guard let level = level(of: item) else { return }
        levels[level].removeAll { $0 == item }
        if levels[level].isEmpty { levels.remove(at: level) }
    }

    /// Gives an item a level of its own at a place from 0, or behind the last.
    mutating func put(_ item: Int, at place: Int) {
        take(item)
        levels.insert([item], at: min(place, levels.count))
        added.insert(item)
    }

    /// One step up: out of a shared level, past the next one, or onto the ballot.
    mutating func up(_ item: Int) {
        guard let level = level(of: item) else { return put(item, at: levels.count) }
        put(item, at: levels[level].count > 1 ? level : max(level - 1, 0))
    }

    /// One step down: out of a shared level, past the next one, or off the ballot; judged in any case.
    mutating func down(_ item: Int) {
        added.insert(item)
        guard let level = level(of: item) else { return }
        if levels[level].count == 1 && level == levels.count - 1 { return take(item) }
        put(item, at: level + 1)
    }

    private func level(of item: Int) -> Int? {
        levels.firstIndex { $0.contains(item) }
    }
}
