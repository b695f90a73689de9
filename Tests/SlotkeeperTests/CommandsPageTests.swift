import Bot
import CalendarPlugin
import Chat
import Foundation
import GerritReviews
import Kudos
import Logging
import RankVotes
import ReviewDay
import Subscriptions
import Summaries
import Testing

/// What is written about the commands, and what they are, do not part.
@Suite("docs/commands.md")
struct CommandsPageTests {
    private static let page = Executable.project.appendingPathComponent("docs/commands.md")
    private static let commands =
        [Command<CommandContext>].builtIn + CalendarPlugin().commands + RankVotesPlugin().commands
        + GerritPlugin([], logger: Logger(label: "docs") { _ in SwiftLogNoOpLogHandler() }).commands
        + SubscriptionsPlugin().commands + ReviewDayPlugin().commands
        + SummariesPlugin(logger: Logger(label: "docs") { _ in SwiftLogNoOpLogHandler() }).commands
        + KudosPlugin().commands

    @Test("is what the commands say of themselves; SLOTKEEPER_WRITE_DOCS=1 writes it anew")
    func page() throws {
        let table = Self.commands.markdown
        if ProcessInfo.processInfo.environment["SLOTKEEPER_WRITE_DOCS"] == "1" {
            try Data(table.utf8).write(to: Self.page)
        }
        #expect(try String(contentsOf: Self.page, encoding: .utf8) == table)
    }

    @Test("has no name twice") func names() {
        let names = Self.commands.flatMap { [$0.name] + $0.aliases }
        #expect(Set(names).count == names.count)
    }
}
