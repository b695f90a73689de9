import Chat
import Testing

@Suite("Documents as Markdown")
struct MarkdownTests {
    @Test("show every text as it is, whatever marks are in it")
    func escaped() {
        let title = "<b>*x*</b> [a](javascript:1) `y` #1 & ~~z~~ | \\ _u_\u{202E}"
        let line: Document.Line = "\(title)"
        #expect(
            line.markdown
                == "\\<b\\>\\*x\\*\\</b\\> \\[a\\](javascript:1) \\`y\\` \\#1 \\& \\~\\~z\\~\\~ \\| \\\\ \\_u\\_")
    }

    @Test("mark names, code and addresses")
    func marks() {
        let line: Document.Line = "\(strong: "vmware-vsan"), \(code: "!take a") or \(code: "a`b"), \(person: "al_ice")"
        #expect(line.markdown == "**vmware-vsan**, `!take a` or \"a\\`b\", al\\_ice")
        #expect(Document.Line("\(link: "https://example.org/a_b?<x>")").markdown == "<https://example.org/a_b?%3Cx%3E>")
        #expect(Document([line, "two\nlines"]).markdownList.hasSuffix("\n- two lines\n"))
    }
}
