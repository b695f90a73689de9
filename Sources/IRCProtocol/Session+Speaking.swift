extension Session {
    /// Lines that must arrive and are not yet confirmed.
    struct Announcement: Sendable {
        var token: Int
        var target: Folded
        /// Lines that the server has not yet shown to have.
        var open: Int
        /// Their texts, where echoes can only be told by them.
        var texts: [String]
        /// When the last line went out.
        var sentAt: Int?
        var unsent: Int
        var isLabelled: Bool
        /// When the PING behind it went out, or the one that asks after it.
        var questionedAt: Int?
    }

    /// Bytes of text that a line to this target can have so that it arrives whole.
    public func textLimit(to target: String) -> Int {
        lineLimit.text(nick: nick, target: target)
    }

    /// Answers somebody: queues the lines or, if there is no room for all of them, none.
    /// - Parameters:
    ///   - asker: who is answered. People take turns, also in the same channel, and are told if there is no room.
    ///   - id: of the message that is answered; modern clients then show the first line as a reply to it.
    /// - Throws: `Refusal`. After one look at `deadline` again.
    public mutating func answer(
        _ lines: [String], to target: String, asker: String? = nil, replyingTo id: String? = nil, at now: Int
    ) throws(Refusal) -> [Action] {
        try check(target)
        let isChannel = support.isChannel(target)
        let entries = lines.enumerated().map { index, text in
            let tags: KeyValuePairs = index == 0 && maySendReplyTag(id) ? [Self.replyTag: id ?? ""] : [:]
            return SendQueue.Entry(
                line: OutgoingLine("PRIVMSG", [target, text], tags: tags), lane: asker ?? target,
                // In a channel only the first line says whom it answers.
                goesOn: isChannel && index < lines.count - 1)
        }
        guard queue.add(entries, lines.count > configuration.flood.burst ? .summary : .answer) else {
            if let asker { sayThatWeAreBusy(to: target, isChannel ? asker + ": " : "") }
            throw .queueFull
        }
        return takeActions(at: now)
    }

    /// Once until it is out: nobody is left to guess, and nobody can make more of it.
    private mutating func sayThatWeAreBusy(to target: String, _ mention: String) {
        guard queue.count(in: target, .own) == 0 else { return }
        let line = OutgoingLine("PRIVMSG", target, mention + configuration.busy)
        _ = queue.add([SendQueue.Entry(line: line, lane: target)], .own)
    }

    /// Says what must arrive.
    ///
    /// The action `confirmed` with the token comes when the server has shown that it took every line: by the echo with our
    /// label, by the echo alone, or by the answer to a PING sent behind the lines, which it can only give after them.
    /// - Throws: `Refusal`.
    public mutating func announce(
        _ lines: [String], to target: String, at now: Int
    ) throws(Refusal) -> (token: Int, actions: [Action]) {
        try check(target)
        let token = nextToken
        guard !lines.isEmpty else { return (token, [.confirmed(token)]) }
        let isLabelled = capabilities.has("labeled-response") && capabilities.has("echo-message")
        var entries = lines.enumerated().map { index, text in
            let tags: KeyValuePairs = isLabelled ? ["label": "\(Self.mark)\(token)x\(index)"] : [:]
            return SendQueue.Entry(
                line: OutgoingLine("PRIVMSG", [target, text], tags: tags), lane: target, token: token)
        }
        if !isLabelled {
            entries.append(
                SendQueue.Entry(line: OutgoingLine("PING", "\(Self.mark)\(token)"), lane: target, token: token))
        }
        guard announcements.count < configuration.flood.waitingLines, queue.add(entries, .announcement) else {
            throw .queueFull
        }
        nextToken += 1
        announcements.append(
            Announcement(
                token: token, target: folded(target), open: lines.count,
                texts: isLabelled || !capabilities.has("echo-message") ? [] : lines,
                unsent: entries.count, isLabelled: isLabelled))
        return (token, takeActions(at: now))
    }

    /// The nick of somebody in our channels who is logged in to an account, as far as the server tells.
    public func nick(of account: String) -> String? {
        phase == .registered ? membership.nick(of: folded(account))?.text : nil
    }

    /// IRCv3 "Reply client tag".
    static let replyTag = "+draft/reply"

    private func maySendReplyTag(_ id: String?) -> Bool {
        guard let id else { return false }
        return !id.isEmpty && id.utf8.count <= RecentIDs.longest && capabilities.has("message-tags")
            && support.permitsClientTag("draft/reply")
    }

    /// Begins our labels and PING tokens.
    static let mark = "slot"

    private func check(_ target: String) throws(Refusal) {
        guard phase == .registered else { throw .notConnected }
        if support.isChannel(target) {
            guard membership.isJoined(folded(target)) else { throw .notInRoom(target) }
        } else {
            let isNick = !target.isEmpty && target.utf8.allSatisfy { $0 > 0x20 && !",*?!@:$".utf8.contains($0) }
            guard isNick else { throw .notInRoom(target) }
        }
    }

    /// A line of an announcement leaves the queue.
    mutating func sent(_ token: Int, at now: Int) {
        guard let index = announcements.firstIndex(where: { $0.token == token }) else { return }
        announcements[index].unsent -= 1
        guard announcements[index].unsent == 0 else { return }
        announcements[index].sentAt = now
        if !announcements[index].isLabelled { announcements[index].questionedAt = now }
    }

    // MARK: Confirmation

    /// Our label has come back: on an echo, on an `ACK`, on a batch, or on a refusal. A batch says it with its lines.
    mutating func answered(_ token: Int, by message: IRCMessage) {
        if message.isRefusal, let announcement = announcements.first(where: { $0.token == token }) {
            fail(token, .notInRoom(announcement.target.text))
        } else if !opensBatch(message) {
            confirmLine(of: token)
        }
    }

    /// Our own words come back. Where labels are in force they have told already.
    mutating func heardEcho(_ message: IRCMessage) {
        lineLimit.learn(userAndHost: message.userAndHost)
        let target = folded(message.parameter(0))
        let text = message.parameter(1)
        guard
            let index = announcements.firstIndex(where: { $0.target == target && $0.texts.contains(text) }),
            let line = announcements[index].texts.firstIndex(of: text)
        else { return }
        announcements[index].texts.remove(at: line)
        confirmLine(of: announcements[index].token)
    }

    mutating func heardPong(_ message: IRCMessage, at now: Int) {
        learnClock(message, at: now)
        let answer = message.lastParameter
        guard answer.hasPrefix(Self.mark), let token = Int(answer.dropFirst(Self.mark.count)) else { return }
        if announcements.contains(where: { $0.token == token }) { confirm(token) }
    }

    /// The server will not pass on what we said there.
    mutating func sayingRefused(_ message: IRCMessage, at target: String) {
        let folded = folded(target)
        guard message.labelOfOurs == nil, let first = announcements.first(where: { $0.target == folded }) else {
            return
        }
        fail(first.token, .notInRoom(target))
    }

    mutating func fail(_ token: Int, _ refusal: Refusal) {
        announcements.removeAll { $0.token == token }
        queue.drop(token: token)
        actions.append(.failed(token, refusal))
    }

    mutating func confirmLine(of token: Int) {
        guard let index = announcements.firstIndex(where: { $0.token == token }) else { return }
        announcements[index].open -= 1
        if announcements[index].open <= 0 { confirm(token) }
    }

    private mutating func confirm(_ token: Int) {
        announcements.removeAll { $0.token == token }
        actions.append(.confirmed(token))
    }

    /// Asks after announcements that ought to be confirmed by now: the answer shows at least that they were taken. A server
    /// that does not even answer that cannot be told from a dead one.
    mutating func questionAnnouncements(at now: Int) {
        for index in announcements.indices {
            guard let deadline = deadline(of: announcements[index]), now >= deadline else { continue }
            guard announcements[index].questionedAt == nil else { return close(.timedOut("PING")) }
            announcements[index].questionedAt = now
            send("PING", "\(Self.mark)\(announcements[index].token)")
        }
    }

    func deadline(of announcement: Announcement) -> Int? {
        announcement.questionedAt.map { $0 + configuration.timeouts.pong }
            ?? announcement.sentAt.map { $0 + configuration.timeouts.confirmation }
    }
}

extension IRCMessage {
    /// Whether it says that something was not done.
    var isRefusal: Bool {
        command == "FAIL" || (command.utf8.count == 3 && (command.hasPrefix("4") || command.hasPrefix("5")))
    }

    /// The announcement that a label of ours belongs to.
    var labelOfOurs: Int? {
        guard let label = tag("label"), label.hasPrefix(Session.mark) else { return nil }
        return label.dropFirst(Session.mark.count).split(separator: "x").first.flatMap { Int($0) }
    }
}
