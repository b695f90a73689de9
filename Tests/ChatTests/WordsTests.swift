import Chat
import Testing

/// How the words behind a command are told apart.
@Suite("Words")
struct WordsTests {
    @Test(
        "quotation marks keep words together, and nothing else does",
        arguments: [
            ("", []), ("   ", []), ("one", ["one"]), ("  one   two\tthree ", ["one", "two", "three"]),
            ("\"API (EC2)\" EC2", ["API (EC2)", "EC2"]), ("“API (EC2)” EC2", ["API (EC2)", "EC2"]),
            ("„API (EC2)“ EC2", ["API (EC2)", "EC2"]), ("\"\"", [""]), ("\"one", ["\"one"]),
            ("one\" two", ["one\"", "two"]), ("\"one two", ["\"one", "two"]), ("it's mine", ["it's", "mine"]),
            ("\"one\"two", ["one", "two"]), ("“one\" two", ["“one\"", "two"]), ("\"a “b” c\"", ["a “b” c"]),
            ("a\u{A0}b\u{3000}c", ["a", "b", "c"]),
            ("e\u{301}a \u{1F469}\u{200D}\u{1F467}", ["e\u{301}a", "\u{1F469}\u{200D}\u{1F467}"]),
            ("\u{301}\u{301} x", ["\u{301}\u{301}", "x"]), ("\"", ["\""]), ("\" \"", [" "]),
        ] as [(String, [String])])
    func split(text: String, words: [String]) {
        #expect(Words(text).list == words)
    }

    @Test("the rest of the text is as it was written") func rest() {
        let words = Words("  vmware-vsan   no answer  \"since\" 1 Dec ")
        #expect(words.rest(from: 1) == "no answer  \"since\" 1 Dec")
        #expect(words.rest(from: 0) == words.all)
        #expect(words.rest(from: 6) == nil)
        #expect(words.dropFirst.list == ["no", "answer", "since", "1", "Dec"])
        #expect(Words("one").dropFirst.isEmpty)
        #expect(words[0] == "vmware-vsan" && words[6] == nil && words[-1] == nil)
        #expect(words.count == 6)
    }

    @Test(
        "64 KiB of anything are read at once",
        arguments: [" ", "\"", "“", "\" ", "a ", "\"a“", "\u{301}", "e\u{301} ", "\t\n", "\u{1F1E9}"])
    func large(piece: String) {
        let text = String(repeating: piece, count: 65_536 / piece.utf8.count)
        let words = Words(text)
        #expect(words.list.joined().utf8.count <= text.utf8.count)
        #expect(words.isEmpty == text.allSatisfy(\.isWhitespace))
    }
}
