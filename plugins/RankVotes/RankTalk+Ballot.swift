import Bot
import Chat
import Ledger
import ReviewSlots
import Tally

// What changes the own ballot.
extension RankTalk {
    /// A whole ballot, on one line or several.
    func vote(_ text: String) async throws -> Reply {
        _ = try await context.actor()
        var begun: RankLine?
        if case .line(let line) = await prompts.prompt(for: context) { begun = line }
        await prompts.forgetLine(context)
        let line: RankLine
        let levels: [[BlueprintID]]
        do {
            line = try RankLine(text, after: begun)
            levels = try await self.levels(of: line)
        } catch let excuse as Excuse {
            let rest: Document.Line = begun == nil ? "" : " The line that you had begun is forgotten: begin anew."
            throw Excuse(excuse.line + " Nothing was recorded." + rest)
        }
        if line.goesOn {
            await prompts.keep(.line(line), for: context)
            return Reply(
                "go on: what you say next with \(code: "!rank …") within 2 minutes comes behind it. Nothing is recorded yet."
            )
        }
        try await submit(.vote(levels, judgesRest: line.judgesRest), line.remark)
        return try await read { state, view, person in
            let ballot = view.ballot(of: person, state)
            return Reply("your ballot: \(ballot).\(view.effect(state, person))\(Self.undo)")
        }
    }

    private func levels(of line: RankLine) async throws -> [[BlueprintID]] {
        guard line.count > 0 else {
            throw Excuse(
                "your line names nothing: say \(code: "!rank a > b = c"), or \(code: "!rank withdraw") to take your ballot back."
            )
        }
        return try await context.read { view in
            // Before anything is looked up: a line may be as long as a message.
            guard line.count <= view.board.open.count + 1 else {
                throw Excuse(
                    "your line has \(line.count) names, and there are only \(view.board.open.count) open blueprints.")
            }
            return try view.items(line.levels)
        }
    }

    func move(_ word: String?, _ move: RankVotesReducer.Move, _ remark: String?) async throws -> Reply {
        let id = try await item(word, usage: move.usage)
        let before = try await read { state, view, person in
            let words = person.flatMap { state.ordinalPlace(of: id, on: $0) }
            if [.down, .drop].contains(move), state.backlog.isShown(id.number), person.flatMap(state.ballot) == nil {
                let name = view.name(id)
                throw Excuse("you have no ballot yet that \(name) could leave. \(code: "!rank up \(name)") begins one.")
            }
            return (words: words, rank: view.board.rank(of: id))
        }
        try await submit(.move(id, move), remark)
        return try await read { state, view, person in
            let was = before.words.map { " (was \($0))" } ?? ""
            let now: Document.Line =
                if let place = person.flatMap({ state.ordinalPlace(of: id, on: $0) }) {
                    "is now \(place) on your ballot\(was)"
                } else {
                    "is off your ballot\(was) and ties below what it names"
                }
            return Reply(
                "\(strong: view.name(id)) \(now).\(view.standing(id, before: before.rank, state))\(view.advice(state, person))\(Self.undo)"
            )
        }
    }

    func withdraw(_ remark: String?) async throws -> Reply {
        try await submit(.withdraw, remark)
        return try await read { state, view, person in
            Reply("your ballot is withdrawn.\(view.effect(state, person))\(Self.undo)")
        }
    }

    func keep(_ remark: String?) async throws -> Reply {
        try await submit(.keep, remark)
        return try await read { state, view, person in
            let unjudged = person.map { state.backlog.unjudged(by: $0.id).count } ?? 0
            let new: Document.Line = unjudged > 0 ? " \(unjudged) opened since you cast it: \(code: "!rank new")." : ""
            return Reply("your ballot stands as if cast today: \(view.ballot(of: person, state)).\(new)")
        }
    }

    func copy(_ nick: String?, _ remark: String?) async throws -> Reply {
        guard let nick else { throw Excuse("whose ballot? Say \(code: "!rank like NICK").") }
        let other = try await read { state, view, person in
            let other = try view.voter(nick, state)
            guard other != person else { throw Excuse("that is your own ballot.") }
            return other
        }
        try await submit(.copy(other), remark)
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
