public import MatrixProtocol

extension ModelHomeserver {
    /// Whoever knows the password may log in, by the whole id or its local part.
    mutating func logIn(_ body: JSON) -> Response {
        guard body["type"].text == "m.login.password", body["password"].text == Self.password,
            let name = body["identifier"]["user"].text
        else { return Self.refusal(403, "M_FORBIDDEN", "Invalid username or password") }
        logins += 1
        let session = Session(
            user: name.hasPrefix("@") ? name : "@\(name):example.org",
            device: body["device_id"].text ?? "DEVICE\(logins)",
            number: 0)
        sessions = sessions.filter { !$0.value.isOfDevice(session) }
        return issue(session)
    }

    mutating func refresh(_ body: JSON) -> Response {
        guard let token = body["refresh_token"].text, let session = refreshTokens[token] else {
            return Self.refusal(403, "M_FORBIDDEN", "refresh token isn't valid anymore")
        }
        refreshes += 1
        return issue(session)
    }

    private mutating func issue(_ session: Session) -> Response {
        issued += 1
        let session = Session(user: session.user, device: session.device, number: issued)
        sessions["access\(issued)"] = session
        var body: [String: JSON] = [
            "user_id": .text(session.user), "access_token": .text("access\(issued)"),
            "device_id": .text(session.device),
        ]
        if givesRefreshTokens {
            refreshTokens["refresh\(issued)"] = session
            body["refresh_token"] = .text("refresh\(issued)")
            body["expires_in_ms"] = 300_000
        }
        return Self.ok(.object(body))
    }

    /// A token that somebody made by hand.
    public mutating func addToken(_ token: String, of user: String = bot, device: String = "BYHAND") {
        sessions[token] = Session(user: user, device: device, number: 0, isUsed: true)
    }

    public mutating func forgetTransactions() { transactions = [:] }

    /// Whose it is, if it is known.
    public func user(of token: Secret) -> String? { sessions[token.value]?.user }

    /// All tokens of the bot run out; the session stays.
    public mutating func expireTokens() {
        for (token, session) in sessions where session.user == Self.bot { sessions[token]?.isExpired = true }
    }

    /// The bot's session is ended, as an administrator does it.
    public mutating func revokeTokens() {
        sessions = sessions.filter { $0.value.user != Self.bot }
        refreshTokens = refreshTokens.filter { $0.value.user != Self.bot }
    }
}

extension ModelHomeserver.Session {
    func isOfDevice(_ other: Self) -> Bool { (user, device) == (other.user, other.device) }
}
