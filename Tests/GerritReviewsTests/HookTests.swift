import Bot
import BotTesting
import Foundation
import Gerrit
import GerritProtocol
import GerritReviews
import Logging
import ReviewSlots
import Testing

@Suite struct HookTests {
    private struct TooLate: Error {}

    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private func hook(_ number: Int, project: String = "demo/code") -> [UInt8] {
        Array(
            "{\"type\":\"comment-added\",\"change\":{\"project\":\"\(project)\",\"number\":\(number),\"subject\":\"A lie\"}}\n"
                .utf8)
    }

    /// Runs a board that follows a server on which there is change 7, which no list shows.
    private func following(_ body: (GerritPlugin, StubServer) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "hooks-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let change = """
            {"project": "demo/code", "_number": 7, "status": "NEW", "branch": "master", "change_id": "I7",
             "subject": "The truth", "updated": "2014-12-01 10:00:00.000000000"}
            """
        let answer: @Sendable (String) -> String = {
            $0.contains("~7") ? change : $0.contains("/changes/?") ? "[]" : "\"3.11.2\""
        }
        try await StubServer.run(answer) { stub in
            var settings = Sync.Settings()
            settings.projects = ["demo/code"]
            settings.usesStream = false
            settings.settle = 10
            let reviews = BoardReviews(
                board: "nova", server: "gerrit", projects: ["demo/code"], categories: try CategoryRules([]))
            let server = GerritPlugin.Server(
                GerritConfiguration(name: "gerrit", url: stub.url, settings: settings), boards: [reviews],
                cachePath: folder.appending(path: "cache.sqlite").path)
            let plugin = GerritPlugin([server], logger: logger)
            let room = try await TestRoom.make(plugins: [plugin])
            try await room.running { try await body(plugin, stub) }
        }
    }

    /// Until it can be taken, its sender tries again.
    private func send(_ body: [UInt8], to plugin: GerritPlugin) async throws -> Bool {
        try await wait {
            do { return try await plugin.hook("gerrit", body: body) } catch is CancellationError { return nil }
        }
    }

    private func wait<Value>(for value: () async throws -> Value?) async throws -> Value {
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            if let value = try await value() { return value }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw TooLate()
    }

    @Test func `a hook has its change read, and what it says itself is not believed`() async throws {
        try await following { plugin, stub in
            #expect(try await send(hook(7), to: plugin))
            let open = try await wait {
                let open = await plugin.openReviews(on: "nova")
                return open.isEmpty ? nil : open
            }
            #expect(open.map(\.change.number) == [7])
            #expect(open.map(\.change.title) == ["The truth"])
            // Thanked for, and put off.
            #expect(try await send(hook(7), to: plugin))
            #expect(stub.requests.count { $0.contains("~7") } == 1)
        }
    }

    @Test func `hooks about what is not followed cost nothing, and what is no event is none`() async throws {
        try await following { plugin, stub in
            var answers = [try await send(hook(7, project: "other"), to: plugin)]
            for unknown in [#"{"type": "ref-updated"}"#, #"{"type": "of a newer server"}"#] {
                answers.append(try await plugin.hook("gerrit", body: Array(unknown.utf8)))
            }
            #expect(answers == [true, true, true])
            for broken in [#"{"type": "comment-add"#, "[]", "{}", "", "\u{0}", String(repeating: "[", count: 100_000)] {
                let isTaken = try await plugin.hook("gerrit", body: Array(broken.utf8))
                #expect(!isTaken)
            }
            await #expect(throws: CancellationError.self) { try await plugin.hook("other", body: hook(7)) }
            #expect(await plugin.openReviews(on: "nova").isEmpty)
            #expect(!stub.requests.contains { $0.contains("~") })
        }
    }
}
