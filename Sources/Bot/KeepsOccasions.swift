public import ReleaseCalendar

/// What a plugin's reducer keeps, if there are dates in it: other reducers look at them before they take in one of theirs.
public protocol KeepsOccasions {
    /// Without those that a plugin itself has brought.
    func occasions(besidesThoseOf plugin: String) -> [Occasion]
}

extension [any Sendable] {
    /// The dates in what plugins keep of a board.
    public func occasions(besidesThoseOf plugin: String) -> [Occasion] {
        compactMap { $0 as? any KeepsOccasions }.flatMap { $0.occasions(besidesThoseOf: plugin) }
    }
}
