import Chat
import MatrixModel
import Synchronization

@testable import MatrixProtocol

/// A session, its carrier, a bot and a model of a server, in one thread with a clock of its own: whatever may go wrong
/// between them goes wrong by the dice.
struct Simulation {
    enum Event {
        case input(MatrixSession.Input, life: Int)
        /// A request arrives at the server.
        case arrival(Request, MatrixSession.RequestID, until: Int, life: Int)
        case world
        case tick(life: Int)
        /// The announcer looks whether there is something to say.
        case announce(life: Int)
    }

    /// Chances in percent.
    struct Faults {
        var request = 0
        var kill = 0
        var disk = 0
        /// What befalls the account and the server: logouts, forgotten tokens, limits.
        var server = 0
    }

    static let place = Place("#nova:example.org")
    static let people = ["@alice:example.org", "@bob:example.org"]

    var random: Numbers
    var server = ModelHomeserver()
    var faults: Faults
    let settings: MatrixSession.Settings
    var now = 0
    private var queue: [(at: Int, order: Int, event: Event)] = []
    private var order = 0

    // What the disk holds: the session's, and the bot's ledger
    private(set) var kept = Kept()
    /// Commands that were carried out, each with the place where the bot's announcement of it is said.
    private(set) var ledger: [String] = []
    private var announced = 0

    private(set) var session: MatrixSession
    private(set) var life = 0
    private var tickAt: Int?
    private var held: [(request: Request, id: MatrixSession.RequestID, until: Int)] = []
    private var saidOfNow: Int?

    // What is checked
    private(set) var commands: [String] = []
    private(set) var votes: [String: Int] = [:]
    private(set) var liveVotes: [String: (value: Int, room: String)] = [:]
    private(set) var sends: [Int] = []
    private(set) var failures: [Int] = []
    private(set) var alerts: [MatrixSession.Alert] = []
    private(set) var ending: MatrixSession.Ending?
    private(set) var room = "!room0"
    private var number = 0

    init(seed: Int, settings: MatrixSession.Settings, faults: Faults = Faults()) {
        random = Numbers(seed: seed)
        self.settings = settings
        self.faults = faults
        session = MatrixSession(settings) { 0.5 }
        server.makeRoom(room, by: Self.people[0], alias: "#nova:example.org")
        server.enter(Self.people[1], room)
    }

    /// The program starts, with what the disk holds.
    mutating func start() {
        life += 1
        held = []
        saidOfNow = nil
        var dice = Numbers(seed: random.number(0...1_000_000))
        let rolls = (0..<64).map { _ in Double(dice.number(0...999)) / 1000 }
        let step = Step()
        session = MatrixSession(settings, kept: kept) { rolls[step.next() % rolls.count] }
        tickAt = nil
        give(.start)
        schedule(.announce(life: life), after: 1)
    }

    mutating func run(for duration: Int) {
        let end = now + duration
        while let next = queue.first, next.at <= end {
            queue.removeFirst()
            now = next.at
            carry(next.event)
        }
        now = end
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
            give(input)
        case .arrival(let request, let id, let until, let life) where life == self.life:
            arrive(request, id, until: until)
        case .tick(let life) where life == self.life:
            tickAt = nil
            give(.tick)
        case .announce(let life) where life == self.life:
            announce()
        case .world:
            happen()
        case .input, .arrival, .tick, .announce:
            break
        }
        if faults.kill > 0, random.chance(1), random.chance(faults.kill) { start() }
    }

    // MARK: The server

    private mutating func arrive(_ request: Request, _ id: MatrixSession.RequestID, until: Int) {
        let fault = random.chance(faults.request) ? random.number(0...9) : nil
        switch fault {
        case 0: return fail(.failed(id, reason: "connection refused"))
        case 1: return fail(.received(id, Response(status: 502, body: Array("<html>Bad gateway</html>".utf8))))
        case 2: return fail(.received(id, Response(status: 429, retryAfter: random.chance(50) ? "2" : nil)))
        case 3: return fail(.received(id, Response(status: 200, body: Array("<html>Maintenance</html>".utf8))))
        // It never answers.
        case 4: return failures.append(now)
        default: break
        }
        guard let response = server.answer(request, isOver: now >= until) else {
            held.append((request, id, until))
            return schedule(.arrival(request, id, until: until, life: life), after: until - now)
        }
        held.removeAll { $0.id == id }
        switch fault {
        // It was done, but nobody hears of it.
        case 5: fail(.failed(id, reason: "connection reset"))
        case 6: fail(.received(id, Response(status: 504, body: Array("{}".utf8))))
        case 7:
            fail(
                .received(
                    id, Response(status: response.status, body: Array(response.body.dropLast(random.number(1...40))))))
        case 8: failures.append(now)
        default: schedule(.input(.received(id, response), life: life), after: random.number(5...800))
        }
    }

    private mutating func fail(_ input: MatrixSession.Input) {
        failures.append(now)
        schedule(.input(input, life: life), after: random.number(5...200))
    }

    /// Requests that were held have something to tell now.
    private mutating func release() {
        let waiting = held
        held = []
        for (request, id, until) in waiting { arrive(request, id, until: until) }
    }

    mutating func happen() {
        let user = random.chance(60) ? Self.people[0] : Self.people[1]
        switch random.number(0...99) {
        case 0..<40:
            number += 1
            // What is said before it comes in is history.
            if server.rooms[room]?.members.contains(ModelHomeserver.bot) ?? false { commands.append("!do \(number)") }
            server.say("!do \(number)", in: room, by: user)
        case 40..<55: for _ in 0..<random.number(1...30) { server.say("chatter", in: room, by: user) }
        case 55..<60: server.say("!no", in: room, by: user, kind: "m.notice")
        case 60..<75:
            guard let post = server.said(in: room).last else { break }
            let value = random.number(1...5)
            liveVotes[server.react("\(value)\u{FE0F}\u{20E3}", to: post.id, in: room, by: user)] = (value, room)
        case 75..<80:
            // Nobody listens in a room that goes on in another.
            guard let vote = liveVotes.filter({ $0.value.room == room }).keys.min() else { break }
            liveVotes[vote] = nil
            server.redact(vote, in: room, by: user)
        case 80..<82 where faults.server > 0:
            guard server.rooms[room]?.members.contains(ModelHomeserver.bot) ?? false else { break }
            let next = "!room\(number)x\(server.rooms.count)"
            server.upgrade(room, to: next, by: Self.people[0])
            for person in Self.people.dropFirst() { server.enter(person, next) }
            room = next
        case 82..<100 where random.chance(faults.server):
            switch random.number(0...4) {
            case 0: server.expireTokens()
            case 1: server.revokeTokens()
            case 2: server.forgottenBefore = server.position
            case 3: server.burst = random.number(0...2)
            default: server.repeatsEvents.toggle()
            }
        case 82..<86: server.burst = nil
        default: break
        }
        release()
    }

    // MARK: The carrier

    mutating func give(_ input: MatrixSession.Input) {
        for action in session.handle(input, at: now) { perform(action) }
        guard let deadline = session.deadline(at: now), deadline < tickAt ?? Int.max else { return }
        tickAt = deadline
        // A clock that is looked at twice in a row without need would spin.
        schedule(.tick(life: life), after: max(1, deadline - now))
    }

    private mutating func perform(_ action: MatrixSession.Action) {
        switch action {
        case .send(let request, let id):
            sends.append(now)
            let until = now + request.timeout
            schedule(.arrival(request, id, until: until, life: life), after: random.number(5...300))
        case .cancel(let id):
            held.removeAll { $0.id == id }
        case .store(let change, let id):
            if random.chance(faults.disk) {
                schedule(.input(.unstored(id, reason: "disk full"), life: life), after: 5)
            } else {
                kept.apply(change)
                schedule(.input(.stored(id), life: life), after: 5)
            }
        case .deliver(let heard, let id):
            carryOut(heard)
            schedule(.input(.handled(id), life: life), after: random.number(1...40))
        case .said(let ticket, _):
            guard ticket == saidOfNow else { break }
            saidOfNow = nil
            announced += 1
            schedule(.announce(life: life), after: 1)
        case .notSaid(let ticket, _):
            guard ticket == saidOfNow else { break }
            saidOfNow = nil
            schedule(.announce(life: life), after: 2000)
        case .alert(let alert): alerts.append(alert)
        case .stop(let ending): self.ending = ending
        case .log: break
        }
    }

    /// The bot: keeps commands by the id of their message, so that one that comes again is known.
    private mutating func carryOut(_ heard: MatrixSession.Heard) {
        switch heard {
        case .said(let said) where said.text.hasPrefix("!"):
            if !done.insert(said.id).inserted { return again.append(said.text) }
            ledger.append(said.text)
            schedule(.announce(life: life), after: 1)
        case .said, .edited: break
        case .reacted(let reaction): votes[reaction.id.text] = reaction.value
        case .redacted(let id, _, _): votes[id.text] = nil
        }
    }

    private var done: Set<EventID> = []
    /// Commands that were handed over twice: by a kill between their effects and the note of it.
    private(set) var again: [String] = []

    /// The announcer: says one line after the other, each by its name, and goes on only when it has been said.
    private mutating func announce() {
        guard saidOfNow == nil, announced < ledger.count, let place = Self.place else { return }
        saidOfNow = announced
        give(
            .say(
                MatrixSession.Saying(
                    ticket: announced, target: .place(place),
                    document: Document(Document.Line("done: \(ledger[announced])")), key: "nova.\(announced)")))
    }

    /// What was announced, in all rooms, in order.
    var announcements: [String] {
        server.rooms.keys.flatMap { server.said(in: $0) }.sorted { $0.position < $1.position }
            .compactMap { $0.content["body"].text }
    }
}

/// Counts, for the dice of a session.
private final class Step: Sendable {
    private let count = Mutex(0)
    func next() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }
}
