import Bot
public import Chat
import Foundation
import Ledger
import Logging
import ReviewSlots

/// A network with people in a room, on which a talk is played as it is in daily use.
public protocol Stage: Sendable {
    var network: any Network { get }
    /// The board's.
    var room: Room { get }
    /// The account of somebody who is called so in the talk.
    func account(of nick: String) async throws -> String
    /// Somebody says something in the room.
    func say(_ nick: String, _ text: String) async throws
    /// The lines that everybody and each one has heard of the bot up to now, as a talk writes them.
    func heard() async throws -> [String]
}

extension Talk {
    /// Who speaks in it.
    public var people: Set<String> {
        Set(
            (try? Conversation(script).turns.compactMap { turn in
                switch turn.cause {
                case .said(let nick, _, _, _), .told(let nick, _, _): nick
                case .later, .at: nil
                }
            }) ?? [])
    }

    /// Whether all of it is said in one room.
    public var isInOneRoom: Bool {
        (try? Conversation(script).turns.allSatisfy { turn in
            switch turn.cause {
            case .said(_, nil, nil, _), .later, .at: true
            case .said, .told: false
            }
        }) ?? false
    }

    /// Plays it on a real network, with a bot of its own, and sees to it that the bot says exactly what stands there.
    ///
    /// Of what one line leads to, answers and announcements come in any order. The ids of commands are not looked at: the
    /// accounts that are linked for the network have some, too.
    /// - Throws: `ConversationError` that shows both.
    public func plays(on stage: some Stage) async throws {
        let scene = try await board()
        let ledger = Ledger(log: scene.log, reducers: scene.plugins.compactMap(\.reducer))
        var configuration = scene.bot.configuration
        configuration.boards[0].rooms = [stage.room]
        (configuration.courtesy.burst, configuration.courtesy.sameWithin) = (0, .zero)
        let clock = scene.clock
        let bot = Bot(
            configuration: configuration, ledger: ledger, networks: [stage.network], plugins: scene.plugins,
            now: { clock.now }, randomWord: { "secret42" }, retryAnnouncementsAfter: .milliseconds(20),
            logger: Logger(label: "stage", factory: { _ in SwiftLogNoOpLogHandler() }))
        try await ledger.open(boards: ["nova"])
        // They are known by the accounts that the board's roles name.
        for nick in people.union(configuration.boards[0].roles.keys.map(\.name)).sorted() where !nick.hasPrefix("guest")
        {
            let person = try await ledger.person(with: Account(network: "oftc", name: nick), now: clock.now)
            let account = Account(network: stage.network.name, name: try await stage.account(of: nick))
            try await ledger.link(account, to: person, now: clock.now)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await bot.run() }
            try await play(on: stage, bot, clock)
            group.cancelAll()
        }
    }

    private func play(on stage: some Stage, _ bot: Bot, _ clock: TestClock) async throws {
        var count = try await stage.heard().count
        for turn in try Conversation(script).turns {
            switch turn.cause {
            case .said(let nick, _, _, let text), .told(let nick, _, let text): try await stage.say(nick, text)
            case .later(let seconds):
                clock.advance(seconds)
                await bot.tick()
            case .at(let time):
                clock.set(time)
                await bot.tick()
            }
            let answers = turn.answers(replacing: stage.network.remembersAnnouncements)
            let deadline = ContinuousClock.now + .seconds(20)
            var heard: [String] = []
            repeat {
                try await Task.sleep(for: .milliseconds(20))
                heard = Array(try await stage.heard().dropFirst(count))
            } while heard.count < answers.count && ContinuousClock.now < deadline
            try compare(heard, answers, to: turn.line)
            count += heard.count
        }
        // Nothing comes behind.
        try await Task.sleep(for: .milliseconds(100))
        let rest = try await stage.heard().dropFirst(count)
        if !rest.isEmpty { throw ConversationError("the bot goes on: \(rest)") }
    }

    private func compare(_ heard: [String], _ answers: [String], to line: String) throws {
        func plain(_ lines: [String]) -> [String] { lines.map { $0.replacing(#/\bC\d+\b/#, with: "C1") }.sorted() }
        guard plain(heard) == plain(answers) else {
            func list(_ lines: [String]) -> String { lines.map { "\n    " + $0 }.joined() }
            throw ConversationError(
                "to \(line)\n  the bot was to say\(list(answers))\n  and said\(list(heard))")
        }
    }
}

extension Conversation.Turn {
    /// - Parameter replacing: whether messages can be replaced there.
    fileprivate func answers(replacing: Bool) -> [String] {
        let lead = "<slotkeeper+> "
        return answers.compactMap { line in
            guard line.hasPrefix(lead) else { return line }
            return replacing ? "<slotkeeper> " + line.dropFirst(lead.count) : nil
        }
    }
}
