extension Scenario {
    /// One thing that happens: `{op: open|close|slot|vote|withdraw|put|up|down, …}`.
    public enum Event: Sendable, Hashable {
        /// `{item}`
        case open(Name)
        /// `{item}`
        case close(Name)
        /// `{item}`
        case slot(Name)
        /// `{voter, ranking, weight, rest}`; `rest: "none"` leaves the others unjudged.
        case vote(String, ranking: [[Name]], weight: Int?, judgesRest: Bool)
        /// `{voter}`
        case withdraw(String)
        /// `{voter, item, at, weight}`; places count from 1.
        case put(String, Name, at: Int, weight: Int?)
        /// `{voter, item, weight}`
        case up(String, Name, weight: Int?)
        /// `{voter, item, weight}`
        case down(String, Name, weight: Int?)

        enum Op: String, CaseIterable {
            case open, close, slot, vote, withdraw, put, up, down
        }

        var op: String {
            switch self {
            case .open: Op.open.rawValue
            case .close: Op.close.rawValue
            case .slot: Op.slot.rawValue
            case .vote: Op.vote.rawValue
            case .withdraw: Op.withdraw.rawValue
            case .put: Op.put.rawValue
            case .up: Op.up.rawValue
            case .down: Op.down.rawValue
            }
        }

        func apply(to backlog: inout Backlog, _ number: (Name) -> Int) throws(Refusal) {
            switch self {
            case .open(let item): try backlog.open(number(item))
            case .close(let item): try backlog.close(number(item))
            case .slot(let item): try backlog.slot(number(item))
            case .vote(let voter, let ranking, let weight, let judgesRest):
                let levels = ranking.map { $0.map(number) }
                try backlog.vote(voter, levels, weight: weight ?? 1, judgesRest: judgesRest)
            case .withdraw(let voter): backlog.withdraw(voter)
            case .put(let voter, let item, let place, let weight):
                try backlog.put(voter, number(item), at: place, weight: weight)
            case .up(let voter, let item, let weight): try backlog.up(voter, number(item), weight: weight)
            case .down(let voter, let item, let weight): try backlog.down(voter, number(item), weight: weight)
            }
        }
    }
}

extension Scenario.Event: Codable {
    private enum Key: String, CodingKey {
        case op, item, voter, ranking, weight, rest, at
    }

    private enum Rest: String, CaseIterable {
        case none
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        guard let op = try values.decodeWord(Op.self, forKey: .op) else {
            throw InputError("an event has no \"op\"; give one")
        }
        func item() throws -> Name { try values.decode(Name.self, forKey: .item) }
        func voter() throws -> String { try values.decode(Name.self, forKey: .voter).description }
        func weight() throws -> Int? { try values.decodeWeight(forKey: .weight) }
        switch op {
        case .open: self = .open(try item())
        case .close: self = .close(try item())
        case .slot: self = .slot(try item())
        case .vote:
            self = .vote(
                try voter(), ranking: try values.decode([[Name]].self, forKey: .ranking), weight: try weight(),
                judgesRest: try values.decodeWord(Rest.self, forKey: .rest) == nil)
        case .withdraw: self = .withdraw(try voter())
        case .put:
            let place = try values.decode(Int.self, forKey: .at)
            self = .put(try voter(), try item(), at: place, weight: try weight())
        case .up: self = .up(try voter(), try item(), weight: try weight())
        case .down: self = .down(try voter(), try item(), weight: try weight())
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(op, forKey: .op)
        switch self {
        case .open(let item), .close(let item), .slot(let item): try values.encode(item, forKey: .item)
        case .vote(let voter, let ranking, let weight, let judgesRest):
            try values.encode(voter, forKey: .voter)
            try values.encode(ranking, forKey: .ranking)
            try values.encodeIfPresent(weight, forKey: .weight)
            if !judgesRest { try values.encode(Rest.none.rawValue, forKey: .rest) }
        case .withdraw(let voter): try values.encode(voter, forKey: .voter)
        case .put(let voter, let item, let place, let weight):
            try values.encode(voter, forKey: .voter)
            try values.encode(item, forKey: .item)
            try values.encode(place, forKey: .at)
            try values.encodeIfPresent(weight, forKey: .weight)
        case .up(let voter, let item, let weight), .down(let voter, let item, let weight):
            try values.encode(voter, forKey: .voter)
            try values.encode(item, forKey: .item)
            try values.encodeIfPresent(weight, forKey: .weight)
        }
    }
}
