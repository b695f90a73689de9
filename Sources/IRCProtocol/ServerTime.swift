/// The time in the tag `time` (IRCv3 "server-time"): `2026-03-01T12:00:00.123Z`.
enum ServerTime {
    /// Milliseconds since 1970 UTC; nil for any other form.
    static func milliseconds(_ text: String) -> Int? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.count <= 32, bytes.last == UInt8(ascii: "Z"),
            bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"), bytes[10] == UInt8(ascii: "T"),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), let day = number(bytes[8..<10]),
            let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]), let second = number(bytes[17..<19]),
            (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second <= 60
        else { return nil }
        var fraction = 0
        if bytes[19] == UInt8(ascii: ".") {
            guard let digits = number(bytes[20..<min(23, bytes.count - 1)]) else { return nil }
            fraction = digits * [100, 100, 10, 1][min(3, bytes.count - 21)]
        } else if bytes.count > 20 {
            return nil
        }
        return (((days(year, month, day) * 24 + hour) * 60 + minute) * 60 + second) * 1000 + fraction
    }

    /// A time as `2026-03-01T12:00:00Z`.
    static func text(_ milliseconds: Int) -> String {
        let seconds = milliseconds / 1000 - (milliseconds % 1000 < 0 ? 1 : 0)
        let day = seconds / 86_400 - (seconds % 86_400 < 0 ? 1 : 0)
        let (year, month, dayOfMonth) = date(day)
        let second = seconds - day * 86_400
        let parts = [month, dayOfMonth, second / 3600, second / 60 % 60, second % 60]
        let two = parts.map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\(year)-\(two[0])-\(two[1])T\(two[2]):\(two[3]):\(two[4])Z"
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        digits.reduce(0) { value, digit in
            guard let value, (0x30...0x39).contains(digit) else { return nil }
            return value * 10 + Int(digit) - 0x30
        }
    }

    /// Days since 1970-01-01 in the Gregorian calendar, counted in years that begin in March.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
    }

    /// The inverse of `days`, from 1970 on.
    private static func date(_ day: Int) -> (year: Int, month: Int, day: Int) {
        var year = 1970 + max(0, day) / 366
        while days(year + 1, 1, 1) <= day { year += 1 }
        var month = 1
        while month < 12, days(year, month + 1, 1) <= day { month += 1 }
        return (year, month, max(1, day - days(year, month, 1) + 1))
    }
}
