import Pacing

/// How fast we may send, so that the server does not throw us out for flooding.
public struct Flood: Sendable, Hashable {
    /// Lines that may go out at once after a pause.
    public var burst = 5
    /// Milliseconds for each further line; 0 means that there is no limit.
    public var millisecondsPerLine = 1000
    /// Lines of answers, of announcements, of summaries, and of our own business that may wait, each. What is beyond is
    /// refused.
    public var waitingLines = 200
    /// Answers to CTCP queries at once, and milliseconds for each further one.
    public var ctcpBurst = 3
    public var millisecondsPerCTCP = 10_000
    /// Milliseconds for each further invitation that is followed after three.
    public var millisecondsPerInvitation = 60_000

    public init() {}

    /// For a server that exempts us, and for measurements.
    public static var unlimited: Flood {
        var flood = Flood()
        flood.millisecondsPerLine = 0
        return flood
    }
}

/// Lines that wait for their turn. Within a rank the lanes take turns: the people who are answered, the channels that hear
/// announcements. Whoever gets a long answer, or many, makes nobody else wait for more than a line or two.
struct SendQueue: Sendable {
    enum Rank: Int, Sendable, CaseIterable {
        /// Our place here: nick, channels. Few, and held back by delays of their own.
        case own
        case answer, announcement
        /// Answers that are longer than a burst.
        case summary
        /// What can wait: questions about others, answers to programs.
        case rest
    }

    struct Entry: Sendable {
        var line: OutgoingLine
        /// Whom or what it is for. Lines of the same rank and lane keep their order.
        var lane = ""
        /// Whether the next line of the lane belongs right behind this one.
        var goesOn = false
        /// The announcement that the line belongs to.
        var token: Int?
    }

    private let limit: Int
    private var bucket: TokenBucket
    private var waiting = Rank.allCases.map { _ in Turns() }

    init(_ flood: Flood) {
        limit = flood.waitingLines
        bucket = TokenBucket(burst: flood.burst, millisecondsEach: flood.millisecondsPerLine)
    }

    var isEmpty: Bool { waiting.allSatisfy { $0.count == 0 } }

    /// How many lines wait in a lane.
    func count(in lane: String, _ rank: Rank) -> Int {
        waiting[rank.rawValue].count(in: lane)
    }

    /// Takes all of the entries or, if there is no room for them, none.
    mutating func add(_ entries: [Entry], _ rank: Rank) -> Bool {
        guard waiting[rank.rawValue].count + entries.count <= limit else { return false }
        for entry in entries { waiting[rank.rawValue].append(entry) }
        return true
    }

    /// The lines that may go now, in order.
    mutating func take(at now: Int) -> [Entry] {
        let room = bucket.available(at: now)
        var taken: [Entry] = []
        for rank in waiting.indices {
            while taken.count < room, let entry = waiting[rank].popFirst() { taken.append(entry) }
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
        for rank in waiting.indices { waiting[rank].drop(token: token) }
    }
}

/// The lines of one rank: a list for each lane, and the lane whose turn it is in front.
private struct Turns: Sendable {
    private struct Lane: Sendable {
        var name: String
        var entries: [SendQueue.Entry]
        var next = 0
    }

    private var lanes: [Lane] = []
    private(set) var count = 0

    func count(in lane: String) -> Int {
        lanes.first { $0.name == lane }.map { $0.entries.count - $0.next } ?? 0
    }

    mutating func append(_ entry: SendQueue.Entry) {
        count += 1
        if let lane = lanes.firstIndex(where: { $0.name == entry.lane }) {
            lanes[lane].entries.append(entry)
        } else {
            lanes.append(Lane(name: entry.lane, entries: [entry]))
        }
    }

    mutating func popFirst() -> SendQueue.Entry? {
        guard !lanes.isEmpty else { return nil }
        count -= 1
        let entry = lanes[0].entries[lanes[0].next]
        lanes[0].next += 1
        if lanes[0].next == lanes[0].entries.count || (lanes.count > 1 && !entry.goesOn) {
            let lane = lanes.removeFirst()
            if lane.next < lane.entries.count { lanes.append(lane) }
        }
        return entry
    }

    mutating func drop(token: Int) {
        for index in lanes.indices {
            lanes[index].entries.removeSubrange(..<lanes[index].next)
            lanes[index].next = 0
            lanes[index].entries.removeAll { $0.token == token }
        }
        lanes.removeAll { $0.entries.isEmpty }
        count = lanes.reduce(0) { $0 + $1.entries.count }
    }
}
