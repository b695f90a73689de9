extension Summary {
    /// The summary as Markdown that shows all texts as they are, ending with a line feed.
    ///
    /// - Parameter link: where reviews are; without it their numbers are no links.
    public func markdown(link: SummaryReviewLink? = nil) -> String { markdown(link: link, aside: "") }

    /// - Parameter aside: lines to stand between the introduction and the list.
    fileprivate func markdown(link: SummaryReviewLink?, aside: String) -> String {
        var text = "# \(title.markdown)\n"
        for paragraph in introduction {
            text += "\n\(paragraph.markdown)\n"
        }
        text += aside
        for category in categories {
            text += "\n## \(category.name.markdown)\n"
            if !category.items.isEmpty { text += "\n" }
            for item in category.items {
                text += "- \(item.markdown(link: link))\n"
            }
        }
        return text
    }
}

extension SummaryPage {
    /// The summary as Markdown, with what the bot adds in a quotation.
    public var markdown: String {
        var lines = ["**\(Self.asideWords)** \(numbers)"]
        if let difference { lines += ["", "**Since \"\(difference.olderTitle.markdown)\":** \(difference.counts)."] }
        for (kind, changes) in difference?.groups ?? [] {
            let reason = kind.reason.map { ": \($0)" } ?? ""
            lines += ["", "**\(kind.words.capitalizedFirst)** (\(changes.count))\(reason)", ""]
            lines += changes.map { "- \($0.markdown(link: link))" }
        }
        return summary.markdown(link: link, aside: lines.quoted)
    }
}

extension SummaryItem {
    fileprivate func markdown(link: SummaryReviewLink?) -> String {
        "\(title.markdown): \(reviews.map { $0.markdown(link: link) }.joined(separator: "; "))."
    }
}

extension SummaryReview {
    /// - Parameter states: whether to say them.
    fileprivate func markdown(link: SummaryReviewLink?, states isFull: Bool = true) -> String {
        let name = "review \(number)"
        let states = states.isEmpty || !isFull ? "" : " (\(SpecState.words(states)))"
        return (link.map { "[\(name)](\($0.url(of: number)))" } ?? name) + states
    }
}

extension SummaryChange {
    fileprivate func markdown(link: SummaryReviewLink?) -> String {
        wording.map { part in
            switch part {
            case .words(let words): words
            case .foreign(let text): text.markdown
            case .review(let review, let states): review.markdown(link: link, states: states)
            }
        }.joined()
    }
}

extension Sequence<Summary> {
    /// The summaries as one Markdown text that `SummaryReader` reads.
    public func markdown(link: SummaryReviewLink? = nil) -> String {
        map { $0.markdown(link: link) }.joined(separator: "\n")
    }
}

/// Where a review is to be found: a web address with `{number}` in it.
public struct SummaryReviewLink: Sendable, Hashable {
    public let pattern: String
    private let parts: [Substring]

    /// - Returns: nil unless the pattern is an `http` or `https` address with one `{number}` and only characters that an
    ///   address may have in it (RFC 3986, section 2) and that cannot end a link in Markdown or HTML.
    public init?(_ pattern: String) {
        let parts = pattern.split(separator: "{number}", omittingEmptySubsequences: false)
        let isAddress = ["https://", "http://"].contains {
            pattern.hasPrefix($0) && parts[0].utf8.count > $0.utf8.count
        }
        let isSafe = parts.joined().utf8.allSatisfy { byte in
            let character = Unicode.Scalar(byte)
            return ("a"..."z").contains(character) || ("A"..."Z").contains(character) || ("0"..."9").contains(character)
                || "-._~:/?#@!$&*+,;=%".unicodeScalars.contains(character)
        }
        guard parts.count == 2, isAddress, isSafe else { return nil }
        self.pattern = pattern
        self.parts = parts
    }

    public func url(of number: Int) -> String { parts.joined(separator: "\(number)") }
}

extension String {
    /// The text with all marks of CommonMark and GitHub's tables and strike-through escaped (CommonMark, section 2.4).
    fileprivate var markdown: String {
        let marks = "\\`*_[]<>#&~|".unicodeScalars
        var text = ""
        for scalar in unicodeScalars {
            if marks.contains(scalar) { text += "\\" }
            text.unicodeScalars.append(scalar)
        }
        // At the beginning of a line these make lists, rules and underlined headings.
        let scalars = text.unicodeScalars
        let afterNumber = scalars.drop { ("0"..."9").contains($0) }
        if let first = scalars.first, "+-=".unicodeScalars.contains(first) {
            return "\\" + text
        }
        if let mark = afterNumber.first, afterNumber.startIndex > scalars.startIndex, ".)".unicodeScalars.contains(mark)
        {
            return String(scalars[..<afterNumber.startIndex]) + "\\" + String(afterNumber)
        }
        return text
    }

    /// A line of Markdown with escapes resolved and links to reviews replaced by their text.
    var markdownRead: String {
        var text = ""
        var rest = unicodeScalars[...]
        var isInLink = false
        while let scalar = rest.popFirst() {
            if scalar == "\\", let next = rest.first, next.isMarkdownPunctuation {
                text.unicodeScalars.append(next)
                rest.removeFirst()
            } else if scalar == "[", Substring(rest).utf8.starts(with: "review ".utf8) {
                isInLink = true
            } else if isInLink, scalar == "]", rest.first == "(" {
                rest = rest.drop { $0 != ")" }.dropFirst()
                isInLink = false
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}

extension Unicode.Scalar {
    /// ASCII punctuation, all of which can be escaped (CommonMark, section 2.4).
    fileprivate var isMarkdownPunctuation: Bool {
        switch value {
        case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
        default: false
        }
    }
}
