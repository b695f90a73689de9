import Bot
import BotTesting
import Chat
import Ledger
import ReviewSlots
import Testing

@testable import Subscriptions

/// What people follow is told to them in private, once, when they are there.
@Suite(.timeLimit(.minutes(5))) struct SubscriptionsTests {
    @Test("says what the examples show", arguments: SubscriptionsPlugin().commands.flatMap(\.examples))
    func example(example: Example) async throws {
        let room = try await TestRoom.example(plugins: [SubscriptionsPlugin()])
        #expect(await room.say(example.nick, example.says) == example.answers)
    }

    @Test func `Blueprints, categories and patterns are followed, listed and left`() async throws {
        try await TestRoom.example(plugins: [SubscriptionsPlugin()]).plays(
            """
            <erin> !subscribe VMWARE-*
            <slotkeeper> erin: you follow names like vmware-*: what happens to it is told to you in private, where you are logged in as erin. "!unsubscribe vmware-*" ends it, "!subscribe" lists all.
            <erin> !subscribe category block storage
            <slotkeeper> erin: you follow category Block Storage: what happens to it is told to you in private, where you are logged in as erin. "!unsubscribe category Block Storage" ends it, "!subscribe" lists all.
            <erin> !subscribe multi-attach
            <slotkeeper> erin: you follow multi-attach: what happens to it is told to you in private, where you are logged in as erin. "!unsubscribe multi-attach" ends it, "!subscribe" lists all.
            <erin> !subscribe
            <slotkeeper> erin: sent in private.
            -slotkeeper to erin- you follow 1 names like vmware-*, 2 category Block Storage, 3 multi-attach. "!unsubscribe NUMBER" ends one.
            <erin> !unsubscribe 2
            <slotkeeper> erin: you follow category Block Storage no more. "!undo" takes it back.
            <erin> !undo
            <slotkeeper> erin: taken back: subscribed to something.
            <erin> !unsubscribe all
            <slotkeeper> erin: you follow names like vmware-*, multi-attach, category Block Storage no more. "!undo" takes it back.
            <erin> !subscribe
            <slotkeeper> erin: you follow nothing. "!subscribe NAME", "!subscribe category NAME" or a pattern such as "!subscribe vmware-*" changes that.
            """)
    }

    @Test func `A category that is renamed or merged is followed under its new name, and left by either`() async throws
    {
        let room = try await TestRoom.example(plugins: [SubscriptionsPlugin()])
        try await room.prepare(
            """
            <erin> !subscribe category Administrative
            <bob> !subscribe category Administrative
            <alice> !category rename Administrative Operations
            <alice> !category merge Operations Scheduler
            """)
        try await room.plays(
            """
            <erin> !subscribe category Scheduler
            <slotkeeper> erin: nothing was changed: you follow that.
            <bob> !unsubscribe category Administrative
            <slotkeeper> bob: you follow category Scheduler no more. "!undo" takes it back.
            """)
        try await room.running {
            try await room.followed(by: 1)
            _ = await room.say("alice", "!spec 138627 set approved")
            #expect(await room.privately("erin", lines: 1) == ["nova: spec 138627 approved by alice."])
            #expect(
                await room.say("erin", "!unsubscribe category Scheduler") == [
                    "erin: you follow category Scheduler no more. \"!undo\" takes it back."
                ])
        }
    }

    @Test func `What cannot be followed is refused with a reason`() async throws {
        let long = String(repeating: "a", count: 101) + "*"
        try await TestRoom.example(plugins: [SubscriptionsPlugin()]).plays(
            """
            <erin> !subscribe *
            <slotkeeper> erin: that would be everything: the channel and "!log" tell it. Say a part of the names, such as "!subscribe vmware-*".
            <erin> !subscribe category Nowhere
            <slotkeeper> erin: no category "Nowhere". "!specs" lists them.
            <erin> !subscribe \(long)
            <slotkeeper> erin: a pattern has at most 100 letters.
            <erin> !unsubscribe 3
            <slotkeeper> erin: you follow nothing already.
            <guest1> !subscribe vmware-vsan
            <slotkeeper> guest1: log in to services first (/msg NickServ IDENTIFY); then you can vote and act. Everything read-only works without it.
            """)
    }

    @Test func `News come in private, those of one command in a line, and not one's own`() async throws {
        let room = try await TestRoom.example(plugins: [SubscriptionsPlugin()])
        try await room.prepare("<erin> !subscribe vmware-*\n<bob> !subscribe vmware-vsan")
        try await room.running {
            try await room.followed(by: 2)
            _ = await room.say("bob", "!bump vmware-vsan no time")
            let lines = await room.privately("erin", lines: 1)
            #expect(
                lines == [
                    "nova: vmware-vsan no longer called ready, vmware-vsan out of slot 1 (bumped: no time), vmware-ephemeral-disk into slot 1 by bob."
                ])
            _ = await room.say("alice", "!hold vmware-vsan 10d")
            #expect(await room.privately("bob", lines: 1) == ["nova: vmware-vsan on hold until Thu 25 Dec by alice."])
        }
    }

    @Test func `Who is away hears it when they are back, and of many things only so many lines`() async throws {
        let room = try await TestRoom.example(plugins: [SubscriptionsPlugin()])
        try await room.prepare("<erin> !subscribe vmware-*")
        try await room.running {
            try await room.followed(by: 1)
            await room.network.hide(["erin"])
            for day in 1...8 { _ = await room.say("alice", "!hold vmware-vsan \(day)d") }
            room.clock.advance(2 * Timestamp.hour)
            await room.network.hide([])
            await room.bot.tick()
            let lines = await room.privately("erin", lines: 6)
            #expect(
                lines.first == "nova: vmware-vsan on hold until Tue 16 Dec by alice, Mon 15 Dec 09:00 UTC.")
            #expect(lines.last == "And 3 more changes of what you follow: \"!log\".")
        }
    }

    @Test func `What concerns nobody is not written down for each follower each time`() async throws {
        let log = WatchedLog()
        let room = try await TestRoom.example(plugins: [SubscriptionsPlugin()], log: log)
        try await room.prepare("<bob> !subscribe multi-attach\n<erin> !subscribe vmware-vsan")
        var people: [PersonID] = []
        for name in ["bob", "erin"] {
            people.append(
                try await room.ledger.person(with: Account(network: "oftc", name: name), now: room.clock.now))
        }
        // They are looked at in that order: when erin has been told something, bob has been looked at.
        try #require(people == people.sorted())
        try await room.running {
            try await room.followed(by: 2)
            for day in 1...8 {
                _ = await room.say("alice", "!hold vmware-vsan \(day)d")
                _ = await room.privately("erin", lines: day)
            }
            func written(_ person: Int) async -> Int? { await log.bookmarks["subscriptions/nova/\(people[person].id)"] }
            #expect(await written(0) == 2)
            #expect(await written(1) ?? 0 >= 7)
            room.clock.advance(Timestamp.minute)
            _ = await room.say("alice", "!hold vmware-vsan 9d")
            _ = await room.privately("erin", lines: 9)
            #expect(await written(0) == 3)
            _ = await room.say("alice", "!hold multi-attach 9d")
            #expect(
                await room.privately("bob", lines: 1) == ["nova: multi-attach on hold until Wed 24 Dec by alice."])
        }
    }
}

@Suite struct GlobTests {
    @Test func `Stars stand for any letters, question marks for one`() async throws {
        let table: [(String, String, Bool)] = [
            ("*", "", true), ("a*", "abc", true), ("*c", "abc", true), ("a*c", "abc", true), ("a*d", "abc", false),
            ("a?c", "abc", true), ("a?c", "ac", false), ("abc", "abc", true), ("abc", "abcd", false),
            ("*b*b*", "abab", true), ("*:*", "hypervisor: vmware", true), ("é*", "échelle", true),
        ]
        for (pattern, text, isMatch) in table { #expect(text.matches(glob: pattern) == isMatch, "\(pattern) \(text)") }
        let hostile = String(repeating: "a*", count: 50) + "b"
        #expect(!String(repeating: "a", count: 5000).matches(glob: hostile))
    }
}

extension TestRoom {
    /// Waits until all that has happened so far is old news for those who follow something.
    fileprivate func followed(by count: Int) async throws {
        let people = await ledger.readPeople { people in
            ["alice", "bob", "erin"].compactMap { people.person(with: Account(network: network.name, name: $0)) }
        }
        var known = 0
        while known < count {
            known = 0
            for person in people where try await log.bookmark("subscriptions/nova/\(person.id)") != nil { known += 1 }
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    /// What somebody is told in private, once it is so many lines.
    fileprivate func privately(_ nick: String, lines count: Int) async -> [String] {
        while true {
            let lines = await network.said.filter { $0.room.isPrivate && $0.room.id == nick }
                .flatMap { $0.document.lines.map { $0.plainText(quiet: false) } }
            if lines.count >= count { return lines }
            await Task.yield()
        }
    }
}
