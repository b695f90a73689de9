extension MatrixSession {
    /// What a request is for.
    enum Work: Sendable, Hashable {
        case versions, whoAmI, logIn, refresh
        case sync
        case page(RoomID)
        case members(RoomID)
        case send(transaction: String, RoomID)
        case errand(Errand)
    }

    /// In each of them one request is on its way at a time.
    enum Lane: Sendable, Hashable {
        case account, sync
        case room(RoomID)
        case errand(Errand)
    }

    /// Something small that is to be done, in no order.
    enum Errand: Sendable, Hashable {
        case resolve(RoomAlias)
        case join(RoomID)
        case leave(RoomID)
        /// Opens a room with somebody.
        case open(UserID)
        case receipt(RoomID)
        case typing(RoomID, Bool)

        /// Whether it is no harm if it is not done.
        var isCourtesy: Bool {
            switch self {
            case .receipt, .typing: true
            case .resolve, .join, .leave, .open: false
            }
        }
    }

    struct Due: Sendable {
        var at: Int
        var attempts = 0
    }

    struct Flight: Sendable {
        var work: Work
        var lane: Lane
        var deadline: Int
        var sentAt: Int
        var generation: Int
    }

    struct Retry: Sendable {
        var failures = 0
        var notBefore = 0
    }

    /// What is wrong with the server, or between it and us.
    struct Trouble: Sendable {
        var failures = 0
        var since: Int?
        var isTold = false
        var hasEverSucceeded = false
    }

    /// Failures of which each comes after something else has succeeded.
    struct Strikes: Sendable {
        var count = 0
        var lastAt: Int
    }

    struct Storing: Sendable {
        var change: Kept.Change
        var then: Then
        var attempts = 0

        enum Then: Sendable, Hashable {
            case nothing, useTokens, finishBatch
            case sending([String])
        }
    }

    /// What is known of a room that we are in.
    struct RoomState: Sendable {
        var seen: Seen
        var levels: PowerLevels?
        var creation: Creation?
        var isEncrypted = false
        var successor: (room: RoomID, by: UserID)?
        /// There will be a successor, perhaps further on in the timeline.
        var isClosed = false
        /// `nil`: to be asked for.
        var members: Set<UserID>?
        var membersNotBefore = 0
        var invited: Set<UserID> = []
        /// How we are called there.
        var ownName: String?
        /// The server will not have our messages until then.
        var refusedUntil = 0
        var markedAt: Int?
    }

    /// A room that claims to take the place of another.
    struct Candidate: Sendable {
        var successor: RoomID
        var place: Place
        /// We were in it before.
        var wasKnown = false
        var isRefused = false
    }

    /// How often we were put out of a place.
    struct Closing: Sendable {
        var times = 0
        var lastAt = 0
        var isTold = false
    }

    struct Ticket: Sendable {
        /// In order; an id is there once it is taken.
        var parts: [(transaction: String, id: EventID?)]
    }

    /// What a sync has brought, until it has had all its effects.
    struct Batch: Sendable {
        enum Kind: Sendable {
            /// The very first: everything in it was there before us.
            case history
            /// The server has forgotten how far we had read: goes on behind the last event that we know.
            case resumed
            case usual
        }

        var answer: SyncAnswer
        var kind: Kind
        /// It came sooner than a server that waits for something to happen would send it.
        var isQuick: Bool
        /// What happened while we were away.
        var isLate: Bool
        /// The last events of its rooms; none is a list too, of a room that is known from now on.
        var recent: [RoomID: [EventID]] = [:]
        var gaps: [RoomID: Gap] = [:]
        /// Whom we listen to in its rooms, once it is known who is in them.
        var targets: [RoomID: Target]?
        var deliveries: [Delivery]?
        var delivering: (id: DeliveryID, since: Int)?
        var isTyping = false
        var broughtAnything = false
        var isStoring = false
    }

    /// Events between what was known of a room and what a sync shows of it, read backwards.
    struct Gap: Sendable {
        var from: String
        /// Whether what counts may begin where we came in, and not only behind what is known.
        var entryCounts: Bool
        /// Unless it is found where that begins, all of it could be history.
        var mustFindEnd: Bool
        /// Newest first.
        var events: [Event] = []
        var useless = 0
        var isDone = false
    }

    struct Delivery: Sendable {
        var heard: Heard
        var room: RoomID
        var event: EventID
    }
}
