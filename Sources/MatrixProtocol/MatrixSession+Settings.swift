public import Pacing

extension MatrixSession {
    /// Times are in milliseconds.
    public struct Settings: Sendable, Hashable {
        public var access: Access
        public var rooms: [Place]
        /// Those whose invitations are followed: into rooms of the configuration, and to talk alone.
        public var inviters: Set<UserID> = []
        /// For a new session, where the server keeps none yet.
        public var device: DeviceID?
        public var deviceName = "Slotkeeper"
        /// Whether answers open a thread of their own; in a thread they always stay there.
        public var answersInThreads = false
        /// A proxy (Pantalaimon) encrypts and decrypts for us.
        public var canReadEncrypted = false
        public var sendsReceipts = true
        public var sendsTyping = true

        /// How long the server holds a sync when nothing happens.
        public var pollTimeout = 30_000
        /// Beyond that, until it counts as hung.
        public var pollGrace = 15_000
        public var requestTimeout = 30_000
        public var retry = Jitter(shortest: 1000, longest: 60_000)
        /// After being put out of a place or refused, doubled each time.
        public var rejoin = Jitter(shortest: 60_000, longest: 3_600_000)
        /// Between attempts when trying soon is no use: a ban, a locked account.
        public var probeEvery = 3_600_000
        public var resolveEvery = 3_600_000
        /// Between two rooms that are made for one person.
        public var reopenAfter = 3_600_000
        /// That an alias may lead nowhere before anybody hears of it.
        public var moveTime = 5000
        /// After a refused message, before the next one is tried in that room.
        public var refusedPause = 60_000
        public var typingAfter = 1000
        public var receiptEvery = 10_000

        /// Events of a room in one sync; what is more is fetched page by page.
        public var timelineLimit = 50
        public var pageLimit = 100
        /// Events of a gap that are read.
        public var gapLimit = 2000
        /// Messages that may wait to be sent.
        public var outboxLimit = 500
        /// Bytes of an answer.
        public var answerLimit = 32 * 1024 * 1024

        public init(access: Access, rooms: [Place]) {
            self.access = access
            self.rooms = rooms
        }
    }

    public enum Access: Sendable, Hashable {
        /// A token as it is; when it is not valid any more, there is nothing that can be done.
        /// - Parameter user: whose it must be, if that is known.
        case token(Secret, user: UserID?)
        /// Logs in where there is no session yet, or none any more.
        case password(user: String, Secret)
    }
}
