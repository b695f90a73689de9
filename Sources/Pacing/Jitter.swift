/// Delays that double from try to try with full jitter, so that a hundred clients of a server that restarts do not come
/// back as one. In milliseconds.
public struct Jitter: Sendable, Hashable {
    public var shortest: Int
    public var longest: Int

    public init(shortest: Int, longest: Int) {
        self.shortest = shortest
        self.longest = longest
    }

    /// - Parameters:
    ///   - attempt: 0 for the first one.
    ///   - random: from 0 up to 1.
    public func delay(attempt: Int, random: Double) -> Int {
        let ceiling = max(shortest, min(longest, shortest << min(attempt, 20)))
        return shortest + Int(Double(ceiling - shortest) * random)
    }
}
