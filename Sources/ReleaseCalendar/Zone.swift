import Foundation
public import ReviewSlots

/// A time zone by its IANA name. All that is asked of Foundation is asked here.
public struct Zone: Sendable, Hashable, CustomStringConvertible {
    /// `Europe/Berlin`.
    public let name: String
    private let rules: TimeZone

    /// A zone with this name, whatever its capitals.
    /// - Throws: a sentence with the nearest name.
    public init(_ name: String) throws(CalendarFault) {
        let folded = name.lowercased().replacing(" ", with: "_")
        if ["utc", "gmt", "etc/utc"].contains(folded) {
            self = .utc
            return
        }
        // What has no place in it is an abbreviation: BST is British or Bangladesh time, and no zone in winter.
        // And Foundation reads no further than a zero byte, while the name goes into files.
        if name.contains("/"), name.utf8.count <= 64, name.wholeMatch(of: #/[A-Za-z0-9_+\/ -]+/#) != nil {
            let known = Self.names[folded] ?? name
            if let rules = TimeZone(identifier: known) {
                self.init(name: known, rules: rules)
                return
            }
        }
        let near = Self.nearest(to: folded)
        throw CalendarFault(
            near.isEmpty
                ? "\(CalendarFault.quoted(name)) is no time zone: write a place such as Europe/Berlin, or UTC"
                : "\(CalendarFault.quoted(name)) is no time zone: did you mean \(near.joined(separator: " or "))?")
    }

    private init(name: String, rules: TimeZone) {
        self.name = name
        self.rules = rules
    }

    public static let utc = Zone(name: "UTC", rules: .gmt)

    public var description: String { name }

    /// By their small letters.
    private static let names = Dictionary(
        TimeZone.knownTimeZoneIdentifiers.map { ($0.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })

    /// Names with nearly the same spelling, or of which the place alone was said.
    private static func nearest(to folded: String) -> [String] {
        guard (3...64).contains(folded.utf8.count) else { return [] }
        let allowed = max(1, folded.utf8.count / 5)
        let near = names.compactMap { candidate, name -> (distance: Int, name: String)? in
            let place = candidate.split(separator: "/").last.map(String.init) ?? candidate
            let distance = min(candidate.editDistance(to: folded), place.editDistance(to: folded))
            return distance <= allowed ? (distance, name) : nil
        }
        let least = near.map(\.distance).min()
        return near.filter { $0.distance == least }.map(\.name).sorted().prefix(2).map(\.self)
    }

    // MARK: Moments

    /// Seconds that its clocks are ahead of UTC.
    public func offset(at time: Timestamp) -> Int {
        rules.secondsFromGMT(for: Date(timeIntervalSince1970: Double(time.seconds)))
    }

    /// The next time that the clocks are set to something else.
    public func change(after time: Timestamp) -> Timestamp? {
        var from = time
        while let next = rules.nextDaylightSavingTimeTransition(
            after: Date(timeIntervalSince1970: Double(from.seconds)))
        {
            let found = Timestamp(Int(next.timeIntervalSince1970.rounded()))
            guard found > from else { return nil }
            // Some changes are of the name alone.
            if offset(at: found) != offset(at: found + -1) { return found }
            from = found
        }
        return nil
    }

    /// The moment when a clock there shows this: the first, if it does so twice; and if the clocks leap over it, as long after
    /// the leap as it is behind its beginning.
    public func moment(_ local: LocalTime) -> Timestamp {
        moment(seconds: local.day.number * Timestamp.day + local.time.minutes * Timestamp.minute)
    }

    /// When a day begins.
    public func start(of day: CalendarDay) -> Timestamp { moment(LocalTime(day, .midnight)) }

    private func moment(seconds: Int) -> Timestamp {
        let before = offset(at: Timestamp(seconds - Timestamp.day))
        let after = offset(at: Timestamp(seconds + Timestamp.day))
        let fitting = [before, after].map { (offset: $0, at: Timestamp(seconds - $0)) }
            .filter { offset(at: $0.at) == $0.offset }
        return fitting.map(\.at).min() ?? Timestamp(seconds - before)
    }

    /// What the clocks show.
    public func local(_ time: Timestamp) -> LocalTime {
        // Far beyond all days that there are, and no overflow.
        let time = Timestamp(min(max(time.seconds, -1 << 40), 1 << 40))
        let seconds = time.seconds + offset(at: time)
        let day = Int((Double(seconds) / Double(Timestamp.day)).rounded(.down))
        return LocalTime(CalendarDay(number: day), ClockTime(seconds: seconds - day * Timestamp.day))
    }
}

extension Zone: Codable {
    /// A name that this machine does not know is kept, and read as UTC: what is stored must be readable everywhere.
    public init(from decoder: any Decoder) throws {
        let name = try decoder.singleValueContainer().decode(String.self)
        self = (try? Zone(name)) ?? Zone(name: name, rules: .gmt)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }
}
