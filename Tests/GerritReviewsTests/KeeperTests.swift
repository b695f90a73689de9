import BotTesting
import Chat
import Foundation
import Gerrit
import Ledger
import Logging
import ReleaseCalendar
import ReviewSlots
import Testing

import struct Ledger.Account

@testable import Bot
@testable import GerritProtocol
@testable import GerritReviews

/// What the running part keeps and tells, without a server.
@Suite struct KeeperTests {
    /// A keeper on a cache in a folder of its own.
    private struct Kept {
        let world: World
        let keeper: ReviewKeeper
        let folder: URL

        init(world: World, folder: URL? = nil) throws {
            self.world = world
            self.folder =
                folder
                ?? FileManager.default.temporaryDirectory.appending(path: "reviews-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
            let room = world.room
            let context = PluginContext(
                ledger: room.ledger, settings: { room.bot.configuration }, plugin: "gerrit", now: { room.clock.now })
            keeper = ReviewKeeper(
                server: "gerrit", boards: [world.reviews],
                cache: try ReviewCache(path: self.folder.appending(path: "cache.sqlite").path),
                context: context, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        }

        func commit(
            _ views: [ChangeView], telling: Sync.Batch.Telling = .each, messages: [ChangeMessage]? = nil,
            movedFrom: ChangeKey? = nil, vanished: [ChangeKey] = []
        ) async throws {
            var cursor = Sync.Cursor()
            cursor.projects = ["demo/code", "demo/specs"]
            try await keeper.commit(
                Sync.Batch(
                    id: 1,
                    items: views.map {
                        Sync.Batch.Item($0, isDirect: true, movedFrom: movedFrom, messages: messages)
                    },
                    vanished: vanished, telling: telling, cursor: cursor,
                    serverTime: ServerTime(text: "2014-12-01 10:00:00")))
        }
    }

    private func kept() async throws -> Kept { try Kept(world: try await World()) }

    private let code = "Do it\n\nblueprint rack-filter"

    @Test func `What was missed is told in one go, at its end`() async throws {
        let kept = try await kept()
        let room = kept.world.room
        let before = await room.ledger.position
        try await kept.commit([try change(1, code)], telling: .digest(gap: 7_200_000, isLast: false))
        #expect(await room.ledger.position == before)
        try await kept.commit([try change(2, code)], telling: .digest(gap: 7_200_000, isLast: true))
        #expect(try await kept.world.changes(of: "rack-filter") == [1, 2])
        #expect(
            try await room.announcements(after: before) == [
                "Read from the review system (after 2 hours): 1 new blueprint. \"!slots\" shows how it stands. https://slots.example.org/nova"
            ])
    }

    @Test func `A crash between the first reading and its telling does not make it news`() async throws {
        let kept = try await kept()
        let room = kept.world.room
        let before = await room.ledger.position
        let cache = try ReviewCache(path: kept.folder.appending(path: "cache.sqlite").path)
        var cursor = Sync.Cursor()
        cursor.projects = ["demo/code", "demo/specs"]
        let views = [
            try change(1, code),
            try change(2, "Spec\n\nblueprint rack-filter", files: added("specs/kilo/rack-filter.rst")),
        ]
        try await cache.save(views.map { ($0, true) }, without: [], cursor: cursor)
        _ = try await Kept(world: kept.world, folder: kept.folder).keeper.restore()
        #expect(try await kept.world.changes(of: "rack-filter") == [1])
        let told = try await room.announcements(after: before)
        #expect(told.count == 1 && told[0].hasPrefix("Read from the review system (first reading)"), "\(told)")
    }

    @Test func `What was stored in a long absence and not told before a crash is told in one`() async throws {
        let kept = try await kept()
        let room = kept.world.room
        try await kept.commit([try change(1, code), try change(2, code)])
        let before = await room.ledger.position
        let cache = try ReviewCache(path: kept.folder.appending(path: "cache.sqlite").path)
        var cursor = Sync.Cursor()
        cursor.projects = ["demo/code", "demo/specs"]
        cursor.polledAt = (room.clock.now.seconds - 7200) * 1000
        let views = [try change(1, code, status: .merged), try change(2, code, status: .merged)]
        try await cache.save(views.map { ($0, true) }, without: [], cursor: cursor)
        _ = try await Kept(world: kept.world, folder: kept.folder).keeper.restore()
        let told = try await room.announcements(after: before)
        #expect(
            told.contains { $0.hasPrefix("Read from the review system (after 2 hours): 2 changes merged") }, "\(told)")
    }

    @Test func `The bot's own block is no objection, after a restart neither`() async throws {
        let kept = try await kept()
        let own = GerritProtocol.Account(id: 7, username: "slotbot")
        await kept.keeper.hear(.account(own))
        let blocked = try change(1, code) { view in
            view.votes.append(ChangeView.Vote(label: "Code-Review", account: own, value: -2))
        }
        try await kept.commit([blocked])
        #expect(try await kept.world.change(1)?.objections == [])
        let again = try Kept(world: kept.world, folder: kept.folder)
        _ = try await again.keeper.restore()
        #expect(try await kept.world.change(1)?.objections == [])
        // Where nobody knew, or by another name, it is set right.
        let other = GerritProtocol.Account(id: 8, username: "other")
        await again.keeper.hear(.account(other))
        try await again.commit([])
        #expect(try await kept.world.change(1)?.objections == ["slotbot"])
        await again.keeper.hear(.account(own))
        try await again.commit([])
        #expect(try await kept.world.change(1)?.objections == [])
    }

    @Test func `What was stored and not told before a crash is told after it`() async throws {
        let kept = try await kept()
        try await kept.commit([try change(1, code)])
        // As if the bot had been killed between the cache and the ledger.
        let cache = try ReviewCache(path: kept.folder.appending(path: "cache.sqlite").path)
        try await cache.save([(try change(1, code, status: .merged), true)], without: [], cursor: Sync.Cursor())
        let again = try Kept(world: kept.world, folder: kept.folder)
        let restored = try await again.keeper.restore()
        #expect(restored.openChanges.isEmpty)
        #expect(try await kept.world.change(1)?.status == .merged)
    }

    @Test func `A cache that is no cache is made anew`() async throws {
        let kept = try await kept()
        let path = kept.folder.appending(path: "other.sqlite").path
        try Data("this is no database, but a text of some length".utf8).write(to: URL(filePath: path))
        let cache = try ReviewCache(path: path)
        #expect(try await cache.load().views.isEmpty)
        try await cache.store(Sync.Hint(id: 3, change: ChangeKey(project: "demo/code", number: 1), resumeAfter: "e9"))
        let restored = try await ReviewCache(path: path).load().restored
        #expect(restored.hints.map(\.id) == [3])
        #expect(restored.resumeAfter == "e9")
    }

    @Test func `A blueprint that a person adds finds the changes that are known already`() async throws {
        let kept = try await kept()
        try await kept.commit([try change(1) { $0.topic = "bp/late-one" }])
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await kept.keeper.follow() }
            _ = await kept.world.room.say("alice", "!blueprint add late-one trivial")
            for _ in 0..<2000 where try await kept.world.changes(of: "late-one").isEmpty {
                try await Task.sleep(for: .milliseconds(5))
            }
            group.cancelAll()
        }
        #expect(try await kept.world.changes(of: "late-one") == [1])
    }

    @Test func `A code in a comment of the account itself joins it to the person, one of another does not`()
        async throws
    {
        let kept = try await kept()
        let room = kept.world.room
        let view = try change(1, code, owner: "carol.g")
        try await kept.commit([view])
        let carol = try await room.ledger.person(with: Account(network: "oftc", name: "carol"), now: room.clock.now)
        let claim = Claim(
            account: Account(network: "gerrit", name: "carol.g"), person: carol, board: "nova", since: room.clock.now,
            until: room.clock.now + 3600)
        await kept.keeper.expect("slotkeeper-x", claim)
        let before = await room.ledger.position
        let said = { (who: String) in
            ChangeMessage(
                author: GerritProtocol.Account(username: who), date: nil, text: "Patch Set 1:\n\nslotkeeper-x")
        }
        // Neither who quotes it nor who takes it away has written it.
        for text in ["> slotkeeper-x", "see slotkeeper-x", "Hashtag removed: slotkeeper-x"] {
            let message = ChangeMessage(
                author: GerritProtocol.Account(username: "carol.g"), date: nil, text: "Patch Set 1:\n\n\(text)")
            try await kept.commit([view], messages: [message])
        }
        try await kept.commit([view], messages: [said("mallory")])
        #expect(await room.ledger.position == before)
        try await kept.commit([view], messages: [said("mallory"), said("carol.g")])
        #expect(
            try await room.announcements(after: before) == [
                "carol has proved to be gerrit:carol.g: both are one person here now."
            ])
        // So carol is the author of what she has written, and may call it ready.
        #expect(await room.say("carol", "!ready rack-filter").first?.contains("is not ready") == true)
    }

    @Test(arguments: ["Hashtag added: slotkeeper-x", "Hashtags added: a, slotkeeper-x"])
    func `A hashtag that is added is a proof, too`(text: String) {
        let message = ChangeMessage(
            author: nil, date: nil, text: text, tag: "autogenerated:gerrit:setHashtag")
        #expect(message.shows("slotkeeper-x"))
        #expect(!message.shows("slotkeeper-xy"))
    }

    @Test func `A user name with capitals is not another's`() {
        #expect(GerritProtocol.Account(id: 7, username: "bob").accountName == "bob")
        #expect(GerritProtocol.Account(id: 8, username: "Bob").accountName == "8")
        #expect(GerritProtocol.Account(username: "Bob").accountName == nil)
    }

    @Test func `A change that vanished together with the cache is lost, and one that only a person told of is not`()
        async throws
    {
        let kept = try await kept()
        try await kept.commit([try change(1, code), try change(2, code)])
        _ = await kept.world.room.say("alice", "!change add rack-filter 4711")
        let again = try Kept(world: kept.world)
        let keys = [1, 4711].map { ChangeKey(project: "demo/code", number: $0) }
        try await again.commit([try change(2, code)], vanished: keys)
        #expect(try await kept.world.change(1)?.status == .abandoned)
        #expect(try await kept.world.change(4711)?.status == .open)
    }

    @Test func `A change that a person links and that was not kept is asked for`() async throws {
        let kept = try await kept()
        try await kept.commit([try change(1, code)])
        _ = await kept.world.room.say("alice", "!change add rack-filter 4711")
        try await kept.commit([try change(2)])
        var asked: [ChangeKey] = []
        kept.keeper.wishes.continuation.finish()
        for await wish in kept.keeper.wishes.stream { if case .ask(let key) = wish { asked.append(key) } }
        #expect(asked.contains(ChangeKey(project: "demo/code", number: 4711)))
    }

    @Test func `Answers say since when they are old`() async throws {
        let kept = try await kept()
        var report = Sync.Report(
            sincePoll: 100_000, sinceEvent: nil, isReading: false, budget: 60, waiting: 0, failures: 0)
        let now = TestRoom.noon
        let zone = try Zone("Europe/Berlin")
        #expect(kept.keeper.caveat(report, pollEvery: 60_000, now: now, in: zone) == nil)
        report.sincePoll = 14 * 60_000
        #expect(
            kept.keeper.caveat(report, pollEvery: 60_000, now: now, in: zone)?.plainText()
                == "gerrit has not answered for 14 minutes, so this is as of Mon 15 Dec 12:46 Europe/Berlin.")
        report.backfill = 200
        #expect(
            kept.keeper.caveat(report, pollEvery: 60_000, now: now, in: zone)?.plainText()
                == "gerrit is being read for the first time (200 changes so far).")
    }

    @Test func `How a change came to belong to it, what comes before it, and what may belong to it is said`()
        async throws
    {
        let kept = try await kept()
        try await kept.commit([
            try change(1, code), try change(2, code) { $0.parents = ["abc1"] },
            try change(3, "Base") { $0.revision = "def" },
            try change(4, code) { $0.parents = ["def"] }, try change(5) { $0.suggested = ["rack-filter"] },
        ])
        let id = try #require(try await kept.world.board { $0.blueprint(named: "rack-filter") })
        let context = kept.world.room.context("erin")
        let said = try await kept.keeper.remarks(on: id, context).map { $0.plainText() }
        #expect(
            said == [
                "Its changes: 1 its message says \"blueprint rack-filter\", 2 its message says \"blueprint rack-filter\", 4 its message says \"blueprint rack-filter\".",
                "To be merged in order: 2 after 1, 4 after 3 (\"Base\").",
                "May belong to it: 5; \"!change add rack-filter 5\" says so.",
            ])
    }

    @Test func `A change that is moved to a project that the board does not follow is lost to it`() async throws {
        let kept = try await kept()
        let view = try change(1, code)
        try await kept.commit([view])
        var moved = view
        moved.key.project = "demo/elsewhere"
        try await kept.commit([moved], movedFrom: view.key)
        #expect(try await kept.world.change(1)?.status == .abandoned)
        try await kept.commit([view], movedFrom: moved.key)
        #expect(try await kept.world.change(1)?.status == .open)
    }

    @Test func `The state of a spec's review is said with the spec and with what waits for it`() async throws {
        let kept = try await kept()
        try await kept.commit([
            try change(
                10, "Spec\n\nblueprint rack-filter", files: added("specs/kilo/approved/rack-filter.rst")
            ) { view in
                view.vote("bob", 2)
                view.vote("erin", 1)
                view.vote("sam", 1)
                view.patchSetAt = ServerTime(text: "2014-12-10 10:00:00")
            }
        ])
        let said = "10: +2 bob, 2 x +1, needs one more +2, waits for CI, last patch set Wed 10 Dec."
        #expect(
            await kept.keeper.remarks(onReview: 10, of: "nova", day: { Wording.day($0, now: TestRoom.noon) })?
                .plainText() == said)
        let id = try #require(try await kept.world.board { $0.blueprint(named: "rack-filter") })
        let remarks = try await kept.keeper.remarks(on: id, kept.world.room.context("erin"))
        #expect(remarks.map { $0.plainText() } == ["Spec \(said)"])
    }

    @Test func `What is closed and belongs to nothing is forgotten`() async throws {
        let kept = try await kept()
        try await kept.commit([
            try change(1, code), try change(2, status: .merged) { $0.updated = ServerTime(seconds: 1000) },
            try change(3, status: .merged),
        ])
        #expect(await kept.keeper.mirror.views.map(\.key.number).sorted() == [1, 3])
    }

    @Test func `The share of the cores' votes is counted from their votes`() async throws {
        let kept = try await kept()
        let at = ServerTime(text: "2014-11-30 10:00:00")
        let label = "Code-Review"
        func vote(_ who: String, _ value: Int) -> ChangeView.Vote {
            ChangeView.Vote(label: label, account: GerritProtocol.Account(username: who), value: value, at: at)
        }
        try await kept.commit([
            try change(1, code) { $0.votes = [vote("bob", 2), vote("erin", 1)] },
            try change(2) { $0.votes = [vote("bob", -1)] }, try change(3) { $0.votes = [vote("dave", 2)] },
        ])
        let views = Array(await kept.keeper.mirror.views)
        let (board, now) = (kept.world.reviews, try #require(ServerTime(text: "2014-12-01 10:00:00")))
        let found = try await kept.world.board { Adherence(board, views, $0, names: ["bob"], now: now) }
        #expect((found.votes, found.inSlots, found.own, found.ownInSlots) == (3, 0, 2, 0))
        #expect(Adherence.phrase(2, of: 3) == "2 of 3 (67 %)")
    }

    @Test func `What is open is found for those who ask what to review`() async throws {
        let kept = try await kept()
        try await kept.commit([
            try change(1, "One", owner: "bob") { $0.votes = [] },
            try change(2, "Two") { $0.vote("dave", 2) },
            try change(
                10, "Spec\n\nblueprint rack-filter", files: added("specs/kilo/approved/rack-filter.rst")),
        ])
        let found = await kept.keeper.openReviews(on: "nova").sorted { $0.change.number < $1.change.number }
        #expect(found.map(\.change.number) == [1, 2, 10])
        #expect(found.map(\.missing) == [2, 1, 2])
        #expect(found.map(\.isSpec) == [false, false, true])
        #expect(found[0].owner == Account(network: "gerrit", name: "bob"))
        // The same by the cache alone, for those who ask while no bot runs.
        let path = kept.folder.appending(path: "cache.sqlite").path
        func stored(_ path: String, on board: String = "nova") async throws -> [OpenReview] {
            let configuration = GerritConfiguration(
                name: "gerrit", url: "http://127.0.0.1:1", settings: Sync.Settings())
            return try await GerritPlugin(
                [.init(configuration, boards: [kept.world.reviews], cachePath: path)],
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            ).storedReviews(on: board).sorted { $0.change.number < $1.change.number }
        }
        #expect(try await stored(path) == found)
        #expect(try await stored(path, on: "glance") == [])
        // Nothing was ever read, and nothing is made.
        let none = kept.folder.appending(path: "none.sqlite").path
        #expect(try await stored(none) == [])
        #expect(!FileManager.default.fileExists(atPath: none))
    }
}

extension TestRoom {
    static let noon = Timestamp(16_419 * Timestamp.day + 12 * Timestamp.hour)

    func context(_ nick: String) -> CommandContext {
        CommandContext(
            ledger: ledger, configuration: bot.configuration, board: board, message: message(nick, "!why"),
            now: clock.now, links: bot.links, router: bot.router, plugins: [])
    }
}
