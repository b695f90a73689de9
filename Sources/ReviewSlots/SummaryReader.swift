/// Reads summaries from text: blog posts copied with their page chrome, several to a file, or what `SummaryPage` writes as
/// text, Markdown or HTML.
///
/// The bytes come in pieces of any size. It takes time in proportion to their number, holds one line (of HTML: all) besides
/// what it has read, and leaves a line out with a reported problem rather than guess.
///
/// A post is a title, paragraphs, and a list of categories with bullets. The list begins after the last line before the
/// first bullet that reads as prose, or at a line `## NAME`. It ends with a `Share` button, a line of dashes, a line
/// `# TITLE`, or the text.
public struct SummaryReader: Sendable {
    public static let defaultByteLimit = 8 << 20
    /// A paragraph of more bytes is left out.
    static let lineLimit = 16 << 10

    private let byteLimit: Int
    private var byteCount = 0
    private var lineNumber = 0
    private var line: [UInt8] = []
    private var lineIsTooLong = false
    private var isEmpty = true
    private var isInAside = false
    /// All of a page in HTML, which is read at its end.
    private var page: [UInt8]?
    private var post = SummaryPost()
    private var report = SummaryReport()

    public init(byteLimit: Int = Self.defaultByteLimit) {
        self.byteLimit = byteLimit
    }

    /// Reads a whole text.
    ///
    /// - Throws: `SummaryRefusal` for what is not worth reading at all.
    public static func read(_ text: String) throws(SummaryRefusal) -> SummaryReport {
        var reader = SummaryReader()
        try reader.read(text.utf8)
        return try reader.finish()
    }

    /// Takes the next bytes of the text.
    ///
    /// - Throws: `SummaryRefusal` as soon as it is certain, so that the rest need not be fetched.
    public mutating func read(_ bytes: some Sequence<UInt8>) throws(SummaryRefusal) {
        for byte in bytes {
            byteCount += 1
            if byteCount > byteLimit { throw .tooLarge(limit: byteLimit) }
            if byte != 0, page?.append(byte) != nil { continue }
            switch byte {
            case UInt8(ascii: "\n"): endLine()
            case 0: throw .binary(line: lineNumber + 1)
            case _ where line.count < Self.lineLimit: line.append(byte)
            default: lineIsTooLong = true
            }
        }
    }

    /// Ends the text and says what was in it.
    ///
    /// - Throws: `SummaryRefusal.empty`.
    public consuming func finish() throws(SummaryRefusal) -> SummaryReport {
        endLine()
        if isEmpty { throw .empty }
        if let page { readPage(page) }
        post.finish(&report)
        return report
    }

    private mutating func readPage(_ bytes: [UInt8]) {
        if String(validating: bytes, as: UTF8.self) == nil {
            report.addProblem(line: 1, text: "", reason: "the page is not UTF-8; letters of it are lost")
        }
        var elements = SummaryElements(bytes)
        while let (form, line) = elements.next() { add(form, at: line) }
    }

    private mutating func endLine() {
        lineNumber += 1
        if lineNumber == 1, line.starts(with: "\u{FEFF}".utf8) { line.removeFirst(3) }
        if !line.isEmpty {
            readLine()
            line.removeAll(keepingCapacity: true)
            lineIsTooLong = false
        }
    }

    private mutating func readLine() {
        guard let text = String(validating: line, as: UTF8.self), !lineIsTooLong else {
            isEmpty = false
            let reason = lineIsTooLong ? "it has more than \(Self.lineLimit) bytes" : "it is not UTF-8"
            report.addProblem(line: lineNumber, text: String(decoding: line, as: UTF8.self), reason: reason)
            return
        }
        guard !text.unicodeScalars.contains(where: \.isControl) else {
            isEmpty = false
            report.addProblem(line: lineNumber, text: text, reason: "it holds control characters")
            return
        }
        let line = text.singleLine
        if isInAside, line.unicodeScalars.first == ">" { return }
        let form = SummaryLine(line, isMarkdown: post.isMarkdown)
        isInAside = form == .aside
        if isEmpty, SummaryElements.begin(line) { page = self.line }
        if form != .blank { isEmpty = false }
        if page == nil { add(form, at: lineNumber) }
    }

    private mutating func add(_ form: SummaryLine, at line: Int) {
        if form.endsPost(isAtTitle: post.isAtTitle) {
            post.finish(&report)
            post = SummaryPost()
        }
        post.add(form, at: line, &report)
    }
}

extension SummaryLine {
    fileprivate func endsPost(isAtTitle: Bool) -> Bool {
        switch self {
        case .title: true
        case .divider: !isAtTitle
        default: false
        }
    }
}
