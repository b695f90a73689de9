import Bot
import Chat
import Ledger
import ReviewSlots
import Tally

// What opened since one's ballot, put in its place by questions: "1) x or 2) y?".
extension RankTalk {
    enum Choice: String {
        case new = "1"
        case known = "2"
        case last, skip, stop
    }

    /// What an answer means: one of the words that the question offers, or the name of one of the two.
    func choice(_ words: Words, _ insertion: Prompts.Insertion) async -> Choice? {
        guard words.count == 1, let word = words[0] else { return nil }
        if let choice = Choice(rawValue: word.lowercased()) { return choice }
        return try? await read { state, view, person in
            guard case .found(let id) = view.board.find(word) else { return nil }
            if id == insertion.item { return .new }
            let levels = person.flatMap { state.backlog.ballot(of: $0.id)?.levels } ?? []
            guard levels.indices.contains(insertion.middle) else { return nil }
            return levels[insertion.middle].contains(id.number) ? .known : nil
        }
    }

    func askAboutNew() async throws -> Reply {
        return try await ask(skipped: [])
    }

    /// Asks about the first new one that is not skipped.
    private func ask(skipped: Set<BlueprintID>, after said: Document.Line = "") async throws -> Reply {
        let insertion = try await read { state, _, person -> Prompts.Insertion? in
            guard let person, let ballot = state.ballot(of: person) else {
                throw Excuse(
                    "you have no ballot yet: \(code: "!rank a > b = c") casts one, and this asks about what opens later."
                )
            }
            let new = state.backlog.unjudged(by: person.id).map { BlueprintID($0) }.filter { !skipped.contains($0) }
            let levels = state.backlog.ballot(of: person.id)?.levels.count ?? 0
            return new.first.map {
                Prompts.Insertion(item: $0, cast: ballot.cast, low: 0, high: levels, skipped: skipped)
            }
        }
        guard let insertion else {
            await prompts.forget(context)
            return privately([
                said
                    + "Your ballot judges all that is in the backlog\(skipped.isEmpty ? "" : ", but for what you skipped")."
            ])
        }
        return insertion.high == 0 ? try await place(insertion, said) : try await ask(insertion, said)
    }

    private func ask(_ insertion: Prompts.Insertion, _ said: Document.Line) async throws -> Reply {
        await prompts.keep(.insertion(insertion), for: context)
        return try await read { state, view, person in
            let levels = person.flatMap { state.backlog.ballot(of: $0.id)?.levels } ?? []
            guard let person, levels.indices.contains(insertion.middle) else {
                throw Excuse("your ballot is gone; say \(code: "!rank new") again.")
            }
            let left = state.backlog.unjudged(by: person.id).count { !insertion.skipped.contains(BlueprintID($0)) }
            let known = Wording.some(levels[insertion.middle].map(view.name), bytes: 120, separator: " = ")
            return privately([
                said
                    + "Which is better: 1) \(strong: view.name(insertion.item)) or 2) \(known)? (\(Wording.count(left, "new one")); \(code: "1"), \(code: "2"), \(code: "last"), \(code: "skip") or \(code: "stop"))"
            ])
        }
    }

    func goOn(_ insertion: Prompts.Insertion, _ choice: Choice) async throws -> Reply {
        if choice == .stop {
            await prompts.forget(context)
            return privately(["Stopped; what was placed stays. \(code: "!rank new") goes on."])
        }
        let isSame = try await read { state, _, person in
            person.flatMap(state.ballot)?.cast == insertion.cast && state.backlog.isShown(insertion.item.number)
        }
        guard isSame else {
            return try await ask(skipped: insertion.skipped, after: "Something has changed meanwhile. ")
        }
        var next = insertion
        switch choice {
        case .new: next.high = insertion.middle
        case .known: next.low = insertion.middle + 1
        case .last:
            try await submit(.move(insertion.item, .down))
            return try await ask(skipped: insertion.skipped, after: try await placed(insertion.item))
        default: return try await ask(skipped: insertion.skipped.union([insertion.item]))
        }
        return next.low == next.high ? try await place(next, "") : try await ask(next, "")
    }

    private func place(_ insertion: Prompts.Insertion, _ said: Document.Line) async throws -> Reply {
        try await submit(.move(insertion.item, .put(insertion.low + 1)))
        return try await ask(skipped: insertion.skipped, after: said + (try await placed(insertion.item)))
    }

    private func placed(_ id: BlueprintID) async throws -> Document.Line {
        try await read { state, view, person in
            let place = person.flatMap { state.place(of: id, on: $0) }.map { "is \(ordinal($0)) on" } ?? "ties last on"
            return "\(view.name(id)) \(place) your ballot. "
        }
    }
}
