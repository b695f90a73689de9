/// A moment: whole seconds since 1970-01-01 00:00:00 UTC.
public struct Timestamp: Sendable, Hashable, Comparable, Codable {
    public var seconds: Int

    public init(_ seconds: Int) {
        self.seconds = seconds
    }

    public init(from decoder: any Decoder) throws {
        seconds = try decoder.singleValueContainer().decode(Int.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(seconds)
    }

    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.seconds < right.seconds }
    public static func + (time: Timestamp, seconds: Int) -> Timestamp { Timestamp(time.seconds + seconds) }
    public static func - (left: Timestamp, right: Timestamp) -> Int { left.seconds - right.seconds }

    public static let minute = 60
    public static let hour = 3600
    public static let day = 86_400
}
