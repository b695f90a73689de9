import Synchronization

@testable import GerritProtocol

/// A sync under a test's hands: the clock stands until it is moved, and the test gives every answer.
struct Bench {
    var sync: Sync
    private(set) var now = 0
    private let dice = Dice()
    private(set) var mirror = Mirror()
    private(set) var facts: [Fact] = []
    private(set) var batches: [Sync.Batch] = []
    private(set) var alerts: [Sync.Alert] = []
    /// All actions but requests, batches, alerts and what is logged.
    private(set) var others: [Sync.Action] = []
    private(set) var request: (request: Request, id: Sync.RequestID)?
    private(set) var requests: [String] = []
    /// Whether batches are stored as soon as they come.
    var stores = true
    var wall = 1_417_428_000_000

    static func settings(_ change: (inout Sync.Settings) -> Void = { _ in }) -> Sync.Settings {
        var settings = Sync.Settings()
        settings.projects = ["demo/code"]
        settings.usesStream = false
        settings.auditEvery = 100_000_000_000
        change(&settings)
        return settings
    }

    /// As after a first reading, with nothing open.
    static var followed: Sync.Restored {
        var restored = Sync.Restored()
        restored.cursor.projects = ["demo/code"]
        restored.cursor.highWater = ServerTime(text: "2014-12-01 10:00:00")
        return restored
    }

    init(_ settings: Sync.Settings = settings(), restored: Sync.Restored = followed) {
        sync = Sync(settings, restored: restored, dice: dice.roll)
    }

    /// Started, identified and done with the first poll.
    static func running(
        _ settings: Sync.Settings = settings(), restored: Sync.Restored = followed, showing changes: [Int] = []
    ) -> Bench {
        var bench = Bench(settings, restored: restored)
        bench.start()
        bench.identify()
        bench.answer(list: changes.map { change($0) })
        // The audit that a restart begins with.
        if bench.query?.contains("status:open") ?? false { bench.answer(list: changes.map { change($0) }) }
        return bench
    }

    static func change(
        _ number: Int, project: String = "demo/code", updated: String = "2014-12-01 10:00:00", more: Bool = false,
        _ members: String = ""
    ) -> String {
        """
        {"_number": \(number), "project": "\(project)", "status": "NEW", "change_id": "I\(number)", "updated": "\(updated)"\
        \(more ? ", \"_more_changes\": true" : "")\(members.isEmpty ? "" : ", \(members)")}
        """
    }

    /// From now on every number of the dice is this one.
    func roll(_ number: Double) { dice.number.withLock { $0 = number } }

    mutating func start() { give(.start(wallClock: wall)) }
    mutating func identify() { answer("{\"_account_id\": 1, \"username\": \"slotbot\"}") }

    mutating func give(_ input: Sync.Input) {
        for action in sync.handle(input, at: now) {
            switch action {
            case .send(let request, let id):
                self.request = (request, id)
                requests.append(request.path)
            case .commit(let batch):
                batches.append(batch)
                guard stores else { continue }
                facts += mirror.absorb(batch)
                give(.written(batch.id))
            case .alert(let alert): alerts.append(alert)
            case .log: break
            default: others.append(action)
            }
        }
    }

    mutating func answer(list: [String]) { answer("[\(list.joined(separator: ","))]") }

    mutating func answer(_ json: String) {
        answer(Response(status: 200, body: Array(")]}'\n\(json)".utf8)))
    }

    mutating func answer(status: Int, _ text: String = "", retryAfter: String? = nil) {
        answer(Response(status: status, body: Array(text.utf8), retryAfter: retryAfter))
    }

    mutating func answer(_ response: Response) {
        guard let id = request?.id else { return }
        request = nil
        give(.received(id, response))
    }

    mutating func fail() {
        guard let id = request?.id else { return }
        request = nil
        give(.failed(id, reason: "connection refused"))
    }

    /// Lets time pass, tick by tick, until a request goes out or the time is over.
    mutating func wait(_ milliseconds: Int) {
        let end = now + milliseconds
        while request == nil, let deadline = sync.deadline(at: now), deadline <= end {
            let step = max(1, deadline - now)
            now += step
            wall += step
            give(.tick(wallClock: wall))
        }
        if request == nil {
            wall += end - now
            now = end
        }
    }

    /// Lets time pass although a request is on its way.
    mutating func pass(_ milliseconds: Int) {
        now += milliseconds
        wall += milliseconds
        give(.tick(wallClock: wall))
    }

    /// What the request on its way asks for, decoded.
    var query: String? { request?.request.path.decodedQuery("q") }
    var path: String? { request.map { String($0.request.path.prefix { $0 != "?" }) } }
}

extension String {
    func decodedQuery(_ name: String) -> String? {
        let parts = split(separator: "?", maxSplits: 1).last?.split(separator: "&") ?? []
        let value = parts.first { $0.hasPrefix("\(name)=") }?.dropFirst(name.count + 1)
        return value.map {
            String($0).replacing("%20", with: " ").replacing("%3A", with: ":").replacing("%22", with: "\"")
        }
        .map { $0.replacing("%2F", with: "/").replacing("%28", with: "(").replacing("%29", with: ")") }
    }
}

/// Shows whatever number was put on it last.
private final class Dice: Sendable {
    let number = Mutex(0.0)
    @Sendable func roll() -> Double { number.withLock { $0 } }
}
