import Chat
import MatrixModel
import Synchronization

@testable import MatrixProtocol

/// A session under a test's hands: the clock stands until it is moved, the test gives every answer, or a model of a server
/// does.
struct Bench {
    static let room = "!room"
    static let place = Place("#nova:example.org")
    static let alice = "@alice:example.org"
    static let bob = "@bob:example.org"

    var session: MatrixSession
    private(set) var now = 0
    private let dice = Dice()
    /// What the disk holds.
    private(set) var kept = Kept()
    private(set) var heard: [MatrixSession.Heard] = []
    private(set) var alerts: [MatrixSession.Alert] = []
    private(set) var said: [Int: [EventID]] = [:]
    private(set) var refused: [Int: MatrixSession.Refusal] = [:]
    private(set) var ending: MatrixSession.Ending?
    private(set) var cancelled: [Int] = []
    /// On their way, oldest first.
    private(set) var requests: [(request: Request, id: Int, until: Int)] = []
    private(set) var sent: [(request: Request, at: Int)] = []
    private(set) var changes: [Kept.Change] = []
    private(set) var unstored: [Int] = []
    private(set) var unhandled: [Int] = []
    private(set) var logged: [String] = []
    var stores = true
    var handles = true
    var server = ModelHomeserver()

    static func settings(_ change: (inout MatrixSession.Settings) -> Void = { _ in }) -> MatrixSession.Settings {
        var settings = MatrixSession.Settings(
            access: .password(user: "slotkeeper", Secret(ModelHomeserver.password)), rooms: [place].compactMap { $0 })
        settings.inviters = Set([UserID(alice)].compactMap { $0 })
        settings.sendsReceipts = false
        settings.sendsTyping = false
        change(&settings)
        return settings
    }

    init(_ settings: MatrixSession.Settings = settings(), kept: Kept = Kept()) {
        session = MatrixSession(settings, kept: kept, dice: dice.roll)
        self.kept = kept
        server.makeRoom(Self.room, by: Self.alice, alias: "#nova:example.org")
        server.enter(Self.bob, Self.room)
    }

    /// In its room, with the first poll on its way.
    static func running(_ settings: MatrixSession.Settings = settings()) -> Bench {
        var bench = Bench(settings)
        bench.start()
        bench.serve()
        return bench
    }

    /// The program starts anew with what the disk holds.
    mutating func restart(_ settings: MatrixSession.Settings? = nil) {
        session = MatrixSession(settings ?? session.settings, kept: kept, dice: dice.roll)
        requests = []
        unstored = []
        unhandled = []
        start()
    }

    /// From now on every number of the dice is this one.
    func roll(_ number: Double) { dice.number.withLock { $0 = number } }

    mutating func start() { give(.start) }

    mutating func give(_ input: MatrixSession.Input) {
        for action in session.handle(input, at: now) {
            switch action {
            case .send(let request, let id):
                requests.append((request, id, now + request.timeout))
                sent.append((request, now))
            case .cancel(let id):
                requests.removeAll { $0.id == id }
                cancelled.append(id)
            case .store(let change, let id):
                changes.append(change)
                if stores {
                    kept.apply(change)
                    give(.stored(id))
                } else {
                    unstored.append(id)
                }
            case .deliver(let heard, let id):
                self.heard.append(heard)
                if handles { give(.handled(id)) } else { unhandled.append(id) }
            case .said(let ticket, let ids): said[ticket] = ids
            case .notSaid(let ticket, let refusal): refused[ticket] = refusal
            case .alert(let alert): alerts.append(alert)
            case .stop(let ending): self.ending = ending
            case .log(_, let text): logged.append(text)
            }
        }
    }

    // MARK: The server's part

    /// Answers everything that can be answered at once.
    mutating func serve() {
        while requests.indices.contains(where: { answerIfPossible($0) }) {}
    }

    private mutating func answerIfPossible(_ index: Int) -> Bool {
        let (request, id, until) = requests[index]
        guard let response = server.answer(request, isOver: now >= until) else { return false }
        requests.remove(at: index)
        give(.received(id, response))
        return true
    }

    /// Answers one request whose path has this in it.
    mutating func serve(only part: String) {
        if let index = requests.firstIndex(where: { $0.request.path.contains(part) }) { _ = answerIfPossible(index) }
    }

    /// The oldest request whose path has this in it.
    func request(_ part: String) -> Request? { requests.first { $0.request.path.contains(part) }?.request }

    mutating func answer(_ part: String, _ response: Response) {
        guard let index = requests.firstIndex(where: { $0.request.path.contains(part) }) else { return }
        give(.received(requests.remove(at: index).id, response))
    }

    mutating func answer(_ part: String, _ json: JSON) {
        answer(part, Response(status: 200, body: json.bytes))
    }

    mutating func answer(_ part: String, status: Int, _ json: JSON, retryAfter: String? = nil) {
        answer(part, Response(status: status, body: json.bytes, retryAfter: retryAfter))
    }

    mutating func fail(_ part: String, _ reason: String = "connection reset") {
        guard let index = requests.firstIndex(where: { $0.request.path.contains(part) }) else { return }
        give(.failed(requests.remove(at: index).id, reason: reason))
    }

    mutating func store() {
        let ids = unstored
        unstored = []
        for id in ids { give(.stored(id)) }
    }

    mutating func cannotStore(_ reason: String = "disk full") {
        let ids = unstored
        unstored = []
        for id in ids { give(.unstored(id, reason: reason)) }
    }

    mutating func handle() {
        let ids = unhandled
        unhandled = []
        for id in ids { give(.handled(id)) }
    }

    /// Lets time pass, tick by tick; the server answers nothing.
    mutating func wait(_ milliseconds: Int) {
        let end = now + milliseconds
        while let deadline = session.deadline(at: now), deadline <= end {
            now = max(now + 1, deadline)
            give(.tick)
        }
        now = max(now, end)
    }

    /// Lets time pass; the server answers what it can.
    mutating func live(_ milliseconds: Int) {
        let end = now + milliseconds
        serve()
        while let next = ([session.deadline(at: now)] + requests.map(\.until)).compactMap({ $0 }).min(), next <= end {
            now = max(now + 1, next)
            give(.tick)
            serve()
        }
        now = max(now, end)
    }

    // MARK: What is looked at

    /// The texts of what was said, edits and votes as words.
    var words: [String] {
        heard.map { heard in
            switch heard {
            case .said(let said): said.text
            case .edited(let said, let original, _): "\(original) -> \(said.text)"
            case .reacted(let reaction): "\(reaction.value) on \(reaction.message)"
            case .redacted(let id, _, let user): "\(id) gone by \(user)"
            }
        }
    }

    /// How the original of the last edit began, as far as that is known.
    var lastBeginning: String? {
        heard.reversed().lazy.compactMap { if case .edited(_, _, let beginning) = $0 { beginning } else { nil } }.first
    }

    var lastReaction: MatrixSession.Reaction? {
        heard.reversed().lazy.compactMap { if case .reacted(let reaction) = $0 { reaction } else { nil } }.first
    }

    var lastSaid: MatrixSession.Said? {
        heard.reversed().lazy.compactMap { if case .said(let said) = $0 { said } else { nil } }.first
    }

    /// Paths without queries, and without what leads to them.
    var paths: [String] {
        sent.map { String($0.request.path.dropFirst("/_matrix/client/".count).prefix { $0 != "?" }) }
    }

    mutating func say(
        _ text: String, ticket: Int = 1, to target: Target? = nil, answering: String? = nil, replacing: String? = nil,
        key: String? = nil, subject: String? = nil
    ) {
        guard let target = target ?? Self.place.map({ .place($0) }) else { return }
        give(
            .say(
                MatrixSession.Saying(
                    ticket: ticket, target: target, document: Document(Document.Line(text)),
                    answering: answering.flatMap { EventID($0) }, replaces: replacing, key: key, subject: subject)))
    }

    /// What the bot has said in its room, as the server has it.
    var bodies: [String] { server.said(in: Self.room).map { $0.content["body"].text ?? "" } }
}

extension Request {
    /// For so long the server may hold it, milliseconds.
    var timeout: Int {
        let rest = path.contains("/sync?") ? path.split(separator: "timeout=").dropFirst().first : nil
        return rest.flatMap { Int($0.prefix { $0.isNumber }) } ?? 0
    }
}

/// Shows whatever number was put on it last.
private final class Dice: Sendable {
    let number = Mutex(0.0)
    @Sendable func roll() -> Double { number.withLock { $0 } }
}
