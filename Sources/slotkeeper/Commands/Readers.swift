import ArgumentParser
import Bot
import Chat
import Foundation
import Ledger
import ReviewSlots
import SQLiteLedger

// Subcommands that only read: they work beside a running bot.

extension Configuration {
    /// The ledger as it is now, for reading.
    func readLedger() async throws -> Ledger {
        let opened = Ledger(log: try readLog(), reducers: try Application.plugins(self).compactMap(\.reducer))
        try await readable { () async throws(LedgerError) in try await opened.open(boards: boards.map(\.name)) }
        return opened
    }

    /// What it is made of, unread.
    func readLog() throws -> SQLiteLog {
        guard FileManager.default.fileExists(atPath: ledger.path) else {
            throw Failure(
                "there is no ledger at \(ledger.path) yet: run the bot once, or import something.", code: .noInput)
        }
        return try Application.openLog(self, mode: .reader)
    }

    func boardName(_ name: String?) throws -> BoardConfiguration {
        let all = BotConfiguration(self).boards
        guard let found = name == nil && all.count == 1 ? all.first : all.first(where: { $0.name == name }) else {
            let problem = name.map { "there is no board \"\($0)\"" } ?? "which board? Say --board"
            throw Failure("\(problem); there is \(all.map(\.name).joined(separator: ", ")).", code: .badInput)
        }
        return found
    }
}

/// What the ledger cannot do, as a failure for a person.
func readable<Value>(_ body: () async throws(LedgerError) -> Value) async throws -> Value {
    do {
        return try await body()
    } catch {
        throw Failure(Application.sentence(for: error), code: .file)
    }
}

struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the whole ledger, an event a line, as JSON; or the ballots on the backlog.")

    @OptionGroup var file: ConfigurationOption
    @Flag(help: "Only the ballots that count now and the order that they give: a line of JSON for \"tally\".")
    var ballots = false
    @Option(help: "The board of the ballots, if there are several.") var board: String?

    func validate() throws {
        if board != nil, !ballots { throw ValidationError("--board goes with --ballots: a ledger holds all boards.") }
    }

    func run() async throws {
        try await reporting {
            let settings = try file.load()
            let ledger = try await settings.readLedger()
            if ballots {
                let name = try settings.boardName(board).name
                return say(try BallotExport(try await ledger.rankedBacklog(of: name), of: name).line())
            }
            var after = 0
            do {
                while true {
                    let records = try await ledger.log.read(after: after, limit: 1000)
                    for record in records { say(try record.line()) }
                    guard let last = records.last else { return }
                    after = last.position
                }
            } catch let error as EventLogError {
                throw Failure(error.description, code: .file)
            }
        }
    }
}

struct LogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "Print who did what when, oldest first.")

    @OptionGroup var file: ConfigurationOption
    @Option(help: "The board, if there are several.") var board: String?
    @Option(help: "How many commands to print.") var last = 50

    func run() async throws {
        try await reporting {
            guard last > 0 else { throw Failure("--last takes a number from 1.", code: .badInput) }
            let settings = try file.load()
            let configured = try settings.boardName(board)
            let ledger = try await settings.readLedger()
            let shown = try await readable { () async throws(LedgerError) in
                try await ledger.history(of: configured.name, most: last)
            }
            let plugins = try Application.plugins(settings)
            let lines = try await ledger.read(configured.name) { board, people in
                let view = BoardView(
                    board: board, people: people, configuration: configured, baseURL: nil, now: Application.now())
                return shown.reversed().map { view.logLine($0, plugins).plainText(quiet: false) }
            }
            for line in lines { say(line) }
        }
    }
}
