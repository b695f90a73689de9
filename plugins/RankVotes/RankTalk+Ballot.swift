import Bot
import Chat
import Ledger
import ReviewSlots
import Tally

// What changes the own ballot.
extension RankTalk {
    /// A whole ballot, on one line or several.
    func vote(_ text: String, after prompt: Prompts.Prompt?) async throws -> Reply {
        var text = text
        if case .line(let begun) = prompt {
            // People may repeat the sign with which the last line ended.
            text = begun + " " + text.drop { $0 == ">" || $0.isWhitespace }
        }
        let line = try RankLine(text)
        let levels = try await levels(of: line)
        if line.goesOn {
            await prompts.keep(.line(text), for: context)
            return Reply(
                "go on: what you say next with \(code: "!rank …") within 2 minutes comes behind it. Nothing is recorded yet."
            )
        }
        await prompts.forget(context)
        try await context.submit(
            .vote(levels, judgesRest: line.judgesRest, remark: line.remark.map { Wording.short($0, 200) }),
            to: RankVotesReducer.self)
        return try await read { state, view, person in
            let ballot = view.ballot(of: person, state)
            return Reply("your ballot: \(ballot).\(view.effect(state, person))\(Self.undo)")
        }
    }

    private func levels(of line: RankLine) async throws -> [[BlueprintID]] {
        let count = line.levels.reduce(0) { $0 + $1.count }
        guard count > 0 else {
            throw Excuse(
                "your line names nothing: say \(code: "!rank a > b = c"), or \(code: "!rank withdraw") to take your ballot back. Nothing was recorded."
            )
        }
        return try await context.read { view in
            // Before anything is looked up: a line may be as long as a message.
            guard count <= view.board.open.count + 1 else {
                throw Excuse(
                    "your line has \(count) names, and there are only \(view.board.open.count) open blueprints. Nothing was recorded."
                )
            }
            return try view.items(line.levels)
        }
    }

    func move(_ word: String?, _ move: RankVotesReducer.Move) async throws -> Reply {
        let id = try await item(word, usage: move.usage)
        let before = try await read { state, view, person in
            (
                place: person.flatMap { state.place(of: id, on: $0) },
                words: person.flatMap { state.ordinalPlace(of: id, on: $0) }, rank: view.board.rank(of: id)
            )
        }
        let (name, isShown) = try await read { state, view, _ in (view.name(id), state.backlog.isShown(id.number)) }
        if isShown, before.place == nil, [.down, .drop].contains(move), try await hasNoBallot() {
            throw Excuse("you have no ballot yet that \(name) could leave. \(code: "!rank up \(name)") begins one.")
        }
        try await context.submit(.move(id, move), to: RankVotesReducer.self)
        return try await read { state, view, person in
            let was = before.words.map { " (was \($0))" } ?? ""
            let now: Document.Line =
                if let place = person.flatMap({ state.ordinalPlace(of: id, on: $0) }) {
                    "is now \(place) on your ballot\(was)"
                } else {
                    "is off your ballot\(was) and ties below what it names"
                }
            return Reply(
                "\(strong: name) \(now).\(view.standing(id, before: before.rank, state))\(view.advice(state, person))\(Self.undo)"
            )
        }
    }

    private func hasNoBallot() async throws -> Bool {
        try await read { state, _, person in person.flatMap(state.ballot) == nil }
    }

    func withdraw() async throws -> Reply {
        try await context.submit(.withdraw, to: RankVotesReducer.self)
        return try await read { state, view, person in
            Reply("your ballot is withdrawn.\(view.effect(state, person))\(Self.undo)")
        }
    }

    func keep() async throws -> Reply {
        try await context.submit(.keep, to: RankVotesReducer.self)
        return try await read { state, view, person in
            let unjudged = person.map { state.backlog.unjudged(by: $0.id).count } ?? 0
            let new: Document.Line = unjudged > 0 ? " \(unjudged) opened since you cast it: \(code: "!rank new")." : ""
            return Reply("your ballot stands as if cast today: \(view.ballot(of: person, state)).\(new)")
        }
    }

    func copy(_ nick: String?) async throws -> Reply {
        guard let nick else { throw Excuse("whose ballot? Say \(code: "!rank like NICK").") }
        let other = try await read { state, view, person in
            let other = try view.voter(nick, state)
            guard other != person else { throw Excuse("that is your own ballot.") }
            return other
        }
        try await context.submit(.copy(other), to: RankVotesReducer.self)
        return try await read { state, view, person in
            Reply(
                "your ballot is a copy of \(person: view.name(other))'s as it is now: \(view.ballot(of: person, state)).\(view.effect(state, person))\(Self.undo)"
            )
        }
    }

    /// Looks at the votes, with the person who asks, if it is known who that is.
    func read<Value: Sendable>(
        _ body: @Sendable (RankVotesReducer.State, BoardView, PersonID?) throws -> Value
    ) async throws -> Value {
        try await context.read(RankVotesReducer.self) { state, view in
            try body(state, view, context.account.flatMap { view.people.person(with: $0) })
        }
    }
}

extension RankVotesReducer.Move {
    fileprivate var usage: String {
        switch self {
        case .up: "up NAME"
        case .down: "down NAME"
        case .drop: "drop NAME"
        case .put(1): "top NAME"
        case .put: "NAME PLACE"
        }
    }
}

extension RankVotesReducer.State {
    /// Which level of a person's ballot names a blueprint, from 1.
    func place(of id: BlueprintID, on person: PersonID) -> Int? {
        backlog.ballot(of: person.id)?.levels.firstIndex { $0.contains(id.number) }.map { $0 + 1 }
    }

    /// `2nd`, `2nd with another`, `2nd with 3 others`
    func ordinalPlace(of id: BlueprintID, on person: PersonID) -> String? {
        guard let levels = backlog.ballot(of: person.id)?.levels, let place = place(of: id, on: person) else {
            return nil
        }
        let others = levels[place - 1].count - 1
        return ordinal(place) + (others == 0 ? "" : others == 1 ? " with another" : " with \(others) others")
    }
}
