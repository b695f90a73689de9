extension Session {
    /// What the carrier has to do.
    public enum Action: Sendable, Hashable {
        case send(OutgoingLine)
        case deliver(Said)
        /// The server has taken all lines of this announcement.
        case confirmed(Int)
        /// The announcement cannot be said.
        case failed(Int, Refusal)
        /// Keep for this host name that it is to be reached with TLS, for so many seconds from now and from the end of this
        /// connection; 0: forget it. At once, before the next action.
        case requiresTLS(seconds: Int)
        /// Write what is to be written, then close the connection.
        case close(Ending)
        case log(Severity, String)
    }

    public enum Severity: Sendable, Hashable {
        case debug, notice, warning
    }

    /// Something that a person said.
    public struct Said: Sendable, Hashable {
        /// The channel, as the configuration spells it; nil for a private message.
        public var channel: String?
        public var nick: String
        public var identity: Identity
        public var text: String
        public var id: String?
        /// For a private message: the channels that we share, sorted.
        public var sharedChannels: [String] = []
    }

    /// What the network vouches for about who said a message.
    public enum Identity: Sendable, Hashable {
        case account(Folded)
        case notLoggedIn
        case unavailable
    }

    /// Why something is not said.
    public enum Refusal: Error, Sendable, Hashable {
        case notConnected
        case notInRoom(String)
        case queueFull
    }

    /// Why a connection has ended.
    public enum Ending: Error, Sendable, Hashable, CustomStringConvertible {
        /// We were asked to stop.
        case farewell
        /// Closed, reset, or the server said goodbye.
        case lost(String)
        case timedOut(String)
        case banned(String)
        case throttled(String)
        case loginFailed(String)
        /// The server has no login to offer at present; services come and go.
        case loginUnavailable
        case nickRefused
        /// The server wants us to come back with TLS, on that port, and not to say another word in clear text.
        case needsTLS(port: Int)
        /// The server is not the one that we were told to trust.
        case untrusted(String)

        /// Whether coming back soon would make it worse.
        public var wantsLongPause: Bool {
            switch self {
            case .banned, .throttled, .loginFailed, .nickRefused, .untrusted: true
            case .farewell, .lost, .timedOut, .loginUnavailable, .needsTLS: false
            }
        }

        public var description: String {
            switch self {
            case .farewell: "said goodbye"
            case .lost(let reason): "connection lost: \(reason)"
            case .timedOut(let what): "the server did not answer in time: \(what)"
            case .banned(let reason): "banned by the server: \(reason)"
            case .throttled(let reason): "connecting too fast: \(reason)"
            case .loginFailed(let reason): "login failed: \(reason); check account, password and mechanisms"
            case .loginUnavailable: "the server offers no SASL at present; without it the bot would be nobody"
            case .nickRefused: "the server refused every nick; set another one"
            case .needsTLS(let port): "the server wants TLS, on port \(port)"
            case .untrusted(let reason): "the server is not trusted: \(reason)"
            }
        }

        /// What an `ERROR` line means (the wording differs from server to server).
        init(serverError text: String) {
            let lower = text.lowercased()
            let isThrottle = [
                "throttl", "too fast", "reconnecting too", "too many", "try again later", "session limit",
                "no more connections",
            ]
            // Also G:lined, Z-lined, K-Lined.
            let isBan = [
                "banned", "-line", ":line", "kline", "gline", "zline", "dline", "blacklist", "dnsbl", "akill",
                "autokill",
                "unauthori", "not authori", "access denied",
            ]
            if isThrottle.contains(where: lower.contains) {
                self = .throttled(text)
            } else if isBan.contains(where: lower.contains) {
                self = .banned(text)
            } else {
                self = .lost(text)
            }
        }
    }
}
