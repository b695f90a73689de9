import ArgumentParser
import Chat
import Foundation
import Ledger
import ReviewSlots
import SQLiteLedger
import Summaries

struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Take in summaries of specs, priorities, or the events of another ledger.",
        subcommands: [ImportSummary.self, ImportPriorities.self, ImportEvents.self])
}

struct ImportSummary: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "summary", abstract: "Take in \"state of the specs\" posts as text, Markdown, HTML or JSON.",
        discussion: """
            A file may hold several posts, newest first, with page chrome around them; posts without lists are skipped, and \
            lines that cannot be read are reported. Give one --date per summary, in the order of the files; the oldest is \
            imported first. HTML and JSON are read as "summary" writes them. Importing twice changes nothing.
            """)

    @OptionGroup var file: ConfigurationOption
    @Argument(help: "Files to read; - is standard input.", completion: .file()) var files: [String]
    @Option(help: "The board, if there are several.") var board: String?
    @Option(
        name: .customLong("date"),
        help: "When a summary was published: 2014-12-15. Default: as JSON says it, else today.") var dates: [String] =
            []

    func run() async throws {
        try await reporting {
            let settings = try file.load()
            var summaries: [DatedSummary] = []
            for path in files {
                let (report, text) = try Self.read(path)
                say("\(path): \(report.description)")
                // A file has its newest post first.
                let date = dates.isEmpty ? try text.map { try Self.moment($0, path) } : nil
                let read = report.summaries.map { DatedSummary(summary: $0, date: date) }
                summaries += dates.isEmpty ? read.reversed() : read
            }
            guard !summaries.isEmpty else {
                throw Failure("no summary was found, so nothing was imported.", code: .badInput)
            }
            if dates.isEmpty {
                // The oldest first; what has no date is of today.
                summaries = summaries.enumerated().sorted {
                    ($0.element.date ?? Timestamp(.max), $0.offset) < ($1.element.date ?? Timestamp(.max), $1.offset)
                }.map(\.element)
            } else {
                guard dates.count == summaries.count else {
                    throw Failure(
                        "\(summaries.count) summaries need as many dates, and there are \(dates.count).",
                        code: .badInput)
                }
                for (index, text) in dates.enumerated() { summaries[index].date = try Self.date(text) }
                summaries = summaries.enumerated().sorted {
                    ($0.element.date ?? Timestamp(0), $1.offset) < ($1.element.date ?? Timestamp(0), $0.offset)
                }.map(\.element)
            }
            if summaries.contains(where: { $0.date == nil }) {
                say(
                    "Without --date they are taken as of today: what came before them and is not on them counts as gone."
                )
            }
            let conversation = try await Conversation.open(settings)
            for line in try await conversation.ask(.importSummaries(summaries, board: board)) { say(line) }
        }
    }

    private struct Dated: Decodable {
        var date: String?
    }

    /// What is in a file, and when it was published if it says so.
    static func read(_ path: String) throws -> (report: SummaryReport, date: String?) {
        let text = try InputFile.read(path, atMost: SummaryReader.defaultByteLimit)
        do {
            var reader = SummaryReader()
            guard text.first == UInt8(ascii: "{"), text.count <= SummaryReader.defaultByteLimit else {
                try reader.read(text)
                return (try reader.finish(), nil)
            }
            let date = try JSONDecoder().decode(Dated.self, from: Data(text)).date
            return (SummaryReport([try Summary(json: text)]), date)
        } catch let refusal as SummaryRefusal {
            throw Failure("\(path): \(refusal)", code: .badInput)
        } catch let error as DecodingError {
            throw Failure("\(path): \(error.sentence.harmless)", code: .badInput)
        }
    }

    /// A date as the bot's own JSON has it.
    private static func moment(_ text: String, _ path: String) throws -> Timestamp {
        guard let date = try? Date(text, strategy: .iso8601) else {
            throw Failure(
                "\(path): \"\(String(text.prefix(40)).harmless)\" is no date such as 2014-12-15T00:00:00Z. Say --date.",
                code: .badInput)
        }
        return Timestamp(Int(date.timeIntervalSince1970))
    }

    static func date(_ text: String) throws -> Timestamp {
        do {
            return try Timestamp(pastDay: text, now: Application.now())
        } catch {
            throw Failure("\(error).", code: .badInput)
        }
    }
}

struct ImportEvents: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events", abstract: "Fill an empty ledger with the events that \"export\" wrote.")

    @OptionGroup var file: ConfigurationOption
    @Argument(help: "A file of JSON lines; - is standard input.", completion: .file()) var path: String

    func run() async throws {
        try await reporting {
            let settings = try file.load()
            let log = try Application.openLog(settings, mode: .writer)
            guard try await log.end() == 0 else {
                throw Failure(
                    "the ledger \(settings.ledger.path) is not empty: events can only be imported into an empty one.",
                    code: .badInput)
            }
            // All or nothing: everything is read and checked before the first record is written.
            let records = try Self.records(
                path == "-" ? FileHandle.standardInput.readToEnd() : FileManager.default.contents(atPath: path), path)
            let trial = Ledger(log: MemoryLog())
            do {
                try await trial.log.append(records, after: 0)
                try await trial.open()
                try await log.append(records, after: 0)
            } catch let error as LedgerError {
                throw Failure(Application.sentence(for: error), code: .badInput)
            } catch let error as EventLogError {
                throw Failure(error.description, code: .file)
            }
            say("\(records.count) events imported into \(settings.ledger.path).")
        }
    }

    static func records(_ data: Data?, _ path: String) throws -> [Record] {
        guard let data else { throw Failure("\(path) cannot be read.", code: .noInput) }
        var records: [Record] = []
        for (index, line) in data.split(separator: UInt8(ascii: "\n")).enumerated() {
            guard let text = String(validating: line, as: UTF8.self), let record = Record(line: text),
                record.position == index + 1
            else {
                throw Failure(
                    "\(path), line \(index + 1), is no event number \(index + 1) of an export.",
                    code: .badInput)
            }
            records.append(record)
        }
        return records
    }
}
