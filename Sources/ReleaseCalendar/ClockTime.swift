/// What a clock on a wall shows: a minute of a day.
public struct ClockTime: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Since midnight, 0 to 1439.
    public let minutes: Int

    /// `nil` if no clock shows that.
    public init?(hour: Int, minute: Int) {
        guard (0..<24).contains(hour), (0..<60).contains(minute) else { return nil }
        minutes = hour * 60 + minute
    }

    private init(minutes: Int) {
        self.minutes = minutes
    }

    /// Of a number of seconds since midnight; more than a day are those of the last minute.
    init(seconds: Int) {
        minutes = min(max(0, seconds / 60), 24 * 60 - 1)
    }

    public static let midnight = ClockTime(minutes: 0)
    public static let noon = ClockTime(minutes: 12 * 60)
    /// When people are at work.
    public static let nine = ClockTime(minutes: 9 * 60)

    public static func < (left: ClockTime, right: ClockTime) -> Bool { left.minutes < right.minutes }

    /// `14:00`.
    public var description: String { "\((minutes / 60).digits(2)):\((minutes % 60).digits(2))" }

    /// Reads `14:00` and `9:30`.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...2).contains(parts[0].utf8.count), parts[1].utf8.count == 2,
            let hour = parts[0].number, let minute = parts[1].number
        else { return nil }
        self.init(hour: hour, minute: minute)
    }
}

extension ClockTime: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let time = ClockTime(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(text) is no time")
        }
        self = time
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// A minute of a day, as it is said somewhere.
public struct LocalTime: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
    public var day: CalendarDay
    public var time: ClockTime

    public init(_ day: CalendarDay, _ time: ClockTime) {
        self.day = day
        self.time = time
    }

    public static func < (left: LocalTime, right: LocalTime) -> Bool {
        (left.day, left.time) < (right.day, right.time)
    }

    public var description: String { "\(day) \(time)" }
}
