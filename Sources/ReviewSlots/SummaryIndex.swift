/// The page that lists all summaries of a board, newest first.
public struct SummaryIndex: Sendable {
    private let title: String
    private let pages: [SummaryPage]

    /// - Parameter pages: published ones.
    public init(_ pages: [SummaryPage], title: String) {
        self.title = title
        self.pages = pages.newestFirst
    }

    public func html(_ surroundings: SummaryPage.Surroundings = SummaryPage.Surroundings()) -> String {
        let none: Markup = "<p class=\"note\">Nothing is published yet.</p>\n"
        let list: Markup = "<ul class=\"archive\">\n\(Markup(pages.map(entry)))</ul>\n"
        let heading = "\(title): state of the specs"
        return Markup.page(
            title: heading, surroundings,
            "<main>\n<h1>\(heading)</h1>\n\(pages.isEmpty ? none : list)</main>\n"
        ).source
    }

    private func entry(_ page: SummaryPage) -> Markup {
        let number = page.number ?? 0
        let news: Markup = page.difference.map { "<p class=\"note\">Since the last: \($0.counts).</p>\n" } ?? ""
        return """
            <li><a href="\(number).html"><bdi>\(page.summary.title)</bdi></a>
            <p class="note">Summary \(number) \u{B7} <time datetime="\(page.date.isoDay)">\(page.date.longDay)</time> \u{B7} \(page.numbers)</p>
            \(news)</li>

            """
    }
}
