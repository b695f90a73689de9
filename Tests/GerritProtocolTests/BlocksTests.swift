import Testing

@testable import GerritProtocol

@Suite struct BlocksTests {
    private let own = Account(id: 1, username: "slotbot")
    private let time = ServerTime(seconds: 1_417_428_000)
    private let key = ChangeKey(project: "demo/code", number: 7)
    private let waiting = Blocks.Wish(isInSlot: false, why: "b7 waits for a slot, 3rd of 40")
    private let inSlot = Blocks.Wish(isInSlot: true, why: "b7 has slot 2")

    private func settings(_ mode: Blocks.Mode) -> Blocks.Settings {
        var settings = Blocks.Settings()
        settings.mode = mode
        return settings
    }

    private func change(_ votes: [(Account, String, Int)] = [], _ edit: (inout ChangeView) -> Void = { _ in }) throws
        -> ChangeView
    {
        var change = try view()
        change.labels = ["Code-Review", "Review-Slot", "Verified"]
        change.votes = votes.map { ChangeView.Vote(label: $1, account: $0, value: $2, at: time) }
        edit(&change)
        return change
    }

    private func plan(_ mode: Blocks.Mode, _ wish: Blocks.Wish?, _ change: ChangeView, at time: ServerTime? = nil)
        -> [Write]
    {
        Blocks.plan(wish.map { [key: $0] } ?? [:], [change], own: own, settings(mode), time: time ?? self.time)
    }

    private func votes(_ writes: [Write]) -> [[String: Int]] {
        writes.compactMap { if case .review(_, let labels, _) = $0.kind { labels } else { nil } }
    }

    @Test func `Each mode blocks in its own way, and lifts what it has set`() throws {
        let plain = try change()
        #expect(plan(.advise, waiting, plain) == [])
        #expect(votes(plan(.vote, waiting, plain)) == [["Code-Review": -2]])
        #expect(votes(plan(.label, waiting, plain)) == [["Review-Slot": -1]])
        #expect(plan(.hashtag, waiting, plain) == [Write(key, .hashtags(add: ["no-review-slot"], remove: []))])
        let blocked = try change([(own, "Code-Review", -2)])
        #expect(plan(.vote, waiting, blocked) == [])
        #expect(votes(plan(.vote, inSlot, blocked)) == [["Code-Review": 0]])
        #expect(votes(plan(.label, inSlot, try change([(own, "Review-Slot", -1)]))) == [["Review-Slot": 1]])
        let tagged = try change { $0.hashtags = ["mine", "no-review-slot"] }
        #expect(plan(.hashtag, inSlot, tagged) == [Write(key, .hashtags(add: [], remove: ["no-review-slot"]))])
        #expect(plan(.hashtag, waiting, tagged) == [])
    }

    @Test func `A block of another mode is lifted, and so is one that nobody wishes for`() throws {
        let blocked = try change([(own, "Code-Review", -2)]) { $0.hashtags = ["no-review-slot"] }
        #expect(votes(plan(.label, waiting, blocked)) == [["Code-Review": 0, "Review-Slot": -1]])
        for mode in [Blocks.Mode.advise, .vote, .label, .hashtag] {
            let writes = plan(mode, nil, blocked)
            #expect(votes(writes) == [["Code-Review": 0]], "lift all")
            #expect(writes.last == Write(key, .hashtags(add: [], remove: ["no-review-slot"])))
        }
    }

    @Test func `Nobody else's vote is touched, nor a closed change, and nothing in progress is blocked`() throws {
        let others = try change([(Account(id: 5, username: "core1"), "Code-Review", -2), (own, "Verified", 1)])
        #expect(plan(.vote, inSlot, others) == [])
        #expect(votes(plan(.vote, waiting, others)) == [["Code-Review": -2]])
        for status in [ChangeInfo.Status.merged, .abandoned] {
            #expect(plan(.vote, waiting, try change { $0.status = status }) == [])
            #expect(plan(.vote, inSlot, try change([(own, "Code-Review", -2)]) { $0.status = status }) == [])
        }
        #expect(plan(.vote, waiting, try change { $0.isWorkInProgress = true }) == [])
        #expect(plan(.hashtag, waiting, try change { $0.isWorkInProgress = true }) == [])
        let lifted = try change([(own, "Code-Review", -2)]) { $0.isWorkInProgress = true }
        #expect(votes(plan(.vote, waiting, lifted)) == [["Code-Review": 0]])
    }

    @Test func `A label that the project does not have is not voted on`() throws {
        #expect(plan(.label, waiting, try change { $0.labels = ["Code-Review"] }) == [])
    }

    @Test func `The vote is on exactly the revision that was seen, and says until when it means something`() throws {
        let write = try #require(plan(.vote, waiting, try change()).first)
        guard case .review(let revision, _, let message) = write.kind else { return }
        #expect(revision == "abc7")
        #expect(message?.hasPrefix("b7 waits for a slot, 3rd of 40.\n") == true)
        #expect(message?.contains("2014-12-31") == true)
        #expect(plan(.vote, waiting, try change { $0.revision = nil }) == [])
    }

    @Test func `A block is renewed before it expires, and not sooner`() throws {
        let blocked = try change([(own, "Code-Review", -2)])
        #expect(plan(.vote, waiting, blocked, at: time + 26 * 86_400) == [])
        #expect(votes(plan(.vote, waiting, blocked, at: time + 28 * 86_400)) == [["Code-Review": -2]])
    }

    // MARK: What is written when

    private func scene(_ count: Int) throws -> (wishes: [ChangeKey: Blocks.Wish], views: [ChangeView]) {
        let views = try (1...count).map { number in
            try change { $0.key.number = number }
        }
        return (Dictionary(uniqueKeysWithValues: views.map { ($0.key, waiting) }), views)
    }

    /// These changes have been read by themselves.
    private func blocks(_ views: [ChangeView], _ mode: Blocks.Mode = .vote) -> Blocks {
        var blocks = Blocks(settings(mode))
        for view in views { blocks.saw(view.key) }
        return blocks
    }

    @Test func `What no more than a list has shown since the start is read before it is written to`() throws {
        let (wishes, views) = try scene(2)
        var blocks = Blocks(settings(.vote))
        let steps = blocks.next(wishes, views, own: own, time: time, at: 0)
        #expect(steps == Blocks.Steps(looks: views.map(\.key)))
        #expect(blocks.next(wishes, views, own: own, time: time, at: 100) == Blocks.Steps())
        blocks.saw(views[1].key)
        #expect(blocks.next(wishes, views, own: own, time: time, at: 200).writes.map(\.change) == [views[1].key])
    }

    @Test func `What was read while a write was on its way says nothing about it`() throws {
        let (wishes, views) = try scene(1)
        var blocks = blocks(views)
        let write = try #require(blocks.next(wishes, views, own: own, time: time, at: 0).writes.first)
        blocks.saw(views[0].key)
        #expect(blocks.next(wishes, views, own: own, time: time, at: 100) == Blocks.Steps())
        // However long the server cannot be reached, the write is still the one that waits.
        #expect(blocks.next(wishes, views, own: own, time: time, at: 7_200_000) == Blocks.Steps())
        blocks.finished(write, .unknown("connection reset"), at: 7_200_000)
        #expect(blocks.next(wishes, views, own: own, time: time, at: 7_200_100) == Blocks.Steps())
        blocks.saw(views[0].key)
        #expect(blocks.next(wishes, views, own: own, time: time, at: 7_200_200).writes == [write])
    }

    @Test func `So many a minute and no more, each change once until it was read again`() throws {
        let (wishes, views) = try scene(25)
        var blocks = blocks(views)
        func next(at now: Int) -> [Write] {
            blocks.next(wishes, views, own: own, time: time, at: now).writes
        }
        let first = next(at: 0)
        #expect(first.map(\.change.number) == Array(1...10))
        #expect(next(at: 1000) == [])
        #expect(next(at: 60_000).map(\.change.number) == Array(11...20))
        blocks.finished(first[0], .applied, at: 60_000)
        blocks.finished(first[1], .applied, at: 60_000)
        blocks.saw(views[0].key)
        #expect(next(at: 66_000).map(\.change.number) == [1])
        #expect(next(at: 400_000).map(\.change.number) == [2, 21, 22, 23, 24, 25])
    }

    @Test(arguments: [WriteResult.refused("no"), .bad("no such label"), .leftOut(labels: ["Code-Review"])])
    func `What is not allowed is not tried again for an hour`(result: WriteResult) throws {
        let (wishes, views) = try scene(3)
        var blocks = blocks(views)
        let write = try #require(blocks.next(wishes, views, own: own, time: time, at: 0).writes.first)
        blocks.finished(write, result, at: 1000)
        #expect(blocks.next(wishes, views, own: own, time: time, at: 3_600_999) == Blocks.Steps())
        #expect(blocks.next(wishes, views, own: own, time: time, at: 3_601_000).writes.count == 1)
    }

    @Test func `When the answer is lost the vote is in the next state, and nothing is written twice`() throws {
        var (wishes, views) = try scene(1)
        var blocks = blocks(views)
        let write = try #require(blocks.next(wishes, views, own: own, time: time, at: 0).writes.first)
        blocks.finished(write, .unknown("connection reset"), at: 100)
        views[0].votes = [ChangeView.Vote(label: "Code-Review", account: own, value: -2, at: time)]
        blocks.saw(views[0].key)
        #expect(blocks.next(wishes, views, own: own, time: time, at: 200) == Blocks.Steps())
        wishes = [:]
        #expect(blocks.next(wishes, views, own: own, time: time, at: 300).writes.count == 1)
    }
}
