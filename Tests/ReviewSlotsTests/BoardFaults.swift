@testable import ReviewSlots

/// What is wrong with a board, found by working everything out from scratch.
struct BoardFaults {
    private(set) var found: [String] = []
    private let board: Board
    private let all: [Blueprint]

    init(_ board: Board) {
        self.board = board
        all = board.blueprints.values.sorted { $0.id < $1.id }
        checkSlots()
        checkBacklog()
        checkIndexes()
        checkPriorities()
        checkLinks()
        checkCategories()
        checkSummaries()
        checkCounts()
    }

    private mutating func checkSummaries() {
        let numbers = board.listings.map(\.number)
        expect(numbers == Array(numbers.indices).map { $0 + 1 }, "summaries \(numbers)")
        expect(board.draft != nil || board.draftApproval == nil, "nothing is approved")
        if let follows = board.draft?.follows { expect(follows >= 1, "a draft follows \(follows)") }
    }

    private mutating func expect(_ isRight: Bool, _ fault: @autoclosure () -> String) {
        if !isRight { found.append(fault()) }
    }

    private mutating func checkSlots() {
        let seated = all.filter { $0.seat != nil }
        let slots = seated.compactMap(\.seat?.slot)
        expect(Set(slots).count == slots.count && slots.allSatisfy { $0 >= 1 }, "slots \(slots)")
        expect(seated.allSatisfy(\.isOpen), "a closed blueprint has a slot")
        for blueprint in all {
            let live = blueprint.changes.compactMap { board.changes[$0] }.filter { $0.status != .abandoned }
            let isLanding =
                blueprint.seat != nil && live.contains { $0.status == .merged } && !live.contains(where: \.isOpen)
            expect(blueprint.warning == nil || isAuthors(blueprint), "\(blueprint.id) is warned of nothing")
            expect(blueprint.timeBox == nil || blueprint.seat != nil, "\(blueprint.id) has a time box without a slot")
            if let exception = blueprint.exception {
                let sponsors = exception.sponsors
                expect(blueprint.isOpen, "\(blueprint.id) is closed, and an exception")
                expect(!sponsors.contains(exception.by), "\(exception.by) asked for \(blueprint.id) and sponsors it")
                expect(Set(sponsors).count == sponsors.count, "\(sponsors) sponsor \(blueprint.id)")
                expect(exception.granted == nil || !sponsors.isEmpty, "nobody granted \(blueprint.id)")
                expect(board.freezes[exception.kind] != nil, "\(blueprint.id) is excepted from nothing")
            }
            expect((blueprint.landing != nil) == isLanding, "\(blueprint.id) landing is not \(isLanding)")
        }
        if let fault = board.settings.fault { found.append(fault) }
        if let focus = board.focus { expect(board.settings.focuses[focus] != nil, "the focus is \(focus)") }
        for (kind, freeze) in board.freezes { expect(freeze.kind == kind && !freeze.title.isEmpty, "\(freeze)") }
        for stuck in SlotRules(board).waitingThatMayEnter { found.append("\(stuck) is ready, may enter, and waits") }
    }

    /// Whether a slot waits for its author.
    private func isAuthors(_ blueprint: Blueprint) -> Bool {
        blueprint.seat != nil && blueprint.hold == nil && board.settings.silence.policy != .off
            && board.codeObstacles(blueprint).contains {
                switch $0 {
                case .noChange, .nothingOpen, .onHold: false
                default: true
                }
            }
    }

    private mutating func checkBacklog() {
        let backlog = board.backlog()
        let waiting = all.filter { $0.closed == nil && $0.seat == nil }
        expect(backlog.sorted() == waiting.map(\.id), "the backlog is \(backlog)")
        let pins = all.compactMap(\.pin)
        expect(Set(pins).count == pins.count, "pins \(pins)")
        for (index, id) in backlog.enumerated() {
            guard let pin = board.blueprints[id]?.pin else { continue }
            // Where the backlog is too short, the last ones are all pinned ones.
            let isLast = backlog[index...].allSatisfy { board.blueprints[$0]?.pin != nil }
            expect(index == pin - 1 || index < pin - 1 && isLast, "\(id), pinned to \(pin), is #\(index + 1)")
        }
        let free = waiting.filter { $0.pin == nil }.map(\.id)
        func isUndirected(_ id: BlueprintID) -> Bool {
            board.settings.needsDirection && board.blueprints[id]?.direction == nil
        }
        let ranked = board.order.filter { free.contains($0) && !isUndirected($0) }
        func place(_ id: BlueprintID) -> Int {
            let priority = board.order.isEmpty && !isUndirected(id) ? board.blueprints[id]?.priority : nil
            return priority.flatMap { Priority.allCases.firstIndex(of: $0) } ?? Priority.allCases.count
        }
        let rest = free.filter { !ranked.contains($0) }.sorted { (place($0), $0) < (place($1), $1) }
        expect(backlog.filter(free.contains) == ranked + rest, "unpinned ones out of order: \(backlog)")
    }

    private mutating func checkIndexes() {
        let board = board
        var names: [String: BlueprintID] = [:]
        var byChange: [ChangeNumber: [BlueprintID]] = [:]
        var bySpec: [SpecID: [BlueprintID]] = [:]
        var byReview: [ChangeNumber: SpecID] = [:]
        for blueprint in all {
            for name in [blueprint.name] + blueprint.aliases {
                expect(names.updateValue(blueprint.id, forKey: name) == nil, "two blueprints are called \(name)")
            }
            for change in blueprint.changes { byChange[change, default: []].append(blueprint.id) }
            if let spec = blueprint.spec { bySpec[spec, default: []].append(blueprint.id) }
            expect(Set(blueprint.changes).count == blueprint.changes.count, "\(blueprint.id) has a change twice")
        }
        for spec in board.specs.values {
            for review in spec.reviews {
                expect(byReview.updateValue(spec.id, forKey: review.number) == nil, "two specs have \(review.number)")
            }
        }
        expect(board.byName == Shards(names), "byName")
        expect(board.byChange == Shards(byChange), "byChange")
        expect(board.bySpec == Shards(bySpec), "bySpec")
        expect(board.byReview == Shards(byReview), "byReview")
        expect(board.open == all.filter { $0.closed == nil }.map(\.id), "open: \(board.open)")
        expect(board.waiting == all.filter(\.isWaiting).map(\.id), "waiting: \(board.waiting)")
        let seated = all.filter { $0.seat != nil }.sorted { ($0.seat?.slot ?? 0) < ($1.seat?.slot ?? 0) }
        expect(board.seated == seated.map(\.id), "seated: \(board.seated)")
        let kinds = seated.compactMap(\.kind).reduce(into: [WorkKind: Int]()) { $0[$1, default: 0] += 1 }
        expect(board.seatedKinds == kinds, "seatedKinds: \(board.seatedKinds)")
        let groups = seated.compactMap(\.group).reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
        expect(board.seatedGroups == groups, "seatedGroups: \(board.seatedGroups)")
        expect(board.claimed == all.filter { $0.claim != nil }.map(\.id), "claimed: \(board.claimed)")
        expect(board.onHold == all.filter { $0.hold != nil }.map(\.id), "onHold: \(board.onHold)")
        expect(board.excepted == all.filter { $0.exception != nil }.map(\.id), "excepted: \(board.excepted)")
        expect(board.pinned == all.filter { $0.pin != nil }.map(\.id), "pinned: \(board.pinned)")
    }

    private mutating func checkPriorities() {
        let board = board
        for priority in Priority.allCases {
            let having = all.filter { $0.priority == priority }.map(\.id)
            expect(board.prioritized[priority] ?? [] == having, "\(priority): \(board.prioritized)")
        }
        expect(board.prioritized.values.allSatisfy { !$0.isEmpty }, "a priority that nobody has")
        let isByPriority = board.order.isEmpty && all.contains { $0.isWaiting && $0.priority != nil }
        expect(board.isByPriority == isByPriority, "isByPriority is not \(isByPriority)")
    }

    private mutating func checkLinks() {
        for blueprint in all {
            expect(blueprint.changes.allSatisfy { board.changes[$0] != nil }, "\(blueprint.id) has an unknown change")
            expect(blueprint.spec.map { board.specs[$0] != nil } ?? true, "\(blueprint.id) has an unknown spec")
        }
        for review in board.specs.values.flatMap(\.reviews) {
            expect(SpecState.fault(in: review.states) == nil, "\(review.number) is \(review.states)")
        }
    }

    private mutating func checkCounts() {
        let board = board
        let counted = board.specs.values.filter {
            $0.listing != .gone && $0.state != .abandoned && board.isOfThisCycle($0)
        }
        let counts = Board.History.Counts(
            targeted: counted.count, approved: counted.count { $0.state == .approved || $0.state == .implemented },
            implemented: counted.count { $0.state == .implemented })
        expect(board.history.counts == counts, "counts \(board.history.counts)")
        expect(board.specs.isEmpty || board.burnDown.last?.targeted == counts.targeted, "\(board.burnDown)")
        let days = board.history.burnDown.map(\.day)
        expect(days == days.sorted(), "days \(days)")
    }

    private mutating func checkCategories() {
        for spec in board.specs.values {
            expect(board.categories.contains(spec.category), "spec \(spec.id) is in \(spec.category), which is none")
        }
        for (name, target) in board.categoryAliases {
            expect(board.categories.contains(target), "\(name) is shown as \(target), which is none")
            expect(board.categoryAliases[target] == nil, "\(name) is shown as \(target), which is shown as another")
        }
    }
}

/// Who may enter a slot (R21, R23, R32), said a second time and differently.
struct SlotRules {
    let board: Board

    init(_ board: Board) {
        self.board = board
    }

    var ready: [Blueprint] {
        board.blueprints.values.filter {
            $0.closed == nil && $0.seat == nil && $0.claim != nil && board.obstacles($0).isEmpty
        }
    }

    func unmet(_ kind: WorkKind) -> Int {
        let have = board.blueprints.values.count { $0.seat != nil && $0.kind == kind }
        return max(0, (board.settings.reservations[kind] ?? 0) - have)
    }

    var free: Int { (board.settings.slots ?? 0) - board.blueprints.values.count { $0.seat != nil } }

    /// Slots kept for others, all of them.
    var kept: Int { board.settings.reservations.keys.reduce(0) { $0 + unmet($1) } }

    /// Slots kept for others; of those that are lent when nobody of their kind is ready, only the wanted ones.
    private var keptNow: Int {
        guard board.settings.lends else { return kept }
        return board.settings.reservations.keys.reduce(0) { sum, kind in
            sum + min(unmet(kind), ready.count { $0.kind == kind })
        }
    }

    func mayEnter(_ blueprint: Blueprint) -> Bool {
        free > 0 && (blueprint.kind.map { unmet($0) > 0 } ?? false || free > keptNow)
    }

    var waitingThatMayEnter: [BlueprintID] {
        free > 0 ? ready.filter(mayEnter).map(\.id) : []
    }
}

extension Shards {
    init(_ dictionary: [Key: Value]) {
        self.init()
        for (key, value) in dictionary { self[key] = value }
    }
}
