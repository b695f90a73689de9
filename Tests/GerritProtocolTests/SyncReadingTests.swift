import Testing

@testable import GerritProtocol

@Suite struct SyncReadingTests {
    @Test
    func `The first reading goes back to the cycle's start, then to what is older and open, and announces nothing`() {
        let settings = Bench.settings {
            $0.since = ServerTime(text: "2014-10-01 00:00:00")
            $0.pageSize = 2
        }
        var bench = Bench(settings, restored: Sync.Restored())
        bench.start()
        #expect(bench.path == "/a/accounts/self")
        bench.identify()
        #expect(bench.query == "project:\"demo/code\" after:\"2014-10-01 00:00:00\"")
        bench.answer(list: [
            Bench.change(9, updated: "2014-12-01 09:00:00"),
            Bench.change(8, updated: "2014-11-01 00:00:00", more: true),
        ])
        #expect(bench.query == "project:\"demo/code\" after:\"2014-10-01 00:00:00\" before:\"2014-11-01 00:00:00\"")
        bench.answer(list: [Bench.change(8, updated: "2014-11-01 00:00:00")])
        #expect(bench.query == "project:\"demo/code\" status:open before:\"2014-10-01 00:00:00\"")
        bench.answer(list: [Bench.change(1, updated: "2014-01-01 00:00:00")])
        #expect(bench.batches.allSatisfy { $0.telling == .quietly })
        #expect(bench.mirror.openChanges.map(\.number) == [1, 8, 9])
        #expect(bench.others.last == .progress(changes: 4, isDone: true))
        // Then what has happened since it began.
        #expect(bench.query == "project:\"demo/code\" after:\"2014-12-01 08:58:00\"")
        #expect(bench.sync.account == Account(id: 1, username: "slotbot"))
    }

    @Test func `A first reading that was cut short goes on where it was`() throws {
        let settings = Bench.settings { $0.pageSize = 2 }
        var bench = Bench(settings, restored: Sync.Restored())
        bench.start()
        bench.identify()
        bench.answer(list: [
            Bench.change(9, updated: "2014-12-01 09:00:00"),
            Bench.change(8, updated: "2014-11-01 00:00:00", more: true),
        ])
        var restored = Sync.Restored()
        restored.cursor = try #require(bench.batches.last?.cursor)
        var again = Bench(settings, restored: restored)
        again.start()
        again.identify()
        #expect(again.query == "project:\"demo/code\" before:\"2014-11-01 00:00:00\"")
        again.answer(list: [Bench.change(7, updated: "2014-10-01 00:00:00")])
        #expect(again.sync.cursor.highWater == ServerTime(text: "2014-12-01 09:00:00"))
        #expect(again.sync.cursor.projects == ["demo/code"])
    }

    @Test func `A project that comes later is read beside the others`() {
        let settings = Bench.settings { $0.projects = ["demo/code", "demo/new"] }
        var bench = Bench(settings)
        bench.start()
        bench.identify()
        #expect(bench.query == "project:\"demo/code\" after:\"2014-12-01 09:58:00\"")
        bench.answer(list: [])
        #expect(bench.query == "project:\"demo/new\"")
        bench.answer(list: [Bench.change(3, project: "demo/new", updated: "2014-11-01 00:00:00")])
        #expect(bench.query == "(project:\"demo/code\" OR project:\"demo/new\") after:\"2014-10-31 23:58:00\"")
        // One that is followed no more is not asked for, and a name that would change the query never is.
        let without = Bench(Bench.settings { $0.projects = ["demo/new", "x\" OR status:open"] })
        #expect(without.sync.cursor.projects == [])
        #expect(without.sync.cursor.backfill?.projects == ["demo/new"])
    }

    @Test func `More changes of one second than fit on a page are counted through`() {
        var bench = Bench(Bench.settings { $0.pageSize = 2 })
        bench.start()
        bench.identify()
        bench.answer(list: [Bench.change(9), Bench.change(8, more: true)])
        #expect(bench.query?.hasSuffix("before:\"2014-12-01 10:00:00\"") == true)
        bench.answer(list: [Bench.change(9), Bench.change(8, more: true)])
        #expect(bench.request?.request.path.decodedQuery("S") == "2")
        bench.answer(list: [Bench.change(7), Bench.change(6, more: true)])
        #expect(bench.request?.request.path.decodedQuery("S") == "4")
        // A server that lets nobody go so far: on with the second before.
        bench.answer(status: 400, "Cannot go beyond page 2 of results")
        #expect(bench.query?.hasSuffix("before:\"2014-12-01 09:59:59\"") == true)
        #expect(bench.request?.request.path.decodedQuery("S") == nil)
        #expect(bench.alerts == [])
    }

    @Test func `A server that does not say that there is more is asked`() {
        var bench = Bench(Bench.settings { $0.pageSize = 2 })
        bench.start()
        bench.identify()
        bench.answer(list: [
            Bench.change(9, updated: "2014-12-01 10:00:02"), Bench.change(8, updated: "2014-12-01 10:00:01"),
        ])
        #expect(bench.query?.hasSuffix("before:\"2014-12-01 10:00:01\"") == true)
        bench.answer(list: [Bench.change(8, updated: "2014-12-01 10:00:01")])
        #expect(bench.query == "project:\"demo/code\" status:open", "that was all; the audit follows")
        #expect(bench.sync.cursor.highWater == ServerTime(text: "2014-12-01 10:00:02"))
    }

    @Test func `The high water moves only when all pages are stored`() {
        var bench = Bench(Bench.settings { $0.pageSize = 1 })
        bench.start()
        bench.identify()
        bench.answer(list: [Bench.change(9, updated: "2014-12-01 12:00:00", more: true)])
        #expect(bench.batches.last?.cursor.highWater == ServerTime(text: "2014-12-01 10:00:00"))
        bench.stores = false
        bench.answer(list: [Bench.change(8, updated: "2014-12-01 11:00:00")])
        // A full page may have a next one.
        bench.give(.written(bench.batches.last?.id ?? 0))
        bench.answer(list: [])
        #expect(bench.batches.last?.cursor.highWater == ServerTime(text: "2014-12-01 12:00:00"))
        #expect(bench.sync.cursor.highWater == ServerTime(text: "2014-12-01 10:00:00"))
        bench.wait(600_000)
        #expect(bench.request == nil, "nothing is asked for while a batch waits to be stored")
        bench.give(.unwritten(bench.batches.last?.id ?? 0, reason: "disk full"))
        bench.wait(5000)
        #expect(bench.query?.contains("before:\"2014-12-01 11:00:00\"") == true, "the last page comes again")
    }

    @Test func `A clock of the server that was set back moves no high water into the future`() {
        var bench = Bench()
        bench.start()
        bench.identify()
        let list = "[\(Bench.change(9, updated: "2014-12-01 15:00:00"))]"
        bench.answer(Response(status: 200, body: Array(")]}'\n\(list)".utf8), date: "Mon, 01 Dec 2014 10:00:00 GMT"))
        #expect(bench.sync.cursor.highWater == ServerTime(text: "2014-12-01 10:01:00"))
    }

    @Test func `Polls come each minute with a stream and each half without, and jumps of our clock bring one at once`()
    {
        var bench = Bench.running()
        bench.wait(29_999)
        #expect(bench.request == nil)
        bench.wait(1)
        #expect(bench.query == "project:\"demo/code\" after:\"2014-12-01 09:58:00\"")
        bench.answer(list: [])
        bench.wait(5000)
        bench.wall += 3_600_000
        bench.pass(1)
        #expect(bench.query != nil)
    }

    @Test func `After a long time away what has happened is one digest`() {
        var restored = Bench.followed
        restored.cursor.polledAt = 1_417_428_000_000 - 7_200_000
        var bench = Bench(Bench.settings { $0.pageSize = 1 }, restored: restored)
        bench.start()
        bench.identify()
        bench.answer(list: [Bench.change(9, updated: "2014-12-01 10:00:05", more: true)])
        bench.answer(list: [Bench.change(8, updated: "2014-12-01 10:00:04", more: true)])
        bench.answer(list: [])
        #expect(
            bench.batches.map(\.telling) == [
                .digest(gap: 7_200_000, isLast: false), .digest(gap: 7_200_000, isLast: false),
                .digest(gap: 7_200_000, isLast: true),
            ])
        let away = restored.cursor.polledAt
        #expect(
            bench.batches.dropLast().allSatisfy { $0.cursor.polledAt == away }, "killed before its end, it is one again"
        )
        #expect(bench.batches.last?.cursor.polledAt != away)
        bench.answer(list: [])
        bench.wait(30_000)
        bench.answer(list: [])
        #expect(bench.batches.last?.telling == .each)
    }

    @Test func `An option that an old server does not know is left out`() {
        var bench = Bench()
        bench.start()
        bench.identify()
        #expect(bench.requests.last?.contains("o=SUBMIT_REQUIREMENTS") == true)
        bench.answer(status: 400, "\"SUBMIT_REQUIREMENTS\" is not a valid value for \"-o\"")
        #expect(bench.requests.last?.contains("SUBMIT_REQUIREMENTS") == false)
        #expect(bench.requests.last?.contains("o=DETAILED_LABELS") == true)
        #expect(bench.alerts == [])
    }

    @Test func `Without a name the public address is read`() {
        var bench = Bench(Bench.settings { $0.isAuthenticated = false })
        bench.start()
        #expect(bench.path == "/config/server/version")
        bench.answer("\"2.9.4\"")
        #expect(bench.path == "/changes/")
    }

    @Test func `How things stand can be said`() {
        var bench = Bench.running(showing: [5])
        bench.wait(10_000)
        let report = bench.sync.report(at: bench.now)
        #expect(report.sincePoll == 10_000)
        #expect(report.sinceEvent == nil)
        #expect(report.failures == 0)
        #expect(report.budget >= 57)
        #expect(!report.isReading)
    }
}
