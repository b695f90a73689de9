public import ReviewSlots

extension Collection<Occasion> {
    /// The freeze of a kind that is in force, else the next one.
    ///
    /// One with an end lasts until then; another one until the end of the cycle in which it begins, or without such a cycle
    /// for as long as it stands in the calendar.
    /// - Parameter kind: `specFreeze` or `featureFreeze`.
    public func freeze(_ kind: Occasion.Kind, at now: Timestamp) -> Occurrence? {
        let freezes = filter { $0.kind == kind }.map(\.first)
        let begun = freezes.filter { $0.start <= now && end(of: $0).map { now < $0 } ?? true }
        return begun.max { $0.start < $1.start } ?? freezes.filter { $0.start > now }.min { $0.start < $1.start }
    }

    private func end(of freeze: Occurrence) -> Timestamp? {
        switch freeze.time {
        case .days(let first, let last) where first < last: freeze.end
        case .span(_, .some): freeze.end
        case .days, .span:
            filter { $0.kind == .cycle }.map(\.first).filter { $0.start <= freeze.start && freeze.start < $0.end }
                .map(\.end).max()
        }
    }
}
