import GerritProtocol
import Testing

@testable import Gerrit

struct ConfigurationTests {
    private func configuration(_ url: String) -> GerritConfiguration {
        GerritConfiguration(name: "review", url: url, settings: Sync.Settings())
    }

    @Test(arguments: ["https://review.example.org", "https://review.example.org:8443/r", "http://127.0.0.1:8080"])
    func `an address can be asked`(url: String) throws {
        try configuration(url).check()
    }

    @Test(arguments: [
        "review.example.org", "https://review.example.org/", "ftp://review.example.org", "https://", "",
        "https://bot:secret@review.example.org", "https://review.example.org/?x=1",
    ])
    func `other addresses are refused, and no password is repeated`(url: String) {
        let error = #expect(throws: GerritConfigurationError.self) { try configuration(url).check() }
        #expect(error?.description.contains("secret") == false)
    }

    @Test func `a password goes over clear text only if that is allowed`() throws {
        var configuration = configuration("http://127.0.0.1:8080")
        configuration.credentials = .init(user: "bot") { "secret" }
        #expect(throws: GerritConfigurationError.self) { try configuration.check() }
        configuration.allowsPlaintextLogin = true
        try configuration.check()
    }

    @Test func `a file without authorities is refused`() {
        var configuration = configuration("https://review.example.org")
        configuration.caFile = "/nowhere/ca.pem"
        let error = #expect(throws: GerritConfigurationError.self) { try configuration.check() }
        #expect(error?.description.contains("/nowhere/ca.pem") == true)
    }

    static let resuming: [(command: [String], at: String?, given: [String])] = [
        (["ssh", "gerrit"], "a:1", ["ssh", "gerrit"]),
        (["x", "--after", "{resume-after}"], "a:1", ["x", "--after", "a:1"]),
        (["x", "--after", "{resume-after}"], nil, ["x"]),
        (["x", "y", "{resume-after}"], nil, ["x", "y"]),
        (["x", "--after={resume-after}", "-s"], "a:1", ["x", "--after=a:1", "-s"]),
        (["x", "--after={resume-after}", "-s"], nil, ["x", "-s"]),
        (["x", "--after", "{resume-after}"], "$(reboot)", ["x"]),
        (["x", "--after", "{resume-after}"], "-oProxyCommand", ["x"]),
    ]

    @Test(arguments: resuming.indices) func `the stream is resumed where the command has a place for it`(index: Int) {
        var configuration = configuration("https://review.example.org")
        configuration.stream = Self.resuming[index].command
        #expect(configuration.streamCommand(resumeAfter: Self.resuming[index].at) == Self.resuming[index].given)
    }
}

struct StreamLinesTests {
    private func lines(_ parts: [[UInt8]], limit: Int = 10) -> [String] {
        var lines = StreamLines(limit: limit)
        return parts.flatMap { part in part.withUnsafeBytes { lines.append($0) } }
    }

    @Test func `lines come out whole, wherever they are cut`() {
        let text = Array("eins\r\nzwei\n\n\u{E4}\nhalf".utf8)
        let found = ["eins", "zwei", "", "\u{E4}"]
        #expect(lines([text]) == found)
        #expect(lines(text.map { [$0] }) == found)
    }

    @Test func `what is too long or no UTF-8 is said to be unreadable, once`() {
        let text = Array("12345678901234567890\nnext\n".utf8) + [0xFF, 0x0A]
        let found = [StreamLines.unreadable, "next", StreamLines.unreadable]
        #expect(lines([text]) == found)
        #expect(lines(text.map { [$0] }) == found)
    }
}
