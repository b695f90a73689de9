import Bot
import ReleaseCalendar
import ReviewSlots

// A board's calendar, as it stands in the file.
extension ConfigTable {
    /// The name of a time zone; UTC if it is missing or wrong.
    mutating func zone(_ key: String) -> Zone? {
        value(key) { value in try mistaken { () throws(CalendarFault) in try Zone(value.text(for: key)) } }
    }

    /// A list of tables, a date each.
    mutating func occasions(_ key: String, zone: Zone) -> [Occasion] {
        var taken: [String: Int] = [:]
        let read = tables(key) { Occasion(&$0, zone: zone) }.compactMap(\.self)
        let named = read.map { occasion in
            var named = occasion
            // The same when the date is another one, so that calendar programs know it again.
            let id = "\(occasion.kind.rawValue)/\(occasion.title.lowercased())"
            taken[id, default: 0] += 1
            named.id = taken[id] == 1 ? id : "\(id) \(taken[id] ?? 0)"
            return named
        }
        let days = named.filter { $0.kind == .reviewDay }
        for (index, one) in days.enumerated() {
            for day in days[..<index].compactMap({ one.day(sharedWith: $0, from: one.time.firstDay) }) {
                complain(about: key, "two review days on one day: \(day)")
            }
        }
        return named
    }

    fileprivate mutating func day(_ key: String) -> CalendarDay? {
        value(key) { value in try mistaken { () throws(CalendarFault) in try DateReader.day(value.text(for: key)) } }
    }

    fileprivate mutating func times(_ key: String) -> TimeSpan? {
        value(key) { value in
            try mistaken { () throws(CalendarFault) in
                let text = try value.text(for: key)
                guard let times = try TimeSpan.read(text) else {
                    throw CalendarFault("\(quoted(text)) is no time: write 14:00, or 14:00-15:00")
                }
                return times
            }
        }
    }

    /// How long before something: a list of durations.
    fileprivate mutating func leads(_ key: String) -> [Int]? {
        values(key) { value in
            Int(try value.duration(in: .zero ... .seconds(ReminderRules.longest)).components.seconds)
        }
    }

    /// When nothing is said unasked.
    mutating func quiet(_ key: String) -> QuietHours {
        table(key) { table in
            let hours = table.times("hours")
            if let hours, hours.end == nil {
                table.complain(about: "hours", "write when they begin and end, such as 22:00-07:00")
            }
            return QuietHours(hours: hours, weekends: table.bool("weekends", default: false))
        } ?? QuietHours()
    }

    mutating func reminders(_ key: String) -> ReminderRules? {
        table(key) { table in
            let leads = Occasion.Kind.allCases.compactMap { kind in
                table.leads(kind.rawValue).map { (kind, $0) }
            }
            let hour = table.value("hour") { value -> ClockTime in
                guard let hour = ClockTime(try value.text()) else {
                    throw value.mismatch("a time such as \"09:00\"")
                }
                return hour
            }
            return ReminderRules(leads: Dictionary(uniqueKeysWithValues: leads), hour: hour ?? ReminderRules().hour)
        }
    }
}

extension Occasion {
    /// `nil` if it cannot be told when it is.
    fileprivate init?(_ table: inout ConfigTable, zone: Zone) {
        table.require("kind")
        table.require("date")
        let kind = table.value("kind") { try $0.choice(Kind.self) }
        let words = kind?.words ?? ""
        let title = table.text("title", default: words.prefix(1).uppercased() + words.dropFirst()) { text in
            Check.line(text) ?? (text.utf8.count > 200 ? "is too long: 200 bytes are the most" : nil)
        }
        let (first, last) = (table.day("date"), table.day("to"))
        let times = table.times("time")
        let own = table.zone("zone")
        let weeks = table.int("weeks", default: 0, in: 1...52)
        let until = table.day("until")
        let leads = table.leads("remind")
        guard let kind, let first else { return nil }
        let time: Time
        do {
            time = try Time(first, through: last, times)
        } catch {
            table.complain(about: "to", "\(error)")
            return nil
        }
        if until != nil, weeks == 0 { table.complain(about: "until", "ends what repeats: say how often, as weeks") }
        if let until, until < first { table.complain(about: "until", "it would end before it begins on \(first)") }
        self.init(
            id: "", kind: kind, title: title, time: time, zone: own ?? zone,
            repetition: weeks == 0 ? nil : Repetition(weeks: weeks, until: until), leads: leads)
    }
}

extension Occasion.Time {
    fileprivate init(_ first: CalendarDay, through last: CalendarDay?, _ times: TimeSpan?) throws(CalendarFault) {
        switch (last, times) {
        case (let last, nil): try self.init(first, through: last ?? first)
        case (nil, let times?): self.init(first, times)
        case (let last?, let times?):
            guard let end = times.end else {
                throw CalendarFault("it begins at a time and ends at none: write the time as 09:00-17:00")
            }
            try self.init(LocalTime(first, times.start), until: LocalTime(last, end))
        }
    }
}

extension ConfigValue {
    /// The text, or the fault of what is none.
    fileprivate func text(for key: String) throws(CalendarFault) -> String {
        do {
            return try text()
        } catch {
            throw CalendarFault("\(error)")
        }
    }
}

/// What is wrong with a date, as a mistake in the file.
private func mistaken<Value>(_ body: () throws(CalendarFault) -> Value) throws(ConfigMistake) -> Value {
    do {
        return try body()
    } catch {
        throw ConfigMistake(error.description)
    }
}
