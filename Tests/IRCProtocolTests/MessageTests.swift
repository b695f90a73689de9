import Testing

@testable import IRCProtocol

@Suite("What counts as said")
struct MessageTests {
    @Test func whatIsSaidInAChannelIsDelivered() {
        var bench = Bench.joined()
        bench.server(
            "@account=Erin;msgid=m1;time=2026-03-01T12:00:00.000Z :erin!e@h PRIVMSG #NOVA :!slots \u{2}now\u{2}")
        #expect(
            bench.said == [
                .init(
                    channel: "#nova", nick: "erin", identity: .account(CaseMapping.rfc1459.fold("erin")),
                    text: "!slots now", id: "m1")
            ])
    }

    @Test func whatIsSaidInPrivateNamesTheSharedChannels() {
        var bench = Bench.joined { $0.channels = ["#nova", "#infra", "#other"] }
        bench.server(
            ":s 353 slotkeeper = #nova :@erin!e@h +slotkeeper!b@h", ":Erin!e@h JOIN #infra acc :E",
            ":erin!e@h PRIVMSG SlotKeeper :hi")
        #expect(bench.said.map(\.channel) == [nil])
        #expect(bench.said.first?.sharedChannels == ["#infra", "#nova"])
    }

    @Test(arguments: [
        ":erin!e@h NOTICE #nova :!slots", ":erin!e@h NOTICE slotkeeper :hi", ":slotkeeper!b@h PRIVMSG #nova :own words",
        "@bot :helper!e@h PRIVMSG #nova :!slots", "@bot=1 :helper!e@h PRIVMSG slotkeeper :!slots",
        "@draft/bot :helper!e@h PRIVMSG #nova :!slots", "@inspircd.org/bot :helper!e@h PRIVMSG #nova :!slots",
        ":erin!e@h PRIVMSG #nova :\u{1}ACTION slots\u{1}", ":erin!e@h PRIVMSG slotkeeper :\u{1}\u{1}",
        ":erin!e@h PRIVMSG slotkeeper :\u{1}",
        ":erin!e@h PRIVMSG #nova :\u{1}VERSION\u{1}", ":erin!e@h PRIVMSG #elsewhere :hi", ":erin!e@h PRIVMSG other :hi",
        ":erin!e@h PRIVMSG $$* :hi", ":erin!e@h PRIVMSG #nova", ":erin!e@h PRIVMSG", ":erin!e@h PRIVMSG #nova :",
        "PRIVMSG #nova :nobody",
        ":irc.example.org PRIVMSG #nova :a server",
        "@time=2026-03-01T11:57:59.000Z :erin!e@h PRIVMSG slotkeeper :three minutes old",
        "@batch=unknown :erin!e@h PRIVMSG #nova :of a batch that was never opened",
    ])
    func isNotDelivered(_ line: String) {
        var bench = Bench.joined()
        bench.server(line)
        #expect(bench.said.isEmpty)
        #expect(bench.sent.isEmpty)
    }

    @Test(arguments: ["chathistory #nova", "znc.in/playback #nova", "draft/chathistory-targets", "CHATHISTORY x"])
    func historyInABatchDoesNotAct(_ batch: String) {
        var bench = Bench.joined()
        bench.server(
            ":s BATCH +1 \(batch)", "@batch=1 :erin!e@h PRIVMSG #nova :old", "@batch=1 :s BATCH +2 netjoin a b",
            "@batch=2 :erin!e@h PRIVMSG #nova :nested", ":s BATCH -2", ":s BATCH -1")
        #expect(bench.said.isEmpty)
    }

    @Test func otherBatchesAreNoHistory() {
        var bench = Bench.joined()
        bench.server(":s BATCH +1 netjoin a b", "@batch=1 :erin!e@h PRIVMSG #nova :live", ":s BATCH -1")
        #expect(bench.said.map(\.text) == ["live"])
    }

    @Test func batchesThatNeverEndAreForgottenInTheEnd() {
        var bench = Bench.joined()
        for number in 0..<10_000 { bench.server(":s BATCH +\(number) netjoin a b") }
        bench.server(":s BATCH +\(String(repeating: "x", count: 5000)) netjoin a b")
        #expect(bench.session.batches.count <= bench.session.configuration.bounds.batches)
    }

    @Test func whatWasSaidBeforeWeJoinedDoesNotAct() {
        var bench = Bench()
        bench.server(":s CAP * LS :server-time")
        bench.acknowledgeAll()
        bench.welcome()
        bench.server("@time=2026-03-01T12:00:10.000Z :slotkeeper!b@h JOIN #nova")
        bench.server(
            "@time=2026-03-01T12:00:09.900Z :erin!e@h PRIVMSG #nova :before",
            "@time=2026-03-01T12:00:10.100Z :erin!e@h PRIVMSG #nova :after")
        #expect(bench.said.map(\.text) == ["after"])
    }

    @Test func aWrongClockOfOursMakesNobodyUnheard() {
        var bench = Bench()
        bench.server(":s CAP * LS :server-time")
        bench.acknowledgeAll()
        // The server's clock is an hour behind ours.
        bench.server("@time=2026-03-01T11:00:00.000Z :s 001 slotkeeper :Welcome", ":s 422 slotkeeper :-")
        bench.server(
            "@time=2026-03-01T11:00:01.000Z :slotkeeper!b@h JOIN #nova",
            "@time=2026-03-01T11:00:02.000Z :erin!e@h PRIVMSG #nova :now")
        #expect(bench.said.map(\.text) == ["now"])
    }

    @Test func aMessageThatIsSentAgainActsOnce() {
        var bench = Bench.joined()
        for _ in 0..<3 { bench.server("@msgid=abc :erin!e@h PRIVMSG #nova :once") }
        bench.server(":erin!e@h PRIVMSG #nova :without", ":erin!e@h PRIVMSG #nova :without")
        #expect(bench.said.map(\.text) == ["once", "without", "without"])
    }

    @Test func idsAreForgottenInTheEnd() {
        var recent = RecentIDs(limit: 512)
        let fresh = (0..<5000).map { recent.isNew("m\($0)") }
        #expect(!fresh.contains(false))
        let again = ["m4999", "m\(5000 - recent.limit)", "m0"].map { recent.isNew($0) }
        #expect(again == [false, false, true])
        let long = String(repeating: "x", count: 5000)
        let overlong = [recent.isNew(long), recent.isNew(long)]
        #expect(overlong == [true, false])
    }

    @Test func aStatusMessageBelongsToItsChannel() {
        var bench = Bench.joined()
        bench.server(":erin!e@h PRIVMSG @#nova :ops only")
        #expect(bench.said.map(\.channel) == ["#nova"])
    }

    @Test func brokenTextIsRepaired() {
        var bench = Bench.joined()
        bench.carryOut(bench.session.receive(Array(":e!e@h PRIVMSG #nova :a".utf8)[...] + [0xC3, 0x28], at: bench.now))
        #expect(bench.said.map(\.text) == ["a\u{FFFD}("])
    }

    @Test func queriesOfProgramsAreAnsweredByNoticeAndSparingly() {
        var bench = Bench.joined { $0.version = "Slotkeeper 1.0" }
        bench.server(
            ":erin!e@h PRIVMSG slotkeeper :\u{1}VERSION\u{1}", ":erin!e@h PRIVMSG slotkeeper :\u{1}PING 123 4\u{1}")
        #expect(bench.sent == ["NOTICE erin :\u{1}VERSION Slotkeeper 1.0\u{1}", "NOTICE erin :\u{1}PING 123 4\u{1}"])
        for _ in 0..<40 { bench.server(":erin!e@h PRIVMSG slotkeeper :\u{1}VERSION\u{1}") }
        #expect(bench.sent.count == 3)
        bench.pass(10_000)
        bench.server(":erin!e@h PRIVMSG slotkeeper :\u{1}time\u{1}")
        #expect(bench.sent.last == "NOTICE erin :\u{1}TIME 2026-03-01T12:00:10Z\u{1}")
        bench.pass(10_000)
        bench.server(":erin!e@h PRIVMSG slotkeeper :\u{1}CLIENTINFO\u{1}")
        #expect(bench.sent.last == "NOTICE erin :\u{1}CLIENTINFO ACTION CLIENTINFO PING TIME VERSION\u{1}")
    }

    @Test(arguments: ["VERSION", "PING 1", "TIME", "CLIENTINFO"])
    func anAnswerOfAProgramIsNotAnswered(_ text: String) {
        var bench = Bench.joined()
        bench.server(":erin!e@h NOTICE slotkeeper :\u{1}\(text)\u{1}", ":erin!e@h NOTICE #nova :\u{1}\(text)\u{1}")
        #expect(bench.sent.isEmpty)
    }

    @Test(arguments: ["DCC SEND x 1 2 3", "FINGER", "PING", "SOURCE", "USERINFO", ""])
    func otherQueriesOfProgramsAreNotAnswered(_ text: String) {
        var bench = Bench.joined()
        bench.server(":erin!e@h PRIVMSG slotkeeper :\u{1}\(text)\u{1}")
        #expect(bench.sent.isEmpty && bench.said.isEmpty)
    }

    @Test(arguments: [
        ":", "@", ":a", "@a=b", "\u{1}", "MODE", "KICK #nova", "JOIN", "353 a b", "354 a", "CAP", "CAP *", "BATCH",
        "BATCH +", "BATCH -x",
        "AUTHENTICATE", "005", "001", "PART", "NICK", "NICK :", "ACCOUNT", "CHGHOST a", "CHGHOST", "PING", "PONG",
        "433", "437 x", "900",
        "903", "904", "908", "396 a", "473", "404", "KILL", "INVITE", "TOPIC", "999 x y z", "FAIL", "353 a = #nova :",
        "353 a = #nova :@ + !",
        ":!@ JOIN #nova", ": PRIVMSG #nova :x", "JOIN ,", "KICK #nova slotkeeper", "QUIT", ":slotkeeper QUIT",
    ])
    func noLineIsFatal(_ line: String) {
        var bench = Bench.joined()
        bench.server(line)
        bench.server(":erin!e@h NICK", "PING :still here")
        #expect(bench.sent.last == "PONG :still here")
    }
}

@Suite("Who said it")
struct IdentityTests {
    private func identity(_ bench: inout Bench, _ line: String = ":erin!e@h PRIVMSG #nova :x") -> Session.Identity? {
        bench.clear()
        bench.server(line)
        return bench.said.first?.identity
    }

    private let erin = Session.Identity.account(CaseMapping.rfc1459.fold("erin"))

    @Test func theTagOfTheMessageDecides() {
        var bench = Bench.joined()
        #expect(identity(&bench, "@account=ERIN :anyone!e@h PRIVMSG #nova :x") == erin)
        #expect(identity(&bench, "@account=* :anyone!e@h PRIVMSG #nova :x") == .notLoggedIn)
    }

    @Test func aMissingTagMeansNotLoggedInWhateverWasSaidBefore() {
        var bench = Bench.joined()
        bench.server(":erin!e@h JOIN #nova erin :E", ":erin!e@h ACCOUNT erin")
        #expect(identity(&bench) == .notLoggedIn)
    }

    @Test func accountsAreFoldedAsTheNetworkFolds() {
        var bench = Bench.joined()
        #expect(identity(&bench, "@account=A[b] :x!e@h PRIVMSG #nova :x") == .account(CaseMapping.rfc1459.fold("a{B}")))
        var ascii = Bench.joined(support: "CASEMAPPING=ascii")
        #expect(identity(&ascii, "@account=A[b] :x!e@h PRIVMSG #nova :x") == .account(CaseMapping.ascii.fold("a[b]")))
    }

    @Test func withoutAccountsNobodyCanBeToldApart() {
        for capabilities in ["", "multi-prefix", "account-notify", "extended-join"] {
            var bench = Bench.joined(capabilities: capabilities)
            #expect(identity(&bench) == .unavailable)
        }
    }

    @Test func withoutTheTagItIsWhatTheServerLastSaid() {
        var bench = Bench.joined(capabilities: "account-notify extended-join")
        #expect(identity(&bench) == .notLoggedIn)
        bench.server(":erin!e@h JOIN #nova Erin :E")
        #expect(identity(&bench) == erin)
        bench.server(":erin!e@h ACCOUNT *")
        #expect(identity(&bench) == .notLoggedIn)
        bench.server(":erin!e@h ACCOUNT erin", ":erin!e@h NICK erin2")
        #expect(identity(&bench, ":erin2!e@h PRIVMSG #nova :x") == erin)
        #expect(identity(&bench) == .notLoggedIn, "the old nick is nobody's")
    }

    @Test(arguments: [
        [":erin!e@h QUIT :x"], [":erin!e@h PART #nova"], [":op!o@h KICK #nova erin :x"], [":erin!e@h JOIN #nova * :E"],
        [":slotkeeper!b@h PART #nova", ":slotkeeper!b@h JOIN #nova"],
    ])
    func itIsForgottenWhenTheServerCannotVouchForIt(_ lines: [String]) {
        var bench = Bench.joined(capabilities: "account-notify extended-join")
        bench.server(":erin!e@h JOIN #nova erin :E")
        for line in lines { bench.server(line) }
        #expect(identity(&bench) == .notLoggedIn)
    }

    @Test func whatWasKnownBeforeTheServerToldOfLogoutsIsForgotten() {
        var bench = Bench.joined(capabilities: "extended-join cap-notify")
        bench.server(":erin!e@h JOIN #nova erin :E", ":s CAP slotkeeper NEW :account-notify")
        bench.server(":s CAP slotkeeper ACK :account-notify")
        #expect(bench.sent == ["CAP REQ account-notify", "WHO #nova %tna,152"])
        #expect(identity(&bench) == .notLoggedIn)
        bench.server(":s 354 slotkeeper 152 erin erin", ":s CAP slotkeeper DEL :account-notify")
        #expect(identity(&bench) == .unavailable)
        bench.server(":s CAP slotkeeper NEW :account-notify", ":s CAP slotkeeper ACK :account-notify")
        #expect(identity(&bench) == .notLoggedIn)
    }

    @Test func withoutItsTagTheServerIsAskedWhoIsLoggedIn() {
        var bench = Bench.joined(capabilities: "account-tag extended-join account-notify cap-notify")
        bench.server(":s CAP slotkeeper DEL :account-tag")
        #expect(bench.sent == ["WHO #nova %tna,152"])
    }

    @Test func anotherSharedChannelKeepsIt() {
        var bench = Bench.joined(capabilities: "account-notify extended-join") { $0.channels = ["#nova", "#infra"] }
        bench.server(":erin!e@h JOIN #nova erin :E", ":erin!e@h JOIN #infra erin :E", ":erin!e@h PART #infra")
        #expect(identity(&bench) == erin)
    }

    @Test func oneQuestionAChannelHoweverManyAreInIt() {
        var bench = Bench { $0.channels = ["#nova"] }
        bench.server(":s CAP * LS :account-notify extended-join")
        bench.acknowledgeAll()
        bench.welcome(support: "WHOX")
        bench.server(":slotkeeper!b@h JOIN #nova * :x")
        for number in 0..<1000 {
            bench.server(":s 353 slotkeeper = #nova :" + (0..<10).map { "@user\(number)x\($0)" }.joined(separator: " "))
        }
        #expect(bench.sent.filter { $0.hasPrefix("WHO") } == ["WHO #nova %tna,152"])
        bench.server(
            ":s 354 slotkeeper 152 user5x5 erin", ":s 354 slotkeeper 152 user5x6 0", ":s 354 slotkeeper 7 user5x7 erin")
        #expect(identity(&bench, ":user5x5!e@h PRIVMSG #nova :x") == erin)
        #expect(identity(&bench, ":user5x6!e@h PRIVMSG #nova :x") == .notLoggedIn)
        #expect(identity(&bench, ":user5x7!e@h PRIVMSG #nova :x") == .notLoggedIn, "not an answer to our question")
    }

    @Test func aNetsplitCausesNoFloodOfOurs() {
        var bench = Bench.joined()
        for number in 0..<2000 { bench.server(":u\(number)!e@h QUIT :a.net b.net") }
        for number in 0..<2000 { bench.server(":u\(number)!e@h JOIN #nova acc\(number) :x") }
        #expect(bench.sent.isEmpty)
    }

    @Test func withTheTagNobodyIsAskedAfter() {
        var bench = Bench()
        bench.server(":s CAP * LS :\(Bench.modern)")
        bench.acknowledgeAll()
        bench.welcome(support: "WHOX")
        bench.server(":slotkeeper!b@h JOIN #nova")
        #expect(!bench.sent.contains { $0.hasPrefix("WHO") })
    }
}
