import Bot
import Chat
import Foundation
import Ledger
import ReviewSlots

/// A way to the one writer of the ledger: the running bot, or this process if there is none.
enum Conversation {
    case running(ControlClient)
    case own(Application)

    static func open(_ settings: Configuration) async throws -> Conversation {
        if let client = try await ControlClient.connect(settings.socketPath) { return .running(client) }
        return .own(try await Application.build(settings, networks: false))
    }

    func say(_ line: String, as speaker: Speaker) async throws -> [String] {
        try await ask(.say(line, speaker))
    }

    func ask(_ request: ControlRequest) async throws -> [String] {
        switch self {
        case .running(let client): try await client.ask(request).get()
        case .own(let application): try await application.answer(request).get()
        }
    }
}

/// What the control socket understands: one JSON object a line.
enum ControlRequest: Codable, Sendable {
    case say(String, Speaker)
    case importSummaries([DatedSummary], board: String?)
    case importPriorities(PriorityList, file: String, board: String?)
}

/// The answer: lines to print, or a failure.
enum ControlReply: Codable, Sendable {
    case lines([String])
    /// What was said led to nothing; the lines say why.
    case refused([String])
    case failure(String, code: Int32)

    func get() throws -> [String] {
        switch self {
        case .lines(let lines), .refused(let lines): lines
        case .failure(let text, let code): throw Failure(text, code: Failure.Code(rawValue: code) ?? .software)
        }
    }
}

extension Application {
    func answer(_ request: ControlRequest) async -> ControlReply {
        do {
            switch request {
            case .say(let text, let speaker): return try await say(text, as: speaker)
            case .importSummaries(let summaries, let board):
                return .lines(try await importSummaries(summaries, board: board))
            case .importPriorities(let list, let file, let board):
                return .lines(try await importPriorities(list, file: file, board: board))
            }
        } catch let failure as Failure {
            return .failure(failure.description, code: failure.code.rawValue)
        } catch {
            return .failure("\(error)", code: Failure.Code.software.rawValue)
        }
    }

    private func say(_ text: String, as speaker: Speaker) async throws -> ControlReply {
        var words = text
        let named = bot.boardNamed(in: &words)
        // Else it would be what somebody says to somebody else.
        let first = words.trimmed.prefix { !$0.isWhitespace }
        let board = try named ?? board(first.hasPrefix("@") ? String(first.dropFirst()) : speaker.board)
        guard let response = await bot.respond(to: message("@\(board.name) \(words.trimmed)", speaker, on: board))
        else { return .lines([]) }
        // For people at the machine there is nobody to highlight, and scripts want the plain names.
        let lines =
            response.answer.lines.map { $0.plainText(quiet: false) }
            + response.privately.lines.map { "-slotkeeper to \(speaker.nick)- \($0.plainText(quiet: false))" }
        return response.isRefusal ? .refused(lines) : .lines(lines)
    }

    func board(_ name: String?) throws -> BoardConfiguration {
        let boards = bot.configuration.boards
        if let name {
            guard let board = bot.configuration.board(name) else {
                throw Failure(
                    "there is no board \"\(name)\"; there is \(boards.map(\.name).joined(separator: ", ")).",
                    code: .badInput)
            }
            return board
        }
        guard boards.count == 1, let only = boards.first else {
            throw Failure(
                "which board? Say --board; there are \(boards.map(\.name).joined(separator: ", ")).", code: .badInput)
        }
        return only
    }

    private func message(_ text: String, _ speaker: Speaker, on board: BoardConfiguration) -> Message {
        let local = Room(network: Account.local, id: Account.local)
        guard let account = speaker.account else {
            return Message(
                room: local, nick: speaker.nick, identity: .account(speaker.uid), text: text,
                ownNick: "slotkeeper")
        }
        var room = board.rooms.first ?? local
        var identity = Identity.notLoggedIn
        if !account.isEmpty {
            let named = Account(account) ?? Account(network: room.network, name: account)
            room = board.rooms.first { $0.network == named.network } ?? Room(network: named.network, id: room.id)
            identity = .account(named.name)
        }
        return Message(
            room: room, nick: speaker.nick, identity: identity, text: text, ownNick: "slotkeeper")
    }
}

extension Configuration {
    var socketPath: String { "\(state)/control.sock" }
}
