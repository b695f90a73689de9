public import MatrixProtocol

extension ModelHomeserver {
    /// Whoever knows the password may log in, by the whole id or its local part.
    mutating func logIn(_ body: JSON) -> Response {
        guard body["type"].text == "m.login.password", body["password"].text == Self.password,
            let name = body["identifier"]["user"].text
        else { return Self.refusal(403, "M_FORBIDDEN", "Invalid username or password") }
        logins += 1
        return issue(
            Session(
                user: name.hasPrefix("@") ? name : "@\(name):example.org",
                device: body["device_id"].text ?? "DEVICE\(logins)"))
    }

    /// A refresh token is good until what it was given for is used. The tokens of before last an answer longer, in case that
    /// is lost.
    mutating func refresh(_ body: JSON) -> Response {
        let token = body["refresh_token"].text ?? ""
        guard let renewal = renewals[token], let session = sessions[renewal.access] else {
            return Self.refusal(401, "M_UNKNOWN_TOKEN", "refresh token does not exist")
        }
        if let next = renewal.next, let given = renewals[next] {
            if given.next != nil || sessions[given.access]?.isUsed ?? false {
                return Self.refusal(403, "M_FORBIDDEN", "refresh token isn't valid anymore")
            }
            forget(next)
        }
        refreshes += 1
        for (old, renewal) in renewals where renewal.next == token { forget(old) }
        let answer = issue(Session(user: session.user, device: session.device))
        renewals[token]?.next = "refresh\(issued)"
        return answer
    }

    private mutating func forget(_ token: String) {
        if let access = renewals.removeValue(forKey: token)?.access { sessions[access] = nil }
    }

    private mutating func issue(_ session: Session) -> Response {
        issued += 1
        sessions["access\(issued)"] = session
        var body: [String: JSON] = [
            "user_id": .text(session.user), "access_token": .text("access\(issued)"),
            "device_id": .text(session.device),
        ]
        if givesRefreshTokens {
            renewals["refresh\(issued)"] = Renewal(access: "access\(issued)")
            body["refresh_token"] = .text("refresh\(issued)")
            body["expires_in_ms"] = 300_000
        }
        return Self.ok(.object(body))
    }

    /// A token that somebody made by hand.
    public mutating func addToken(_ token: String, of user: String = bot, device: String = "BYHAND") {
        sessions[token] = Session(user: user, device: device, isUsed: true)
    }

    public mutating func forgetTransactions() { transactions = [:] }

    /// Whose it is, if it is known.
    public func user(of token: Secret) -> String? { sessions[token.value]?.user }

    /// All tokens of the bot run out; the session stays.
    public mutating func expireTokens() {
        for (token, session) in sessions where session.user == Self.bot { sessions[token]?.isExpired = true }
    }

    /// The bot's session is ended, as an administrator does it.
    public mutating func revokeTokens() { end { $0.user == Self.bot } }

    mutating func end(_ isEnded: (Session) -> Bool) {
        sessions = sessions.filter { !isEnded($0.value) }
        renewals = renewals.filter { sessions[$0.value.access] != nil }
    }
}

extension ModelHomeserver.Session {
    func isOfDevice(_ other: Self) -> Bool { (user, device) == (other.user, other.device) }
}
