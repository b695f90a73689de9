public import GerritProtocol
public import ReviewSlots

/// What is kept of a board besides the board: how links came about, and what was last said of specs.
public struct ReviewsState: Sendable {
    /// Links that followed from changes, not those that people made: by change, then by blueprint.
    public internal(set) var links: [ChangeNumber: [BlueprintID: BlueprintLink.Evidence]] = [:]
    /// What the server last told of each spec: what people set right since stays until it says something else.
    var specs: [SpecID: Told] = [:]
    /// Changes that cannot be seen any more.
    public internal(set) var hidden: Set<ChangeNumber> = []
    /// All blocks are lifted until somebody wants them again.
    public internal(set) var areBlocksLifted = false
    /// Grows when a change may belong to another blueprint than before, or people have spoken of a spec.
    public internal(set) var generation = 0

    struct Told: Sendable, Hashable, Codable {
        var category: String
        /// The reviews that are fast tracked, sorted.
        var fastTracked: [ChangeNumber]
    }

    /// How a change came to be one of a blueprint; `explicit` if a person said so.
    public func evidence(_ change: ChangeNumber, of blueprint: BlueprintID) -> BlueprintLink.Evidence {
        links[change]?[blueprint] ?? .explicit
    }
}

/// Stored for good: add cases, never rename or remove one.
public enum ReviewsEvent: Sendable, Hashable, Codable {
    case linked(ChangeNumber, BlueprintID, BlueprintLink.Evidence)
    case unlinked(ChangeNumber, BlueprintID)
    case specTold(SpecID, category: String, fastTracked: [ChangeNumber])
    case vanished(ChangeNumber)
    case returned(ChangeNumber)
    case alerted(String)
    case proven(account: String, PersonID)
    case blocksLifted(Bool)
}
