/// A summary that waits to be published.
public struct SummaryDraft: Sendable, Hashable, Codable {
    /// As it was when it was drafted, and will be published.
    public var summary: Summary
    public var date: Timestamp
    /// `nil`: the bot itself.
    public var by: PersonID?
    /// The number of the newest summary that was published then, with which it is compared.
    public var follows: Int?
    /// When that was published: its number may be another one's, once it is taken back.
    public var followsDate: Timestamp?

    /// In bytes.
    public static let longestIntroduction = 8000
}

// Drafting and publishing.
extension Draft {
    mutating func draftSummary(of name: String?, introduction: [String]) throws(Refusal) {
        try require(.specCore)
        if let draft = board.draft, actor.person == nil, draft.by != nil || board.draftApproval != nil {
            throw .already("a draft waits to be published")
        }
        let length = introduction.reduce(0) { $0 + $1.utf8.count }
        guard length <= SummaryDraft.longestIntroduction else {
            throw .badText(
                "an introduction has at most \(SummaryDraft.longestIntroduction) bytes, and this one has \(length): shorten it, or link to the rest"
            )
        }
        let summary = board.summary(
            of: name ?? board.name, at: at, introduction: introduction.filter { !$0.singleLine.isEmpty })
        withdrawApproval()
        let last = board.listings.newest
        emit(
            .summaryDrafted(
                from: board.draft,
                to: SummaryDraft(
                    summary: summary, date: at, by: actor.person, follows: last?.number, followsDate: last?.date)))
    }

    mutating func dropDraft() throws(Refusal) {
        try require(.specCore)
        guard let draft = board.draft else { throw .noDraft }
        withdrawApproval()
        emit(.summaryDrafted(from: draft, to: nil))
    }

    mutating func approveDraft(_ seen: SummaryDraft?) throws(Refusal) {
        try require(.specCore)
        let person = try actingPerson(.specCore)
        guard board.draft != nil else { throw .noDraft }
        if board.draftApproval != nil { throw .already("the draft is approved") }
        guard board.draft == seen else { throw .draftNotSeen }
        emit(.draftApproved(from: nil, to: person))
    }

    mutating func publishDraft() throws(Refusal) {
        try require(.specCore)
        guard let draft = board.draft else { throw .noDraft }
        guard board.draftApproval != nil else { throw .draftNotApproved }
        let last = board.listings.newest
        guard draft.follows == last?.number, draft.followsDate.map({ $0 == last?.date }) ?? true else {
            throw .draftIsOld
        }
        withdrawApproval()
        emit(.summaryPublished(number: board.listings.nextNumber, date: at, draft: draft))
    }

    private mutating func withdrawApproval() {
        if let person = board.draftApproval { emit(.draftApproved(from: person, to: nil)) }
    }
}

extension Board {
    /// The draft as it will be published.
    public func draftPage(link: SummaryReviewLink? = nil) -> SummaryPage? {
        draft.flatMap {
            listings.page(of: $0.summary, date: $0.date, since: $0.follows.map(SummaryBase.number) ?? .last, link: link)
        }
    }
}
