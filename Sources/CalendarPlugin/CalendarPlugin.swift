public import Bot
public import Chat
public import Ledger
import ReleaseCalendar
import ReviewSlots

/// The board's dates: `!calendar`, reminders in the channels, and a file for calendar programs.
public struct CalendarPlugin: Plugin {
    public let name = CalendarReducer.stream

    public init() {}

    public var reducer: (any StreamReducer)? { CalendarReducer() }

    public var commands: [Command<CommandContext>] { [.calendar] }

    public func words(for event: String, _ view: BoardView) -> String? {
        CalendarReducer.event(event).map { event in
            switch event {
            case .added(let occasion): "\(view.phrase(occasion)) put into the calendar"
            case .removed(let occasion): "\(view.phrase(occasion)) taken out of the calendar"
            case .moved(_, let occasion): "moved to \(view.phrase(occasion))"
            case .listed(let source, _, let occasions):
                "\(Wording.count(occasions.count, "date")) from the \(source == CalendarReducer.configuration ? source : "plugin \(source)")"
            case .ruled: "rules for reminders read"
            case .clashed(let clashes): Wording.some(clashes, 2)
            case .reminded(let reminders, _):
                reminders.isEmpty
                    ? "reminders up to date" : "reminded of \(Wording.some(reminders.map(\.occasion.label), 3))"
            }
        }
    }

    public func announcement(of records: [Recorded], _ view: BoardView) -> [Document.Line] {
        records.compactMap { $0.event(of: CalendarReducer.self, on: view.board.name) }.flatMap {
            event -> [Document.Line] in
            switch event {
            case .added(let occasion): ["New in the calendar: \(view.phrase(occasion))."]
            case .removed(let occasion): ["Called off: \(view.phrase(occasion))."]
            case .moved(_, let occasion): ["Moved: \(view.phrase(occasion))."]
            case .listed(CalendarReducer.configuration, let old, let new):
                moved(from: old, to: new).prefix(2).map { "Moved by the configuration: \(view.phrase($0))." }
            case .listed, .ruled: []
            case .clashed(let clashes):
                clashes.prefix(2).map { "There are \($0): move one of them, or take it out." }
            case .reminded(let reminders, _): view.lines(for: reminders)
            }
        }
    }

    public func digest(of records: [Recorded], _ view: BoardView) -> [String] {
        records.compactMap { $0.event(of: CalendarReducer.self, on: view.board.name) }.flatMap { event -> [String] in
            switch event {
            case .added(let occasion): [view.phrase(occasion)]
            case .removed(let occasion): ["called off: \(view.phrase(occasion))"]
            case .moved(_, let occasion): ["moved: \(view.phrase(occasion))"]
            case .reminded(let reminders, _): reminders.map { view.phrase($0.occurrence) }
            case .clashed(let clashes): clashes
            case .listed, .ruled: []
            }
        }
    }

    private func moved(from old: [Occasion], to new: [Occasion]) -> [Occasion] {
        new.filter { occasion in
            old.contains { $0.id == occasion.id && ($0.time != occasion.time || $0.zone != occasion.zone) }
        }
    }

    public func prepare(_ context: PluginContext) async throws {
        for board in context.boards { try await take(over: board, context) }
    }

    /// The running part: takes over what the configuration and other plugins say.
    public func run(_ context: PluginContext) async throws {
        for await _ in await context.changes() {
            for board in context.boards {
                do {
                    try await take(over: board, context)
                } catch is LedgerError {
                    // The board may be gone, or the disk full: the next change is another chance.
                }
            }
        }
    }

    private func take(over board: String, _ context: PluginContext) async throws {
        guard let settings = context.board(board)?.calendar else { return }
        let brought = await context.occasions(on: board).sorted { $0.key < $1.key }
        let known = context.pluginNames.union([CalendarReducer.configuration])
        // Most of the time all is as it was, and the ledger has no turn to spend on that.
        let (isConfigured, others) = try await context.read(CalendarReducer.self, board: board) { state, _ in
            (
                state.rules == settings.reminders
                    && state.has(settings.occasions, from: CalendarReducer.configuration),
                brought.filter { !state.has($0.value, from: $0.key) }
                    + state.brought.filter { !known.contains($0.key) && !$0.value.isEmpty }.map { ($0.key, []) }
            )
        }
        if !isConfigured {
            try await context.submit(
                .configure(settings.occasions, settings.reminders), to: CalendarReducer.self, board: board)
        }
        for (source, occasions) in others {
            try await context.submit(.bring(occasions, from: source), to: CalendarReducer.self, board: board)
        }
    }
}
