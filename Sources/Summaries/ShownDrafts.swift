import NIOConcurrencyHelpers
import ReviewSlots

/// Who was shown the newest draft of each board, so that nobody approves what they have not seen.
struct ShownDrafts: Sendable {
    private struct Shown {
        var draft: SummaryDraft
        var people: Set<PersonID> = []
    }

    private let shown = NIOLockedValueBox<[String: Shown]>([:])

    /// - Parameter person: `nil`: somebody without an account, who can approve nothing.
    func note(_ draft: SummaryDraft?, on board: String, to person: PersonID?) {
        guard let draft, let person else { return }
        shown.withLockedValue { shown in
            if shown[board]?.draft != draft { shown[board] = Shown(draft: draft) }
            shown[board]?.people.insert(person)
        }
    }

    /// What somebody was shown; `nil`: not the newest that anybody was.
    func draft(on board: String, seenBy person: PersonID?) -> SummaryDraft? {
        shown.withLockedValue { shown in
            guard let person, let last = shown[board], last.people.contains(person) else { return nil }
            return last.draft
        }
    }
}
