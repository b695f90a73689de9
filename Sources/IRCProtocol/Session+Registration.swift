extension Session {
    // MARK: Capabilities

    mutating func negotiate(_ message: IRCMessage, at now: Int) {
        let couldTellAccounts = capabilities.has("account-tag")
        let outcome = capabilities.receive(message)
        if couldTellAccounts, !capabilities.has("account-tag") {
            actions.append(.log(.warning, "the server no longer marks messages with accounts"))
        }
        switch outcome {
        case .wait: break
        case .ask(let lists): for list in lists { send("CAP", "REQ", list.joined(separator: " ")) }
        case .settled: startLogin(at: now)
        }
    }

    /// All is agreed on and the login is through: go on to the welcome.
    mutating func negotiationEnded(at now: Int) {
        guard isNegotiating, phase == .registering else { return }
        isNegotiating = false
        if login.state != .done, let wanted = configuration.login {
            guard !wanted.isRequired else { return close(.loginUnavailable) }
            actions.append(.log(.warning, "the server offers no SASL: going on without an account"))
        }
        send("CAP", "END")
    }

    // MARK: Nick

    mutating func welcomed(_ message: IRCMessage, at now: Int) {
        guard phase == .registering else { return }
        if let wanted = configuration.login, wanted.isRequired, login.state != .done {
            return close(.loginUnavailable)
        }
        isNegotiating = false
        phase = .registered
        registeredAt = now
        nick = message.parameter(0)
        learnClock(message, at: now)
        if nick != wantedNick { regainAt = now + configuration.timeouts.nick }
        actions.append(.log(.notice, "registered as \(nick)"))
    }

    /// The nick that is ours, as long as this server lets one be.
    var wantedNick: String {
        String(decoding: configuration.nick.utf8.prefix(support.nickLength ?? .max), as: UTF8.self)
    }

    /// The server does not let us have a nick: before the welcome we need another one, after it we can wait.
    mutating func nickRefused(_ refused: String, at now: Int) {
        guard phase == .registering else { return }
        nickAttempts += 1
        guard let next = Self.alternative(to: configuration.nick, attempt: nickAttempts) else {
            return close(.nickRefused)
        }
        nick = next
        send("NICK", next)
    }

    /// Other nicks to try: first ours with something behind it, then cut so short that every server takes it.
    static func alternative(to nick: String, attempt: Int) -> String? {
        switch attempt {
        case 1...2: nick + String(repeating: "_", count: attempt)
        // RFC 1459 allows only 9 characters.
        case 3...6: nick.prefix(7) + String(attempt - 2)
        default: nil
        }
    }

    mutating func renamed(_ message: IRCMessage) {
        let new = message.parameter(0)
        guard !new.isEmpty else { return }
        let isOurs = isOwn(message.nick)
        membership.rename(folded(message.nick), to: folded(new))
        if isOurs {
            nick = new
            if new == wantedNick { regainAt = nil }
        } else {
            nickIsFree(message.nick)
        }
    }

    /// Somebody has given up a nick; if it is ours, we take it.
    mutating func nickIsFree(_ free: String) {
        guard phase == .registered, nick != wantedNick, folded(free) == folded(wantedNick) else { return }
        send("NICK", wantedNick)
    }
}
