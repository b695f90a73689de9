/// How fast we may send, so that the server does not throw us out for flooding.
public struct Flood: Sendable, Hashable {
    /// Lines that may go out at once after a pause.
    public var burst = 5
    /// Milliseconds for each further line; 0 means that there is no limit.
    public var millisecondsPerLine = 1000
    /// Lines of answers, of announcements, and of our own business that may wait. What is beyond is refused.
    public var waitingLines = 200
    /// Answers to CTCP queries at once, and milliseconds for each further one.
    public var ctcpBurst = 3
    public var millisecondsPerCTCP = 10_000

    public init() {}

    /// For a server that exempts us, and for measurements.
    public static var unlimited: Flood {
        var flood = Flood()
        flood.millisecondsPerLine = 0
        return flood
    }
}

/// Lines that wait for their turn: answers before announcements before the rest.
struct SendQueue: Sendable {
    enum Rank: Int, Sendable, CaseIterable {
        case answer, announcement, rest
    }

    struct Entry: Sendable {
        var line: OutgoingLine
        /// The announcement that the line belongs to.
        var token: Int?
    }

    private let limit: Int
    private var bucket: TokenBucket
    private var waiting: [[Entry]] = Rank.allCases.map { _ in [] }

    init(_ flood: Flood) {
        limit = flood.waitingLines
        bucket = TokenBucket(burst: flood.burst, millisecondsEach: flood.millisecondsPerLine)
    }

    var isEmpty: Bool { waiting.allSatisfy(\.isEmpty) }

    /// Takes all of the entries or, if there is no room for them, none.
    mutating func add(_ entries: [Entry], _ rank: Rank) -> Bool {
        guard waiting[rank.rawValue].count + entries.count <= limit else { return false }
        waiting[rank.rawValue] += entries
        return true
    }

    /// The lines that may go now, in order.
    mutating func take(at now: Int) -> [Entry] {
        let room = bucket.available(at: now)
        var taken: [Entry] = []
        for rank in waiting.indices where !waiting[rank].isEmpty && taken.count < room {
            let head = waiting[rank].prefix(room - taken.count)
            taken += head
            waiting[rank].removeFirst(head.count)
        }
        bucket.spend(taken.count)
        return taken
    }

    /// When the next line may go; nil if none waits.
    func nextTime(at now: Int) -> Int? {
        isEmpty ? nil : bucket.nextTime(at: now)
    }

    /// Forgets what waits to be said of an announcement.
    mutating func drop(token: Int) {
        for rank in waiting.indices { waiting[rank].removeAll { $0.token == token } }
    }
}
