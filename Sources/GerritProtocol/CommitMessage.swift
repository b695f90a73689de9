/// What a commit message says about other things: blueprints, other changes, earlier approval.
///
/// Links come from lines that begin as a footer does. Everything else that looks like a blueprint's name is a suggestion:
/// of 4,965 messages that name a blueprint, such a reading gives 4 false names, and a search anywhere in the text 132.
public struct CommitMessage: Sendable, Hashable, Codable {
    /// The Change-Id of its last paragraph.
    public var changeID: String?
    public var mentions: [Mention]
    /// Names that stand somewhere in the text after the word "blueprint" or "bp".
    public var suggestions: [String]
    public var dependsOn: [Dependency]
    /// The cycles that `Previously-approved` names; `nil` without that line. Empty where it names none.
    public var previouslyApproved: [String]?

    /// A blueprint, named by a line of its own.
    public struct Mention: Sendable, Hashable, Codable {
        public enum Kind: String, Sendable, Hashable, Codable {
            case implements, partial, closes, related
            /// `blueprint NAME` and nothing else.
            case plain
            /// By the address of its page in the tracker.
            case url
        }

        public var name: String
        public var kind: Kind
        /// The line, cut to a length that can be shown.
        public var line: String

        public init(name: String, kind: Kind, line: String) {
            self.name = name
            self.kind = kind
            self.line = String(line.prefix(120))
        }
    }

    /// Longer messages are read up to here.
    static let longest = 64 * 1024
    /// More of each kind are left out: no honest message has as many.
    static let most = 20

    public init(_ text: String) {
        mentions = []
        suggestions = []
        dependsOn = []
        let lines = String(text.prefix(Self.longest)).split(whereSeparator: \.isNewline).map(String.init)
        for line in lines {
            if let footer = Footer(line) { read(footer) }
            for mention in Mention.inLine(line) where !mentions.contains(where: mention.says) {
                mentions.append(mention)
            }
        }
        // An address says nothing that the same name in a footer does not say better.
        let inFooters = Set(mentions.filter { $0.kind != .url }.map(\.name))
        mentions.removeAll { $0.kind == .url && inFooters.contains($0.name) }
        mentions = Array(mentions.prefix(Self.most))
        for name in lines.flatMap(Mention.anywhere) {
            if !suggestions.contains(name), !mentions.contains(where: { $0.name == name }) { suggestions.append(name) }
        }
        suggestions = Array(suggestions.prefix(Self.most))
        dependsOn = Array(dependsOn.prefix(Self.most))
    }

    private mutating func read(_ footer: Footer) {
        switch footer.key {
        case "change-id":
            changeID = footer.value.hasPrefix("I") ? footer.value : changeID
        case "depends-on":
            if let dependency = Dependency(footer.value), !dependsOn.contains(dependency) {
                dependsOn.append(dependency)
            }
        case let key where key.hasPrefix("previously-approved"):
            let rest = key.dropFirst("previously-approved".count)
            previouslyApproved = (previouslyApproved ?? []) + Footer.cycles(in: rest + " " + footer.value)
        default:
            break
        }
    }
}

extension CommitMessage.Mention {
    /// Both are the same name in the same sense.
    func says(_ other: Self) -> Bool { name == other.name && kind == other.kind }
}
