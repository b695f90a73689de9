/// The headings, paragraphs and bullets of a page in HTML, as lines of a summary.
///
/// It reads what `SummaryPage.html` writes, and of other pages whatever has the same elements. What the page adds for
/// readers (`header`, `nav`, `aside`, `footer`) is passed over.
struct SummaryElements {
    /// Whether a text that begins with this line is a page.
    static func begin(_ line: String) -> Bool {
        let start = line.prefix(14).lowercased()
        return start == "<!doctype html" || start.hasPrefix("<html")
    }

    private static let kinds: [String: @Sendable (String) -> SummaryLine] = [
        "h1": SummaryLine.title, "h2": SummaryLine.category, "p": SummaryLine.paragraph, "li": SummaryLine.bullet,
    ]
    private static let skipped: Set = ["head", "header", "nav", "aside", "footer", "template"]
    /// What is in these is no markup.
    private static let raw: Set = ["script", "style", "title", "textarea"]

    private var rest: ArraySlice<UInt8>
    private var line = 1
    /// The element that is being read.
    private var open: (name: String, line: Int)?
    private var text: [UInt8] = []
    /// The outermost element that is passed over, and how many of its name are open.
    private var skip: (name: String, depth: Int)?

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    mutating func next() -> (SummaryLine, line: Int)? {
        while let byte = rest.first {
            if byte == UInt8(ascii: "<"), let element = readTag() { return element }
            if byte != UInt8(ascii: "<") { readText() }
        }
        return close()
    }

    private mutating func readText() {
        let end = rest.firstIndex(of: UInt8(ascii: "<")) ?? rest.endIndex
        if open != nil, skip == nil { text += rest[..<end] }
        advance(to: end)
    }

    /// Takes a tag, a comment, or a `<` that is neither.
    private mutating func readTag() -> (SummaryLine, line: Int)? {
        if rest.starts(with: "<!--".utf8) {
            advance(past: "-->")
            return nil
        }
        var place = rest.index(after: rest.startIndex)
        let isEnd = place < rest.endIndex && rest[place] == UInt8(ascii: "/")
        if isEnd { place += 1 }
        let name = String(decoding: rest[place...].prefix { $0.isLetterOrDigit }, as: UTF8.self).lowercased()
        guard !name.isEmpty || (place < rest.endIndex && rest[place] == UInt8(ascii: "!")) else {
            if open != nil, skip == nil { text.append(rest[rest.startIndex]) }
            advance(to: rest.index(after: rest.startIndex))
            return nil
        }
        skipTag()
        return isEnd ? end(name) : start(name)
    }

    private mutating func start(_ name: String) -> (SummaryLine, line: Int)? {
        if let skip {
            if skip.name == name { self.skip?.depth += 1 }
        } else if Self.skipped.contains(name) {
            skip = (name, 1)
        } else if Self.kinds[name] != nil {
            let closed = close()
            open = (name, line)
            return closed
        }
        if Self.raw.contains(name) { advance(past: "</\(name)") }
        return nil
    }

    private mutating func end(_ name: String) -> (SummaryLine, line: Int)? {
        if let skip {
            if skip.name == name { self.skip = skip.depth == 1 ? nil : (name, skip.depth - 1) }
            return nil
        }
        return open?.name == name ? close() : nil
    }

    private mutating func close() -> (SummaryLine, line: Int)? {
        defer {
            open = nil
            text = []
        }
        guard let open, let kind = Self.kinds[open.name] else { return nil }
        let line = String(decoding: text, as: UTF8.self).withoutCharacterReferences.singleLine
        return line.isEmpty ? nil : (kind(line), open.line)
    }

    /// To behind the `>` that ends a tag, which may have others in quotation marks.
    private mutating func skipTag() {
        var quote: UInt8?
        for place in rest.indices {
            let byte = rest[place]
            if let opened = quote {
                if byte == opened { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: ">") {
                return advance(to: place + 1)
            }
        }
        advance(to: rest.endIndex)
    }

    private mutating func advance(past end: String) {
        let ends = Array(end.utf8)
        var place = rest.startIndex
        while place < rest.endIndex, !rest[place...].starts(with: ends) { place += 1 }
        advance(to: min(rest.endIndex, place + ends.count))
    }

    private mutating func advance(to place: Int) {
        for byte in rest[..<place] where byte == UInt8(ascii: "\n") { line += 1 }
        rest = rest[place...]
    }
}

extension UInt8 {
    fileprivate var isLetterOrDigit: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}

extension String {
    /// With `&lt;`, `&#39;`, `&#x27;` and the like read; references by other names stay.
    fileprivate var withoutCharacterReferences: String {
        guard utf8.contains(UInt8(ascii: "&")) else { return self }
        let names = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}"]
        var text = ""
        var rest = unicodeScalars[...]
        while let scalar = rest.popFirst() {
            let word = scalar == "&" ? String(String.UnicodeScalarView(rest.prefix(10).prefix { $0 != ";" })) : ""
            let end = rest.index(rest.startIndex, offsetBy: word.unicodeScalars.count)
            if scalar == "&", end < rest.endIndex, rest[end] == ";", let meant = names[word] ?? word.numberedScalar {
                text += meant
                rest = rest[rest.index(after: end)...]
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    /// What `#39` or `#x27` stands for.
    private var numberedScalar: String? {
        guard hasPrefix("#") else { return nil }
        let digits = dropFirst()
        let isHexadecimal = digits.hasPrefix("x") || digits.hasPrefix("X")
        let number = isHexadecimal ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        return number.flatMap(Unicode.Scalar.init).map { String($0) }
    }
}
