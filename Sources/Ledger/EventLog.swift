public import ReviewSlots

/// A place in the log: the number of records up to and including it. 0 is before the first.
public typealias Position = Int

/// One event as it lies in the log. The body is JSON in UTF-8; what it means is its stream's business.
public struct Record: Sendable, Hashable {
    /// 1 for the first record of the log, then without gaps.
    public var position: Position
    /// `people`, `board/NAME`, or `PLUGIN/BOARD`.
    public var stream: String
    /// Shared by all records that one command caused; unique in the log.
    public var command: String
    /// When it was true.
    public var at: Timestamp
    /// When it was written down.
    public var recorded: Timestamp
    /// A person's id (`p7`), `local:UID`, or `slotkeeper` for what the clock brings.
    public var actor: String
    /// Where it came from: `command`, `import`, `review system`, `clock`, `undo C17`; for what was said where messages have
    /// names, with the message behind it.
    public var source: String
    /// The event as a JSON object, on one line.
    public var body: String

    public init(
        position: Position = 0, stream: String, command: String, at: Timestamp, recorded: Timestamp, actor: String,
        source: String, body: String
    ) {
        self.position = position
        self.stream = stream
        self.command = command
        self.at = at
        self.recorded = recorded
        self.actor = actor
        self.source = source
        self.body = body
    }
}

extension Record {
    private static let separator = " from message "

    static func source(_ cause: String, message: String?) -> String {
        message.map { cause + separator + $0 } ?? cause
    }

    /// The source without the message: `command`, `undo C17`.
    public var cause: String {
        source.firstRange(of: Self.separator).map { String(source[..<$0.lowerBound]) } ?? source
    }

    /// The message that it came from.
    var message: String? {
        source.firstRange(of: Self.separator).map { String(source[$0.upperBound...]) }
    }
}

/// An append-only log of records with a few bookmarks: all that a database has to be.
///
/// Every implementation passes the same contract test. Methods may be called from any task; appends come from one writer.
public protocol EventLog: Sendable {
    /// The position of the last record, 0 when there is none.
    func end() async throws(EventLogError) -> Position

    /// Appends all records, numbered from `after + 1`, or none. They are durable when this returns.
    /// The records' own `position` is ignored. An empty list does nothing.
    /// - Throws: `.conflict` if the log does not end at `after`.
    func append(_ records: [Record], after: Position) async throws(EventLogError)

    /// Up to `limit` records behind `after`, in order.
    func read(after: Position, limit: Int) async throws(EventLogError) -> [Record]

    /// Up to `limit` records before `before` (`nil`: from the end), newest first, of one stream or (`nil`) of all.
    func readBackwards(stream: String?, before: Position?, limit: Int) async throws(EventLogError) -> [Record]

    /// The bookmark of that name. Bookmarks are no history: an announcer keeps in one how far it has come.
    func bookmark(_ name: String) async throws(EventLogError) -> Position?

    /// Sets a bookmark, durably; `nil` removes it.
    func setBookmark(_ name: String, to position: Position?) async throws(EventLogError)

    /// Rewrites the bodies of records of the stream `people`, the only one that may be: so that a person can be erased.
    /// - Parameter transform: the new body, or `nil` to leave the record as it is.
    /// - Throws: what the database says; then no record has changed.
    func rewritePeople(_ transform: @escaping @Sendable (Record) -> String?) async throws(EventLogError)
}

/// Why the log could not do it. The texts are for people: what happened, why, and what to do next.
public enum EventLogError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Somebody else has written; the log ends at `end` now.
    case conflict(end: Position)
    /// Not now: the disk is full, the file is read-only or locked. Trying again may work; reading still does.
    case unavailable(String)
    /// The file is damaged or not a ledger.
    case corrupt(String)

    public var description: String {
        switch self {
        case .conflict(let end): "the ledger has grown to record \(end) meanwhile"
        case .unavailable(let reason), .corrupt(let reason): reason
        }
    }
}
