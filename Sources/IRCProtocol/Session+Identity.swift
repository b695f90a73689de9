extension Session {
    /// Marks our WHOX questions, so that no other answer is taken for one.
    static let whoToken = "152"

    /// Whether the server says of logins when they happen, which replaces account-tag.
    var tellsLogins: Bool {
        capabilities.has("account-notify") && capabilities.has("extended-join")
    }

    /// What tells us of logins comes or goes with a capability.
    mutating func accountsMayHaveChanged(hadTags: Bool, toldLogins: Bool) {
        let hasTags = capabilities.has("account-tag")
        if hadTags, !hasTags {
            actions.append(.log(.warning, "the server no longer marks messages with accounts"))
        }
        // Nobody told us of logouts in between.
        if tellsLogins != toldLogins { membership.forgetAccounts() }
        guard !hasTags, tellsLogins, hadTags || !toldLogins else { return }
        for channel in membership.channels.values.map(\.name).sorted() { askForAccounts(in: channel) }
    }

    /// One question a channel, however many people are in it.
    mutating func askForAccounts(in channel: String) {
        guard !capabilities.has("account-tag"), tellsLogins, support.hasWHOX else { return }
        enqueue(OutgoingLine("WHO", channel, "%tna," + Self.whoToken), .rest)
    }

    /// Who is behind a message. With account-tag the message itself says it, and a missing tag means: not logged in.
    /// Else it is what the server last said of that person; who has not been named yet counts as not logged in.
    func identity(of message: IRCMessage) -> Identity {
        if capabilities.has("account-tag") {
            return message.tag("account").flatMap(account).map(Identity.account) ?? .notLoggedIn
        }
        guard tellsLogins else { return .unavailable }
        return membership.account(of: folded(message.nick)).map(Identity.account) ?? .notLoggedIn
    }

    /// An account as servers write it; `*` and `0` stand for none.
    func account(_ name: String) -> Folded? {
        name.isEmpty || name == "*" || name == "0" ? nil : folded(name)
    }

    mutating func accountChanged(_ message: IRCMessage) {
        membership.setAccount(account(message.parameter(0)), of: folded(message.nick))
    }

    /// `354 us token nick account`, as we asked for with `%tna`.
    mutating func whoReply(_ message: IRCMessage) {
        guard message.parameter(1) == Self.whoToken else { return }
        membership.setAccount(account(message.parameter(3)), of: folded(message.parameter(2)))
    }

    mutating func hostChanged(_ message: IRCMessage) {
        guard isOwn(message.nick) else { return }
        lineLimit.learn(host: message.parameter(1), user: message.parameter(0))
    }
}
