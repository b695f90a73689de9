import Testing

@testable import IRCProtocol

@Suite("Logging in by SASL")
struct LoginTests {
    private func bench(
        _ mechanisms: [SASLMechanism], password: String = "pencil", isRequired: Bool = true, offered: String = "sasl"
    ) -> Bench {
        var bench = Bench {
            $0.login = Session.Login(account: "bot", password: password, mechanisms: mechanisms)
            $0.login?.isRequired = isRequired
        }
        bench.server(":s CAP * LS :\(offered)")
        bench.acknowledgeAll()
        return bench
    }

    private func base64(_ text: String) -> String { Base64.encode(Array(text.utf8)) }

    @Test func plainSendsAccountAccountPassword() {
        var bench = bench([.plain])
        #expect(bench.sent.last == "AUTHENTICATE PLAIN")
        bench.server("AUTHENTICATE +")
        #expect(bench.sent.last == "AUTHENTICATE " + base64("bot\0bot\0pencil"))
        bench.server(":s 900 bot bot!b@h bot :You are now logged in", ":s 903 bot :SASL authentication successful")
        #expect(bench.sent.last == "CAP END")
    }

    @Test(arguments: [288, 600, 1200])
    func longResponsesGoInPiecesOf400(passwordLength: Int) {
        var bench = bench([.plain], password: String(repeating: "é", count: passwordLength / 2))
        bench.server("AUTHENTICATE +")
        let pieces = bench.sent.filter { $0.hasPrefix("AUTHENTICATE ") }.dropFirst().map {
            $0.dropFirst("AUTHENTICATE ".count)
        }
        #expect(pieces.dropLast().allSatisfy { $0.utf8.count == 400 })
        #expect((pieces.last?.utf8.count ?? 400) < 400)
        let whole = pieces.filter { $0 != "+" }.joined()
        #expect(
            Base64.decode(whole).map { String(decoding: $0, as: UTF8.self) }
                == "bot\0bot\0" + String(repeating: "é", count: passwordLength / 2))
    }

    @Test func anExactMultipleOf400EndsWithAPlus() {
        #expect(
            SASLExchange.pieces(of: [UInt8](repeating: 0, count: 300)) == [String(repeating: "A", count: 400), "+"])
        #expect(SASLExchange.pieces(of: []) == ["+"])
    }

    @Test func externalSendsNothingButAPlus() {
        var bench = bench([.external])
        bench.server("AUTHENTICATE +")
        #expect(bench.sent.suffix(2) == ["AUTHENTICATE EXTERNAL", "AUTHENTICATE +"])
    }

    @Test(arguments: [
        ("sasl=EXTERNAL,PLAIN", "PLAIN"), ("sasl=PLAIN,SCRAM-SHA-256", "SCRAM-SHA-256"), ("sasl", "SCRAM-SHA-256"),
        ("sasl=scram-sha-256", "SCRAM-SHA-256"),
    ])
    func theFirstConfiguredMechanismThatIsOfferedIsTaken(offered: String, mechanism: String) {
        #expect(bench([.scramSHA256, .plain], offered: offered).sent.last == "AUTHENTICATE \(mechanism)")
    }

    @Test func anUnknownMechanismLeadsToTheNext() {
        var bench = bench([.scramSHA256, .plain])
        bench.server(
            ":s 908 bot EXTERNAL,PLAIN :are available SASL mechanisms", ":s 904 bot :SASL authentication failed")
        #expect(bench.sent.last == "AUTHENTICATE PLAIN")
    }

    @Test(arguments: ["902", "904", "905", "906"])
    func aRefusalEndsTheConnectionWithALongPause(_ numeric: String) {
        var bench = bench([.plain])
        bench.server("AUTHENTICATE +", ":s \(numeric) bot :no")
        #expect(bench.ending == .loginFailed("no"))
        #expect(bench.ending?.wantsLongPause == true)
        #expect(!bench.sent.contains("CAP END"))
    }

    @Test func withoutNeedForALoginWeGoOn() {
        var bench = bench([.plain], isRequired: false)
        bench.server("AUTHENTICATE +", ":s 904 bot :no")
        #expect(bench.sent.last == "CAP END" && bench.ending == nil)
    }

    @Test func whereServicesAreAwayWeDoNotComeInAsNobody() {
        #expect(bench([.plain], offered: "batch").ending == .loginUnavailable)
        #expect(bench([.plain], isRequired: false, offered: "batch").sent.last == "CAP END")
        // Offered, but refused when asked for.
        var refused = Bench { $0.login = Session.Login(account: "bot", password: "x") }
        refused.server(":s CAP * LS :sasl", ":s CAP * NAK :sasl")
        #expect(refused.ending == .loginUnavailable)
        // A server that knows no CAP at all.
        var old = Bench { $0.login = Session.Login(account: "bot", password: "x") }
        old.server(":s 001 slotkeeper :Welcome")
        #expect(old.ending == .loginUnavailable)
        #expect(!old.sent.contains { $0.hasPrefix("JOIN") })
    }

    @Test func noneOfTheConfiguredMechanismsIsAFailure() {
        guard case .loginFailed = bench([.external], offered: "sasl=PLAIN").ending else {
            Issue.record("should have failed")
            return
        }
    }

    @Test func aServerThatDoesNotAnswerIsLeft() {
        var bench = bench([.plain])
        bench.pass(20_000)
        #expect(bench.ending == .timedOut("login"))
        #expect(bench.ending?.wantsLongPause == false, "services that are slow may soon be back")
    }

    // MARK: SCRAM

    private struct Script {
        var bench: Bench
        var clientFirst: String
        var nonce: String
    }

    private func scram(_ mechanisms: [SASLMechanism] = [.scramSHA256, .plain]) throws -> Script {
        var bench = bench(mechanisms)
        bench.server("AUTHENTICATE +")
        let line = try #require(bench.sent.last)
        let first = try #require(Base64.decode(String(line.dropFirst("AUTHENTICATE ".count))))
        let text = String(decoding: first, as: UTF8.self)
        let nonce = try #require(text.components(after: ",r="))
        return Script(bench: bench, clientFirst: text, nonce: nonce)
    }

    @Test func scramNamesTheAccountAndNoOther() throws {
        #expect(try scram().clientFirst.hasPrefix("n,,n=bot,r="))
        var exchange = SASLExchange(.scramSHA256, account: "a=b,c", password: "", cryptography: .toy)
        #expect(String(decoding: try exchange.respond(to: []), as: UTF8.self).hasPrefix("n,,n=a=3Db=2Cc,r="))
    }

    @Test func scramSucceedsWhenBothSidesKnowThePassword() throws {
        var script = try scram()
        let first = "r=\(script.nonce)server,s=\(base64("salt")),i=4096"
        script.bench.server("AUTHENTICATE \(base64(first))")
        let final = try #require(
            script.bench.sent.last.flatMap { Base64.decode(String($0.dropFirst("AUTHENTICATE ".count))) })
        let finalText = String(decoding: final, as: UTF8.self)
        #expect(finalText.hasPrefix("c=biws,r=\(script.nonce)server,p="))
        let text = "\(script.clientFirst.dropFirst(3)),\(first),c=biws,r=\(script.nonce)server"
        let salted = Cryptography.toy.pbkdf2SHA256(Array("pencil".utf8), Array("salt".utf8), 4096)
        let key = Cryptography.toy.hmacSHA256(salted, Array("Server Key".utf8))
        let signature = Cryptography.toy.hmacSHA256(key, Array(text.utf8))
        script.bench.server("AUTHENTICATE \(base64("v=\(Base64.encode(signature))"))")
        #expect(script.bench.sent.last == "AUTHENTICATE +")
        script.bench.server(":s 903 bot :yes")
        #expect(script.bench.sent.last == "CAP END" && script.bench.ending == nil)
    }

    @Test(arguments: ["", "v=", "v=AAAA", "e=other-error", "nonsense", "v=!!!!"])
    func aServerThatCannotProveItselfIsLeftAndGetsNoPassword(_ final: String) throws {
        var script = try scram()
        script.bench.server("AUTHENTICATE \(base64("r=\(script.nonce)x,s=\(base64("salt")),i=4096"))")
        script.bench.server("AUTHENTICATE \(final.isEmpty ? "+" : base64(final))")
        #expect(script.bench.sent.last == "AUTHENTICATE *")
        #expect(script.bench.ending?.wantsLongPause == true)
        #expect(!script.bench.sent.contains("AUTHENTICATE PLAIN"))
    }

    @Test(arguments: [4096, 5000]) func `more rounds than the setting allows are refused`(_ rounds: Int) throws {
        var exchange = SASLExchange(
            .scramSHA256, account: "bot", password: "pencil", iterations: 4096...4999, cryptography: .toy)
        let first = String(decoding: try exchange.respond(to: []), as: UTF8.self)
        let nonce = try #require(first.components(after: ",r="))
        let response = try? exchange.respond(to: Array("r=\(nonce)x,s=c2FsdA==,i=\(rounds)".utf8))
        #expect((response != nil) == (rounds == 4096))
    }

    @Test func `before the proof a refusal leads to the next mechanism`() throws {
        var script = try scram()
        script.bench.server(":s 904 bot :no such credentials here")
        #expect(script.bench.sent.last == "AUTHENTICATE PLAIN")
    }

    @Test func aYesWithoutProofIsNotBelieved() throws {
        var script = try scram()
        script.bench.server(
            "AUTHENTICATE \(base64("r=\(script.nonce)x,s=\(base64("salt")),i=4096"))", ":s 903 bot :yes")
        #expect(script.bench.sent.last == "AUTHENTICATE *")
        #expect(script.bench.ending?.wantsLongPause == true)
    }

    @Test func afterAProofARefusalLeadsToNothingWeaker() throws {
        var script = try scram()
        script.bench.server("AUTHENTICATE \(base64("r=\(script.nonce)x,s=\(base64("salt")),i=4096"))", ":s 904 bot :no")
        #expect(!script.bench.sent.contains("AUTHENTICATE PLAIN"))
        #expect(script.bench.ending == .loginFailed("no"))
    }

    @Test(arguments: [
        "r=NONCEx,s=c2FsdA==,i=4095", "r=NONCEx,s=c2FsdA==,i=1000001", "r=NONCEx,s=c2FsdA==,i=-1",
        "r=NONCEx,s=c2FsdA==,i=x",
        "r=NONCEx,s=,i=4096", "r=NONCEx,s=*,i=4096", "r=NONCE,s=c2FsdA==,i=4096", "r=other,s=c2FsdA==,i=4096",
        "m=x,r=NONCEx,s=c2FsdA==,i=4096", "r=NONCEx", "", "s=c2FsdA==,r=NONCEx,i=4096",
        "r=NONCEx,s=c2FsdA==,i=99999999999999999999",
    ])
    func badChallengesAreRefused(_ challenge: String) throws {
        var script = try scram()
        let encoded = base64(challenge.replacing("NONCE", with: script.nonce))
        script.bench.server("AUTHENTICATE \(encoded.isEmpty ? "+" : encoded)")
        #expect(script.bench.sent.last == "AUTHENTICATE *")
        #expect(!script.bench.sent.contains("AUTHENTICATE PLAIN"))
        #expect(script.bench.ending != nil)
    }

    @Test func anEndlessChallengeIsRefused() {
        var bench = bench([.scramSHA256])
        for _ in 0..<100 where bench.ending == nil {
            bench.server("AUTHENTICATE " + String(repeating: "A", count: 400))
        }
        #expect(bench.ending != nil)
    }

    @Test func aChallengeThatIsNotBase64IsRefused() {
        var bench = bench([.plain])
        bench.server("AUTHENTICATE !!!")
        #expect(bench.sent.last == "AUTHENTICATE *")
        #expect(bench.ending != nil)
    }

    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func base64IsThatOfRFC4648(text: String, encoded: String) {
        #expect(base64(text) == encoded)
        #expect(Base64.decode(encoded) == Array(text.utf8))
    }

    @Test(arguments: ["Z", "Zg", "Zg=", "Zg=a", "Z===", "====", "Zm9v\n", "Zm 9", "=Zm9"])
    func whatIsNoBase64IsNone(_ text: String) {
        #expect(Base64.decode(text) == nil)
    }
}

extension String {
    fileprivate func components(after separator: String) -> String? {
        let parts = split(separator: separator, omittingEmptySubsequences: false)
        return parts.count == 2 ? String(parts[1]) : nil
    }
}

@Suite("Services come and go")
struct ServicesTests {
    /// A session that is registered, with a login that is not needed.
    private func bench(isRequired: Bool = false, offered: String = "cap-notify") -> Bench {
        .joined(capabilities: offered) {
            $0.login = Session.Login(account: "bot", password: "pencil", mechanisms: [.plain])
            $0.login?.isRequired = isRequired
        }
    }

    @Test func whenTheyComeWeLogIn() {
        var bench = bench()
        bench.server(":s CAP slotkeeper NEW :sasl=PLAIN")
        #expect(bench.sent == ["CAP REQ sasl"])
        bench.server(":s CAP slotkeeper ACK :sasl", "AUTHENTICATE +", ":s 900 x x!x@x bot :yes", ":s 903 x :yes")
        #expect(bench.sent.suffix(2) == ["AUTHENTICATE PLAIN", "AUTHENTICATE Ym90AGJvdABwZW5jaWw="])
        #expect(bench.session.login.state == .done)
    }

    @Test func whenTheyGoInTheMiddleWeWaitUntilTheyAreBack() {
        var bench = bench()
        bench.server(":s CAP slotkeeper NEW :sasl", ":s CAP slotkeeper ACK :sasl", ":s CAP slotkeeper DEL :sasl")
        #expect(bench.session.login.state == .failed && bench.ending == nil)
        bench.clear()
        bench.server(":s CAP slotkeeper NEW :sasl", ":s CAP slotkeeper ACK :sasl")
        #expect(bench.sent == ["CAP REQ sasl", "AUTHENTICATE PLAIN"])
    }

    @Test(arguments: [(true, Session.Ending.loginUnavailable), (false, nil)])
    func `when they go before the welcome, in the middle of the login, we do not wait for an answer`(
        isRequired: Bool, ending: Session.Ending?
    ) {
        var bench = Bench {
            $0.login = Session.Login(account: "bot", password: "pencil", mechanisms: [.plain])
            $0.login?.isRequired = isRequired
        }
        bench.server(":s CAP * LS :sasl batch")
        bench.acknowledgeAll()
        bench.server("AUTHENTICATE +", ":s CAP * DEL :sasl")
        #expect(bench.ending == ending)
        #expect(bench.ending?.wantsLongPause != true, "they may soon be back")
        #expect((bench.sent.last == "CAP END") == !isRequired)
        #expect(!bench.sent.contains { $0.hasPrefix("JOIN") })
    }

    @Test func `when they do not answer we ask again, now and then`() {
        var bench = bench()
        bench.server(":s CAP slotkeeper NEW :sasl", ":s CAP slotkeeper ACK :sasl")
        for _ in 0..<60 {
            bench.pass(60_000)
            bench.server("PING :x")
        }
        #expect((10...12).contains(bench.sent.count { $0 == "AUTHENTICATE PLAIN" }))
        bench.server("AUTHENTICATE +", ":s 903 x :yes")
        bench.clear()
        bench.pass(60_000)
        bench.server("PING :x")
        #expect(!bench.sent.contains { $0.hasPrefix("AUTHENTICATE") })
    }

    @Test func `when they refuse us we do not ask again`() {
        var bench = bench()
        bench.server(":s CAP slotkeeper NEW :sasl", ":s CAP slotkeeper ACK :sasl", "AUTHENTICATE +", ":s 904 x :no")
        for _ in 0..<60 {
            bench.pass(60_000)
            bench.server("PING :x")
        }
        #expect(bench.sent.count { $0 == "AUTHENTICATE PLAIN" } == 1)
    }

    @Test func whoIsLoggedInStaysSoWhileTheyAreAway() {
        var bench = bench()
        bench.server(":s CAP slotkeeper NEW :sasl", ":s CAP slotkeeper ACK :sasl", "AUTHENTICATE +", ":s 903 x :yes")
        bench.clear()
        bench.server(":s CAP slotkeeper DEL :sasl", ":s CAP slotkeeper NEW :sasl", ":s CAP slotkeeper ACK :sasl")
        #expect(bench.sent == ["CAP REQ sasl"])
    }

    @Test func whenTheyHaveLoggedUsOutWeLogInAgain() {
        var bench = bench()
        bench.server(":s CAP slotkeeper NEW :sasl", ":s CAP slotkeeper ACK :sasl", "AUTHENTICATE +", ":s 903 x :yes")
        bench.clear()
        bench.server(":s 901 slotkeeper slotkeeper!b@h :You are now logged out")
        #expect(bench.sent == ["AUTHENTICATE PLAIN"])
    }

    @Test func servicesThatFlapAreNotHammered() {
        var bench = bench()
        for _ in 0..<1000 {
            bench.server(
                ":s CAP slotkeeper NEW :sasl", ":s CAP slotkeeper ACK :sasl", "AUTHENTICATE +", ":s 904 x :no",
                ":s CAP slotkeeper DEL :sasl")
        }
        #expect(bench.sent.filter { $0 == "AUTHENTICATE PLAIN" }.count == 3)
        #expect(bench.ending == nil)
    }
}
