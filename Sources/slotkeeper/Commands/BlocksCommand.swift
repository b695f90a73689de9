import ArgumentParser
import Bot
import Foundation
import GerritReviews
import Ledger

struct BlocksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "blocks",
        abstract: "Say which blocks on changes without a slot would be set and lifted now.",
        discussion: """
            Reads the ledger and what was last read from the review system, beside a running bot or without one. Only the \
            running bot writes; a lead ends it with "!blocks lift all".
            """)

    @OptionGroup var file: ConfigurationOption
    @Option(help: "The board, if there are several.") var board: String?
    @Flag(help: "Only say it. There is no other way.") var dryRun = false

    func run() async throws {
        try await reporting {
            guard dryRun else {
                throw Failure(
                    "say --dry-run: blocks are written by the running bot alone, as \"reviews.blocks\" says.",
                    code: .badInput)
            }
            let settings = try file.load()
            let configured = try settings.boardName(board)
            let plugins = try Application.plugins(settings)
            guard let gerrit = plugins.lazy.compactMap({ $0 as? GerritPlugin }).first,
                settings.boards.contains(where: { $0.name == configured.name && $0.reviews != nil })
            else {
                throw Failure("the board \(configured.name) follows no review system.", code: .badInput)
            }
            let ledger = try await settings.readLedger()
            do {
                let now = Application.now()
                for caveat in try await gerrit.storedCaveats(on: configured.name, now: now) { say(caveat) }
                for line in try await gerrit.plannedBlocks(on: configured.name, ledger, now: now) {
                    say(line)
                }
            } catch {
                throw Failure("what was read from the review system cannot be read again: \(error)", code: .file)
            }
        }
    }
}
