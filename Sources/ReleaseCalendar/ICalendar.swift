public import ReviewSlots

/// A calendar as a file that calendar programs read (RFC 5545).
public struct ICalendar: Sendable {
    /// An occasion and when it was last changed.
    public struct Entry: Sendable, Hashable {
        public var occasion: Occasion
        public var changed: Timestamp

        public init(_ occasion: Occasion, changed: Timestamp) {
            self.occasion = occasion
            self.changed = changed
        }
    }

    public var title: String
    /// What makes ids one's own among all calendars of the world: a host name, and the board's.
    public var domain: String
    public var entries: [Entry]
    /// The calendar's zone, of which an empty one still tells.
    public var zone: Zone

    public init(title: String, domain: String, entries: [Entry], zone: Zone = .utc) {
        self.title = title
        self.domain = domain
        self.entries = entries
        self.zone = zone
    }

    /// The whole file. The same entries always give the same text.
    /// - Parameter now: how far the zones' rules are told: some years more than that.
    public func text(now: Timestamp) -> String {
        var lines = ICalendarLines()
        lines.add("BEGIN", "VCALENDAR")
        lines.add("VERSION", "2.0")
        lines.add("PRODID", "-//Slotkeeper//Calendar//EN")
        lines.add("CALSCALE", "GREGORIAN")
        lines.add("METHOD", "PUBLISH")
        lines.add("NAME", text: title)
        lines.add("X-WR-CALNAME", text: title)
        for zone in zones { lines.add(zone.zone, from: zone.first, now: now) }
        for entry in entries.sorted(by: { $0.occasion.id < $1.occasion.id }) { add(entry, to: &lines) }
        lines.add("END", "VCALENDAR")
        return lines.text
    }

    /// The zones that times refer to, each with the first day that does. A calendar has to have something in it.
    private var zones: [(zone: Zone, first: CalendarDay)] {
        let repeated = entries.map(\.occasion).filter(\.needsZone)
        if entries.isEmpty { return [(zone, CalendarDay(number: 0))] }
        return Set(repeated.map(\.zone)).sorted { $0.name < $1.name }.map { zone in
            let days = repeated.filter { $0.zone == zone }.map(\.time.firstDay)
            return (zone, days.min() ?? CalendarDay(number: 0))
        }
    }

    private func add(_ entry: Entry, to lines: inout ICalendarLines) {
        let occasion = entry.occasion
        lines.add("BEGIN", "VEVENT")
        lines.add("UID", text: "\(occasion.id)@\(domain)")
        lines.add("DTSTAMP", ICalendarLines.utc(entry.changed))
        // Programs that have it already take what was changed later (3.8.7.4). Minutes fit into the numbers they can count.
        lines.add("LAST-MODIFIED", ICalendarLines.utc(entry.changed))
        lines.add("SEQUENCE", "\(max(0, entry.changed.seconds / 60))")
        switch occasion.time {
        case .days(let first, let last):
            lines.add("DTSTART;VALUE=DATE", ICalendarLines.date(first))
            // The end is the first day that is free again.
            lines.add("DTEND;VALUE=DATE", ICalendarLines.date(last.adding(days: 1)))
            // Nobody's day is taken by it.
            lines.add("TRANSP", "TRANSPARENT")
        case .span(let start, let end):
            lines.add("DTSTART", start, of: occasion)
            if let end, occasion.zone.moment(end) > occasion.zone.moment(start) {
                lines.add("DTEND", end, of: occasion)
            }
        }
        if let repetition = occasion.repetition {
            var rule = "FREQ=WEEKLY;INTERVAL=\(repetition.weeks)"
            if let until = repetition.until { rule += ";UNTIL=\(ICalendarLines.until(until, occasion))" }
            lines.add("RRULE", rule)
        }
        lines.add("SUMMARY", text: occasion.title)
        lines.add("CATEGORIES", text: occasion.kind.words)
        lines.add("END", "VEVENT")
    }
}

extension Occasion {
    /// Whether its times say what clocks show, for they are other moments in summer and in winter.
    fileprivate var needsZone: Bool { !time.isAllDay && repetition != nil && zone != .utc }
}

/// Lines of an iCalendar file: escaped, folded, and ended by CRLF.
struct ICalendarLines {
    private(set) var text = ""
    /// RFC 5545, 3.1: octets of a line without its end.
    private static let longest = 75

    /// A line whose value needs no escaping.
    mutating func add(_ name: String, _ value: String) {
        var room = Self.longest
        for scalar in "\(name):\(value)".unicodeScalars {
            let size = UTF8.width(scalar)
            if size > room {
                text += "\r\n "
                room = Self.longest - 1
            }
            text.unicodeScalars.append(scalar)
            room -= size
        }
        text += "\r\n"
    }

    /// A line of foreign text (RFC 5545, 3.3.11).
    mutating func add(_ name: String, text value: String) {
        var escaped = String.UnicodeScalarView()
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\", ";", ",": escaped.append(contentsOf: ["\\", scalar])
            case "\n": escaped.append(contentsOf: ["\\", "n"])
            case _ where scalar.properties.generalCategory == .control: break
            default: escaped.append(scalar)
            }
        }
        add(name, String(escaped))
    }

    /// A time: in its zone if it repeats there, else in UTC.
    fileprivate mutating func add(_ name: String, _ local: LocalTime, of occasion: Occasion) {
        if occasion.needsZone {
            add("\(name);TZID=\(occasion.zone.name)", Self.local(local))
        } else {
            add(name, Self.utc(occasion.zone.moment(local)))
        }
    }

    /// `20261212`.
    static func date(_ day: CalendarDay) -> String { "\(day.year.digits(4))\(day.month.digits(2))\(day.day.digits(2))" }

    /// `20261212T140000`.
    static func local(_ local: LocalTime) -> String { "\(date(local.day))T\(time(local.time.minutes * 60))" }

    /// `20261212T140000Z`.
    static func utc(_ time: Timestamp) -> String {
        let local = Zone.utc.local(time)
        let seconds = time.seconds - local.day.number * Timestamp.day
        return "\(date(local.day))T\(Self.time(seconds))Z"
    }

    private static func time(_ seconds: Int) -> String {
        "\((seconds / 3600).digits(2))\((seconds / 60 % 60).digits(2))\((seconds % 60).digits(2))"
    }

    /// The last moment of the last day, or that day if it is one of whole days.
    fileprivate static func until(_ day: CalendarDay, _ occasion: Occasion) -> String {
        occasion.time.isAllDay ? date(day) : utc(occasion.zone.start(of: day.adding(days: 1)) + -1)
    }
}
