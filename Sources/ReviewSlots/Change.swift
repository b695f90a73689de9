/// One review of code: a Gerrit change, a pull request, a merge request. What is not known is `nil` or empty.
public struct Change: Sendable, Hashable, Codable {
    public enum Status: String, Sendable, Hashable, Codable {
        case open
        /// Open, but its author says that it is not to be reviewed yet.
        case wip
        case merged
        case abandoned
    }

    public enum Verdict: String, Sendable, Hashable, Codable {
        case passed, failed, pending
    }

    public struct Vote: Sendable, Hashable, Codable {
        /// The voter's name as the review system, or the person who said so, writes it.
        public var who: String
        /// -2 to +2.
        public var value: Int

        public init(who: String, value: Int) {
            self.who = who
            self.value = value
        }
    }

    /// What can be a number at all.
    static let numbers = 1..<1_000_000_000_000

    public var number: ChangeNumber
    public var status: Status
    public var title: String?
    public var owner: PersonID?
    /// At most one a voter, in the order of the names.
    public var votes: [Vote]
    public var ci: Verdict?
    /// Lines added and removed.
    public var lines: Int?
    /// Since when the status, votes and verdict are what they are; of one that waits for its author: since when it does.
    public var since: Timestamp?
    /// Whether reviewers wait for an answer of its author, by the word of the review system.
    public var isAnswerAwaited: Bool?

    public init(
        number: ChangeNumber, status: Status = .open, title: String? = nil, owner: PersonID? = nil, votes: [Vote] = [],
        ci: Verdict? = nil, lines: Int? = nil, since: Timestamp? = nil, isAnswerAwaited: Bool? = nil
    ) {
        self.number = number
        self.status = status
        self.title = title
        self.owner = owner
        self.votes = votes
        self.ci = ci
        self.lines = lines
        self.since = since
        self.isAnswerAwaited = isAnswerAwaited
    }

    public var isOpen: Bool { status == .open || status == .wip }
    public var plusTwos: [String] { votes.filter { $0.value >= 2 }.map(\.who) }
    public var objections: [String] { votes.filter { $0.value < 0 }.map(\.who) }
}

/// What somebody says of a change; what is `nil` or not named stays as it was.
public struct ChangeUpdate: Sendable, Hashable {
    public var status: Change.Status?
    /// Replaces each named voter's vote; 0 takes it away.
    public var votes: [Change.Vote]
    public var ci: Change.Verdict?
    public var title: String?
    public var lines: Int?

    public init(
        status: Change.Status? = nil, votes: [Change.Vote] = [], ci: Change.Verdict? = nil, title: String? = nil,
        lines: Int? = nil
    ) {
        self.status = status
        self.votes = votes
        self.ci = ci
        self.title = title
        self.lines = lines
    }

    func applied(to old: Change, at time: Timestamp) -> Change {
        var new = old
        if let status { new.status = status }
        if let ci { new.ci = ci }
        if let title { new.title = title }
        if let lines { new.lines = lines }
        for vote in votes {
            new.votes.removeAll { $0.who == vote.who }
            if vote.value != 0 { new.votes.append(vote) }
        }
        new.votes.sort { $0.who < $1.who }
        if new != old { new.since = time }
        return new
    }
}
