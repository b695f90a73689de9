public import Bot
public import Chat
public import Ledger
import ReviewSlots

/// An example to copy: `!kudos alice for the quick review`. CONTRIBUTING.md walks through it.
public struct KudosPlugin: Plugin {
    public let name = "kudos"
    private let settings: Settings

    public struct Settings: Sendable {
        /// How many one person may give in 24 hours.
        public var perDay = 5
        /// After how many kudos somebody is named in the channels; 0: never.
        public var celebrateEvery = 10

        public init() {}
    }

    public init(_ settings: Settings = Settings()) {
        self.settings = settings
    }

    /// Reads the plugin's table in the configuration.
    /// - Throws: `ConfigurationErrors` that name each mistake's place.
    public init(_ entry: ConfigValue.Entry) throws(ConfigurationErrors) {
        settings = try ConfigTable.read(entry.value, path: "plugins.kudos") { table in
            var settings = Settings()
            settings.perDay = table.int("per_day", default: settings.perDay, in: 1...1000)
            settings.celebrateEvery = table.int("celebrate_every", default: settings.celebrateEvery, in: 0...1000)
            return settings
        }
    }

    public var reducer: (any StreamReducer)? { KudosReducer(perDay: settings.perDay) }

    public var commands: [Command<CommandContext>] {
        [
            Command(
                "kudos", usage: ["", "NAME [why]"], summary: "thank somebody, or see who was thanked most",
                for: .voters,
                examples: [
                    Example(
                        "erin", "!kudos bob for the quick review",
                        ["erin: bob has 1 kudos. \"!undo\" takes it back for 10 minutes."]),
                    Example("erin", "!kudos", ["erin: nobody has been thanked yet: \"!kudos NAME for WHAT\"."]),
                    Example("erin", "!kudos erin", ["erin: thanks for yourself do not count."]),
                ]
            ) { context, words in
                guard let word = words[0] else {
                    return try await context.read(KudosReducer.self) { state, _ in Reply(Self.best(state)) }
                }
                // "bob," and "bob:" are how people call each other.
                let name = word.lowercased().harmless.trimmed.replacing(#/[,:]+$/#, with: "").cut(toBytes: 64)
                guard !name.isEmpty else { throw Excuse("whom? Say \(code: "!kudos NAME for WHAT").") }
                guard name != context.message.nick.lowercased(), !(context.account?.isCalled(name) ?? false) else {
                    throw Excuse("thanks for yourself do not count.")
                }
                try await context.submit(.thank(name, why: words.rest(from: 1)), to: KudosReducer.self)
                return try await context.read(KudosReducer.self) { state, _ in
                    Reply(
                        "\(person: name) has \(state.counts[name] ?? 0) kudos. \(code: "!undo") takes it back for 10 minutes."
                    )
                }
            }
        ]
    }

    private static func best(_ state: KudosReducer.State) -> Document.Line {
        let best = state.counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(5)
        guard !best.isEmpty else { return "nobody has been thanked yet: \(code: "!kudos NAME for WHAT")." }
        return best.enumerated().reduce(into: "Most thanked: ") { line, next in
            line += "\(next.offset == 0 ? "" : ", ")\(person: next.element.key) \(next.element.value)"
        }
    }

    public func words(for event: String, _ view: BoardView) -> String? {
        KudosReducer.event(event).map { event in
            switch event {
            case .thanked(let name, _, let why): "thanked \(name)\(why.map { " \(Wording.short($0, 60))" } ?? "")"
            case .unthanked(let name, _, _): "thanked \(name) no more"
            case .celebrated(let name, let count): "told that \(name) has been thanked \(count) times"
            }
        }
    }

    /// Every tenth is told to the channel: the announcement reads only the events, so it comes out the same after a restart.
    public func announcement(of records: [Recorded], _ view: BoardView) -> [Document.Line] {
        guard settings.celebrateEvery > 0 else { return [] }
        return records.compactMap { recorded in
            guard case .celebrated(let name, let count) = recorded.event(of: KudosReducer.self, on: view.board.name)
            else { return nil }
            return "\(person: name) has been thanked \(count) times here."
        }
    }

    /// The running part: sees to it that a round number is celebrated, once.
    public func run(_ context: PluginContext) async throws {
        for await _ in await context.changes() {
            for board in context.boards {
                let due = try await context.read(KudosReducer.self, board: board) { state, _ in
                    state.due(every: settings.celebrateEvery)
                }
                for name in due { try await context.submit(.celebrate(name), to: KudosReducer.self, board: board) }
            }
        }
    }
}
