/// That a freeze does not stop a blueprint: an author asks, and cores sponsor it.
public struct FreezeException: Sendable, Hashable, Codable {
    public var kind: Freeze.Kind
    public var why: String
    public var by: PersonID
    public var at: Timestamp
    /// Cores, none of them an author, in that order.
    public internal(set) var sponsors: [PersonID] = []
    /// When enough of them had sponsored it.
    public internal(set) var granted: Timestamp?
}
