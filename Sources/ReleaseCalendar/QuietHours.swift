public import ReviewSlots

/// When nothing is said unasked: each night between two times, and perhaps on Saturdays and Sundays.
public struct QuietHours: Sendable, Hashable {
    /// Beginning and end; an end that is not later is on the next day.
    public var hours: TimeSpan?
    public var weekends: Bool

    public init(hours: TimeSpan? = nil, weekends: Bool = false) {
        self.hours = hours
        self.weekends = weekends
    }

    /// Whether the clocks of a zone show such a time.
    public func covers(_ time: Timestamp, in zone: Zone) -> Bool {
        let local = zone.local(time)
        if weekends, [.saturday, .sunday].contains(local.day.weekday) { return true }
        guard let hours, let end = hours.end else { return false }
        return hours.start < end
            ? hours.start <= local.time && local.time < end : hours.start <= local.time || local.time < end
    }
}
