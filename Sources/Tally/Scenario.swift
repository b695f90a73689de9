/// A changing backlog to replay: `{id, method, min_named, min_judged: [n, d], events: [{op, …}]}`.
///
/// Decoding throws ``InputError`` for everything that does not fit.
public struct Scenario: Sendable, Hashable, Codable {
    public let id: Name?
    public let method: Method
    public let rule: Backlog.PlacingRule
    public let events: [Event]

    private enum Key: String, CodingKey {
        case id, method, events
        case minNamed = "min_named"
        case minJudged = "min_judged"
    }

    public init(id: Name? = nil, method: Method, rule: Backlog.PlacingRule, events: [Event]) {
        self.id = id
        self.method = method
        self.rule = rule
        self.events = events
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        id = try values.decodeIfPresent(Name.self, forKey: .id)
        method = try values.decodeWord(Method.self, forKey: .method) ?? .rankedPairsWinningVotes
        let named = try values.decodeIfPresent(Int.self, forKey: .minNamed) ?? 2
        let judged = try values.decodeIfPresent([Int].self, forKey: .minJudged) ?? [1, 2]
        guard named >= 0 else { throw InputError("min_named \(named) is negative; give a number of voters") }
        guard judged.count == 2, 0...1000 ~= judged[0], 1...1000 ~= judged[1] else {
            throw InputError("min_judged \(judged) is no fraction; give [1, 2] for a half, with numbers up to 1000")
        }
        rule = Backlog.PlacingRule(minNamed: named, minJudged: judged[0], of: judged[1])
        events = try values.decode([Event].self, forKey: .events)
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encodeIfPresent(id, forKey: .id)
        try values.encode(method, forKey: .method)
        try values.encode(rule.minNamed, forKey: .minNamed)
        try values.encode([rule.minJudged, rule.ballots], forKey: .minJudged)
        try values.encode(events, forKey: .events)
    }
}

extension Scenario {
    /// What the backlog looks like after each event.
    public struct Result: Sendable, Hashable, Codable {
        public let id: Name?
        public let after: [State]
    }

    public struct State: Sendable, Hashable, Codable {
        /// The ranked items that are shown, best first.
        public let order: [Name]
        /// For each two neighbours in it the votes for the upper one and those for the lower one.
        public let next: [[Int]]
        public let waiting: [Waiting]
        /// How many ballots have weight.
        public let ballots: Int
    }

    public struct Waiting: Sendable, Hashable, Codable {
        public let item: Name
        public let named: Int
        public let judged: Int
    }

    /// Replays all events.
    ///
    /// - Throws: ``InputError`` that tells the first event that is refused.
    public func replay() throws(InputError) -> Result {
        var numbers: [Name: Int] = [:]
        var names: [Name] = []
        func number(_ name: Name) -> Int {
            if let number = numbers[name] { return number }
            numbers[name] = names.count
            names.append(name)
            return names.count - 1
        }

        var backlog = Backlog(method: method, rule: rule)
        var after: [State] = []
        for (index, event) in events.enumerated() {
            do {
                try event.apply(to: &backlog, number)
                after.append(try State(backlog) { names[$0] })
            } catch {
                throw InputError("event \(index + 1) (\(event.op)): \(error.sentence { names[$0].description })")
            }
        }
        return Result(id: id, after: after)
    }
}

extension Scenario.State {
    fileprivate init(_ backlog: Backlog, _ name: (Int) -> Name) throws(Refusal) {
        let order = try backlog.order()
        self.order = order.map(name)
        next = zip(order, order.dropFirst()).map {
            [backlog.votes(for: $0, over: $1), backlog.votes(for: $1, over: $0)]
        }
        waiting = backlog.waiting().map { .init(item: name($0.item), named: $0.named, judged: $0.judged) }
        ballots = backlog.ballotCount
    }
}
