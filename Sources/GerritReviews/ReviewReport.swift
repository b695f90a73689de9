public import GerritProtocol
public import ReviewSlots

/// What a server says of changes of a board, to be compared with what the board says.
public struct ReviewReport: Sendable {
    /// A spec of the board's cycle.
    public struct SpecNews: Sendable {
        public var record: SpecRecord
        /// By the rules; `nil` if none of them matches.
        public var category: String?
        public var authors: [PersonID]
        /// When its oldest review was made.
        public var since: ServerTime
    }

    public var reviews: BoardReviews
    public var views: [ChangeView]
    /// Of the views, those that cannot be seen any more.
    public var hidden: Set<ChangeNumber>
    public var specs: [SpecNews]
    /// Changes that the server does not show, and of which nothing is known but what the board has.
    public var lost: Set<ChangeNumber> = []
    /// Who owns what, for changes that belong to blueprints.
    public var owners: [ChangeNumber: PersonID]
}

/// What is to be written down for a board.
public enum ReviewsCommand: Sendable {
    case report(ReviewReport)
    /// Something that the people who run the bot must know.
    case alert(String)
    /// An account of the server has proved to be that of a person.
    case prove(String, PersonID)
    /// Lifts all blocks until somebody wants them again.
    case liftBlocks(Bool)
}
