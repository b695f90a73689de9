public import ReviewSlots

/// Why the ledger did not do it. Nothing has changed.
public enum LedgerError: Error, Sendable, Hashable {
    case refused(Refusal)
    /// What a plugin says to a command of its own, or the ledger of an account.
    case declined(String)
    case noSuchBoard(String)
    case noSuchPlugin(String)
    case log(EventLogError)
    /// An event that this build does not know, or a damaged one.
    case unreadable(String)
    case undo(UndoFault)
}

/// Why a command cannot be taken back.
public enum UndoFault: Sendable, Hashable {
    /// The person did nothing on this board in the last ten minutes.
    case nothing
    case noSuchCommand(String)
    case already(by: String)
    case notYours
    /// A later command changed the same thing.
    case changedSince(by: String)
    case impossible
}
