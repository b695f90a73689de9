import Bot
import Chat
import Gerrit
import GerritProtocol
import Ledger
import struct Ledger.Account
import Logging
import ReviewSlots

/// Keeps what one server says, and makes the boards that follow it equal to it.
///
/// The states are stored in the cache first and then told to the boards, whose own state decides what is news: so it does
/// not matter where a crash comes between.
actor ReviewKeeper: GerritKeeper {
    nonisolated let server: String
    nonisolated let boards: [BoardReviews]
    /// Milliseconds.
    private let digestAfter: Int
    private let cache: ReviewCache
    let context: PluginContext
    let logger: Logger
    private(set) var mirror = Mirror()
    private(set) var cursor = Sync.Cursor()
    private(set) var account: GerritProtocol.Account?
    /// By the server's clock, when it last answered.
    private(set) var serverTime: ServerTime?
    /// Changes of whose newest state the boards have not heard.
    private var untold: Set<ChangeKey> = []
    /// Those that are to be told in one, when all of them are read.
    private var held: Set<ChangeKey> = []
    /// Changes that were moved to another project: a board that does not follow that one has lost them.
    private var moved: Set<ChangeKey> = []
    private var droppedAt = Timestamp(0)
    /// Changes of boards that no list has shown, and that were asked for.
    private var asked: Set<ChangeNumber> = []
    private var generations: [String: Int] = [:]
    private(set) var trouble: String?
    var claims: [String: Claim] = [:]
    var blocks: [String: Blocks]
    /// Something has happened that blocks may follow from.
    var arePlansDue = true
    /// What is to be asked and written next; the running part passes it on.
    nonisolated let wishes = AsyncStream.makeStream(of: Wish.self, bufferingPolicy: .unbounded)

    enum Wish: Sendable {
        case ask(ChangeKey)
        case write(Write)
    }

    init(
        server: String, boards: [BoardReviews], digestAfter: Int = Sync.Settings().digestAfter, cache: ReviewCache,
        context: PluginContext, logger: Logger
    ) {
        self.server = server
        self.boards = boards
        self.digestAfter = digestAfter
        self.cache = cache
        self.context = context
        self.logger = logger
        blocks = Dictionary(boards.map { ($0.board, Blocks($0.blocks)) }) { first, _ in first }
    }

    /// Boards that the bot serves no more keep their history, and hear nothing.
    var served: [BoardReviews] {
        let names = context.boards
        return boards.filter { names.contains($0.board) }
    }

    // MARK: What the sync finds

    func restore() async throws -> Sync.Restored {
        try await inTurn {
            var (views, restored) = try await self.cache.load()
            self.mirror = Mirror(views)
            self.cursor = restored.cursor
            self.account = try await self.cache.account()
            self.untold = Set(self.mirror.views.map(\.key))
            try await self.findMoved()
            restored.openChanges = self.mirror.openChanges
            try await self.tell(try await self.restoredTelling())
            return restored
        }
    }

    /// Changes that a board has, in projects that it does not follow, were moved there before a crash.
    private func findMoved() async throws {
        for board in served {
            let strangers = mirror.views.filter { !board.follows($0) }.map(\.key)
            moved.formUnion(
                try await context.read(ReviewsReducer.self, board: board.board) { _, view in
                    strangers.filter { view.board.changes[$0.number] != nil }
                })
        }
    }

    /// What was stored before a crash and not told is told as it would have been.
    private func restoredTelling() async throws -> Sync.Batch.Telling {
        var isNews = true
        for board in served {
            isNews =
                try await context.read(ReviewsReducer.self, board: board.board) { state, _ in
                    state.links.isEmpty && state.specs.isEmpty && state.hidden.isEmpty
                } && isNews
        }
        if isNews { return .quietly }
        let gap = cursor.polledAt.map { context.now().seconds * 1000 - $0 } ?? 0
        return gap > digestAfter ? .digest(gap: gap, isLast: true) : .each
    }

    func commit(_ batch: Sync.Batch) async throws {
        try await inTurn {
            let facts = self.mirror.absorb(batch)
            if batch.telling == .each {
                self.untold.formUnion(facts.map(\.change))
            } else {
                self.held.formUnion(facts.map(\.change))
            }
            for fact in facts { if case .moved = fact.kind { self.moved.insert(fact.change) } }
            let keys = batch.items.map(\.view.key) + batch.vanished
            self.saw(batch.items.filter(\.isDirect).map(\.view.key))
            self.serverTime = batch.serverTime ?? self.serverTime
            let over = try await self.over(among: keys.compactMap { self.mirror[$0] })
            let gone = batch.items.compactMap(\.movedFrom).filter { self.mirror[$0] == nil } + over
            let views = keys.filter { !over.contains($0) }
                .compactMap { key in self.mirror[key].map { ($0, self.mirror.isVisible(key)) } }
            try await self.cache.save(views, without: gone, cursor: batch.cursor)
            self.mirror.forget(over)
            self.untold.subtract(over)
            self.held.subtract(over)
            self.cursor = batch.cursor
            try await self.tell(batch.telling)
            try await self.lose(Set(batch.vanished.filter { self.mirror[$0] == nil }.map(\.number)))
            try await self.prove(batch)
        }
        arePlansDue = true
    }

    func store(_ hint: Sync.Hint) async throws { try await cache.store(hint) }

    func forget(_ hints: [Sync.HintID]) async throws { try await cache.forget(hints) }

    func hear(_ news: GerritNews) async {
        switch news {
        case .account(let account):
            // Whose vote is a block depends on it.
            if account != self.account { untold.formUnion(mirror.views.map(\.key).filter { !held.contains($0) }) }
            self.account = account
            do {
                try await cache.keep(account: account)
            } catch {
                logger.warning("the cache cannot be written", metadata: ["why": "\(error)"])
            }
        case .progress(let changes, let isDone):
            logger.info(
                "reading the projects for the first time", metadata: ["changes": "\(changes)", "done": "\(isDone)"])
        case .alert(let alert): await hear(alert)
        case .finished(let write, let result):
            for name in blocks.keys { blocks[name]?.finished(write, result, at: Self.milliseconds) }
            guard result != .applied else { return }
            logger.warning("a block was not written", metadata: ["change": "\(write.change)", "why": "\(result)"])
        }
    }

    private func hear(_ alert: Sync.Alert) async {
        let text = alert.sentence(server: server)
        logger.warning("\(text)")
        if alert.lasts { trouble = text }
        if case .recovered = alert { trouble = nil }
        guard alert.isForPeople else { return }
        for board in served {
            do {
                try await context.submit(
                    .alert(text), to: ReviewsReducer.self, board: board.board, source: "review system")
            } catch {
                logger.error("an alert could not be written down", metadata: ["why": "\(error)"])
            }
        }
    }

    // MARK: What boards hear

    /// Looks again whenever people may have changed what belongs to what, and whenever slots may have changed hands.
    func follow() async {
        for await _ in await context.changes() {
            arePlansDue = true
            do {
                try await inTurn {
                    for board in self.served where try await self.isOutOfDate(board) {
                        self.untold.formUnion(
                            self.mirror.views.filter(board.follows).map(\.key).filter { !self.held.contains($0) })
                    }
                    try await self.tell(.each)
                }
            } catch {
                logger.error("a board could not be brought up to date", metadata: ["why": "\(error)"])
            }
        }
    }

    private func isOutOfDate(_ board: BoardReviews) async throws -> Bool {
        let now = try await context.read(ReviewsReducer.self, board: board.board) { state, _ in state.generation }
        return generations.updateValue(now, forKey: board.board) != now
    }

    /// Tells the boards what they have not heard; while projects are read for the first time, or a long absence is made up
    /// for, only at its end, in one.
    private func tell(_ telling: Sync.Batch.Telling) async throws {
        let source: String
        switch telling {
        case .digest(_, isLast: false): return
        case .quietly where cursor.backfill != nil: return
        case .each where cursor.backfill != nil && cursor.projects.isEmpty: return
        case .quietly: source = "review system, first reading"
        case .digest(let gap, isLast: true): source = "review system, after \(Wording.duration(gap / 1000))"
        case .each: source = "review system"
        }
        let keys = telling == .each ? untold : untold.union(held)
        guard !keys.isEmpty else { return }
        for board in served {
            try await tell(board, keys, source)
            // What came to be a blueprint just now, others may belong to.
            guard try await isOutOfDate(board) else { continue }
            try await tell(board, Set(mirror.views.filter(board.follows).map(\.key)), source)
            try await askForUnknown(board)
        }
        // Others may have come meanwhile.
        untold.subtract(keys)
        if telling != .each { held.subtract(keys) }
        try await dropWhatIsOver()
    }

    /// A person may have linked a change that was not worth keeping, or is older than all that was read: once it is asked for.
    private func askForUnknown(_ board: BoardReviews) async throws {
        guard let project = board.projects.min() else { return }
        let numbers = Set(mirror.views.filter(board.follows).map(\.key.number)).union(asked)
        let unknown = try await context.read(ReviewsReducer.self, board: board.board) { _, view in
            view.board.changes.values.filter { $0.isOpen && !numbers.contains($0.number) }.map(\.number)
        }
        asked.formUnion(unknown)
        // In another project it is found by its number.
        for number in unknown.sorted() {
            wishes.continuation.yield(.ask(ChangeKey(project: project, number: number)))
        }
    }

    /// Changes that boards have, that no cache has, and that the server does not show when it is asked for them.
    private func lose(_ numbers: Set<ChangeNumber>) async throws {
        guard !numbers.isEmpty else { return }
        for board in served {
            let report = ReviewReport(
                reviews: board, views: [], hidden: [], specs: [], lost: numbers, owners: [:])
            try await submit(report, board, "review system")
        }
    }

    private func tell(_ board: BoardReviews, _ keys: Set<ChangeKey>, _ source: String) async throws {
        let keys = keys.filter { key in
            mirror[key] != nil && (board.allProjects.contains(key.project) || moved.contains(key))
        }.sorted()
        guard !keys.isEmpty else { return }
        do {
            try await submit(report(board, keys), board, source)
        } catch LedgerError.refused(_) {
            // One that the board cannot take must not keep the others away, nor be read for ever.
            for key in keys {
                do {
                    try await submit(report(board, [key]), board, source)
                } catch let error as LedgerError {
                    guard case .refused = error else { throw error }
                    logger.error("a board refuses a change", metadata: ["change": "\(key)", "why": "\(error)"])
                }
            }
        }
    }

    private func submit(_ report: ReviewReport, _ board: BoardReviews, _ source: String) async throws {
        try await context.submit(.report(report), to: ReviewsReducer.self, board: board.board, source: source)
    }

    private func report(_ board: BoardReviews, _ keys: [ChangeKey]) async throws -> ReviewReport {
        let views = keys.compactMap { mirror[$0] }
        let draft = try await context.read(ReviewsReducer.self, board: board.board) { _, view in
            ReportDraft(board, views, view.board)
        }
        let hidden = views.filter { !mirror.isVisible($0.key) || !board.follows($0) }.map(\.key.number)
        var report = ReviewReport(reviews: board, views: views, hidden: Set(hidden), specs: [], owners: [:])
        report.reviews.rules.ownAccount = account
        let records = draft.hasSpecs ? specs(board, draft.cycle, touchedBy: Set(keys)) : []
        for view in views where draft.needsOwner.contains(view.key.number) {
            report.owners[view.key.number] = try await person(view.owner)
        }
        for record in records {
            let newest = record.reviews.last { !$0.isAbandoned } ?? record.reviews.last
            let author = record.blueprints.isEmpty ? nil : try await person(newest.flatMap { mirror[$0.change]?.owner })
            report.specs.append(
                ReviewReport.SpecNews(
                    record: record, category: newest.flatMap { mirror[$0.change] }.flatMap(board.categories.category),
                    authors: [author].compactMap(\.self),
                    since: record.reviews.compactMap { mirror[$0.change] }.map { $0.created ?? $0.updated }.min()
                        ?? ServerTime(seconds: 0)))
        }
        return report
    }

    private func specs(_ board: BoardReviews, _ cycle: String, touchedBy keys: Set<ChangeKey>) -> [SpecRecord] {
        let views = mirror.views.filter { board.specs.projects.contains($0.key.project) }
        let records = SpecRecord.records(views, board.specs).filter { record in
            !record.reviews.isEmpty && (cycle.isEmpty || record.name.cycle.lowercased() == cycle.lowercased())
        }
        let touched = records.filter { !keys.isDisjoint(with: $0.changes) }
        // Of one that files several specs, all are needed to say how it stands.
        let shared = Set(touched.flatMap(\.reviews).map(\.change))
        return records.filter {
            !shared.isDisjoint(with: $0.reviews.map(\.change)) || !keys.isDisjoint(with: $0.changes)
        }
    }

    private func person(_ account: GerritProtocol.Account?) async throws -> PersonID? {
        guard let name = account?.accountName else { return nil }
        return try await context.person(with: Account(network: server, name: name))
    }

    /// Of some changes, those that nobody needs any more: closed, part of nothing, and too old for their votes to count.
    private func over(among views: [ChangeView]) async throws -> Set<ChangeKey> {
        guard let now = serverTime else { return [] }
        let specProjects = boards.reduce(into: Set<String>()) { $0.formUnion($1.specs.projects) }
        var over = views.filter { view in
            !view.isOpen && view.updated < now - Adherence.window && !specProjects.contains(view.key.project)
                && view.blueprints { _ in true }.isEmpty
        }.map(\.key)
        for board in served where !over.isEmpty {
            over = try await context.read(ReviewsReducer.self, board: board.board) { [over] _, view in
                over.filter { view.board.changes[$0.number] == nil }
            }
        }
        return Set(over)
    }

    /// What was closed lately grows old, too.
    private func dropWhatIsOver() async throws {
        let now = context.now()
        guard now - droppedAt > Timestamp.day else { return }
        droppedAt = now
        let over = try await over(among: Array(mirror.views))
        guard !over.isEmpty else { return }
        try await cache.save([], without: over.sorted(), cursor: cursor)
        mirror.forget(over)
    }

    // MARK: One after another

    private var isBusy = false
    private var queue: [CheckedContinuation<Void, Never>] = []

    func inTurn<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        if isBusy { await withCheckedContinuation { queue.append($0) } }
        isBusy = true
        defer {
            if queue.isEmpty { isBusy = false } else { queue.removeFirst().resume() }
        }
        return try await body()
    }

    static var milliseconds: Int {
        let time = ContinuousClock.now.duration(to: start)
        return -Int(time.components.seconds) * 1000 - Int(time.components.attoseconds / 1_000_000_000_000_000)
    }

    private static let start = ContinuousClock.now
}

/// What is needed of a board to report to it.
private struct ReportDraft: Sendable {
    var cycle: String
    var needsOwner: Set<ChangeNumber>
    var hasSpecs: Bool

    init(_ reviews: BoardReviews, _ views: [ChangeView], _ board: Board) {
        cycle = board.settings.cycle
        needsOwner = Set(
            views.filter { view in
                board.changes[view.key.number] != nil
                    || !view.blueprints { board.blueprint(named: $0) != nil }.isEmpty
            }.map(\.key.number))
        hasSpecs = views.contains { reviews.specs.projects.contains($0.key.project) }
    }
}

extension SpecRecord {
    /// All changes that tell of it.
    fileprivate var changes: [ChangeKey] {
        reviews.map(\.change) + amendments + [implementedBy, removedBy].compactMap(\.self)
    }
}
