public import Chat
public import Ledger
public import ReleaseCalendar
public import ReviewSlots

/// What the bot needs to know that is not in the ledger.
public struct BotConfiguration: Sendable {
    public var boards: [BoardConfiguration]
    /// Where the pages are, without a slash at the end; without it lines end before their URL.
    public var baseURL: String?
    public var version: String
    public var courtesy = Courtesy.Settings()
    /// Networks on which an account is `@name:server`, letter by letter.
    public var idNetworks: Set<String> = []

    public init(boards: [BoardConfiguration], baseURL: String? = nil, version: String = "") {
        self.boards = boards
        self.baseURL = baseURL
        self.version = version
    }

    public func board(_ name: String) -> BoardConfiguration? {
        boards.first { $0.name == name }
    }

    /// Whether people can talk to the bot there.
    func hears(_ network: String) -> Bool {
        network == Account.local || boards.contains { $0.rooms.contains { $0.network == network } }
    }
}

/// One board: where it is talked about, and who may do what.
public struct BoardConfiguration: Sendable {
    public var name: String
    public var title: String
    public var settings: Settings
    public var rooms: [Room]
    public var roles: [Account: Roles]
    /// Accounts that lead without being named as leads: whoever sits at the bot's terminal.
    public var operators: Set<Account> = []
    /// `https://review.example.org/{number}`
    public var reviewURL: String?
    public var calendar = CalendarSettings()
    /// When nothing is said unasked.
    public var quiet = QuietHours()
    /// What a power level in a room gives, there and for what is said there: to those with at least that level. It makes
    /// nobody a voter, for a ballot is counted long after it was cast.
    public var powers: [(level: Int, role: Roles)] = []
    /// Rooms that hear of what happened in one line each so many seconds.
    public var gathering: [Room: Int] = [:]

    public init(
        name: String, title: String? = nil, settings: Settings = Settings(), rooms: [Room] = [],
        roles: [Account: Roles] = [:], reviewURL: String? = nil
    ) {
        self.name = name
        self.title = title ?? name
        self.settings = settings
        self.rooms = rooms
        self.roles = roles
        self.reviewURL = reviewURL
    }

    /// What all of a person's accounts together may do. The local operator leads every board.
    public func roles(of accounts: [Account]) -> Roles {
        accounts.reduce(into: Roles()) { roles, account in
            roles.formUnion(
                account.network == Account.local || operators.contains(account) ? .lead : self.roles[account] ?? [])
        }.whole
    }

    /// What the sender's power in the board's room gives.
    func roles(by message: Message) -> Roles {
        guard let power = message.power, !message.room.isPrivate, rooms.contains(message.room) else { return [] }
        return powers.reduce(into: Roles()) { roles, entry in
            if power >= .level(entry.level) { roles.formUnion(entry.role) }
        }
    }

    /// The names of those who have a role, for "ask alice or bob": on that network, or on all if nobody has it there.
    public func names(with role: Roles, on network: String) -> [String] {
        let all = roles.filter { $0.value.whole.isSuperset(of: role) }.map(\.key).sorted()
        let here = all.filter { $0.network == network }
        return (here.isEmpty ? all : here).map(\.name)
    }

    public func isQuiet(at time: Timestamp) -> Bool { quiet.covers(time, in: calendar.zone) }

    func url(ofReview number: ChangeNumber) -> String? {
        guard let reviewURL, let place = reviewURL.ranges(of: "{number}").first else { return nil }
        return reviewURL[..<place.lowerBound] + String(number) + reviewURL[place.upperBound...]
    }
}

extension Account {
    /// The network of those who sit at the machine itself: `local:UID`.
    public static let local = "local"
}
