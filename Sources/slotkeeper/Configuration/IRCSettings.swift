import Bot

/// How to reach an IRC network and how to behave there.
struct IRCSettings: Sendable, Hashable {
    var host: String
    var port = 6697
    var nick: String
    /// The user name ("ident"), which the server shows behind the nick.
    var user = "slotkeeper"
    var realname = "Slotkeeper, the keeper of review slots"
    /// What the server itself wants to hear (`PASS`), if it wants anything.
    var password: Secret?
    /// `nil`: no TLS at all, which only `allow_plaintext: true` can bring about.
    var tls: TLS? = TLS()
    /// Whether a password may go over a connection without TLS.
    var allowsPlaintextAuth = false
    var sasl: SASL?
    var flood = Flood()
    var timeouts = Timeouts()
    var reconnect = Reconnect()
    var rejoin = Rejoin()
    var regain = Regain()
    var memory = Memory()

    struct TLS: Sendable, Hashable {
        /// Certificate authorities in PEM instead of the system's.
        var caFile: String?
        /// SHA-256 of the server's certificate: 64 hexadecimal digits in lower case. Replaces every other check.
        var pinSHA256: String?
        /// Client certificate and its key, in PEM.
        var certificate: String?
        var key: String?
        /// The name that the certificate must have, if it is not the host.
        var serverName: String?
    }

    struct SASL: Sendable, Hashable {
        enum Mechanism: String, Sendable, CaseIterable {
            case scramSHA256 = "SCRAM-SHA-256"
            case external = "EXTERNAL"
            case plain = "PLAIN"
        }

        var account: String
        var password: Secret?
        /// To be tried in this order.
        var mechanisms: [Mechanism]
        /// Whether to stay away rather than be there without being logged in.
        var required = true
        /// Rounds of SCRAM that the server may ask for.
        var mostIterations = 1_000_000
    }

    /// A token bucket over outgoing lines.
    struct Flood: Sendable, Hashable {
        /// Lines that may go at once.
        var burst = 5
        /// Lines in each second after that.
        var perSecond = 1
        /// Lines that may wait.
        var queue = 500
        /// Answers to CTCP queries at once, and the time for each further one.
        var ctcpBurst = 3
        var ctcpEvery = Duration.seconds(10)
        /// The time for each further invitation after three.
        var inviteEvery = Duration.seconds(60)
    }

    struct Timeouts: Sendable, Hashable {
        var connect = Duration.seconds(15)
        var tls = Duration.seconds(15)
        var registration = Duration.seconds(30)
        var sasl = Duration.seconds(20)
        /// Silence after which the server is asked whether it is there, and how long it may take to answer.
        var pingAfter = Duration.seconds(60)
        var pingTimeout = Duration.seconds(30)
        /// How long the server may take to show that it took an announcement.
        var confirmation = Duration.seconds(30)
        /// For the answer to a JOIN, and for the end of the welcome.
        var join = Duration.seconds(30)
        var welcome = Duration.seconds(5)
        /// Messages that are older when they come are history.
        var messageAge = Duration.seconds(120)
        /// The time for each further login after three while the connection holds.
        var reloginEvery = Duration.seconds(300)
        /// How long the farewell may take.
        var quit = Duration.seconds(3)
        /// How long the other side's farewell of TLS is waited for.
        var tlsClose = Duration.seconds(1)
    }

    struct Reconnect: Sendable, Hashable {
        /// The pause doubles from `first` to `longest`, and begins anew after a connection of `stableAfter`.
        var first = Duration.seconds(1)
        var longest = Duration.seconds(300)
        var stableAfter = Duration.seconds(60)
        /// The pause after a ban, a refused login, "too fast", or when every nick is refused; it doubles up to the longest.
        var bannedPause = Duration.seconds(1800)
        var longestBannedPause = Duration.seconds(7200)
    }

    /// How often to look whether the own nick is free again; the pause doubles, too.
    struct Regain: Sendable, Hashable {
        var first = Duration.seconds(60)
        var longest = Duration.seconds(1800)
    }

    /// After a kick or a refused JOIN; the pause doubles, too.
    struct Rejoin: Sendable, Hashable {
        var first = Duration.seconds(1)
        var longest = Duration.seconds(300)
    }

    /// How much is kept of what the server says.
    struct Memory: Sendable, Hashable {
        var members = 50_000
        var batches = 64
        var messageIds = 512
        var waitingMessages = 512
    }
}

extension IRCSettings {
    /// What whoever reads this configuration ought to know.
    var warnings: [String] {
        let sendsPassword = tls == nil && (sasl != nil || password != nil)
        return [
            tls == nil
                ? "allow_plaintext is on: everybody on the way can read and change what is said, and who says it" : nil,
            sendsPassword ? "allow_plaintext_auth is on: everybody on the way can read the password" : nil,
            allowsPlaintextAuth && !sendsPassword ? "allow_plaintext_auth is on, and nothing needs it: remove it" : nil,
        ].compactMap(\.self)
    }
}
