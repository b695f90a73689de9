import Foundation
import ReviewSlots
import Testing

/// The three lists of Kilo as published summaries, and every form of the newest as a file.
@Suite("Summaries as pages")
struct SummaryPageTests {
    static let link = SummaryReviewLink("https://review.example.org/{number}")

    static func listings() throws -> [Board.Listing] {
        try zip(KiloSummaries.all(), [1_414_713_600, 1_417_132_800, 1_418_601_600]).enumerated().map { place, list in
            Board.Listing(number: place + 1, date: Timestamp(list.1), summary: list.0)
        }
    }

    static func newest() throws -> SummaryPage {
        try #require(try listings().page(of: 3, link: link))
    }

    static let surroundings = SummaryPage.Surroundings(
        links: [.init("All summaries", path: "index.html"), .init("Summary 2", path: "2.html")],
        forms: [.init("Markdown", path: "3.md")], feed: "feed.atom")

    static func written(_ form: String) throws -> String {
        let page = try newest()
        return switch form {
        case "txt": page.text
        case "md": page.markdown
        case "html": page.html(surroundings)
        case "json": try json(page)
        default:
            SummaryFeed(
                try listings().compactMap { try listings().page(of: $0.number, link: link) }, board: "nova",
                title: "Nova"
            ).atom
        }
    }

    static func json(_ page: SummaryPage) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(page), as: UTF8.self) + "\n"
    }

    @Test(
        "every form of the newest is as its file shows; SLOTKEEPER_WRITE_DOCS=1 writes it anew",
        arguments: ["txt", "md", "html", "json", "atom"])
    func golden(form: String) throws {
        let file = KiloSummaries.root.appending(path: "Tests/Fixtures/summaries/kilo-3.\(form)")
        let text = try Self.written(form)
        if ProcessInfo.processInfo.environment["SLOTKEEPER_WRITE_DOCS"] == "1" { try Data(text.utf8).write(to: file) }
        #expect(try String(contentsOf: file, encoding: .utf8) == text)
    }

    @Test("is read again from each form, with all that the bot has added passed over")
    func kiloAgain() throws {
        for number in 1...3 {
            let page = try #require(try Self.listings().page(of: number, link: Self.link))
            for text in [page.text, page.markdown, page.html(Self.surroundings), page.html()] {
                let report = try SummaryReader.read(text)
                #expect(report.problems == [])
                #expect(report.summaries == [page.summary])
            }
        }
    }

    /// A page with whatever titles, and an older one to differ from.
    static func random(_ seed: Int) -> SummaryPage? {
        var numbers = SeededNumbers(seed: seed)
        let older = numbers.summary()
        let newer = seed % 2 == 0 ? numbers.summary() : Summary(title: "x", categories: older.categories.reversed())
        return [Board.Listing(number: 1, date: Timestamp(0), summary: older)].page(
            of: newer, date: Timestamp(seed * 100_000), link: seed % 3 == 0 ? link : nil)
    }

    @Test("is read again from text, Markdown, HTML and JSON, whatever the titles", arguments: 0..<150)
    func again(seed: Int) throws {
        let page = try #require(Self.random(seed))
        for text in [page.text, page.markdown, page.html()] {
            let report = try SummaryReader.read(text)
            #expect(report.problems == [], "\(text)")
            #expect(report.summaries == [page.summary], "\(text)")
        }
        let json = Data(try Self.json(page).utf8)
        #expect(try JSONDecoder().decode(Summary.self, from: json).cleaned() == page.summary)
    }

    static let evil = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)", "</title><h1>x</h1>",
        "<!-- ", "--><b>", "]]>", "&lt;b&gt;", "&#60;b&#62;", "[x](javascript:alert(1))",
        "![x](http://evil.example/x.png)",
        "**bold** `code` <b>", "</ul></main>", "{\"title\": 1}", "> In numbers: 1", "> **In numbers:** 1", "# x",
        "## x",
        "\u{202E}x", String(decoding: [0x78, 0xEF, 0xBF, 0xBF, 0x79], as: UTF8.self), "javascript:alert(1)",
        "<!DOCTYPE html>", "&amp;amp; &nope; &", "a\tb\u{B}c",
    ]

    static let tags: Set = [
        "!DOCTYPE", "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "aside", "nav",
        "section",
        "ul", "li", "bdi", "a", "b", "span", "time", "details", "summary", "footer", "small",
    ]

    @Test("nothing from outside is markup, and all of it is read again", arguments: evil)
    func escaped(text: String) throws {
        let older = Summary(title: text, categories: [.init("Old \(text)", [.init("Old", [.init(1)])])])
        let newer = Summary(
            title: text, introduction: [text, "and \(text)", text],
            categories: [
                .init(text), .init("New \(text)", [.init(text, [.init(1, [.approved])]), .init(text, [.init(2)])]),
            ])
        let page = try #require(
            [Board.Listing(number: 7, date: Timestamp(0), summary: older)].page(
                of: newer, date: Timestamp(0), link: Self.link))
        for written in [page.text, page.markdown, page.html()] {
            let report = try SummaryReader.read(written)
            #expect(report.problems == [])
            #expect(report.summaries == [newer], "\(written)")
        }
        let tags = Set(page.html().matches(of: #/<\/?([^\s>]*)/#).map { String($0.1) })
        #expect(tags.isSubset(of: Self.tags), "\(tags.subtracting(Self.tags))")
        let links = page.html().matches(of: #/href="([^"]*)"/#).map { String($0.1) }
        #expect(
            links.allSatisfy { $0.hasPrefix("#specs") || $0 == "7.html" || $0.hasPrefix("https://review.example.org/") }
        )
        #expect(!page.markdown.contains(#/(^|[^\\])<[a-zA-Z!]/#))
    }

    @Test("an empty board says so, in each form")
    func empty() throws {
        let board = Board(name: "nova")
        let page = try #require(
            board.listings.page(of: board.summary(of: "Nova", at: Timestamp(0)), date: Timestamp(0)))
        #expect(page.text == "Nova specs, 1 January 1970\n\n> In numbers: no specs yet.\n")
        #expect(page.markdown == "# Nova specs, 1 January 1970\n\n> **In numbers:** no specs yet.\n")
        #expect(page.html().contains("<p class=\"note\">There are no specs yet.</p>"))
        #expect(SummaryFeed([], board: "nova", title: "Nova").atom.contains("<updated>1970-01-01T00:00:00Z</updated>"))
    }

    @Test("an entry of the feed has the same id for good, and another one if it was published another time")
    func ids() throws {
        func ids(_ url: String?, _ pages: [SummaryPage]) -> [String] {
            SummaryFeed(pages, board: "nova", title: "Nova", url: url).atom
                .matches(of: #/<id>(urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12})<\/id>/#)
                .map { String($0.1) }
        }
        let page = try Self.newest()
        let later = SummaryPage(page.summary, number: 3, date: page.date + 1)
        #expect(ids(nil, [page]) == ids("https://specs.example.org", [page]))
        #expect(ids(nil, [page]).count == 2)
        #expect(Set(ids(nil, [page, later])).count == 3)
        #expect(ids(nil, [page])[0] == ids(nil, [later])[0])
    }

    @Test("is compared with the one before, with an older one, or with any other; never with itself or a later one")
    func bases() throws {
        let listings = try Self.listings()
        #expect(try #require(listings.page(of: 1)).difference == nil)
        #expect(try #require(listings.page(of: 3)).since == 2)
        #expect(
            try #require(listings.page(of: 3, since: .number(1))).difference?.olderTitle == listings[0].summary.title)
        #expect(listings.page(of: 3, since: .number(3)) == nil)
        #expect(listings.page(of: 2, since: .number(3)) == nil)
        #expect(listings.page(of: 4) == nil)
        var pages: [SummaryPage] = []
        listings.forEachPage { pages.append($0) }
        #expect(pages == (1...3).compactMap { listings.page(of: $0) })
        let own = try #require(listings.page(of: 3, since: .state(listings[2].summary, at: Timestamp(0))))
        #expect(own.difference?.changes == [])
        #expect(own.since == nil)
    }

    @Test(
        "a date is written in full, also before 1970 and on leap days",
        arguments: [
            (0, "1970-01-01T00:00:00Z", "1 January 1970"), (1_418_634_000, "2014-12-15T09:00:00Z", "15 December 2014"),
            (951_782_400, "2000-02-29T00:00:00Z", "29 February 2000"), (-1, "1969-12-31T23:59:59Z", "31 December 1969"),
            (4_107_542_399, "2100-02-28T23:59:59Z", "28 February 2100"),
            (4_107_542_400, "2100-03-01T00:00:00Z", "1 March 2100"),
        ])
    func dates(seconds: Int, iso: String, long: String) {
        #expect(Timestamp(seconds).iso == iso)
        #expect(Timestamp(seconds).longDay == long)
    }
}
