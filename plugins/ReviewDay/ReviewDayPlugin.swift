public import Bot
public import Chat
public import Ledger
public import ReleaseCalendar
public import ReviewSlots

/// Review days: announced, counted while they last, summed up at the end.
public struct ReviewDayPlugin: Plugin {
    public let name = ReviewDayReducer.stream
    /// Seconds before the beginning.
    public let reminders: [Int]
    private let titles: [String: String]

    /// - Parameter titles: what boards are called, by their names.
    public init(
        reminders: [Int] = [7 * Timestamp.day, Timestamp.day, Timestamp.hour], titles: [String: String] = [:]
    ) {
        self.reminders = reminders
        self.titles = titles
    }

    /// Reads the plugin's table in the configuration.
    /// - Throws: `ConfigurationErrors` that name each mistake's place.
    public init(_ entry: ConfigValue.Entry, titles: [String: String]) throws(ConfigurationErrors) {
        let usual = ReviewDayPlugin().reminders
        self.init(
            reminders: try ConfigTable.read(entry.value, path: "plugins.reviewday") { table in
                table.values("reminders") { value in
                    let lead = try value.duration(in: .seconds(60) ... .seconds(ReminderRules.longest))
                    return Int(lead.components.seconds)
                } ?? usual
            }, titles: titles)
    }

    public var reducer: (any StreamReducer)? { ReviewDayReducer(reminders: reminders + [0], titles: titles) }

    public var commands: [Command<CommandContext>] { [.reviewDay] }

    public func words(for event: String, _ view: BoardView) -> String? {
        ReviewDayReducer.event(event).map { event in
            switch event {
            case .planned(let day): "\(day.title) planned, \(day.when(in: view.zone, now: view.now))"
            case .calledOff(let day, _): "\(day.title) of \(day.when(in: view.zone, now: view.now)) called off"
            case .moved(let day, let time):
                "\(day.title) moved to \(day.moved(to: time).when(in: view.zone, now: view.now))"
            case .hour(let hour): "reminders of whole days at \(hour)"
            case .kept(let number): "review day \(number) as it was"
            case .due(let number, _): "review day \(number): it is time to say something"
            case .told(let day, .reminder, _): "reminded of the \(day.title)"
            case .told(let day, .begin, _): "noted how the \(day.title) begins"
            case .told(let day, .noon, _): "told how the \(day.title) goes"
            case .told(let day, .end, _): "\(day.title) summed up"
            }
        }
    }

    public func announcement(of records: [Recorded], _ view: BoardView) -> [Document.Line] {
        records.flatMap { recorded -> [Document.Line] in
            guard let event = recorded.event(of: ReviewDayReducer.self, on: view.board.name) else { return [] }
            return view.lines(for: event, by: recorded.record.actor)
        }
    }

    public func digest(of records: [Recorded], _ view: BoardView) -> [String] {
        records.compactMap { recorded in
            switch recorded.event(of: ReviewDayReducer.self, on: view.board.name) {
            case .planned(let day): "\(day.title) \(day.when(in: view.zone, now: view.now))"
            case .calledOff(let day, _): "no \(day.title) \(day.when(in: view.zone, now: view.now))"
            case .moved(let day, let time):
                "\(day.title) moved to \(day.moved(to: time).when(in: view.zone, now: view.now))"
            case .told(let day, .end, let figures): "review day over, \(figures.progress(day.subject))"
            case .told(let day, .noon, let figures): "on the review day \(figures.progress(day.subject))"
            case .told(let day, .reminder, _): "\(day.title) \(day.when(in: view.zone, now: view.now))"
            case .told(_, .begin, _), .due, .kept, .hour, nil: nil
            }
        }
    }

    public func occasions(on board: String, _ context: PluginContext) async throws -> [Occasion] {
        try await context.read(ReviewDayReducer.self, board: board) { state, _ in
            state.planned.map { $0.day.occasion() }
        }
    }

    /// The running part.
    public func run(_ context: PluginContext) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await sayWhatIsDue(context) }
            group.addTask { await keepCounts(context) }
            try await group.next()
            group.cancelAll()
        }
    }

    /// Says what is due, with how it stands now.
    private func sayWhatIsDue(_ context: PluginContext) async throws {
        let start = context.now()
        for await _ in await context.changes() {
            for board in context.boards {
                do {
                    try await takeOverHour(board, context)
                    try await tell(board, since: start, context)
                } catch let error as CancellationError {
                    throw error
                } catch {
                    // What is owed stays owed: the next change, or the next minute, is another chance.
                }
            }
        }
    }

    /// The calendar's hour for what takes whole days.
    private func takeOverHour(_ board: String, _ context: PluginContext) async throws {
        guard let hour = context.board(board)?.calendar.reminders.hour,
            try await context.read(ReviewDayReducer.self, board: board, { state, _ in state.hour }) != hour
        else { return }
        try await context.submit(.setHour(hour), to: ReviewDayReducer.self, board: board)
    }

    private func tell(_ board: String, since start: Timestamp, _ context: PluginContext) async throws {
        for (number, word) in try await context.read(ReviewDayReducer.self, board: board, { state, _ in state.owed }) {
            // A review system that has not answered yet would leave its figures out for good.
            let isBehind = await context.caveat(on: board) != nil
            if isBehind, context.now() - max(word.at, start) < ReviewDay.patience { continue }
            guard let figures = try await figures(number, board, context) else { continue }
            try await context.submit(.tell(number, word, figures), to: ReviewDayReducer.self, board: board)
        }
    }

    func figures(_ number: Int, _ board: String, _ context: PluginContext) async throws -> Figures? {
        let known = try await context.read(ReviewDayReducer.self, board: board) { state, view in
            state.days[number].map { ($0.day, $0.figures(view.board)) }
        }
        guard let (day, known) = known else { return nil }
        var figures = known
        figures.add(
            await context.openReviews(on: board), await context.reviews(on: board, from: day.start, to: day.end),
            of: day.subject)
        return figures
    }
}
