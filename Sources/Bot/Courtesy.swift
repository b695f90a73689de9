import Chat
import ReviewSlots

/// Keeps one person from using up what the bot may say, and answers once what is said twice.
///
/// People are told apart by their accounts, those without one by their nicks.
public struct Courtesy: Sendable {
    public struct Settings: Sendable, Hashable {
        /// Commands of one person that are answered at once after a pause; 0: there is no limit.
        public var burst = 8
        /// Seconds for each further one.
        public var each = 2
        /// Seconds within which the same command of the same person is answered once; 0: each is answered.
        public var sameWithin = 2

        /// No limit.
        static var none: Settings {
            var none = Settings()
            (none.burst, none.sameWithin) = (0, 0)
            return none
        }

        public init() {}
    }

    enum Verdict: Sendable, Hashable {
        case answered
        /// Said a moment ago, too.
        case repeated
        /// Too much; the person has not been told for a while.
        case refused(seconds: Int)
        /// Too much, and the person knows.
        case ignored
    }

    private struct Person: Hashable {
        var network: String
        var name: String
        var isAccount: Bool
    }

    private struct Habit {
        /// Seconds of patience that are left; a command costs `each`.
        var credit: Int
        var countedAt: Timestamp
        var toldAt: Timestamp?
        var last: (text: String, room: Room, at: Timestamp)?
    }

    /// People that are remembered at most.
    private static let most = 10_000

    private var habits: [Person: Habit] = [:]

    mutating func judge(_ message: Message, _ settings: Settings, at now: Timestamp) -> Verdict {
        let person =
            switch message.identity {
            case .account(let name): Person(network: message.room.network, name: name, isAccount: true)
            case .notLoggedIn, .unavailable:
                Person(network: message.room.network, name: message.nick.lowercased(), isAccount: false)
            }
        let full = settings.burst * settings.each
        var habit = habits[person] ?? Habit(credit: full, countedAt: now)
        defer {
            if habits.count >= Self.most { forgetTheQuiet(settings, at: now) }
            habits[person] = habit
        }
        if let last = habit.last, last.text == message.text, last.room == message.room,
            now - last.at < settings.sameWithin
        {
            return .repeated
        }
        habit.credit = min(full, habit.credit + max(0, now - habit.countedAt))
        habit.countedAt = now
        if settings.burst > 0, habit.credit < settings.each {
            if let toldAt = habit.toldAt, now - toldAt < full { return .ignored }
            habit.toldAt = now
            return .refused(seconds: settings.each - habit.credit)
        }
        habit.credit -= settings.each
        habit.last = (message.text, message.room, now)
        return .answered
    }

    /// Whoever has said nothing for a while is as good as new.
    private mutating func forgetTheQuiet(_ settings: Settings, at now: Timestamp) {
        let longest = max(settings.burst * settings.each, settings.sameWithin)
        habits = habits.filter { now - $0.value.countedAt < longest }
        if habits.count >= Self.most { habits = [:] }
    }
}
