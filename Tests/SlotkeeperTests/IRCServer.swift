import Chat
import Foundation
import IRCNetwork
import IRCProtocol
import IRCTesting
import Logging
import NIOPosix

/// A real IRC server on 127.0.0.1, started by script/irc-server.
struct IRCServer {
    let folder: URL
    let port: Int
    var authority: String { folder.appendingPathComponent("ca.pem").path }

    /// Where the server is not installed its tests are skipped, but not in CI, where it has to be.
    static func isInstalled(_ server: String) -> Bool {
        ProcessInfo.processInfo.environment["CI"] != nil
            || ["/usr/sbin", "/usr/bin", "/usr/local/sbin"].contains {
                FileManager.default.isExecutableFile(atPath: "\($0)/\(server)")
            }
    }

    init(_ server: String) throws {
        folder = URL(fileURLWithPath: "/tmp/ski-\(UUID().uuidString.prefix(8))")
        try ServerScript.run(["start", folder.path, "--server", server], in: Executable.project)
        let text = try String(contentsOf: folder.appendingPathComponent("port"), encoding: .utf8)
        guard let port = Int(text.filter(\.isNumber)) else { throw Missing("\(server) has no port") }
        self.port = port
    }

    /// What stands in one of the files that the script makes.
    func text(_ file: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    func stop() {
        try? ServerScript.run(["stop", folder.path], in: Executable.project)
        try? FileManager.default.removeItem(at: folder)
    }

    /// A configuration's network, by the name `lab`.
    func network(authority: String? = nil) -> String {
        "lab: {kind: irc, host: 127.0.0.1, port: \(port), nick: slotkeeper, tls: {ca_file: \(authority ?? self.authority), server_name: localhost}, "
            + "flood: {burst: 1000, per_second: 1000, queue: 5000}, reconnect: {first: 100ms, longest: 1s}}"
    }
}

/// Somebody in the channel, who hears everything and says a thing now and then.
struct IRCUser: Sendable {
    let network: IRCNetwork
    let heard: AsyncStream<String>
    private let hears: AsyncStream<String>.Continuation

    init(_ nick: String, on server: IRCServer, channel: String = "#nova") {
        var session = Session.Configuration(nick: nick, channels: [.init(channel)])
        session.flood = .unlimited
        var configuration = IRCNetworkConfiguration(name: "lab", host: "127.0.0.1", port: server.port, session: session)
        var tls = IRCNetworkConfiguration.TLS()
        tls.authorities = server.authority
        tls.serverName = "localhost"
        configuration.tls = tls
        network = IRCNetwork(
            configuration: configuration, logger: Logger(label: nick, factory: { _ in SwiftLogNoOpLogHandler() }))
        (heard, hears) = AsyncStream.makeStream()
    }

    /// Stays in the channel while the body runs.
    func present<Value: Sendable>(_ body: @escaping @Sendable (IRCUser) async throws -> Value) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                try await network.run { hears.yield($0.text) }
                return nil
            }
            group.addTask { try await body(self) }
            defer { group.cancelAll() }
            while let value = try await group.next() {
                if let value { return value }
            }
            throw Missing("nobody was there")
        }
    }

    func say(_ text: String, in channel: String = "#nova") async throws {
        let room = Room(network: "lab", id: channel)
        try await network.send(Outgoing(room: room, document: Document(Document.Line(text)), kind: .answer(to: nil)))
    }

    /// Says it again and again until somebody answers so: the bot, or we ourselves, may not be in the channel yet.
    func ask(_ text: String, until answer: String, in channel: String = "#nova") async throws -> String {
        try await withThrowingTaskGroup(of: String?.self) { group in
            group.addTask {
                while true {
                    try? await say(text, in: channel)
                    try await Task.sleep(for: .milliseconds(300))
                }
            }
            group.addTask { await hear(answer) }
            defer { group.cancelAll() }
            return try await group.next().flatMap { $0 } ?? ""
        }
    }

    /// The first line from now on that has the words in it.
    func hear(_ words: String) async -> String? {
        for await line in heard where line.contains(words) { return line }
        return nil
    }
}
