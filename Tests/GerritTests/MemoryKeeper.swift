import Gerrit
import GerritProtocol

/// Keeps a mirror in memory, and everything that it was told.
actor MemoryKeeper: GerritKeeper {
    private(set) var mirror = Mirror()
    private(set) var facts: [Fact] = []
    private(set) var hints: [Sync.HintID] = []
    private(set) var storedHints = 0
    private(set) var news: [GerritNews] = []
    private(set) var cursor = Sync.Cursor()
    private var failures = 0

    struct Failure: Error {}

    /// So many of the next attempts to store something fail.
    func fail(times: Int) {
        failures = times
    }

    func restore() -> Sync.Restored {
        Sync.Restored()
    }

    func commit(_ batch: Sync.Batch) throws {
        try failIfTold()
        facts += mirror.absorb(batch)
        cursor = batch.cursor
    }

    func store(_ hint: Sync.Hint) throws {
        try failIfTold()
        hints.append(hint.id)
        storedHints += 1
    }

    func forget(_ forgotten: [Sync.HintID]) {
        hints.removeAll { forgotten.contains($0) }
    }

    func hear(_ news: GerritNews) {
        self.news.append(news)
    }

    var wasToldOfAnUnreachableServer: Bool {
        news.contains { if case .alert(.unreachable) = $0 { true } else { false } }
    }

    func title(_ number: Int) -> String? {
        mirror[World.key(number)]?.title
    }

    private func failIfTold() throws {
        guard failures > 0 else { return }
        failures -= 1
        throw Failure()
    }
}
