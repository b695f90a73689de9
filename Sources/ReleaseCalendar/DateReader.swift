/// Reads dates as people write them, word by word: `2026-12-12`, `12 Dec 2026`, `Dec 12`, `Fri`, `tomorrow`.
///
/// What can be read in two ways is refused, not guessed.
public struct DateReader: Sendable {
    public private(set) var words: ArraySlice<String>
    /// The day from which words such as "tomorrow" count; `nil`: only whole dates are taken.
    private let today: CalendarDay?

    public init(_ words: some Sequence<String>, today: CalendarDay?) {
        self.words = Array(words)[...]
        self.today = today
    }

    /// The one date that a text is.
    public static func day(_ text: String, today: CalendarDay? = nil) throws(CalendarFault) -> CalendarDay {
        var reader = DateReader(text.split(whereSeparator: \.isWhitespace).map(String.init), today: today)
        guard let day = try reader.day(), reader.words.isEmpty else { throw noDate(text) }
        return day
    }

    static func noDate(_ text: some StringProtocol) -> CalendarFault {
        CalendarFault("\(CalendarFault.quoted(text)) is no date: write 2026-12-12, or 12 Dec 2026")
    }

    /// The next words as a day, or `nil` if they are nothing like one.
    /// - Throws: if they look like a date and are none, or could be two.
    public mutating func day() throws(CalendarFault) -> CalendarDay? {
        guard let word = words.first?.lowercased() else { return nil }
        if let day = try relativeDay(word) { return day }
        if let weekday = Self.weekday(word) { return try day(on: weekday) }
        if let day = try numericDay(word) { return day }
        return try namedDay()
    }

    /// Takes the next word if it is one of these.
    mutating func take(_ wanted: String...) -> Bool {
        guard let word = words.first?.lowercased(), wanted.contains(word) else { return false }
        words.removeFirst()
        return true
    }

    /// Takes the next word if it can be read so.
    mutating func take<Value>(_ read: (String) throws(CalendarFault) -> Value?) throws(CalendarFault) -> Value? {
        guard let word = words.first, let value = try read(word) else { return nil }
        words.removeFirst()
        return value
    }

    // MARK: Relative to today

    private mutating func relativeDay(_ word: String) throws(CalendarFault) -> CalendarDay? {
        guard let days = ["yesterday": -1, "today": 0, "tomorrow": 1][word] else { return nil }
        let day = try known(word).adding(days: days)
        words.removeFirst()
        return day
    }

    private func known(_ word: String) throws(CalendarFault) -> CalendarDay {
        guard let today else {
            throw CalendarFault(
                "\(CalendarFault.quoted(word)) is another day each time: write the date itself, such as 2026-12-12")
        }
        return today
    }

    /// `Fri` is the next Friday, today included; `Fri 12 Dec 2026` must be one.
    private mutating func day(on weekday: Weekday) throws(CalendarFault) -> CalendarDay? {
        let all = words
        let word = words.removeFirst()
        if words.first.map({ Self.weekday($0.lowercased()) == nil }) ?? false {
            let written = words
            let next = words.first?.lowercased() ?? ""
            // "Fri 14.00" is meant for a time.
            var found = next.wholeMatch(of: #/[0-9]{1,2}\.[0-9]{2}/#) == nil ? try numericDay(next) : nil
            if found == nil { found = try namedDay() }
            if let day = found {
                guard day.weekday == weekday else {
                    let text = written.prefix(written.count - words.count).joined(separator: " ")
                    throw CalendarFault(
                        "\(CalendarFault.quoted(text)) is a \(day.weekday.name), not a \(weekday.name): write the one that is meant"
                    )
                }
                return day
            }
        }
        do {
            let today = try known(word)
            return (0..<7).lazy.map { today.adding(days: $0) }.first { $0.weekday == weekday }
        } catch {
            words = all
            throw error
        }
    }

    private static func weekday(_ word: String) -> Weekday? {
        let word = word.last == "," ? word.dropLast() : word[...]
        guard word.utf8.count >= 3 else { return nil }
        return Weekday.allCases.first { $0.rawValue.hasPrefix(word) }
    }

    // MARK: Whole dates

    /// `2026-12-12`; other dates of digits alone are refused.
    private mutating func numericDay(_ word: String) throws(CalendarFault) -> CalendarDay? {
        let parts = word.split(omittingEmptySubsequences: true) { "-/.".contains($0) }
        guard word.first?.isNumber == true, (2...3).contains(parts.count),
            word.contains(where: { "-/.".contains($0) }), parts.allSatisfy({ $0.utf8.count <= 4 && $0.number != nil })
        else { return nil }
        let numbers = parts.compactMap(\.number)
        if parts.count == 3, parts[0].utf8.count == 4, word.split(separator: "-").count == 3 {
            guard let day = CalendarDay(year: numbers[0], month: numbers[1], day: numbers[2]) else {
                throw Self.noSuchDay(word, year: numbers[0], month: numbers[1])
            }
            words.removeFirst()
            return day
        }
        throw Self.ambiguous(word, numbers, today)
    }

    private static func noSuchDay(_ text: some StringProtocol, year: Int?, month: Int) -> CalendarFault {
        guard (1...12).contains(month) else {
            return CalendarFault("\(CalendarFault.quoted(text)) is no date: months go from 01 to 12, year first")
        }
        let most = CalendarDay.days(in: month, of: year ?? 2000)
        let name = Month.names[month - 1]
        return CalendarFault(
            "there is no \(CalendarFault.quoted(text)): \(name)\(year.map { " \($0)" } ?? "") has \(most) days")
    }

    /// Shows how to write what was perhaps meant.
    private static func ambiguous(_ text: String, _ numbers: [Int], _ today: CalendarDay?) -> CalendarFault {
        var rest = numbers
        // What is too great for a day is the year; else the last of three may be, without its century.
        let year =
            rest.firstIndex { $0 > 31 }.map { rest.remove(at: $0) }
            ?? (rest.count == 3 ? 2000 + rest.removeLast() : today?.year ?? 2026)
        let readings = [(rest.first, rest.last), (rest.last, rest.first)].compactMap { month, day in
            CalendarDay(year: year, month: month ?? 0, day: day ?? 0)
        }
        guard let first = readings.first else { return noDate(text) }
        if Set(readings).count > 1 {
            return CalendarFault(
                "\(CalendarFault.quoted(text)) can be read in two ways: write \(readings[0]) or \(readings[1])")
        }
        return CalendarFault("\(CalendarFault.quoted(text)) is no date as I read them: write \(first)")
    }

    /// `12 Dec`, `12 December 2026`, `Dec 12, 2026`; without a year it is the next such day.
    private mutating func namedDay() throws(CalendarFault) -> CalendarDay? {
        let pair = words.prefix(2).map { word in
            word.lowercased().filter { $0 != "," && $0 != "." }
        }
        guard pair.count == 2 else { return nil }
        let (month, day): (Int, Int)
        if let number = Self.dayNumber(pair[0]), let found = Self.month(pair[1]) {
            (month, day) = (found, number)
        } else if let found = Self.month(pair[0]), let number = Self.dayNumber(pair[1]) {
            (month, day) = (found, number)
        } else {
            return nil
        }
        let text = words.prefix(2).joined(separator: " ")
        if let year = words.dropFirst(2).first, year.utf8.count == 4, let number = year.number {
            guard let found = CalendarDay(year: number, month: month, day: day) else {
                throw Self.noSuchDay("\(text) \(year)", year: number, month: month)
            }
            words.removeFirst(3)
            return found
        }
        guard let today else {
            throw CalendarFault("\(CalendarFault.quoted(text)) has no year: write \(text) 2026, or 2026-12-12")
        }
        // A 29 February may be eight years away.
        let next = (today.year...today.year + 8).lazy.compactMap { CalendarDay(year: $0, month: month, day: day) }
            .first { $0 >= today }
        guard let next else { throw Self.noSuchDay(text, year: nil, month: month) }
        words.removeFirst(2)
        return next
    }

    private static func dayNumber(_ word: String) -> Int? {
        let digits = word.prefix { $0.isASCII && $0.isNumber }
        guard (1...2).contains(digits.count), ["", "st", "nd", "rd", "th"].contains(word[digits.endIndex...]) else {
            return nil
        }
        return digits.number
    }

    private static func month(_ word: String) -> Int? {
        guard word.utf8.count >= 3 else { return nil }
        return Month.names.firstIndex { $0.lowercased().hasPrefix(word) }.map { $0 + 1 }
    }
}
