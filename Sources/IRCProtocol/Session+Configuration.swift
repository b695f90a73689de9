extension Session {
    /// What a session needs to know. Times are in milliseconds.
    public struct Configuration: Sendable {
        public var nick: String
        /// The user name; most networks cut it at 10 bytes.
        public var user: String
        public var realName: String
        /// The server's password (`PASS`), not that of an account.
        public var serverPassword: String?
        public var channels: [Channel]
        /// Accounts whose INVITE into one of our channels is followed at once; everybody else's is ignored.
        public var inviters: Set<String> = []
        public var login: Login?
        public var flood = Flood()
        public var timeouts = Timeouts()
        /// Whether we set the user mode by which other bots know to leave us alone, where the server has one.
        public var isMarkedAsBot = true
        /// The answer to CTCP VERSION.
        public var version = "Slotkeeper"

        public init(nick: String, user: String? = nil, realName: String = "Slotkeeper", channels: [Channel] = []) {
            self.nick = nick
            self.user = user ?? nick.lowercased()
            self.realName = realName
            self.channels = channels
        }
    }

    public struct Channel: Sendable, Hashable, ExpressibleByStringLiteral {
        public var name: String
        public var key: String?

        public init(_ name: String, key: String? = nil) {
            self.name = name
            self.key = key
        }

        public init(stringLiteral name: String) {
            self.init(name)
        }
    }

    /// Logging in by SASL.
    public struct Login: Sendable, Hashable {
        public var account: String
        public var password: String
        /// Tried in this order, as far as the server offers them.
        public var mechanisms: [SASLMechanism]
        /// Whether the connection is given up when the login fails. Without it the bot would go on under no account.
        public var isRequired = true

        public init(account: String, password: String = "", mechanisms: [SASLMechanism] = [.scramSHA256, .plain]) {
            self.account = account
            self.password = password
            self.mechanisms = mechanisms
        }
    }

    /// How long to wait for what, in milliseconds.
    public struct Timeouts: Sendable, Hashable {
        /// From the connection to the welcome, login included.
        public var registration = 60_000
        /// For each step of the login.
        public var login = 20_000
        /// Silence after which the server is asked for a sign of life.
        public var idle = 60_000
        /// For that sign.
        public var pong = 30_000
        /// For the confirmation of an announcement, before the server is asked whether it has got that far.
        public var confirmation = 10_000
        /// For the answer to a JOIN, before it is tried again.
        public var join = 30_000
        /// First delay before a channel is entered again after a kick or a refusal; doubles each time.
        public var rejoin = 2000
        public var longestRejoin = 300_000
        /// How often we look whether our own nick is free while somebody else has it; doubles with each refusal and loss.
        public var nick = 60_000
        public var longestNick = 1_800_000

        /// For each further login after three, where services that come and go call for another.
        public var relogin = 300_000
        /// How long after the welcome the end of the message of the day is waited for.
        public var welcome = 5000
        /// Messages with an older server-time are history.
        public var oldestMessage = 120_000

        public init() {}
    }
}
