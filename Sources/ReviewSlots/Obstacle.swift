/// What keeps a blueprint from being ready. A fact that is not known is no obstacle.
public enum Obstacle: Sendable, Hashable, Codable {
    /// No spec is linked, and it is not trivial.
    case noSpec
    /// Its spec is still proposed, or was abandoned, under this review.
    case specNotApproved(ChangeNumber, abandoned: Bool)
    /// Nobody has said that it is wanted now.
    case noDirection
    /// Nothing to review yet.
    case noChange
    /// All its changes are decided already.
    case nothingOpen
    case workInProgress(ChangeNumber)
    /// Somebody voted against it; it waits on its author.
    case rejected(ChangeNumber, by: [String])
    case ciFailed(ChangeNumber)
    /// Reviewers wait for an answer of its author.
    case unanswered(ChangeNumber)
    case onHold(until: Timestamp)
    /// A freeze of this title has begun.
    case frozen(String)
    /// As many of its group have slots as may.
    case quotaFull(String)
    /// Ready but for its author's word. Stands only in the list of those passed over.
    case notClaimed
    /// Ready, but the slot is kept for another kind of work. Stands only in the list of those passed over.
    case slotReserved
}

extension Board {
    /// Everything that keeps a blueprint from being ready, spec before code. Feeds promotion and every explanation.
    public func obstacles(_ blueprint: Blueprint) -> [Obstacle] {
        specObstacles(blueprint) + codeObstacles(blueprint) + rules(against: blueprint)
    }

    /// What no author can mend: the board's own rules, for those that wait.
    func rules(against blueprint: Blueprint) -> [Obstacle] {
        var found: [Obstacle] = []
        if let freeze = freeze(stopping: blueprint) { found.append(.frozen(freeze.title)) }
        if isOverQuota(blueprint), let group = blueprint.group { found.append(.quotaFull(group)) }
        return found
    }

    /// The first half of readiness: how it is to be done, which a trivial blueprint need not say, and that it is wanted.
    public func specObstacles(_ blueprint: Blueprint) -> [Obstacle] {
        let isUndirected = settings.needsDirection && blueprint.direction == nil
        return (approvalObstacle(blueprint).map { [$0] } ?? []) + (isUndirected ? [.noDirection] : [])
    }

    func approvalObstacle(_ blueprint: Blueprint) -> Obstacle? {
        guard let id = blueprint.spec else { return blueprint.isTrivial ? nil : .noSpec }
        guard let spec = specs[id] else { return nil }
        switch spec.state {
        case .implemented: return nil
        case .approved where isOfThisCycle(spec): return nil
        case .approved, .proposed: return .specNotApproved(spec.current?.number ?? id, abandoned: false)
        case .abandoned: return .specNotApproved(spec.current?.number ?? id, abandoned: true)
        }
    }

    /// The second half of readiness: the code, and the author's hold.
    public func codeObstacles(_ blueprint: Blueprint) -> [Obstacle] {
        var found: [Obstacle] = []
        let live = liveChanges(blueprint)
        if live.isEmpty {
            found.append(.noChange)
        } else if !live.contains(where: \.isOpen) {
            found.append(.nothingOpen)
        }
        for change in live where change.isOpen {
            if change.status == .wip { found.append(.workInProgress(change.number)) }
            if !change.objections.isEmpty { found.append(.rejected(change.number, by: change.objections)) }
            if change.ci == .failed { found.append(.ciFailed(change.number)) }
            if change.isAnswerAwaited == true { found.append(.unanswered(change.number)) }
        }
        if let hold = blueprint.hold { found.append(.onHold(until: hold.until)) }
        return found
    }

    /// Claimed by its author, with no obstacle left, and without a slot.
    public func isReady(_ blueprint: Blueprint) -> Bool {
        guard blueprint.isWaiting, blueprint.claim != nil, blueprint.hold == nil else { return false }
        let work = work(on: blueprint)
        return work.open > 0 && work.waiting != .author && specObstacles(blueprint).isEmpty
            && rules(against: blueprint).isEmpty
    }

    /// Its changes but for the abandoned ones, in order.
    public func liveChanges(_ blueprint: Blueprint) -> [Change] {
        blueprint.changes.compactMap { changes[$0] }.filter { $0.status != .abandoned }
    }
}
