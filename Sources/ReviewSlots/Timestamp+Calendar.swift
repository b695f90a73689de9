// Dates of the Gregorian calendar in UTC, for the texts of summaries.
extension Timestamp {
    /// `2014-12-15`.
    public var isoDay: String {
        let date = date
        return "\(date.year.padded(to: 4))-\(date.month.padded(to: 2))-\(date.day.padded(to: 2))"
    }

    /// `2014-12-15T09:30:00Z` (RFC 3339).
    public var iso: String {
        let second = seconds - days * Self.day
        let parts = [second / Self.hour, second / Self.minute % 60, second % 60]
        return "\(isoDay)T\(parts.map { $0.padded(to: 2) }.joined(separator: ":"))Z"
    }

    /// `15 December 2014`.
    public var longDay: String {
        let date = date
        return "\(date.day) \(Self.months[date.month - 1]) \(date.year)"
    }

    /// Since 1970-01-01, rounded down.
    private var days: Int { (seconds - ((seconds % Self.day) + Self.day) % Self.day) / Self.day }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    /// By eras of 400 years that begin in March, so that a leap day is the last of its year
    /// (https://howardhinnant.github.io/date_algorithms.html#civil_from_days).
    private var date: (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * month + 2) / 5 + 1
        return (yearOfEra + era * 400 + (month < 10 ? 0 : 1), month < 10 ? month + 3 : month - 9, day)
    }
}

extension Int {
    fileprivate func padded(to width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }
}
