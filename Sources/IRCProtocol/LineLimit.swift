/// How long a line of ours may be so that it reaches everybody whole.
///
/// The server relays it as `:nick!user@host PRIVMSG target :text` in at most 512 bytes, so our own prefix counts. It is
/// learned from our own JOIN, from numeric 396 and from CHGHOST; until then the longest usual one is assumed.
public struct LineLimit: Sendable, Hashable {
    /// `user@host` as others see us, nil until the server has shown it.
    public private(set) var userAndHost: String?

    /// A user of 10 bytes and a tilde, a host of 63.
    static let assumedUserAndHost = 11 + 1 + 63

    public init() {}

    public mutating func learn(userAndHost: String) {
        if !userAndHost.isEmpty { self.userAndHost = userAndHost }
    }

    /// From CHGHOST, or numeric 396, which gives the host alone or with a user.
    /// - Parameter guess: the user that we asked for, if the server has not shown another; it may put `~` before it.
    public mutating func learn(host: String, user: String? = nil, orUser guess: String? = nil) {
        if host.contains("@") {
            userAndHost = host
        } else if let user = user ?? userAndHost?.split(separator: "@").first.map(String.init)
            ?? guess.map({ "~" + $0 })
        {
            userAndHost = "\(user)@\(host)"
        }
    }

    /// Bytes of text that fit in one line.
    public func text(nick: String, command: String = "PRIVMSG", target: String) -> Int {
        let prefix = 1 + nick.utf8.count + 1 + (userAndHost?.utf8.count ?? Self.assumedUserAndHost) + 1
        let rest = command.utf8.count + 1 + target.utf8.count + 2
        // Below this nothing sensible can be said; such a prefix is the server's fault, and its cut is harmless.
        return max(64, OutgoingLine.limit - 2 - prefix - rest)
    }
}
