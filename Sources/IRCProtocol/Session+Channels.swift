import Pacing

extension Session {
    /// A channel that we are to be in.
    struct Joining: Sendable {
        var channel: Channel
        /// When to try; nil while we are in.
        var nextAttempt: Int?
        var failures = 0
        var joinedAt: Int?
    }

    /// The welcome is through, so the server has said all about itself: be marked as a bot, enter the channels.
    mutating func enterChannels(at now: Int) {
        guard phase == .registered, !hasJoined else { return }
        hasJoined = true
        if configuration.isMarkedAsBot, let letter = support.botMode {
            enqueue(OutgoingLine("MODE", nick, "+" + letter))
        }
        if regain.nextQuestion != nil, support.hasMonitor { lookForNick(at: now) }
        for channel in configuration.channels where !membership.isJoined(folded(channel.name)) {
            joining[folded(channel.name)] = Joining(channel: channel, nextAttempt: now)
        }
        joinDue(at: now)
    }

    mutating func changeChannels(at now: Int) {
        let wanted = Dictionary(configuration.channels.map { (folded($0.name), $0) }) { first, _ in first }
        for (key, entry) in joining.sorted(by: { $0.key < $1.key }) where wanted[key] == nil {
            joining[key] = nil
            enqueue(OutgoingLine("PART", entry.channel.name, "no longer one of my channels"))
        }
        for (key, channel) in wanted where joining[key] == nil {
            joining[key] = Joining(channel: channel, nextAttempt: now)
        }
        joinDue(at: now)
    }

    /// Enters what is due. Channels without a key share a line.
    mutating func joinDue(at now: Int) {
        let due = joining.filter { ($0.value.nextAttempt ?? .max) <= now }.sorted { $0.key < $1.key }
        var names: [String] = []
        for (key, entry) in due {
            joining[key]?.nextAttempt = now + configuration.timeouts.join
            if let password = entry.channel.key {
                enqueue(OutgoingLine("JOIN", entry.channel.name, password))
            } else {
                if names.reduce(entry.channel.name.utf8.count, { $0 + $1.utf8.count + 1 }) > 400 {
                    enqueue(OutgoingLine("JOIN", names.joined(separator: ",")))
                    names = []
                }
                names.append(entry.channel.name)
            }
        }
        if !names.isEmpty { enqueue(OutgoingLine("JOIN", names.joined(separator: ","))) }
    }

    mutating func joined(_ message: IRCMessage, at now: Int) {
        let channel = folded(message.parameter(0))
        let person = folded(message.nick)
        guard isOwn(message.nick) else {
            membership.add(person, to: channel)
            // extended-join: the second parameter is the account, `*` if there is none.
            if message.parameterCount > 2 { membership.setAccount(account(message.parameter(1)), of: person) }
            return
        }
        lineLimit.learn(userAndHost: message.userAndHost)
        learnClock(message, at: now)
        // A bouncer is in the channels before we ask it to be.
        guard
            let entry = joining[channel]?.channel ?? configuration.channels.first(where: { folded($0.name) == channel })
        else {
            // A forward or a services command has put us where nobody wants us; commands there would be nobody's.
            send("PART", message.parameter(0), "not one of my channels")
            return
        }
        joining[channel, default: Joining(channel: entry)].nextAttempt = nil
        joining[channel]?.joinedAt = now
        membership.enter(channel, name: entry.name, at: serverTime(of: message) ?? now + serverClock)
        membership.add(person, to: channel)
        actions.append(.log(.notice, "joined \(entry.name)"))
        askForAccounts(in: message.parameter(0))
    }

    mutating func parted(_ message: IRCMessage, at now: Int) {
        for name in message.parameter(0).split(separator: ",").map(String.init) {
            if isOwn(message.nick) {
                left(name, "left", at: now)
            } else {
                membership.remove(folded(message.nick), from: folded(name))
            }
        }
    }

    mutating func kicked(_ message: IRCMessage, at now: Int) {
        if isOwn(message.parameter(1)) {
            left(message.parameter(0), "kicked from", at: now)
        } else {
            membership.remove(folded(message.parameter(1)), from: folded(message.parameter(0)))
        }
    }

    /// Somebody asks us in. Only people whom the configuration names are followed, and only to where we belong.
    mutating func invited(_ message: IRCMessage, at now: Int) {
        let channel = folded(message.parameter(1))
        guard isOwn(message.parameter(0)), let entry = joining[channel], !membership.isJoined(channel),
            !message.isFromBot, !isHistory(message), case .account(let account) = identity(of: message),
            configuration.inviters.contains(where: { folded($0) == account }),
            invitations.takeOne(at: now)
        else { return }
        actions.append(.log(.notice, "\(account) invites us to \(entry.channel.name)"))
        joining[channel]?.nextAttempt = now
        joinDue(at: now)
    }

    mutating func joinRefused(_ name: String, _ reason: String, at now: Int) {
        let channel = folded(name)
        guard let entry = joining[channel], entry.nextAttempt != nil else { return }
        actions.append(.log(.warning, "cannot join \(entry.channel.name): \(reason)"))
        tryLater(channel, at: now)
    }

    private mutating func left(_ name: String, _ how: String, at now: Int) {
        let channel = folded(name)
        membership.leave(channel)
        for announcement in announcements where announcement.target == channel {
            fail(announcement.token, .notInRoom(name))
        }
        guard let entry = joining[channel] else { return }
        actions.append(.log(.warning, "\(how) \(entry.channel.name)"))
        if let joinedAt = entry.joinedAt, now - joinedAt >= configuration.timeouts.longestRejoin {
            joining[channel]?.failures = 0
        }
        tryLater(channel, at: now)
    }

    /// Tries again after a delay that doubles each time, with jitter.
    private mutating func tryLater(_ channel: Folded, at now: Int) {
        guard let failures = joining[channel]?.failures else { return }
        let timeouts = configuration.timeouts
        let delay = min(timeouts.longestRejoin, timeouts.rejoin << min(failures, 20))
        let byte = Int(cryptography.randomBytes(1).first ?? 0)
        joining[channel]?.failures = failures + 1
        joining[channel]?.joinedAt = nil
        joining[channel]?.nextAttempt = now + delay + delay * byte / 1024
    }

    mutating func names(_ message: IRCMessage) {
        let channel = folded(message.parameter(2))
        guard membership.isJoined(channel) else { return }
        for entry in message.lastParameter.utf8.split(separator: UInt8(ascii: " ")) {
            // multi-prefix puts all marks before the nick, userhost-in-names the user and host behind it.
            let name = entry.drop(while: support.memberPrefixes.contains).prefix { $0 != UInt8(ascii: "!") }
            if !name.isEmpty { membership.add(folded(String(Substring(name))), to: channel) }
        }
    }
}
