import ReviewSlots

/// A file of a site besides the summaries, such as a calendar.
public struct SiteFile: Sendable, Hashable {
    /// `[A-Za-z0-9-]` and dots, none at the beginning.
    public var name: String
    /// What the list of summaries calls it.
    public var title: String
    public var text: String

    public init(name: String, title: String, text: String) {
        self.name = name
        self.title = title
        self.text = text
    }
}

/// What a board publishes, as files: all that follows from it, and nothing of what a folder has already.
struct Site: Sendable {
    var board: String
    var title: String
    var url: String?
    var link: SummaryReviewLink?
    var listings: [Board.Listing]
    var others: [SiteFile] = []

    /// What changes when a file does that the bot renders; `others` are rendered by whoever brings them.
    struct Key: Hashable {
        private let texts: [String?]
        private let listings: [[Int]]

        init(_ site: Site) {
            texts = [site.title, site.url, site.link?.pattern] + site.others.flatMap { [$0.name, $0.title] }
            listings = site.listings.map { [$0.number, $0.date.seconds] }
        }
    }

    private static let forms = ["html", "md", "txt", "json"]

    var names: [String] {
        listings.flatMap { listing in Self.forms.map { "\(listing.number).\($0)" } }
            + (listings.isEmpty ? [] : ["latest.html"]) + others.map(\.name) + ["feed.atom", "index.html"]
    }

    /// One file after the other, so that only one is in memory; what links to others comes after them.
    /// - Parameter rendersPages: else only the other files.
    func forEachFile(rendersPages: Bool = true, _ body: (_ name: String, _ text: String) throws -> Void) throws {
        for file in others { try body(file.name, file.text) }
        guard rendersPages else { return }
        var pages: [SummaryPage] = []
        let newest = listings.newest?.number
        try listings.forEachPage(link: link) { page in
            let number = page.number ?? 0
            let html = html(page)
            try body("\(number).md", page.markdown)
            try body("\(number).txt", page.text)
            try body("\(number).json", page.json())
            try body("\(number).html", html)
            if number == newest { try body("latest.html", html) }
            pages.append(page)
        }
        try body("feed.atom", SummaryFeed(pages, board: board, title: title, url: url).atom)
        var forms = [SummaryPage.Surroundings.Link("Atom feed", path: "feed.atom")]
        forms += others.map { .init($0.title, path: $0.name) }
        try body("index.html", SummaryIndex(pages, title: title).html(.init(forms: forms, feed: "feed.atom")))
    }

    /// A page never changes after it was published, so it has no link to the next one.
    private func html(_ page: SummaryPage) -> String {
        let number = page.number ?? 0
        return page.html(
            .init(
                links: [.init("All summaries", path: "index.html")]
                    + (page.since.map { [.init("The one before", path: "\($0).html")] } ?? []),
                forms: [
                    .init("Plain text", path: "\(number).txt"), .init("Markdown", path: "\(number).md"),
                    .init("JSON", path: "\(number).json"), .init("Atom feed", path: "feed.atom"),
                ], feed: "feed.atom"))
    }
}
