import Bot
import BotTesting
import Foundation
import Logging
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
            // Whatever happens next, or the next minute.
            _ = await room.say("alice", "!slots set 5")
            try await eventually("well again") { try folder.names.contains("2.html") }
            try await eventually("forgotten") {
                await !room.say("erin", "!summary").joined(separator: " ").contains("The pages are old")
            }
        }
    }
}
