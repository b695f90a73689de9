import ReleaseCalendar
import ReviewSlots

extension Occasion {
    /// As it is written in a channel; what follows the date is its title.
    static func make(
        _ kind: Kind, _ written: String, zone: String = "UTC", id: String = "1", leads: [Int]? = nil
    ) throws -> Occasion {
        let words = written.split(separator: " ").map(String.init)
        let when = try When(words, today: CalendarDay(number: 0))
        return Occasion(
            id: id, kind: kind, title: words.dropFirst(when.words).joined(separator: " "), time: when.time,
            zone: try when.zone ?? Zone(zone), repetition: when.repetition, leads: leads)
    }
}

/// What a bot says that looks at the clock each minute, from one moment up to another.
struct VirtualClock {
    var said: [(at: Timestamp, reminder: Reminder)] = []
    private var now: Timestamp
    private var done: Timestamp

    init(_ start: Timestamp) {
        now = start
        done = start
    }

    mutating func run(until end: Timestamp, _ occasions: [Occasion], _ rules: ReminderRules = ReminderRules()) {
        while now < end {
            now = now + Timestamp.minute
            look(occasions, rules)
        }
    }

    /// Nobody looks at it until then; then somebody does.
    mutating func sleep(until end: Timestamp, _ occasions: [Occasion], _ rules: ReminderRules = ReminderRules()) {
        now = end
        look(occasions, rules)
    }

    private mutating func look(_ occasions: [Occasion], _ rules: ReminderRules) {
        for occasion in occasions {
            if let due = occasion.due(after: done, upTo: now, rules) { said.append((now, due)) }
        }
        done = now
    }

    /// `2026-12-11 09:00 kilo-1 1d`, and `late` if it is.
    var lines: [String] {
        said.map { at, reminder in
            let lead = reminder.lead
            let (days, hours) = (lead / Timestamp.day, lead % Timestamp.day / Timestamp.hour)
            let before = lead == 0 ? "now" : days > 0 ? "\(days)d" : "\(hours)h"
            return "\(Zone.utc.local(at)) \(reminder.occasion.title) \(before)\(reminder.isLate ? " late" : "")"
        }
    }
}
