/// How a project reviews: which labels mean what, and who is a core reviewer.
public struct ReviewRules: Sendable, Hashable {
    public var reviewLabel = "Code-Review"
    /// The value that counts as a core's approval.
    public var approvingValue = 2
    public var ciLabel = "Verified"
    /// User names, e-mail addresses or numbers of the accounts whose verdict counts; empty: everybody's.
    public var ciAccounts: Set<String> = []
    /// The label by which a change is sent to be merged.
    public var approvalLabel = "Workflow"
    /// User names, e-mail addresses or numbers; `nil`: whoever may give the approving value.
    public var cores: Set<String>?
    public var approvalsNeeded = 2
    /// The bot's own account: its votes are blocks and no reviews.
    public var ownAccount: Account?

    public init() {}
}

extension ChangeView {
    public enum Verdict: String, Sendable, Hashable, Codable {
        case passed, failed, pending
    }

    /// Who must act now.
    public enum Turn: Sendable, Hashable, Codable {
        case author(Reason)
        case ci
        /// So many approvals are missing; 1 of 2 is the one that waits for its second.
        case reviewer(missing: Int)
        /// Approved and on its way.
        case nobody
    }

    public enum Reason: Sendable, Hashable, Codable {
        case workInProgress
        case rejected(by: [String])
        case ciFailed
        case unresolvedComments(Int)
        case attention(String?)
    }

    /// The verdict on the current patch set; `nil` where the project has no such label.
    public func ci(_ rules: ReviewRules) -> Verdict? {
        let verdicts = votes.filter { vote in
            vote.label == rules.ciLabel
                && (rules.ciAccounts.isEmpty || rules.ciAccounts.contains { vote.account.isCalled($0) })
        }
        if verdicts.contains(where: { $0.value < 0 }) { return .failed }
        if !verdicts.isEmpty { return .passed }
        return labels.contains(rules.ciLabel) ? .pending : nil
    }

    /// The cores, each once, whose approval stands on the current patch set. Nobody approves what he owns.
    public func approvals(_ rules: ReviewRules) -> [Vote] {
        votes.filter { vote in
            vote.label == rules.reviewLabel && vote.value >= rules.approvingValue
                && !(owner?.isSame(as: vote.account) ?? false)
                && rules.cores.map { $0.contains { vote.account.isCalled($0) } } ?? true
        }
    }

    /// People's negative votes that the author has not answered.
    ///
    /// Where the server keeps attention sets, an answer takes the author out of the set and puts the voter in. A vote of -2
    /// stays an objection until its voter takes it back.
    public func objections(_ rules: ReviewRules) -> [Vote] {
        votes.filter { vote in
            guard vote.value < 0, vote.label != rules.ciLabel, !isOwn(vote, rules) else { return false }
            guard vote.value == -1, vote.label == rules.reviewLabel, let attention else { return true }
            return !attention.contains { $0.account.isSame(as: vote.account) } || isAuthorsTurn(attention)
        }
    }

    /// Whose turn it is, for an open change.
    /// - Parameter approvalsNeeded: instead of the rules' number, such as one for a fast-tracked spec.
    public func turn(_ rules: ReviewRules, approvalsNeeded: Int? = nil) -> Turn? {
        guard isOpen else { return nil }
        if isWorkInProgress { return .author(.workInProgress) }
        let objections = objections(rules)
        if !objections.isEmpty { return .author(.rejected(by: objections.map(\.account.handle))) }
        let ci = ci(rules)
        if ci == .failed { return .author(.ciFailed) }
        if let attention, let own = attention.first(where: { isAuthor($0.account) }), !isRobotReason(own) {
            return .author(.attention(own.reason))
        }
        if attention == nil, let count = unresolvedComments, count > 0 { return .author(.unresolvedComments(count)) }
        if ci == .pending { return .ci }
        let missing = (approvalsNeeded ?? rules.approvalsNeeded) - approvals(rules).count
        if missing > 0 { return .reviewer(missing: missing) }
        let isSent = votes.contains { $0.label == rules.approvalLabel && $0.value > 0 }
        return isSent || !labels.contains(rules.approvalLabel) ? .nobody : .reviewer(missing: 0)
    }

    /// Since when the author has owed an answer, for as much as is known.
    public func waitingForAuthorSince(_ rules: ReviewRules) -> ServerTime? {
        guard case .author = turn(rules) else { return nil }
        let asked = attention?.filter { isAuthor($0.account) }.compactMap(\.since).min()
        let objected = objections(rules).compactMap(\.at).min()
        return unansweredSince ?? asked ?? objected
    }

    private func isAuthor(_ account: Account) -> Bool {
        [owner, uploader].contains { $0?.isSame(as: account) ?? false }
    }

    private func isAuthorsTurn(_ attention: [ChangeInfo.Attention]) -> Bool {
        attention.contains { isAuthor($0.account) }
    }

    /// A robot's vote puts the owner into the set, where the robot has not said that it should not: CI, or a block.
    private func isRobotReason(_ attention: ChangeInfo.Attention) -> Bool {
        attention.reason?.hasPrefix("A robot voted negatively") ?? false
    }

    private func isOwn(_ vote: Vote, _ rules: ReviewRules) -> Bool {
        rules.ownAccount?.isSame(as: vote.account) ?? false
    }
}
