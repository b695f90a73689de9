import Bot
import Chat
import Ledger
import ReviewSlots
import Tally

/// What the bot waits for from a person: the rest of a line, or an answer. In memory only: a restart forgets it, and
/// nothing of it has been recorded.
actor Prompts {
    enum Prompt: Sendable {
        /// A ballot that goes on.
        case line(RankLine)
        case insertion(Insertion)
    }

    /// Where a new item goes: between two levels of the ballot, narrowed down by questions.
    struct Insertion: Sendable {
        var item: BlueprintID
        /// The ballot that the questions are about; if it changes they begin anew.
        var cast: Cast
        /// It goes above the level `high`, and not above one before `low`.
        var low: Int
        var high: Int
        var skipped: Set<BlueprintID> = []

        /// The level to compare with.
        var middle: Int { (low + high) / 2 }
    }

    private struct Key: Hashable {
        var account: Account
        var board: String
    }

    /// A line goes on for two minutes; a question can be thought about.
    static let patience = 2 * Timestamp.minute
    static let questionPatience = 15 * Timestamp.minute
    private static let most = 1000

    private var prompts: [Key: (prompt: Prompt, until: Timestamp)] = [:]

    func keep(_ prompt: Prompt, for context: CommandContext) {
        guard let key = Self.key(context) else { return }
        prompts = prompts.filter { $0.value.until > context.now }
        guard prompts.count < Self.most else { return }
        let patience =
            switch prompt {
            case .line: Self.patience
            case .insertion: Self.questionPatience
            }
        prompts[key] = (prompt, context.now + patience)
    }

    /// What is waited for.
    func prompt(for context: CommandContext) -> Prompt? {
        guard let found = Self.key(context).flatMap({ prompts[$0] }), found.until > context.now else { return nil }
        return found.prompt
    }

    func forget(_ context: CommandContext) {
        if let key = Self.key(context) { prompts[key] = nil }
    }

    /// Gives up a line that goes on: the ballot that it would have become is changed otherwise.
    func forgetLine(_ context: CommandContext) {
        if case .line = prompt(for: context) { forget(context) }
    }

    private static func key(_ context: CommandContext) -> Key? {
        context.account.map { Key(account: $0, board: context.board.name) }
    }
}
