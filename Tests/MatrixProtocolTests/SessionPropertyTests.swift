import MatrixModel
import Testing

@testable import MatrixProtocol

@Suite struct SessionPropertyTests {
    private static func settings() -> MatrixSession.Settings {
        var settings = Bench.settings()
        settings.timelineLimit = 8
        settings.pageLimit = 10
        settings.sendsReceipts = true
        settings.sendsTyping = true
        return settings
    }

    private func play(_ simulation: inout Simulation, minutes: Int) {
        simulation.start()
        // What was there before it came is history.
        simulation.run(for: 5000)
        let end = minutes * 60_000
        var at = 0
        while at < end {
            simulation.schedule(.world, after: at)
            at += simulation.random.number(100...12_000)
        }
        simulation.run(for: end)
        simulation.faults = Simulation.Faults()
        simulation.server.burst = nil
        simulation.run(for: 1_800_000)
    }

    /// Each command was carried out, none twice, and of each it was said once, in order.
    private func check(_ simulation: Simulation) {
        #expect(simulation.ending == nil)
        let lost = Set(simulation.commands).subtracting(simulation.ledger)
        #expect(
            lost.isEmpty && simulation.ledger.count == simulation.commands.count,
            "lost \(lost.sorted()) \(simulation.alerts.suffix(4))")
        #expect(simulation.announcements == simulation.ledger.map { "done: \($0)" })
        #expect(simulation.votes == simulation.liveVotes.mapValues(\.value))
        #expect(simulation.kept.outbox.isEmpty)
        #expect(simulation.alerts.allSatisfy { if case .skipped = $0 { false } else { true } })
    }

    /// Requests in the busiest second.
    private func busiest(_ times: [Int]) -> Int {
        var start = 0
        var most = 0
        for end in times.indices {
            while times[end] - times[start] >= 1000 { start += 1 }
            most = max(most, end - start + 1)
        }
        return most
    }

    @Test(arguments: 0..<2)
    func `Without faults nothing is lost, nothing is done twice, and nothing is asked in vain`(seed: Int) {
        var simulation = Simulation(seed: seed, settings: Self.settings())
        play(&simulation, minutes: 10)
        check(simulation)
        #expect(simulation.again.isEmpty)
        #expect(simulation.alerts.isEmpty)
        #expect(!simulation.commands.isEmpty && !simulation.votes.isEmpty)
    }

    @Test(arguments: 0..<6)
    func `With every fault at random nothing is lost, and nothing is done twice`(seed: Int) {
        let faults = Simulation.Faults(request: 20, kill: 60, disk: 5, server: 15)
        var simulation = Simulation(seed: seed, settings: Self.settings(), faults: faults)
        simulation.server.ignoresTo = seed % 3 == 1
        simulation.server.pageLimit = [1000, 3, 1][seed % 3]
        simulation.server.givesRefreshTokens = seed % 4 != 3
        play(&simulation, minutes: 15)
        check(simulation)
        #expect(busiest(simulation.sends) <= 12)
    }
}
