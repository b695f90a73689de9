import Testing

@testable import GerritProtocol

@Suite struct SyncHintTests {
    private static let key = ChangeKey(project: "demo/code", number: 7)

    private func line(_ number: Int = 7, _ kind: String = "comment-added", at: Int? = nil) -> String {
        let time = at.map { ", \"eventCreatedOn\": \($0)" } ?? ""
        return "{\"type\": \"\(kind)\", \"change\": {\"project\": \"demo/code\", \"number\": \(number)}\(time)}"
    }

    private func streaming(_ change: (inout Sync.Settings) -> Void = { _ in }) -> Bench {
        var bench = Bench.running(
            Bench.settings {
                $0.usesStream = true
                change(&$0)
            })
        bench.give(.streamOpened)
        bench.answer(list: [])
        return bench
    }

    @Test func `Events of one push are one request, after the server has settled`() {
        var bench = streaming()
        bench.give(.heard(line()))
        bench.wait(1000)
        bench.give(.heard(line(7, "patchset-created")))
        #expect(bench.others.last == .store(Sync.Hint(id: hintID(bench), change: Self.key)))
        #expect(bench.others.count { if case .store = $0 { true } else { false } } == 1)
        #expect(bench.request == nil)
        bench.wait(1000)
        #expect(bench.path == "/a/changes/demo%2Fcode~7")
        bench.answer(Bench.change(7, updated: "2014-12-01 10:00:10"))
        #expect(bench.facts.count == 1)
        #expect(bench.others.last == .forget([hintID(bench)]))
        bench.wait(20_000)
        #expect(bench.request == nil)
    }

    private func hintID(_ bench: Bench) -> Int {
        for case .store(let hint) in bench.others { return hint.id }
        return -1
    }

    @Test func `An event while its change is being read has it read again`() {
        var bench = streaming()
        bench.give(.heard(line()))
        bench.wait(2000)
        bench.pass(500)
        bench.give(.heard(line()))
        bench.answer(Bench.change(7))
        #expect(!bench.others.contains { if case .forget = $0 { true } else { false } })
        bench.wait(2500)
        #expect(bench.path == "/a/changes/demo%2Fcode~7")
        bench.answer(Bench.change(7))
        #expect(bench.others.contains { if case .forget = $0 { true } else { false } })
    }

    @Test func `A state from before the event is read once more, and then believed`() {
        var bench = streaming()
        bench.give(.heard(line(at: 1_417_428_100)))
        bench.wait(2000)
        bench.answer(Bench.change(7, updated: "2014-12-01 10:00:00"))
        bench.wait(9999)
        #expect(bench.request == nil)
        bench.wait(1)
        #expect(bench.path == "/a/changes/demo%2Fcode~7")
        bench.answer(Bench.change(7, updated: "2014-12-01 10:00:00"))
        bench.wait(30_000)
        #expect(bench.request == nil)
    }

    @Test func `A hint too many is left to a poll, and its sender is thanked`() {
        var restored = Bench.followed
        restored.hints = (1...Sync.mostDirty).map {
            Sync.Hint(id: $0, change: ChangeKey(project: "demo/code", number: $0))
        }
        var bench = Bench(Bench.settings(), restored: restored)
        bench.give(.hinted(ChangeKey(project: "demo/code", number: Sync.mostDirty + 1), token: 5))
        #expect(bench.others == [.acknowledge(token: 5)])
    }

    @Test func `Many events at once are one poll, and what it does not show is read singly`() {
        var bench = streaming()
        for number in 1...10 { bench.give(.heard(line(number, at: 1_417_428_010))) }
        bench.wait(2000)
        #expect(bench.query == "project:\"demo/code\" after:\"2014-12-01 09:58:00\"")
        bench.answer(list: (1...9).map { Bench.change($0, updated: "2014-12-01 10:00:09") })
        #expect(bench.path == "/a/changes/demo%2Fcode~10")
    }

    @Test(arguments: ["{\"type\": \"dropped-output\"}", "{\"type\": \"comment-added\", \"cha"])
    func `What was lost is polled for at once`(lost: String) {
        var bench = streaming()
        bench.give(.heard(lost))
        #expect(bench.query?.contains("after:") == true)
    }

    @Test func `Unknown kinds are hints, and other projects are none of our business`() {
        var bench = streaming()
        bench.give(.heard(line(7, "vote-doubled")))
        bench.give(.heard(line().replacing("demo/code", with: "other")))
        bench.give(.heard("{\"type\": \"project-created\", \"projectName\": \"x\"}"))
        bench.wait(2000)
        #expect(bench.path == "/a/changes/demo%2Fcode~7")
        #expect(bench.sync.report(at: bench.now).waiting == 1)
    }

    @Test func `A hook is thanked when its hint is stored, and one for a waiting change at once`() {
        var bench = Bench.running()
        bench.give(.hinted(Self.key, token: 5))
        bench.give(.hinted(Self.key, token: 6))
        #expect(!bench.others.contains { if case .acknowledge = $0 { true } else { false } })
        bench.give(.stored(hintID(bench)))
        #expect(bench.others.suffix(2) == [.acknowledge(token: 5), .acknowledge(token: 6)])
        bench.give(.hinted(Self.key, token: 7))
        #expect(bench.others.last == .acknowledge(token: 7))
        bench.give(.hinted(ChangeKey(project: "other", number: 1), token: 8))
        #expect(bench.others.last == .acknowledge(token: 8))
    }

    @Test func `Hooks for one change cost one request a minute, and the last of them is not lost`() {
        var bench = Bench.running(Bench.settings { $0.pollEveryWithoutStream = 100_000_000 })
        let before = bench.requests.count
        for second in 0..<150 {
            bench.give(.hinted(Self.key, token: second))
            bench.wait(1000)
            // Also while it is being read.
            bench.give(.hinted(Self.key, token: 1000 + second))
            bench.answer(Bench.change(7))
        }
        #expect(bench.requests.count == before + 3)
        for case .store(let hint) in bench.others { bench.give(.stored(hint.id)) }
        #expect(bench.others.count { if case .acknowledge = $0 { true } else { false } } == 300)
        bench.wait(60_000)
        bench.answer(Bench.change(7))
        #expect(bench.requests.count == before + 4)
        #expect(bench.others.last.map { if case .forget = $0 { true } else { false } } == true)
        bench.wait(1_000_000)
        #expect(bench.requests.count == before + 4)
    }

    @Test func `A hook that waits holds back no event of the stream`() {
        var bench = streaming()
        bench.give(.hinted(Self.key, token: 1))
        bench.wait(2000)
        bench.answer(Bench.change(7))
        bench.give(.hinted(Self.key, token: 2))
        bench.give(.heard(line()))
        bench.wait(2000)
        #expect(bench.path == "/a/changes/demo%2Fcode~7")
    }

    @Test func `Hints from before a restart are followed`() {
        var restored = Bench.followed
        restored.hints = [Sync.Hint(id: 40, change: Self.key)]
        var bench = Bench.running(restored: restored)
        bench.wait(2000)
        #expect(bench.path == "/a/changes/demo%2Fcode~7")
        bench.answer(Bench.change(7))
        #expect(bench.others.last == .forget([40]))
    }

    @Test func `A list that lags does not undo what was read by itself`() {
        var bench = streaming()
        bench.give(.heard(line()))
        bench.wait(2000)
        bench.answer(Bench.change(7, updated: "2014-12-01 10:00:10", "\"work_in_progress\": true"))
        bench.give(.heard("{\"type\": \"dropped-output\"}"))
        bench.answer(list: [Bench.change(7, updated: "2014-12-01 10:00:10")])
        #expect(bench.mirror[Self.key]?.isWorkInProgress == true)
        bench.wait(40_000)
        bench.give(.heard("{\"type\": \"dropped-output\"}"))
        bench.answer(list: [Bench.change(7, updated: "2014-12-01 10:00:10")])
        #expect(bench.mirror[Self.key]?.isWorkInProgress == false)
    }

    @Test func `What was said on a change comes when it is asked for`() {
        var bench = Bench.running()
        bench.give(.ask(Self.key))
        bench.wait(2000)
        #expect(bench.requests.last?.contains("o=MESSAGES") == true)
        bench.answer(
            Bench.change(
                7,
                "\"messages\": [{\"author\": {\"_account_id\": 3}, \"date\": \"2014-12-01 09:00:00\", \"message\": \"4711\"}]"
            ))
        #expect(bench.batches.last?.items.first?.messages?.map(\.text) == ["4711"])
        #expect(bench.mirror[Self.key]?.unansweredSince == ServerTime(text: "2014-12-01 09:00:00"))
    }

    // MARK: The stream itself

    @Test func `A silent stream is opened anew, and what it may have missed is polled for`() {
        var bench = streaming { $0.pollEvery = 100_000_000 }
        bench.wait(899_999)
        #expect(!bench.others.contains(.closeStream))
        bench.wait(1)
        #expect(bench.others.last == .closeStream)
        #expect(bench.query != nil)
        bench.answer(list: [])
        bench.give(.streamClosed(reason: "we closed it"))
        bench.wait(1000)
        #expect(bench.others.last == .openStream(resumeAfter: nil))
    }

    @Test func `A stream that will not hold is tried ever more seldom`() {
        var bench = Bench(Bench.settings { $0.usesStream = true })
        bench.roll(0.999)
        bench.start()
        bench.identify()
        bench.answer(list: [])
        bench.answer(list: [])
        var gaps: [Int] = []
        for _ in 0..<7 {
            bench.give(.streamClosed(reason: "connection refused"))
            let opened = bench.others.count
            let before = bench.now
            while bench.others.count == opened {
                bench.wait(1000)
                bench.answer(list: [])
            }
            gaps.append((bench.now - before + 999) / 1000)
        }
        #expect(gaps == [1, 2, 4, 8, 16, 32, 60])
    }

    @Test func `A stream with ids is resumed where it was`() {
        var bench = streaming()
        bench.give(.heard(line().dropLast() + ", \"id\": \"store:41\"}"))
        bench.give(.streamClosed(reason: "reset"))
        bench.wait(3000)
        #expect(bench.others.contains(.openStream(resumeAfter: "store:41")))
        var restored = Bench.followed
        restored.resumeAfter = "store:7"
        var again = Bench(Bench.settings { $0.usesStream = true }, restored: restored)
        again.start()
        #expect(again.others == [.openStream(resumeAfter: "store:7")])
    }
}
