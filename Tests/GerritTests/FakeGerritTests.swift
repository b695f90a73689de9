import Foundation
import Gerrit
import GerritProtocol
import NIOHTTP1
import Testing

/// A year of a project on a stand-in for a server, which is named by the environment: `SLOTKEEPER_FAKE_GERRIT` is the path
/// of its `fake_gerrit.py`, with `data/kilo-specs.json` beside it.
@Suite(.enabled(if: FakeGerrit.script != nil), .timeLimit(.minutes(5))) struct FakeGerritTests {
    @Test func `whatever goes wrong, the mirror is like the server, and each decision is told once`() async throws {
        let fake = try await FakeGerrit.start(clock: "2014-08-01 00:00:00")
        defer { fake.stop() }
        let following = Following()
        // Some months, to be read at the start.
        _ = try await fake.call(.POST, "/play", "{\"steps\":200}", as: Ignored.self)
        try await following.follow(fake.configuration(following)) { _ in
            try await following.wait("the first reading") {
                await following.keeper.news.contains { if case .progress(_, true) = $0 { true } else { false } }
            }
            var truth = try await fake.truth()
            try await following.wait("the first state") { await following.keeper.state == truth }
            _ = try await fake.call(.POST, "/faults", Self.faults, as: Ignored.self)
            var decisions: [String] = []
            while try await fake.call(.POST, "/play", "{\"steps\":6}", as: Played.self).done > 0 {
                let next = try await fake.truth()
                try await following.wait("the next state", for: .seconds(60)) {
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

    private struct Ignored: Decodable {}
    private struct Played: Decodable { var done: Int }

    private static let faults = """
        {"http": [
            {"path": "/changes/", "kind": "close", "every": 5},
            {"path": "/changes/", "kind": "truncate", "bytes": 2000, "every": 6},
            {"path": "/changes/", "kind": "short", "bytes": 2000, "every": 7},
            {"path": "/changes/", "kind": "status", "status": 503, "text": "busy", "every": 8},
            {"path": "/changes/", "kind": "html", "every": 9},
            {"path": "/changes/", "kind": "nomore", "every": 4}],
         "stream": [
            {"kind": "drop", "every": 4},
            {"kind": "duplicate", "every": 5},
            {"kind": "reorder", "every": 6},
            {"kind": "garbage", "every": 11},
            {"kind": "dropped-output", "every": 13},
            {"kind": "disconnect", "cut": true, "every": 17}]}
        """
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
