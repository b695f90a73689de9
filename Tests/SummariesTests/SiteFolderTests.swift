import Foundation
import ReviewSlots
import Testing

@testable import Summaries

@Suite("The folder of a site")
struct SiteFolderTests {
    /// A folder that is removed with the value.
    final class Temporary {
        let url = URL(fileURLWithPath: "/tmp/sks-\(UUID().uuidString.prefix(8))")
        init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
        deinit { try? FileManager.default.removeItem(at: url) }
        var path: String { url.path }
        var names: Set<String> {
            get throws { Set(try FileManager.default.contentsOfDirectory(atPath: path)) }
        }
        func file(_ name: String) -> URL { url.appendingPathComponent(name) }
        func text(_ name: String) throws -> String { try String(contentsOf: file(name), encoding: .utf8) }
        func inode(_ name: String) throws -> Int {
            try #require(try FileManager.default.attributesOfItem(atPath: file(name).path)[.systemFileNumber] as? Int)
        }
    }

    static func site(_ count: Int, board: String = "nova", others: [SiteFile] = []) -> Site {
        Site(
            board: board, title: "Nova", url: "https://specs.example.org",
            link: SummaryReviewLink("https://r.example/{number}"),
            listings: (0..<count).map { place in
                Board.Listing(
                    number: place + 1, date: Timestamp(place * 100_000),
                    summary: Summary(
                        title: "List \(place + 1)",
                        categories: [.init("A", (0...place).map { .init("Spec \($0)", [.init($0 + 1)]) })]))
            }, others: others)
    }

    private static let frame: Set = [".slotkeeper", "feed.atom", "index.html"]

    private static func pages(_ numbers: ClosedRange<Int>) -> Set<String> {
        Set(numbers.flatMap { number in ["html", "md", "txt", "json"].map { "\(number).\($0)" } } + ["latest.html"])
    }

    @Test func `It is made equal to what is published; what is equal already is not touched`() throws {
        let folder = try Temporary()
        try SiteFolder(folder.path).update(to: Self.site(0))
        #expect(try folder.names == Self.frame)
        #expect(try folder.text("index.html").contains("Nothing is published yet."))
        try SiteFolder(folder.path).update(to: Self.site(2))
        #expect(try folder.names == Self.frame.union(Self.pages(1...2)))
        #expect(try folder.text("latest.html") == folder.text("2.html"))
        for form in ["html", "md", "txt"] {
            #expect(try SummaryReader.read(folder.text("2.\(form)")).summaries.map(\.title) == ["List 2"])
        }
        #expect(try Summary(json: Array(folder.text("2.json").utf8)) == Self.site(2).listings[1].summary)
        for name in try folder.names {
            let mode = try FileManager.default.attributesOfItem(atPath: folder.file(name).path)[.posixPermissions]
            #expect(mode as? Int == 0o644, "\(name)")
        }
        let before = try folder.names.map { try folder.inode($0) }
        try SiteFolder(folder.path).update(to: Self.site(2))
        #expect(try folder.names.map { try folder.inode($0) } == before)
        let first = try folder.text("1.html")
        try SiteFolder(folder.path).update(to: Self.site(3))
        #expect(try folder.names == Self.frame.union(Self.pages(1...3)))
        #expect(try folder.text("1.html") == first)
        // Taken back, and one with another file.
        let calendar = SiteFile(name: "calendar.ics", title: "Calendar", text: "BEGIN")
        try SiteFolder(folder.path).update(to: Self.site(1, others: [calendar]))
        #expect(try folder.names == Self.frame.union(Self.pages(1...1)).union(["calendar.ics"]))
        #expect(try folder.text("index.html").contains("<a href=\"calendar.ics\">Calendar</a>"))
    }

    @Test func `It touches no file of others, and follows no link`() throws {
        let folder = try Temporary()
        let outside = try Temporary()
        try Data("mine".utf8).write(to: folder.file("notes.txt"))
        try Data("secret".utf8).write(to: outside.file("target"))
        try SiteFolder(folder.path).update(to: Self.site(1))
        #expect(try folder.text("notes.txt") == "mine")
        // A file that somebody else put where the bot's would be.
        try Data("theirs".utf8).write(to: folder.file("2.md"))
        #expect(
            throws: SiteFault(
                description:
                    "\(folder.path)/2.md is not what this bot wrote there: move it away, or name another folder")
        ) {
            try SiteFolder(folder.path).update(to: Self.site(2))
        }
        #expect(try folder.text("2.md") == "theirs")
        #expect(try folder.names.contains("2.html") == false)
        try FileManager.default.removeItem(at: folder.file("2.md"))
        // Links in the place of the bot's own files, and of its list.
        for name in ["index.html", "1.txt", ".slotkeeper"] {
            let kept = try Data(contentsOf: folder.file(name))
            try FileManager.default.removeItem(at: folder.file(name))
            try FileManager.default.createSymbolicLink(
                at: folder.file(name), withDestinationURL: outside.file("target"))
            #expect(throws: SiteFault.self) { try SiteFolder(folder.path).update(to: Self.site(1)) }
            #expect(try outside.text("target") == "secret")
            try FileManager.default.removeItem(at: folder.file(name))
            try kept.write(to: folder.file(name))
        }
        // A list that names what lies elsewhere.
        let list = try folder.text(".slotkeeper")
        try Data((list + "../target\n/etc/hostname\n..\nnotes.txt/x\n").utf8).write(to: folder.file(".slotkeeper"))
        try SiteFolder(folder.path).update(to: Self.site(2))
        #expect(try outside.names == ["target"])
        #expect(
            throws: SiteFault(
                description: "\(folder.path)/.slotkeeper says that the folder is another board's: name another folder")
        ) {
            try SiteFolder(folder.path).update(to: Self.site(2, board: "neutron"))
        }
        #expect(throws: SiteFault(description: "\"../x\" is no name for a file")) {
            try SiteFolder(folder.path).update(to: Self.site(2, others: [SiteFile(name: "../x", title: "", text: "")]))
        }
    }

    @Test(arguments: [0, 1, 5, 12])
    func `A disk that fills leaves nothing half written, and when there is room all of it is written`(room: Int) throws
    {
        let folder = try Temporary()
        try SiteFolder(folder.path).update(to: Self.site(1))
        var left = room
        let full: SiteFolder.Write = { file, bytes in
            left -= 1
            if left >= 0 { return write(file, bytes.baseAddress, min(bytes.count, 700)) }
            errno = ENOSPC
            return -1
        }
        let fault = #expect(throws: SiteFault.self) {
            try SiteFolder(folder.path, write: full).update(to: Self.site(3))
        }
        #expect("\(fault, default: "")".hasSuffix("cannot be written, the disk is full: free some space"))
        #expect(try folder.names.contains(".slotkeeper-new") == false)
        // Each file is the old one or the new one.
        for (name, text) in try files(of: Self.site(3)) where try folder.names.contains(name) {
            let found = try folder.text(name)
            #expect(try found == text || found == files(of: Self.site(1))[name], "\(name)")
        }
        try SiteFolder(folder.path).update(to: Self.site(3))
        #expect(try folder.names == Self.frame.union(Self.pages(1...3)))
    }

    private func files(of site: Site) throws -> [String: String] {
        var files: [String: String] = [:]
        try site.forEachFile { files[$0] = $1 }
        #expect(Set(files.keys) == Set(site.names))
        return files
    }

    @Test func `What a killed bot left behind is cleared away, and its files are its own`() throws {
        let folder = try Temporary()
        try Data("half of a fi".utf8).write(to: folder.file(".slotkeeper-new"))
        try Data("slotkeeper nova\nindex.html\n1.html\n".utf8).write(to: folder.file(".slotkeeper"))
        try Data("old".utf8).write(to: folder.file("1.html"))
        try SiteFolder(folder.path).update(to: Self.site(0))
        #expect(try folder.names == Self.frame)
    }

    @Test func `A folder that is gone, or none, is named`() throws {
        let folder = try Temporary()
        #expect(throws: SiteFault(description: "\(folder.path)/no is not there: make it, or name another folder")) {
            try SiteFolder(folder.path + "/no")
        }
        try Data().write(to: folder.file("file"))
        #expect(throws: SiteFault(description: "\(folder.path)/file is no folder: name another one")) {
            try SiteFolder(folder.path + "/file")
        }
    }
}
