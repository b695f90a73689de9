/// So many at once after a pause, then one in so many milliseconds.
struct TokenBucket: Sendable {
    private let burst: Int
    private let millisecondsEach: Int
    /// Milliseconds saved up; a token costs `millisecondsEach`.
    private var credit: Int
    private var countedAt: Int?

    /// - Parameter millisecondsEach: 0 means that there is no limit.
    init(burst: Int, millisecondsEach: Int) {
        self.burst = max(1, burst)
        self.millisecondsEach = max(0, millisecondsEach)
        credit = self.burst * self.millisecondsEach
    }

    mutating func available(at now: Int) -> Int {
        guard millisecondsEach > 0 else { return Int.max }
        credit = min(burst * millisecondsEach, credit + max(0, now - (countedAt ?? now)))
        countedAt = now
        return credit / millisecondsEach
    }

    /// Spends tokens that `available` has shown.
    mutating func spend(_ count: Int) {
        credit -= count * millisecondsEach
    }

    mutating func takeOne(at now: Int) -> Bool {
        guard available(at: now) > 0 else { return false }
        spend(1)
        return true
    }

    /// When there is a token.
    func nextTime(at now: Int) -> Int {
        max(now, (countedAt ?? now) + millisecondsEach - credit)
    }
}
