import Chat
import Testing

/// How a document becomes lines of plain text.
@Suite("Documents")
struct DocumentTests {
    @Test("a line is written as text with marks") func marks() {
        let line: Document.Line =
            "\(mention: "alice"): \(strong: "vmware-vsan") by \(person: "bob"), \(code: "!undo"), \(3) \(link: "https://example.org")"
        #expect(line.plainText() == "alice: vmware-vsan by b\u{200B}ob, \"!undo\", 3 https://example.org")
        #expect(line.plainText(quiet: false) == "alice: vmware-vsan by bob, \"!undo\", 3 https://example.org")
    }

    @Test("a line without text is empty, however it is made") func empty() {
        #expect(Document.Line("").isEmpty && ("" as Document.Line).isEmpty && Document.Line().isEmpty)
        #expect(Document(Document.Line("")).isEmpty)
        #expect(Document("a" + Document.Line("")).lines[0].spans.count == 1)
    }

    @Test(
        "foreign text acts on nothing",
        arguments: [
            ("a\r\nb", "a  b"), ("a\tb", "a b"), ("a\u{85}b\u{2028}c\u{2029}d", "a b c d"),
            ("\u{0}\u{7}\u{1B}[31mred", "[31mred"),
            ("\u{3}04red\u{F}\u{2}bold", "04redbold"), ("\u{202E}evil\u{202C}", "evil"),
            ("\u{2066}a\u{2069}\u{200E}\u{200F}\u{61C}", "a"),
            ("\u{FEFF}a\u{FFF9}b", "ab"),
            ("e\u{301} \u{1F469}\u{200D}\u{1F467} \u{5E9}", "e\u{301} \u{1F469}\u{200D}\u{1F467} \u{5E9}"),
            ("plain", "plain"), ("", ""),
        ])
    func harmless(text: String, shown: String) {
        #expect(text.harmless == shown)
        for line: Document.Line in [
            "\(text)", "\(strong: text)", "\(person: text)", "\(mention: text)", "\(link: text)",
        ] {
            #expect(line.plainText(quiet: false) == shown)
        }
        #expect(("\(code: text)" as Document.Line).plainText() == "\"\(shown)\"")
    }

    static let texts = [
        "", "a", "one two three four five six seven", " leading", "trailing ", "two  blanks   three",
        String(repeating: "x", count: 100),
        String(repeating: "ab ", count: 40), String(repeating: "\u{E4}", count: 60),
        String(repeating: "\u{6F22}\u{5B57} ", count: 20),
        String(repeating: "\u{1F469}\u{200D}\u{1F469}\u{200D}\u{1F467}", count: 9),
        "e" + String(repeating: "\u{301}", count: 80),
        "a e" + String(repeating: "\u{301}", count: 80) + " b", String(repeating: " ", count: 90),
        "x" + String(repeating: " ", count: 90) + "y",
        String(repeating: "\u{1F1E9}\u{1F1EA}", count: 12),
    ]

    @Test(
        "long text is broken at blanks: every piece fits, and nothing but blanks is lost", arguments: texts,
        [4, 5, 9, 18, 33, 390])
    func broken(text: String, limit: Int) {
        let pieces = text.broken(atBytes: limit)
        #expect(!pieces.isEmpty)
        for piece in pieces { #expect(piece.utf8.count <= limit) }
        func letters(_ text: some StringProtocol) -> [Unicode.Scalar] { text.unicodeScalars.filter { $0 != " " } }
        #expect(letters(pieces.joined()) == letters(text))
        if text.utf8.count <= limit { #expect(pieces == [text]) }
    }

    @Test(
        "a word is cut only when it does not fit into a line of its own",
        arguments: [
            ("one two three", 8, ["one two", "three"]), ("one two three", 7, ["one two", "three"]),
            ("one two three", 6, ["one", "two", "three"]),
            ("abcdefghij", 4, ["abcd", "efgh", "ij"]), ("ab cdefghij", 4, ["ab", "cdef", "ghij"]),
            ("\u{E4}\u{E4}\u{E4}", 4, ["\u{E4}\u{E4}", "\u{E4}"]),
            ("\u{E4}\u{E4}\u{E4}", 5, ["\u{E4}\u{E4}", "\u{E4}"]),
        ])
    func places(text: String, limit: Int, pieces: [String]) {
        #expect(text.broken(atBytes: limit) == pieces)
    }

    @Test("text that is cut fits and says so", arguments: texts, [7, 20, 390])
    func cut(text: String, limit: Int) {
        let cut = text.cut(toBytes: limit)
        #expect(cut.utf8.count <= limit)
        #expect(text.utf8.count <= limit ? cut == text : cut.unicodeScalars.last == "…")
        let line = ("\(strong: text)" as Document.Line).cut(toBytes: limit)
        #expect(line.plainText() == cut)
    }

    @Test("64 KiB of one letter's accents are broken in good time") func large() {
        let pieces = ("e" + String(repeating: "\u{301}", count: 32_768)).broken(atBytes: 390)
        #expect(pieces.count == 169)
    }

    @Test("the lines of a document are laid out one by one") func layout() {
        let document = Document(["short", Document.Line(String(repeating: "long ", count: 100))])
        #expect(document.plainLines(limit: 390).map(\.utf8.count) == [5, 389, 110])
        #expect(document.plainLines().count == 2)
    }
}
