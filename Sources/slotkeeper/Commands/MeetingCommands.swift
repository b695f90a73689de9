import ArgumentParser
import Bot
import Chat
import Foundation
import GerritReviews
import Ledger
import ReviewSlots

// Reports for people and their meetings; they only read.

/// What each of them asks for.
struct ReportOptions: ParsableArguments {
    @OptionGroup var file: ConfigurationOption
    @Option(help: "The board, if there are several.") var board: String?

    func settings() throws -> (Configuration, BoardConfiguration) {
        let settings = try file.load()
        return (settings, try settings.boardName(board))
    }
}

extension Configuration {
    /// Looks at a board as it is now.
    fileprivate func look<Value: Sendable>(
        at configured: BoardConfiguration, _ body: @Sendable (BoardView) throws -> Value
    ) async throws -> Value {
        try await readLedger().read(configured.name) { board, people in
            try body(
                BoardView(
                    board: board, people: people, configuration: configured, baseURL: baseURL, now: Application.now()))
        }
    }
}

private func sayJSON(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    say(String(decoding: try encoder.encode(value), as: UTF8.self))
}

struct BurnDownCommand: AsyncParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument { case csv, json }

    static let configuration = CommandConfiguration(
        commandName: "burndown", abstract: "Print how many specs were targeted, approved and implemented, a line a day."
    )

    @OptionGroup var options: ReportOptions
    @Option(help: "csv or json.") var format = Format.csv

    private struct Row: Encodable {
        var day: String
        var cycle: String
        var targeted: Int
        var approved: Int
        var implemented: Int

        /// RFC 4180.
        var csv: String {
            let isPlain = !cycle.contains { ",\"\n\r".contains($0) }
            let name = isPlain ? cycle : "\"\(cycle.replacing("\"", with: "\"\""))\""
            return "\(day),\(name),\(targeted),\(approved),\(implemented)"
        }
    }

    func run() async throws {
        try await reporting {
            let (settings, configured) = try options.settings()
            let rows = try await settings.look(at: configured) { view in
                view.board.burnDownByDay(until: view.now)
            }.map { day in
                Row(
                    day: Wording.isoDay(Timestamp(day.day * Timestamp.day)), cycle: day.cycle, targeted: day.targeted,
                    approved: day.approved, implemented: day.implemented)
            }
            switch format {
            case .csv: say((["day,cycle,targeted,approved,implemented"] + rows.map(\.csv)).joined(separator: "\n"))
            case .json: try sayJSON(rows)
            }
        }
    }
}

struct AgendaCommand: AsyncParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument { case markdown, text }

    static let configuration = CommandConfiguration(
        commandName: "agenda", abstract: "Print what the weekly meeting needs.",
        discussion:
            "Reads the ledger and what was last read from the review system, beside a running bot or without one.")

    @OptionGroup var options: ReportOptions
    @Option(help: "markdown or text.") var format = Format.markdown

    func run() async throws {
        try await reporting {
            let (settings, configured) = try options.settings()
            var reviews: [OpenReview] = []
            var caveats: [String] = []
            do {
                for case let gerrit as GerritPlugin in try Application.plugins(settings) {
                    reviews += try await gerrit.storedReviews(on: configured.name)
                    caveats += try await gerrit.storedCaveats(on: configured.name, now: Application.now())
                }
            } catch {
                throw Failure("what was read from the review system cannot be read again: \(error)", code: .file)
            }
            let text = try await settings.look(at: configured) { [reviews, format] view in
                let agenda = Agenda(view, reviews: reviews)
                return format == .markdown ? agenda.markdown : agenda.line.plainText(quiet: false) + "\n"
            }
            say(text + caveats.map { "\n\($0)\n" }.joined(), terminator: "")
        }
    }
}

struct ReproposeCommand: AsyncParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument { case markdown, text, json }

    static let configuration = CommandConfiguration(
        commandName: "repropose",
        abstract: "Print the specs that are approved and not implemented, and the tag to propose them again with.")

    @OptionGroup var options: ReportOptions
    @Option(help: "The cycle, if it is not the board's own.") var cycle: String?
    @Option(help: "markdown, text or json.") var format = Format.text

    private struct Left: Encodable {
        struct Spec: Encodable {
            var review: Int
            var title: String
            var category: String
        }
        var cycle: String
        var tag: String?
        var specs: [Spec]
    }

    func run() async throws {
        try await reporting {
            let (settings, configured) = try options.settings()
            let (cycle, format) = (cycle, format)
            let (text, left) = try await settings.look(at: configured) { view in
                let found = Reproposal(view, cycle: cycle)
                let specs = found.specs.map {
                    Left.Spec(
                        review: $0.current?.number ?? $0.id, title: $0.title, category: view.board.category($0.category)
                    )
                }
                let lines = ([found.line] + found.items).map { $0.plainText(quiet: false) + "\n" }
                return (
                    format == .markdown ? found.markdown : lines.joined(),
                    Left(cycle: found.cycle, tag: found.tag, specs: specs)
                )
            }
            if format == .json { try sayJSON(left) } else { say(text, terminator: "") }
        }
    }
}
