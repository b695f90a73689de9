public import ReleaseCalendar
public import ReviewSlots

/// A day set aside for specs or for code. Stored: fields are only ever added.
public struct ReviewDay: Sendable, Hashable, Codable {
    public enum Subject: String, Sendable, Hashable, Codable, CaseIterable {
        case specs, code

        /// `spec`, before another noun.
        var word: String { self == .specs ? "spec" : "code" }
    }

    /// Counts up on a board, from 1.
    public var number: Int
    public var subject: Subject
    public var time: Occasion.Time
    public var zone: Zone
    /// What is filed after that is counted apart.
    public var announced: Timestamp

    public static let longest = 14 * Timestamp.day
    /// For so long a review system that does not answer is waited for.
    static let patience = 15 * Timestamp.minute

    /// `spec review day`
    var title: String { "\(subject.word) review day" }

    /// As the calendar has it. The plugin reminds of it itself, with what there is to do.
    func occasion(leads: [Int] = []) -> Occasion {
        Occasion(
            id: "reviewday-\(number)", kind: .reviewDay, title: title.prefix(1).uppercased() + title.dropFirst(),
            time: time, zone: zone, leads: leads)
    }

    var occurrence: Occurrence { occasion().first }
    var start: Timestamp { occurrence.start }
    var end: Timestamp { occurrence.end }

    /// Noon of its last day, or the middle where it is no part of that.
    var middle: Timestamp {
        let noon = zone.moment(LocalTime(zone.local(end + -1).day, .noon))
        return start < noon && noon < end ? noon : start + (end - start) / 2
    }

    /// Whether it has begun only just.
    func isBeginning(at now: Timestamp) -> Bool { start <= now && now < min(start + Timestamp.hour, end) }

    func moved(to time: Occasion.Time) -> ReviewDay {
        var day = self
        day.time = time
        return day
    }
}

/// What the channel is to hear of a review day, and since when. Stored: cases are only ever added.
public enum DueWord: Sendable, Hashable, Codable {
    case reminder(at: Timestamp)
    /// It begins: nothing is said, but what is open then is noted.
    case begin(at: Timestamp)
    case noon(at: Timestamp)
    case end(at: Timestamp)

    var at: Timestamp {
        switch self {
        case .reminder(let at), .begin(let at), .noon(let at), .end(let at): at
        }
    }
}

/// How a review day stands, in numbers. Stored: new fields are optional.
public struct Figures: Sendable, Hashable, Codable {
    public struct Item: Sendable, Hashable, Codable {
        public var number: ChangeNumber
        public var title: String
    }

    public struct Reviewer: Sendable, Hashable, Codable {
        public var name: String
        public var reviews: Int
    }

    public var approved = 0
    /// Of the approved ones those that were filed since the announcement.
    public var approvedOfFiled = 0
    public var abandoned = 0
    public var filed = 0
    /// Open reviews of its subject, now, and when it began.
    public var open = 0
    public var openBefore: Int?
    /// Fast tracked ones of them: one +2 is enough.
    public var fastTracked = 0
    /// Of the open ones; `nil`: no review system tells.
    public var missingOne: Int?
    public var waitingForAuthor: Int?
    /// The first few of those that miss one +2.
    public var nearest: [Item] = []
    /// Votes given while it lasted; `nil`: no review system tells.
    public var reviews: Int?
    public var people: Int?
    /// Those who gave most.
    public var reviewers: [Reviewer] = []

    public init() {}
}
