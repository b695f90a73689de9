extension Summary {
    /// The summary as plain text in the shape of the posts that Nova published, ending with a line feed.
    ///
    /// A line that would be read as something else gets a `\` before it. If a category or the end of the introduction could
    /// be taken for the other, categories are written as in Markdown: `## NAME`.
    public var text: String { text(aside: "") }

    /// - Parameter aside: lines to stand between the introduction and the list.
    func text(aside: String) -> String {
        // What begins like a page or like JSON would be read as such.
        let isPlain = title.unicodeScalars.first.map { !"<{".unicodeScalars.contains($0) } ?? true
        var text = (isPlain ? title.literalLine : "\\" + title) + "\n"
        for paragraph in introduction {
            text += "\n\(paragraph.literalLine)\n"
        }
        text += aside
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

extension SummaryPage {
    /// The summary as plain text, with what the bot adds behind `>`, as one quotes in a mail.
    public var text: String {
        var lines = ["\(Self.asideWords) \(numbers)"]
        if let difference { lines += ["", difference.sentence] + difference.lines }
        return summary.text(aside: lines.quoted)
    }
}

extension [String] {
    /// A block of lines that a `SummaryReader` knows for the bot's own.
    var quoted: String { "\n" + map { $0.isEmpty ? ">\n" : "> \($0)\n" }.joined() }
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
