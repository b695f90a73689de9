import Bot
import Chat
import Ledger
import ReviewSlots

extension Command<CommandContext> {
    static let subscribe = Command(
        "subscribe", aliases: ["follow", "subscriptions"], usage: ["", "NAME", "category NAME", "PATTERN"],
        summary: "what happens to it is told to you in private: a blueprint, a category, or names such as vmware-*",
        examples: [
            Example(
                "erin", "!subscribe vmware-vsan",
                [
                    "erin: you follow vmware-vsan: what happens to it is told to you in private, where you are logged in as erin. \"!unsubscribe vmware-vsan\" ends it, \"!subscribe\" lists all."
                ]),
            Example(
                "erin", "!subscribe",
                [
                    "erin: you follow nothing. \"!subscribe NAME\", \"!subscribe category NAME\" or a pattern such as \"!subscribe vmware-*\" changes that."
                ]),
        ]
    ) { context, words in
        guard let first = words[0] else { return try await context.listSubscriptions() }
        let subscription = try await context.subscription(first, words)
        try await context.submit(.subscribe(subscription), to: SubscriptionsReducer.self)
        return try await context.read { view in
            let what = view.words(for: subscription)
            return Reply(
                "you follow \(what): what happens to it is told to you in private, where you are logged in as \(context.account?.name ?? "yourself"). \(code: "!unsubscribe \(view.argument(subscription))") ends it, \(code: "!subscribe") lists all."
            )
        }
    }

    static let unsubscribe = Command(
        "unsubscribe", aliases: ["unfollow"], usage: ["NUMBER|NAME|all"], summary: "hear no more of it",
        examples: [Example("erin", "!unsubscribe all", ["erin: you follow nothing already."])]
    ) { context, words in
        let actor = try await context.actor()
        let own = try await context.read(SubscriptionsReducer.self) { state, _ in
            actor.person.map { state.subscriptions(of: $0) } ?? []
        }
        guard !own.isEmpty else { throw Excuse("you follow nothing already.") }
        guard let first = words[0] else {
            throw Excuse(
                "what? Say \(code: "!unsubscribe NUMBER") with a number of \(code: "!subscribe"), or \(code: "!unsubscribe all")."
            )
        }
        let ended: [Subscription]
        if first.lowercased() == "all" {
            ended = own
        } else if let number = Int(first), own.indices.contains(number - 1) {
            ended = [own[number - 1]]
        } else {
            let wanted = try await context.subscription(first, words)
            ended = try await context.read { view in own.filter { $0.now(on: view.board) == wanted } }
            guard !ended.isEmpty else {
                throw Excuse("you do not follow that. \(code: "!subscribe") lists what you do.")
            }
        }
        try await context.submit(.unsubscribe(ended), to: SubscriptionsReducer.self)
        return try await context.read { view in
            Reply(
                "you follow \(Wording.some(ended.map(view.words), 5)) no more. \(code: "!undo") takes it back.")
        }
    }
}

extension CommandContext {
    fileprivate func listSubscriptions() async throws -> Reply {
        let actor = try await actor()
        return try await read(SubscriptionsReducer.self) { state, view in
            let own = actor.person.map { state.subscriptions(of: $0) } ?? []
            guard !own.isEmpty else {
                return Reply(
                    "you follow nothing. \(code: "!subscribe NAME"), \(code: "!subscribe category NAME") or a pattern such as \(code: "!subscribe vmware-*") changes that."
                )
            }
            let list = own.enumerated().map { "\($0 + 1) \(view.words(for: $1))" }
            // What somebody follows is theirs to know.
            let lines: Document.Line =
                "you follow \(Wording.some(list, bytes: 280)). \(code: "!unsubscribe NUMBER") ends one."
            return message.room.isPrivate ? Reply(lines) : Reply("sent in private.", privately: Document([lines]))
        }
    }

    /// What is meant: `category` and its name, a pattern, or a blueprint; a category by its name alone if no blueprint is
    /// called so.
    fileprivate func subscription(_ first: String, _ words: Words) async throws -> Subscription {
        if ["category", "categories"].contains(first.lowercased()) {
            guard let name = words.rest(from: 1) else {
                throw Excuse("which category? Say \(code: "!subscribe category NAME"); \(code: "!specs") lists them.")
            }
            guard !name.contains("*") else { return try pattern(name) }
            return try await read { view in
                guard let category = view.category(named: name) else {
                    throw Excuse("no category \"\(Wording.short(name, 40))\". \(code: "!specs") lists them.")
                }
                return .category(category)
            }
        }
        let all = words.all
        if all.contains(where: { "*?".contains($0) }) { return try pattern(all) }
        let name = first.lowercased() == "blueprint" ? words[1] ?? first : first
        return try await read { view in
            if let category = view.category(named: all), case .none = view.board.find(name) {
                return .category(category)
            }
            return .blueprint(try view.blueprint(name))
        }
    }

    private func pattern(_ text: String) throws -> Subscription {
        let pattern = text.lowercased().harmless.trimmed
        guard pattern.utf8.count <= Subscription.longestPattern else {
            throw Excuse("a pattern has at most \(Subscription.longestPattern) letters.")
        }
        guard pattern.contains(where: { !"*? ".contains($0) }) else {
            throw Excuse(
                "that would be everything: the channel and \(code: "!log") tell it. Say a part of the names, such as \(code: "!subscribe vmware-*")."
            )
        }
        return .pattern(pattern)
    }
}

extension BoardView {
    /// A category by its name, whatever its capitals, under the name that it is shown by.
    fileprivate func category(named name: String) -> String? {
        let folded = name.lowercased()
        let known =
            board.categories.sorted().first { $0.lowercased() == folded }
            ?? board.categoryAliases.keys.sorted().first { $0.lowercased() == folded }
        return known.map(board.category)
    }

    func words(for subscription: Subscription) -> String {
        switch subscription {
        case .category(let name): "category \(Wording.short(board.category(name), 60))"
        case .blueprint(let id): name(id)
        case .pattern(let pattern): "names like \(Wording.short(pattern, 60))"
        }
    }

    fileprivate func argument(_ subscription: Subscription) -> String {
        switch subscription {
        case .category(let name): "category \(Wording.short(board.category(name), 60))"
        case .blueprint(let id): name(id)
        case .pattern(let pattern): Wording.short(pattern, 60)
        }
    }
}
