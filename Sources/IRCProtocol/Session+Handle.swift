extension Session {
    /// The one place where a line finds its handler, and where its number of parameters is checked.
    mutating func handle(_ message: IRCMessage, at now: Int) {
        guard message.parameterCount >= Self.leastParameters(of: message.command) else {
            actions.append(.log(.debug, "ignored \(message.command) with too few parameters"))
            return
        }
        if let label = message.labelOfOurs {
            answered(label, by: message)
        } else if !batches.isEmpty {
            heardInBatch(message)
        }
        switch message.command {
        case "PRIVMSG": heardMessage(message, at: now)
        case "PING": actions.append(.send(OutgoingLine(answering: message)))
        case "PONG": heardPong(message, at: now)
        case "JOIN": joined(message, at: now)
        case "PART": parted(message, at: now)
        case "INVITE": invited(message, at: now)
        case "KICK": kicked(message, at: now)
        case "QUIT": membership.quit(folded(message.nick)); nickIsFree(message.nick, at: now)
        case "NICK": renamed(message, at: now)
        case "ACCOUNT": accountChanged(message)
        case "CHGHOST": hostChanged(message)
        case "BATCH": batch(message)
        case "CAP": negotiate(message, at: now)
        case "AUTHENTICATE": challenged(message, at: now)
        case "ERROR": close(Ending(serverError: message.lastParameter))
        case "KILL" where isOwn(message.parameter(0)): close(.lost("killed: \(message.lastParameter)"))
        case "FAIL", "WARN", "NOTE": standardReply(message, at: now)
        default: handleNumeric(message, at: now)
        }
    }

    private mutating func handleNumeric(_ message: IRCMessage, at now: Int) {
        switch message.command {
        case "001": welcomed(message, at: now)
        case "005": support.receive(message.parameters.dropFirst().dropLast())
        case "376", "422": enterChannels(at: now)
        case "353": names(message)
        case "354": whoReply(message)
        case "396": lineLimit.learn(host: message.parameter(1), orUser: configuration.user)
        case "432", "433", "436": nickRefused(at: now)
        case "437" where !support.isChannel(message.parameter(1)): nickRefused(at: now)
        // We may not change it now, for reasons that pass: too fast, a ban or a mode in one of our channels.
        case "435" where phase == .registered, "438" where phase == .registered, "447" where phase == .registered:
            nickRefused(at: now)
        case "303": whoIsOn(message, at: now)
        case "731": monitoredAreGone(message, at: now)
        case "734": monitorIsFull(at: now)
        case "403", "405", "437", "470", "471", "473", "474", "475", "476", "477", "480", "489", "495", "500", "520":
            // 403 also answers a message to a channel that is gone.
            sayingRefused(message, at: message.parameter(1))
            joinRefused(message.parameter(1), message.lastParameter, at: now)
        case "401", "404", "408", "442", "531": sayingRefused(message, at: message.parameter(1))
        case "421" where message.parameter(1).uppercased() == "CAP", "410": negotiationEnded(at: now)
        case "464": close(.loginFailed(message.lastParameter))
        case "463", "465", "466": close(.banned(message.lastParameter))
        case "900": actions.append(.log(.notice, "logged in as \(message.parameter(2))"))
        case "901": loggedOut(at: now)
        case "902", "903", "904", "905", "906", "907": loginAnswered(message, at: now)
        case "908": login.offered(message.parameter(1))
        default: break
        }
    }

    private static func leastParameters(of command: String) -> Int {
        switch command {
        case "PRIVMSG", "KICK", "INVITE", "CHGHOST", "433", "432", "436", "437", "396", "421", "404", "401", "408",
            "442", "531",
            "303", "731":
            2
        case "403", "405", "470", "471", "473", "474", "475", "476", "477", "480", "489", "495", "500", "520", "908": 2
        case "CAP", "900": 3
        case "354", "353": 4
        case "PING", "JOIN", "PART", "NICK", "ACCOUNT", "BATCH", "AUTHENTICATE", "KILL", "001": 1
        default: 0
        }
    }

    func folded(_ name: String) -> Folded {
        support.caseMapping.fold(name)
    }

    func isOwn(_ nick: String) -> Bool {
        nick == self.nick || folded(nick) == folded(self.nick)
    }
}
