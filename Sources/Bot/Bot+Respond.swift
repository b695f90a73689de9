public import Chat
import Ledger
import Logging
import NIOConcurrencyHelpers
import ReviewSlots

/// What the bot answers: to the room, and to the asker alone.
public struct Response: Sendable, Hashable {
    public var answer: Document
    public var privately: Document
    /// What the answer is about.
    var subject: String?
    /// Nothing was done, and the answer says why.
    public var isRefusal = false
}

extension Bot {
    /// At most this many lines go into a channel; the rest goes to the asker.
    static let linesInChannel = 2
    static let linesInPrivate = 20

    /// Takes from a network what a person said or did, and answers it there.
    func receive(_ message: Message) async {
        switch message.act {
        case .says: await hear(message)
        case .edits(let beginning):
            guard case .command(let command, _) = route(message), command.takesEdits else { return }
            if let beginning {
                var original = message
                original.text = beginning
                guard case .command(let first, _) = route(original), first.name == command.name else { return }
            }
            await hear(message)
        case .marks(let value, let subject):
            guard let (board, id) = subject.flatMap(topic) else { return }
            await take(.put(value, id), message, on: [board])
        case .takesBack(let id): await take(.takenBack(id), message, on: configuration.boards)
        }
    }

    /// A vote that is well says so itself, where it stands; only one that does not count is answered.
    private func take(_ mark: NumberVote, _ message: Message, on boards: [BoardConfiguration]) async {
        for board in boards {
            for plugin in plugins {
                let context = context(message, board)
                do {
                    if try await plugin.hears(mark, context) { return }
                } catch {
                    guard let network = network(message.room.network),
                        courtesy.withLockedValue({
                            $0.judge(message, isCommand: false, settings(for: message), at: instant())
                        }) == .answered
                    else { return }
                    var asked = message
                    asked.id = nil
                    let line = await sentence(for: error, context, "rank", Words(""))
                    return await answer(
                        layOut(Reply("that vote does not count: " + line), for: asked), to: asked, on: network)
                }
            }
        }
    }

    private func hear(_ message: Message) async {
        let route = route(message)
        guard !route.isNotForUs, let network = network(message.room.network) else { return }
        switch courtesy.withLockedValue({
            $0.judge(message, isCommand: route.isCommand, settings(for: message), at: instant())
        }) {
        case .answered: break
        case .repeated, .ignored: return
        case .refused(let seconds):
            let line: Document.Line =
                "that is faster than I may answer: go on in \(Wording.count(seconds, "second")). What you say until then is not heard."
            return await answer(layOut(Reply(line), for: message), to: message, on: network)
        case .tooLate:
            let line: Document.Line =
                "you said more than \(Courtesy.mostLate) commands while I was away: what comes behind these is not heard. Say it again."
            return await answer(layOut(Reply(line), for: message), to: message, on: network)
        }
        guard let response = await respond(to: message) else { return }
        await answer(response, to: message, on: network)
    }

    private func answer(_ response: Response, to message: Message, on network: any Network) async {
        do {
            if !response.answer.isEmpty {
                try await network.send(
                    Outgoing(
                        room: message.room, document: response.answer, kind: .answer(to: message.id),
                        asker: message.nick, subject: response.subject))
            }
            if !response.privately.isEmpty {
                let room = Room(network: message.room.network, id: message.nick, isPrivate: true)
                try await network.send(
                    Outgoing(
                        room: room, document: response.privately, kind: .answer(to: message.id), asker: message.nick))
            }
        } catch {
            logger.warning("an answer could not be sent", metadata: ["room": "\(message.room)", "why": "\(error)"])
        }
    }

    /// The board and the blueprint that a message was about.
    private func topic(_ subject: String) -> (BoardConfiguration, BlueprintID)? {
        let parts = subject.split(separator: "/")
        guard parts.count == 2, let board = configuration.board(String(parts[0])),
            let id = BlueprintID(code: parts[1])
        else { return nil }
        return (board, id)
    }

    private func route(_ message: Message) -> CommandRouter<CommandContext>.Route {
        var said = message.text
        _ = boardNamed(in: &said)
        return router.route(said, ownNick: message.ownNick, isPrivate: message.room.isPrivate)
    }

    /// Whoever sits at the bot's own terminal may be as quick as they like.
    private func settings(for message: Message) -> Courtesy.Settings {
        if case .account(let name) = message.identity,
            configuration.boards.contains(where: {
                $0.operators.contains(Account(network: message.room.network, name: name))
            })
        {
            return .none
        }
        return configuration.courtesy
    }

    /// The answer to a message, or `nil` if it is not for the bot.
    public func respond(to message: Message) async -> Response? {
        var said = message.text
        let chosen = boardNamed(in: &said)
        let reply: Reply
        var isRefusal = true
        switch router.route(said, ownNick: message.ownNick, isPrivate: message.room.isPrivate) {
        case .notForUs: return nil
        case .empty: reply = Reply("yes? \(code: "!help") lists what I understand.")
        case .unknown(let word, _) where word.first == "@":
            reply = Reply(
                "there is no board \"\(Wording.short(String(word.dropFirst()), 40))\". There \(configuration.boards.count == 1 ? "is" : "are") \(Wording.list(configuration.boards.map(\.name)))."
            )
        case .unknown(let word, let said):
            (reply, isRefusal) =
                await goOn(said, message, chosen) ?? (Reply(router.unknownLine(word)), isRefusal: true)
        case .command(let command, let words):
            switch chosen.map(Result.success) ?? board(for: message) {
            case .success(let board): (reply, isRefusal) = await run(command, words, message, board)
            case .failure(let excuse): reply = Reply(excuse.line)
            }
        }
        var response = layOut(reply, for: message)
        response.subject = reply.subject
        response.isRefusal = isRefusal
        return response
    }

    private func run(
        _ command: Command<CommandContext>, _ words: Words, _ message: Message, _ board: BoardConfiguration
    ) async -> (Reply, isRefusal: Bool) {
        let context = context(message, board)
        do {
            let reply = try await command.run(context, words)
            return (await withCaveats(reply, of: command, board), false)
        } catch {
            return (Reply(await sentence(for: error, context, command.verb(words), words)), true)
        }
    }

    /// Why something was not done.
    private func sentence(
        for error: any Error, _ context: CommandContext, _ verb: String, _ words: Words
    ) async -> Document.Line {
        switch error {
        case let excuse as Excuse: return excuse.line
        case let error as LedgerError: return await context.sentence(for: error, command: verb, words: words)
        default:
            logger.error("a command failed", metadata: ["command": "\(verb)", "why": "\(error)"])
            return "that went wrong here, and nothing was changed. The operator's log says why."
        }
    }

    /// Commands whose answers are not about the state of the board.
    private static let timeless: Set = [
        "help", "version", "whoami", "link", "log", "undo", "announce", "gerrit", "calendar",
    ]

    /// Says of an answer since when it is old (R61).
    private func withCaveats(_ reply: Reply, of command: Command<CommandContext>, _ board: BoardConfiguration) async
        -> Reply
    {
        guard !Self.timeless.contains(command.name), !reply.answer.isEmpty else { return reply }
        var reply = reply
        for plugin in plugins {
            guard let caveat = await plugin.caveat(on: board, now: now()) else { continue }
            reply.answer.lines[0].insert(" " + caveat)
        }
        return reply
    }

    /// What a plugin makes of words that are no command: it may have asked for them, about any board if none is named.
    private func goOn(
        _ said: String, _ message: Message, _ chosen: BoardConfiguration?
    ) async -> (Reply, isRefusal: Bool)? {
        let named = try? (chosen.map(Result.success) ?? board(for: message)).get()
        let words = Words(said)
        for board in named.map({ [$0] }) ?? configuration.boards {
            for plugin in plugins {
                guard let command = await plugin.commandAwaiting(words, context(message, board)) else { continue }
                return await run(command, words, message, board)
            }
        }
        return nil
    }

    private func context(_ message: Message, _ board: BoardConfiguration) -> CommandContext {
        CommandContext(
            ledger: ledger, configuration: configuration, board: board, message: message, now: now(), links: links,
            router: router, plugins: plugins)
    }

    /// `@nova` as the first or second word names the board; it is taken out of what was said.
    public func boardNamed(in said: inout String) -> BoardConfiguration? {
        for word in said.split(maxSplits: 2, whereSeparator: \.isWhitespace).prefix(2) where word.first == "@" {
            let name = word.dropFirst().lowercased()
            guard let board = configuration.boards.first(where: { $0.name.lowercased() == name }) else { continue }
            said.removeSubrange(word.startIndex..<word.endIndex)
            return board
        }
        return nil
    }

    /// The channel's board; in private the only one whose channel the person shares with the bot.
    private func board(for message: Message) -> Result<BoardConfiguration, Excuse> {
        func boards(_ ids: [String]) -> [BoardConfiguration] {
            configuration.boards.filter { board in
                board.rooms.contains { $0.network == message.room.network && ids.contains($0.id) }
            }
        }
        if configuration.boards.count == 1, let only = configuration.boards.first,
            message.room.isPrivate || message.room.network == Account.local
        {
            return .success(only)
        }
        let found = boards(message.room.isPrivate ? message.sharedRooms : [message.room.id])
        if found.count == 1 { return .success(found[0]) }
        let names = configuration.boards.map(\.name)
        if message.room.isPrivate || message.room.network == Account.local {
            return .failure(
                Excuse(
                    "which board? Begin with \(code: "@\(names.first ?? "board")"); there are \(Wording.list(names))."))
        }
        return .failure(
            Excuse(
                "no board belongs to this channel: begin with \(code: "@\(names.first ?? "board")") to choose one; there \(names.count == 1 ? "is" : "are") \(Wording.list(names))."
            ))
    }

    private func layOut(_ reply: Reply, for message: Message) -> Response {
        var answer = reply.answer
        if !message.room.isPrivate, !answer.lines.isEmpty {
            answer.lines[0] = "\(mention: message.nick): " + answer.lines[0]
        }
        var lines = answer.laidOut(limit: Outgoing.lineLimit).lines
        var rest = reply.privately.laidOut(limit: Outgoing.lineLimit).lines
        if message.room.isPrivate {
            return Response(answer: Self.cut(lines + rest), privately: Document())
        }
        if lines.count > Self.linesInChannel {
            rest = Array(lines[Self.linesInChannel...]) + rest
            lines = Array(lines.prefix(Self.linesInChannel))
        }
        return Response(answer: Document(lines), privately: Self.cut(rest))
    }

    /// So many lines as may be said in private, the last of which tells how many are left out.
    private static func cut(_ lines: [Document.Line]) -> Document {
        guard lines.count > linesInPrivate else { return Document(lines) }
        let left = lines.count - (linesInPrivate - 1)
        return Document(
            lines.prefix(linesInPrivate - 1) + ["\(left) more lines are left out: that is too much for a chat."])
    }
}

extension CommandRouter.Route {
    fileprivate var isNotForUs: Bool {
        if case .notForUs = self { true } else { false }
    }

    fileprivate var isCommand: Bool {
        if case .command = self { true } else { false }
    }
}

extension Command<CommandContext> {
    /// What a person tried to do, for "only cores can …".
    fileprivate func verb(_ words: Words) -> String {
        switch name {
        case "slots", "slot": "change the slots"
        case "ready": "call it ready"
        case "unready": "take that back"
        case "landed": "call it landed"
        case "hold": "put it on hold"
        case "take", "untake": "sign up"
        case "extend": "move the end of a time box"
        case "order": "pin a place"
        case "direction": words[0]?.lowercased() == "drop" ? "take direction away" : "give direction"
        case "focus": "set the focus"
        case "exception": "\(words[0]?.lowercased() ?? "") an exception"
        case "blueprint": words[0]?.lowercased() == "add" ? "add blueprints" : "change a blueprint"
        case "spec": "set the states of specs"
        case "category": "change categories"
        case "calendar": "change the calendar"
        case "reviewday": "plan review days"
        case "change": "say that of a change"
        case "link": "approve a link"
        case "summary": "draft and publish summaries"
        default: name
        }
    }
}
