extension Summary {
    /// The summary as plain text in the shape of the posts that Nova published, ending with a line feed.
    ///
    /// A line that would be read as something else gets a `\` before it. If a category or the end of the introduction could
    /// be taken for the other, categories are written as in Markdown: `## NAME`.
    public var text: String {
        var text = title.literalLine + "\n"
        for paragraph in introduction {
            text += "\n\(paragraph.literalLine)\n"
        }
        let mark = needsMarkedCategories ? "## " : ""
        for category in categories {
            text += "\n\(mark)\(category.name)\n"
            if !category.items.isEmpty { text += "\n" }
            for item in category.items {
                text += "  • \(item.text)\n"
            }
        }
        return text
    }

    private var needsMarkedCategories: Bool {
        if let last = introduction.last, !last.readsAsProse { return true }
        return categories.allSatisfy(\.items.isEmpty)
            || categories.contains { $0.name.readsAsProse || $0.name.literalLine != $0.name }
    }
}

extension Sequence<Summary> {
    /// The summaries as one plain text that `SummaryReader` reads.
    public var text: String { map(\.text).joined(separator: "\n----\n\n") }
}

extension String {
    /// The line, so written that it is read as text and nothing else.
    fileprivate var literalLine: String {
        SummaryLine(self, isMarkdown: false) == .text(self) ? self : "\\" + self
    }
}
