import Testing

@testable import IRCProtocol

@Suite("Our nick: refused, cut, taken, forced, and taken back")
struct NickTests {
    @Test(arguments: ["432", "433", "436", "437"])
    func aRefusedNickIsReplaced(_ numeric: String) {
        var bench = Bench()
        bench.server(":s \(numeric) * slotkeeper :no")
        #expect(bench.sent.last == "NICK slotkeeper_")
        bench.server(":s \(numeric) * slotkeeper_ :no")
        #expect(bench.sent.last == "NICK slotkeeper__")
        bench.server(":s \(numeric) * slotkeeper__ :no")
        #expect(bench.sent.last == "NICK slotkee1", "within RFC 1459's nine")
    }

    @Test func whenEveryNickIsRefusedWeGiveUpAndDoNotHammer() {
        var bench = Bench()
        for _ in 0..<100 where bench.ending == nil { bench.server(":s 433 * x :Nickname is already in use") }
        #expect(bench.ending == .nickRefused)
        #expect(bench.ending?.wantsLongPause == true)
        #expect(bench.sent.filter { $0.hasPrefix("NICK") }.count <= 8)
    }

    @Test func theNickIsWhatTheWelcomeSays() {
        var bench = Bench()
        bench.server("CAP * LS :")
        bench.welcome(nick: "slotkeep")
        #expect(bench.session.nick == "slotkeep")
        bench.server(":slotkeep!b@h JOIN #nova", ":erin!e@h PRIVMSG slotkeep :hi")
        #expect(bench.said.map(\.text) == ["hi"])
    }

    @Test func ourNickIsTakenBackWhenItIsFree() {
        var bench = Bench()
        bench.server(":s 433 * slotkeeper :in use")
        bench.welcome(nick: "slotkeeper_")
        bench.server(":slotkeeper_!b@h JOIN #nova")
        bench.clear()
        bench.server(":SlotKeeper!x@h QUIT :gone")
        #expect(bench.sent == ["NICK slotkeeper"])
        bench.server(":slotkeeper_!b@h NICK slotkeeper")
        #expect(bench.session.nick == "slotkeeper")
        bench.clear()
        bench.pass(50_000)
        #expect(bench.sent.isEmpty)
    }

    /// A session that had to take another nick.
    private func renamedBench(support: String = "CASEMAPPING=rfc1459") -> Bench {
        var bench = Bench()
        bench.server(":s 433 * slotkeeper :in use")
        bench.welcome(nick: "slotkeeper_", support: support)
        bench.server(":slotkeeper_!b@h JOIN #nova")
        return bench
    }

    @Test func withMonitorTheServerTellsWhenItIsFree() {
        var bench = renamedBench(support: "MONITOR=100")
        #expect(bench.sent.contains("MONITOR + slotkeeper"))
        bench.clear()
        bench.server(":s 730 slotkeeper_ :SlotKeeper!x@h")
        bench.pass(50_000)
        #expect(bench.sent.isEmpty)
        bench.server(":s 731 slotkeeper_ :other,SlotKeeper!x@h")
        #expect(bench.sent == ["NICK slotkeeper"])
        bench.server(":slotkeeper_!b@h NICK slotkeeper")
        #expect(bench.sent.last == "MONITOR - slotkeeper")
    }

    @Test func aFullMonitorListIsReplacedByISON() {
        var bench = renamedBench(support: "MONITOR=1")
        bench.server(":s 734 slotkeeper_ 1 slotkeeper :Monitor list is full")
        bench.clear()
        bench.pass(60_000)
        #expect(bench.sent.contains("ISON slotkeeper"))
    }

    @Test func withoutMonitorISONIsAskedNowAndThen() {
        var bench = renamedBench()
        bench.clear()
        for _ in 0..<3 {
            bench.pass(60_000)
            bench.server(":s 303 slotkeeper_ :Slotkeeper")
        }
        #expect(bench.sent.filter { $0 == "ISON slotkeeper" }.count == 3)
        #expect(!bench.sent.contains("NICK slotkeeper"))
        bench.pass(60_000)
        bench.server(":s 303 slotkeeper_ :")
        #expect(bench.sent.last == "NICK slotkeeper")
    }

    @Test(arguments: ["432", "433", "435", "437", "438", "447"])
    func aNickThatIsRefusedAfterTheWelcomeIsAskedForMoreAndMoreSeldom(_ numeric: String) {
        var bench = renamedBench()
        bench.clear()
        var tries: [Int] = []
        for minute in 0..<240 {
            bench.pass(60_000)
            if bench.sent.contains("ISON slotkeeper") { bench.server(":s 303 slotkeeper_ :") }
            if bench.sent.contains("NICK slotkeeper") {
                tries.append(minute)
                bench.server(":s \(numeric) slotkeeper_ slotkeeper :no")
            }
            bench.clear()
            bench.server("PING :x")
        }
        #expect(tries.starts(with: [0, 1, 3, 7, 15]) && tries.count <= 15)
        #expect(bench.ending == nil)
    }

    @Test func somebodyWhoGivesTheNickBackAgainAndAgainCausesNoStorm() {
        var bench = renamedBench()
        bench.clear()
        for _ in 0..<1000 {
            bench.server(":evil!e@h NICK slotkeeper", ":slotkeeper!e@h NICK evil", ":s 433 slotkeeper_ slotkeeper :no")
        }
        #expect(bench.sent.count == 3)
    }

    @Test func servicesThatRenameUsAreNotFought() {
        var bench = Bench.joined(support: "MONITOR=100")
        var nicks = 0
        for number in 0..<1000 {
            bench.server(":\(bench.session.nick)!b@h NICK Guest\(number)")
            for _ in 0..<10 where bench.session.nick != "slotkeeper" {
                bench.pass(1000)
                if bench.sent.contains("MONITOR + slotkeeper") { bench.server(":s 731 x :slotkeeper") }
                guard bench.sent.contains("NICK slotkeeper") else { continue }
                nicks += 1
                bench.server(":Guest\(number)!b@h NICK slotkeeper", "PING :x")
                bench.clear()
            }
            bench.server("PING :x")
        }
        // In nearly three hours.
        #expect((1...12).contains(nicks))
    }

    @Test func aForcedNickIsGivenUpForOursLater() {
        var bench = Bench.joined()
        bench.server(":slotkeeper!b@h NICK :Guest123")
        bench.pass(60_000)
        #expect(bench.sent.contains("ISON slotkeeper"))
        bench.server(":s 303 Guest123 :")
        #expect(bench.sent.last == "NICK slotkeeper")
    }

    @Test func aNickThatTheWelcomeCutsIsOursWithoutNICKLENToo() {
        var bench = Bench()
        bench.welcome(nick: "slotkeep")
        bench.server(":slotkeep!b@h JOIN #nova")
        bench.clear()
        bench.pass(80_000)
        #expect(bench.sent == ["PING alive"])
        bench.server("PING :x", ":slotkeep!b@h NICK other", ":slotkeep!x@h QUIT")
        #expect(bench.sent.last == "NICK slotkeep")
    }

    @Test(arguments: ["NICKLEN=0", "NICKLEN=-5", "NICKLEN=x", "NICKLEN"])
    func anOddNICKLENDoesNoHarm(_ token: String) {
        var bench = Bench()
        bench.welcome(support: token)
        bench.pass(60_000)
        #expect(bench.session.wantedNick == "slotkeeper")
    }

    @Test func aWelcomeWithoutOurNickLeavesUsTheOneWeAskedFor() {
        var bench = Bench()
        bench.server("001 * :Welcome")
        #expect(bench.session.nick == "slotkeeper")
    }

    @Test func aNickThatTheServerCutIsNotFoughtOver() {
        var bench = Bench()
        bench.welcome(nick: "slotkeepe", support: "NICKLEN=9")
        bench.clear()
        bench.pass(200_000)
        #expect(!bench.sent.contains { $0.hasPrefix("NICK") })
    }

    @Test func aForcedNickIsOurs() {
        var bench = Bench.joined()
        bench.server(
            ":slotkeeper!b@h NICK :Guest123", ":erin!e@h PRIVMSG Guest123 :hello",
            ":erin!e@h PRIVMSG slotkeeper :not you")
        #expect(bench.session.nick == "Guest123")
        #expect(bench.said.map(\.text) == ["hello"])
    }
}
