/// So many at once after a pause, then one in so many milliseconds.
///
/// It knows no clock: `now` is in milliseconds of any clock that never goes back.
public struct TokenBucket: Sendable {
    private let burst: Int
    private let millisecondsEach: Int
    /// Milliseconds saved up; a token costs `millisecondsEach`.
    private var credit: Int
    private var countedAt: Int?

    /// - Parameter millisecondsEach: 0 means that there is no limit.
    public init(burst: Int, millisecondsEach: Int) {
        self.burst = max(1, burst)
        self.millisecondsEach = max(0, millisecondsEach)
        credit = self.burst * self.millisecondsEach
    }

    public mutating func available(at now: Int) -> Int {
        guard millisecondsEach > 0 else { return Int.max }
        credit = min(burst * millisecondsEach, credit + max(0, now - (countedAt ?? now)))
        countedAt = now
        return credit / millisecondsEach
    }

    /// Spends tokens that `available` has shown.
    public mutating func spend(_ count: Int) {
        credit -= count * millisecondsEach
    }

    public mutating func takeOne(at now: Int) -> Bool {
        guard available(at: now) > 0 else { return false }
        spend(1)
        return true
    }

    /// Throws away what was saved up: somebody else says that it was too much.
    public mutating func drain(at now: Int) {
        credit = min(credit, 0)
        countedAt = now
    }

    /// When there is a token.
    public func nextTime(at now: Int) -> Int {
        max(now, (countedAt ?? now) + millisecondsEach - credit)
    }
}
