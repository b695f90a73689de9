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
}

extension Network {
    public func privateRoom(with account: String) async -> Room? { nil }
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

/// A message that a person said.
public struct Message: Sendable {
    public var room: Room
    /// The name to answer to. Says nothing about who it is.
    public var nick: String
    public var identity: Identity
    /// What was said: one line, without formatting codes, valid Unicode, not yet without the bot's name or prefix.
    public var text: String
    /// How the bot is called in this room at present.
    public var ownNick: String
    /// The network's id of this message, for threading the answer.
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

    public init(room: Room, document: Document, kind: Kind, asker: String? = nil) {
        self.room = room
        self.document = document
        self.kind = kind
        self.asker = asker
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
