/// How far the specs of a cycle were at the end of a day.
public struct BurnDownDay: Sendable, Hashable, Codable {
    /// Days since 1970-01-01, in UTC.
    public var day: Int
    public var cycle: String
    /// Specs of the cycle that are neither abandoned nor gone from the list.
    public var targeted: Int
    /// Those of them that are approved, the implemented ones too.
    public var approved: Int
    public var implemented: Int
}

extension Board {
    /// The burn-down of the board's cycle, a day each on which something changed.
    public var burnDown: [BurnDownDay] { history.burnDown.filter { $0.cycle == settings.cycle } }

    /// How many specs the cycle has approved, and how many it may.
    public var approvals: (used: Int, budget: Int)? {
        settings.approvalBudget.map { (history.counts.approved, $0) }
    }

    /// The specs of a cycle that are approved and not implemented: to be proposed again for the next one.
    public func approvedSpecs(of cycle: String) -> [Spec] {
        let wanted = cycle.lowercased()
        return specs.values.filter {
            $0.state == .approved && $0.isListed && ($0.cycle ?? settings.cycle).lowercased() == wanted
        }.sorted { $0.id < $1.id }
    }

    /// The burn-down with every day of every cycle, oldest first, also those on which nothing changed.
    public func burnDownByDay(until now: Timestamp) -> [BurnDownDay] {
        let known = history.burnDown
        let last = now.seconds / Timestamp.day
        return known.enumerated().flatMap { index, entry in
            let end = index + 1 < known.count ? known[index + 1].day - 1 : last
            // However far a clock was out, a gap is no longer than what is kept.
            let days = entry.day...max(entry.day, min(end, entry.day + History.keptDays))
            return days.map { day in
                var entry = entry
                entry.day = day
                return entry
            }
        }
    }
}

extension Spec {
    /// Whether it is not gone from its list.
    var isListed: Bool { listing != .gone }
}

extension Board.History {
    /// What the burn-down counts now.
    struct Counts: Sendable, Hashable {
        var targeted = 0
        var approved = 0
        var implemented = 0
    }

    /// Days of the burn-down that are kept: ten years.
    static let keptDays = 3660
}

extension Board {
    mutating func count(_ id: SpecID, _ sign: Int) {
        guard let spec = specs[id], spec.isListed, isOfThisCycle(spec) else { return }
        let state = spec.state
        guard state != .abandoned else { return }
        history.counts.targeted += sign
        if state != .proposed { history.counts.approved += sign }
        if state == .implemented { history.counts.implemented += sign }
    }

    mutating func recount() {
        history.counts = History.Counts()
        for id in specs.keys { count(id, 1) }
    }

    /// Writes down what is counted, as the newest day's; a clock that goes backwards makes no older day.
    mutating func noteDay(_ at: Timestamp) {
        // What is imported happened before the board was set up, when there was nothing to count.
        while let last = history.burnDown.last, last.targeted == 0, last.day > at.seconds / Timestamp.day {
            history.burnDown.removeLast()
        }
        let last = history.burnDown.last
        let today = max(at.seconds / Timestamp.day, last?.day ?? .min)
        let counts = history.counts
        let day = BurnDownDay(
            day: today, cycle: settings.cycle, targeted: counts.targeted, approved: counts.approved,
            implemented: counts.implemented)
        if last?.day == today, last?.cycle == settings.cycle { history.burnDown.removeLast() }
        history.burnDown.append(day)
        if history.burnDown.count > History.keptDays { history.burnDown.removeFirst() }
    }
}

extension BoardEvent {
    /// The spec that may be counted otherwise after it.
    var countedSpec: SpecID? {
        switch self {
        case .specAdded(let id, _, _, _, _, _), .specRemoved(let id, _, _, _, _, _), .specReviewAdded(let id, _, _),
            .specReviewRemoved(let id, _, _), .specStated(let id, _, _, _), .specListed(let id, _, _):
            id
        default: nil
        }
    }
}
