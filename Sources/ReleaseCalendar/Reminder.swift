public import ReviewSlots

/// How long before what people are reminded. Stored: fields and kinds are only ever added.
public struct ReminderRules: Sendable, Hashable, Codable {
    /// Seconds before the start, 0 being the start itself. Whole days are days of the calendar.
    public var leads: [Occasion.Kind: [Int]]
    /// When people hear of what takes whole days; less than a day before it nothing is said of it, but on the day.
    public var hour: ClockTime

    public init(leads: [Occasion.Kind: [Int]] = [:], hour: ClockTime = .nine) {
        self.leads = Self.usual.merging(leads) { _, new in new }
        self.hour = hour
    }

    private static let usual: [Occasion.Kind: [Int]] = {
        let (week, day, hour) = (7 * Timestamp.day, Timestamp.day, Timestamp.hour)
        // As freezes near, and when they begin, the board itself speaks of them.
        return [
            .cycle: [week, 0], .milestone: [week, day, 0], .specFreeze: [2 * week], .featureFreeze: [2 * week],
            .reviewDay: [week, day, hour, 0], .meeting: [hour], .other: [day, 0],
        ]
    }()

    public static let longest = 365 * Timestamp.day

    func leads(of occasion: Occasion) -> [Int] {
        (occasion.leads ?? leads[occasion.kind] ?? []).filter { (0...Self.longest).contains($0) }
    }

    /// When a reminder is due.
    func moment(_ lead: Int, before occurrence: Occurrence) -> Timestamp? {
        let zone = occurrence.occasion.zone
        let (days, rest) = lead.quotientAndRemainder(dividingBy: Timestamp.day)
        switch occurrence.time {
        case .days(let first, _):
            return rest == 0 ? zone.moment(LocalTime(first.adding(days: -days), hour)) : nil
        case .span(let start, _):
            // The same time of day, however the clocks are set meanwhile.
            if days == 0 { return occurrence.start + -rest }
            return zone.moment(LocalTime(start.day.adding(days: -days), start.time)) + -rest
        }
    }
}

/// That something is near: said once. Stored: fields are only ever added.
public struct Reminder: Sendable, Hashable, Codable {
    /// As it was then.
    public var occasion: Occasion
    public var time: Occasion.Time
    /// Seconds before the start.
    public var lead: Int
    /// When it is due.
    public var at: Timestamp
    /// It is said later than that.
    public var isLate: Bool

    public var occurrence: Occurrence { Occurrence(occasion, time) }
}

extension Occasion {
    /// A minute passes between two looks at the clock; what is said after so many seconds is late.
    public static let lateAfter = 5 * Timestamp.minute

    /// The reminder that is due in a stretch of time: of several, the newest.
    /// - Parameters:
    ///   - after: what was due then has been said, or was not to be.
    ///   - now: the end of the stretch.
    public func due(after: Timestamp, upTo now: Timestamp, _ rules: ReminderRules) -> Reminder? {
        let leads = rules.leads(of: self)
        guard after < now, let longest = leads.max() else { return nil }
        // All-day ones are told of on the day, which may be a day later than the beginning.
        let first = zone.local(after).day.adding(days: -2)
        let last = zone.local(now + longest).day.adding(days: 2)
        var newest: Reminder?
        for occurrence in occurrences(from: first) {
            if occurrence.time.firstDay > last { break }
            for lead in leads {
                guard let at = rules.moment(lead, before: occurrence), after < at, at <= now,
                    newest.map({ ($0.at, -$0.lead) < (at, -lead) }) ?? true
                else { continue }
                newest = Reminder(
                    occasion: self, time: occurrence.time, lead: lead, at: at, isLate: now - at > Self.lateAfter)
            }
        }
        return newest
    }
}
