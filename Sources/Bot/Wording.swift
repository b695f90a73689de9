import Chat
public import ReleaseCalendar
public import ReviewSlots

/// Dates, times and numbers as the bot writes them, with the weekday.
public enum Wording {
    /// `Wed 3 Dec`, with the year unless it is the current one.
    public static func day(_ time: Timestamp, now: Timestamp, in zone: Zone = .utc) -> String {
        zone.local(time).day.words(inYear: zone.local(now).day.year)
    }

    /// `Mon 15 Dec 12:00 UTC`.
    public static func moment(_ time: Timestamp, now: Timestamp, in zone: Zone = .utc) -> String {
        "\(day(time, now: now, in: zone)) \(zone.local(time).time) \(zone)"
    }

    /// `2014-12-15`.
    public static func isoDay(_ time: Timestamp) -> String { Zone.utc.local(time).day.description }

    /// `12 days`, `3 hours`, `5 minutes`.
    public static func duration(_ seconds: Int) -> String {
        let (count, unit) =
            switch max(0, seconds) {
            case let long where long >= 2 * Timestamp.day: (long / Timestamp.day, "day")
            case let long where long >= Timestamp.day: (1, "day")
            case let long where long >= Timestamp.hour: (long / Timestamp.hour, "hour")
            default: (max(0, seconds) / Timestamp.minute, "minute")
            }
        return Wording.count(count, unit)
    }

    /// `1 change`, `3 changes`.
    public static func count(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }

    /// `a, b and c`.
    public static func list(_ items: [String], _ word: String = "and") -> String {
        guard let last = items.last, items.count > 1 else { return items.first ?? "" }
        return items.dropLast().joined(separator: ", ") + " \(word) " + last
    }

    /// The first few, but not more than fit into so many bytes, and how many more: `a, b, c and 4 more`.
    public static func some(_ items: [String], _ most: Int = .max, bytes: Int = 240, separator: String = ", ") -> String
    {
        var shown = 0
        var room = bytes
        for item in items.prefix(most) {
            room -= item.utf8.count + separator.utf8.count
            if room < 0, shown > 0 { break }
            shown += 1
        }
        let more = items.count > shown ? " and \(items.count - shown) more" : ""
        return items.prefix(shown).joined(separator: separator) + more
    }

    /// Foreign text in at most so many bytes, which leaves room for the rest of a line.
    public static func short(_ text: String, _ limit: Int = 80) -> String {
        text.harmless.cut(toBytes: limit)
    }

    /// `%20` for a blank, and so on for all that means something in a URL (RFC 3986, section 2.3).
    public static func percentEncoded(_ text: String) -> String {
        text.utf8.reduce(into: "") { encoded, byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
    }
}

extension Wording {
    /// Reads `10d`, `12 h`, `30 minutes`, `2 weeks` as seconds.
    public static func seconds(_ text: String) -> Int? {
        let text = text.lowercased().filter { !$0.isWhitespace }
        let digits = text.prefix(while: \.isNumber)
        guard let count = Int(digits), (1..<10_000).contains(count) else { return nil }
        let unit = text[digits.endIndex...]
        let units = [
            ("minutes", Timestamp.minute), ("hours", Timestamp.hour), ("days", Timestamp.day),
            ("weeks", 7 * Timestamp.day),
        ]
        return units.first { !unit.isEmpty && $0.0.hasPrefix(unit) }.map { count * $0.1 }
    }

}
