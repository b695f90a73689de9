import ArgumentParser
import Bot
import Chat
import Foundation

/// Who speaks, and on which board.
struct Speaker: Codable, Sendable {
    var board: String?
    var nick: String
    /// `nil`: the local user; empty: not logged in.
    var account: String?
    var uid: String
}

struct ChatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chat", abstract: "Talk to the bot: lines from standard input, answers to standard output.",
        discussion: """
            Talks to the running bot if there is one, else opens the ledger itself. Without --as you are the local user, \
            with the lead's role. --as erin is somebody called erin who is not logged in; --as erin:erin is logged in to \
            the account erin of the board's first network, --as erin:oftc:erin of the network oftc.
            """)

    @OptionGroup var file: ConfigurationOption
    @Option(name: .customLong("as"), help: "Who speaks: NAME, or NAME:ACCOUNT.") var person: String?
    @Option(help: "The board, if there are several.") var board: String?

    func run() async throws {
        try await reporting {
            let settings = try file.load()
            var speaker = Speaker(board: board, nick: LocalUser.name, account: nil, uid: LocalUser.id)
            if let person {
                let parts = person.split(separator: ":", maxSplits: 1).map(String.init)
                guard let nick = parts.first, !nick.isEmpty else {
                    throw Failure("--as takes NAME or NAME:ACCOUNT", code: .badInput)
                }
                speaker.nick = nick
                speaker.account = parts.count == 2 ? parts[1] : ""
            }
            let conversation = try await Conversation.open(settings)
            while let line = readLine() {
                for answer in try await conversation.say(line, as: speaker) { say(answer) }
            }
        }
    }
}

struct Ctl: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Give the running bot a command, with the lead's role.",
        discussion:
            "For example: slotkeeper ctl --config F '!announce the gate is back'. A command that is refused exits with 65."
    )

    @OptionGroup var file: ConfigurationOption
    @Option(help: "The board, if there are several.") var board: String?
    @Argument(help: "The command, such as '!landed barbican-keys'.") var command: [String]

    func validate() throws {
        if command.allSatisfy({ $0.allSatisfy(\.isWhitespace) }) {
            throw ValidationError("which command? For example '!slots'.")
        }
    }

    func run() async throws {
        try await reporting {
            let settings = try file.load()
            guard let client = try await ControlClient.connect(settings.socketPath) else {
                throw Failure(
                    "no bot is running on \(settings.socketPath). Start it with \"slotkeeper run --config \(file.config)\", or use \"chat\".",
                    code: .unavailable)
            }
            let speaker = Speaker(board: board, nick: LocalUser.name, account: nil, uid: LocalUser.id)
            // Every word is a command here; the board may be named before it.
            let text = command.joined(separator: " ")
            let start = text.prefixMatch(of: #/\s*(?:@\S+\s+)?/#)?.output.endIndex ?? text.startIndex
            let mark = text[start...].hasPrefix("!") ? "" : "!"
            let reply = try await client.ask(.say(text[..<start] + mark + text[start...], speaker))
            for line in try reply.get() { say(line) }
            if case .refused = reply { throw ExitCode(Failure.Code.badInput.rawValue) }
        }
    }
}
