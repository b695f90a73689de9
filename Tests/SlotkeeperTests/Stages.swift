import BotTesting
import Chat
import Foundation
import IRCNetwork
import IRCProtocol
import IRCTesting
import Logging
import MatrixNetwork
import MatrixProtocol
import MatrixTesting
import NIOConcurrencyHelpers
import Testing

@testable import slotkeeper

/// Lines that any task may add to.
private final class Collected: Sendable {
    private let box = NIOLockedValueBox<[String]>([])
    var lines: [String] { box.withLockedValue(\.self) }
    func add(_ lines: [String]) { box.withLockedValue { $0 += lines } }
}

extension String {
    /// Without what only makes a client show it otherwise.
    fileprivate var bare: String {
        String(unicodeScalars.filter { $0 != "\u{200B}" && ($0.value >= 0x20 || $0 == "\t") }.map(Character.init))
    }
}

// MARK: The terminal

/// Several people at one terminal.
final class TerminalStage: Stage, Network {
    let name = "oftc"
    let room = Room(network: "oftc", id: "#nova")
    var network: any Network { self }
    private let printed = Collected()
    private let (messages, speaker) = AsyncStream.makeStream(of: Message.self)

    func run(_ receive: @escaping @Sendable (Message) async -> Void) async throws {
        for await message in messages { await receive(message) }
    }

    func send(_ outgoing: Outgoing) async throws {
        printed.add(
            TerminalNetwork.lines(outgoing).map { $0.replacing("to you-", with: "to \(outgoing.room.id)-").bare })
    }

    func account(of nick: String) -> String { nick }

    func say(_ nick: String, _ text: String) {
        speaker.yield(
            Message(
                room: room, nick: nick, identity: nick.hasPrefix("guest") ? .notLoggedIn : .account(nick), text: text,
                ownNick: "slotkeeper"))
    }

    func heard() -> [String] { printed.lines }
}

// MARK: IRC

/// A server over TLS that says of each message whose account it is from.
struct IRCStage: Stage {
    let network: any Network
    let room = Room(network: "oftc", id: "#nova")
    private let said: Collected
    private let server: Server

    private actor Server {
        private var send: (@Sendable ([String]) async throws -> Void)?
        private var waiting: [CheckedContinuation<Void, Never>] = []

        func opens(_ send: @escaping @Sendable ([String]) async throws -> Void) {
            self.send = send
            for continuation in waiting { continuation.resume() }
            waiting = []
        }

        func send(_ line: String) async throws {
            if send == nil { await withCheckedContinuation { waiting.append($0) } }
            try await send?([line])
        }
    }

    static func plays(_ talk: Talk) async throws {
        try await ScriptedServer.run(.tls) { server in
            var configuration = try IRCNetworkConfiguration.test(port: server.port)
            configuration.name = "oftc"
            configuration.session.flood.burst = 1000
            let network = IRCNetwork(
                configuration: configuration, logger: Logger(label: "stage", factory: { _ in SwiftLogNoOpLogHandler() })
            )
            let stage = IRCStage(network: network, said: Collected(), server: Server())
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await talk.plays(on: stage) }
                var peer = try await server.accept()
                try await peer.welcome(capabilities: "account-tag message-tags")
                await stage.server.opens(peer.sender)
                while let line = await peer.next() { try await stage.take(line) }
                try await group.waitForAll()
            }
        }
    }

    private func take(_ line: String) async throws {
        if line.hasPrefix("PING") { return try await server.send(":s PONG s\(line.dropFirst("PING".count))") }
        guard let message = line.firstMatch(of: #/(?:PRIVMSG|NOTICE) (\S+) :(.*)$/#) else { return }
        let lead = message.1 == "#nova" ? "<slotkeeper> " : "-slotkeeper to \(message.1)- "
        said.add([lead + String(message.2).bare])
    }

    func account(of nick: String) -> String { nick }

    func say(_ nick: String, _ text: String) async throws {
        let account = nick.hasPrefix("guest") ? "" : "@account=\(nick) "
        try await server.send("\(account):\(nick)!\(nick)@host PRIVMSG #nova :\(text)")
    }

    func heard() -> [String] { said.lines }
}

// MARK: Matrix

/// A room on Synapse.
actor MatrixStage: Stage {
    nonisolated let network: any Network
    nonisolated let room: Room
    private let synapse: Synapse
    private let bot: MatrixPerson
    private let host: MatrixPerson
    private var people: [String: MatrixPerson] = [:]
    private var alone: [String: String] = [:]
    private var said: [String] = []
    private var last: [String: String] = [:]
    private var syncs: [String: String] = [:]
    private var speaker: String?
    private let folder: TemporaryFolder

    init() async throws {
        synapse = try await Synapse.shared()
        bot = try await synapse.person("slotkeeper")
        host = try await synapse.person("host")
        folder = try TemporaryFolder()
        let id = try await host.createRoom()
        room = Room(network: "matrix", id: id)
        let session = MatrixSession.Settings(
            access: .password(user: bot.id, MatrixProtocol.Secret(Synapse.password)),
            rooms: [Place(id)].compactMap(\.self))
        network = MatrixNetwork(
            MatrixNetworkConfiguration(
                name: "matrix", homeserver: synapse.url, statePath: folder.path + "/matrix.sqlite", session: session),
            logger: Logger(label: "stage", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    func account(of nick: String) async throws -> String {
        if let person = people[nick] { return person.id }
        let person = try await synapse.person(nick)
        try await person.join(room.id)
        people[nick] = person
        return person.id
    }

    func say(_ nick: String, _ text: String) async throws {
        speaker = nick
        // What is said before the bot is there is none of its business.
        try await host.hears(in: room.id) { $0.type == "m.room.member" && $0.sender == bot.id }
        try await people[nick]?.say(text, in: room.id)
    }

    func heard() async throws -> [String] {
        try await take(room.id, host, "<slotkeeper> ")
        // A private word goes to whoever spoke last.
        if let nick = speaker, let person = people[nick] {
            if alone[nick] == nil {
                let since = syncs[nick].map { "&since=\($0)" } ?? ""
                let sync = try await person.ask(.get, "v3/sync?timeout=0\(since)").body
                syncs[nick] = sync["next_batch"].text
                if let room = sync["rooms"]["invite"].members.keys.first {
                    try await person.join(room)
                    alone[nick] = room
                }
            }
            if let room = alone[nick] { try await take(room, person, "-slotkeeper to \(nick)- ") }
        }
        return said
    }

    /// What is new in a room, as somebody there hears it.
    private func take(_ room: String, _ person: MatrixPerson, _ lead: String) async throws {
        let new = try await person.said(in: room, by: bot.id, after: last[room])
        last[room] = new.last?.id ?? last[room]
        said += new.flatMap { lines(of: $0, lead) }
    }

    /// With the names that people have in the talk.
    private func lines(of heard: MatrixPerson.Heard, _ lead: String) -> [String] {
        var text = heard.text
        for (nick, person) in people {
            text = text.replacing(person.id.dropFirst().prefix { $0 != ":" }, with: nick)
        }
        return text.split(separator: "\n").map { lead + String($0).bare }
    }
}
