/// How to reach a Matrix homeserver and how to behave in its rooms.
struct MatrixSettings: Sendable, Hashable {
    /// The address of the client-server API, without a slash at the end.
    var homeserver: String
    /// The bot's whole id: `@slotkeeper:example.org`.
    var user: String
    /// One of the two.
    var password: Secret?
    var token: Secret?
    /// For the first login.
    var device: String?
    /// Certificate authorities in PEM instead of the system's.
    var caFile: String?
    var answersInThreads = false
    /// A proxy on this machine encrypts and decrypts for us.
    var proxyDecrypts = false
    var sendsReceipts = true
    var sendsTyping = true
    var timeouts = Timeouts()
    var retry = Retry()

    struct Timeouts: Sendable, Hashable {
        /// How long the server holds a question for news when there are none.
        var poll = Duration.seconds(30)
        /// How much longer its answer may take.
        var pollGrace = Duration.seconds(15)
        var request = Duration.seconds(30)
    }

    /// The pause doubles from `first` to `longest`.
    struct Retry: Sendable, Hashable {
        var first = Duration.seconds(1)
        var longest = Duration.seconds(60)
    }
}
