import Bot
import ReleaseCalendar
import ReviewSlots

/// One project's board: its slots, its people, and where it is spoken of.
struct BoardSettings: Sendable, Hashable {
    enum UnusedReservation: String, Sendable, CaseIterable {
        /// The slot stays free for its kind.
        case idle
        /// The slot is lent while no work of its kind is ready; a lent slot is not taken back.
        case lend
    }

    enum Direction: String, Sendable, CaseIterable {
        case off
        /// A blueprint without it is not ranked, and not ready.
        case required
    }

    struct Roles: Sendable, Hashable {
        var lead: [AccountSettings] = []
        var core: [AccountSettings] = []
        var specCore: [AccountSettings] = []
        var voter: [AccountSettings] = []
    }

    /// Power levels in a Matrix room, from which on somebody has a role there; `nil`: nobody has it by that.
    struct PowerLevels: Sendable, Hashable {
        var lead: Int?
        var core: Int?
        var specCore: Int?
    }

    var name: String
    var title: String
    /// The release cycle, such as `kilo`.
    var cycle: String
    /// How many blueprints may be under review at a time; 0: none may enter; `nil`: no slots at all, only the ordered list.
    var slots: Int? = 10
    /// Slots kept for a kind of work.
    var reserve: [String: Int] = [:]
    var whenUnused = UnusedReservation.idle
    /// How long a blueprint whose changes are all merged keeps its slot; 0: it leaves at once.
    var landAfter = Duration.seconds(86_400)
    /// Cores that are asked to sign up for a slot.
    var coresPerSlot = 2
    /// Votes of +2, by different cores, that a change needs.
    var plusTwos = 2
    /// What becomes of a slot whose author does not answer.
    var silence = Settings.Silence()
    /// How long a blueprint may keep its slot before its bump is proposed; `nil`: as long as it takes.
    var timeBox: Duration?
    /// Slots that one core may sign up for; 0: as many as they like.
    var reviewsPerCore = 0
    /// What is said before a freeze, and how an exception from it is granted.
    var freeze = Settings.FreezeRules()
    /// How many blueprints of a group may have slots.
    var quotas: [String: Int] = [:]
    /// Whether direction is asked for besides a spec.
    var direction = Direction.off
    /// What a cycle can be about, and the slots that are reserved then.
    var focus: [String: [String: Int]] = [:]
    /// Specs that a cycle may approve before the channels are warned; `nil`: as many as it likes.
    var approvalBudget: Int?
    /// Ballots below which the votes are a draft that orders nothing.
    var minBallots = 3
    /// The address of a spec's review, with `{number}` in its place.
    var specURL: String?
    /// In which times are shown, and read where none is written.
    var zone = Zone.utc
    var calendar: [Occasion] = []
    /// How long before what the channels are reminded.
    var reminders = ReminderRules()
    /// When nothing is said unasked.
    var quiet = QuietHours()
    var channels: [ChannelSettings] = []
    var roles = Roles()
    var powerLevels = PowerLevels()
    var reviews: ReviewSettings?
    /// Where summaries are published; `nil`: only in the ledger.
    var publish: PublishSettings?
    /// All is decided and shown, nothing is written to the review system.
    var trial = false
}

/// A folder that any web server can show.
struct PublishSettings: Sendable, Hashable {
    var folder: String
    /// Where readers find it, without a slash at the end.
    var url: String?
}

/// A channel of a network.
struct ChannelSettings: Sendable, Hashable {
    var network: String
    var name: String
    /// For how long news are gathered into one line; `nil`: each is told at once.
    var gather: Duration?
}

/// Who somebody is to a network's services.
struct AccountSettings: Sendable, Hashable {
    var network: String
    /// As configured; the network says which letters are the same.
    var account: String
}
