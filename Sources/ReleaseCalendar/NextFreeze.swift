public import ReviewSlots

extension Collection<Occasion> {
    /// The next freeze of a kind that has not begun yet.
    /// - Parameter kind: `specFreeze` or `featureFreeze`.
    public func next(_ kind: Occasion.Kind, after now: Timestamp) -> Occurrence? {
        filter { $0.kind == kind }.upcoming(after: now, limit: 1).first
    }
}
