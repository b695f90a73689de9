import Testing

@testable import ReviewSlots

@Suite("Working time")
struct WorkingTimeTests {
    /// Monday, 15 December 2014, 00:00 UTC.
    static let monday = Timestamp(1_418_601_600)

    /// A day of that week, from Monday at 0, and an hour.
    static func day(_ day: Int, _ hour: Int = 0) -> Timestamp { monday + day * Timestamp.day + hour * Timestamp.hour }

    @Test(
        "is Monday to Friday in UTC",
        arguments: [
            (0, 0, 0, 9, 9), (0, 9, 1, 9, 24), (4, 12, 5, 0, 12), (4, 12, 7, 0, 12), (4, 12, 7, 3, 15),
            (5, 0, 7, 0, 0), (5, 13, 6, 20, 0), (6, 23, 7, 1, 1), (0, 0, 7, 0, 120), (2, 5, 9, 5, 120),
            (4, 0, 14, 0, 144),
            (0, 9, -3, 9, -24), (0, 0, 7000, 0, 120_000),
        ])
    func seconds(from: Int, at: Int, to: Int, until: Int, hours: Int) {
        #expect(
            Timestamp.workingSeconds(from: Self.day(from, at), to: Self.day(to, until)) == hours * Timestamp.hour)
    }

    @Test(
        "some working days later it is the same time of a working day",
        arguments: [
            (0, 9, 1, 1, 9), (0, 9, 5, 7, 9), (4, 9, 1, 7, 9), (3, 23, 3, 8, 23), (5, 9, 1, 8, 0), (6, 23, 3, 10, 0),
            (0, 0, 5, 7, 0), (2, 7, 365, 513, 7),
        ])
    func adding(from: Int, at: Int, days: Int, to: Int, until: Int) {
        #expect(Self.day(from, at).adding(workingDays: days) == Self.day(to, until))
    }

    @Test("adds up, hour by hour, over weeks before and after 1970", arguments: [0, 1_418_601_600, -1_000_000_800])
    func byTheHour(start: Int) {
        let start = Timestamp(start)
        var seconds = 0
        for hour in 1...24 * 30 {
            let now = start + hour * Timestamp.hour
            // 1970-01-01 was a Thursday.
            let day = ((now.seconds - 1) / Timestamp.day - (now.seconds - 1 < 0 ? 1 : 0) + 3) % 7
            if (day + 7) % 7 < 5 { seconds += Timestamp.hour }
            #expect(Timestamp.workingSeconds(from: start, to: now) == seconds)
        }
    }

    @Test("what is added is what is counted, at any moment", arguments: 0..<200)
    func inverse(seed: Int) {
        var numbers = SeededNumbers(seed: seed)
        let start = Timestamp(Int.random(in: -4_000_000_000...4_000_000_000, using: &numbers))
        let days = Int.random(in: 1...365, using: &numbers)
        let end = start.adding(workingDays: days)
        #expect(Timestamp.workingSeconds(from: start, to: end) == days * Timestamp.day)
        #expect(Timestamp.workingSeconds(from: start, to: end + 1) > days * Timestamp.day)
        #expect(end - start >= days * Timestamp.day)
    }
}
