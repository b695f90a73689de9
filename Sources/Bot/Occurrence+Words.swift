public import ReleaseCalendar
public import ReviewSlots

// Dates as the bot says them: in the channel's zone, with the weekday, and how long until then.
extension Occurrence {
    /// `Thu 18 Dec`, `Mon 10 Nov to Thu 30 Apr 2015`, `Thu 18 Dec 14:00-15:00 UTC`.
    public func when(in zone: Zone, now: Timestamp) -> String {
        let year = zone.local(now).day.year
        func day(_ day: CalendarDay) -> String { day.words(inYear: year) }
        switch time {
        case .days(let first, let last):
            let elsewhere = occasion.zone == zone ? "" : " (\(occasion.zone))"
            return day(first) + (first == last ? "" : " to \(day(last))") + elsewhere
        case .span(_, let end):
            let from = zone.local(start)
            var text = "\(day(from.day)) \(from.time)"
            if end != nil {
                let to = zone.local(self.end)
                text += to.day == from.day ? "-\(to.time)" : " to \(day(to.day)) \(to.time)"
            }
            return "\(text) \(zone)"
        }
    }

    /// `in 3 days`, `tomorrow`, `in 2 hours`, `now`; of what is over `2 days ago`.
    /// - Parameter zone: whose days are counted.
    public func distance(in zone: Zone, from now: Timestamp) -> String {
        let first = time.isAllDay ? time.firstDay : zone.local(start).day
        let days = first.number - zone.local(now).day.number
        let isFar = time.isAllDay || start - now >= Timestamp.day
        switch days {
        case 0 where time.isAllDay: return "today"
        case 1 where isFar: return "tomorrow"
        case 1... where isFar: return "in \(days) days"
        case _ where now - end >= Timestamp.minute: return "\(Wording.duration(now - end)) ago"
        case _ where start - now >= Timestamp.minute: return "in \(Wording.duration(start - now))"
        default: return "now"
        }
    }
}
