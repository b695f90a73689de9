import Pacing

/// How far the login by SASL is.
struct LoginState: Sendable {
    enum State: Hashable {
        case notStarted, waiting, done, failed
    }

    var state = State.notStarted
    var remaining: [SASLMechanism]
    /// Attempts after the welcome: services that come and go shall not make us hammer at them.
    var attempts = TokenBucket(burst: 3, millisecondsEach: 300_000)
    var exchange: SASLExchange?
    /// Pieces of a challenge that goes on.
    var challenge = ""
    var deadline: Int?

    /// More than any mechanism needs.
    static let challengeLimit = 16_384

    private let mechanisms: [SASLMechanism]

    init(_ mechanisms: [SASLMechanism]) {
        self.mechanisms = mechanisms
        remaining = mechanisms
    }

    /// Whatever came of it, it may be tried anew.
    mutating func reset() {
        state = .notStarted
        remaining = mechanisms
        exchange = nil
        deadline = nil
    }

    /// The server has named its mechanisms: no use in trying others.
    mutating func offered(_ list: String) {
        let names = list.split(separator: ",").map { $0.uppercased() }
        remaining.removeAll { !names.contains($0.rawValue) }
    }
}

extension Session {
    /// Logs in if that is wanted and possible, else ends the negotiation.
    mutating func startLogin(at now: Int) {
        guard configuration.login != nil, capabilities.has("sasl"), login.state == .notStarted,
            phase == .registering || login.attempts.takeOne(at: now)
        else {
            if login.state != .waiting { negotiationEnded(at: now) }
            return
        }
        if let names = capabilities.saslMechanisms { login.offered(names.joined(separator: ",")) }
        tryNextMechanism(at: now, after: "the server offers none of the configured mechanisms")
    }

    /// Services come and go, and SASL with them (IRCv3 "SASL Authentication", "The NEW and DEL commands").
    mutating func servicesMayHaveChanged(_ message: IRCMessage, at now: Int) {
        switch message.parameter(1).uppercased() {
        case "NEW" where Capabilities.names(in: message).contains("sasl"):
            if login.state == .failed { login.reset() }
        case "DEL" where login.state == .waiting && !capabilities.has("sasl"):
            loginFailed("services have gone", at: now)
        default: break
        }
    }

    /// 901: services have logged us out, or have forgotten us.
    mutating func loggedOut(at now: Int) {
        guard phase == .registered, login.state == .done else { return }
        actions.append(.log(.warning, "services have logged us out"))
        login.reset()
        startLogin(at: now)
    }

    private mutating func tryNextMechanism(at now: Int, after reason: String) {
        guard let wanted = configuration.login, !login.remaining.isEmpty else { return loginFailed(reason, at: now) }
        let mechanism = login.remaining.removeFirst()
        login.exchange = SASLExchange(
            mechanism, account: wanted.account, password: wanted.password, cryptography: cryptography)
        login.state = .waiting
        login.challenge = ""
        login.deadline = now + configuration.timeouts.login
        send("AUTHENTICATE", mechanism.rawValue)
    }

    mutating func challenged(_ message: IRCMessage, at now: Int) {
        guard login.state == .waiting, var exchange = login.exchange else { return }
        let piece = message.parameter(0)
        login.deadline = now + configuration.timeouts.login
        if piece != "+" { login.challenge += piece }
        guard login.challenge.utf8.count <= LoginState.challengeLimit else {
            return abortLogin("the server's challenge is too long")
        }
        // A piece of exactly 400 says that more follows.
        guard piece.utf8.count != 400 else { return }
        let challenge = Base64.decode(login.challenge)
        login.challenge = ""
        do {
            guard let challenge else { throw SASLFailure.badChallenge("it is not base64") }
            let response = try exchange.respond(to: challenge)
            login.exchange = exchange
            for piece in SASLExchange.pieces(of: response) { send("AUTHENTICATE", piece) }
        } catch SASLFailure.forgedServer {
            abortLogin("the server could not prove that it knows the password")
        } catch SASLFailure.badChallenge(let reason) {
            abortLogin("bad challenge: \(reason)")
        } catch {
            abortLogin("\(error)")
        }
    }

    mutating func loginAnswered(_ message: IRCMessage, at now: Int) {
        guard login.state == .waiting, let exchange = login.exchange else { return }
        switch message.command {
        case "903", "907":
            guard exchange.mayEnd else { return abortLogin("the server says yes without having proved itself") }
            login.state = .done
            login.deadline = nil
            login.exchange = nil
            negotiationEnded(at: now)
        default:
            guard !exchange.hasSentProof else { return loginFailed(message.lastParameter, at: now) }
            tryNextMechanism(at: now, after: message.lastParameter)
        }
    }

    /// Breaks off for a reason that speaks against the server: nothing weaker is tried, and we do not stay.
    private mutating func abortLogin(_ reason: String) {
        send("AUTHENTICATE", "*")
        login.state = .failed
        close(.loginFailed(reason))
    }

    mutating func loginFailed(_ reason: String, at now: Int) {
        login.state = .failed
        login.deadline = nil
        login.exchange = nil
        guard phase == .registering else {
            actions.append(.log(.warning, "login failed: \(reason)"))
            return
        }
        guard configuration.login?.isRequired == false else { return close(.loginFailed(reason)) }
        actions.append(.log(.warning, "login failed, going on without an account: \(reason)"))
        isNegotiating = false
        send("CAP", "END")
    }
}
