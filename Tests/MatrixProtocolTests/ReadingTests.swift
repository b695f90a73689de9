import MatrixModel
import Testing

@testable import MatrixProtocol

/// What is heard, and what is not.
@Suite struct ReadingTests {
    @Test func `It logs in, enters its room, and hears what is said there`() {
        var bench = Bench.running()
        #expect(bench.heard.isEmpty)
        bench.server.say("!slots", in: Bench.room, by: Bench.alice)
        bench.serve()
        #expect(bench.words == ["!slots"])
        #expect(bench.lastSaid?.sender.text == Bench.alice)
        #expect(bench.lastSaid?.power == .creator)
        #expect(bench.lastSaid?.isLate == false)
        #expect(bench.lastSaid?.ownName == "slotkeeper")
        #expect(bench.alerts.isEmpty)
    }

    @Test func `History at the first start is ignored`() {
        var bench = Bench()
        bench.server.enter(ModelHomeserver.bot, Bench.room)
        for number in 0..<100 { bench.server.say("!old \(number)", in: Bench.room, by: Bench.alice) }
        bench.start()
        bench.serve()
        #expect(bench.heard.isEmpty)
        #expect(bench.kept.since != nil)
        #expect(!bench.paths.contains { $0.contains("messages") })
        bench.server.say("!new", in: Bench.room, by: Bench.alice)
        bench.serve()
        #expect(bench.words == ["!new"])
    }

    @Test func `History before it comes in, and before it comes in again, is ignored`() {
        var bench = Bench()
        bench.server.say("!before", in: Bench.room, by: Bench.alice)
        bench.start()
        bench.serve()
        bench.server.say("!there", in: Bench.room, by: Bench.alice)
        bench.serve()
        bench.server.leave(ModelHomeserver.bot, Bench.room, by: Bench.alice)
        bench.serve()
        bench.server.say("!without it", in: Bench.room, by: Bench.alice)
        bench.live(120_000)
        bench.server.say("!again", in: Bench.room, by: Bench.alice)
        bench.serve()
        #expect(bench.words == ["!there", "!again"])
    }

    @Test func `What was said while it was down is run once, in order, and known to be late`() {
        var bench = Bench.running()
        bench.server.say("!first", in: Bench.room, by: Bench.alice)
        bench.serve()
        for number in 0..<120 { bench.server.say("!down \(number)", in: Bench.room, by: Bench.bob) }
        bench.restart()
        bench.serve()
        #expect(bench.words == ["!first"] + (0..<120).map { "!down \($0)" })
        #expect(bench.lastSaid?.isLate == true)
        bench.restart()
        bench.serve()
        #expect(bench.heard.count == 121)
    }

    @Test func `The place is stored after the effects of the batch, and the next poll goes out after that`() {
        var bench = Bench.running()
        bench.handles = false
        let since = bench.kept.since
        bench.server.say("!one", in: Bench.room, by: Bench.alice)
        bench.server.say("!two", in: Bench.room, by: Bench.alice)
        bench.serve()
        #expect(bench.words == ["!one"] && bench.kept.since == since)
        bench.handle()
        #expect(bench.words == ["!one", "!two"] && bench.kept.since == since)
        #expect(bench.request("sync") == nil)
        bench.stores = false
        bench.handle()
        bench.store()
        #expect(bench.request("sync") == nil)
        #expect(bench.changes.last.map { if case .advanced = $0 { true } else { false } } ?? false)
        bench.store()
        #expect(bench.request("sync") != nil)
    }

    @Test func `After a kill in the middle of a batch the rest of it is run, and no more`() {
        var bench = Bench.running()
        bench.handles = false
        for number in 1...3 { bench.server.say("!\(number)", in: Bench.room, by: Bench.alice) }
        bench.serve()
        bench.handle()
        #expect(bench.words == ["!1", "!2"])
        bench.handles = true
        bench.restart()
        bench.serve()
        // The second one had begun, and nobody had said that it was done.
        #expect(bench.words == ["!1", "!2", "!2", "!3"])
    }

    @Test func `An event that comes again does nothing`() {
        var bench = Bench.running()
        bench.server.repeatsEvents = true
        for number in 0..<5 {
            bench.server.say("!\(number)", in: Bench.room, by: Bench.alice)
            bench.serve()
        }
        #expect(bench.words == ["!0", "!1", "!2", "!3", "!4"])
    }

    @Test func `Its own words, notices, emotes and pictures never run`() {
        var bench = Bench.running()
        for kind in ["m.notice", "m.emote", "m.image", "m.file", "org.example.x", "M.TEXT"] {
            bench.server.say("!bump b1", in: Bench.room, by: Bench.alice, kind: kind)
        }
        bench.server.say("!bump b1", in: Bench.room, by: ModelHomeserver.bot)
        bench.serve()
        #expect(bench.heard.isEmpty)
    }

    @Test func `What comes after an outage is late, and what comes in a flood is not`() {
        var bench = Bench.running()
        bench.wait(20_000)
        for number in 0..<100 { bench.server.say("!\(number)", in: Bench.room, by: Bench.alice) }
        bench.serve()
        #expect(bench.heard.count == 100 && bench.lastSaid?.isLate == false)
        bench.live(60_000)
        bench.fail("/sync")
        bench.wait(100_000)
        bench.server.say("!slots", in: Bench.room, by: Bench.alice)
        bench.live(5000)
        #expect(bench.lastSaid?.text == "!slots" && bench.lastSaid?.isLate == true)
    }

    @Test func `An edit is another text for a message, never a command of its own`() {
        var bench = Bench.running()
        let ballot = bench.server.say("!rank a > b", in: Bench.room, by: Bench.alice)
        bench.serve()
        bench.server.edit(ballot, "!rank b > a", in: Bench.room, by: Bench.alice)
        bench.serve()
        #expect(bench.words == ["!rank a > b", "\(ballot) -> !rank b > a"])
        #expect(bench.lastBeginning == "!rank a > b")
        // Also after a restart, when nobody remembers what was edited.
        bench.restart()
        bench.serve()
        bench.server.edit(ballot, "!rank c", in: Bench.room, by: Bench.alice)
        bench.serve()
        #expect(bench.words.last == "\(ballot) -> !rank c")
        #expect(bench.heard.count == 3 && bench.lastBeginning == "!rank a > b")
    }

    @Test func `Edits that are none are nothing`() {
        var bench = Bench.running()
        let ballot = bench.server.say("!rank a > b", in: Bench.room, by: Bench.alice)
        let edit = bench.server.edit(ballot, "!rank c", in: Bench.room, by: Bench.alice)
        bench.serve()
        let before = bench.heard.count
        // Somebody else's message, an edit, and one without a new text.
        bench.server.edit(ballot, "!rank d", in: Bench.room, by: Bench.bob)
        bench.server.edit(edit, "!rank e", in: Bench.room, by: Bench.alice)
        bench.server.say(
            "!rank f", in: Bench.room, by: Bench.alice,
            ["m.relates_to": ["rel_type": "m.replace", "event_id": .text(ballot)]])
        bench.serve()
        #expect(bench.heard.count == before)
    }

    @Test func `One to five on a post is a vote, and a redaction ends it`() {
        var bench = Bench.running()
        bench.say("rank me")
        bench.serve()
        let post = bench.said[1]?.first?.text ?? ""
        let vote = bench.server.react("4\u{FE0F}\u{20E3}", to: post, in: Bench.room, by: Bench.bob)
        bench.server.react("👍", to: post, in: Bench.room, by: Bench.bob)
        bench.serve()
        bench.restart()
        bench.serve()
        bench.server.redact(vote, in: Bench.room, by: Bench.bob)
        bench.serve()
        #expect(bench.words == ["4 on \(post)", "\(vote) gone by \(Bench.bob)"])
    }

    @Test func `What is left out of a sync is fetched page by page, in order`() {
        var bench = Bench.running(
            Bench.settings {
                $0.timelineLimit = 5; $0.pageLimit = 7
            })
        bench.server.say("!known", in: Bench.room, by: Bench.alice)
        bench.serve()
        for number in 0..<40 { bench.server.say("!\(number)", in: Bench.room, by: Bench.alice) }
        bench.serve()
        #expect(bench.words == ["!known"] + (0..<40).map { "!\($0)" })
        #expect(bench.paths.filter { $0.hasSuffix("/messages") }.count == 6)
        #expect(bench.alerts.isEmpty)
    }

    @Test func `A server whose pages know no end is read to where something is known`() {
        var bench = Bench.running(
            Bench.settings {
                $0.timelineLimit = 3; $0.pageLimit = 4
            })
        bench.server.ignoresTo = true
        for number in 0..<30 { bench.server.say("!old \(number)", in: Bench.room, by: Bench.alice) }
        bench.serve()
        for number in 0..<10 { bench.server.say("!new \(number)", in: Bench.room, by: Bench.alice) }
        bench.serve()
        #expect(bench.words == (0..<30).map { "!old \($0)" } + (0..<10).map { "!new \($0)" })
    }

    @Test func `A gap without end is read so far, and that is said`() throws {
        var bench = Bench.running(
            Bench.settings {
                $0.timelineLimit = 5
                $0.pageLimit = 10
                $0.gapLimit = 30
            })
        for number in 0..<100 { bench.server.say("!\(number)", in: Bench.room, by: Bench.alice) }
        bench.serve()
        #expect(bench.words == (65..<100).map { "!\($0)" })
        #expect(bench.alerts == [.skipped(try #require(Bench.place))])
    }

    @Test func `A page that turns in a circle ends`() {
        var bench = Bench.running(Bench.settings { $0.timelineLimit = 1 })
        for number in 0..<9 { bench.server.say("!\(number)", in: Bench.room, by: Bench.alice) }
        bench.serve(only: "sync?")
        bench.serve(only: "joined_members")
        bench.answer("messages", ["chunk": [], "start": "a", "end": "b"])
        bench.answer("messages", ["chunk": [], "start": "b", "end": "b"])
        #expect(bench.request("messages") == nil)
        #expect(bench.words == ["!8"])
    }

    @Test(arguments: [true, false])
    func `A page that never comes stops the rest for a while only, but a server that is away loses nothing`(
        isThere: Bool
    ) {
        var bench = Bench.running(Bench.settings { $0.timelineLimit = 1 })
        for number in 0..<9 { bench.server.say("!\(number)", in: Bench.room, by: Bench.alice) }
        bench.serve(only: "sync?")
        bench.serve(only: "joined_members")
        for number in 1...20 {
            if isThere { bench.say("\(number)", ticket: number) }
            bench.wait(2000)
            bench.serve(only: "/send/")
            bench.fail("messages")
            bench.wait(120_000)
        }
        bench.live(120_000)
        #expect(bench.words == (isThere ? ["!8"] : (0..<9).map { "!\($0)" }))
    }

    @Test func `A page that cannot be had does not stop the rest`() {
        for status in [403, 404, 400] {
            var bench = Bench.running(Bench.settings { $0.timelineLimit = 1 })
            for number in 0..<9 { bench.server.say("!\(number)", in: Bench.room, by: Bench.alice) }
            bench.serve(only: "sync?")
            bench.serve(only: "joined_members")
            bench.answer("messages", status: status, ["errcode": "M_FORBIDDEN"])
            bench.serve()
            #expect(bench.words == ["!8"])
            #expect(bench.alerts.count == 1)
        }
    }

    @Test func `A room whose members or pages the server cannot tell does not stop the rest`() {
        var bench = Bench.running(Bench.settings { $0.timelineLimit = 1 })
        bench.roll(0)
        for number in 0..<3 { bench.server.say("!\(number)", in: Bench.room, by: Bench.alice) }
        bench.serve(only: "sync?")
        bench.answer("joined_members", Response(status: 500, body: Array("{\"errcode\":\"M_UNKNOWN\"}".utf8)))
        for _ in 0..<9 {
            bench.wait(2000)
            bench.answer("/messages?", Response(status: 500, body: Array("{\"errcode\":\"M_UNKNOWN\"}".utf8)))
        }
        bench.live(2000)
        #expect(bench.words == ["!2"])
        bench.server.say("!3", in: Bench.room, by: Bench.alice)
        bench.live(2000)
        #expect(bench.words == ["!2", "!3"])
    }

    @Test func `When the server has forgotten the place, what is new is found behind what is known`() {
        var bench = Bench.running(
            Bench.settings {
                $0.timelineLimit = 5; $0.pageLimit = 5
            })
        bench.server.say("!known", in: Bench.room, by: Bench.alice)
        bench.serve()
        for number in 0..<20 { bench.server.say("!\(number)", in: Bench.room, by: Bench.alice) }
        bench.server.forgottenBefore = bench.server.position
        bench.restart()
        bench.live(10_000)
        #expect(bench.words == ["!known"] + (0..<20).map { "!\($0)" })
    }

    @Test func `When nothing known is to be found, all of it is history`() {
        var bench = Bench.running(
            Bench.settings {
                $0.timelineLimit = 5; $0.pageLimit = 5
            })
        bench.server.say("!known", in: Bench.room, by: Bench.alice)
        bench.serve()
        // Another database under the same name.
        var other = Bench(bench.session.settings, kept: bench.kept)
        other.server.eventPrefix = "$other"
        other.server.enter(ModelHomeserver.bot, Bench.room)
        for number in 0..<20 { other.server.say("!\(number)", in: Bench.room, by: Bench.alice) }
        other.server.forgottenBefore = other.server.position
        other.server.addToken(bench.kept.credentials?.accessToken.value ?? "")
        other.start()
        other.live(10_000)
        #expect(other.heard.isEmpty)
        other.server.say("!now", in: Bench.room, by: Bench.alice)
        other.serve()
        #expect(other.words == ["!now"])
    }

    @Test func `An answer that is too large or broken is asked for in smaller pieces`() {
        var bench = Bench.running(Bench.settings { $0.timelineLimit = 40 })
        for expected in ["40", "20", "10"] {
            #expect(bench.request("sync")?.path.contains("%22limit%22%3A\(expected)%2C") == true)
            bench.answer("sync", Response(status: 200, body: Array("{\"next_batch\":\"s9".utf8)))
            bench.wait(60_000)
        }
        bench.server.say("!slots", in: Bench.room, by: Bench.alice)
        bench.serve()
        #expect(bench.alerts.count == 2)
        #expect(bench.words == ["!slots"])
    }

    @Test func `A message that nests deep, or is no message, spoils no other`() {
        var bench = Bench.running()
        var deep: JSON = 1
        for _ in 0..<600 { deep = [deep] }
        bench.server.say("!before", in: Bench.room, by: Bench.alice)
        bench.server.say("x", in: Bench.room, by: Bench.bob, ["deep": deep, "msgtype": 7])
        bench.server.say("!behind", in: Bench.room, by: Bench.alice)
        bench.serve()
        #expect(bench.words == ["!before", "!behind"])
    }

    @Test(
        "By whatever name it is called, it hears one",
        arguments: [
            ("slotkeeper: slots", "slotkeeper: slots"), ("@slotkeeper:example.org: slots", "slotkeeper: slots"),
            ("@slotkeeper, slots", "slotkeeper, slots"), ("The Keeper: slots", "slotkeeper: slots"),
            ("the keeper, slots", "slotkeeper, slots"), ("The Keeper slots", "The Keeper slots"), ("!slots", "!slots"),
            ("  !slots\n", "!slots"), ("!rank a\n > b", "!rank a  > b"), ("!sl\u{202E}ots", "!slots"),
        ])
    func names(text: String, heard: String) {
        var bench = Bench()
        bench.server.displayName = "The Keeper"
        bench.start()
        bench.serve()
        bench.server.say(text, in: Bench.room, by: Bench.alice)
        bench.serve()
        #expect(bench.words == [heard])
    }

    @Test func `Power is that of the moment in which something is said`() {
        var bench = Bench.running()
        bench.server.say("!a", in: Bench.room, by: Bench.bob)
        bench.server.change(
            "m.room.power_levels", ["users": .object([Bench.bob: 50])], in: Bench.room,
            by: Bench.alice)
        bench.server.say("!b", in: Bench.room, by: Bench.bob)
        bench.serve()
        let powers = bench.heard.compactMap { if case .said(let said) = $0 { said.power } else { nil } }
        #expect(powers == [.level(0), .level(50)])
        bench.restart()
        bench.serve()
        bench.server.say("!c", in: Bench.room, by: Bench.bob)
        bench.serve()
        #expect(bench.lastSaid?.power == .level(50))
    }
}
