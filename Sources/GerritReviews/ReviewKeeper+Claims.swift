import Bot
import Chat
import GerritProtocol
import Ledger
import struct Ledger.Account
import ReviewSlots

/// That somebody says to have an account of the server, and is to prove it by writing a code on any change.
struct Claim: Sendable {
    var account: Account
    var person: PersonID
    var board: String
    var since: Timestamp
    var until: Timestamp
}

extension ReviewKeeper {
    static let claimValidity = 2 * Timestamp.hour
    /// Changes that are read for a claim in one go; more than these are active at once nowhere.
    private static let mostAsked = 20

    func expect(_ code: String, _ claim: Claim) {
        claims = claims.filter { $0.value.until > claim.since && $0.value.person != claim.person }
        claims[code] = claim
    }

    /// Looks for codes in what was said on changes. What is written by the account itself proves it: the server tells who
    /// wrote a message, and who added a hashtag, in the change's messages.
    func prove(_ batch: Sync.Batch) async throws {
        let now = context.now()
        claims = claims.filter { $0.value.until > now }
        guard !claims.isEmpty else { return }
        for (code, claim) in claims.sorted(by: { $0.key < $1.key }) {
            let isProven = batch.items.lazy.compactMap(\.messages).joined().contains { message in
                message.author?.accountName == claim.account.name && message.text.contains(code)
            }
            guard isProven else { continue }
            claims[code] = nil
            try await context.join(claim.account, to: claim.person)
            try await context.submit(
                .prove(claim.account.description, claim.person), to: ReviewsReducer.self, board: claim.board,
                source: "review system")
        }
        let changed = batch.items.filter { $0.view.isOpen && !$0.hasMessages }.map(\.view)
            .sorted { $0.updated > $1.updated }
        for view in changed.prefix(claims.isEmpty ? 0 : Self.mostAsked) { wishes.continuation.yield(.ask(view.key)) }
    }
}
