import Bot
import BotTesting
import Foundation
import Ledger
import Logging
import Synchronization
import ReviewSlots
import Summaries
import Testing

@Suite("Publishing while the bot runs")
struct PublisherTests {
    /// Waits until something is so.
    private func eventually(_ what: String, _ condition: () async throws -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < end {
            if try await condition() { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("never \(what)")
    }

    @Test func `The folder follows the board from the start, and is tried again after it was gone`() async throws {
        let folder = try SiteFolderTests.Temporary()
        let away = URL(fileURLWithPath: folder.path + "-away")
        defer { try? FileManager.default.removeItem(at: away) }
        let plugin = SummariesPlugin(
            ["nova": PublishTarget(folder: folder.path)],
            others: { board, _ in [SiteFile(name: "calendar.ics", title: "Calendar", text: board)] },
            retry: .milliseconds(20),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let room = try await TestRoom.example(plugins: [plugin])
        try await room.running {
            try await eventually("published") { try folder.names.contains("index.html") }
            #expect(try folder.names.isSuperset(of: ["1.html", "latest.html", "feed.atom", "calendar.ics"]))
            _ = await room.say("sam", "!summary draft \"<b>Hello</b>\"")
            _ = await room.say("sam", "!summary approve")
            #expect(try folder.names.contains("2.html") == false)
            _ = await room.say("sam", "!summary publish")
            try await eventually("two") { try folder.text("index.html").contains("2.html") }
            #expect(try folder.text("2.html").contains("<p>&lt;b&gt;Hello&lt;/b&gt;</p>"))
            _ = await room.say("sam", "!undo")
            try await eventually("one again") { try !folder.names.contains("2.html") }
            #expect(try !folder.text("index.html").contains("2.html"))

            try FileManager.default.moveItem(at: folder.url, to: away)
            _ = await room.say("sam", "!summary publish")
            try await eventually("said") {
                await room.say("erin", "!summary").joined(separator: " ").contains(
                    "The pages are old: \(folder.path) is not there")
            }
            try FileManager.default.moveItem(at: away, to: folder.url)
            try await eventually("well again") { try folder.names.contains("2.html") }
            try await eventually("forgotten") {
                await !room.say("erin", "!summary").joined(separator: " ").contains("The pages are old")
            }
        }
    }

    @Test func `A folder that is emptied or removed after a success is noticed without a publication`() async throws {
        let folder = try SiteFolderTests.Temporary()
        let away = try SiteFolderTests.Temporary()
        let plugin = SummariesPlugin(
            ["nova": PublishTarget(folder: folder.path)], retry: .milliseconds(20),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let room = try await TestRoom.example(plugins: [plugin])
        try await room.running {
            try await eventually("published") { try folder.names.contains("index.html") }
            try FileManager.default.moveItem(at: folder.url, to: away.file("one"))
            try FileManager.default.createDirectory(at: folder.url, withIntermediateDirectories: false)
            try await eventually("published again") { try folder.names.contains("index.html") }
            try FileManager.default.moveItem(at: folder.url, to: away.file("two"))
            try await eventually("said") {
                await room.say("erin", "!summary").joined(separator: " ").contains(
                    "The pages are old: \(folder.path) is not there")
            }
        }
    }

    /// Whenever the ledger has grown, the last board's file is another: when it is there, all boards were looked at.
    private func text(of board: String, _ context: PluginContext) async throws -> String {
        "\(board) \(try await context.end())"
    }

    @Test func `A folder that cannot be written is not tried again whenever the ledger grows`() async throws {
        let folder = try SiteFolderTests.Temporary()
        let tries = Mutex(0)
        let other = BoardConfiguration(name: "other", settings: Settings(), rooms: [], roles: [:])
        let plugin = SummariesPlugin(
            ["nova": PublishTarget(folder: folder.path + "/no"), "other": PublishTarget(folder: folder.path)],
            others: { board, context in
                if board == "nova" { tries.withLock { $0 += 1 } }
                return [SiteFile(name: "end.txt", title: "End", text: try await text(of: board, context))]
            },
            retry: .seconds(3600), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let room = try await TestRoom.make(plugins: [plugin], boards: [other])
        try await room.running {
            for slots in 5...8 {
                _ = await room.say("alice", "!slots set \(slots)")
                let end = try await room.log.end()
                try await eventually("looked at") {
                    try folder.names.contains("end.txt") && folder.text("end.txt") == "other \(end)"
                }
            }
            #expect(tries.withLock { $0 } == 1)
        }
    }

    @Test func `A new calendar alone renders no page again`() async throws {
        let folder = try SiteFolderTests.Temporary()
        let plugin = SummariesPlugin(
            ["nova": PublishTarget(folder: folder.path)],
            others: { board, context in
                [SiteFile(name: "calendar.ics", title: "Calendar", text: try await text(of: board, context))]
            },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let room = try await TestRoom.example(plugins: [plugin])
        try await room.running {
            try await eventually("published") { try folder.names.contains("index.html") }
            try Data("as it was".utf8).write(to: folder.file("1.html"))
            let before = try folder.text("calendar.ics")
            _ = await room.say("alice", "!slots set 5")
            try await eventually("another calendar") { try folder.text("calendar.ics") != before }
            _ = await room.say("sam", "!summary draft \"Hello\"")
            #expect(try folder.text("1.html") == "as it was")
            _ = await room.say("sam", "!summary approve")
            _ = await room.say("sam", "!summary publish")
            try await eventually("rendered again") { try folder.text("1.html") != "as it was" }
        }
    }
}
