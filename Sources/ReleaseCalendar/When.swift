/// When something is, as it was written: `12 Dec 2026`, `2026-12-08 to 2026-12-10`, `Thu 14:00-15:00 Europe/Berlin every 2 weeks`.
public struct When: Sendable, Hashable {
    public var time: Occasion.Time
    /// As it was written; `nil`: it was not.
    public var zone: Zone?
    public var repetition: Repetition?
    /// How many words it took; what follows is something else.
    public var words: Int

    /// Reads as many words as belong to it.
    /// - Parameter today: where it is said.
    /// - Throws: a sentence that says what to write instead.
    public init(_ list: [String], today: CalendarDay) throws(CalendarFault) {
        var reader = DateReader(list.flatMap(Self.parted), today: today)
        guard let first = try reader.day() else {
            throw list.first.map(DateReader.noDate)
                ?? CalendarFault("a date is missing: write 2026-12-12, or 12 Dec 2026")
        }
        let times = try reader.take(TimeSpan.read)
        var last: (day: CalendarDay, time: ClockTime?)?
        let before = reader
        if times?.end == nil, reader.take("to", "through", "-", "–", "..", "…") {
            if let day = try reader.day() {
                last = (day, try reader.take(TimeSpan.read)?.start)
            } else {
                reader = before
            }
        }
        time = try Self.time(first, times, last)
        try Self.details(&reader, hasTime: times != nil, &zone, &repetition)
        if let until = repetition?.until, until < first {
            throw CalendarFault("it would end on \(until), before it begins: write a later day behind \"until\"")
        }
        // A word that was parted counts once.
        words = list.count
        var rest = reader.words.count
        while words > 0, rest > 0 {
            rest -= Self.parted(list[words - 1]).count
            words -= 1
        }
    }

    /// `2026-12-08..2026-12-10` as three words.
    private static func parted(_ word: String) -> [String] {
        for separator in ["..", "…", "–"] {
            let parts = word.split(separator: separator).map(String.init)
            if parts.count == 2, word != separator, parts.allSatisfy({ CalendarDay(iso: $0) != nil }) {
                return [parts[0], separator, parts[1]]
            }
        }
        return [word]
    }

    private static func time(
        _ first: CalendarDay, _ times: TimeSpan?, _ last: (day: CalendarDay, time: ClockTime?)?
    ) throws(CalendarFault) -> Occasion.Time {
        guard let times else {
            guard last?.time == nil else {
                throw CalendarFault("it ends at a time and begins at none: write 2026-12-08 09:00 to 2026-12-10 17:00")
            }
            return try Occasion.Time(first, through: last?.day ?? first)
        }
        guard let last else { return Occasion.Time(first, times) }
        guard let end = last.time else {
            throw CalendarFault("it begins at a time and ends at none: write 2026-12-08 09:00 to 2026-12-10 17:00")
        }
        return try Occasion.Time(LocalTime(first, times.start), until: LocalTime(last.day, end))
    }

    /// A zone and how it repeats, in any order.
    private static func details(
        _ reader: inout DateReader, hasTime: Bool, _ zone: inout Zone?, _ repetition: inout Repetition?
    ) throws(CalendarFault) {
        while true {
            if zone == nil, hasTime,
                let found = try reader.take({ (word) throws(CalendarFault) -> Zone? in
                    word.contains("/") || ["utc", "gmt"].contains(word.lowercased()) ? try Zone(word) : nil
                })
            {
                zone = found
            } else if repetition == nil, let found = try Repetition(&reader) {
                repetition = found
            } else {
                return
            }
        }
    }
}

/// `14:00`, or `14:00-15:00`.
public struct TimeSpan: Sendable, Hashable {
    public var start: ClockTime
    /// Not later than the start: on the next day.
    public var end: ClockTime?

    /// `nil` if the word is nothing like a time.
    public static func read(_ word: String) throws(CalendarFault) -> TimeSpan? {
        guard word.contains(":"), word.first?.isNumber == true else {
            guard word.wholeMatch(of: #/[0-9]{1,2}(?:[.h][0-9]{2}|h|am|pm)(?:[-–].*)?/#.ignoresCase()) != nil else {
                return nil
            }
            throw noTime(word)
        }
        let parts = word.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "–" }
        guard parts.count <= 2, let start = ClockTime(parts[0]) else { throw noTime(word) }
        guard parts.count == 2 else { return TimeSpan(start: start) }
        guard let end = parts[1] == "24:00" ? .midnight : ClockTime(parts[1]) else { throw noTime(word) }
        if start == end {
            throw CalendarFault("\(CalendarFault.quoted(word)) ends when it begins: write the end, such as 14:00-15:00")
        }
        return TimeSpan(start: start, end: end)
    }

    private static func noTime(_ word: String) -> CalendarFault {
        CalendarFault("\(CalendarFault.quoted(word)) is no time: write 14:00, or 14:00-15:00, from 00:00 to 23:59")
    }
}

extension Repetition {
    /// Reads `weekly`, `every week`, `every 2 weeks`, `every other week`, each with `until 2027-06-30` behind it or without.
    fileprivate init?(_ reader: inout DateReader) throws(CalendarFault) {
        if reader.take("weekly") {
            weeks = 1
        } else if reader.words.count > 1, reader.take("every") {
            let first = reader.words.first ?? ""
            if let number = first.number {
                weeks = number
                _ = reader.take(first)
            } else {
                weeks = reader.take("other", "second") ? 2 : 1
            }
            guard reader.take("week", "weeks"), Self.allowed.contains(weeks) else { throw Self.fault }
        } else {
            return nil
        }
        guard reader.take("until") else { return }
        guard let day = try reader.day() else {
            throw CalendarFault("until when? Write the last day behind \"until\", such as 2026-12-12")
        }
        until = day
    }

    static let allowed = 1...52
    public static let fault = CalendarFault("it repeats by weeks: write weekly, or every 2 weeks, up to 52")
}
