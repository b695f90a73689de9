/// A moment by the server's clock, in milliseconds since 1970-01-01 00:00:00 UTC.
///
/// Since NoteDb a server has only whole seconds, so that many changes share one moment; older ones have milliseconds. Never
/// compared with a clock of our own, which may be an hour off.
public struct ServerTime: Sendable, Hashable, Comparable, Codable {
    public var milliseconds: Int

    public init(milliseconds: Int) {
        self.milliseconds = milliseconds
    }

    public init(seconds: Int) {
        milliseconds = seconds.multipliedReportingOverflow(by: 1000).partialValue
    }

    /// Whole seconds since 1970, rounded down.
    public var seconds: Int { Int((Double(milliseconds) / 1000).rounded(.down)) }

    public static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }
    public static func + (time: Self, seconds: Int) -> Self { Self(milliseconds: time.milliseconds + seconds * 1000) }
    public static func - (time: Self, seconds: Int) -> Self { time + -seconds }

    public init(from decoder: any Decoder) throws {
        milliseconds = try decoder.singleValueContainer().decode(Int.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }
}

extension ServerTime {
    /// Reads `2014-12-01 10:00:00.000000000`, with any number of digits in the fraction or none (REST API, "Timestamp").
    public init?(text: some StringProtocol) {
        let parts = text.split(whereSeparator: { !($0.isASCII && $0.isNumber) })
        guard parts.count == 6 || parts.count == 7 else { return nil }
        let numbers = parts.prefix(6).compactMap { $0.utf8.count <= 4 ? Int($0) : nil }
        guard numbers.count == 6, let days = Self.days(year: numbers[0], month: numbers[1], day: numbers[2]) else {
            return nil
        }
        guard numbers[3] < 24, numbers[4] < 60, numbers[5] <= 60 else { return nil }
        let thousandths = parts.count == 7 ? Int((parts[6] + "000").prefix(3)) ?? 0 : 0
        let minutes = (days * 24 + numbers[3]) * 60 + numbers[4]
        milliseconds = (minutes * 60 + numbers[5]) * 1000 + thousandths
    }

    /// Reads a `Date` header: `Tue, 15 Nov 1994 08:12:31 GMT` (RFC 9110, IMF-fixdate).
    public init?(httpDate text: String) {
        let words = text.split(separator: " ").map(String.init)
        guard words.count == 6, let month = Self.months.firstIndex(of: words[2].lowercased()) else { return nil }
        let twoDigits = month < 9 ? "0\(month + 1)" : "\(month + 1)"
        self.init(text: "\(words[3])-\(twoDigits)-\(words[1]) \(words[4])")
    }

    /// `2014-12-01 10:00:00`, whole seconds rounded down, in UTC: what `after:` and `before:` take.
    public var queryText: String {
        let days = (Double(seconds) / 86_400).rounded(.down)
        let rest = seconds - Int(days) * 86_400
        let (year, month, day) = Self.date(days: Int(days))
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let date = "\(String(repeating: "0", count: max(0, 4 - "\(year)".count)))\(year)-\(two(month))-\(two(day))"
        return "\(date) \(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))"
    }

    /// The same second or the next, so that `before:` leaves nothing out that this moment has.
    var roundedUp: ServerTime { ServerTime(seconds: seconds + (milliseconds % 1000 == 0 ? 0 : 1)) }

    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// Days since 1970 in the Gregorian calendar. The year is taken to begin in March, so that the leap day is its last.
    private static func days(year: Int, month: Int, day: Int) -> Int? {
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        let shifted = month <= 2 ? year - 1 : year
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
    }

    private static func date(days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let year = yearOfEra + era * 400 + (month < 10 ? 0 : 1)
        return (year, month < 10 ? month + 3 : month - 9, dayOfYear - (153 * month + 2) / 5 + 1)
    }
}
