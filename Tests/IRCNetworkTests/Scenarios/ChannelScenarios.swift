import Chat
import IRCProtocol
import IRCTesting
import Testing

@testable import IRCNetwork

/// Doors that are closed, kicks, crowds and splits.
@Suite("Scenarios: channels", .timeLimit(.minutes(5)))
struct ChannelScenarios {
    private func hurried(_ configuration: inout IRCNetworkConfiguration) {
        configuration.session.timeouts.rejoin = 1
        configuration.session.timeouts.longestRejoin = 1
    }

    @Test(arguments: ["403", "405", "437", "471", "473", "474", "475", "477"])
    func `A door that is closed is tried again`(numeric: String) async throws {
        try await Scenario.run(.tls, hurried) { server, _ in
            var peer = try await server.accept()
            let nick = try await peer.negotiate()
            try await peer.register(nick)
            for _ in 0..<5 {
                try await peer.expect("JOIN #nova")
                try await peer.send(":s \(numeric) slotkeeper #nova :no")
            }
            try await peer.letIn(nick)
            #expect(try await peer.rollCall() == [])
        }
    }

    @Test func `A JOIN without an answer is tried again`() async throws {
        try await Scenario.run(.tls) {
            $0.session.timeouts.join = 20
        } _: { server, _ in
            var peer = try await server.accept()
            let nick = try await peer.negotiate()
            try await peer.register(nick)
            for _ in 0..<3 { try await peer.expect("JOIN #nova") }
        }
    }

    @Test(arguments: [
        ":op!o@h KICK #nova slotkeeper :out", ":slotkeeper!bot@host PART #nova :made to",
        ":op!o@h KICK #NOVA SlotKeeper",
    ])
    func `Thrown out, it comes back`(line: String) async throws {
        try await Scenario.joined("", hurried) { peer, bot in
            for _ in 0..<5 {
                try await peer.send(line)
                try await peer.letIn("slotkeeper")
            }
            #expect(try await peer.rollCall() == [])
        }
    }

    @Test func `Between a kick and the return nothing is said there`() async throws {
        try await Scenario.joined { peer, bot in
            try await peer.send(":op!o@h KICK #nova slotkeeper :out", ":erin!e@h PRIVMSG slotkeeper :seen")
            try await peer.expect("PRIVMSG erin :heard seen")
            #expect(await bot.refusal(of: ["hello"]) == .notInRoom("#nova"))
        }
    }

    @Test func `A channel that nobody configured is left`() async throws {
        try await Scenario.joined { peer, _ in
            try await peer.send(
                ":s 470 slotkeeper #nova ##overflow :Forwarding", ":slotkeeper!bot@host JOIN ##overflow",
                ":erin!e@h PRIVMSG ##overflow :!slots")
            #expect(try await peer.rollCall() == ["PART ##overflow :not one of my channels"])
        }
    }

    @Test func `Only those who may invite it are followed`() async throws {
        try await Scenario.run(.tls) {
            $0.session.inviters = ["alice"]
            $0.session.timeouts.rejoin = 600_000
        } _: { server, _ in
            var peer = try await server.accept()
            let nick = try await peer.negotiate("account-tag")
            try await peer.register(nick)
            try await peer.expect("JOIN #nova")
            try await peer.send(
                ":s 473 slotkeeper #nova :invite only", ":alice!a@h INVITE slotkeeper #nova",
                "@account=mallory :alice!a@h INVITE slotkeeper #nova", "@account=alice :x!a@h INVITE slotkeeper #trap",
                "@account=alice :x!a@h INVITE other #nova", "PING :nobody followed")
            #expect(await peer.next() == "PONG :nobody followed")
            try await peer.send("@account=alice :al!a@h INVITE slotkeeper #nova")
            try await peer.letIn(nick)
            #expect(try await peer.rollCall() == [])
        }
    }

    @Test func `10,000 names cost at most one question`() async throws {
        try await Scenario.run { server, bot in
            var peer = try await server.accept()
            try await peer.welcome(capabilities: "account-notify extended-join", support: "WHOX CASEMAPPING=ascii")
            let names = (0..<10_000).map { "@u\($0)!user@host" }
            for start in stride(from: 0, to: names.count, by: 20) {
                try await peer.send(":s 353 slotkeeper = #nova :" + names[start..<start + 20].joined(separator: " "))
            }
            try await peer.send(":s 366 slotkeeper #nova :end", ":u9999!user@host PRIVMSG slotkeeper :hello")
            let said = try await peer.lines(upTo: "PRIVMSG u9999 :heard hello")
            #expect(said.dropLast() == ["WHO #nova %tna,152"])
            var messages = bot.messages.makeAsyncIterator()
            #expect(await messages.next()?.sharedRooms == ["#nova"])
        }
    }

    @Test(arguments: [
        "account-tag batch": "with tags", "account-notify extended-join batch": "with logins", "": "bare",
    ])
    func `A netsplit and 2,000 who return cause not one line`(capabilities: String, _: String) async throws {
        try await Scenario.joined(capabilities) { peer, _ in
            let people = (0..<2000).map { ":u\($0)!user@host" }
            try await peer.send(["BATCH +s netsplit a.example b.example"] + people.map { "@batch=s \($0) QUIT :a b" })
            try await peer.send("BATCH -s", "BATCH +j netjoin a.example b.example")
            try await peer.send(people.map { "@batch=j \($0) JOIN #nova acc :name" } + ["BATCH -j"])
            try await peer.send(people.map { "\($0) MODE #nova +v x" })
            #expect(try await peer.rollCall() == [])
        }
    }

    @Test func `New channels are entered and others left while it runs`() async throws {
        try await Scenario.joined { peer, bot in
            var configuration = try IRCNetworkConfiguration.test(port: 1)
            configuration.session.channels = ["#nova", "#glance"]
            try bot.network.reconfigure(configuration)
            try await peer.letIn("slotkeeper", to: "#glance")
            #expect(try await peer.rollCall(in: "#glance") == [])
            configuration.session.channels = ["#glance"]
            try bot.network.reconfigure(configuration)
            #expect(await peer.next() == "PART #nova :no longer one of my channels")
            #expect(try await peer.rollCall(in: "#glance") == [])
        }
    }
}
