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
            #expect(outcome.errors.contains("is dated in the future"))
        }
    }

    @Test("prints a summary exactly as it was, and the board so that importing it changes nothing") func roundTrip()
        throws
    {
        try with { program in
            _ = try importAll(program)
            for (number, post) in Self.posts.reversed().enumerated() {
                let printed = try program.run(["summary", "--config", program.configuration, "--of", "\(number + 1)"])
                let path = program.folder.appendingPathComponent("again.txt").path
                try printed.output.write(toFile: path, atomically: true, encoding: .utf8)
                let other = try Executable()
                defer { other.remove() }
                _ = try other.run(["import", "summary", "--config", other.configuration, post])
                #expect(
                    try other.run(["import", "summary", "--config", other.configuration, path]).output.contains(
                        "known already"))
            }
            let json = try program.run(["summary", "--config", program.configuration, "--format", "json"])
            #expect(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) is [String: Any])
            #expect(try program.run(["summary", "--config", program.configuration, "--of", "9"]).status == 65)
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

    @Test("ends in a sentence for what is no summary", arguments: ["empty", "binary", "missing", "large", "essay"])
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
