import Foundation
import ReviewSlots
import Testing

/// What others say of the pages and feeds. Without their packages these tests are skipped, but not in CI.
@Suite("Pages and feeds as others see them", .serialized)
struct PageValidityTests {
    private static func isInstalled(_ program: String) -> Bool {
        ProcessInfo.processInfo.environment["CI"] != nil
            || FileManager.default.isExecutableFile(atPath: "/usr/bin/\(program)")
    }

    /// What a program has to say of a text; empty if all is well.
    private func verdict(of program: String, _ arguments: [String], on text: String) throws -> String {
        let file = URL(fileURLWithPath: "/tmp/skv-\(UUID().uuidString.prefix(8))")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(text.utf8).write(to: file)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/\(program)")
        process.arguments = arguments + [file.path]
        let pipe = Pipe()
        process.standardOutput = FileHandle.nullDevice
        process.standardError = pipe
        try process.run()
        let said = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        let words = String(decoding: said, as: UTF8.self)
        return words.isEmpty && process.terminationStatus != 0 ? "exit code \(process.terminationStatus)" : words
    }

    static let texts = [
        "An ordinary text", "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onclick='x", "<!-- ",
        "]]>",
        "&amp; &nope; &", "\u{202E}right to left", "日本 👩‍🚒",
    ]

    private func pages(_ text: String) -> [SummaryPage] {
        let link = SummaryReviewLink("https://review.example.org/#/c/{number}/?a=1&b=2")
        let states: [Set<SpecState>] = [[], [.fastTracked, .approved], [.approved, .implemented], [.abandoned]]
        func list(_ name: String) -> Summary {
            Summary(
                title: text, introduction: [text, "More: \(text)"],
                categories: [
                    .init(
                        "Same \(text)", states.enumerated().map { .init(text, [.init($0 + 1, $1), .init($0 + 90)]) }),
                    .init("same \(text)"), .init("\(name) \(text)", [.init("x \(text)", [.init(80)])]),
                    .init("Third", [.init(name, [.init(name.utf8.count + 200)])]),
                ])
        }
        let listings = [
            Board.Listing(number: 1, date: Timestamp(0), summary: list("Old")),
            Board.Listing(number: 2, date: Timestamp(90_000), summary: list("Newer")),
        ]
        return listings.compactMap { listings.page(of: $0.number, link: link) }
    }

    @Test(
        "tidy finds no fault with a page", .enabled(if: isInstalled("tidy"), "tidy is not installed"), arguments: texts)
    func tidy(text: String) throws {
        let surroundings = SummaryPage.Surroundings(
            links: [.init("All", path: "index.html")], forms: [.init("Text", path: "1.txt")], feed: "feed.atom")
        for page in pages(text) {
            let html = page.html(surroundings)
            #expect(try verdict(of: "tidy", ["-q", "-e", "-utf8"], on: html) == "")
            // Nothing is loaded from anywhere.
            #expect(
                !html.contains(#/<(script|img|iframe|object|embed|base|form)|src=|@import|url\(/#) || text.contains("<")
            )
        }
    }

    @Test(
        "xmllint finds no fault with a feed, and it has what it must",
        .enabled(if: isInstalled("xmllint"), "libxml2-utils is not installed"), arguments: texts)
    func feed(text: String) throws {
        let feed = SummaryFeed(pages(text), board: "nova", title: text, url: "https://specs.example.org/nova").atom
        #expect(try verdict(of: "xmllint", ["--noout", "--nonet"], on: feed) == "")
        // RFC 4287, sections 4.1.1 and 4.1.2: what must be there, and once.
        for (tag, count) in [
            ("<id>", 3), ("<title>", 3), ("<updated>", 3), ("<author><name>", 1), ("rel=\"self\"", 1), ("<entry>", 2),
            ("rel=\"alternate\"", 3), ("<content type=\"html\">", 2),
        ] {
            #expect(feed.ranges(of: tag).count == count, "\(tag)")
        }
    }
}
