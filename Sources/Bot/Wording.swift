#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import Chat
import ReviewSlots

/// Dates, times and numbers as the bot writes them: UTC, with the weekday.
enum Wording {
    /// `Wed 3 Dec`, with the year unless it is the current one.
    static func day(_ time: Timestamp, now: Timestamp) -> String {
        let year = text("%Y", time)
        return text("%a ", time) + dayOfMonth(time) + text(" %b", time) + (year == text("%Y", now) ? "" : " " + year)
    }

    /// `Mon 15 Dec 12:00 UTC`.
    static func moment(_ time: Timestamp, now: Timestamp) -> String {
        day(time, now: now) + text(" %H:%M UTC", time)
    }

    /// `2014-12-15`.
    static func isoDay(_ time: Timestamp) -> String { text("%Y-%m-%d", time) }

    /// `12 days`, `3 hours`, `5 minutes`.
    static func duration(_ seconds: Int) -> String {
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
    static func count(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }

    /// `a, b and c`.
    static func list(_ items: [String], _ word: String = "and") -> String {
        guard let last = items.last, items.count > 1 else { return items.first ?? "" }
        return items.dropLast().joined(separator: ", ") + " \(word) " + last
    }

    /// The first few, and how many more: `a, b, c and 4 more`.
    static func some(_ items: [String], _ limit: Int) -> String {
        items.count <= limit
            ? items.joined(separator: ", ")
            : items.prefix(limit).joined(separator: ", ") + " and \(items.count - limit) more"
    }

    /// Foreign text at a length that leaves room for the rest of a line.
    static func short(_ text: String, _ limit: Int = 80) -> String {
        let clean = text.harmless
        return clean.count <= limit ? clean : clean.prefix(limit - 1) + "…"
    }

    private static func dayOfMonth(_ time: Timestamp) -> String {
        let day = text("%d", time)
        return day.hasPrefix("0") ? String(day.dropFirst()) : day
    }

    private static func text(_ format: String, _ time: Timestamp) -> String {
        var seconds = time_t(time.seconds)
        var parts = tm()
        guard gmtime_r(&seconds, &parts) != nil else { return "?" }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
            guard let start = buffer.baseAddress else { return "?" }
            let count = strftime(start, 64, format, &parts)
            return String(decoding: buffer.prefix(count).lazy.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }
}

extension Wording {
    /// Reads `10d`, `12h`, `30m`, `2w` as seconds.
    static func seconds(_ word: String) -> Int? {
        guard let unit = word.lowercased().last, let count = Int(word.dropLast()), count > 0, count < 10_000 else {
            return nil
        }
        switch unit {
        case "m": return count * Timestamp.minute
        case "h": return count * Timestamp.hour
        case "d": return count * Timestamp.day
        case "w": return count * 7 * Timestamp.day
        default: return nil
        }
    }

    /// Reads `2014-12-01`, `1 Dec` or `1 Dec 2014` as that day's beginning in UTC; a day without year is the last such day.
    static func day(from words: [String], now: Timestamp) -> Timestamp? {
        if words.count == 1 {
            let parts = words[0].split(separator: "-").map { Int($0) }
            guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2] else { return nil }
            return midnight(year, month, day)
        }
        let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        guard words.count == 2 || words.count == 3, let day = Int(words[0]),
            let month = months.firstIndex(of: String(words[1].lowercased().prefix(3)))
        else { return nil }
        if words.count == 3 { return Int(words[2]).flatMap { midnight($0, month + 1, day) } }
        guard let year = Int(text("%Y", now)), let found = midnight(year, month + 1, day) else { return nil }
        return found > now ? midnight(year - 1, month + 1, day) : found
    }

    private static func midnight(_ year: Int, _ month: Int, _ day: Int) -> Timestamp? {
        guard (1970...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        var parts = tm()
        parts.tm_year = Int32(year - 1900)
        parts.tm_mon = Int32(month - 1)
        parts.tm_mday = Int32(day)
        let time = Timestamp(timegm(&parts))
        // The 31st of a shorter month would be read as the next month's first.
        return parts.tm_mday == Int32(day) ? time : nil
    }
}
