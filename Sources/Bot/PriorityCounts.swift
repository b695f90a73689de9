public import ReviewSlots

/// What became of the priorities of blueprints, counted: `12 set, 3 changed, 1 taken away`.
public struct PriorityCounts: Sendable, Hashable, CustomStringConvertible {
    private var given = 0
    private var changed = 0
    private var takenAway = 0

    public init(_ events: [BoardEvent]) {
        for case .prioritized(_, let from, let to) in events {
            switch (from, to) {
            case (nil, _): given += 1
            case (_, nil): takenAway += 1
            default: changed += 1
            }
        }
    }

    public var total: Int { given + changed + takenAway }
    public var isEmpty: Bool { total == 0 }

    public var description: String {
        [(given, "set"), (changed, "changed"), (takenAway, "taken away")].filter { $0.0 > 0 }
            .map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    }
}
