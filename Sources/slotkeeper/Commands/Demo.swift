import ArgumentParser
import Bot
import Chat
import Foundation
import Ledger
import Logging
import ReviewSlots
import Synchronization

struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fill an empty ledger with the Kilo cycle's specs and a week of history.",
        discussion: """
            Reads DATA/kilo-*.txt and DATA/history.txt, and lets the people in it say what they said, with the dates \
            shifted so that it is the evening of the day behind the last. Does nothing if the ledger has something in it.
            """)

    @OptionGroup var file: ConfigurationOption
    @Option(help: "The folder of the demo's data.", completion: .directory) var data = "config/demo"

    func run() async throws {
        try await reporting {
            let settings = try file.load()
            let start = Application.now() + -20 * Timestamp.hour
            let clock = DemoClock(start.seconds)
            let application = try await Application.build(settings, networks: false, clock: { clock.now })
            guard
                try await application.ledger.read(try application.board(nil).name, { board, _ in board.specs.isEmpty })
            else {
                say("The demo is loaded already.")
                return
            }
            let script = try DemoScript(folder: data, start: start)
            say("Loading \(script.summaries.count) summaries …")
            for line in try await application.importSummaries(script.summaries, board: nil) { say("  \(line)") }
            say("Replaying \(script.lines.count) lines of history …")
            for line in script.lines {
                clock.set(line.at)
                await application.bot.tick()
                let before = await application.ledger.position
                let speaker = Speaker(board: nil, nick: line.nick, account: line.nick, uid: LocalUser.id)
                let reply = await application.answer(.say(line.text, speaker))
                guard case .lines(let answers) = reply, let answer = answers.first,
                    await application.ledger.position > before
                else {
                    throw Failure(
                        "line \(line.number) of the history changed nothing: \(line.text): \(reply)", code: .badInput)
                }
                if settings.log.level <= .debug { say("  <\(line.nick)> \(line.text)\n  <slotkeeper> \(answer)") }
            }
            clock.set(Application.now())
            await application.bot.tick()
            say("The demo is loaded: \(await application.ledger.position) events in \(settings.ledger.path).")
        }
    }
}

/// The demo's clock goes from line to line.
private final class DemoClock: Sendable {
    private let seconds: Atomic<Int>

    init(_ start: Int) { seconds = Atomic(start) }

    var now: Timestamp { Timestamp(seconds.load(ordering: .relaxed)) }

    func set(_ time: Timestamp) { seconds.store(time.seconds, ordering: .relaxed) }
}

/// What the demo's folder holds.
struct DemoScript {
    struct Line {
        var number: Int
        var at: Timestamp
        var nick: String
        var text: String
    }

    /// Oldest first.
    var summaries: [DatedSummary] = []
    var lines: [Line] = []

    /// - Parameter start: the day 0 of the history begins then. It is 20 hours ago and no midnight, so that the demo looks the
    ///   same at any time of day.
    init(folder: String, start: Timestamp) throws {
        let today = start.seconds / Timestamp.day * Timestamp.day
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter {
            $0.hasPrefix("kilo-") && $0.hasSuffix(".txt")
        }.sorted()
        guard let newest = names.last, let last = try? Self.date(of: newest) else {
            throw Failure(
                "there is no demo data in \(folder): run this from the project's folder, or say --data.", code: .noInput
            )
        }
        for name in names {
            let date = try Self.date(of: name)
            // The newest list came out a week ago, when the history begins.
            let shifted = Timestamp(today - 7 * Timestamp.day - (last - date))
            summaries += try ImportSummary.read("\(folder)/\(name)").report.summaries.map {
                DatedSummary(summary: $0, date: shifted)
            }
        }
        let text = try String(contentsOfFile: "\(folder)/history.txt", encoding: .utf8)
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        where !line.isEmpty && line.first != "#" {
            // -7 09:00 alice: !slots set 10
            let parts = line.split(separator: " ", maxSplits: 3)
            let time = parts.count == 4 ? parts[1].split(separator: ":").compactMap { Int($0) } : []
            guard parts.count == 4, let day = Int(parts[0]), time.count == 2, parts[2].hasSuffix(":") else {
                throw Failure("\(folder)/history.txt, line \(index + 1): not DAY HH:MM NICK: TEXT", code: .badInput)
            }
            lines.append(
                Line(
                    number: index + 1,
                    at: start + day * Timestamp.day + time[0] * Timestamp.hour + time[1] * Timestamp.minute,
                    nick: String(parts[2].dropLast()), text: String(parts[3])))
        }
    }

    private static func date(of name: String) throws -> Timestamp {
        try ImportSummary.date(String(name.dropFirst("kilo-".count).dropLast(".txt".count)))
    }
}
