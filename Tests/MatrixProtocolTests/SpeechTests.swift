import Chat
import MatrixModel
import Testing

@testable import MatrixProtocol

@Suite struct SpeechTests {
    private func content(_ lines: Document.Line...) -> JSON {
        Speech.contents(of: Document(lines), nil).first ?? .null
    }

    @Test func `A line is a notice with text and HTML, and mentions those who must act`() {
        let json = content(
            "\(mention: "@alice:example.org"): \(strong: "vmware-vsan") of \(person: "@bob:example.org"), say \(code: "!take") \(link: "https://slots.example.org/s/4")"
        )
        #expect(json["msgtype"] == "m.notice")
        #expect(json["body"] == "alice: vmware-vsan of bob, say \"!take\" https://slots.example.org/s/4")
        #expect(json["format"] == "org.matrix.custom.html")
        #expect(
            json["formatted_body"]
                == .text(
                    "<a href=\"https://matrix.to/#/%40alice%3Aexample.org\">alice</a>: <strong>vmware-vsan</strong> of bob, "
                        + "say <code>!take</code> <a href=\"https://slots.example.org/s/4\">https://slots.example.org/s/4</a>"
                ))
        #expect(json["m.mentions"] == ["user_ids": ["@alice:example.org"]])
    }

    @Test func `Nobody is mentioned who must not act`() {
        #expect(content("thanks \(person: "@bob:example.org"), @room and bob")["m.mentions"] == [:])
        #expect(content("\(mention: "carol"): hello")["m.mentions"] == [:])
    }

    @Test(
        "Foreign text is escaped",
        arguments: [
            ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"), ("a & b", "a &amp; b"),
            ("\" onclick='x'", "&quot; onclick=&#39;x&#39;"), ("<\u{301}b>", "&lt;\u{301}b&gt;"),
            ("a\u{202E}b\u{0}", "ab"),
            ("&lt;", "&amp;lt;"),
        ])
    func escaped(text: String, html: String) {
        #expect(content("\(text)")["formatted_body"] == .text(html))
        #expect(content("\(strong: text)")["formatted_body"] == .text("<strong>\(html)</strong>"))
        #expect(content("\(person: text)")["formatted_body"] == .text(html))
        #expect(content("\(mention: text)")["formatted_body"] == .text(html))
    }

    @Test(
        "Links lead to the web, and nowhere else",
        arguments: ["javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "//evil.example", "file:///etc/passwd"])
    func links(url: String) {
        let line = Document.Line(spans: [.link(text: "here", url: url)])
        #expect(content(line)["formatted_body"] == "here")
        let quoted = Document.Line(spans: [.link(text: "here", url: "https://x/\"><b>")])
        #expect(content(quoted)["formatted_body"] == "<a href=\"https://x/&quot;&gt;&lt;b&gt;\">here</a>")
    }

    @Test func `Two lines are lines, more are a head and a list`() {
        #expect(content("a", "b")["formatted_body"] == "a<br>b")
        #expect(content("a", "b", "c")["formatted_body"] == "a<ul><li>b</li><li>c</li></ul>")
        #expect(content("a", "", "b")["body"] == "a\nb")
        #expect(Speech.contents(of: Document(["", ""]), nil).isEmpty)
    }

    @Test func `However long, each piece fits, is parted at lines where it can be, and nothing is lost`() throws {
        var random = Numbers(seed: 3)
        let words = ["slot", "<b>", "&&&&", "\"\"", "漢字漢字", "👩‍👩‍👧", "é", "\\", "x"]
        let event = try #require(EventID("$" + String(repeating: "e", count: 254)))
        for round in 0..<60 {
            let lines = (0..<random.number(1...60)).map { _ in
                Document.Line(
                    (0..<random.number(1...(round % 10 == 0 ? 2000 : 60))).map { _ in
                        words[random.number(0...words.count - 1)]
                    }.joined(separator: " "))
            }
            let relation: Speech.Relation? = [nil, .answer(to: event, thread: event)][round % 2]
            let contents = Speech.contents(of: Document(lines), relation)
            for content in contents { #expect(content.bytes.count <= Speech.limit) }
            func letters(_ text: String) -> String { text.filter { !$0.isWhitespace } }
            let said = contents.map { $0["body"].text ?? "" }.joined(separator: "\n")
            #expect(letters(said) == letters(lines.map { $0.plainText() }.joined(separator: "\n")))
            if lines.allSatisfy({ $0.plainText().utf8.count < 400 }) {
                #expect(said == lines.map { $0.plainText() }.joined(separator: "\n"))
            }
        }
    }

    @Test func `200 KiB are many messages, and one word may be cut`() {
        let contents = Speech.contents(of: Document(Document.Line(String(repeating: "x", count: 200 * 1024))), nil)
        #expect(contents.count > 100)
        #expect(contents.allSatisfy { $0.bytes.count <= Speech.limit })
    }

    @Test func `A replacement that is too long is none`() throws {
        let event = try #require(EventID("$e"))
        let long = Document((0..<60).map { _ in Document.Line(String(repeating: "word ", count: 30)) })
        #expect(Speech.contents(of: long, .replacement(of: event)).isEmpty)
        #expect(Speech.contents(of: Document("short"), .replacement(of: event)).count == 1)
    }
}
