internal import MatrixProtocol

extension ModelHomeserver {
    mutating func logIn(_ body: JSON) -> Response {
        guard body["type"].text == "m.login.password", body["password"].text == Self.password,
            let name = body["identifier"]["user"].text, name == Self.bot || name == "slotkeeper"
        else { return Self.refusal(403, "M_FORBIDDEN", "Invalid username or password") }
        logins += 1
        let device = body["device_id"].text ?? "DEVICE\(logins)"
        sessions = sessions.filter { $0.value.device != device }
        return issue(device)
    }

    mutating func refresh(_ body: JSON) -> Response {
        guard let token = body["refresh_token"].text, let device = refreshTokens[token]?.device else {
            return Self.refusal(403, "M_FORBIDDEN", "refresh token isn't valid anymore")
        }
        refreshes += 1
        return issue(device)
    }

    private mutating func issue(_ device: String) -> Response {
        issued += 1
        sessions["access\(issued)"] = Session(device: device, number: issued)
        var body: [String: JSON] = [
            "user_id": .text(Self.bot), "access_token": .text("access\(issued)"), "device_id": .text(device),
        ]
        if givesRefreshTokens {
            refreshTokens["refresh\(issued)"] = (device, issued)
            body["refresh_token"] = .text("refresh\(issued)")
            body["expires_in_ms"] = 300_000
        }
        return Self.ok(.object(body))
    }

    /// A token that somebody made by hand.
    public mutating func addToken(_ token: String, device: String = "BYHAND") {
        sessions[token] = Session(device: device, number: 0, isUsed: true)
    }

    public mutating func forgetTransactions() { transactions = [:] }

    /// All tokens run out; the session stays.
    public mutating func expireTokens() {
        for token in sessions.keys { sessions[token]?.isExpired = true }
    }

    /// The session is ended, as an administrator does it.
    public mutating func revokeTokens() {
        sessions = [:]
        refreshTokens = [:]
    }
}
