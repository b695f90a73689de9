public import ReleaseCalendar
public import ReviewSlots

extension Timestamp {
    /// Reads a whole date of a day that has begun, as its beginning in UTC.
    public init(pastDay text: String, now: Timestamp) throws(CalendarFault) {
        let day = try DateReader.day(text)
        self = Zone.utc.start(of: day)
        if self > now {
            let today = Zone.utc.local(now).day
            throw CalendarFault("\(day) is in the future: write a day until today, \(today)")
        }
    }

    /// The end of such a day; of today it is now.
    public init(endOfPastDay text: String, now: Timestamp) throws(CalendarFault) {
        self = min(try Timestamp(pastDay: text, now: now) + (Timestamp.day - 1), now)
    }
}
