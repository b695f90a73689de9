/// What a session needs to go on after a restart. It holds tokens: keep it where nobody else can read.
public struct Kept: Sendable, Hashable, Codable {
    /// The account that all else is of.
    public internal(set) var user: UserID?
    public internal(set) var credentials: Credentials?
    /// Where the next sync begins; `nil`: nothing was ever read, and all that is there is history.
    public internal(set) var since: String?
    /// For each room that we are in, the last events that were seen or acted on, oldest first.
    public internal(set) var recent: [RoomID: [EventID]] = [:]
    /// What is still to be sent, in order.
    public internal(set) var outbox: [Outbound] = []
    /// The last messages that were about something, oldest first.
    public internal(set) var posts: [Post] = []
    /// The last announcements that had a name, oldest first.
    public internal(set) var spoken: [Spoken] = []
    public internal(set) var aliases: [RoomAlias: RoomID] = [:]
    /// Rooms that go on in others.
    public internal(set) var successors: [RoomID: RoomID] = [:]
    /// Rooms that are a place, or once were: what was last said there still counts.
    public internal(set) var family: [RoomID: Place] = [:]
    public internal(set) var privateRooms: [UserID: RoomID] = [:]
    /// Rooms that have been told that what is encrypted cannot be read.
    public internal(set) var toldEncrypted: Set<RoomID> = []

    public init() {}

    /// The account's session with the server.
    public struct Credentials: Sendable, Hashable, Codable {
        public var device: DeviceID?
        public var accessToken: Secret
        public var refreshToken: Secret?
    }

    /// A message on its way out.
    public struct Outbound: Sendable, Hashable, Codable {
        /// The server takes a message of one transaction but once, however often it is sent.
        public var transaction: String
        public var target: Target
        /// In this room of the target, or in none.
        public var only: RoomID?
        /// JSON, ready to be sent.
        public var content: String
        /// What it is about.
        public var subject: String?
        /// It takes the place of another.
        public var replaces: Bool?
        /// The name of an announcement that it was to take the place of.
        public var alsoNamed: String?

        /// What all parts of one announcement or answer share.
        var name: String { transaction.lastIndex(of: ".").map { String(transaction[..<$0]) } ?? transaction }
    }

    /// A message of ours that is about something.
    public struct Post: Sendable, Hashable, Codable {
        public var event: EventID
        public var subject: String
    }

    /// An announcement that has a name.
    public struct Spoken: Sendable, Hashable, Codable {
        /// The part of its transactions that they share.
        var name: String
        /// The first of its messages.
        var event: EventID
        /// Where it is: what takes its place must be there, too.
        var room: RoomID?
    }

    /// A difference, to be stored. Each can be applied twice: that is the same as once.
    public enum Change: Sendable, Hashable, Codable {
        /// Another account: nothing of the old one counts.
        case account(UserID)
        case credentials(Credentials?)
        /// All up to here has had its effects. The events are the last ones of their rooms.
        case advanced(since: String, recent: [RoomID: [EventID]])
        /// `since` is not known to the server any more.
        case lostPlace
        /// An event has had its effects.
        case handled(RoomID, EventID)
        case left(RoomID)
        case queued([Outbound])
        case sent(transaction: String)
        case posted(Post)
        case spoken(Spoken)
        case resolved(RoomAlias, RoomID)
        case succeeded(RoomID, by: RoomID, Place)
        case privateRoom(UserID, RoomID?)
        case toldEncrypted(RoomID)
    }

    /// Events of a room.
    static let mostRecent = 2000
    static let mostPosts = 2000
    static let mostSpoken = 500

    public mutating func apply(_ change: Change) {
        switch change {
        case .account(let account):
            if let user, user != account { self = Kept() }
            user = account
        case .credentials(let new): credentials = new
        case .advanced(let next, let events):
            since = next
            for (room, ids) in events { note(ids, in: room) }
        case .lostPlace: since = nil
        case .handled(let room, let id): note([id], in: room)
        case .left(let room): recent[room] = nil
        case .queued(let messages):
            outbox += messages.filter { new in !outbox.contains { $0.transaction == new.transaction } }
        case .sent(let transaction): outbox.removeAll { $0.transaction == transaction }
        case .posted(let post):
            posts.removeAll { $0.event == post.event }
            posts = Array((posts + [post]).suffix(Self.mostPosts))
        case .spoken(let announcement):
            spoken.removeAll { $0.name == announcement.name }
            spoken = Array((spoken + [announcement]).suffix(Self.mostSpoken))
        case .resolved(let alias, let room):
            aliases[alias] = room
            family[room] = .alias(alias)
        case .succeeded(let old, let new, let place):
            successors[old] = new
            family[old] = place
            family[new] = place
        case .privateRoom(let user, let room): privateRooms[user] = room
        case .toldEncrypted(let room): toldEncrypted.insert(room)
        }
    }

    private mutating func note(_ ids: [EventID], in room: RoomID) {
        var known = recent[room] ?? []
        known.append(contentsOf: ids.filter { !known.contains($0) })
        recent[room] = Array(known.suffix(Self.mostRecent))
    }
}
