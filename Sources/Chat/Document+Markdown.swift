extension Document {
    /// The document as a list in Markdown, an item a line, that shows all texts as they are.
    public var markdownList: String {
        lines.map { "- \($0.markdown)\n" }.joined()
    }
}

extension Document.Line {
    /// The line as Markdown (CommonMark): what was written is shown, never carried out.
    public var markdown: String {
        spans.map { span in
            switch span {
            case .text(let text), .mention(let text), .person(let text): text.escapedForMarkdown
            case .strong(let text): "**\(text.escapedForMarkdown)**"
            // A code span cannot hold its own mark.
            case .code(let text): text.contains("`") ? "\"\(text.escapedForMarkdown)\"" : "`\(text.harmless)`"
            case .link(_, let url): "<\(url.harmless.replacing("<", with: "%3C").replacing(">", with: "%3E"))>"
            }
        }.joined()
    }
}

extension String {
    /// With all marks of CommonMark and GitHub's tables and strike-through escaped (CommonMark, section 2.4).
    public var escapedForMarkdown: String {
        harmless.reduce(into: "") { text, character in
            if "\\`*_[]<>#&~|".contains(character) { text += "\\" }
            text.append(character)
        }
    }
}
