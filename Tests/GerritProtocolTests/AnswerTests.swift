import Testing

@testable import GerritProtocol

@Suite struct AnswerTests {
    @Test(arguments: [
        ("<!DOCTYPE html><html><body>Sign in</body></html>", AnswerFault.html),
        ("\n  <html>maintenance</html>", .html),
        ("", .noPrefix),
        ("[]", .noPrefix),
        ("{\"project\": \"x\"}", .noPrefix),
        (")]}", .noPrefix),
        (")]}'", .notJSON("nothing follows the first line")),
    ])
    func `What is no answer is refused by its kind`(text: String, fault: AnswerFault) {
        #expect(throws: fault) { try Answer.decode(ChangePage.self, from: Array(text.utf8)) }
    }

    @Test func `Cut anywhere, an answer is refused and never half read`() throws {
        let whole = try Fixture.bytes("rest/query-2013-sortkey.txt")
        let end = whole.lastIndex(of: UInt8(ascii: "]")) ?? 0
        for length in stride(from: 0, to: end, by: 7) {
            #expect(throws: AnswerFault.self) { try Answer.decode(ChangePage.self, from: Array(whole[..<length])) }
        }
        #expect(try Answer.decode(ChangePage.self, from: whole).changes.count == 3)
    }

    @Test func `A doubled answer, garbage in it and deep nesting are refused`() throws {
        let whole = try Fixture.bytes("rest/query-2013-sortkey.txt")
        let broken = [
            whole + whole, whole[..<90] + Array("\"{{{".utf8) + whole[90...],
            Array((")]}'\n" + String(repeating: "[", count: 100_000)).utf8),
        ]
        for body in broken {
            #expect(throws: AnswerFault.self) { try Answer.decode(ChangePage.self, from: Array(body)) }
        }
    }

    @Test func `An answer of a hundred megabytes is not looked at`() {
        let body = [UInt8](repeating: UInt8(ascii: "["), count: 100 * 1024 * 1024)
        #expect(throws: AnswerFault.tooLarge(limit: Answer.limit)) {
            try Answer.decode(ChangePage.self, from: body)
        }
    }

    @Test(arguments: [")]}'\n[]", ")]}'\r\n[]\r\n", " \n)]}'\n\n[ ]\n", "\u{FEFF})]}'\n[]"])
    func `The first line goes, however it ends, and an empty list is an answer`(text: String) throws {
        let page = try Answer.decode(ChangePage.self, from: Array(text.utf8))
        #expect(page.entries == 0)
        #expect(!page.hasMore)
    }

    @Test func `An entry that is no change spoils only itself`() throws {
        let change = String(decoding: json().dropFirst(5), as: UTF8.self)
        let body = ")]}'\n[null, {\"_number\": 1}, \(change), 7, \"x\"]"
        let page = try Answer.decode(ChangePage.self, from: Array(body.utf8))
        #expect(page.changes.map(\.number) == [7])
        #expect(page.unreadable == 4)
    }

    @Test func `The answer to several queries is a list of lists`() throws {
        let change = String(decoding: json("\"_more_changes\": true").dropFirst(5), as: UTF8.self)
        let page = try Answer.decode(ChangePage.self, from: Array(")]}'\n[[\(change)], [], [\(change)]]".utf8))
        #expect(page.changes.count == 2)
        #expect(page.hasMore)
    }

    @Test(arguments: [
        ("1970-01-01 00:00:00.000000000", 0),
        ("2014-12-01 10:00:00.000000000", 1_417_428_000_000),
        ("2013-07-21 14:23:59.207000000", 1_374_416_639_207),
        ("2000-02-29 23:59:59", 951_868_799_000),
        ("2024-02-29 00:00:00.5", 1_709_164_800_500),
        ("1969-12-31 23:59:59.000000000", -1000),
    ])
    func `A time is read to the millisecond`(text: String, milliseconds: Int) {
        let time = ServerTime(text: text)
        #expect(time == ServerTime(milliseconds: milliseconds))
        #expect(time?.queryText == String(text.prefix(19)))
    }

    @Test(arguments: ["", "yesterday", "2014-13-01 10:00:00", "2014-12-01", "2014-12-01 25:00:00", "99999-1-1 1:1:1"])
    func `What is no time is none`(text: String) {
        #expect(ServerTime(text: text) == nil)
    }

    @Test func `Every day of four centuries comes back as it was`() {
        for day in stride(from: -100_000, to: 100_000, by: 37) {
            let time = ServerTime(seconds: day * 86_400 + 3661)
            #expect(ServerTime(text: time.queryText) == time)
        }
    }

    @Test func `Dates of HTTP are read`() {
        #expect(ServerTime(httpDate: "Mon, 01 Dec 2014 10:00:00 GMT") == ServerTime(text: "2014-12-01 10:00:00"))
        #expect(ServerTime(httpDate: "Monday") == nil)
    }

    @Test(arguments: [
        ("7", 7000), ("0", 0), ("-5", 0), ("999999999", 3_600_000), ("Mon, 01 Dec 2014 10:00:30 GMT", 30_000),
    ])
    func `Retry-After is a number or a date, and at most an hour`(header: String, delay: Int) {
        let response = Response(status: 429, retryAfter: header, date: "Mon, 01 Dec 2014 10:00:00 GMT")
        #expect(response.retryDelay == delay)
        #expect(Response(status: 429, retryAfter: "soon").retryDelay == nil)
    }
}
