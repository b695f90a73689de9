public import ReviewSlots

/// What a person wants to hear of. Stored: cases are only ever added.
public enum Subscription: Sendable, Hashable, Codable {
    /// Specs that are filed under it, and blueprints that have one of them.
    case category(String)
    case blueprint(BlueprintID)
    /// Names of blueprints and categories; `*` stands for any letters, `?` for one. In small letters.
    case pattern(String)

    static let longestPattern = 100

    /// As it is meant now: a category that was renamed or merged meanwhile is followed under its new name.
    func now(on board: Board) -> Subscription {
        guard case .category(let name) = self else { return self }
        return .category(board.category(name))
    }
}

/// What an event is about, by the names under which people follow things.
struct Topic: Sendable, Hashable {
    var blueprints: Set<BlueprintID> = []
    var categories: Set<String> = []
    /// Names of both, in small letters.
    var names: Set<String> = []

    /// `nil` for what nobody needs to hear apart: votes, order, settings.
    init?(_ event: BoardEvent, _ board: Board) {
        guard event.isNews else { return nil }
        for part in event.parts + event.needs {
            switch part {
            case .blueprint(let id): add(id, board)
            case .change(let number): for id in board.blueprints(ofChange: number) { add(id, board) }
            case .spec(let number):
                guard let spec = board.spec(ofReview: number) else { continue }
                add(spec, board)
                for id in board.blueprints(ofSpec: spec.id) { add(id, board) }
            case .category(let name): add(category: name, board)
            default: break
            }
        }
        switch event {
        case .specMoved(_, let from, let to):
            add(category: from, board)
            add(category: to, board)
        case .specRemoved(_, _, let category, _, _, _): add(category: category, board)
        default: break
        }
    }

    private mutating func add(_ id: BlueprintID, _ board: Board) {
        guard let blueprint = board.blueprints[id], blueprints.insert(id).inserted else { return }
        names.formUnion(([blueprint.name] + blueprint.aliases).map { $0.lowercased() })
        if let spec = blueprint.spec.flatMap({ board.specs[$0] }) { add(spec, board) }
    }

    private mutating func add(_ spec: Spec, _ board: Board) { add(category: spec.category, board) }

    private mutating func add(category name: String, _ board: Board) {
        for name in [name, board.category(name)] where categories.insert(name).inserted {
            names.insert(name.lowercased())
        }
    }

    func isMeant(by subscription: Subscription) -> Bool {
        switch subscription {
        case .category(let name): categories.contains(name)
        case .blueprint(let id): blueprints.contains(id)
        case .pattern(let pattern): names.contains { $0.matches(glob: pattern) }
        }
    }
}

extension BoardEvent {
    fileprivate var isNews: Bool {
        switch self {
        case .changeStated(_, let from, let to):
            from?.status != to?.status || (to?.ci == .failed && from?.ci != .failed)
        case .configured, .slotsSet, .reservationSet, .lendingSet, .orderChanged, .prioritized, .seconded, .unseconded,
            .summaryListed, .summaryUnlisted, .away, .announced, .categoriesKept, .aliasAdded, .aliasRemoved:
            false
        default: true
        }
    }
}

extension String {
    /// Whether the whole of it is as the pattern says, in time that is bounded by the product of their lengths.
    func matches(glob pattern: String) -> Bool {
        let (text, pattern) = (Array(unicodeScalars), Array(pattern.unicodeScalars))
        var (place, next) = (0, 0)
        // Behind the last star, and how much of the text it has taken.
        var retry: (next: Int, place: Int)?
        while place < text.count {
            if next < pattern.count, pattern[next] == "*" {
                next += 1
                retry = (next, place)
            } else if next < pattern.count, pattern[next] == "?" || pattern[next] == text[place] {
                (place, next) = (place + 1, next + 1)
            } else if let (behind, taken) = retry {
                (next, place) = (behind, taken + 1)
                retry = (behind, taken + 1)
            } else {
                return false
            }
        }
        return pattern[next...].allSatisfy { $0 == "*" }
    }
}
