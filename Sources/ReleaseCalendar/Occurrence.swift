public import ReviewSlots

/// One time that an occasion happens: of a meeting that repeats, one of many.
public struct Occurrence: Sendable, Hashable {
    public let occasion: Occasion
    /// As the clocks of its zone show it.
    public let time: Occasion.Time
    public let start: Timestamp
    /// The first moment after it; of a moment, itself.
    public let end: Timestamp

    init(_ occasion: Occasion, _ time: Occasion.Time) {
        self.occasion = occasion
        self.time = time
        let zone = occasion.zone
        switch time {
        case .days(let first, let last):
            start = zone.start(of: first)
            end = zone.start(of: last.adding(days: 1))
        case .span(let first, let last):
            start = zone.moment(first)
            // Clocks that are set back may show the end before the beginning.
            end = max(start, last.map(zone.moment) ?? start)
        }
    }

    /// Whether it is over: a moment is as soon as it has come.
    public func isOver(at now: Timestamp) -> Bool { end <= now }

    /// Whether both have a day in common, each by the clocks of its own zone.
    public func shares(aDayWith other: Occurrence) -> Bool {
        time.firstDay <= other.lastDay && other.time.firstDay <= lastDay
    }

    fileprivate func day(sharedWith other: Occurrence, from today: CalendarDay) -> CalendarDay? {
        let first = max(time.firstDay, other.time.firstDay, today)
        return first <= min(lastDay, other.lastDay) ? first : nil
    }

    private var lastDay: CalendarDay { max(time.firstDay, occasion.zone.local(end + -1).day) }
}

extension Occasion {
    /// All times that it begins on a day or later, in order.
    func occurrences(from day: CalendarDay) -> some Sequence<Occurrence> {
        let days = day.number - time.firstDay.number
        let first = step.map { max(0, (days + $0 - 1) / $0) } ?? 0
        return sequence(state: first) { index -> Occurrence? in
            guard let offset = step.map({ index * $0 }) ?? (index == 0 && days <= 0 ? 0 : nil) else { return nil }
            let next = time.adding(days: offset)
            // Behind the last day that there is, it would stand still.
            guard next.firstDay.number == time.firstDay.number + offset,
                next.firstDay <= repetition?.until ?? next.firstDay
            else { return nil }
            index += 1
            return Occurrence(self, next)
        }
    }

    /// Days from one to the next.
    private var step: Int? { repetition.map { min(max(1, $0.weeks), 5200) * 7 } }

    /// Days that one of it takes at most, and one more for zones.
    private var span: Int {
        switch time {
        case .days(let first, let last): last.number - first.number + 2
        case .span(let start, let end): (end?.day.number ?? start.day.number) - start.day.number + 2
        }
    }

    public var first: Occurrence { Occurrence(self, time) }

    /// The first that is not over yet.
    public func next(after now: Timestamp) -> Occurrence? {
        occurrences(from: zone.local(now).day.adding(days: -span)).first { !$0.isOver(at: now) }
    }

    /// The first day, today or later, on which both take place, each by the clocks of its own zone.
    public func day(sharedWith other: Occasion, from today: CalendarDay) -> CalendarDay? {
        let begin = max(today, time.firstDay, other.time.firstDay)
        // Two that repeat meet within a common multiple of their weeks, or never.
        let last = begin.adding(days: (step ?? 7) / 7 * (other.step ?? 7))
        return occurrences(from: begin.adding(days: -span)).lazy.prefix { $0.time.firstDay <= last }
            .compactMap { other.day(sharedWith: $0, from: today) }.first
    }

    private func day(sharedWith other: Occurrence, from today: CalendarDay) -> CalendarDay? {
        occurrences(from: other.time.firstDay.adding(days: -span)).lazy
            .prefix { $0.time.firstDay <= other.time.firstDay || $0.shares(aDayWith: other) }
            .compactMap { $0.day(sharedWith: other, from: today) }.first
    }

    /// Those that have not begun yet.
    func upcoming(after now: Timestamp) -> some Sequence<Occurrence> {
        occurrences(from: zone.local(now).day.adding(days: -1)).lazy.drop { $0.start <= now }
    }
}

extension Collection<Occasion> {
    /// What comes next, of all of them, in order.
    public func upcoming(after now: Timestamp, limit: Int) -> [Occurrence] {
        let all = flatMap { $0.upcoming(after: now).prefix(Swift.max(0, limit)) }
        return Array(all.inOrder.prefix(Swift.max(0, limit)))
    }

    /// What has begun and is not over.
    public func running(at now: Timestamp) -> [Occurrence] {
        compactMap { $0.next(after: now) }.filter { $0.start <= now }.inOrder
    }
}

extension Sequence<Occurrence> {
    var inOrder: [Occurrence] {
        sorted { ($0.start, $0.occasion.title, $0.occasion.id) < ($1.start, $1.occasion.title, $1.occasion.id) }
    }
}
