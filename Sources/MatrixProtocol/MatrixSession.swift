internal import Chat
internal import Pacing

/// A bot's account on a Matrix homeserver, from logging in to the last message, as a value.
///
/// Answers, the passing of time and what we want to say go in; what is to be done comes out. It knows no socket and no
/// clock: the carrier passes `now` in milliseconds of any clock that never goes back, carries out the actions in order, and
/// calls `tick` when `deadline` has come.
///
/// One sync is on its way at a time, and none while what it brought has not had all its effects and is not stored; so what
/// is said while we are away is acted on once. In each room one message is on its way, stored before it was first tried.
public struct MatrixSession: Sendable {
    public internal(set) var settings: Settings
    public internal(set) var kept: Kept
    public internal(set) var phase = Phase.idle

    public enum Phase: Sendable, Hashable {
        case idle
        /// Asks whether it is a homeserver at all.
        case greeting
        /// Asks whose the token is.
        case identifying
        case loggingIn, refreshing
        /// New tokens are used only once they are safe.
        case storingTokens
        case ready, over
    }

    /// A number from 0 up to 1, another one each time: passed in so that every delay can be tested.
    let dice: @Sendable () -> Double
    /// Begins the names of transactions that have no better one, so that no two lives use the same.
    let life: String
    var actions: [Action] = []
    var nextID = 1
    /// When something that waits for time alone can go on.
    var wakeAt: Int?

    // Requests
    var flights: [RequestID: Flight] = [:]
    var lanes: [Lane: Retry] = [:]
    var trouble = Trouble()
    /// When something other than a room's past was last read or done.
    var succeededAt: Int?
    /// Of rooms whose past cannot be read though all else goes well.
    var strikes: [RoomID: Strikes] = [:]
    /// Whatever goes wrong and wherever, what is tried again is tried once a second in all.
    var retries = TokenBucket(burst: 1, millisecondsEach: 1000)

    // The account
    var token: Secret?
    /// Counts the tokens: an answer about an old one says nothing of the new one.
    var generation = 0
    var logins = TokenBucket(burst: 3, millisecondsEach: 300_000)
    var refreshes = TokenBucket(burst: 3, millisecondsEach: 20_000)

    // What is to be stored
    var stores: [StoreID: Storing] = [:]
    var storesAgain: [(due: Int, storing: Storing)] = []
    var isStoreTroubleTold = false

    // Reading
    var batch: Batch?
    /// Nothing of this life was read yet.
    var isFresh = true
    /// When a sync last came.
    var syncedAt: Int?
    var timelineLimit: Int
    var pageLimit: Int
    /// Syncs that came back at once and brought nothing.
    var emptySyncs = TokenBucket(burst: 5, millisecondsEach: 1000)
    var rooms: [RoomID: RoomState] = [:]

    // Getting into rooms
    var errands: [Errand: Due] = [:]
    /// Rooms that we were let into, until a sync shows them.
    var entered: [RoomID: Int] = [:]
    /// When a room was last made for somebody.
    var opened: [UserID: Int] = [:]
    /// Servers that are in a room.
    var servers: [RoomID: [String]] = [:]
    var accepted: Set<RoomID> = []
    var candidates: [RoomID: Candidate] = [:]
    var closings: [Place: Closing] = [:]
    /// Places whose room is another place's too; it is said once.
    var shared: Set<Place> = []
    /// Aliases that lead nowhere any more, and whether that was said.
    var lost: [RoomAlias: Bool] = [:]
    var invitations = TokenBucket(burst: 5, millisecondsEach: 10_000)

    // Talking
    var tickets: [Int: Ticket] = [:]
    /// Messages that are not stored yet, and must not be sent.
    var unstored: Set<String> = []
    /// How many private words answered something that was said elsewhere, while that is being acted on.
    var asides: [EventID: Int] = [:]
    var sendsNotBefore = 0
    /// The last message of each room that is to be marked as read.
    var unmarked: [RoomID: EventID] = [:]

    public init(_ settings: Settings, kept: Kept = Kept(), dice: @escaping @Sendable () -> Double) {
        self.settings = settings
        self.kept = kept
        self.dice = dice
        life = String(Int(dice() * 0x1p52), radix: 36)
        timelineLimit = max(1, settings.timelineLimit)
        pageLimit = max(1, settings.pageLimit)
    }

    /// Something has happened.
    public mutating func handle(_ input: Input, at now: Int) -> [Action] {
        guard phase != .over else {
            if case .say(let saying) = input { return [.notSaid(ticket: saying.ticket, .notConnected)] }
            return []
        }
        wakeAt = nil
        switch input {
        case .start: phase = .greeting
        case .received(let id, let response): received(id, response, at: now)
        case .failed(let id, let reason): failed(id, reason, at: now)
        case .stored(let id): stored(id, at: now)
        case .unstored(let id, let reason): unstored(id, reason, at: now)
        case .handled(let id): handled(id, at: now)
        case .say(let saying): say(saying, at: now)
        case .setRooms(let rooms, let inviters): setRooms(rooms, inviters, at: now)
        case .quit: stop(.farewell)
        case .tick: break
        }
        goOn(at: now)
        defer { actions = [] }
        return actions
    }

    /// When `tick` wants to be called next; nil: never, as things stand.
    public func deadline(at now: Int) -> Int? {
        let times = flights.values.map(\.deadline) + storesAgain.map(\.due) + [wakeAt].compactMap { $0 }
        return times.min().map { max($0, now) }
    }

    private mutating func goOn(at now: Int) {
        for (id, flight) in flights.sorted(by: { $0.key < $1.key }) where now >= flight.deadline {
            actions.append(.cancel(id))
            failed(id, "no answer in time", at: now)
        }
        storeAgain(at: now)
        switch phase {
        case .idle, .storingTokens, .over: break
        case .greeting, .identifying, .loggingIn, .refreshing: identify(at: now)
        case .ready:
            read(at: now)
            runErrands(at: now)
            speak(at: now)
        }
    }

    mutating func stop(_ ending: Ending) {
        phase = .over
        for id in flights.keys.sorted() { actions.append(.cancel(id)) }
        for ticket in tickets.keys.sorted() { actions.append(.notSaid(ticket: ticket, .notConnected)) }
        flights = [:]
        tickets = [:]
        actions.append(.stop(ending))
    }

    mutating func wake(at time: Int) {
        wakeAt = min(wakeAt ?? time, time)
    }

    mutating func log(_ severity: Severity, _ text: String) {
        actions.append(.log(severity, text.harmless))
    }

    mutating func newID() -> Int {
        defer { nextID += 1 }
        return nextID
    }

    func delay(_ attempt: Int) -> Int { settings.retry.delay(attempt: attempt, random: dice()) }
}
