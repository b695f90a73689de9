/// The newest summaries of a board as an Atom feed (RFC 4287).
public struct SummaryFeed: Sendable {
    /// More would only make the feed large.
    public static let most = 20

    private let board: String
    private let title: String
    private let url: String?
    private let pages: [SummaryPage]

    /// - Parameters:
    ///   - pages: published ones.
    ///   - url: where the folder of the pages is, without a slash at the end; without it links are relative.
    public init(_ pages: [SummaryPage], board: String, title: String, url: String? = nil) {
        self.board = board
        self.title = title
        self.url = url
        self.pages = Array(pages.newestFirst.prefix(Self.most))
    }

    public var atom: String {
        let entries = pages.map(entry)
        let markup: Markup = """
            <?xml version="1.0" encoding="utf-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
            <id>\(id(of: "summaries"))</id>
            <title>\(title): state of the specs</title>
            <updated>\((pages.first?.date ?? Timestamp(0)).iso)</updated>
            <author><name>\(title)</name></author>
            <generator>Slotkeeper</generator>
            <link rel="self" type="application/atom+xml" href="\(address("feed.atom"))"/>
            <link rel="alternate" type="text/html" href="\(address("index.html"))"/>
            \(Markup(entries))</feed>

            """
        return markup.source
    }

    private func entry(_ page: SummaryPage) -> Markup {
        let number = page.number ?? 0
        return """
            <entry>
            <id>\(id(of: "summary \(number) \(page.date.seconds)"))</id>
            <title>\(page.summary.title)</title>
            <published>\(page.date.iso)</published>
            <updated>\(page.date.iso)</updated>
            <link rel="alternate" type="text/html" href="\(address("\(number).html"))"/>
            <content type="html">\(page.abstract.source)</content>
            </entry>

            """
    }

    private func address(_ file: String) -> String { url.map { "\($0)/\(file)" } ?? file }

    /// The same for good, wherever the pages lie: a UUID that is made of the board's name and what it is of (RFC 9562,
    /// section 5.8), by the hash FNV-1a of 128 bits.
    private func id(of what: String) -> String {
        let prime = UInt128(1) << 88 | 0x13B
        var hash = UInt128(0x6C62_272E_07BB_0142) << 64 | 0x62B8_2175_6295_C58D
        for byte in "slotkeeper/\(board)/\(what)".utf8 { hash = (hash ^ UInt128(byte)) &* prime }
        var digits = Array(String(hash, radix: 16))
        digits.insert(contentsOf: repeatElement("0", count: 32 - digits.count), at: 0)
        digits[12] = "8"
        digits[16] = "8"
        let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }
        return "urn:uuid:\(groups.joined(separator: "-"))"
    }
}

extension SummaryPage {
    /// The introduction and what the bot adds in numbers, for those who do not want the list.
    fileprivate var abstract: Markup {
        let news = difference.map { [$0.sentence] } ?? []
        return Markup((summary.introduction + ["\(Self.asideWords) \(numbers)"] + news).map { "<p>\($0)</p>" })
    }
}
