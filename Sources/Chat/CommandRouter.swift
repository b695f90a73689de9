/// Finds out whether a message is for the bot, and which command it means.
public struct CommandRouter<Context: Sendable>: Sendable {
    public enum Route: Sendable {
        case command(Command<Context>, Words)
        /// For the bot, but no command: the first word, and all that was said.
        case unknown(String, said: String)
        /// Only the bot's name, or a prefix.
        case empty
        case notForUs
    }

    public let commands: [Command<Context>]
    private let byName: [String: Int]

    /// - Precondition: no two commands share a name or alias; the first one wins.
    public init(_ commands: [Command<Context>]) {
        self.commands = commands
        var byName: [String: Int] = [:]
        for (index, command) in commands.enumerated() {
            for name in [command.name] + command.aliases where byName[name] == nil { byName[name] = index }
        }
        self.byName = byName
    }

    /// Every name and alias.
    public var names: [String] { Array(byName.keys) }

    public subscript(name: String) -> Command<Context>? {
        byName[name.lowercased()].map { commands[$0] }
    }

    /// Commands begin with `!`, or with the bot's name and `:` or `,`; in private neither is needed.
    public func route(_ text: String, ownNick: String, isPrivate: Bool) -> Route {
        guard let (said, isAddressed) = address(text, ownNick: ownNick, isPrivate: isPrivate) else { return .notForUs }
        var name = said.prefix { !$0.isWhitespace }
        let rest = said[name.endIndex...]
        let letters = name.lastIndex { !",.:;?!".contains($0) }.map { name[...$0] }
        if let letters { name = letters }
        let word = name.lowercased()
        if let index = byName[word] { return .command(commands[index], Words(rest)) }
        if word.isEmpty { return isAddressed ? .empty : .notForUs }
        // "!!!" or "!?" is a mood, not a command.
        guard word.first?.isLetter ?? false else {
            return isAddressed ? .unknown(word.harmless, said: String(said)) : .notForUs
        }
        return .unknown(String(word.harmless.prefix(40)), said: String(said))
    }

    /// What was said to the bot, without name and prefix; whether it was named; `nil` if it was not meant.
    private func address(_ text: String, ownNick: String, isPrivate: Bool) -> (Substring, isAddressed: Bool)? {
        var said = text[...].drop(while: \.isWhitespace)
        var isAddressed = isPrivate
        if said.count > ownNick.count, said.prefix(ownNick.count).lowercased() == ownNick.lowercased() {
            let behind = said.dropFirst(ownNick.count)
            if let mark = behind.first, mark == ":" || mark == "," {
                said = behind.dropFirst().drop(while: \.isWhitespace)
                isAddressed = true
            }
        }
        if said.first == "!" {
            let behind = said.dropFirst()
            if behind.first?.isWhitespace ?? true {
                // "! slots" means the command; "! I say" means nothing to us.
                let command = behind.drop(while: \.isWhitespace)
                let name = command.prefix { !$0.isWhitespace }.lowercased()
                return byName[name] != nil ? (command, true) : isAddressed ? (command, true) : nil
            }
            return (behind, isAddressed)
        }
        return isAddressed ? (said, true) : nil
    }
}
