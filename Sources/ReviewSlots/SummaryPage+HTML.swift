extension SummaryPage {
    /// What a page links to, relative to itself.
    public struct Surroundings: Sendable, Hashable {
        public struct Link: Sendable, Hashable {
            public var title: String
            public var path: String

            public init(_ title: String, path: String) {
                self.title = title
                self.path = path
            }
        }

        /// Above the title: the list of all, the one before, the one after.
        public var links: [Link]
        /// At the end: the same summary in other forms.
        public var forms: [Link]
        public var feed: String?

        public init(links: [Link] = [], forms: [Link] = [], feed: String? = nil) {
            self.links = links
            self.forms = forms
            self.feed = feed
        }
    }

    /// The summary as a page of its own (https://html.spec.whatwg.org), without scripts and without anything to load.
    public func html(_ surroundings: Surroundings = Surroundings()) -> String {
        let anchors = Anchors(summary.categories.map(\.name))
        var body: Markup = "<main>\n\(head)"
        body += Markup(summary.introduction.map { "<p>\($0)</p>\n" })
        body += "<aside>\n\(figures)</aside>\n"
        if summary.categories.count(where: { !$0.items.isEmpty }) > 2 { body += contents(anchors) }
        body += news(linked: !surroundings.links.isEmpty)
        body += Markup(zip(summary.categories, anchors.names).map(section))
        return Markup.page(title: summary.title, surroundings, body + "</main>\n").source
    }

    private func section(_ category: Summary.Category, anchor: String) -> Markup {
        let count = category.items.count
        guard count > 0 else {
            return
                "<section>\n<h2 id=\"\(anchor)\" class=\"empty\" data-note=\"none listed\">\(category.name)</h2>\n</section>\n"
        }
        return """
            <section>
            <h2 id="\(anchor)" data-note="\(count.of("spec", "specs"))">\(category.name)</h2>
            <ul>
            \(Markup(category.items.map(bullet)))</ul>
            </section>

            """
    }

    private var head: Markup {
        let kind: Markup = number.map { "Summary \($0) \u{B7} " } ?? "State as of "
        return
            "<h1>\(summary.title)</h1>\n<aside class=\"date\">\(kind)<time datetime=\"\(date.isoDay)\">\(date.longDay)</time></aside>\n"
    }

    private var figures: Markup {
        let counts = summary.counts
        if counts.items == 0 { return "<p class=\"note\">There are \(numbers)</p>\n" }
        let fast = counts.fastTracked == 0 ? "" : "; \(counts.fastTracked) fast tracked"
        let rest =
            "\(counts.items.of("spec", "specs")) in \(counts.categories.of("category", "categories"))\(fast). \(counts.reviews.of("review", "reviews")), \(counts.open) open."
        let figures = [
            (counts.proposed, "proposed"), (counts.approved, "approved"), (counts.implemented, "implemented"),
            (counts.abandoned, "abandoned"),
        ]
        return "<ul class=\"figures\" aria-label=\"In numbers\">\n"
            + Markup(figures.map { "<li class=\"\($0.1)\"><b>\($0.0)</b> \($0.1)</li>\n" })
            + "</ul>\n<p class=\"note\">\(rest)</p>\n"
    }

    /// - Parameter isLinked: whether the page is one of several.
    private func news(linked isLinked: Bool) -> Markup {
        guard let difference else { return "" }
        let title: Markup =
            if let since, isLinked {
                "<a href=\"\(since).html\">\(difference.olderTitle)</a>"
            } else {
                "\(difference.olderTitle)"
            }
        let groups = difference.groups.map { kind, changes -> Markup in
            let reason: Markup = kind.reason.map { "<p class=\"note\">\($0.capitalizedFirst).</p>\n" } ?? ""
            return """
                <details open>
                <summary>\(kind.words.capitalizedFirst) <b>\(changes.count)</b></summary>
                \(reason)<ul>
                \(Markup(changes.map { "<li>\(markup($0))</li>\n" }))</ul>
                </details>

                """
        }
        return """
            <aside class="since">
            <h2>Since \u{201C}\(title)\u{201D}</h2>
            <p class="note">\(difference.counts.capitalizedFirst).</p>
            \(Markup(groups))</aside>

            """
    }

    private func contents(_ anchors: Anchors) -> Markup {
        let links = zip(summary.categories, anchors.names).filter { !$0.0.items.isEmpty }.map {
            category, anchor -> Markup in
            "<li><a href=\"#\(anchor)\">\(category.name)</a> <small>\(category.items.count)</small></li>\n"
        }
        return "<nav class=\"contents\" aria-label=\"Categories\">\n<ul>\n\(Markup(links))</ul>\n</nav>\n"
    }

    private func bullet(_ item: SummaryItem) -> Markup {
        let reviews = Markup(item.reviews.map { markup($0) }, separator: "; ")
        return "<li class=\"\(item.state.rawValue)\"><bdi>\(item.title)</bdi>: \(reviews).</li>\n"
    }

    private func markup(_ review: SummaryReview, states isFull: Bool = true) -> Markup {
        let name: Markup = "review \(review.number)"
        let link: Markup = link.map { "<a class=\"review\" href=\"\($0.url(of: review.number))\">\(name)</a>" } ?? name
        guard isFull, !review.states.isEmpty else { return link }
        let states = SpecState.inOrder(review.states).map { state -> Markup in
            "<b class=\"\(state == .fastTracked ? "fast" : state.rawValue)\">\(state.rawValue)</b>"
        }
        return "\(link) <span class=\"states\">(\(Markup(states, separator: ", ")))</span>"
    }

    private func markup(_ change: SummaryChange) -> Markup {
        Markup(
            change.wording.map { part in
                switch part {
                case .words(let words): "\(words)"
                case .foreign(let text): "<bdi>\(text)</bdi>"
                case .review(let review, let states): markup(review, states: states)
                }
            })
    }
}

/// Names by which parts of a page are linked: made of a category's letters and digits, none twice.
private struct Anchors {
    private(set) var names: [String] = []

    init(_ categories: [String]) {
        var taken: Set<String> = []
        for category in categories {
            let words = category.lowercased().utf8.split { !(0x61...0x7A).contains($0) && !(0x30...0x39).contains($0) }
            let word = "specs-" + words.map { String(Substring($0)) }.joined(separator: "-")
            var name = word
            var count = 1
            while !taken.insert(name).inserted {
                count += 1
                name = "\(word)-\(count)"
            }
            names.append(name)
        }
    }
}
