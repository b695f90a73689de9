import ReviewSlots

// How a calendar program learns when clocks are set (RFC 5545, 3.6.5): it need not know the zone by its name.
extension ICalendarLines {
    /// For so many years from now the changes are looked up; a rule that holds for all of them is told as one without end.
    private static let years = 10

    /// - Parameter first: the first day on which a time of the zone is used.
    mutating func add(_ zone: Zone, from first: CalendarDay, now: Timestamp) {
        let start = zone.start(of: first.adding(days: -1))
        let horizon = zone.local(now).day.year + Self.years
        var changes: [Change] = []
        var time = start
        while let next = zone.change(after: time) {
            let change = Change(at: next, zone)
            guard change.local.day.year <= horizon else { break }
            changes.append(change)
            time = next
        }
        add("BEGIN", "VTIMEZONE")
        add("TZID", zone.name)
        add(Change(beginning: start, zone), dates: [], rule: nil)
        for (_, group) in Dictionary(grouping: changes, by: \.offsets).sorted(by: { $0.value[0].at < $1.value[0].at }) {
            if let rule = Self.rule(group, until: horizon) {
                add(group[0], dates: [], rule: rule)
            } else {
                add(group[0], dates: group.dropFirst().map(\.local), rule: nil)
            }
        }
        add("END", "VTIMEZONE")
    }

    private mutating func add(_ change: Change, dates: [LocalTime], rule: String?) {
        let name = change.offsets.to > change.offsets.from ? "DAYLIGHT" : "STANDARD"
        add("BEGIN", name)
        add("DTSTART", Self.local(change.local))
        add("TZOFFSETFROM", Self.offset(change.offsets.from))
        add("TZOFFSETTO", Self.offset(change.offsets.to))
        if let rule { add("RRULE", rule) }
        for date in dates { add("RDATE", Self.local(date)) }
        add("END", name)
    }

    /// `+0130`; seconds only where there are some.
    private static func offset(_ seconds: Int) -> String {
        let size = abs(seconds)
        let minutes = "\((size / 3600).digits(2))\((size / 60 % 60).digits(2))"
        return (seconds < 0 ? "-" : "+") + minutes + (size % 60 == 0 ? "" : (size % 60).digits(2))
    }

    /// The rule by which a change comes each year, on the same weekday of the same month, if there is one.
    private static func rule(_ changes: [Change], until last: Int) -> String? {
        let first = changes[0].local
        let years = changes.map(\.local.day.year)
        guard years == Array(first.day.year...last),
            changes.allSatisfy({
                $0.local.time == first.time && $0.local.day.month == first.day.month
                    && $0.local.day.weekday == first.day.weekday
            })
        else { return nil }
        let place: Int
        if changes.allSatisfy({ $0.local.day.day > CalendarDay.days(in: first.day.month, of: $0.local.day.year) - 7 }) {
            place = -1
        } else {
            place = (first.day.day + 6) / 7
            guard changes.allSatisfy({ ($0.local.day.day + 6) / 7 == place }) else { return nil }
        }
        let weekday = first.day.weekday.rawValue.prefix(2).uppercased()
        return "FREQ=YEARLY;BYMONTH=\(first.day.month);BYDAY=\(place)\(weekday)"
    }

    /// The clocks are set.
    private struct Change {
        struct Offsets: Hashable {
            var from: Int
            var to: Int
        }

        var at: Timestamp
        var offsets: Offsets
        /// As they show it just before.
        var local: LocalTime

        init(at: Timestamp, _ zone: Zone) {
            self.at = at
            offsets = Offsets(from: zone.offset(at: at + -1), to: zone.offset(at: at))
            local = Zone.utc.local(at + offsets.from)
        }

        /// How they are set to begin with.
        init(beginning: Timestamp, _ zone: Zone) {
            at = beginning
            let offset = zone.offset(at: beginning)
            offsets = Offsets(from: offset, to: offset)
            local = zone.local(beginning)
        }
    }
}
