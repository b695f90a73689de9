public import Bot
public import Chat
public import Ledger
import Logging
public import ReleaseCalendar
public import ReviewSlots

/// A channel with a bot in it, on a ledger in memory and a clock that stands still: for tests of commands and plugins.
///
///     let room = try await TestRoom.example()
///     #expect(await room.say("erin", "!help bump") == ["erin: !bump NAME [why]: …"])
///
/// People are logged in to accounts of their own names; `guest…` is not logged in.
public struct TestRoom: Sendable {
    public let bot: Bot
    public let ledger: Ledger
    public let log: any EventLog
    public let network: TestNetwork
    public let clock: TestClock
    public let board: BoardConfiguration
    public let plugins: [any Plugin]

    public static let channel = "#openstack-nova"

    /// alice leads, bob and dave are cores, sam is a spec core, erin votes.
    public static func roles(network: String = "oftc") -> [Account: Roles] {
        [
            Account(network: network, name: "alice"): [.lead], Account(network: network, name: "bob"): [.core],
            Account(network: network, name: "dave"): [.core], Account(network: network, name: "sam"): [.specCore],
            Account(network: network, name: "erin"): [.voter],
        ]
    }

    /// - Parameters:
    ///   - others: networks on which the board is talked about too, in the channel of the same name.
    ///   - more: other boards that the bot serves.
    public static func make(
        settings: Settings = Settings(slots: 4, reservations: ["debt": 1], cycle: "Kilo"), plugins: [any Plugin] = [],
        log: any EventLog = MemoryLog(), clock: TestClock = TestClock(), network: TestNetwork = TestNetwork(),
        alsoOn others: [TestNetwork] = [], baseURL: String? = "https://slots.example.org",
        boards more: [BoardConfiguration] = [], calendar: CalendarSettings = CalendarSettings()
    ) async throws -> TestRoom {
        var board = BoardConfiguration(
            name: "nova", settings: settings,
            rooms: ([network] + others).map { Room(network: $0.name, id: channel) }, roles: roles(),
            reviewURL: "https://review.example.org/{number}")
        board.calendar = calendar
        let ledger = Ledger(log: log, reducers: plugins.compactMap(\.reducer))
        let start = ContinuousClock.now
        let bot = Bot(
            configuration: BotConfiguration(boards: [board] + more, baseURL: baseURL, version: "test"), ledger: ledger,
            networks: [network] + others, plugins: plugins, now: { clock.now },
            instant: { start + .seconds(clock.now.seconds) }, randomWord: { "secret42" },
            retryAnnouncementsAfter: .milliseconds(5),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        try await ledger.open(boards: bot.configuration.boards.map(\.name))
        try await bot.configureBoards()
        return TestRoom(
            bot: bot, ledger: ledger, log: log, network: network, clock: clock, board: board, plugins: plugins)
    }

    /// Runs the bot with its plugins and announcers while the closure talks to it over the network.
    public func running(_ body: () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await bot.run() }
            await network.started()
            try await body()
            group.cancelAll()
        }
    }

    /// Says something in the channel; the lines of the answer, as IRC shows them but without invisible characters.
    public func say(_ nick: String, _ text: String) async -> [String] {
        lines(await bot.respond(to: message(nick, text))?.answer)
    }

    /// Says something in the channel; the lines that only the asker gets.
    public func whisper(_ nick: String, _ text: String) async -> [String] {
        lines(await bot.respond(to: message(nick, text))?.privately)
    }

    /// Says something in private.
    public func tell(
        _ nick: String, _ text: String, network: String? = nil, sharing rooms: [String] = [channel]
    ) async -> [String] {
        var message = message(nick, text, network: network)
        message.room = Room(network: message.room.network, id: nick, isPrivate: true)
        message.sharedRooms = rooms
        return await bot.respond(to: message).map { lines($0.answer + $0.privately) } ?? []
    }

    /// Something said in a channel; `guest…` is not logged in, others are, to the account of their name.
    public func message(
        _ nick: String, _ text: String, network: String? = nil, channel: String = TestRoom.channel
    ) -> Message {
        Message(
            room: Room(network: network ?? self.network.name, id: channel), nick: nick,
            identity: nick.hasPrefix("guest") ? .notLoggedIn : .account(nick), text: text, ownNick: "slotkeeper")
    }

    func lines(_ document: Document?) -> [String] {
        document?.lines.map { $0.plainText(quiet: false) } ?? []
    }

    /// What the channel would hear about everything after a position.
    public func announcements(after position: Position) async throws -> [String] {
        var groups: [[Recorded]] = []
        for record in try await log.read(after: position, limit: 10_000) {
            let recorded = try Recorded(record)
            if groups.last?.first?.record.command == record.command {
                groups[groups.count - 1].append(recorded)
            } else {
                groups.append([recorded])
            }
        }
        return try await bot.announcements(of: groups, on: board, in: network.name).joined()
            .map { $0.plainText(quiet: false) }
    }
}
