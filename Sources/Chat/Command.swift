/// A command that describes itself: help, usage errors, the README's table and one test per example come from it.
public struct Command<Context: Sendable>: Sendable {
    /// Whom a command is for, as the help groups it. What a person may do is decided where it is done.
    public enum Audience: String, Sendable, CaseIterable {
        case everyone, voters, authors, cores, leads
    }

    public var name: String
    public var aliases: [String]
    /// What follows the name, a line for each form: `NAME [why]`.
    public var usage: [String]
    /// One line, without a full stop.
    public var summary: String
    public var audience: Audience
    public var examples: [Example]
    /// Whether another text for a message with it takes the first one's place; mostly it is too late for that.
    public var takesEdits: Bool
    public var run: @Sendable (Context, Words) async throws -> Reply

    public init(
        _ name: String, aliases: [String] = [], usage: [String] = [""], summary: String,
        for audience: Audience = .everyone, examples: [Example] = [], takesEdits: Bool = false,
        run: @escaping @Sendable (Context, Words) async throws -> Reply
    ) {
        self.name = name
        self.aliases = aliases
        self.usage = usage
        self.summary = summary
        self.audience = audience
        self.examples = examples
        self.takesEdits = takesEdits
        self.run = run
    }

    /// `!bump NAME [why]`, a form a line.
    public var forms: [String] {
        usage.map { $0.isEmpty ? "!\(name)" : "!\(name) \($0)" }
    }
}

/// What is said and what comes back, on the example board of the test kit: documentation that is run as a test.
public struct Example: Sendable, Hashable {
    public var nick: String
    public var says: String
    /// The lines of the answer, as IRC shows them.
    public var answers: [String]

    public init(_ nick: String, _ says: String, _ answers: [String]) {
        self.nick = nick
        self.says = says
        self.answers = answers
    }
}

/// An answer: what the room hears, and what only the asker does.
public struct Reply: Sendable, Hashable {
    public var answer: Document
    public var privately: Document
    /// What the answer is about, as `Outgoing.subject`.
    public var subject: String?

    public init(_ answer: Document.Line, privately: Document = Document()) {
        self.answer = Document(answer)
        self.privately = privately
    }

    public init(_ lines: [Document.Line], privately: Document = Document()) {
        self.answer = Document(lines)
        self.privately = privately
    }
}

/// A sentence for the person, thrown instead of an answer: what was wrong, why, and what to do next.
public struct Excuse: Error, Sendable, Hashable {
    public var line: Document.Line

    public init(_ line: Document.Line) {
        self.line = line
    }
}
