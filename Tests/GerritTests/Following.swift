import Foundation
import Gerrit
import GerritProtocol
import GerritTesting
import Logging
import NIOConcurrencyHelpers
import WebTesting

/// A server that is followed, and who keeps its mirror.
struct Following {
    let world = World()
    let keeper = MemoryKeeper()
    let log = CollectedLog()
    let password = NIOLockedValueBox("hunter2-secret")

    struct TooLate: Error, CustomStringConvertible {
        let description: String
    }

    /// Follows the world while the body runs.
    func run(
        compresses: Bool = false, _ change: (inout GerritConfiguration) -> Void = { _ in },
        _ body: (GerritServer) async throws -> Void
    ) async throws {
        try await WebServer.run(compresses: compresses, answer: world.answer) { web in
            var configuration = configuration(web.url)
            change(&configuration)
            try await follow(configuration, body)
        }
    }

    func follow(_ configuration: GerritConfiguration, _ body: (GerritServer) async throws -> Void) async throws {
        let server = GerritServer(configuration, keeper: keeper, logger: log.logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            try await body(server)
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    /// Everything that waits waits for milliseconds; polls come only once, unless something asks for them.
    func configuration(_ url: String) -> GerritConfiguration {
        var settings = Sync.Settings()
        settings.projects = [World.project]
        settings.burst = 1000
        settings.millisecondsPerRequest = 1
        settings.retry = .init(shortest: 10, longest: 50)
        settings.settle = 10
        settings.settleAgain = 20
        settings.pollEveryWithoutStream = 60_000
        var configuration = GerritConfiguration(name: "review", url: url, settings: settings)
        configuration.credentials = .init(user: "bot") { [password] in password.withLockedValue(\.self) }
        configuration.allowsPlaintextLogin = true
        return configuration
    }

    func waitForTitle(_ title: String, of number: Int = 1) async throws {
        try await wait("change \(number) to be called \(title)") { await keeper.title(number) == title }
    }

    func wait(
        _ what: String, for time: Duration = .seconds(120), until isTrue: () async throws -> Bool
    ) async throws {
        let deadline = ContinuousClock.now + time
        while try await !isTrue() {
            guard ContinuousClock.now < deadline else {
                throw TooLate(description: "waited for \(what)\n\(log.lines.joined(separator: "\n"))")
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}

/// Keeps what is logged, at every level.
struct CollectedLog: LogHandler {
    private let kept = NIOLockedValueBox<[String]>([])
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    var lines: [String] { kept.withLockedValue(\.self) }
    var logger: Logger { Logger(label: "test") { _ in self } }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let line = "\(event.message) \(event.metadata ?? [:])"
        kept.withLockedValue { $0.append(line) }
    }

    func contains(_ text: String) -> Bool {
        lines.contains { $0.contains(text) }
    }
}

/// A folder that is gone after the test.
struct Folder {
    let path = FileManager.default.temporaryDirectory.appending(path: "gerrit-\(UUID().uuidString)").path

    static func with(_ body: (Folder) async throws -> Void) async throws {
        let folder = Folder()
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder.path) }
        try await body(folder)
    }

    func read(_ name: String) -> String {
        (try? String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)) ?? ""
    }

    func write(_ name: String, _ text: String = "") throws {
        try text.write(toFile: "\(path)/\(name)", atomically: true, encoding: .utf8)
    }
}
