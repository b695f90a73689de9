import Foundation
import Testing

/// `import`, `summary` and `export` as processes.
@Suite("Importing and exporting", .serialized)
struct ImportTests {
    private static let demo = Executable.project.appendingPathComponent("config/demo").path
    private static let posts = ["kilo-2014-12-15", "kilo-2014-11-28", "kilo-2014-10-31"].map { "\(demo)/\($0).txt" }
    private static let dates = ["2014-12-15", "2014-11-28", "2014-10-31"]

    private func with(_ body: (Executable) throws -> Void) throws {
        let executable = try Executable()
        defer { executable.remove() }
        try body(executable)
    }

    private func importAll(_ program: Executable) throws -> Executable.Outcome {
        try program.run(
            ["import", "summary", "--config", program.configuration] + Self.posts
                + Self.dates.flatMap { ["--date", $0] })
    }

    @Test("takes the three Kilo summaries, newest file first, and leaves 84 specs") func kilo() throws {
        try with { program in
            let first = try importAll(program)
            #expect(first.status == 0)
            #expect(
                first.lines.last
                    == "The board nova has 84 specs: the newest list shows 70, 13 are unknown (their category is listed but empty), 1 gone from it."
            )
            let again = try importAll(program)
            #expect(again.lines.filter { $0.hasSuffix("known already, nothing changed") }.count == 3)
            #expect(again.lines.last == first.lines.last)
        }
    }

    @Test("refuses a summary from the future") func future() throws {
        try with { program in
            let outcome = try program.run(
                ["import", "summary", "--config", program.configuration, Self.posts[0], "--date", "2999-01-01"])
            #expect(outcome.status == 65)
            #expect(outcome.errors.contains("2999-01-01 is in the future"))
        }
    }

    @Test(
        "prints the three summaries as they were, and reads each of them again",
        arguments: ["text", "markdown", "html", "json"]
    ) func roundTrip(format: String) throws {
        try with { program in
            _ = try importAll(program)
            for (number, post) in Self.posts.reversed().enumerated() {
                let printed = try program.run(
                    ["summary", "--config", program.configuration, "--of", "\(number + 1)", "--format", format])
                let path = program.folder.appendingPathComponent("again").path
                try printed.output.write(toFile: path, atomically: true, encoding: .utf8)
                let other = try Executable()
                defer { other.remove() }
                _ = try other.run(["import", "summary", "--config", other.configuration, post])
                #expect(
                    try other.run(["import", "summary", "--config", other.configuration, path]).output.contains(
                        "known already"))
            }
        }
    }

    @Test("prints the state of the specs as it was at the end of any day, and what has changed since any other")
    func asOf() throws {
        try with { program in
            func summary(_ arguments: String...) throws -> Executable.Outcome {
                try program.run(["summary", "--config", program.configuration] + arguments)
            }
            _ = try importAll(program)
            let november = try summary("--as-of", "2014-12-01")
            // Before the board was set up, and of the cycle for which it was.
            #expect(november.lines.first == "nova specs for Kilo, 1 December 2014")
            #expect(november.output.contains("> In numbers: 58 specs in 21 categories"))
            #expect(november.output.contains("> Since \"Nova specs for Kilo, 28 November 2014\": no changes."))
            #expect(try summary("--as-of", "2014-10-30").output.contains("> In numbers: no specs yet."))
            let since = try summary("--since", "2014-11-01")
            #expect(since.output.contains("> Since \"nova specs for Kilo, 1 November 2014\": 44 new"))
            #expect(
                try summary("--since", "2").output.contains("28 November 2014\": 14 new, 2 fast tracked, 8 approved"))
            #expect(try summary("--of", "3", "--since", "1").output.contains("31 October 2014\": 44 new"))
            #expect(try summary("--of", "1", "--empty", "hide").output.contains("\nContainers Service\n") == false)
            #expect(try summary("--of", "1").output.contains("\nContainers Service\n"))
            let feed = try summary("--format", "atom")
            #expect(feed.output.ranges(of: "<entry>").count == 3)
        }
    }

    @Test(
        "says what is wrong with a day or a number",
        arguments: [
            (["--as-of", "2014-02-29"], "there is no \"2014-02-29\": February 2014 has 28 days"),
            (["--as-of", "12/11"], "\"12/11\" can be read in two ways: write 20"),
            (["--since", "11.12.2014"], "can be read in two ways: write 2014-11-12 or 2014-12-11"),
            (["--since", "2999-01-01"], "2999-01-01 is in the future"),
            (["--since", "soon"], "\"soon\" is no date: write "),
            (["--of", "9"], "there is no summary 9 on nova: there are 1, 2 and 3"),
            (["--since", "9"], "there is no summary 9 on nova"),
            (["--of", "2", "--since", "3"], "summary 2 is compared with an older one, not with 3"),
            (
                ["--as-of", "2014-11-01", "--since", "2014-12-01"],
                "it is the state of 2014-11-01, and 2014-12-01 comes after that: say an earlier day behind --since."
            ),
            (["--of", "2", "--since", "2014-11-29"], "it is the state of 2014-11-28, and 2014-11-29 comes after that"),
        ]) func mistakes(arguments: [String], sentence: String) throws
    {
        try with { program in
            _ = try importAll(program)
            let outcome = try program.run(["summary", "--config", program.configuration] + arguments)
            #expect(outcome.status == 65)
            #expect(outcome.errors.contains(sentence))
            #expect(outcome.output.isEmpty)
        }
    }

    @Test("prints the burn-down, the agenda and what is to be proposed again") func reports() throws {
        try with { program in
            #expect(try program.run(["burndown", "--config", program.configuration]).status == 66)
            _ = try importAll(program)
            let csv = try program.run(["burndown", "--config", program.configuration])
            #expect(csv.lines.first == "day,cycle,targeted,approved,implemented")
            #expect(csv.lines.last?.hasSuffix(",Kilo,71,23,1") == true, "\(csv.lines.last ?? "")")
            let json = try program.run(["burndown", "--config", program.configuration, "--format", "json"])
            let rows = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]]
            #expect(rows?.count == csv.lines.count - 1)
            #expect(rows?.last?["targeted"] as? Int == 71)
            let agenda = try program.run(["agenda", "--config", program.configuration])
            #expect(agenda.lines.first == "# Agenda of nova")
            #expect(agenda.lines.contains("## Categories that may be one"))
            let again = try program.run(["repropose", "--config", program.configuration, "--format", "markdown"])
            #expect(again.lines.first == "# Approved and not implemented of Kilo")
            #expect(again.output.contains("`Previously-approved: kilo`"))
            let left = try program.run(["repropose", "--config", program.configuration, "--format", "json"])
            #expect(try JSONSerialization.jsonObject(with: Data(left.output.utf8)) is [String: Any])
            let none = try program.run(["repropose", "--config", program.configuration, "--cycle", "juno"])
            #expect(none.output == "no spec of juno is approved and not implemented.\n")
        }
    }

    @Test(
        "ends in a sentence for what is no summary",
        arguments: ["empty", "binary", "missing", "large", "essay", "json", "page"])
    func bad(kind: String) throws {
        try with { program in
            let path = program.folder.appendingPathComponent("bad.txt").path
            switch kind {
            case "empty": _ = FileManager.default.createFile(atPath: path, contents: Data())
            case "binary":
                _ = FileManager.default.createFile(atPath: path, contents: Data((0..<4096).map { UInt8($0 & 255) }))
            case "large":
                _ = FileManager.default.createFile(
                    atPath: path, contents: Data(repeating: UInt8(ascii: "x"), count: 50 << 20))
            case "json":
                try "{\"title\": \"x\", \"categories\": 7}".write(toFile: path, atomically: true, encoding: .utf8)
            case "page":
                try "<!DOCTYPE html>\n<html><h1>x</h1><p>y\n".write(toFile: path, atomically: true, encoding: .utf8)
            case "essay":
                try "How we work\n\nWe met and talked. Nothing was listed.\n".write(
                    toFile: path, atomically: true, encoding: .utf8)
            default: break
            }
            let outcome = try program.run(["import", "summary", "--config", program.configuration, path])
            #expect(outcome.status == (kind == "missing" ? 66 : 65))
            #expect(outcome.errors.hasPrefix("slotkeeper: "))
            #expect(outcome.errors.count > 30)
            // Nothing was made of it.
            #expect(!FileManager.default.fileExists(atPath: program.ledger))
        }
    }

    @Test("imports events only into an empty ledger, and nothing of a damaged file") func events() throws {
        try with { program in
            _ = try importAll(program)
            let export = try program.run(["export", "--config", program.configuration])
            #expect(
                try program.run(["import", "events", "--config", program.configuration, "-"], input: export.output)
                    .status == 65)
            let copy = try Executable()
            defer { copy.remove() }
            let lines = export.output.split(separator: "\n")
            let damaged = lines.dropLast().joined(separator: "\n") + "\n{\"position\": 17}\n"
            let refused = try copy.run(["import", "events", "--config", copy.configuration, "-"], input: damaged)
            #expect(refused.status == 65)
            #expect(refused.errors.contains("line \(lines.count)"))
            #expect(
                try copy.run(["import", "events", "--config", copy.configuration, "-"], input: export.output).status
                    == 0)
        }
    }
}
