import Pacing

/// Keeps a mirror of a Gerrit server's changes, as a value: what comes from outside goes in, what is to be done comes out.
///
/// It knows no socket and no clock: the carrier passes `now` in milliseconds of any clock that never goes back, carries out
/// the actions in order, and calls `tick` when `deadline` has come.
///
/// Events are hints, and answers of the REST API are the truth. Whatever is lost, doubled or comes late, a poll from before
/// the newest state seen finds it. All requests, those that write too, come out of one budget; one is on its way at a time,
/// and none while a batch waits to be stored.
public struct Sync: Sendable {
    public let settings: Settings
    public internal(set) var cursor: Cursor
    /// The account that requests are made by, once the server has said it.
    public internal(set) var account: Account?

    /// A number from 0 up to 1, another one each time: passed in so that every delay can be tested.
    let dice: @Sendable () -> Double
    var actions: [Action] = []
    var isStarted = false
    var nextID = 1
    /// Our clock against one that never goes back.
    var wallClock: (wall: Int, at: Int)?

    // Requests
    var bucket: TokenBucket
    var flight: Flight?
    /// What waits to be stored.
    var pending: Pending?
    var trouble = Trouble()
    /// What is asked for of each change, as far as the server knows it.
    var options = Self.allOptions
    var pageSize: Int
    /// The server's own limit, where it has shown one that is smaller than our page.
    var serverLimit: Int?
    var isIdentified = false

    // What is to be read
    var poll = Poll()
    var backfillPass: Pass?
    var dirty: [ChangeKey: Dirty] = [:]
    var outside: [ChangeKey: Outside] = [:]
    /// What was read by itself a moment ago, which a list may not have yet.
    var recentReads: [ChangeKey: RecentRead] = [:]
    var audit = Audit()
    /// Open and visible changes, and when the server last showed them.
    var open: [ChangeKey: Int] = [:]

    // What is to be written
    var writes: [Write] = []
    var writesHeldUntil = 0
    /// Until a write succeeds, one refusal is like another.
    var isRefusalTold = false

    var stream: Stream
    /// Hints that are not stored yet, with the token to acknowledge them by.
    var unstored: [HintID: [Int]] = [:]
    var skew = Skew()

    public init(
        _ settings: Settings, restored: Restored = Restored(), dice: @escaping @Sendable () -> Double
    ) {
        self.settings = settings
        self.dice = dice
        cursor = restored.cursor
        bucket = TokenBucket(burst: settings.burst, millisecondsEach: settings.millisecondsPerRequest)
        pageSize = max(1, settings.pageSize)
        stream = Stream(resumeAfter: restored.resumeAfter)
        nextID = (restored.hints.map(\.id).max() ?? 0) + 1
        for key in restored.openChanges { open[key] = Int.min }
        for hint in restored.hints { soil(hint.change, at: 0, hint: hint) }
        follow(settings.projects)
    }

    /// Something has happened.
    public mutating func handle(_ input: Input, at now: Int) -> [Action] {
        switch input {
        case .start(let wallClock): start(wallClock: wallClock, at: now)
        case .received(let id, let response): received(id, response, at: now)
        case .failed(let id, let reason): failed(id, reason, at: now)
        case .written(let id): written(id, at: now)
        case .unwritten(let id, let reason): unwritten(id, reason, at: now)
        case .streamOpened: streamOpened(at: now)
        case .heard(let line): heard(line, at: now)
        case .streamClosed(let reason): streamClosed(reason, at: now)
        case .hinted(let key, let token): hinted(key, token: token, at: now)
        case .stored(let id): stored(id)
        case .ask(let key): soil(key, at: now, withMessages: true)
        case .write(let write): writes.append(write)
        case .tick(let wallClock): tick(wallClock: wallClock, at: now)
        }
        if isStarted { goOn(at: now) }
        defer { actions = [] }
        return actions
    }

    private mutating func start(wallClock: Int, at now: Int) {
        isStarted = true
        self.wallClock = (wallClock, now)
        poll.gap = cursor.polledAt.map { max(0, wallClock - $0) } ?? 0
        poll.at = now
        // After a while away open changes may have gone that no list shows any more.
        audit.nextAt = cursor.highWater == nil ? now + settings.auditEvery : now
        stream.opensAt = now
        for key in dirty.keys { dirty[key]?.due = now + settings.settle }
    }

    private mutating func tick(wallClock wall: Int, at now: Int) {
        if let last = wallClock, abs((wall - last.wall) - (now - last.at)) > 60_000 {
            log(.notice, "our clock has jumped: reading what has changed")
            poll.at = now
        }
        wallClock = (wall, now)
    }

    mutating func log(_ severity: Severity, _ text: String) {
        actions.append(.log(severity, text))
    }

    mutating func newID() -> Int {
        defer { nextID += 1 }
        return nextID
    }

    func delay(_ attempt: Int) -> Int {
        Jitter(shortest: settings.retry.shortest, longest: settings.retry.longest).delay(
            attempt: attempt, random: dice())
    }
}
