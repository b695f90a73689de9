import Chat
import Foundation
import IRCTesting
import Logging
import MatrixModel
import MatrixNetwork
import MatrixProtocol
import MatrixTesting
import Pacing
import NIOConcurrencyHelpers

/// A bot that answers `done: TEXT` to each message that begins with `!`, on a homeserver, with a state folder that outlives it.
struct Listening: Sendable {
    let network: MatrixNetwork
    let log: CollectedLog
    private let box: NIOLockedValueBox<[Message]>
    private let hasEnded: NIOLockedValueBox<Bool>

    var isOver: Bool { hasEnded.withLockedValue(\.self) }

    /// All that was heard.
    var heard: [Message] { box.withLockedValue(\.self) }
    var texts: [String] { heard.map(\.text) }

    static let room = Room(network: "matrix", id: "#nova:example.org")

    static func configuration(_ url: String, in folder: TemporaryFolder) -> MatrixNetworkConfiguration {
        var session = MatrixSession.Settings(
            access: .password(user: "@slotkeeper:example.org", Secret(ModelHomeserver.password)),
            rooms: [Place("#nova:example.org")].compactMap(\.self))
        session.inviters = Set([UserID("@anna:example.org")].compactMap(\.self))
        session.pollTimeout = 2000
        session.pollGrace = 3000
        // Long enough for a machine that has much else to do.
        session.requestTimeout = 10_000
        session.retry.shortest = 20
        session.retry.longest = 500
        return MatrixNetworkConfiguration(
            name: "matrix", homeserver: url, statePath: folder.path + "/matrix.sqlite", session: session)
    }

    /// Runs it while the body runs, and then ends it as it is ended by a signal.
    static func run<Result: Sendable>(
        _ configuration: MatrixNetworkConfiguration, answersAfter pause: Duration = .zero,
        _ body: (Listening) async throws -> Result
    ) async throws -> Result {
        let log = CollectedLog()
        let network = MatrixNetwork(configuration, logger: Logger(label: "test", factory: { _ in log }))
        let box = NIOLockedValueBox<[Message]>([])
        let hasEnded = NIOLockedValueBox(false)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { hasEnded.withLockedValue { $0 = true } }
                try await network.run { message in
                    box.withLockedValue { $0.append(message) }
                    guard message.text.hasPrefix("!") else { return }
                    try? await Task.sleep(for: pause)
                    try? await network.send(
                        Outgoing(
                            room: message.room, document: Document(Document.Line("done: \(message.text)")),
                            kind: .answer(to: message.id)))
                }
            }
            let result = try await body(Listening(network: network, log: log, box: box, hasEnded: hasEnded))
            group.cancelAll()
            try await group.waitForAll()
            return result
        }
    }

    func announce(_ text: String, key: String? = nil, replacing: String? = nil, subject: String? = nil) async throws {
        while true {
            do {
                return try await network.send(
                    Outgoing(
                        room: Self.room, document: Document(Document.Line(text)), kind: .announcement, key: key,
                        replaces: replacing, subject: subject))
            } catch SendError.notConnected {
                try await Task.sleep(for: .milliseconds(10))
            }
        }
    }
}
