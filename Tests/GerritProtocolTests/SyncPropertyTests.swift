import GerritModel
import Testing

@testable import GerritProtocol

@Suite struct SyncPropertyTests {
    static func settings() -> Sync.Settings {
        var settings = Sync.Settings()
        settings.projects = ["demo/code", "demo/specs"]
        settings.pageSize = 20
        settings.auditEvery = 1_200_000
        settings.since = ServerTime(seconds: 1_417_400_000)
        return settings
    }

    /// Every change that the server shows is known as it is, and no other is believed to be there.
    private func check(_ simulation: Simulation) {
        for (_, change) in simulation.server.changes.sorted(by: { $0.key < $1.key }) {
            let view = simulation.mirror[change.key]
            guard change.isVisible else {
                #expect(!simulation.mirror.isVisible(change.key), "\(change.key) is gone")
                continue
            }
            #expect(simulation.mirror.isVisible(change.key), "\(change.key)")
            #expect(view?.status == ChangeInfo.Status(word: change.status), "\(change.key)")
            #expect(view?.patchSet == change.patchSet, "\(change.key)")
            #expect(view?.topic ?? "" == change.topic, "\(change.key)")
            #expect(view?.isWorkInProgress == change.isWIP, "\(change.key)")
            let votes = (view?.votes ?? []).map { ($0.account.handle, $0.value) }
            #expect(Dictionary(uniqueKeysWithValues: votes) == change.votes, "\(change.key)")
        }
        checkTold(simulation)
    }

    /// What was told of each change leads, step by step, from the first sight of it to what is known now.
    private func checkTold(_ simulation: Simulation) {
        var views: [ChangeKey: ChangeView] = [:]
        for fact in simulation.told {
            if case .appeared(let view) = fact.kind {
                #expect(views[fact.change] == nil, "\(fact.change) appeared twice")
                views[fact.change] = view
                continue
            }
            guard var view = views[fact.change] else {
                Issue.record("\(fact) before the change appeared")
                continue
            }
            switch fact.kind {
            case .status(let from, let to):
                #expect(view.status == from, "\(fact)")
                view.status = to
            case .patchSet(let from, let to):
                #expect(view.patchSet == from && from < to, "\(fact)")
                view.patchSet = to
            case .topic(let from, let to):
                #expect(view.topic == from, "\(fact)")
                view.topic = to
            case .workInProgress(let is_):
                #expect(view.isWorkInProgress != is_, "\(fact)")
                view.isWorkInProgress = is_
            case .vote(let label, let account, let from, let to):
                let index = view.votes.firstIndex { $0.account.isSame(as: account) }
                #expect(index.map { view.votes[$0].value } ?? 0 == from && from != to, "\(fact)")
                view.votes.removeAll { $0.account.isSame(as: account) }
                if to != 0 { view.votes.append(ChangeView.Vote(label: label, account: account, value: to)) }
            default: break
            }
            views[fact.change] = view
        }
        for view in simulation.mirror.views {
            let folded = views[view.key]
            #expect(folded?.status == view.status && folded?.patchSet == view.patchSet && folded?.topic == view.topic)
            #expect(folded?.isWorkInProgress == view.isWorkInProgress && folded?.votes.count == view.votes.count)
        }
    }

    private func play(_ simulation: inout Simulation, minutes: Int) {
        for _ in 0..<simulation.random.number(20...60) { _ = simulation.server.happen(&simulation.random) }
        simulation.run(for: 60_000)
        simulation.start()
        let end = minutes * 60_000
        var at = 0
        while at < end {
            simulation.schedule(.world, after: at)
            at += simulation.random.number(100...20_000)
        }
        simulation.run(for: end)
        simulation.faults = Simulation.Faults()
        // Time for a whole audit, with the second look at what is not found.
        simulation.run(for: 4_000_000)
    }

    @Test(arguments: 0..<4)
    func `Without faults the mirror is the server, and each transition is told once`(seed: Int) {
        var simulation = Simulation(seed: seed, settings: Self.settings())
        play(&simulation, minutes: 30)
        check(simulation)
        #expect(simulation.overBudget == 0)
    }

    @Test(arguments: 0..<12)
    func `With every fault at random it is the server in the end, and each transition is told once`(seed: Int) {
        let faults = Simulation.Faults(request: 15, line: 30, kill: 60, disk: 5, streamCut: 10)
        var simulation = Simulation(seed: seed, settings: Self.settings(), faults: faults)
        simulation.server.indexLag = [0, 4, 40][seed % 3]
        simulation.server.saysMore = seed % 4 != 3
        simulation.skew = [0, 3_600_000, -3_600_000][seed % 3]
        play(&simulation, minutes: 30)
        check(simulation)
        #expect(simulation.overBudget == 0)
    }

    /// What one way of finding out misses, another would find; so each has to do alone what it can.
    private func alone(_ seed: Int, _ change: (inout Sync.Settings) -> Void) -> Simulation {
        var settings = Self.settings()
        settings.auditEvery = 100_000_000_000
        change(&settings)
        var simulation = Simulation(seed: seed, settings: settings)
        simulation.server.takesAway = false
        return simulation
    }

    @Test(arguments: 0..<4)
    func `Polls alone find everything`(seed: Int) {
        var simulation = alone(seed) { $0.usesStream = false }
        simulation.faults = Simulation.Faults(request: 15, kill: 60, disk: 5)
        simulation.server.indexLag = seed * 20
        play(&simulation, minutes: 30)
        check(simulation)
    }

    @Test(arguments: 0..<4)
    func `A stream that loses nothing tells everything, without polls`(seed: Int) {
        var simulation = alone(seed) {
            $0.pollEvery = 100_000_000_000
            $0.mostSingles = Int.max
        }
        play(&simulation, minutes: 20)
        check(simulation)
    }
}
