/// What a single line of a summary's text is, by its form alone.
enum SummaryLine: Equatable {
    case blank
    /// The button that the blog leaves in the text, after each title and at the end of each post.
    case share
    /// A line of dashes between two summaries.
    case rule
    /// `# TITLE`: a summary in Markdown begins.
    case title(String)
    /// `## NAME`: a category for certain.
    case category(String)
    case bullet(String)
    /// A title, a paragraph or a category: what it is depends on where it stands.
    case text(String)

    /// - Parameter line: a `singleLine`.
    init(_ line: String, isMarkdown: Bool) {
        let scalars = line.unicodeScalars
        guard let first = scalars.first else {
            self = .blank
            return
        }
        func text(from offset: Int) -> String {
            let text = String(String.UnicodeScalarView(scalars.dropFirst(offset).drop { $0 == " " }))
            return isMarkdown ? text.markdownRead : text
        }
        if first == "\\", !isMarkdown {
            self = .text(String(String.UnicodeScalarView(scalars.dropFirst())))
        } else if line.utf8.starts(with: "# ".utf8) {
            // The mark itself says that the line is Markdown.
            self = .title(String(String.UnicodeScalarView(scalars.dropFirst(2))).markdownRead)
        } else if line.utf8.starts(with: "## ".utf8) {
            self = .category(text(from: 3))
        } else if scalars.count > 2, "-_*=".unicodeScalars.contains(first), scalars.allSatisfy({ $0 == first }) {
            self = .rule
        } else if first == "•", !isMarkdown {
            self = .bullet(text(from: 1))
        } else if (isMarkdown ? "-*+" : "-*–·◦▪").unicodeScalars.contains(first),
            scalars.dropFirst().first ?? " " == " "
        {
            self = .bullet(text(from: 1))
        } else if line.utf8.count == 5, line.lowercased() == "share", !isMarkdown {
            self = .share
        } else {
            self = .text(text(from: 0))
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
