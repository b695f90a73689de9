/// What a person's word for a blueprint leads to.
public enum Lookup: Sendable, Hashable {
    case found(BlueprintID)
    /// A change or spec of several, or a prefix of several; the first few.
    case several([BlueprintID])
    /// Nothing; the nearest names.
    case none(near: [BlueprintID])
}

extension Board {
    /// The blueprint that is called exactly so, or was.
    public func blueprint(named name: String) -> BlueprintID? { byName[name] }

    /// Finds a blueprint by code, name, alias, spec or change number, or unique prefix, whatever the case.
    /// - Parameter nearest: whether to look for the nearest names where there is none, which takes longest.
    public func find(_ word: String, nearest: Bool = true) -> Lookup {
        let word = word.lowercased()
        if let code = BlueprintID(code: word), blueprints[code] != nil { return .found(code) }
        if let id = byName[word] { return .found(id) }
        if let number = Int(word.hasPrefix("#") ? String(word.dropFirst()) : word) {
            let ids = byChange[number] ?? byReview[number].flatMap { bySpec[$0] } ?? []
            return only(ids) ?? .none(near: [])
        }
        guard !word.isEmpty else { return .none(near: []) }
        let prefixed = Set(byName.keys.filter { $0.hasPrefix(word) }.compactMap { byName[$0] }).sorted()
        // Those that are closed do not make a prefix ambiguous.
        let open = prefixed.filter { blueprints[$0]?.isOpen ?? false }
        return only(open.isEmpty ? prefixed : open) ?? .none(near: nearest ? near(word) : [])
    }

    private func only(_ ids: [BlueprintID]) -> Lookup? {
        if ids.isEmpty { return nil }
        return ids.count == 1 ? .found(ids[0]) : .several(Array(ids.prefix(5)))
    }

    /// Up to two blueprints whose names are a few letters away.
    private func near(_ word: String) -> [BlueprintID] {
        let limit = max(2, word.utf8.count / 3)
        let found = byName.keys.compactMap { name -> (Int, String)? in
            guard abs(name.utf8.count - word.utf8.count) <= limit else { return nil }
            let distance = name.editDistance(to: word)
            return distance <= limit ? (distance, name) : nil
        }
        var ids: [BlueprintID] = []
        for (_, name) in found.sorted(by: { $0 < $1 }) {
            if let id = byName[name], !ids.contains(id) { ids.append(id) }
        }
        return Array(ids.prefix(2))
    }

    /// Open blueprints whose name, title of spec or title of change has all the words, best first.
    public func search(_ words: [String]) -> (blueprints: [Blueprint], specs: [Spec]) {
        let words = words.map { $0.lowercased() }
        func fits(_ texts: [String]) -> Bool {
            words.allSatisfy { word in texts.contains { $0.lowercased().contains(word) } }
        }
        let found = blueprints.values.filter { blueprint in
            let titles = blueprint.changes.compactMap { changes[$0]?.title }
            let spec = blueprint.spec.flatMap { specs[$0]?.title } ?? ""
            return fits([blueprint.name, spec] + blueprint.aliases + titles)
        }
        let linked = Set(found.compactMap(\.spec))
        let others = specs.values.filter { !linked.contains($0.id) && fits([$0.title, category($0.category)]) }
        return (
            found.sorted { ($0.isOpen ? 0 : 1, $0.id) < ($1.isOpen ? 0 : 1, $1.id) }, others.sorted { $0.id < $1.id }
        )
    }
}

extension String {
    /// How many letters must be added, left out, replaced or swapped with their neighbour to get the other word.
    public func editDistance(to other: String) -> Int {
        let a = Array(utf8)
        let b = Array(other.utf8)
        guard a.count <= 256, b.count <= 256 else { return max(a.count, b.count) }
        var before: [Int] = []
        var previous = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var best = Swift.min(previous[j + 1] + 1, row[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = Swift.min(best, before[j - 1] + 1) }
                row.append(best)
            }
            before = previous
            previous = row
        }
        return previous[b.count]
    }
}
