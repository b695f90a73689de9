import Foundation
import GerritModel
import GerritProtocol
import GerritTesting
import ReviewSlots
import Testing

/// The program as a process that follows a Gerrit server: whatever breaks, and however often it is killed, the board is as
/// the server in the end, and everything has been written down once.
@Suite(.serialized, .timeLimit(.minutes(10))) struct GerritProcessTests {
    private static let kills = ProcessInfo.processInfo.environment["SLOTKEEPER_KILLS"].flatMap { Int($0) } ?? 20
    private static let operations = 150

    @Test func `However often it is killed, the board is as the server, and each transition is written down once`()
        async throws
    {
        var random = Numbers(seed: Int.random(in: 0..<1_000_000))
        let seed = random.number(0...1_000_000)
        try await GerritProgram.with(seed: seed) { program, server in
            for _ in 0..<60 { server.happen { $0.live(&$1) } }
            server.faults = StandIn.Faults(request: 10)
            var bot = try program.startBot()
            // In the middle of the first reading, as long as it goes on.
            for _ in 0..<min(4, Self.kills) {
                try await program.waitForRequests(random.number(1...12), of: server)
                GerritProgram.kill(bot)
                bot = try program.startBot()
            }
            try await program.waitUntilEqual(server, "after the first reading, seed \(seed)")
            try await program.checkFirstReading()

            server.faults = StandIn.Faults(request: 10, line: 25, cut: 5)
            server.with { $0.indexLag = 15 }
            let rounds = max(1, Self.kills - 4)
            for round in 1...rounds {
                let share = Self.operations * round / rounds - Self.operations * (round - 1) / rounds
                for _ in 0..<share {
                    server.happen { $0.live(&$1) }
                    try await program.waitForRequests(random.number(0...3), of: server)
                }
                try await program.waitForRequests(random.number(0...8), of: server)
                try await Task.sleep(for: .milliseconds(random.number(0...30)))
                GerritProgram.kill(bot)
                bot = try program.startBot()
            }
            server.faults = StandIn.Faults()
            // The lists catch up.
            server.with { $0.clock += 60 }
            try await program.waitUntilEqual(server, "in the end, seed \(seed)")
            try await program.checkChains()
            GerritProgram.kill(bot)
        }
    }

    @Test(.enabled(if: FakeGerrit.script != nil))
    func `A cycle of a stand-in by other hands ends on the board as on the server`() async throws {
        let fake = try await FakeGerrit.start(clock: "2014-08-01 00:00:00")
        defer { fake.stop() }
        try await fake.play(60)
        let program = try GerritProgram(following: fake)
        defer { program.end() }
        var random = Numbers(seed: 7)
        try await fake.misbehave()
        var bot = try program.startBot()
        for _ in 0..<Self.kills {
            try await fake.play(1 + 242 / Self.kills)
            try await Task.sleep(for: .milliseconds(random.number(100...1500)))
            GerritProgram.kill(bot)
            bot = try program.startBot()
        }
        try await program.waitUntilEqual(fake)
        try await program.checkChains()
    }

    @Test(.enabled(if: FakeGerrit.script != nil))
    func `Something is wrong with every seventh request and event, and the stream is cut fifty times`() async throws {
        let fake = try await FakeGerrit.start(clock: "2014-08-01 00:00:00")
        defer { fake.stop() }
        try await fake.play(20)
        let program = try GerritProgram(following: fake)
        defer { program.end() }
        try await fake.misbehave()
        try await program.whileRunning {
            for _ in 0..<50 {
                try await program.wait("a stream") { try await !fake.streams().isEmpty }
                try await fake.play(3)
                try await fake.cutStreams()
                try await fake.play(3)
            }
            try await fake.play(1000)
            try await program.waitUntilEqual(fake)
            try await program.checkChains()
        }
        #expect(try await fake.faultsMet().count == 12)
    }

    @Test(.enabled(if: FakeGerrit.script != nil))
    func `Two hundred events go by while it stands still, and it catches up`() async throws {
        let fake = try await FakeGerrit.start(clock: "2014-08-01 00:00:00")
        defer { fake.stop() }
        try await fake.play(60)
        let program = try GerritProgram(following: fake)
        defer { program.end() }
        let bot = try program.startBot()
        try await program.wait("a stream") { try await !fake.streams().isEmpty }
        try await program.ask("!gerrit", until: "answered")
        try await fake.stall(seconds: 3)
        kill(bot.processIdentifier, SIGSTOP)
        try await fake.play(1000)
        #expect(try await fake.streams().map(\.dropped).max() ?? 0 > 200 - 128)
        kill(bot.processIdentifier, SIGCONT)
        try await program.waitUntilEqual(fake)
        try await program.checkChains()
        GerritProgram.kill(bot)
    }

    /// What of three published summaries cannot follow from the stand-in's changes: it has given-up ones open for longer, two
    /// were merged later on the day of the summary, and of one people said more than its changes do.
    private static let otherwise: [String: Set<Int>] = [
        "2014-10-31": [126958, 127123], "2014-11-28": [127123, 132065, 134506, 135527], "2014-12-15": [92507, 127123],
    ]

    @Test(.enabled(if: FakeGerrit.script != nil))
    func `Specs are on the days of three published summaries what these say`() async throws {
        let fake = try await FakeGerrit.start(clock: "2014-08-01 00:00:00")
        defer { fake.stop() }
        let program = try GerritProgram(following: fake)
        defer { program.end() }
        try await program.whileRunning {
            try await program.ask("!gerrit")
            for (day, otherwise) in Self.otherwise.sorted(by: { $0.key < $1.key }) {
                try await fake.play(until: "\(day) 23:00:00")
                let post = Executable.project.appendingPathComponent("config/demo/kilo-\(day).txt")
                let summary = try SummaryReader.read(String(contentsOf: post, encoding: .utf8)).summaries[0]
                let reviews = summary.categories.flatMap(\.items).flatMap(\.reviews)
                    .filter { !otherwise.contains($0.number) }
                #expect(reviews.count >= 38)
                var different: [String] = []
                try await program.wait("the specs to be as on \(day)", but: { different.joined(separator: ", ") }) {
                    different = try await program.board { board in
                        reviews.filter { review in
                            let spec = board.spec(ofReview: review.number)
                            return spec?.reviews.first { $0.number == review.number }?.states != review.states
                        }.map { "\($0.number)" }
                    }
                    return different.isEmpty
                }
            }
        }
    }

    @Test func `A server that is down at the start is waited for`() async throws {
        try await GerritProgram.with { program, server in
            for _ in 0..<20 { server.happen { $0.live(&$1) } }
            server.faults.isDown = true
            try await program.whileRunning {
                try await program.ask("!slots", until: "gerrit has not answered")
                server.faults.isDown = false
                try await program.waitUntilEqual(server, "once it is up")
                try await program.checkFirstReading()
            }
        }
    }

    @Test func `A wrong password is told once, and a right one counts without a restart`() async throws {
        try await GerritProgram.with { program, server in
            for _ in 0..<20 { server.happen { $0.live(&$1) } }
            try program.setPassword("wrong")
            try await program.whileRunning {
                let refusal = "gerrit refuses the bot"
                try await program.wait("the alert") { program.announcements.contains { $0.contains(refusal) } }
                try await program.waitForRequests(4, of: server)
                #expect(program.announcements.count { $0.contains(refusal) } == 1)
                #expect(program.log.count { $0.contains(refusal) } == 1)
                try program.setPassword(server.password)
                try await program.waitUntilEqual(server, "once the password is right")
                try await program.wait("the good news") { program.log.contains { $0.contains("answers again") } }
                try await program.ask("!gerrit", until: "answered")
                #expect(program.announcements.count { $0.contains(refusal) } == 1)
                #expect(try await program.ask("!gerrit").contains(refusal) == false)
            }
        }
    }
}

extension GerritProgram {
    fileprivate init(following fake: FakeGerrit) throws {
        try self.init {
            Self.configuration(
                $0, fake.url, fake.streamCommand, "{mode: advise}",
                projects: ["openstack/nova", "openstack/nova-specs"])
        }
        try setPassword("s3cret")
    }

    /// Until so many more requests have come.
    func waitForRequests(_ count: Int, of server: StandIn) async throws {
        let wanted = server.requests + count
        try await wait("\(count) requests") { server.requests >= wanted }
    }

    func waitUntilEqual(_ server: StandIn, _ when: String) async throws {
        var differences: [String] = []
        try await wait("the board to be as the server \(when)", but: { differences.joined(separator: "\n") }) {
            differences = try await self.differences(server.model)
            return differences.isEmpty
        }
    }

    func waitUntilEqual(_ fake: FakeGerrit) async throws {
        let truth = try await fake.truth()
        try await wait("the board to be as the server") {
            try await board { board in
                let known = truth.filter { board.spec(ofReview: $0.number) != nil }
                return known.count > 100
                    && known.allSatisfy { change in
                        let states =
                            board.spec(ofReview: change.number)?.reviews
                            .first { $0.number == change.number }?.states ?? []
                        return states.contains(.approved) == (change.status == "MERGED")
                            && states.contains(.abandoned) == (change.status == "ABANDONED")
                    }
            }
        }
    }

    /// Where the board is not as the server.
    private func differences(_ model: ModelServer) async throws -> [String] {
        guard FileManager.default.fileExists(atPath: executable.ledger) else { return ["no ledger"] }
        return try await board { board in
            var found: [String] = []
            for change in model.changes.values.sorted(by: { $0.key < $1.key }) where change.isVisible {
                let number = change.key.number
                if let states = model.specStates[number] {
                    let spec = board.spec(ofReview: number)?.reviews.first { $0.number == number }
                    if spec.map({ Set($0.states.map(\.rawValue)) }) != states {
                        found.append("\(number): \(states) \(spec.map { "\($0.states)" } ?? "missing")")
                    }
                } else if change.key.project == "demo/code" {
                    let blueprint = change.blueprint.flatMap { board.blueprint(named: $0) }
                        .flatMap { board.blueprints[$0] }
                    let known = board.changes[number]?.status
                    let isOwed = change.status == "NEW" && blueprint?.isOpen ?? true
                    if known.map({ $0 != change.boardStatus }) ?? isOwed {
                        found.append("\(number): \(change.boardStatus) \(known.map { "\($0)" } ?? "missing")")
                    }
                }
            }
            return found
        }
    }

    /// What was there before is told in one.
    func checkFirstReading() async throws {
        let events = try await events()
        #expect(!events.isEmpty)
        #expect(events.filter { $0.source == "review system" }.map(\.event) == [])
        try await wait("the announcement") { announcements.contains { $0.contains("first reading") } }
        #expect(announcements.filter { !$0.contains("first reading") } == [])
    }

    /// What was written down of each change and each review leads, step by step, to what the board has.
    func checkChains() async throws {
        var changes: [Int: Change?] = [:]
        var states: [Int: Set<SpecState>] = [:]
        for (event, _) in try await events() {
            switch event {
            case .changeStated(let number, let from, let to):
                #expect(changes[number, default: nil] == from && from != to, "\(event)")
                changes[number] = .some(to)
            case .specAdded(_, _, _, _, let reviews, _):
                for review in reviews {
                    #expect(states[review.number] == nil, "\(event)")
                    states[review.number] = review.states
                }
            case .specReviewAdded(_, let review, _):
                #expect(states[review] == nil, "\(event)")
                states[review] = []
            case .specStated(_, let review, let from, let to):
                #expect(states[review] == from && from != to, "\(event)")
                states[review] = to
            default: break
            }
        }
        let told = changes.compactMapValues(\.self)
        let ends = states
        try await board { board in
            #expect(board.changes.values.allSatisfy { told[$0.number] == $0 })
            #expect(board.specs.values.flatMap(\.reviews).allSatisfy { ends[$0.number] == $0.states })
        }
    }
}

extension ModelServer.Change {
    fileprivate var boardStatus: Change.Status {
        switch status {
        case "MERGED": .merged
        case "ABANDONED": .abandoned
        default: isWIP ? .wip : .open
        }
    }

    fileprivate var blueprint: String? { message.split(separator: " ").last.map(String.init) }
}
