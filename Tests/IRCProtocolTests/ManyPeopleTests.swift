import Testing

@testable import IRCProtocol

@Suite("When many people ask at once")
struct ManyPeopleTests {
    /// A session that may say one line a second, and has just said its burst.
    private func busyBench(waitingLines: Int = 200) throws -> Bench {
        var bench = Bench.joined {
            $0.flood = Flood()
            $0.flood.waitingLines = waitingLines
        }
        bench.pass(10_000)
        try bench.answer("1", "2", "3", "4", "5")
        bench.clear()
        return bench
    }

    private func ask(_ bench: inout Bench, _ nick: String, _ lines: [String], to target: String = "#nova") throws {
        bench.carryOut(try bench.session.answer(lines, to: target, asker: nick, at: bench.now))
    }

    @Test func `a hundred commands of one person delay another's answer by less than five seconds`() throws {
        var bench = try busyBench()
        for number in 0..<95 { try ask(&bench, "mallory", ["mallory: \(number)", "and so on"]) }
        try ask(&bench, "erin", ["erin: one", "two"])
        bench.pass(4000)
        #expect(
            bench.sent.suffix(4) == [
                "PRIVMSG #nova :mallory: 0", "PRIVMSG #nova :and so on",
                "PRIVMSG #nova :erin: one", "PRIVMSG #nova :two",
            ], "and nobody's second line stands behind another's first")
    }

    @Test func `answers go before announcements, and those before what is longer than a burst`() throws {
        var bench = try busyBench()
        try ask(&bench, "erin", (1...20).map { "summary \($0)" }, to: "erin")
        _ = try bench.announce("announcement")
        try ask(&bench, "bob", ["bob: answer"])
        bench.pass(3000)
        #expect(bench.sent.map { $0.split(separator: ":").last ?? "" } == [" answer", "announcement", "summary 1"])
    }

    @Test func `who cannot be answered is told so, once until it is out`() throws {
        var bench = try busyBench(waitingLines: 10)
        try ask(&bench, "mallory", ["1", "2", "3", "4", "5"])
        try ask(&bench, "mallory", ["6", "7", "8", "9", "10"])
        for _ in 0..<100 {
            #expect(throws: Session.Refusal.queueFull) { try ask(&bench, "erin", ["erin: x"]) }
            #expect(throws: Session.Refusal.queueFull) { try ask(&bench, "bob", ["x"], to: "bob") }
        }
        bench.pass(2000)
        let busy = bench.session.configuration.busy
        #expect(bench.sent == ["PRIVMSG #nova :erin: \(busy)", "PRIVMSG bob :\(busy)"])
    }
}

@Suite("A server that does not take what we say")
struct FullTests {
    @Test func `is left after a while, though it goes on talking`() {
        var bench = Bench.joined()
        bench.carryOut(bench.session.setWritable(false, at: bench.now))
        for _ in 0..<29 {
            bench.pass(1000)
            bench.server("PING :x")
            bench.carryOut(bench.session.setWritable(false, at: bench.now))
        }
        #expect(bench.ending == nil)
        bench.pass(1000)
        #expect(bench.ending == .timedOut("taking what we say"))
    }

    @Test func `is kept if it takes some now and then`() {
        var bench = Bench.joined()
        for _ in 0..<20 {
            bench.carryOut(bench.session.setWritable(false, at: bench.now))
            bench.pass(20_000)
            bench.carryOut(bench.session.setWritable(true, at: bench.now))
            bench.server("PING :x")
        }
        #expect(bench.ending == nil)
    }
}
