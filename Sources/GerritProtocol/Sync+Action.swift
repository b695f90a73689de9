extension Sync {
    public typealias RequestID = Int
    public typealias BatchID = Int
    public typealias HintID = Int

    /// What the carrier has to do, in order.
    public enum Action: Sendable, Hashable {
        /// At most one is on its way at a time.
        case send(Request, RequestID)
        /// Nobody waits for that answer any more.
        case cancel(RequestID)
        /// Take the batch over into the mirror and append its facts and its cursor, as a whole, then say `written`.
        case commit(Batch)
        /// Keep the hint, then say `stored`.
        case store(Hint)
        /// What was hinted with this token is safe: its sender may be thanked.
        case acknowledge(token: Int)
        /// These hints have been followed.
        case forget([HintID])
        case openStream(resumeAfter: String?)
        case closeStream
        case finished(Write, WriteResult)
        /// How far the first reading of projects is: so many changes.
        case progress(changes: Int, isDone: Bool)
        case alert(Alert)
        case log(Severity, String)
    }

    public enum Severity: Sendable, Hashable {
        case debug, notice, warning
    }

    /// What goes in.
    public enum Input: Sendable, Hashable {
        /// - Parameter wallClock: milliseconds since 1970 by our own clock.
        case start(wallClock: Int)
        case received(RequestID, Response)
        case failed(RequestID, reason: String)
        /// A batch and its facts are stored.
        case written(BatchID)
        /// They could not be stored; they will come again.
        case unwritten(BatchID, reason: String)
        case streamOpened
        /// A line of the stream, its line end taken off.
        case heard(String)
        case streamClosed(reason: String)
        /// Somebody else says, by a web hook, that a change may have changed. The same token acknowledges it.
        case hinted(ChangeKey, token: Int)
        case stored(HintID)
        /// Read this change soon, with what was said on it.
        case ask(ChangeKey)
        case write(Write)
        case tick(wallClock: Int)
    }

    /// That a change may have changed.
    public struct Hint: Sendable, Hashable, Codable {
        public var id: HintID
        public var change: ChangeKey
        /// By the server's clock, if it says so: an answer from before cannot be the state that the hint is about.
        public var at: ServerTime?
        /// Where the stream can be resumed.
        public var resumeAfter: String?

        public init(id: HintID, change: ChangeKey, at: ServerTime? = nil, resumeAfter: String? = nil) {
            self.id = id
            self.change = change
            self.at = at
            self.resumeAfter = resumeAfter
        }
    }

    /// What must be kept to go on after a restart.
    public struct Cursor: Sendable, Hashable, Codable {
        /// The projects that are followed.
        public var projects: [String] = []
        /// The newest `updated` that the server has shown of them.
        public var highWater: ServerTime?
        /// The projects that are being read for the first time.
        public var backfill: Backfill?
        /// When the server was last asked, by our own clock: milliseconds since 1970.
        public var polledAt: Int?

        public init() {}
    }

    public struct Backfill: Sendable, Hashable, Codable {
        public var projects: [String]
        /// First all that was touched since the settings' `since`, then what is older and open.
        public var isAtOlder = false
        /// Everything from here on is read.
        public var before: ServerTime?
        /// The newest `updated` when it began.
        public var top: ServerTime?
        public var changes = 0
    }

    /// What the sync begins with.
    public struct Restored: Sendable, Hashable {
        public var cursor = Cursor()
        /// Changes that were open and visible.
        public var openChanges: [ChangeKey] = []
        public var hints: [Hint] = []
        /// Of the newest hint that was ever stored with one.
        public var resumeAfter: String?

        public init() {}
    }

    /// States that were read together. To absorb a batch twice is the same as once.
    public struct Batch: Sendable, Hashable {
        public struct Item: Sendable, Hashable {
            public var view: ChangeView
            /// Read by itself, not from a list, which may lag behind.
            public var isDirect: Bool
            /// It was asked for by that name.
            public var movedFrom: ChangeKey?
            /// With `MESSAGES`: everything that was said, oldest first.
            public var messages: [ChangeMessage]?

            public var hasMessages: Bool { messages != nil }

            public init(
                _ view: ChangeView, isDirect: Bool = false, movedFrom: ChangeKey? = nil,
                messages: [ChangeMessage]? = nil
            ) {
                self.view = view
                self.isDirect = isDirect
                self.movedFrom = movedFrom
                self.messages = messages
            }
        }

        public enum Telling: Sendable, Hashable {
            /// One by one.
            case each
            /// What is new here was there before we came: nothing is announced but that it was read.
            case quietly
            /// All batches until the last one are told as one digest of so many milliseconds.
            case digest(gap: Int, isLast: Bool)
        }

        public var id: BatchID
        public var items: [Item]
        /// Looked for twice and not found.
        public var vanished: [ChangeKey]
        public var telling: Telling
        public var cursor: Cursor
        /// The server's clock when it answered.
        public var serverTime: ServerTime?

        public init(
            id: BatchID, items: [Item], vanished: [ChangeKey] = [], telling: Telling = .each, cursor: Cursor = Cursor(),
            serverTime: ServerTime? = nil
        ) {
            self.id = id
            self.items = items
            self.vanished = vanished
            self.telling = telling
            self.cursor = cursor
            self.serverTime = serverTime
        }
    }

    /// What somebody should know about. Each is said once until it is over.
    public enum Alert: Sendable, Hashable {
        case unreachable(String)
        case recovered(afterMilliseconds: Int)
        /// Name or password are wrong, or lack a right.
        case refused(String)
        /// A request of ours is wrong: a setting, or a mistake of the program.
        case badRequest(String)
        case writesRefused(String)
        /// So many known changes cannot be seen any more, all at once. They are left as they are.
        case manyVanished(Int)
        case clockSkew(milliseconds: Int)
    }
}
