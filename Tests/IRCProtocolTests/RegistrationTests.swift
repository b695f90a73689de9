import Testing

@testable import IRCProtocol

@Suite("Registration")
struct RegistrationTests {
    @Test func theFirstLineIsCAPAndNothingWaitsForIt() {
        let bench = Bench { $0.serverPassword = "gate" }
        #expect(bench.sent == ["CAP LS 302", "PASS gate", "NICK slotkeeper", "USER slotkeeper 0 * :Slotkeeper"])
    }

    @Test func aServerWithoutCAPWelcomesUsToo() {
        var bench = Bench()
        bench.server(":s 421 slotkeeper CAP :Unknown command")
        bench.welcome()
        #expect(bench.sent.contains("JOIN #nova"))
        #expect(bench.session.phase == .registered)
    }

    @Test func anEmptyListEndsTheNegotiation() {
        var bench = Bench()
        bench.server("CAP * LS :")
        #expect(bench.sent.last == "CAP END")
    }

    @Test func aListOverSeveralLinesIsReadToItsEnd() {
        var bench = Bench { $0.login = Session.Login(account: "a", password: "b", mechanisms: [.plain]) }
        bench.server(":s CAP * LS * :account-tag server-time", ":s CAP * LS * :sts=duration=1 batch")
        #expect(!bench.sent.contains { $0.hasPrefix("CAP REQ") })
        bench.server(":s CAP * LS :sasl=PLAIN")
        #expect(bench.sent.last == "CAP REQ :sasl account-tag server-time batch")
    }

    @Test func onlyWhatIsOfferedAndUsableIsAskedFor() {
        var bench = Bench()
        bench.server(":s CAP * LS :batch sasl draft/multiline sts=port=6697 account-tag=x")
        #expect(bench.sent.last == "CAP REQ :account-tag batch")
    }

    @Test func aRefusedListIsAskedForOneByOne() {
        var bench = Bench()
        bench.server(":s CAP * LS :batch account-tag", ":s CAP * NAK :account-tag batch")
        #expect(bench.sent.suffix(2) == ["CAP REQ account-tag", "CAP REQ batch"])
        bench.server(":s CAP * NAK :account-tag")
        #expect(bench.sent.last != "CAP END")
        bench.server(":s CAP * ACK :batch ")
        #expect(bench.sent.last == "CAP END")
        #expect(bench.session.capabilities.enabled == ["batch"])
    }

    @Test func anAnswerInPiecesCounts() {
        var bench = Bench()
        bench.server(":s CAP * LS :batch account-tag", ":s CAP * ACK :batch")
        #expect(bench.sent.last != "CAP END")
        bench.server(":s CAP * ACK :account-tag")
        #expect(bench.sent.last == "CAP END")
    }

    @Test func whatNobodyAskedForIsNotTakenForGranted() {
        var bench = Bench()
        bench.server(":s CAP * LS :batch", ":s CAP * ACK :batch draft/evil")
        #expect(bench.session.capabilities.enabled == ["batch"])
    }

    @Test func capabilitiesComeAndGoLater() {
        var bench = Bench.joined(capabilities: "cap-notify")
        bench.server(":s CAP slotkeeper NEW :account-tag draft/x=1")
        #expect(bench.sent == ["CAP REQ account-tag"])
        bench.server(":s CAP slotkeeper ACK :account-tag")
        #expect(bench.session.capabilities.has("account-tag"))
        bench.server(":s CAP slotkeeper DEL :account-tag")
        #expect(!bench.session.capabilities.has("account-tag"))
        #expect(bench.sent == ["CAP REQ account-tag"], "no CAP END after the welcome")
    }

    @Test func `what is asked for already is not asked for again`() {
        var bench = Bench.joined(capabilities: "cap-notify")
        for _ in 0..<1000 { bench.server(":s CAP slotkeeper NEW :batch") }
        #expect(bench.sent == ["CAP REQ batch"])
        bench.server(":s CAP slotkeeper ACK :batch", ":s CAP slotkeeper NEW :batch")
        #expect(bench.sent == ["CAP REQ batch"])
    }

    @Test func `what goes and comes back before the answer is asked for anew`() {
        var bench = Bench.joined(capabilities: "cap-notify")
        bench.server(":s CAP slotkeeper NEW :batch", ":s CAP slotkeeper DEL :batch", ":s CAP slotkeeper NEW :batch")
        bench.server(":s CAP slotkeeper NAK :batch", ":s CAP slotkeeper ACK :batch")
        #expect(bench.sent == ["CAP REQ batch", "CAP REQ batch"])
        #expect(bench.session.capabilities.has("batch"))
    }

    @Test func aServerCannotFillOurMemoryWithCapabilities() {
        var bench = Bench()
        for number in 0..<1000 { bench.server(":s CAP * LS * :cap\(number) other\(number)") }
        #expect(bench.session.capabilities.offered.count <= Capabilities.offerLimit)
    }

    @Test func weMarkOurselvesAsABotBeforeWeJoin() {
        var bench = Bench()
        bench.welcome(support: "BOT=B")
        #expect(bench.sent.suffix(2) == ["MODE slotkeeper +B", "JOIN #nova"])
    }

    @Test func channelsWithoutKeysShareALine() {
        var bench = Bench { $0.channels = ["#nova", .init("#secret", key: "k"), "#infra"] }
        bench.welcome()
        #expect(bench.sent.suffix(2) == ["JOIN #secret k", "JOIN #infra,#nova"])
    }

    @Test func aBouncerThatIsInTheChannelAlreadyIsNotMadeToLeaveIt() {
        var bench = Bench()
        bench.server(
            ":s 001 slotkeeper :Welcome", ":slotkeeper!b@h JOIN #nova", ":s 422 slotkeeper :-",
            ":e!e@h PRIVMSG #nova :hi")
        #expect(bench.sent.last?.hasPrefix("USER") == true)
        #expect(bench.said.map(\.channel) == ["#nova"])
    }

    @Test func aServerThatNeverEndsItsGreetingIsJoinedAnyway() {
        var bench = Bench()
        bench.server(":s 001 slotkeeper :Welcome")
        bench.pass(5000)
        #expect(bench.sent.last == "JOIN #nova")
    }

    @Test func aServerThatNeverWelcomesUsIsLeft() {
        var bench = Bench()
        bench.server("CAP * LS :")
        for _ in 0..<100 {
            bench.pass(900)
            bench.server("NOTICE * :*** Looking up your hostname")
        }
        #expect(bench.ending == .timedOut("registration"))
    }

    @Test func aCookieIsAnsweredBeforeTheWelcome() {
        var bench = Bench()
        bench.server("PING :1a2b3c 4d")
        #expect(bench.sent.last == "PONG :1a2b3c 4d")
    }

    @Test(arguments: [
        ("ERROR :Closing Link: bot[h] (K-lined)", true), ("ERROR :Closing Link: (G:lined: spam)", true),
        ("ERROR :Your host is trying to (re)connect too fast -- throttled", true),
        ("ERROR :Trying to reconnect too fast.", true),
        ("ERROR :Closing Link: (Too many connections from your IP)", true),
        ("ERROR :Closing Link: 127.0.0.1 (Too many host connections (global))", true),
        ("ERROR :Closing Link: (Session limit exceeded)", true), ("ERROR :No more connections allowed", true),
        ("ERROR :Closing Link: (Autokilled: spam)", true), ("ERROR :Closing Link: (AKILL ID: 7)", true),
        ("ERROR :Closing Link: (You are not authorized to connect to this server)", true),
        ("ERROR :Unauthorised connection", true), ("ERROR :Closing Link: (Ping timeout: 120 seconds)", false),
        (":s 465 * :You are banned from this server", true), (":s 466 * :You will be banned", true),
        (":s 463 * :Your host isn't among the privileged", true),
        ("ERROR :Closing Link: (Server shutting down)", false), ("ERROR", false), ("ERROR :", false),
        (":s KILL slotkeeper :spam", false), (":s 464 * :Password incorrect", true),
    ])
    func aServerThatThrowsUsOutIsUnderstood(line: String, wantsLongPause: Bool) {
        var bench = Bench()
        bench.server(line)
        #expect(bench.ending?.wantsLongPause == wantsLongPause)
        #expect(bench.session.phase == .closed)
        bench.clear()
        bench.server("PING :x", ":erin!e@h PRIVMSG slotkeeper :late")
        #expect(bench.sent.isEmpty && bench.said.isEmpty)
    }

    @Test func farewellIsSaidInEveryState() {
        var bench = Bench.joined()
        bench.carryOut(bench.session.quit("good-bye", at: bench.now))
        #expect(bench.sent == ["QUIT :good-bye"])
        #expect(bench.ending == .farewell)
        var early = Bench()
        early.carryOut(early.session.quit("good-bye", at: early.now))
        #expect(early.sent.last == "QUIT :good-bye")
        var configuration = Session.Configuration(nick: "x")
        configuration.channels = []
        var idle = Session(configuration, cryptography: .toy)
        #expect(idle.quit("good-bye", at: 0) == [.close(.farewell)])
    }
}
