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
        public var bounds = Bounds()
        /// Whether we set the user mode by which other bots know to leave us alone, where the server has one.
        public var isMarkedAsBot = true
        /// What is said when there is no room for an answer.
        public var busy = "too much is waiting to be said here already; ask again in a minute"
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
        /// Rounds of SCRAM that are taken from the server. RFC 7677 section 4 asks for at least 4096; more than the ceiling
        /// would be an attack on our processor.
        public var iterations = Self.iterations
        static let iterations = 4096...1_000_000

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
        /// After the welcome: before a login that got no answer is tried again, and for each further login after three, where
        /// services that come and go call for another.
        public var relogin = 300_000
        /// Silence after which the server is asked for a sign of life.
        public var idle = 60_000
        /// For that sign, and for a server that takes nothing from us to take something again.
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
        /// How long after the welcome the end of the message of the day is waited for.
        public var welcome = 5000
        /// Messages with an older server-time are history.
        public var oldestMessage = 120_000

        public init() {}
    }

    /// How much is remembered of what the server says, so that no server can fill our memory.
    public struct Bounds: Sendable, Hashable {
        /// People in each channel; accounts of others are not known.
        public var members = 50_000
        /// Batches that may be open at a time; a message in one that we do not know counts as history.
        public var batches = 64
        /// Ids of messages, by which one that comes again is told.
        public var messageIDs = 512

        public init() {}
    }
}
