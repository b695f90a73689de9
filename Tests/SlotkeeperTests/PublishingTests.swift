import Foundation
import ReviewSlots
import Testing

/// A board that publishes, as a process.
@Suite("Publishing with the whole program", .serialized)
struct PublishingTests {
    private func publishing(_ body: (Executable, URL) throws -> Void) throws {
        let program = try Executable()
        defer { program.remove() }
        let site = program.folder.appendingPathComponent("site")
        let text = try String(contentsOfFile: program.configuration, encoding: .utf8)
        try text.replacing(
            "cycle: Kilo", with: "cycle: Kilo\n    publish: {folder: \(site.path), url: 'https://specs.example.org/'}"
        )
        .write(toFile: program.configuration, atomically: true, encoding: .utf8)
        try body(program, site)
    }

    private func eventually(_ what: String, _ condition: () -> Bool) {
        for _ in 0..<1500 {
            if condition() { return }
            usleep(20_000)
        }
        Issue.record("never \(what)")
    }

    @Test("a draft becomes a page, which comes and goes with the publication, over a restart too")
    func publishes() throws {
        try publishing { program, site in
            func exists(_ name: String) -> Bool {
                FileManager.default.fileExists(atPath: site.appendingPathComponent(name).path)
            }
            func ctl(_ command: String) throws -> String {
                try program.run(["ctl", "--config", program.configuration, command]).output
            }
            let check = try program.run(["check", "--config", program.configuration]).output
            #expect(check.contains("WARNING: there is no folder \(site.path): make it"))
            try FileManager.default.createDirectory(at: site, withIntermediateDirectories: true)
            let bot = try program.startBot()
            eventually("empty") { exists("index.html") }
            #expect(!exists("calendar.ics"))
            _ = try ctl("!calendar add milestone 2099-12-18 kilo-1")
            eventually("with a calendar") { exists("calendar.ics") }
            _ = try ctl("!spec add 104450 API: Filter <volumes>")
            #expect(try ctl("!summary draft \"Hello,\nworld\"").contains("drafted"))
            #expect(try ctl("!summary publish").contains("the draft is not approved yet"))
            let draft = try program.run(["summary", "--config", program.configuration, "--draft"])
            #expect(draft.output.contains("Hello,\n\nworld\n\n> In numbers: 1 spec in 1 category: 1 proposed."))
            _ = try ctl("!summary approve")
            _ = try ctl("!summary publish")
            eventually("published") { exists("1.html") && exists("1.json") }
            let page = try SummaryReader.read(
                String(contentsOf: site.appendingPathComponent("1.html"), encoding: .utf8))
            #expect(page.summaries.first?.introduction == ["Hello,", "world"])
            #expect(page.summaries.first?.categories == [.init("API", [.init("Filter <volumes>", [.init(104450)])])])
            #expect(try ctl("!summary").contains("https://specs.example.org/"))
            bot.kill()

            try FileManager.default.removeItem(at: site.appendingPathComponent("1.html"))
            let again = try program.startBot()
            eventually("made equal at the start") { exists("1.html") }
            _ = try ctl("!undo")
            eventually("taken back") { !exists("1.html") && !exists("latest.html") }
            let errors = try program.run(["summary", "--config", program.configuration, "--of", "1"])
            #expect(
                try program.run(["summary", "--config", program.configuration, "--draft"]).output == draft.output)
            #expect(errors.errors.contains("there is no summary 1 on nova: none is published yet"))
            again.kill()
        }
    }

    @Test("a post that is filled in is not compared with what came after it")
    func filledIn() throws {
        try publishing { program, site in
            try FileManager.default.createDirectory(at: site, withIntermediateDirectories: true)
            let says = ["spec add 7 API: Cells", "summary draft", "summary approve", "summary publish"]
            _ = try program.run(
                ["chat", "--config", program.configuration], input: says.map { "!\($0)\n" }.joined())
            let post = program.folder.appendingPathComponent("post.md").path
            try "# Specs\n\n## API\n\n- Old: [8](https://review.example.org/8)\n"
                .write(toFile: post, atomically: true, encoding: .utf8)
            let imported = try program.run(
                ["import", "summary", "--config", program.configuration, post, "--date", "2014-11-28"])
            #expect(imported.status == 0, "\(imported.errors)")
            let outcome = try program.run(
                ["summary", "--config", program.configuration, "--of", "2", "--since", "1"])
            #expect(outcome.errors.contains("summary 2 was filled in and is of 2014-11-28; 1 is of "))
        }
    }

    @Test("an introduction of 100 KB is refused with a sentence")
    func long() throws {
        try publishing { program, site in
            let outcome = try program.run(
                ["chat", "--config", program.configuration],
                input: "!summary draft \(String(repeating: "x", count: 102_400))\n")
            #expect(
                outcome.output.contains("an introduction has at most 8000 bytes, and this one has 102400: shorten it"))
        }
    }
}
