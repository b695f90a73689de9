import Testing

@testable import IRCProtocol

@Suite("Saying things")
struct SpeakingTests {
    @Test func anAnswerGoesOutAtOnceInOneTurn() throws {
        var bench = Bench.joined()
        let actions = try bench.session.answer(["one", "two", "three"], to: "#nova", at: bench.now)
        #expect(actions == ["one", "two", "three"].map { .send(OutgoingLine("PRIVMSG", "#nova", $0)) })
    }

    @Test func nothingIsSaidWhereWeAreNot() {
        var bench = Bench.joined()
        #expect(throws: Session.Refusal.notInRoom("#other")) { try bench.answer("x", to: "#other") }
        for target in ["", "a,b", "a b", "$$*", "*", "nick!u@h", "a\r\nQUIT"] {
            #expect(throws: Session.Refusal.notInRoom(target)) { try bench.answer("x", to: target) }
        }
        #expect(throws: Never.self) { try bench.answer("x", to: "erin") }
        var early = Bench()
        #expect(throws: Session.Refusal.notConnected) { try early.answer("x") }
    }

    // MARK: Replies

    private func reply(_ bench: Bench, id: String? = "m1") throws -> [String] {
        var bench = bench
        bench.carryOut(try bench.session.answer(["one", "two"], to: "#nova", replyingTo: id, at: bench.now))
        return bench.sent
    }

    @Test func theFirstLineOfAnAnswerIsMarkedAsAReply() throws {
        #expect(try reply(.joined()) == ["@+draft/reply=m1 PRIVMSG #nova :one", "PRIVMSG #nova :two"])
    }

    @Test(arguments: ["CLIENTTAGDENY=*", "CLIENTTAGDENY=typing,draft/reply", "CLIENTTAGDENY=*,-typing"])
    func notWhereTheServerDeniesTheTag(_ support: String) throws {
        #expect(try reply(.joined(support: support)) == ["PRIVMSG #nova :one", "PRIVMSG #nova :two"])
    }

    @Test(arguments: ["CLIENTTAGDENY", "CLIENTTAGDENY=typing", "CLIENTTAGDENY=*,-typing,-draft/reply"])
    func whereTheServerDeniesOthersItIs(_ support: String) throws {
        #expect(try reply(.joined(support: support)).first?.hasPrefix("@+draft/reply=m1 ") == true)
    }

    @Test func withoutTagsOrIDThereIsNone() throws {
        let plain = ["PRIVMSG #nova :one", "PRIVMSG #nova :two"]
        #expect(try reply(.joined(capabilities: "echo-message")) == plain)
        for id in [nil, "", String(repeating: "x", count: 5000)] { #expect(try reply(.joined(), id: id) == plain) }
    }

    // MARK: Flood control

    @Test func aBurstThenOneLineASecond() throws {
        var bench = Bench.joined { $0.flood = Flood() }
        bench.pass(10_000)
        bench.clear()
        try bench.answer("1", "2", "3", "4", "5", "6", "7", "8")
        #expect(bench.sent.count == 5)
        bench.pass(999)
        #expect(bench.sent.count == 5)
        bench.pass(1)
        #expect(bench.sent.count == 6)
        bench.pass(60_000)
        #expect(bench.sent.filter { $0.hasPrefix("PRIVMSG") }.count == 8)
    }

    @Test func answersGoBeforeAnnouncementsAndPongsBeforeAll() throws {
        var bench = Bench.joined { $0.flood = Flood() }
        bench.pass(10_000)
        try bench.answer("1", "2", "3", "4", "5")
        bench.clear()
        _ = try bench.announce("announcement")
        try bench.answer("answer")
        bench.server("PING :x")
        #expect(bench.sent == ["PONG :x"])
        bench.pass(1000)
        #expect(bench.sent.last == "PRIVMSG #nova :answer")
        bench.pass(1000)
        #expect(bench.sent.last?.hasSuffix("PRIVMSG #nova :announcement") == true)
    }

    @Test func whoGetsALongAnswerMakesNobodyElseWait() throws {
        var bench = Bench.joined { $0.flood = Flood() }
        bench.pass(10_000)
        for _ in 0..<5 {
            bench.carryOut(
                try bench.session.answer((0..<20).map { "line \($0)" }, to: "mallory", at: bench.now))
        }
        bench.clear()
        try bench.answer("for erin", to: "erin")
        try bench.answer("for the channel")
        bench.pass(3000)
        #expect(Set(bench.sent.prefix(2)) == ["PRIVMSG erin :for erin", "PRIVMSG #nova :for the channel"])
        for _ in 0..<4 {
            bench.pass(50_000)
            bench.server(":s NOTICE slotkeeper :alive")
        }
        let long = bench.sent.filter { $0.hasPrefix("PRIVMSG mallory") }
        #expect(long.prefix(3) == ["PRIVMSG mallory :line 5", "PRIVMSG mallory :line 6", "PRIVMSG mallory :line 7"])
        #expect(long.count == 95)
    }

    @Test func ourPlaceInAChannelGoesBeforeAnswersAndProgramsWaitBehindThem() throws {
        var bench = Bench.joined { $0.flood = Flood() }
        bench.pass(10_000)
        try bench.answer("1", "2", "3", "4", "5", "6", "7", to: "erin")
        bench.server(":erin!e@h PRIVMSG slotkeeper :\u{1}VERSION\u{1}", ":op!o@h KICK #nova slotkeeper :out")
        bench.clear()
        bench.pass(2600)
        bench.pass(3000)
        #expect(bench.sent.contains("JOIN #nova"))
        #expect(bench.sent.last == "NOTICE erin :\u{1}VERSION Slotkeeper\u{1}")
    }

    @Test func aFullQueueIsSaidAndNothingOfTheAnswerIsTaken() throws {
        var bench = Bench.joined {
            $0.flood.millisecondsPerLine = 1000
            $0.flood.waitingLines = 10
        }
        bench.pass(10_000)
        bench.clear()
        let lines = (0..<10).map(String.init)
        bench.carryOut(try bench.session.answer(lines, to: "#nova", at: bench.now))
        #expect(throws: Session.Refusal.queueFull) { try bench.session.answer(lines, to: "#nova", at: bench.now) }
        bench.pass(30_000)
        #expect(bench.sent.filter { $0.hasPrefix("PRIVMSG") }.count == 10)
    }

    @Test func aCarrierThatIsFullHoldsLinesBack() throws {
        var bench = Bench.joined()
        bench.carryOut(bench.session.setWritable(false, at: bench.now))
        try bench.answer("later")
        bench.pass(1000)
        #expect(!bench.sent.contains("PRIVMSG #nova :later"))
        bench.carryOut(bench.session.setWritable(true, at: bench.now))
        #expect(bench.sent.last == "PRIVMSG #nova :later")
    }

    // MARK: Confirmation

    @Test func aLabelledEchoConfirms() throws {
        var bench = Bench.joined()
        let token = try bench.announce("one", "two")
        #expect(bench.sent == ["@label=slot1x0 PRIVMSG #nova :one", "@label=slot1x1 PRIVMSG #nova :two"])
        bench.server("@label=slot1x0 :slotkeeper!b@h PRIVMSG #nova :one", ":slotkeeper!b@h PRIVMSG #nova :two")
        #expect(bench.confirmed.isEmpty, "an echo without our label belongs to something else")
        bench.server("@label=slot1x1 :slotkeeper!b@h PRIVMSG #nova :two (changed by the server)")
        #expect(bench.confirmed == [token])
        #expect(bench.said.isEmpty)
    }

    @Test func anAnnouncementOfNothingIsSaidAtOnce() throws {
        var bench = Bench.joined()
        let (token, actions) = try bench.session.announce([], to: "#nova", at: bench.now)
        #expect(actions == [.confirmed(token)])
    }

    @Test func anEmptyAnswerWithOurLabelConfirms() throws {
        var bench = Bench.joined()
        let token = try bench.announce("one")
        bench.server("@label=slot1x0 :s ACK")
        #expect(bench.confirmed == [token])
    }

    @Test func anAnswerOfSeveralLinesConfirmsWithItsLast() throws {
        var bench = Bench.joined()
        let token = try bench.announce("one")
        bench.server("@label=slot1x0 :s BATCH +1 labeled-response", "@batch=1 :s NOTE PRIVMSG SLOW #nova :slow mode")
        #expect(bench.confirmed.isEmpty)
        bench.server("@batch=1 :slotkeeper!b@h PRIVMSG #nova :one", "BATCH -1")
        #expect(bench.confirmed == [token])
    }

    @Test(arguments: ["404 slotkeeper #nova :no", "FAIL PRIVMSG BLOCKED #nova :no"])
    func aRefusalAmongSeveralLinesFails(_ line: String) throws {
        var bench = Bench.joined()
        let token = try bench.announce("one")
        bench.server("@label=slot1x0 :s BATCH +1 labeled-response", "@batch=1 :s \(line)", "BATCH -1")
        #expect(bench.failed == [token: .notInRoom("#nova")])
        #expect(bench.confirmed.isEmpty)
    }

    @Test func aServerThatAnswersNoPINGOfOursIsLeft() throws {
        for capabilities in ["", Bench.modern] {
            var bench = Bench.joined(capabilities: capabilities)
            _ = try bench.announce("one")
            for _ in 0..<8 {
                bench.pass(5000)
                bench.server(":s NOTICE slotkeeper :alive")
            }
            #expect(bench.ending == .timedOut("PING"))
        }
    }

    @Test func whileWeDoNotListenNoAnswerIsMissed() throws {
        var bench = Bench.joined(capabilities: "")
        let token = try bench.announce("one")
        for _ in 0..<8 {
            bench.pass(20_000)
            bench.session.isNotListening(at: bench.now)
        }
        bench.server("PONG s :slot1")
        #expect(bench.confirmed == [token] && bench.ending == nil)
    }

    @Test func announcementsThatAreNeverConfirmedHaveALimit() throws {
        var bench = Bench.joined()
        for _ in 0..<200 { _ = try bench.announce("x") }
        #expect(throws: Session.Refusal.queueFull) { try bench.announce("x") }
    }

    @Test(arguments: [
        "@label=slot1x0 :s 404 slotkeeper #nova :Cannot send", "@label=slot1x0 :s FAIL PRIVMSG BLOCKED #nova :no",
    ])
    func aLabelledRefusalFails(_ line: String) throws {
        var bench = Bench.joined()
        let token = try bench.announce("one", "two")
        bench.server(line, "@label=slot1x1 :slotkeeper!b@h PRIVMSG #nova :two")
        #expect(bench.failed == [token: .notInRoom("#nova")])
        #expect(bench.confirmed.isEmpty)
    }

    @Test func anEchoThatDoesNotComeIsAskedAfter() throws {
        var bench = Bench.joined()
        let token = try bench.announce("one")
        bench.pass(10_000)
        #expect(bench.sent.last == "PING slot1")
        bench.server(":s PONG s :slot1")
        #expect(bench.confirmed == [token])
    }

    @Test func withoutLabelsTheEchoItselfConfirms() throws {
        var bench = Bench.joined(capabilities: "echo-message")
        let token = try bench.announce("one", "two")
        #expect(bench.sent == ["PRIVMSG #nova :one", "PRIVMSG #nova :two", "PING slot1"])
        bench.server(":slotkeeper!b@h PRIVMSG #NOVA :one", ":slotkeeper!b@h PRIVMSG #nova :one")
        #expect(bench.confirmed.isEmpty)
        bench.server(":slotkeeper!b@h PRIVMSG #nova :two")
        #expect(bench.confirmed == [token])
        bench.server(":s PONG s :slot1")
        #expect(bench.confirmed == [token], "once")
    }

    @Test func withoutEchoesTheAnswerToAPingBehindItConfirms() throws {
        var bench = Bench.joined(capabilities: "")
        let token = try bench.announce("one")
        #expect(bench.sent == ["PRIVMSG #nova :one", "PING slot1"])
        bench.server(":s PONG s :slot2", ":s PONG s :other", ":s PONG")
        #expect(bench.confirmed.isEmpty)
        bench.server("PONG s :slot1")
        #expect(bench.confirmed == [token])
    }

    @Test(arguments: ["404", "442", "403"])
    func aRefusalFailsWithoutLabelsToo(_ numeric: String) throws {
        var bench = Bench.joined(capabilities: "")
        let token = try bench.announce("one")
        bench.server(":s \(numeric) slotkeeper #nova :no", "PONG s :slot1")
        #expect(bench.failed == [token: .notInRoom("#nova")])
        #expect(bench.confirmed.isEmpty)
    }

    @Test func aKickFailsWhatIsNotYetConfirmed() throws {
        var bench = Bench.joined {
            $0.flood.millisecondsPerLine = 1000; $0.flood.burst = 1
        }
        let token = try bench.announce("one", "two", "three")
        bench.server(":op!o@h KICK #nova slotkeeper :out")
        #expect(bench.failed == [token: .notInRoom("#nova")])
        let spoken = bench.sent.count { $0.contains("PRIVMSG") }
        bench.pass(1500)
        #expect(bench.sent.count { $0.contains("PRIVMSG") } == spoken, "what waited is not said")
    }

    // MARK: Length

    @Test func theLengthFollowsOurPrefix() {
        var bench = Bench.joined()
        let before = bench.session.textLimit(to: "#nova")
        #expect(before == 512 - 2 - ":slotkeeper!~bot@host PRIVMSG #nova :".utf8.count)
        bench.server(":slotkeeper!~bot@host CHGHOST b cloaked.example")
        #expect(
            bench.session.textLimit(to: "#nova") == before - ("b@cloaked.example".utf8.count - "~bot@host".utf8.count))
        bench.server(":s 396 slotkeeper short :is now your displayed host")
        #expect(bench.session.lineLimit.userAndHost == "b@short")
        bench.server(":slotkeeper!~b@echoed PRIVMSG #nova :x")
        #expect(bench.session.lineLimit.userAndHost == "~b@echoed")
    }

    @Test func aHostThatIsShownBeforeTheFirstJoinCounts() {
        var bench = Bench()
        bench.server(":s 396 slotkeeper cloak.example :is now your displayed host")
        #expect(bench.session.lineLimit.userAndHost == "~slotkeeper@cloak.example")
    }

    // MARK: Liveness

    @Test func silenceIsAskedAfterAndThenTheConnectionIsGivenUp() {
        var bench = Bench.joined()
        bench.pass(59_999)
        #expect(bench.sent.isEmpty)
        bench.pass(1)
        #expect(bench.sent == ["PING alive"])
        bench.pass(29_999)
        #expect(bench.ending == nil)
        bench.pass(1)
        #expect(bench.ending == .timedOut("PING"))
    }

    @Test func anySignOfLifeCounts() {
        var bench = Bench.joined()
        for _ in 0..<20 {
            bench.pass(80_000)
            bench.server(":s NOTICE slotkeeper :tick")
        }
        #expect(bench.ending == nil)
    }

    @Test func anIdleSessionHardlyEverWakes() {
        let bench = Bench.joined()
        #expect(bench.session.deadline(at: bench.now) == bench.now + 60_000)
    }

    @Test func `somebody is found by the account that the server vouches for, and only while it does`() {
        var bench = Bench.joined()
        #expect(bench.session.nick(of: "alice") == nil)
        bench.server(":al!a@h JOIN #nova Alice :Alice")
        #expect(bench.session.nick(of: "ALICE") == "al")
        bench.server(":al!a@h NICK alley")
        #expect(bench.session.nick(of: "alice") == "alley")
        bench.server(":alley!a@h ACCOUNT *")
        #expect(bench.session.nick(of: "alice") == nil)
        bench.server(":alley!a@h ACCOUNT alice")
        bench.server(":alley!a@h PART #nova")
        #expect(bench.session.nick(of: "alice") == nil)
    }
}
