import Testing

@testable import GerritProtocol

@Suite struct SyncFaultTests {
    private static let html = Response(status: 200, body: Array("<!DOCTYPE html><html>Sign in</html>".utf8))

    @Test func `A server that is down at the start is said once, and caught up with`() {
        var bench = Bench()
        bench.start()
        for _ in 0..<6 {
            bench.fail()
            bench.wait(60_000)
        }
        #expect(bench.alerts == [.unreachable("connection refused")])
        bench.identify()
        #expect(bench.alerts.count == 2)
        if case .recovered = bench.alerts.last {} else { Issue.record("\(bench.alerts)") }
        #expect(bench.query?.contains("after:\"2014-12-01 09:58:00\"") == true)
    }

    @Test func `Delays double with full jitter up to a minute`() {
        var bench = Bench()
        bench.roll(0.999_999)
        bench.start()
        var delays: [Int] = []
        for _ in 0..<9 {
            bench.fail()
            let failed = bench.now
            bench.wait(100_000)
            delays.append((bench.now - failed + 999) / 1000)
        }
        #expect(delays == [1, 2, 4, 8, 16, 32, 60, 60, 60])
    }

    @Test func `Ten minutes of login pages abandon nothing`() {
        var bench = Bench.running(showing: [5, 6])
        let end = bench.now + 600_000
        while bench.now < end {
            bench.wait(60_000)
            bench.answer(Self.html)
        }
        #expect(bench.alerts.count == 1)
        #expect(bench.mirror.openChanges.map(\.number) == [5, 6])
        #expect(bench.facts.count == 2)
        bench.wait(60_000)
        bench.answer(list: [])
        #expect(bench.mirror.openChanges.map(\.number) == [5, 6])
        #expect(bench.alerts.count == 2)
    }

    @Test(arguments: ["9", nil])
    func `After 429 the budget is empty and Retry-After is kept`(retryAfter: String?) {
        var bench = Bench.running()
        bench.wait(30_000)
        bench.answer(status: 429, "restapi rate limit exceeded", retryAfter: retryAfter)
        let refused = bench.now
        bench.wait(60_000)
        #expect(bench.request != nil)
        #expect(bench.now - refused >= (retryAfter == nil ? 3000 : 9000))
        #expect(bench.sync.report(at: bench.now).budget <= 2)
    }

    @Test func `A wrong password is said once and tried seldom`() {
        var bench = Bench()
        bench.start()
        bench.answer(status: 401, "Unauthorized")
        #expect(bench.alerts == [.refused("Unauthorized")])
        bench.wait(599_999)
        #expect(bench.request == nil)
        bench.wait(1)
        #expect(bench.path == "/a/accounts/self")
        bench.answer(status: 401, "Unauthorized")
        #expect(bench.alerts.count == 1)
        bench.wait(600_000)
        bench.identify()
        #expect(bench.alerts.count == 2)
        #expect(bench.query != nil)
    }

    @Test(arguments: [
        (404, "<html>nothing here</html>"), (400, "line 1:3 no viable alternative"), (405, "Method not allowed"),
    ])
    func `A wrong address and a query that the server does not understand are said once`(status: Int, text: String) {
        var bench = Bench()
        bench.start()
        bench.identify()
        bench.answer(status: status, text)
        #expect(bench.alerts == [.badRequest("\(status) \(text)")])
        bench.wait(599_999)
        #expect(bench.request == nil)
    }

    @Test func `No answer at all is no answer after a minute`() {
        var bench = Bench.running()
        bench.wait(30_000)
        let id = bench.request?.id ?? 0
        bench.pass(60_000)
        #expect(bench.others.last == .cancel(id))
        // What comes for it later is not heard.
        bench.give(.received(id, Response(status: 401)))
        #expect(bench.alerts == [])
    }

    @Test func `Answers that are too large make smaller pages`() {
        var bench = Bench(Bench.settings { $0.answerLimit = 100 })
        bench.start()
        bench.identify()
        #expect(bench.requests.last?.contains("n=200&") == true)
        bench.answer(list: [Bench.change(1), Bench.change(2)])
        bench.wait(60_000)
        #expect(bench.requests.last?.contains("n=100&") == true)
        for _ in 0..<6 {
            bench.answer(list: [Bench.change(1), Bench.change(2)])
            bench.wait(60_000)
        }
        #expect(bench.requests.last?.contains("n=10&") == true)
        bench.answer(list: [])
        bench.wait(60_000)
        #expect(bench.requests.last?.contains("n=20&") == true)
    }

    @Test func `A change whose answers are useless does not keep the others waiting`() {
        var bench = Bench.running()
        bench.roll(0.9)
        bench.give(.hinted(ChangeKey(project: "demo/code", number: 6), token: 1))
        bench.wait(2000)
        bench.answer(status: 500, "Internal server error")
        bench.give(.hinted(ChangeKey(project: "demo/code", number: 7), token: 2))
        bench.wait(3000)
        #expect(bench.path == "/a/changes/demo%2Fcode~7")
    }

    @Test func `A clock that is an hour off is said once`() {
        var bench = Bench()
        bench.wall += 3_600_000
        bench.start()
        let date = "Mon, 01 Dec 2014 10:00:00 GMT"
        bench.answer(Response(status: 200, body: Array(")]}'\n{\"_account_id\": 1}".utf8), date: date))
        bench.answer(Response(status: 200, body: Array(")]}'\n[]".utf8), date: date))
        #expect(bench.alerts == [.clockSkew(milliseconds: 3_600_000)])
    }

    // MARK: Changes that are not there

    @Test func `Only the second time that the server itself does not find a change has it vanished`() {
        var bench = Bench.running(showing: [5, 6])
        bench.give(.hinted(ChangeKey(project: "demo/code", number: 5), token: 1))
        bench.wait(2000)
        bench.answer(status: 404, "Not found: demo%2Fcode~5")
        #expect(bench.facts.count == 2)
        bench.pollUntilAsked(for: 5)
        bench.answer(status: 404, "Not found: 5")
        #expect(bench.facts.last?.kind == .vanished)
        #expect(bench.mirror.openChanges.map(\.number) == [6])
        #expect(bench.mirror[ChangeKey(project: "demo/code", number: 5)] != nil)
        // It comes back when it is shown again.
        bench.wait(60_000)
        bench.answer(list: [Bench.change(5)])
        #expect(bench.facts.last?.kind == .returned)
    }

    @Test func `A change in another project is the same change`() {
        var bench = Bench.running(showing: [5])
        bench.give(.hinted(ChangeKey(project: "demo/code", number: 5), token: 1))
        bench.wait(2000)
        bench.answer(status: 404, "Not found: 5")
        bench.pollUntilAsked(for: 5)
        bench.answer(Bench.change(5, project: "demo/renamed"))
        #expect(bench.facts.last?.kind == .moved(from: ChangeKey(project: "demo/code", number: 5)))
        #expect(bench.mirror.openChanges == [ChangeKey(project: "demo/renamed", number: 5)])
    }

    @Test func `Another change of the same number is another change`() {
        var bench = Bench.running(showing: [5])
        bench.give(.hinted(ChangeKey(project: "demo/code", number: 5), token: 1))
        bench.wait(2000)
        bench.answer(status: 404, "Not found: 5")
        bench.pollUntilAsked(for: 5)
        let other = Bench.change(5, project: "imported").replacing("\"I5\"", with: "\"I99\"")
        bench.answer(other)
        #expect(bench.facts.suffix(2).first?.kind == .vanished)
        #expect(bench.mirror.openChanges == [ChangeKey(project: "imported", number: 5)])
    }

    @Test func `The audit looks for what no list shows, and many at once are not believed`() {
        for gone in [3, 30] {
            var restored = Bench.followed
            restored.openChanges = (1...40).map { ChangeKey(project: "demo/code", number: $0) }
            var bench = Bench(Bench.settings { $0.millisecondsPerRequest = 1 }, restored: restored)
            bench.start()
            bench.identify()
            bench.answer(list: [])
            #expect(bench.query == "project:\"demo/code\" status:open")
            bench.answer(list: ((gone + 1)...40).map { Bench.change($0) })
            var asked: Set<String> = []
            while bench.now < 3_600_000 {
                bench.wait(10_000)
                guard let path = bench.path else { continue }
                if path == "/a/changes/" {
                    bench.answer(list: [])
                } else {
                    asked.insert(path)
                    bench.answer(status: 404, "Not found: \(path)")
                }
            }
            #expect(asked.count == gone * 2)
            #expect(bench.batches.flatMap(\.vanished).count == (gone == 3 ? 3 : 0))
            #expect(bench.alerts == (gone == 3 ? [] : [.manyVanished(30)]))
        }
    }

    // MARK: Writes

    private let write = Write(
        ChangeKey(project: "demo/code", number: 5),
        .review(revision: "abc", labels: ["Code-Review": -2], message: "No slot."))

    @Test func `A write goes out first, in its own words, and its change is read again`() throws {
        var bench = Bench.running(showing: [5])
        bench.give(.write(write))
        #expect(bench.path == "/a/changes/demo%2Fcode~5/revisions/abc/review")
        let body = try #require(bench.request?.request.body)
        #expect(
            String(decoding: body, as: UTF8.self) == """
                {"ignore_automatic_attention_set_rules":true,"labels":{"Code-Review":-2},"message":"No slot.",\
                "notify":"NONE","tag":"autogenerated:slotkeeper"}
                """)
        bench.answer("{\"labels\": {\"Code-Review\": -2}}")
        #expect(bench.others.last == .finished(write, .applied))
        bench.wait(2000)
        #expect(bench.path == "/a/changes/demo%2Fcode~5")
    }

    @Test func `Old servers leave out labels without a word, and that is noticed`() {
        var bench = Bench.running(showing: [5])
        bench.give(.write(write))
        bench.answer("{}")
        #expect(bench.others.last == .finished(write, .leftOut(labels: ["Code-Review"])))
    }

    @Test(arguments: [
        (409, "change is closed", WriteResult.conflict("change is closed")),
        (405, "Not allowed", .conflict("Not allowed")),
        (400, "label \"X\" is not a configured label", .bad("label \"X\" is not a configured label")),
        (404, "Not found: 5", .notFound),
    ])
    func `What the server says to a write is told`(status: Int, text: String, result: WriteResult) {
        var bench = Bench.running(showing: [5])
        bench.give(.write(write))
        bench.answer(status: status, text)
        #expect(bench.others.last == .finished(write, result))
        #expect(bench.alerts == [])
    }

    @Test func `A write without the right to it holds the others back, and is said`() {
        var bench = Bench.running(showing: [5])
        bench.give(.write(write))
        bench.answer(status: 403, "Applying label \"Code-Review\": -2 is restricted")
        #expect(bench.alerts == [.writesRefused("Applying label \"Code-Review\": -2 is restricted")])
        bench.give(.write(write))
        for _ in 0..<5 {
            bench.wait(30_000)
            #expect(bench.path?.contains("review") != true)
            bench.answer(list: [])
        }
    }

    @Test func `What waits to be written when the server fails is not written later`() {
        var bench = Bench.running(showing: [5])
        bench.give(.write(write))
        bench.give(.write(Write(ChangeKey(project: "demo/code", number: 6), write.kind)))
        bench.fail()
        #expect(
            bench.others.suffix(2).map { if case .finished(_, .unknown) = $0 { true } else { false } } == [true, true])
        bench.wait(60_000)
        #expect(bench.requests.count { $0.contains("review") } == 1)
    }

    @Test func `A write whose answer is lost is never sent twice`() {
        var bench = Bench.running(showing: [5])
        bench.give(.write(write))
        bench.fail()
        #expect(bench.others.last == .finished(write, .unknown("connection refused")))
        bench.wait(2000)
        #expect(bench.path == "/a/changes/demo%2Fcode~5")
        #expect(bench.requests.count { $0.contains("review") } == 1)
    }

    @Test func `Messages are cut before they are too long, between two characters`() throws {
        let long = Write(
            write.change, .review(revision: "a", labels: [:], message: String(repeating: "ä", count: 9000)))
        let body = try #require(long.request(root: "/a").body)
        #expect((15_900...16_300).contains(body.count))
        #expect(String(validating: body, as: UTF8.self) != nil)
    }
}

extension Bench {
    /// Lets polls find nothing until a change is looked for a second time, by its number alone.
    fileprivate mutating func pollUntilAsked(for number: Int) {
        while path != "/a/changes/\(number)", now < 300_000 {
            wait(60_000)
            if path == "/a/changes/" { answer(list: []) }
        }
    }
}
