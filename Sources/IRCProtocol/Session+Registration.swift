extension Session {
    // MARK: Capabilities

    mutating func negotiate(_ message: IRCMessage, at now: Int) {
        heedSTS(message)
        guard phase != .closed else { return }
        let before = (hasTags: capabilities.has("account-tag"), tellsLogins: tellsLogins)
        let outcome = capabilities.receive(message)
        accountsMayHaveChanged(hadTags: before.hasTags, toldLogins: before.tellsLogins)
        servicesMayHaveChanged(message, at: now)
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

    // MARK: Welcome

    mutating func welcomed(_ message: IRCMessage, at now: Int) {
        guard phase == .registering else { return }
        if let wanted = configuration.login, wanted.isRequired, login.state != .done {
            return close(.loginUnavailable)
        }
        isNegotiating = false
        phase = .registered
        registeredAt = now
        named(message.parameter(0), at: now)
        learnClock(message, at: now)
        actions.append(.log(.notice, "registered as \(nick)"))
    }
}
