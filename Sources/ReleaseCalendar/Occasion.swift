/// Something that happens on a day, or at a time: stored for good, so cases and fields are only ever added.
public struct Occasion: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Hashable, Codable, CodingKeyRepresentable, CaseIterable {
        case cycle, milestone, meeting, other
        case specFreeze = "spec_freeze"
        case featureFreeze = "feature_freeze"
        case reviewDay = "review_day"

        /// `feature freeze`.
        public var words: String { rawValue.replacing("_", with: " ") }
    }

    /// As the clocks of its zone show it.
    public enum Time: Sendable, Hashable, Codable {
        /// Whole days, the last one included.
        case days(CalendarDay, through: CalendarDay)
        /// Without an end it is a moment.
        case span(LocalTime, until: LocalTime?)
    }

    /// What it is known by: stays when it is moved.
    public var id: String
    public var kind: Kind
    public var title: String
    public var time: Time
    public var zone: Zone
    public var repetition: Repetition?
    /// How long before it people are reminded, in seconds; `nil`: as is usual for its kind.
    public var leads: [Int]?

    public init(
        id: String, kind: Kind, title: String, time: Time, zone: Zone = .utc, repetition: Repetition? = nil,
        leads: [Int]? = nil
    ) {
        self.id = id
        self.kind = kind
        self.title = title
        self.time = time
        self.zone = zone
        self.repetition = repetition
        self.leads = leads
    }
}

/// Every so many weeks, from the first time on.
public struct Repetition: Sendable, Hashable, Codable {
    public var weeks = 1
    /// The last day on which it may begin; `nil`: for ever.
    public var until: CalendarDay?

    public init(weeks: Int, until: CalendarDay? = nil) {
        self.weeks = weeks
        self.until = until
    }
}

extension Occasion.Time {
    /// - Throws: if it ends before it begins.
    public init(_ first: CalendarDay, through last: CalendarDay) throws(CalendarFault) {
        guard first <= last else {
            throw CalendarFault("it would end on \(last), before it begins on \(first): write the first day first")
        }
        self = .days(first, through: last)
    }

    /// - Throws: if it ends before it begins.
    public init(_ start: LocalTime, until end: LocalTime) throws(CalendarFault) {
        guard start < end else {
            throw CalendarFault("it would end at \(end), before it begins at \(start): write the beginning first")
        }
        self = .span(start, until: end)
    }

    public init(_ day: CalendarDay, _ times: TimeSpan) {
        let end = times.end.map { LocalTime($0 <= times.start ? day.adding(days: 1) : day, $0) }
        self = .span(LocalTime(day, times.start), until: end)
    }

    public var firstDay: CalendarDay {
        switch self {
        case .days(let first, _): first
        case .span(let start, _): start.day
        }
    }

    public var isAllDay: Bool {
        if case .days = self { true } else { false }
    }

    /// The same, so many days later.
    func adding(days: Int) -> Self {
        func later(_ local: LocalTime) -> LocalTime { LocalTime(local.day.adding(days: days), local.time) }
        switch self {
        case .days(let first, let last):
            return .days(first.adding(days: days), through: last.adding(days: days))
        case .span(let start, let end): return .span(later(start), until: end.map(later))
        }
    }

    /// The same times on another first day.
    public func moved(to day: CalendarDay) -> Self { adding(days: day.number - firstDay.number) }
}
