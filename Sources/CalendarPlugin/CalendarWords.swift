import Bot
import Chat
import ReleaseCalendar
import ReviewSlots

// Dates as the bot says them: in the channel's zone, with the weekday and how long until then.
extension Occasion {
    /// `milestone kilo-1`; what its title says already is not said twice.
    var label: String {
        let title = Wording.short(title, 80)
        return kind == .other || title.lowercased().contains(kind.words) ? title : "\(kind.words) \(title)"
    }

    /// `, every 2 weeks until Thu 30 Apr`, or nothing.
    func repeats(inYear year: Int) -> String {
        guard let repetition else { return "" }
        let weeks = repetition.weeks == 1 ? "week" : "\(repetition.weeks) weeks"
        return ", every \(weeks)" + (repetition.until.map { " until \($0.words(inYear: year))" } ?? "")
    }
}

extension Occurrence {
    private var isLong: Bool {
        if case .days(let first, let last) = time { first < last } else { false }
    }

    /// `Milestone kilo-1 is in 7 days: Thu 18 Dec.`
    func sentence(in zone: Zone, now: Timestamp) -> String {
        let distance = distance(in: zone, from: now)
        let verb = distance.hasSuffix(" ago") ? "was" : start > now || distance != "now" ? "is" : "has begun"
        let what = isLong && verb == "is" ? "begins" : verb
        let label = occasion.label
        let text = "\(label.prefix(1).uppercased())\(label.dropFirst()) \(what)"
        return "\(text)\(verb == "has begun" ? "" : " \(distance)"): \(when(in: zone, now: now))."
    }
}

extension BoardView {
    /// What the channels hear: a line each, and at most two.
    func lines(for reminders: [Reminder]) -> [Document.Line] {
        let sentences = reminders.map { reminder in
            // It may have been in time, and the channel not to be reached, or quiet.
            let isDelayed = now - reminder.at > Occasion.lateAfter
            return (reminder.isLate ? "Late, as I was away: " : isDelayed ? "Late: " : "")
                + reminder.occurrence.sentence(in: zone, now: now)
        }
        guard sentences.count > 2 else { return sentences.map { Document.Line($0) } }
        return [
            Document.Line(sentences[0]),
            Document.Line(Wording.some(Array(sentences.dropFirst()), bytes: 340, separator: " ")),
        ]
    }

    /// `milestone kilo-1, Thu 18 Dec (in 3 days)`
    func phrase(_ occurrence: Occurrence) -> String {
        "\(occurrence.occasion.label), \(occurrence.when(in: zone, now: now)) (\(occurrence.distance(in: zone, from: now)))"
    }

    /// `milestone kilo-1: Thu 18 Dec`, of the next time or the first.
    func phrase(_ occasion: Occasion) -> String {
        let occurrence = occasion.next(after: now) ?? occasion.first
        return "\(occasion.label): \(occurrence.when(in: zone, now: now))"
            + occasion.repeats(inYear: zone.local(now).day.year)
    }
}
