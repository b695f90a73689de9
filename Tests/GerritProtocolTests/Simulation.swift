import GerritModel
import Pacing
import Synchronization

@testable import GerritProtocol

/// A sync, its carrier and a model of a server, in one thread with a clock of its own: whatever may go wrong between them
/// goes wrong by the dice.
struct Simulation {
    enum Event {
        case input(Sync.Input, life: Int)
        case answer(Request, Sync.RequestID, life: Int)
        case world
        case tick(life: Int)
        case line(String, stream: Int)
    }

    /// Chances in percent.
    struct Faults {
        var request = 0
        var line = 0
        var kill = 0
        var disk = 0
        var streamCut = 0
    }

    var random: Numbers
    var server: ModelServer
    var faults: Faults
    var settings: Sync.Settings
    var now = 0
    /// Of our clock against the server's, milliseconds.
    var skew = 0
    private var queue: [(at: Int, order: Int, event: Event)] = []
    private var order = 0

    // What the disk holds
    private(set) var mirror = Mirror()
    private(set) var told: [Fact] = []
    private(set) var cursor = Sync.Cursor()
    private(set) var hints: [Sync.Hint] = []

    private(set) var sync: Sync
    /// Counts the kills: what comes for an earlier life is lost.
    private(set) var life = 0
    private var stream = 0
    private var isStreamOpen = false
    private var tickAt: Int?

    // What is checked
    private(set) var requests = 0
    private(set) var alerts: [Sync.Alert] = []
    private(set) var tellings: [Sync.Batch.Telling] = []
    private(set) var overBudget = 0
    private var tokens: Double
    private var countedAt = 0

    init(seed: Int, settings: Sync.Settings, faults: Faults = Faults()) {
        random = Numbers(seed: seed)
        server = ModelServer(clock: 1_417_428_000, projects: settings.projects)
        self.settings = settings
        self.faults = faults
        tokens = Double(settings.burst)
        sync = Sync(settings) { 0.5 }
    }

    /// The program starts, with what the disk holds.
    mutating func start() {
        life += 1
        isStreamOpen = false
        stream += 1
        var restored = Sync.Restored()
        restored.cursor = cursor
        restored.openChanges = mirror.openChanges
        restored.hints = hints
        var dice = Numbers(seed: Int.random(in: 0..<1_000_000, using: &random))
        let rolls = (0..<64).map { _ in Double(dice.number(0...999)) / 1000 }
        let step = Step()
        sync = Sync(settings, restored: restored) { rolls[step.next() % rolls.count] }
        tickAt = nil
        give(.start(wallClock: wall))
    }

    private var wall: Int { server.clock * 1000 + skew }

    /// Runs until `duration` milliseconds have passed.
    mutating func run(for duration: Int) {
        let end = now + duration
        while let next = queue.first, next.at <= end {
            queue.removeFirst()
            advance(to: next.at)
            carry(next.event)
        }
        advance(to: end)
    }

    private mutating func advance(to time: Int) {
        server.clock += time / 1000 - now / 1000
        now = time
    }

    mutating func schedule(_ event: Event, after delay: Int) {
        order += 1
        let entry = (at: now + max(0, delay), order: order, event: event)
        let place = queue.firstIndex { ($0.at, $0.order) > (entry.at, entry.order) } ?? queue.endIndex
        queue.insert(entry, at: place)
    }

    private mutating func carry(_ event: Event) {
        switch event {
        case .input(let input, let life) where life == self.life:
            if case .streamOpened = input { isStreamOpen = true }
            give(input)
        case .answer(let request, let id, let life) where life == self.life:
            answer(request, id)
        case .tick(let life) where life == self.life:
            tickAt = nil
            give(.tick(wallClock: wall))
        case .world:
            happen()
        case .line(let line, let number) where number == stream && isStreamOpen:
            give(.heard(line))
        case .input, .answer, .tick, .line:
            break
        }
        if faults.kill > 0, random.chance(1), random.chance(faults.kill) { start() }
    }

    mutating func happen() {
        for line in server.happen(&random) {
            if random.chance(faults.line) {
                switch random.number(0...5) {
                case 0: continue
                case 1: deliver("{\"type\":\"dropped-output\"}")
                case 2: deliver(String(line.prefix(30)))
                case 3: for _ in 0..<3 { deliver(line) }
                case 4: deliver(line, after: 20_000)
                default: deliver(line, after: 1)
                }
            } else {
                deliver(line)
            }
        }
        if isStreamOpen, random.chance(faults.streamCut) { cutStream() }
    }

    mutating func cutStream() {
        isStreamOpen = false
        stream += 1
        schedule(.input(.streamClosed(reason: "cut"), life: life), after: 10)
    }

    private mutating func deliver(_ line: String, after delay: Int = 200) {
        schedule(.line(line, stream: stream), after: delay)
    }

    private mutating func answer(_ request: Request, _ id: Sync.RequestID) {
        let whole = server.answer(request)
        guard random.chance(faults.request) else {
            // Things go on happening while the answer is on its way.
            return schedule(.input(.received(id, whole), life: life), after: random.number(20...3000))
        }
        switch random.number(0...9) {
        case 0: give(.failed(id, reason: "connection reset"))
        case 1: give(.received(id, Response(status: 502, body: Array("Bad gateway".utf8))))
        case 2: give(.received(id, Response(status: 429, retryAfter: random.chance(50) ? "9" : nil)))
        case 3: give(.received(id, Response(status: 200, body: Array("<html>Sign in</html>".utf8))))
        case 4: give(.received(id, Response(status: 200, body: Array(whole.body.prefix(whole.body.count / 2)))))
        case 5: give(.received(id, Response(status: 200, body: whole.body + whole.body)))
        case 6: give(.received(id, Response(status: 404, body: Array("<html>Not found</html>".utf8))))
        case 7: give(.received(id, Response(status: 200, body: Array(whole.body.dropFirst(5)))))
        case 8: break
        default: give(.received(id, Response(status: 503, retryAfter: "20")))
        }
    }

    mutating func give(_ input: Sync.Input) {
        for action in sync.handle(input, at: now) { perform(action) }
        guard let deadline = sync.deadline(at: now), deadline < tickAt ?? Int.max else { return }
        tickAt = deadline
        // A clock that is looked at twice in a row without need would spin.
        schedule(.tick(life: life), after: max(1, deadline - now))
    }

    private mutating func perform(_ action: Sync.Action) {
        switch action {
        case .send(let request, let id):
            count()
            schedule(.answer(request, id, life: life), after: random.number(20...2000))
        case .commit(let batch):
            if random.chance(faults.disk) {
                schedule(.input(.unwritten(batch.id, reason: "disk full"), life: life), after: 5)
                return
            }
            // One append: the facts, the state and the cursor.
            told += mirror.absorb(batch)
            cursor = batch.cursor
            tellings.append(batch.telling)
            schedule(.input(.written(batch.id), life: life), after: 5)
        case .store(let hint):
            hints.append(hint)
            schedule(.input(.stored(hint.id), life: life), after: 5)
        case .forget(let ids):
            hints.removeAll { ids.contains($0.id) }
        case .openStream:
            stream += 1
            schedule(.input(.streamOpened, life: life), after: 300)
        case .closeStream:
            cutStream()
        case .alert(let alert):
            alerts.append(alert)
        case .acknowledge, .cancel, .finished, .progress, .log:
            break
        }
    }

    private mutating func count() {
        requests += 1
        let saved = Double(now - countedAt) / Double(settings.millisecondsPerRequest)
        tokens = min(Double(settings.burst), tokens + saved) - 1
        countedAt = now
        if tokens < -0.001 { overBudget += 1 }
    }
}

/// Counts, for the dice of a sync.
private final class Step: Sendable {
    private let count = Mutex(0)
    func next() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }
}
