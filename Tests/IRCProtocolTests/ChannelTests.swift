import Testing

@testable import IRCProtocol

@Suite("Channels: entered, left, refused, and entered again")
struct ChannelTests {
    @Test func afterAKickWeComeBackMoreAndMoreSlowly() {
        var bench = Bench.joined()
        bench.server(":op!o@h KICK #nova SlotKeeper :out")
        bench.pass(999)
        #expect(bench.sent.isEmpty)
        var rejoins = 0
        for _ in 0..<110 {
            bench.pass(100)
            guard bench.sent.last == "JOIN #nova" else { continue }
            rejoins += 1
            bench.clear()
            bench.server(":slotkeeper!b@h JOIN #nova", ":op!o@h KICK #nova slotkeeper :out")
        }
        #expect((2...8).contains(rejoins))
    }

    @Test(arguments: ["403", "405", "437", "471", "473", "474", "475", "477", "480", "489", "495", "500", "520"])
    func aRefusedJoinIsTriedAgainLater(_ numeric: String) {
        var bench = Bench()
        bench.welcome()
        bench.clear()
        bench.server(":s \(numeric) slotkeeper #nova :no")
        bench.pass(1900)
        #expect(bench.sent.isEmpty)
        bench.pass(1000)
        #expect(bench.sent == ["JOIN #nova"])
    }

    @Test func aRefusalByAStandardReplyCounts() {
        var bench = Bench()
        bench.welcome()
        bench.clear()
        bench.server(":s FAIL JOIN NOT_NOW #Nova :later", ":s WARN JOIN SOMETHING #nova :x", ":s FAIL JOIN X :y")
        bench.pass(1900)
        #expect(bench.sent.isEmpty)
        bench.pass(1000)
        #expect(bench.sent == ["JOIN #nova"])
    }

    @Test(arguments: ["403", "405", "437", "471", "473", "474", "475", "477"])
    func aChannelThatStaysClosedIsTriedMoreAndMoreSeldom(_ numeric: String) {
        var bench = Bench()
        bench.welcome()
        bench.clear()
        for _ in 0..<3600 {
            let before = bench.sent.count
            bench.pass(1000)
            if bench.sent.count > before, bench.sent.last == "JOIN #nova" {
                bench.server(":s \(numeric) slotkeeper #nova :no")
            }
            bench.server("PING :x")
        }
        // In an hour: after 2, 4, 8 … seconds, and then every five minutes or a little more.
        #expect((15...21).contains(bench.sent.count { $0 == "JOIN #nova" }))
    }

    @Test func aJoinWithoutAnswerIsTriedAgain() {
        var bench = Bench()
        bench.welcome()
        bench.clear()
        bench.pass(30_000)
        #expect(bench.sent.contains("JOIN #nova"))
    }

    @Test(arguments: [":slotkeeper!b@h PART #nova :made to", ":slotkeeper!b@h PART #x,#nova"])
    func whenWeAreMadeToLeaveWeComeBack(_ line: String) {
        var bench = Bench.joined()
        bench.server(line)
        #expect(throws: Session.Refusal.notInRoom("#nova")) { try bench.answer("x") }
        bench.pass(3000)
        #expect(bench.sent == ["JOIN #nova"])
    }

    @Test func weDoNotStayWhereNobodyWantsUs() {
        var bench = Bench.joined()
        bench.server(":slotkeeper!b@h JOIN ##overflow")
        #expect(bench.sent == ["PART ##overflow :not one of my channels"])
        bench.server(":erin!e@h PRIVMSG ##overflow :!slots")
        #expect(bench.said.isEmpty)
    }

    // MARK: INVITE

    private func uninvitedBench() -> Bench {
        var bench = Bench.joined { $0.inviters = ["Alice"] }
        bench.server(":op!o@h KICK #nova slotkeeper :out", ":s 473 slotkeeper #nova :Cannot join channel (+i)")
        bench.clear()
        return bench
    }

    @Test func anInvitationFromARoleIsFollowedAtOnce() {
        var bench = uninvitedBench()
        bench.server("@account=alice :alice!a@h INVITE slotkeeper #Nova")
        #expect(bench.sent == ["JOIN #nova"])
    }

    @Test(arguments: [
        ":alice!a@h INVITE slotkeeper #nova", "@account=mallory :alice!a@h INVITE slotkeeper #nova",
        "@account=alice :alice!a@h INVITE slotkeeper #elsewhere", "@account=alice :alice!a@h INVITE erin #nova",
        "@account=alice;bot :alice!a@h INVITE slotkeeper #nova",
        "@account=alice;batch=old :alice!a@h INVITE slotkeeper #nova",
        "@account=alice :alice!a@h INVITE slotkeeper", "@account=* :alice!a@h INVITE slotkeeper #nova",
    ])
    func anyOtherInvitationIsNot(_ line: String) {
        var bench = uninvitedBench()
        bench.server(line)
        #expect(bench.sent.isEmpty)
    }

    @Test func invitationsCauseNoFlood() {
        var bench = uninvitedBench()
        for _ in 0..<1000 { bench.server("@account=alice :alice!a@h INVITE slotkeeper #nova") }
        #expect(bench.sent.count == 3)
    }
}

@Suite("Other channels while we are connected")
struct ChangedChannelTests {
    private static func change(_ bench: inout Bench, to channels: [Session.Channel], inviters: Set<String> = []) {
        bench.carryOut(bench.session.setChannels(channels, inviters: inviters, at: bench.now))
    }

    @Test func newOnesAreEnteredAndOthersLeft() {
        var bench = Bench.joined { $0.channels = ["#nova", "#glance"] }
        Self.change(&bench, to: ["#Nova", "#cinder"])
        #expect(bench.sent == ["PART #glance :no longer one of my channels", "JOIN #cinder"])
        bench.server(":slotkeeper!b@h PART #glance", ":slotkeeper!b@h JOIN #cinder")
        bench.clear()
        // What is said there is heard, and nobody goes back to where we left.
        bench.server("@account=bob :bob!b@h PRIVMSG #cinder :!slots")
        bench.pass(600_000)
        #expect(bench.said.map(\.text) == ["!slots"])
        #expect(!bench.sent.contains { $0.hasPrefix("JOIN") })
    }

    @Test func oneThatCannotBeEnteredIsTriedNoMoreWhenItIsGone() {
        var bench = Bench()
        bench.welcome()
        bench.server(":s 473 slotkeeper #nova :invite only")
        Self.change(&bench, to: ["#cinder"])
        bench.clear()
        bench.pass(600_000)
        #expect(!bench.sent.contains { $0.contains("#nova") })
    }

    @Test func beforeTheWelcomeTheyAreEnteredWithIt() {
        var bench = Bench()
        Self.change(&bench, to: ["#cinder"])
        bench.clear()
        bench.welcome()
        #expect(bench.sent.contains("JOIN #cinder"))
        #expect(!bench.sent.contains("JOIN #nova"))
    }

    @Test func invitationsAreFollowedByTheNewRoles() {
        var bench = Bench.joined { $0.inviters = ["alice"] }
        Self.change(&bench, to: ["#nova"], inviters: ["bob"])
        bench.server(":op!o@h KICK #nova slotkeeper :out")
        bench.clear()
        bench.server("@account=alice :alice!a@h INVITE slotkeeper #nova")
        #expect(bench.sent.isEmpty)
        bench.server("@account=bob :bob!b@h INVITE slotkeeper #nova")
        #expect(bench.sent == ["JOIN #nova"])
    }
}
