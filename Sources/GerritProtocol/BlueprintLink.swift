/// That a change belongs to a blueprint, and how that is known.
public struct BlueprintLink: Sendable, Hashable, Codable {
    /// In the order of their weight.
    public enum Evidence: Sendable, Hashable, Codable {
        /// A person said so.
        case explicit
        case footer(CommitMessage.Mention.Kind, line: String)
        case topic(String)
        case hashtag(String)
        case trackerURL(line: String)

        var weight: Int {
            switch self {
            case .explicit: 5
            case .footer: 4
            case .topic: 3
            case .hashtag: 2
            case .trackerURL: 1
            }
        }
    }

    public var name: String
    public var evidence: Evidence

    public init(name: String, evidence: Evidence) {
        self.name = name
        self.evidence = evidence
    }
}

extension ChangeView {
    /// The blueprints that the change belongs to, each once with its best evidence, the best first.
    /// - Parameter isKnown: whether there is a blueprint of exactly that name. Topics and hashtags count only then.
    public func blueprints(isKnown: (String) -> Bool) -> [BlueprintLink] {
        var links = mentions.map { mention in
            BlueprintLink(
                name: mention.name,
                evidence: mention.kind == .url
                    ? .trackerURL(line: mention.line) : .footer(mention.kind, line: mention.line))
        }
        if let topic, let name = Self.name(in: topic), isKnown(name) {
            links.append(BlueprintLink(name: name, evidence: .topic(topic)))
        }
        for hashtag in hashtags {
            guard let name = Self.name(in: hashtag) ?? Optional(hashtag.lowercased()), isKnown(name) else { continue }
            links.append(BlueprintLink(name: name, evidence: .hashtag(hashtag)))
        }
        let best = Dictionary(grouping: links, by: \.name).compactMapValues { $0.max { $0.weight < $1.weight } }
        return best.values.sorted { ($1.weight, $0.name) < ($0.weight, $1.name) }
    }

    /// Known blueprints that the change may belong to: somebody has to say so.
    ///
    /// Names that differ by a letter or two are often different things (`mox-removal`, `six-removal`), so that they are
    /// never taken for one another.
    public func suggestions(known: some Sequence<String>) -> [String] {
        let known = Set(known)
        let linked = Set(blueprints(isKnown: known.contains).map(\.name))
        var found = Set(suggested).intersection(known)
        let unknown = (linked.union(suggested).union(topic.flatMap(Self.name).map { [$0] } ?? [])).subtracting(known)
        for name in unknown { found.formUnion(known.filter { areNear($0, name) }) }
        return found.subtracting(linked).sorted()
    }

    /// `bp/NAME`, `bp:NAME`, `blueprint/NAME`
    static func name(in topic: String) -> String? {
        let parts = topic.split(maxSplits: 1, whereSeparator: { $0 == "/" || $0 == ":" })
        guard parts.count == 2, ["bp", "blueprint"].contains(parts[0].lowercased()) else { return nil }
        return CommitMessage.Mention.name(parts[1])
    }
}

extension BlueprintLink {
    fileprivate var weight: Int { evidence.weight }
}

/// Whether at most two letters must be put in, taken out or replaced to make one name of the other.
func areNear(_ left: String, _ right: String) -> Bool {
    let left = Array(left.utf8)
    let right = Array(right.utf8)
    guard abs(left.count - right.count) <= 2, max(left.count, right.count) <= 200 else { return false }
    var row = Array(0...right.count)
    for (i, letter) in left.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for (j, other) in right.enumerated() {
            (diagonal, row[j + 1]) = (row[j + 1], min(row[j] + 1, row[j + 1] + 1, diagonal + (letter == other ? 0 : 1)))
        }
    }
    return row[right.count] <= 2
}
