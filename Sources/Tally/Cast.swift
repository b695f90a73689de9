/// A ballot in a backlog: what it names, and what was there to be judged when it was cast.
///
/// Stored for good by those who keep backlogs: new fields are optional.
public struct Cast: Sendable, Hashable, Codable {
    /// Best first; items in one level are tied. It may name items that have closed since: they count for nothing, and
    /// are there again if they are reopened.
    public internal(set) var levels: [[Int]]
    public internal(set) var weight: Int
    /// Of what it does not name it judges what was shown when it was cast …
    var seen: Seen
    /// … and what was touched since.
    var added: Set<Int>

    /// The items that were open at a moment of the backlog, less those that were hidden then.
    struct Seen: Sendable, Hashable {
        static let nothing = Seen(before: 0, except: [])

        var before: Int
        var except: Set<Int>
    }

    init(levels: [[Int]], weight: Int, seen: Seen, added: Set<Int> = []) {
        self.levels = levels
        self.weight = weight
        self.seen = seen
        self.added = added
    }

    private enum Key: String, CodingKey {
        case levels, weight, before, except, added
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        levels = try values.decode([[Int]].self, forKey: .levels)
        weight = try values.decode(Int.self, forKey: .weight)
        seen = Seen(
            before: try values.decode(Int.self, forKey: .before),
            except: Set(try values.decodeIfPresent([Int].self, forKey: .except) ?? []))
        added = Set(try values.decodeIfPresent([Int].self, forKey: .added) ?? [])
    }

    /// Sets are written sorted, and left out when they are empty.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(levels, forKey: .levels)
        try values.encode(weight, forKey: .weight)
        try values.encode(seen.before, forKey: .before)
        if !seen.except.isEmpty { try values.encode(seen.except.sorted(), forKey: .except) }
        if !added.isEmpty { try values.encode(added.sorted(), forKey: .added) }
    }

    /// The same ballot with another weight.
    public func weighing(_ weight: Int) -> Cast {
        Cast(levels: levels, weight: weight, seen: seen, added: added)
    }

    func judges(_ number: Int, _ item: Backlog.Item) -> Bool {
        (item.wasOpen(before: seen.before) && !seen.except.contains(number)) || added.contains(number)
    }

    /// Takes items off the ballot as if they had never been there.
    mutating func keepOnly(_ isKept: (Int) -> Bool) {
        levels = levels.map { $0.filter(isKept) }.filter { !$0.isEmpty }
        added = added.filter(isKept)
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

    /// Puts an item where its number has it among those of its voter that have one: with the same number into one level, else
    /// between a lower and a higher one. Where no other has a number it is the number of the level, or of one behind the last.
    mutating func mark(_ item: Int, _ numbers: [Int: Int]) {
        guard let number = numbers[item] else { return }
        take(item)
        added.insert(item)
        func level(_ isIt: (Int) -> Bool, last: Bool = false) -> Int? {
            let holds = { (level: [Int]) in level.contains { numbers[$0].map(isIt) ?? false } }
            return last ? levels.lastIndex(where: holds) : levels.firstIndex(where: holds)
        }
        if let same = level({ $0 == number }) {
            levels[same].append(item)
        } else if let better = level({ $0 < number }, last: true) {
            levels.insert([item], at: better + 1)
        } else if let worse = level({ $0 > number }) {
            levels.insert([item], at: worse)
        } else if levels.indices.contains(number - 1) {
            levels[number - 1].append(item)
        } else {
            levels.append([item])
        }
    }

    func level(of item: Int) -> Int? {
        levels.firstIndex { $0.contains(item) }
    }
}
