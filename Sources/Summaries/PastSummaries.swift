import Chat
import Ledger
import ReviewSlots

/// The state of a past day that was asked for last. To tell one the whole log is read, so it is told one at a time.
actor PastSummaries {
    struct Key: Hashable {
        var board: String
        /// `2014-12-05`
        var day: String
        /// A later import may tell more of that day.
        var position: Position
    }

    private var last: (key: Key, summary: Summary)?
    private var isReading = false

    /// - Throws: `Excuse` while another one is told; what `read` throws.
    func summary(_ key: Key, _ read: () async throws -> Summary) async throws -> Summary {
        if let last, last.key == key { return last.summary }
        if isReading {
            throw Excuse("I am reading the whole log for another such question just now: ask again in a moment.")
        }
        isReading = true
        defer { isReading = false }
        let summary = try await read()
        last = (key, summary)
        return summary
    }
}
