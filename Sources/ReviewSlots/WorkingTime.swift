// Working time: Monday to Friday, whole days in UTC.
extension Timestamp {
    private static let week = 7 * day
    private static let workingWeek = 5 * day
    /// From a Monday to 1970-01-01, a Thursday.
    private static let sinceMonday = 3 * day

    /// Seconds of working time between two moments; negative if the second is the earlier one.
    public static func workingSeconds(from start: Timestamp, to end: Timestamp) -> Int {
        end.workingSeconds - start.workingSeconds
    }

    /// The moment when so many working days have passed: at the same time of day, or on Monday for what begins on a weekend.
    public func adding(workingDays: Int) -> Timestamp {
        let (weeks, rest) = (workingSeconds + workingDays * Self.day).dividedDown(by: Self.workingWeek)
        return Timestamp(weeks * Self.week + rest - Self.sinceMonday)
    }

    /// Since that Monday.
    private var workingSeconds: Int {
        let (weeks, rest) = (seconds + Self.sinceMonday).dividedDown(by: Self.week)
        return weeks * Self.workingWeek + min(rest, Self.workingWeek)
    }
}

extension Int {
    /// The quotient rounded down, and what remains, which is never negative.
    fileprivate func dividedDown(by divisor: Int) -> (quotient: Int, remainder: Int) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
