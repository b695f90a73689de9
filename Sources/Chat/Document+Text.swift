extension Document {
    /// The document as plain text, a string a line, for IRC and other rooms that know no markup.
    ///
    /// Control characters, formatting and bidirectional codes in the text become blanks or vanish, so that no title can
    /// break a line, colour it or turn it round. A person who is only named gets a ZERO WIDTH SPACE after the first
    /// character, which keeps clients from highlighting.
    public func plainLines() -> [String] {
        lines.map { $0.plainText() }
    }

    /// Plain lines of at most `limit` bytes of UTF-8, broken at blanks where there is one, never inside a character.
    public func plainLines(limit: Int) -> [String] {
        lines.flatMap { line -> [String] in
            let text = line.plainText()
            return text.utf8.count <= limit ? [text] : text.broken(atBytes: limit)
        }
    }
}

extension Document.Line {
    public func plainText(quiet: Bool = true) -> String {
        var text = ""
        for span in spans {
            switch span {
            case .text(let piece), .strong(let piece), .mention(let piece): text.appendHarmless(piece)
            case .code(let piece):
                text += "\""
                text.appendHarmless(piece)
                text += "\""
            case .link(_, let url): text.appendHarmless(url)
            case .person(let name):
                if quiet, let first = name.first, name.count > 1 {
                    text.appendHarmless(String(first))
                    text += "\u{200B}"
                    text.appendHarmless(String(name.dropFirst()))
                } else {
                    text.appendHarmless(name)
                }
            }
        }
        return text
    }
}

extension String {
    /// Appends foreign text with everything left out that could act on a terminal, an IRC client or the reading order.
    mutating func appendHarmless(_ text: String) {
        // Nearly all text is printable ASCII, and then it is harmless as it stands.
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) {
            self += text
            return
        }
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x09, 0x0A, 0x0D, 0x85, 0x2028, 0x2029: self += " "
            case 0..<0x20, 0x7F..<0xA0: continue
            // Bidirectional marks, embeddings, overrides and isolates (Unicode Standard Annex 9).
            case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: continue
            case 0xFEFF, 0xFFF9...0xFFFB: continue
            default: unicodeScalars.append(scalar)
            }
        }
    }

    /// Foreign text made fit to be shown: no control, formatting or bidirectional characters, no line breaks.
    public var harmless: String {
        var text = ""
        text.appendHarmless(self)
        return text
    }

    /// Cuts at blanks into pieces of at most `limit` bytes; a word that is longer is cut between characters.
    ///
    /// Nothing is lost but the blanks where it is cut. A limit below four bytes may not hold even one scalar.
    public func broken(atBytes limit: Int) -> [String] {
        var pieces: [String] = []
        var rest = self[...]
        while rest.utf8.count > limit {
            let head = rest.head(bytes: limit)
            if head.isEmpty { break }
            if rest.unicodeScalars[head.endIndex] != " ", let blank = head.lastIndex(of: " "), blank > head.startIndex {
                pieces.append(String(rest[..<blank]))
                rest = rest[rest.index(after: blank)...]
            } else {
                pieces.append(String(head))
                rest = Substring(rest.unicodeScalars[head.endIndex...].drop { $0 == " " })
            }
        }
        if !rest.isEmpty || pieces.isEmpty { pieces.append(String(rest)) }
        return pieces
    }

    /// The text if it has at most `limit` bytes, else as much of it as has room before an ellipsis.
    public func cut(toBytes limit: Int) -> String {
        utf8.count <= limit ? self : String(self[...].head(bytes: limit - 3)) + "…"
    }
}

extension Substring {
    /// As many whole characters as fit into so many bytes.
    ///
    /// A character may be longer than that, a letter under a pile of combining marks: then as many of its scalars as fit.
    /// Looks no further than the limit, so that a pile of any height costs no time.
    fileprivate func head(bytes limit: Int) -> Substring {
        var end = startIndex
        var bytes = 0
        while end < endIndex {
            bytes += UTF8.width(unicodeScalars[end])
            if bytes > limit { break }
            end = unicodeScalars.index(after: end)
        }
        if end == endIndex { return self }
        // The character to which the first scalar too many belongs begins there, or before.
        let window = self[..<unicodeScalars.index(after: end)]
        let whole = window.index(before: window.endIndex)
        return self[..<(whole > startIndex ? whole : end)]
    }
}

extension Document.Line {
    /// The line if it has at most `limit` bytes as plain text, else its beginning, without its marks.
    public func cut(toBytes limit: Int) -> Self {
        let text = plainText()
        return text.utf8.count <= limit ? self : Self(text.cut(toBytes: limit))
    }
}
