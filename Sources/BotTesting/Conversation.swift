import Bot
import Chat
import Foundation
import Ledger
import ReviewSlots

/// A conversation as it stands in a log: who says what where, and what time it gets.
///
///     <alice> !slots                     in the channel; <guest42> is not logged in
///     #neutron <alice> !slots            in another channel
///     <alice@libera> !slots              in the channel of that name on another network
///     -alice to slotkeeper- slots        in private
///     <slotkeeper> alice: 4 slots: …     what the channel hears, answers before announcements
///     <slotkeeper+> …                    what a channel hears where messages can be replaced, in a `Talk` only
///     -slotkeeper to alice- …            what only alice hears
///     [10 minutes later]                 the clock goes on: minutes, hours or days
///     [2014-12-03 09:00]                 the clock is set, in UTC
public struct Conversation: Sendable {
    /// A line that a person says or a clock makes, and what the bot is to say to it.
    struct Turn: Sendable {
        enum Cause: Sendable {
            case said(nick: String, network: String?, channel: String?, text: String)
            case told(nick: String, network: String?, text: String)
            case later(Int)
            case at(Timestamp)
        }
        var line: String
        var cause: Cause
        var answers: [String] = []
    }

    let turns: [Turn]

    /// - Throws: `ConversationError` for a line that is none of the above.
    public init(_ script: String) throws {
        var turns: [Turn] = []
        for line in script.split(separator: "\n").map({ String($0) }) {
            if !Self.isOfBot(line) {
                turns.append(Turn(line: line, cause: try Self.cause(line)))
            } else if turns.isEmpty {
                throw ConversationError("the bot speaks first: \(line)")
            } else {
                turns[turns.count - 1].answers.append(line)
            }
        }
        self.turns = turns
    }

    private static func isOfBot(_ line: String) -> Bool {
        line.prefixMatch(of: #/(?:#\S+ )?<slotkeeper\+?> |-slotkeeper to /#) != nil
    }

    private static func cause(_ line: String) throws -> Turn.Cause {
        if let said = line.wholeMatch(of: #/(?:(#\S+) )?<([^@>]+)(?:@([^>]+))?> ?(.*)/#) {
            return .said(
                nick: String(said.2), network: said.3.map { String($0) }, channel: said.1.map { String($0) },
                text: String(said.4))
        }
        if let told = line.wholeMatch(of: #/-([^ @]+)(?:@(\S+))? to \S+- ?(.*)/#) {
            return .told(nick: String(told.1), network: told.2.map { String($0) }, text: String(told.3))
        }
        if let later = line.wholeMatch(of: #/\[(\d+) (minute|hour|day)s? later\]/#), let count = Int(later.1) {
            let units = ["minute": Timestamp.minute, "hour": Timestamp.hour]
            return .later(count * (units[String(later.2)] ?? Timestamp.day))
        }
        if let at = line.wholeMatch(of: #/\[(\d{4}-\d\d-\d\d) (\d\d:\d\d)\]/#),
            let date = try? Date("\(at.1)T\(at.2):00Z", strategy: .iso8601)
        {
            return .at(Timestamp(Int(date.timeIntervalSince1970)))
        }
        throw ConversationError("this is no line of a conversation: \(line)")
    }
}

/// A conversation that went otherwise than it stands.
public struct ConversationError: Error, Sendable, CustomStringConvertible {
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension TestRoom {
    /// Plays a conversation and sees to it that the bot says exactly what stands there, no line more.
    ///
    ///     try await room.plays(
    ///         """
    ///         <erin> !help bump
    ///         <slotkeeper> erin: !bump NAME [why]: take a blueprint out of its slot; its rank stays (cores).
    ///         """)
    ///
    /// - Throws: `ConversationError` that shows both.
    public func plays(_ script: String) async throws {
        for turn in try Conversation(script).turns {
            let heard = try await play(turn.cause)
            if heard != turn.answers {
                func list(_ lines: [String]) -> String {
                    lines.isEmpty ? "\n    nothing" : lines.map { "\n    " + $0 }.joined()
                }
                throw ConversationError(
                    "to \(turn.line)\n  the bot was to say\(list(turn.answers))\n  and said\(list(heard))")
            }
        }
    }

    /// Lets a history happen, whatever the bot says to it.
    /// - Throws: `ConversationError` if something that is said changes nothing: then the history is not what it seems.
    public func prepare(_ history: String) async throws {
        for turn in try Conversation(history).turns {
            let position = await ledger.position
            let heard = try await play(turn.cause)
            guard turn.line.first != "[", await ledger.position == position else { continue }
            throw ConversationError("\(turn.line) changed nothing: \(heard.joined(separator: " "))")
        }
    }

    /// What is heard of it: the answer in the channel, what only the asker hears, and the announcements.
    private func play(_ cause: Conversation.Turn.Cause) async throws -> [String] {
        let position = await ledger.position
        var heard: [String] = []
        switch cause {
        case .later(let seconds):
            clock.advance(seconds)
            await bot.tick()
        case .at(let time):
            clock.set(time)
            await bot.tick()
        case .said(let nick, let network, let channel, let text):
            let response = await bot.respond(
                to: message(nick, text, network: network, channel: channel ?? Self.channel))
            heard += lines(response?.answer).map { "\(channel.map { "\($0) " } ?? "")<slotkeeper> \($0)" }
            heard += lines(response?.privately).map { "-slotkeeper to \(nick)- \($0)" }
        case .told(let nick, let network, let text):
            heard += await tell(nick, text, network: network).map { "-slotkeeper to \(nick)- \($0)" }
        }
        return heard + (try await announcements(after: position).map { "<slotkeeper> \($0)" })
    }
}
