import Chat

/// Keeps one person from using up what the bot may say, and answers once what is said twice.
///
/// People are told apart by their accounts, those without one by their nicks.
public struct Courtesy: Sendable {
    public struct Settings: Sendable, Hashable {
        /// Commands of one person that are answered at once after a pause; 0: there is no limit.
        public var burst = 8
        /// The time for each further one.
        public var each = Duration.seconds(2)
        /// The time within which the same command of the same person is answered once; 0: each is answered.
        public var sameWithin = Duration.seconds(2)

        /// No limit.
        static var none: Settings {
            var none = Settings()
            (none.burst, none.sameWithin) = (0, .zero)
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
        /// More than is made up for; the person has not been told.
        case tooLate
        /// Too much, and the person knows.
        case ignored
    }

    private struct Person: Hashable {
        var network: String
        var name: String
        var isAccount: Bool
    }

    private struct Habit {
        /// The patience that is left; a command costs `each`.
        var credit: Duration
        var countedAt: ContinuousClock.Instant
        var toldAt: ContinuousClock.Instant?
        /// Commands that came late.
        var late = 0
        /// Commands of the last moments.
        var recent: [(text: String, room: Room, at: ContinuousClock.Instant)] = []
    }

    /// Commands of one person that are made up for after an absence of the bot.
    static let mostLate = 20
    /// People that are remembered at most.
    private static let most = 10_000
    /// Commands of each that are remembered at most.
    private static let mostCommands = 16

    private var habits: [Person: Habit] = [:]

    /// - Parameter isCommand: what is none answers a question of a plugin, and the next question may have the same answer.
    mutating func judge(
        _ message: Message, isCommand: Bool, _ settings: Settings, at now: ContinuousClock.Instant
    ) -> Verdict {
        let person =
            switch message.identity {
            case .account(let name): Person(network: message.room.network, name: name, isAccount: true)
            case .notLoggedIn, .unavailable:
                Person(network: message.room.network, name: message.nick.lowercased(), isAccount: false)
            }
        let full = settings.each * settings.burst
        var habit = habits[person] ?? Habit(credit: full, countedAt: now)
        defer {
            if habits.count >= Self.most { forgetTheQuiet(settings, at: now) }
            habits[person] = habit
        }
        // What was said while nobody listened came at its own pace, and comes at once.
        if message.isLate {
            guard settings.burst > 0 else { return .answered }
            habit.late += 1
            return habit.late <= Self.mostLate ? .answered : habit.late == Self.mostLate + 1 ? .tooLate : .ignored
        }
        habit.late = 0
        habit.recent.removeAll { now - $0.at >= settings.sameWithin }
        if isCommand, habit.recent.contains(where: { $0.text == message.text && $0.room == message.room }) {
            return .repeated
        }
        habit.credit = min(full, habit.credit + (now - habit.countedAt))
        habit.countedAt = now
        if settings.burst > 0, habit.credit < settings.each {
            if let toldAt = habit.toldAt, now - toldAt < full { return .ignored }
            habit.toldAt = now
            return .refused(seconds: Int((settings.each - habit.credit) / .seconds(1) + 0.999))
        }
        habit.credit -= settings.each
        habit.recent = habit.recent.suffix(Self.mostCommands - 1) + [(message.text, message.room, now)]
        return .answered
    }

    /// Whoever has said nothing for a while is as good as new.
    private mutating func forgetTheQuiet(_ settings: Settings, at now: ContinuousClock.Instant) {
        let longest = max(settings.each * settings.burst, settings.sameWithin)
        habits = habits.filter { now - $0.value.countedAt < longest }
        if habits.count >= Self.most { habits = [:] }
    }
}
