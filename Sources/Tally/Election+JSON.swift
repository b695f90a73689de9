/// `{id, unranked, candidates, ballots: [{weight, ranking: [[a], [b, c]], seen}]}`
///
/// A ballot without a weight weighs 1; an empty one ties all that it judges; one without `seen` has seen what it names.
/// Decoding throws ``InputError`` for everything that does not fit.
extension Election: Codable {
    private enum Key: String, CodingKey {
        case id, unranked, candidates, ballots
    }

    private struct Vote: Codable {
        var weight: Int
        var ranking: [[Name]]
        var seen: [Name]?

        private enum Key: String, CodingKey {
            case weight, ranking, seen
        }

        init(_ ballot: Ballot, _ candidates: [Name]) {
            weight = ballot.weight
            ranking = ballot.levels.map { $0.map { candidates[$0] } }
            if case .seen(let items) = ballot.rest { seen = items.map { candidates[$0] } }
        }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: Key.self)
            weight = try values.decodeWeight(forKey: .weight) ?? 1
            ranking = try values.decode([[Name]].self, forKey: .ranking)
            seen = try values.decodeIfPresent([Name].self, forKey: .seen)
        }

        func ballot(_ places: [Name: Int], _ candidates: [Name]) throws(InputError) -> Ballot {
            func item(_ name: Name) throws(InputError) -> Int {
                guard let item = places[name] else {
                    throw InputError("a ballot names \(name), which is no candidate; check the name")
                }
                return item
            }
            var levels: [[Int]] = []
            for level in ranking {
                var items: [Int] = []
                for name in level { items.append(try item(name)) }
                levels.append(items)
            }
            var rest = Ballot.Rest.abstain
            if let seen {
                var items: [Int] = []
                for name in seen { items.append(try item(name)) }
                rest = .seen(items)
            }
            do {
                return try Ballot(levels, weight: weight, rest: rest, count: candidates.count)
            } catch {
                throw InputError(error.sentence { candidates[$0].description })
            }
        }
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        let candidates = try values.decode([Name].self, forKey: .candidates)
        var places: [Name: Int] = [:]
        for (place, name) in candidates.enumerated() {
            guard places.updateValue(place, forKey: name) == nil else {
                throw InputError("the candidate \(name) is listed twice; list each once")
            }
        }
        try self.init(
            id: values.decodeIfPresent(Name.self, forKey: .id),
            unranked: values.decodeWord(Unranked.self, forKey: .unranked),
            candidates: candidates,
            ballots: values.decode([Vote].self, forKey: .ballots).map { try $0.ballot(places, candidates) })
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encodeIfPresent(id, forKey: .id)
        try values.encodeIfPresent(unranked, forKey: .unranked)
        try values.encode(candidates, forKey: .candidates)
        try values.encode(ballots.map { Vote($0, candidates) }, forKey: .ballots)
    }

    /// What is answered: one line an election.
    public struct Result: Sendable, Hashable, Codable {
        public let id: Name?
        public let method: Method
        /// The tie sets.
        public let expected: [[Name]]
        /// The complete order.
        public let expectedStrict: [Name]
        /// The votes that the order contradicts; for Kemeny.
        public let disagreement: Int?

        private enum CodingKeys: String, CodingKey {
            case id, method, expected, disagreement
            case expectedStrict = "expected_strict"
        }
    }
}
