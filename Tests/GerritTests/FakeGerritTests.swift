import Foundation
import Gerrit
import GerritProtocol
import GerritTesting
import Testing

/// A year of a project on a stand-in for a server, which is named by the environment: `SLOTKEEPER_FAKE_GERRIT` is the path
/// of its `fake_gerrit.py`, with `data/kilo-specs.json` beside it.
@Suite(.enabled(if: FakeGerrit.script != nil), .timeLimit(.minutes(5))) struct FakeGerritTests {
    @Test func `whatever goes wrong, the mirror is like the server, and each decision is told once`() async throws {
        let fake = try await FakeGerrit.start(clock: "2014-08-01 00:00:00")
        defer { fake.stop() }
        let following = Following()
        // Some months, to be read at the start.
        try await fake.play(200)
        try await following.follow(fake.configuration(following)) { _ in
            try await following.wait("the first reading") {
                await following.keeper.news.contains { if case .progress(_, true) = $0 { true } else { false } }
            }
            var truth = try await fake.truth()
            try await following.wait("the first state") { await following.keeper.state == truth }
            try await fake.misbehave()
            var decisions: [String] = []
            while try await fake.play(6) > 0 {
                let next = try await fake.truth()
                try await following.wait("the next state", for: .seconds(120)) {
                    await following.keeper.state == next
                }
                for change in next {
                    guard let before = truth.first(where: { $0.number == change.number }) else { continue }
                    if before.status != change.status {
                        decisions.append("\(change.number) \(before.status) \(change.status)")
                    }
                }
                truth = next
            }
            #expect(truth.count == 119)
            #expect(decisions.count > 20)
            #expect(await following.keeper.decisions == decisions.sorted())
        }
        #expect(following.log.contains("a request failed"))
        #expect(following.log.contains("the stream has ended"))
    }

}

extension MemoryKeeper {
    fileprivate var state: [FakeGerrit.State] {
        mirror.views.map { view in
            var votes: [String: [String: Int]] = [:]
            for vote in view.votes { votes[vote.label, default: [:]][vote.account.handle] = vote.value }
            return FakeGerrit.State(
                number: view.key.number, status: FakeGerrit.word(view.status), patchset: view.patchSet, votes: votes)
        }.sorted { $0.number < $1.number }
    }

    fileprivate var decisions: [String] {
        facts.compactMap { fact in
            guard case .status(let old, let new) = fact.kind else { return nil }
            return "\(fact.change.number) \(FakeGerrit.word(old)) \(FakeGerrit.word(new))"
        }.sorted()
    }
}
