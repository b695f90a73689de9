extension Peer {
    /// Reads the client's first lines, lists these capabilities and agrees to what it asks for.
    /// - Returns: the client's nick.
    @discardableResult
    public mutating func negotiate(_ capabilities: String = "") async throws -> String {
        try await expect("CAP LS 302")
        let nick = try await expect("NICK ").dropFirst("NICK ".count)
        try await expect("USER ")
        try await send(":s CAP * LS :\(capabilities)")
        if !capabilities.isEmpty { try await agree() }
        return String(nick)
    }

    /// Agrees to the next list of capabilities that the client asks for.
    public mutating func agree() async throws {
        let request = try await expect("CAP REQ ").dropFirst("CAP REQ ".count)
        try await send(":s CAP * ACK \(request.hasPrefix(":") ? "" : ":")\(request)")
    }

    /// Welcomes a client that has said who it is.
    public func register(_ nick: String, support: String = "CASEMAPPING=ascii") async throws {
        try await send(
            ":s 001 \(nick) :Welcome", ":s 005 \(nick) \(support) :are supported",
            ":s 422 \(nick) :no message of the day")
    }

    /// Lets the client into its channel, once it asks for it.
    public mutating func letIn(_ nick: String, to channel: String = "#nova") async throws {
        try await expect("JOIN \(channel)")
        try await send(":\(nick)!bot@host JOIN \(channel)")
    }

    /// Greets a client, agrees to these capabilities and lets it into its channel.
    public mutating func welcome(
        capabilities: String = "", support: String = "CASEMAPPING=ascii", channel: String = "#nova"
    ) async throws {
        let nick = try await negotiate(capabilities)
        try await expect("CAP END")
        try await register(nick, support: support)
        try await letIn(nick, to: channel)
    }

    /// Asks the bot of a `Scenario` whether it is there, and returns what else it says before it answers.
    public mutating func rollCall(in channel: String = "#nova") async throws -> [String] {
        try await send(":caller!c@h PRIVMSG \(channel) :roll call")
        return try await lines(upTo: "PRIVMSG \(channel) :heard roll call").dropLast()
    }
}
