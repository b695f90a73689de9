import IRCProtocol
import IRCTesting
import Testing

@testable import IRCNetwork

/// Servers and services that refuse the login, lie about it, or never come to its end.
@Suite("Scenarios: login", .timeLimit(.minutes(5)))
struct LoginScenarios {
    private static let password = "correct horse"

    /// A bot that wants to log in, and a server that has offered it.
    private func login(
        _ mechanisms: [SASLMechanism] = [.scramSHA256, .plain], offer: String = "sasl",
        password: String = Self.password, _ configure: (inout IRCNetworkConfiguration) -> Void = { _ in },
        _ body: (inout ScriptedServer, inout Peer, NetworkFixture) async throws -> Void
    ) async throws {
        try await Scenario.run(.tls) {
            $0.session.login = .init(account: "bot", password: password, mechanisms: mechanisms)
            $0.backoff.longPause = 500_000
            configure(&$0)
        } _: { server, bot in
            var peer = try await server.accept()
            try await peer.offerLogin(offer, mechanism: mechanisms[0].rawValue)
            try await body(&server, &peer, bot)
        }
    }

    /// The bot breaks off, tries nothing weaker, and does not come back soon.
    private func breaksOff(_ peer: inout Peer, _ bot: NetworkFixture) async throws {
        #expect(await peer.rest() == ["AUTHENTICATE *"])
        #expect(await bot.log.line(with: "next attempt in").contains("login failed"))
    }

    @Test func `A server that knows the password is believed`() async throws {
        try await login { _, peer, _ in
            let proof = try await peer.leadThroughSCRAM(password: Self.password)
            try await peer.challenge(proof)
            try await peer.expect("AUTHENTICATE +")
            try await peer.send(":s 900 * * bot :logged in", ":s 903 * :yes")
            #expect(await peer.next() == "CAP END")
        }
    }

    @Test(arguments: [
        "v=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=": "forged", "": "empty", "v=": "empty signature",
        "e=other-error": "an error", "\u{0}\u{1}": "garbage", "v=6rriTRBi23WpRR": "cut",
    ])
    func `A server that cannot prove itself gets no password`(final: String, _: String) async throws {
        try await login { _, peer, bot in
            _ = try await peer.leadThroughSCRAM(password: Self.password)
            try await peer.challenge(final)
            try await breaksOff(&peer, bot)
        }
    }

    @Test func `A server that knows another password gets none either`() async throws {
        try await login { _, peer, bot in
            let proof = try await peer.leadThroughSCRAM(password: "another")
            try await peer.challenge(proof)
            try await breaksOff(&peer, bot)
        }
    }

    @Test func `A yes without a proof is not believed`() async throws {
        try await login { _, peer, bot in
            _ = try await peer.leadThroughSCRAM(password: Self.password)
            try await peer.send(":s 903 * :yes")
            try await breaksOff(&peer, bot)
        }
    }

    @Test(arguments: ["0", "1", "-1", "4095", "1000001", "999999999999999999999", "many", ""])
    func `A wrong number of iterations is not computed`(iterations: String) async throws {
        try await login { _, peer, bot in
            let nonce = try await peer.startSCRAM().nonce
            try await peer.challenge("r=\(nonce)server,s=c2FsdA==,i=\(iterations)")
            try await breaksOff(&peer, bot)
        }
    }

    @Test(arguments: [
        "r=another,s=c2FsdA==,i=4096", "r=NONCE,s=c2FsdA==,i=4096", "m=ext,r=NONCEx,s=c2FsdA==,i=4096",
        "r=NONCEx,s=!,i=4096", "r=NONCEx,s=,i=4096", "r=NONCEx", "", "nonsense",
    ])
    func `A first message that is none is no reason to go on`(first: String) async throws {
        try await login { _, peer, bot in
            let nonce = try await peer.startSCRAM().nonce
            try await peer.challenge(first.replacing("NONCE", with: nonce))
            try await breaksOff(&peer, bot)
        }
    }

    @Test func `A challenge without end is broken off`() async throws {
        try await login { _, peer, bot in
            let piece = "AUTHENTICATE " + String(repeating: "A", count: 400)
            try await peer.send(Array(repeating: piece, count: 100))
            try await breaksOff(&peer, bot)
        }
    }

    @Test func `A server that asks on after the last answer is left`() async throws {
        try await login([.plain]) { _, peer, bot in
            try await peer.send("AUTHENTICATE +")
            _ = try await peer.response()
            try await peer.send("AUTHENTICATE +")
            try await breaksOff(&peer, bot)
        }
    }

    @Test(arguments: ["902", "904", "905", "906"])
    func `A refused login is not tried again soon`(numeric: String) async throws {
        try await login([.plain]) { _, peer, bot in
            try await peer.send("AUTHENTICATE +")
            _ = try await peer.response()
            try await peer.send(":s \(numeric) * :no")
            #expect(await peer.rest() == [])
            #expect(await bot.log.line(with: "next attempt in").contains("login failed: no"))
        }
    }

    @Test func `An unknown mechanism leads to one that the server names`() async throws {
        try await login([.external, .scramSHA256, .plain]) { _, peer, _ in
            try await peer.send(":s 908 * PLAIN,OTHER :are available", ":s 904 * :no")
            #expect(await peer.next() == "AUTHENTICATE PLAIN")
        }
    }

    @Test func `EXTERNAL leaves it to the certificate`() async throws {
        try await login([.external], offer: "sasl=EXTERNAL,PLAIN") { _, peer, _ in
            try await peer.send("AUTHENTICATE +")
            #expect(await peer.next() == "AUTHENTICATE +")
            try await peer.send(":s 903 * :yes")
            #expect(await peer.next() == "CAP END")
        }
    }

    @Test(arguments: [
        String(repeating: "p", count: 600), "é è à ü ß 😀", String(repeating: "p", count: 292), "a\u{1F}b c=,",
    ])
    func `Any password arrives whole`(password: String) async throws {
        try await login([.plain], password: password) { _, peer, _ in
            try await peer.send("AUTHENTICATE +")
            #expect(try await peer.response() == "bot\0bot\0\(password)")
        }
    }

    @Test func `A server that never answers is left`() async throws {
        try await login([.plain]) {
            $0.session.timeouts.login = 50
        } _: { _, peer, bot in
            #expect(await peer.rest() == [])
            #expect(await bot.log.line(with: "next attempt in").contains("did not answer in time: login"))
        }
    }

    @Test func `A welcome in the middle of the login is no login`() async throws {
        try await login { _, peer, _ in
            try await peer.register("slotkeeper")
            #expect(await peer.rest() == [])
        }
    }

    @Test(arguments: ["batch": "no SASL", "sasl": "refused"])
    func `Without services it does not come in as nobody`(offer: String, _: String) async throws {
        try await Scenario.run(.tls) {
            $0.session.login = .init(account: "bot", password: Self.password)
        } _: { server, _ in
            for _ in 0..<2 {
                var peer = try await server.accept()
                try await peer.expect("USER")
                try await peer.send(":s CAP * LS :\(offer)")
                let asked = try await peer.expect("CAP REQ \(offer)")
                try await peer.send(offer == "sasl" ? ":s CAP * NAK :sasl" : ":s CAP * ACK :batch")
                #expect(await peer.rest() == [], "after \(asked)")
            }
        }
    }

    @Test func `Services that come later log it in, and those that have lost it again`() async throws {
        try await Scenario.run(.tls) {
            $0.session.login = .init(account: "bot", password: Self.password, mechanisms: [.plain])
            $0.session.login?.isRequired = false
        } _: { server, _ in
            var peer = try await server.accept()
            try await peer.welcome(capabilities: "cap-notify")
            _ = try await peer.rollCall()
            for _ in 0..<2 {
                try await peer.send(":s CAP slotkeeper NEW :sasl=PLAIN")
                if await peer.next() == "CAP REQ sasl" {
                    try await peer.send(":s CAP slotkeeper ACK :sasl")
                    try await peer.expect("AUTHENTICATE PLAIN")
                }
                try await peer.send("AUTHENTICATE +")
                _ = try await peer.response()
                try await peer.send(":s 903 slotkeeper :yes", ":s CAP slotkeeper DEL :sasl")
                #expect(try await peer.rollCall() == [])
                try await peer.send(":s 901 slotkeeper s :logged out")
            }
        }
    }

    @Test func `A challenge that nobody asked for is not answered`() async throws {
        try await Scenario.joined { peer, _ in
            try await peer.send(
                "AUTHENTICATE +", "AUTHENTICATE PLAIN", ":s 903 slotkeeper :yes", ":s 904 slotkeeper :no")
            #expect(try await peer.rollCall() == [])
        }
    }
}
