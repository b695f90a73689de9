/// What a single line of a summary's text is, by its form alone.
enum SummaryLine: Equatable {
    case blank
    /// A line of dashes, or the `Share` button that the blog leaves after each title and at the end of each post.
    case divider
    /// `# TITLE`: a summary in Markdown begins.
    case title(String)
    /// `## NAME`: a category for certain.
    case category(String)
    case bullet(String)
    /// `> In numbers: …`: what the bot added begins, and goes on as long as lines begin with `>`.
    case aside
    /// A paragraph for certain, by itself.
    case paragraph(String)
    /// A title, a paragraph or a category: what it is depends on where it stands.
    case text(String)

    /// - Parameter line: a `singleLine`.
    init(_ line: String, isMarkdown: Bool) {
        let scalars = line.unicodeScalars
        func rest(from offset: Int) -> String {
            let rest = String(String.UnicodeScalarView(scalars.dropFirst(offset)))
            return (isMarkdown ? rest.markdownRead : rest).singleLine
        }
        guard let first = scalars.first else {
            self = .blank
            return
        }
        let bullets = isMarkdown ? "-*+" : "•-*–·◦▪"
        if first == "\\", !isMarkdown {
            let text = rest(from: 1)
            self = text.isEmpty ? .blank : .text(text)
        } else if line.utf8.starts(with: "# ".utf8) {
            // The mark itself says that the line is Markdown.
            self = .title(String(Substring(line.utf8.dropFirst(2))).markdownRead.singleLine)
        } else if line.utf8.starts(with: "## ".utf8) {
            self = .category(rest(from: 3))
        } else if first == ">",
            line.utf8.starts(with: "> \(SummaryPage.asideWords)".utf8)
                || line.utf8.starts(with: "> **\(SummaryPage.asideWords)**".utf8)
        {
            self = .aside
        } else if scalars.count > 2, "-_*=".unicodeScalars.contains(first), scalars.allSatisfy({ $0 == first }) {
            self = .divider
        } else if line.utf8.count == 5, line.lowercased() == "share", !isMarkdown {
            self = .divider
        } else if bullets.unicodeScalars.contains(first), first == "•" || (scalars.dropFirst().first ?? " ") == " " {
            self = .bullet(rest(from: 1))
        } else {
            self = .text(rest(from: 0))
        }
    }
}

extension String {
    /// Whether a line is a sentence or part of one, so that it cannot be a category.
    ///
    /// Categories are short and end without a punctuation mark: `Hypervisor: Hyper-V`, `API (EC2)`.
    var readsAsProse: Bool {
        guard let last = unicodeScalars.last(where: { !"\"'”’»)]".unicodeScalars.contains($0) }) else { return true }
        return ".:;,!?…".unicodeScalars.contains(last) || unicodeScalars.count > 60
    }
}
