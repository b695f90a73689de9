import GerritProtocol
import ReviewSlots

extension Change {
    /// A change as its board keeps it: of the votes, those that count.
    ///
    /// A core's approval is +2, an objection that waits for its author keeps its value, and any other good word is +1.
    init(_ view: ChangeView, _ rules: ReviewRules, owner: PersonID?, old: Change?, isVisible: Bool = true) {
        let turn = view.turn(rules)
        self.init(
            number: view.key.number, status: Status(view, isVisible: isVisible), title: view.title,
            owner: owner ?? old?.owner, votes: Self.votes(view, rules),
            ci: view.isOpen ? view.ci(rules).map(Verdict.init) : nil,
            lines: view.lines)
        if view.isOpen {
            switch turn {
            case .author(.attention), .author(.unresolvedComments): isAnswerAwaited = true
            default: break
            }
        }
        let isSame = old.map {
            $0.status == status && $0.votes == votes && $0.ci == ci && $0.isAnswerAwaited == isAnswerAwaited
        }
        let waiting = view.waitingForAuthorSince(rules).map { Timestamp($0.seconds) }
        since = waiting ?? (isSame == true ? old?.since : nil) ?? Timestamp(view.updated.seconds)
    }

    private static func votes(_ view: ChangeView, _ rules: ReviewRules) -> [Vote] {
        guard view.isOpen else { return [] }
        var values: [String: Int] = [:]
        for vote in view.votes where vote.label == rules.reviewLabel && vote.value > 0 {
            values[vote.account.handle] = 1
        }
        for vote in view.approvals(rules) { values[vote.account.handle] = 2 }
        for vote in view.objections(rules) {
            let value = max(-2, vote.value)
            values[vote.account.handle] = min(value, values[vote.account.handle] ?? value)
        }
        return values.sorted { $0.key < $1.key }.map { Vote(who: $0.key, value: $0.value) }
    }
}

extension Change.Status {
    /// What cannot be seen any more is nobody's to review, as if it were given up.
    init(_ view: ChangeView, isVisible: Bool) {
        self =
            switch view.status {
            case .merged: .merged
            case .abandoned: .abandoned
            case .open where !isVisible: .abandoned
            case .open: view.isWorkInProgress ? .wip : .open
            }
    }
}

extension Change.Verdict {
    init(_ verdict: ChangeView.Verdict) {
        self =
            switch verdict {
            case .passed: .passed
            case .failed: .failed
            case .pending: .pending
            }
    }
}
