import Ledger
import ReviewSlots

/// One-time codes that join two accounts of a person. In memory only: a code that a restart forgets is asked for again.
actor LinkCodes {
    struct Wish: Sendable {
        /// Who asked for the code.
        var person: PersonID
        /// An account of a review system that a lead is to vouch for; `nil`: the code is to be said from the other account.
        var claims: Account?
        var until: Timestamp
    }

    static let validity = 15 * Timestamp.minute
    /// A lead may take some days to look.
    static let claimValidity = 7 * Timestamp.day

    private var wishes: [String: Wish] = [:]
    private let randomWord: @Sendable () -> String

    init(randomWord: @escaping @Sendable () -> String) {
        self.randomWord = randomWord
    }

    func give(_ person: PersonID, claims: Account?, now: Timestamp) -> String {
        wishes = wishes.filter { $0.value.until > now && !($0.value.person == person && $0.value.claims == claims) }
        // Nobody needs more codes than this at a time; the one that ends first goes.
        if wishes.count >= 1000, let oldest = wishes.min(by: { $0.value.until < $1.value.until })?.key {
            wishes[oldest] = nil
        }
        let code = randomWord()
        wishes[code] = Wish(
            person: person, claims: claims, until: now + (claims == nil ? Self.validity : Self.claimValidity))
        return code
    }

    func look(_ code: String, now: Timestamp) -> Wish? {
        wishes[code].flatMap { $0.until > now ? $0 : nil }
    }

    func spend(_ code: String) { wishes[code] = nil }
}
