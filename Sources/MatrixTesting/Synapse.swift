internal import AsyncHTTPClient
internal import Foundation
internal import MatrixProtocol
internal import NIOCore
internal import NIOPosix

/// A real homeserver on 127.0.0.1, as `script/install-packages test` installs it.
public struct Synapse: Sendable {
    /// What is set otherwise than for the shared one.
    public struct Settings: Sendable {
        /// Messages are limited as by default: ten at once, then one in five seconds.
        public var limitsMessages = false
        /// So long an access token is good where it can be refreshed, seconds.
        public var tokenLifetime = 300

        public init(limitsMessages: Bool = false, tokenLifetime: Int = 300) {
            (self.limitsMessages, self.tokenLifetime) = (limitsMessages, tokenLifetime)
        }
    }

    /// Of everybody's ids.
    public static let name = "example.org"
    /// Everybody's.
    public static let password = "correct horse"

    /// Whether it is installed. Where the tests must run (CI=true) it counts as installed, so that its absence is a failure;
    /// elsewhere the tests are shown as skipped.
    public static let isInstalled =
        ProcessInfo.processInfo.environment["CI"] == "true" || FileManager.default.isExecutableFile(atPath: program)

    private static let program = "/var/cache/slotkeeper/synapse/bin/synapse_homeserver"

    /// Without a slash at the end.
    public let url: String
    private let process: Running

    /// One for all tests of a run: it starts with the first, and ends with the run.
    public static func shared() async throws -> Synapse {
        let synapse = try one.get()
        try await synapse.answers()
        return synapse
    }

    private static let one = Result { try Synapse(Settings()) }

    /// One of its own for the body.
    public static func run<Result>(
        _ settings: Settings, _ body: (Synapse) async throws -> Result
    ) async throws -> Result {
        let synapse = try Synapse(settings)
        defer { synapse.process.end() }
        try await synapse.answers()
        return try await body(synapse)
    }

    private init(_ settings: Settings) throws {
        guard FileManager.default.isExecutableFile(atPath: Self.program) else {
            throw Failure("\(Self.program) is missing; script/install-packages test installs it")
        }
        let port = try Self.freePort()
        let folder = FileManager.default.temporaryDirectory.appending(path: "synapse-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        for (file, text) in settings.files(in: folder.path, port: port) {
            try text.write(to: folder.appending(path: file), atomically: false, encoding: .utf8)
        }
        url = "http://127.0.0.1:\(port)"
        process = try Running([Self.program, "-c", "homeserver.yaml"], in: folder)
    }

    /// Below those that the system gives to whoever connects to something, or somebody might get it before the server does.
    private static func freePort() throws -> Int {
        for _ in 0..<100 {
            let port = Int.random(in: 15_000...32_000)
            let listener = try? ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .bind(host: "127.0.0.1", port: port).wait()
            guard let listener else { continue }
            try listener.close().wait()
            return port
        }
        throw Failure("no port is free")
    }

    private func answers() async throws {
        let deadline = ContinuousClock.now + .seconds(120)
        while true {
            if let answer = try? await MatrixPerson.exchange(MatrixPerson.request(.get, "versions"), url),
                answer.status == 200
            {
                return
            }
            guard ContinuousClock.now < deadline else {
                throw Failure("it does not start; its last words: \(process.lastWords)")
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// Somebody new who is logged in here.
    /// - Parameter name: what the id begins with; nobody else has the whole of it.
    public func person(_ name: String) async throws -> MatrixPerson {
        let user = "\(name)-\(UUID().uuidString.lowercased().prefix(8))"
        let body: JSON = [
            "username": .text(user), "password": .text(Self.password), "auth": ["type": "m.login.dummy"],
            "inhibit_login": true,
        ]
        _ = try await MatrixPerson.exchange(MatrixPerson.request(.post, "v3/register", body), url)
            .orThrow("register \(user)")
        return try await MatrixPerson.logIn(user, password: Self.password, at: url)
    }

    public struct Failure: Error, CustomStringConvertible {
        public let description: String

        init(_ what: String) {
            description = "Synapse: \(what)"
        }
    }
}
