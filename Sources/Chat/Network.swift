/// A chat network: an IRC connection, a Matrix account, a terminal.
public protocol Network: Sendable {
    /// The name that the configuration gives it; the first half of a person's `network:account`.
    var name: String { get }

    /// Connects, stays connected, and hands over what people say, one message after the other, in the order of arrival.
    ///
    /// Only live messages are handed over: never history, the bot's own words, notices, or what other bots say.
    /// Returns when its task is cancelled, after a polite farewell. Throws only what trying again cannot mend.
    func run(_ receive: @escaping @Sendable (Message) async -> Void) async throws

    /// Says something.
    ///
    /// An answer returns as soon as it is queued. An announcement returns when the server has shown that it took it.
    /// - Throws: `SendError`; nothing of an announcement has been said then, unless the error is `.unconfirmed`.
    func send(_ outgoing: Outgoing) async throws

    /// Where somebody who is logged in to an account can be told something in private; `nil` while they are not to be seen.
    func privateRoom(with account: String) async -> Room?

    /// Whether an announcement with a `key` is said once even if it is sent again, after a restart too; then it can also be
    /// replaced.
    var remembersAnnouncements: Bool { get }
}

extension Network {
    public func privateRoom(with account: String) async -> Room? { nil }
    public var remembersAnnouncements: Bool { false }
}

/// Where people talk to the bot.
public struct Room: Sendable, Hashable, CustomStringConvertible {
    /// The network's name.
    public var network: String
    /// A channel (`#openstack-nova`), a Matrix room id, or for a private room the other person's nick.
    public var id: String
    public var isPrivate: Bool

    public init(network: String, id: String, isPrivate: Bool = false) {
        self.network = network
        self.id = id
        self.isPrivate = isPrivate
    }

    public var description: String { "\(network) \(id)" }
}

/// Who says a message, as far as the network vouches for it.
public enum Identity: Sendable, Hashable {
    /// Logged in to the network's services with this account, folded by the network's case mapping. True of this very message.
    case account(String)
    /// The network has accounts, and this person is in none.
    case notLoggedIn
    /// The network has no accounts at all, so nobody can be told apart.
    case unavailable
}

/// A message that a person said, or what they did to one.
public struct Message: Sendable {
    public enum Act: Sendable, Hashable {
        case says
        /// The text takes the place of an earlier message of theirs.
        /// - Parameter beginning: how that one began; `nil`: nobody knows any more.
        case edits(beginning: String?)
        /// Puts a number from 1 to 5 on a message of the bot.
        /// - Parameter subject: what that is about, as `Outgoing.subject` said.
        case marks(Int, subject: String?)
        /// Takes back what had this id: one of these, or a message.
        case takesBack(String)
    }

    /// How much somebody may do in a room, by its own rules.
    public enum Power: Sendable, Hashable, Comparable {
        case level(Int)
        /// Made the room, and may do everything.
        case creator
    }

    public var room: Room
    /// The name to answer to. Says nothing about who it is.
    public var nick: String
    public var identity: Identity
    public var act = Act.says
    /// Where networks have that.
    public var power: Power?
    /// It was said while the bot was away.
    public var isLate = false
    /// What was said: one line, without formatting codes, valid Unicode, not yet without the bot's name or prefix.
    public var text: String
    /// How the bot is called in this room at present.
    public var ownNick: String
    /// The network's id of this message, for threading the answer. What comes again has the same one.
    public var id: String?
    /// For a private message: the rooms that this person and the bot share.
    public var sharedRooms: [String]

    public init(
        room: Room, nick: String, identity: Identity, text: String, ownNick: String, id: String? = nil,
        sharedRooms: [String] = []
    ) {
        self.room = room
        self.nick = nick
        self.identity = identity
        self.text = text
        self.ownNick = ownNick
        self.id = id
        self.sharedRooms = sharedRooms
    }
}

/// Something for the bot to say.
public struct Outgoing: Sendable {
    public enum Kind: Sendable, Hashable {
        /// Goes first, is said at most once; `to` is the id of the message that it answers.
        case answer(to: String?)
        /// Must arrive: `send` returns when it has.
        case announcement
    }

    public var room: Room
    /// Lines that fit `Outgoing.lineLimit` each; all of them go out in one write.
    public var document: Document
    public var kind: Kind
    /// Whose command it answers: people take turns, and whoever cannot be answered is told so.
    public var asker: String?
    /// Names an announcement in its room, for networks that remember them. At most 200 bytes.
    public var key: String?
    /// The key of an announcement that this one takes the place of. Where none of that key stands it is said anew, and is
    /// what the next one takes the place of.
    public var replaces: String?
    /// What it is about: marks that people put on it come back with that.
    public var subject: String?

    public init(
        room: Room, document: Document, kind: Kind, asker: String? = nil, key: String? = nil, replaces: String? = nil,
        subject: String? = nil
    ) {
        self.room = room
        self.document = document
        self.kind = kind
        self.asker = asker
        self.key = key
        self.replaces = replaces
        self.subject = subject
    }

    /// Bytes of UTF-8 that a line may have: 512 less CR LF and the longest usual `:nick!user@host PRIVMSG #channel :`.
    public static let lineLimit = 390
}

/// Why something could not be said.
public enum SendError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Not connected; nothing was sent.
    case notConnected
    /// The connection was lost before the server confirmed the line: it may have been said.
    case unconfirmed
    /// The bot is not in that room.
    case notInRoom(String)
    /// Too much is waiting to be said already.
    case queueFull

    public var description: String {
        switch self {
        case .notConnected: "not connected to the network"
        case .unconfirmed: "the connection was lost before the line was confirmed"
        case .notInRoom(let room): "not in \(room)"
        case .queueFull: "too many lines are waiting to be sent"
        }
    }
}
