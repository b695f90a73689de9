import Pacing

/// How far the login by SASL is.
struct LoginState: Sendable {
    enum State: Hashable {
        case notStarted, waiting, done, failed
    }

    var state = State.notStarted
    var remaining: [SASLMechanism]
    /// Attempts after the welcome: services that come and go shall not make us hammer at them.
    var attempts: TokenBucket
    /// When to try again what failed for want of services.
    var retryAt: Int?
    var exchange: SASLExchange?
    /// Pieces of a challenge that goes on.
    var challenge = ""
    var deadline: Int?

    /// More than any mechanism needs.
    static let challengeLimit = 16_384

    private let mechanisms: [SASLMechanism]

    init(_ mechanisms: [SASLMechanism], millisecondsEach: Int) {
        attempts = TokenBucket(burst: 3, millisecondsEach: millisecondsEach)
        self.mechanisms = mechanisms
        remaining = mechanisms
    }

    /// Whatever came of it, it may be tried anew.
    mutating func reset() {
        end(.notStarted)
        remaining = mechanisms
        retryAt = nil
    }

    mutating func end(_ state: State) {
        self.state = state
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
        guard configuration.login != nil, capabilities.has("sasl"), login.state == .notStarted else {
            if login.state != .waiting { negotiationEnded(at: now) }
            return
        }
        guard phase == .registering || login.attempts.takeOne(at: now) else {
            login.retryAt = now + configuration.timeouts.relogin
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
            loginFailed(.loginUnavailable, at: now)
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
        guard let wanted = configuration.login, !login.remaining.isEmpty else {
            return loginFailed(.loginFailed(reason), at: now)
        }
        let mechanism = login.remaining.removeFirst()
        login.exchange = SASLExchange(
            mechanism, account: wanted.account, password: wanted.password, iterations: wanted.iterations,
            cryptography: cryptography)
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
            login.end(.done)
            negotiationEnded(at: now)
        default:
            // Whoever knows the password's proof and still says no would say no to the password, too, or is after it: PLAIN
            // is for servers that refuse the mechanism before that.
            guard !exchange.hasSentProof else { return loginFailed(.loginFailed(message.lastParameter), at: now) }
            tryNextMechanism(at: now, after: message.lastParameter)
        }
    }

    /// Breaks off for a reason that speaks against the server: nothing weaker is tried, and we do not stay.
    private mutating func abortLogin(_ reason: String) {
        send("AUTHENTICATE", "*")
        login.end(.failed)
        close(.loginFailed(reason))
    }

    /// It came to nothing. Before the welcome that ends the connection, if we need the login: with a long pause if it was
    /// refused, while services that are away or slow may soon be back.
    mutating func loginFailed(_ ending: Ending, at now: Int) {
        login.end(.failed)
        guard phase == .registering else {
            actions.append(.log(.warning, ending.description))
            if case .timedOut = ending { login.retryAt = now + configuration.timeouts.relogin }
            return
        }
        guard configuration.login?.isRequired == false else { return close(ending) }
        actions.append(.log(.warning, "going on without an account: \(ending)"))
        isNegotiating = false
        send("CAP", "END")
    }
}
