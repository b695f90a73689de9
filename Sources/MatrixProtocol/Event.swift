/// Something that happened in a room (Client-Server API, "Room event format").
///
/// What a person put into it may have any shape: a part that cannot be read is `nil` or `other`, and spoils nothing else.
public struct Event: Sendable, Hashable {
    public var id: EventID
    public var sender: UserID
    public var content: Content
    /// When the sender's server says that it was, milliseconds since 1970. Anything at all.
    public var at: Int?
    /// Ours: the transaction that it was sent with.
    public var transaction: String?
    public var isState: Bool

    public init(
        id: EventID, sender: UserID, content: Content, at: Int? = nil, transaction: String? = nil, isState: Bool = false
    ) {
        self.id = id
        self.sender = sender
        self.content = content
        self.at = at
        self.transaction = transaction
        self.isState = isState
    }

    /// `nil` if it has no id, no sender or no type.
    public init?(_ json: JSON) {
        guard let id = json["event_id"].text.flatMap({ EventID($0) }),
            let sender = json["sender"].text.flatMap({ UserID($0) }), json["type"].text != nil
        else { return nil }
        self.id = id
        self.sender = sender
        content = Content(json)
        at = json["origin_server_ts"].int
        transaction = json["unsigned"]["transaction_id"].text
        isState = json["state_key"].text != nil
    }

    public enum Content: Sendable, Hashable {
        case message(Said)
        case reaction(to: EventID, key: String)
        case redaction(of: EventID)
        case member(UserID, Membership)
        case powerLevels(PowerLevels)
        case creation(Creation)
        /// The room goes on in another.
        case tombstone(RoomID)
        case encryption
        /// A message that is encrypted.
        case encrypted
        /// `nil`: the room has none any more.
        case canonicalAlias(RoomAlias?)
        case other
    }

    /// `m.room.message`.
    public struct Said: Sendable, Hashable {
        /// `m.text`, `m.notice` and so on.
        public var kind: String
        public var text: String
        public var relation: Relation?
        /// For a replacement: kind and text of what takes the old one's place.
        public var replacement: Replacement?

        public struct Replacement: Sendable, Hashable {
            public var kind: String
            public var text: String
        }
    }

    /// `m.relates_to`, as far as it is known.
    public enum Relation: Sendable, Hashable {
        case reply(to: EventID)
        /// - Parameter root: the message that the thread hangs on.
        case thread(root: EventID)
        case replaces(EventID)
        /// One that we do not know.
        case other
    }

    public struct Membership: Sendable, Hashable {
        public enum Kind: String, Sendable, Hashable {
            case join, leave, ban, invite, knock
        }

        public var kind: Kind
        public var displayName: String?
        public var isDirect: Bool
        public var reason: String?
        /// Not only another name of somebody who is there already.
        public var isEntry: Bool
    }
}
