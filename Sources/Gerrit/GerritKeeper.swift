public import GerritProtocol

/// Whoever keeps the mirror of a server: stores what has been found. Everything comes in order, one after another.
public protocol GerritKeeper: Sendable {
    /// What was stored, at the start.
    func restore() async throws -> Sync.Restored

    /// Stores the states, their facts and the cursor, as a whole. After an error all of it comes again.
    func commit(_ batch: Sync.Batch) async throws

    func store(_ hint: Sync.Hint) async throws

    /// These hints have been followed. If they stay, their changes are only read once more after a restart.
    func forget(_ hints: [Sync.HintID]) async throws

    func hear(_ news: GerritNews) async
}

/// What is not stored, but worth telling.
public enum GerritNews: Sendable, Hashable {
    /// That requests are made by.
    case account(Account)
    /// How far the first reading of projects is: so many changes.
    case progress(changes: Int, isDone: Bool)
    case alert(Sync.Alert)
    case finished(Write, WriteResult)
}
