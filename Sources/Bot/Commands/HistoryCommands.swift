public import Chat
public import Ledger
import ReviewSlots

extension Command<CommandContext> {
    static let undo = Command(
        "undo", usage: ["", "COMMAND"],
        summary: "take back your last command within 10 minutes; a lead any, by its id from !log",
        examples: [
            Example(
                "erin", "!undo",
                [
                    "erin: you did nothing here in the last 10 minutes that could be taken back. A lead can undo any command by the id that \"!log\" shows."
                ]),
            Example(
                "alice", "!undo C9999",
                ["alice: there is no command \"C9999\". \"!log\" shows the last ones with their ids."]),
        ]
    ) { context, words in
        let decision = try await context.submit(.undo(words[0]?.uppercased()))
        let events = decision.events
        let plugins = context.plugins
        return try await context.read { view in
            let what = events.compactMap { event -> String? in
                switch event {
                case .board(_, .specListed), .board(_, .orderChanged): nil
                default: view.words(for: event, plugins)
                }
            }
            return Reply(what.isEmpty ? "taken back." : "taken back: \(Wording.some(what, 4)).")
        }
    }

    static let log = Command(
        "log", usage: ["", "NAME"], summary: "who did what when, the last five",
        examples: [Example("erin", "!log", ["erin: sent in private."])]
    ) { context, words in
        let id: BlueprintID? = words.isEmpty ? nil : try await context.blueprint(words[0], usage: "!log NAME")
        var groups: [(command: String, records: [Recorded])] = []
        var before: Position?
        // Far enough back for most questions; the whole of it is for `slotkeeper log`.
        for _ in 0..<20 where groups.count < 6 {
            let records = try await context.ledger.recent(stream: nil, before: before, limit: 100)
            guard let last = records.last else { break }
            before = last.record.position
            for recorded in records where recorded.event.concerns(context.board.name, id) {
                if groups.last?.command == recorded.record.command {
                    groups[groups.count - 1].records.insert(recorded, at: 0)
                } else {
                    groups.append((recorded.record.command, [recorded]))
                }
            }
        }
        let found = groups.prefix(5)
        let plugins = context.plugins
        guard !found.isEmpty else { throw Excuse("nothing has happened here yet.") }
        return try await context.read { view in
            let lines = found.map { group in view.logLine(group.command, group.records, plugins) }
            return Reply(
                context.message.room.isPrivate ? Array(lines) : ["sent in private."],
                privately: context.message.room.isPrivate ? Document() : Document(Array(lines)))
        }
    }
}

extension LedgerEvent {
    /// Whether it is about a board, or one blueprint on it.
    fileprivate func concerns(_ board: String, _ id: BlueprintID?) -> Bool {
        switch self {
        case .board(board, let event): id == nil || event.part == id.map(BoardEvent.Part.blueprint)
        case .plugin(let stream, _): id == nil && stream.hasSuffix("/\(board)")
        case .board, .people: false
        }
    }
}

extension BoardView {
    /// `C17 Fri 12 Dec 10:02 UTC bob: vmware-spbm out of slot 2 (bumped)`
    public func logLine(_ command: String, _ records: [Recorded], _ plugins: [any Plugin] = []) -> Document.Line {
        let events = records.compactMap { words(for: $0.event, plugins) }
        guard let first = records.first?.record else { return Document.Line() }
        let source = first.source == "command" ? "" : " (\(first.source))"
        return
            "\(command) \(Wording.moment(first.at, now: now)) \(person: who(first.actor))\(source): \(Wording.some(events, 4))"
    }
}

extension BoardView {
    fileprivate func words(for event: LedgerEvent, _ plugins: [any Plugin]) -> String? {
        switch event {
        case .board(_, let event): words(for: event)
        case .people: nil
        case .plugin(let stream, let body):
            plugins.first { stream == "\($0.name)/\(board.name)" }.flatMap { $0.words(for: body, self) }
        }
    }
}

extension Ledger {
    /// The newest records of a board, newest first.
    public func recent(board: String, before: Position?, limit: Int) async throws(LedgerError) -> [Recorded] {
        try await recent(stream: "board/\(board)", before: before, limit: limit)
    }

    /// The newest records of a stream, or (`nil`) of all, newest first.
    func recent(stream: String?, before: Position?, limit: Int) async throws(LedgerError) -> [Recorded] {
        var recorded: [Recorded] = []
        do {
            for record in try await log.readBackwards(stream: stream, before: before, limit: limit) {
                recorded.append(try Recorded(record))
            }
        } catch let error as LedgerError {
            throw error
        } catch {
            throw .log(error as? EventLogError ?? .unavailable("\(error)"))
        }
        return recorded
    }
}
