extension Session {
    /// A PRIVMSG: delivers it if a person said it to us or in one of our channels, just now.
    mutating func heardMessage(_ message: IRCMessage, at now: Int) {
        let sender = message.nick
        guard !sender.isEmpty, !message.userAndHost.isEmpty || !sender.contains(".") else { return }
        if isOwn(sender) { return heardEcho(message) }
        guard !message.isFromBot, !isHistory(message) else { return }
        guard let textRange = message.parameterBytes(1), !textRange.isEmpty else { return }
        let text = message.bytes[textRange]
        let target = support.withoutStatus(message.parameter(0))
        var said = Said(channel: nil, nick: sender, identity: .notLoggedIn, text: "", id: message.tag("msgid"))
        if support.isChannel(target) {
            guard let channel = membership.channels[folded(target)] else { return }
            said.channel = channel.name
            if let time = serverTime(of: message), time < channel.joinedAt { return }
        } else {
            guard isOwn(target) else { return }
        }
        if text.first == 1 {
            if said.channel == nil { answerCTCP(text, from: sender, at: now) }
            return
        }
        if let time = serverTime(of: message), time < now + serverClock - configuration.timeouts.oldestMessage {
            return
        }
        if let id = said.id, !recentIDs.isNew(id) { return }
        said.identity = identity(of: message)
        said.text = String(withoutFormatting: text)
        if said.channel == nil { said.sharedChannels = membership.sharedChannels(with: folded(sender)) }
        actions.append(.deliver(said))
    }

    // MARK: Time

    func serverTime(of message: IRCMessage) -> Int? {
        message.tag("time").flatMap(ServerTime.milliseconds)
    }

    /// Learns the server's clock from a line that is surely new, so that a wrong clock here makes nobody unheard.
    mutating func learnClock(_ message: IRCMessage, at now: Int) {
        if let time = serverTime(of: message) { serverClock = time - now }
    }
}

extension IRCMessage {
    /// Whether the server marks the sender as a bot (IRCv3 "Bot Mode"; the other two are the tag's older names).
    var isFromBot: Bool {
        ["bot", "draft/bot", "inspircd.org/bot"].contains(where: hasTag)
    }
}
