import Ledger
import NIOConcurrencyHelpers
import ReviewSlots

/// Which draft people were shown last, so that they approve that one and no other.
struct ShownDrafts: Sendable {
    private struct Seen {
        var last: SummaryDraft
        var byAccount: [Account: SummaryDraft] = [:]
    }

    private let seen = NIOLockedValueBox<[String: Seen]>([:])

    /// - Parameter account: of somebody who may approve it; `nil`: of somebody else.
    func note(_ draft: SummaryDraft?, on board: String, to account: Account?) {
        guard let draft else { return }
        seen.withLockedValue { seen in
            seen[board, default: Seen(last: draft)].last = draft
            if let account { seen[board]?.byAccount[account] = draft }
        }
    }

    /// What somebody was shown; who was shown none goes by what anybody was.
    func draft(on board: String, seenBy account: Account?) -> SummaryDraft? {
        seen.withLockedValue { seen in account.flatMap { seen[board]?.byAccount[$0] } ?? seen[board]?.last }
    }
}
