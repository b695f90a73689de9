import Pacing

/// One connection to an IRC server, from the first line to the last, as a value.
///
/// Lines, the passing of time and what we want to say go in; what is to be done comes out. It knows no socket and no
/// clock: the carrier passes `now` in milliseconds of any clock that never goes back, carries out the actions in order,
/// and calls `tick` when `deadline` has come.
public struct Session: Sendable {
    public enum Phase: Sendable, Hashable {
        case idle, registering, registered, closed
    }

    public private(set) var configuration: Configuration
    public internal(set) var phase = Phase.idle
    /// Our nick as the server last said it.
    public internal(set) var nick: String
    public internal(set) var capabilities: Capabilities
    public internal(set) var support = ISupport()
    public internal(set) var lineLimit = LineLimit()
    /// When the server welcomed us.
    public internal(set) var registeredAt: Int?

    let cryptography: Cryptography
    var actions: [Action] = []
    var queue: SendQueue
    /// Since when the carrier takes nothing more.
    var fullSince: Int?
    var membership: Membership
    var joining: [Folded: Joining] = [:]
    var hasJoined = false
    var nickAttempts = 0
    var regain: NickRegain
    var login: LoginState
    var isNegotiating = false
    var isSecure = true
    var batches: [String: Batch] = [:]
    var recentIDs: RecentIDs
    var announcements: [Announcement] = []
    var nextToken = 1
    var ctcpAnswers: TokenBucket
    var invitations: TokenBucket
    var startedAt = 0
    var heardAt = 0
    var askedAt: Int?
    /// What must be added to `now` to get the server's time since 1970.
    var serverClock = 0

    public init(_ configuration: Configuration, cryptography: Cryptography) {
        self.configuration = configuration
        self.cryptography = cryptography
        nick = configuration.nick
        queue = SendQueue(configuration.flood)
        capabilities = Capabilities(wantsSASL: configuration.login != nil)
        login = LoginState(configuration.login?.mechanisms ?? [], millisecondsEach: configuration.timeouts.relogin)
        membership = Membership(memberLimit: configuration.bounds.members)
        recentIDs = RecentIDs(limit: configuration.bounds.messageIDs)
        invitations = TokenBucket(burst: 3, millisecondsEach: configuration.flood.millisecondsPerInvitation)
        ctcpAnswers = TokenBucket(
            burst: configuration.flood.ctcpBurst, millisecondsEach: configuration.flood.millisecondsPerCTCP)
        regain = NickRegain(configuration.timeouts)
    }

    /// The connection stands, TLS included.
    /// - Parameters:
    ///   - wallClock: milliseconds since 1970, to tell old messages until the server has shown its own clock.
    ///   - isSecure: whether it is TLS, with the server verified.
    public mutating func connected(at now: Int, wallClock: Int, isSecure: Bool = true) -> [Action] {
        phase = .registering
        self.isSecure = isSecure
        startedAt = now
        heardAt = now
        serverClock = wallClock - now
        isNegotiating = true
        // Nothing waits for the server here: one that does not know CAP ignores it and goes on with NICK and USER.
        send("CAP", "LS", "302")
        if let password = configuration.serverPassword { send("PASS", password) }
        send("NICK", nick)
        send("USER", configuration.user, "0", "*", configuration.realName)
        return takeActions(at: now)
    }

    /// A line has come, its line end taken off.
    public mutating func receive(_ line: ArraySlice<UInt8>, at now: Int) -> [Action] {
        guard let message = IRCMessage(line) else {
            heard(at: now)
            actions.append(.log(.debug, "ignored a line that is no IRC message"))
            return takeActions(at: now)
        }
        return receive(message, at: now)
    }

    public mutating func receive(_ message: IRCMessage, at now: Int) -> [Action] {
        guard phase != .closed, phase != .idle else { return [] }
        heard(at: now)
        handle(message, at: now)
        return takeActions(at: now)
    }

    /// Something has come from the server: no reason to doubt that it lives.
    mutating func heard(at now: Int) {
        heardAt = now
        askedAt = nil
    }

    /// We are not reading at present, so nothing that does not come says anything about the server.
    public mutating func isNotListening(at now: Int) {
        heard(at: now)
        for index in announcements.indices where announcements[index].questionedAt != nil {
            announcements[index].questionedAt = now
        }
    }

    /// Belongs into these channels from now on, and follows these people's invitations: leaves the others, enters what is
    /// new, and stays where it is.
    public mutating func setChannels(_ channels: [Channel], inviters: Set<String>, at now: Int) -> [Action] {
        configuration.channels = channels
        configuration.inviters = inviters
        // Before the welcome is through nothing has been entered, and all will be.
        if hasJoined { changeChannels(at: now) }
        return takeActions(at: now)
    }

    /// The carrier can or cannot take more at present; while it cannot, lines wait here.
    public mutating func setWritable(_ isWritable: Bool, at now: Int) -> [Action] {
        fullSince = isWritable ? nil : fullSince ?? now
        return takeActions(at: now)
    }

    /// Says goodbye. The server then closes the connection.
    public mutating func quit(_ reason: String, at now: Int) -> [Action] {
        guard phase == .registering || phase == .registered else { return [.close(.farewell)] }
        phase = .closed
        return [.send(OutgoingLine("QUIT", reason)), .close(.farewell)]
    }

    mutating func send(_ command: String, _ parameters: String...) {
        actions.append(.send(OutgoingLine(command, parameters)))
    }

    /// Sends our own business in its turn.
    mutating func enqueue(_ line: OutgoingLine, _ rank: SendQueue.Rank = .own) {
        if !queue.add([SendQueue.Entry(line: line)], rank) {
            actions.append(.log(.warning, "too many lines are waiting, left out: \(line)"))
        }
    }

    mutating func close(_ ending: Ending) {
        phase = .closed
        actions.append(.close(ending))
    }

    mutating func takeActions(at now: Int) -> [Action] {
        if fullSince == nil, !queue.isEmpty, phase == .registered {
            for entry in queue.take(at: now) {
                if let token = entry.token { sent(token, at: now) }
                actions.append(.send(entry.line))
            }
        }
        guard !actions.isEmpty else { return [] }
        defer { actions = [] }
        return actions
    }
}
