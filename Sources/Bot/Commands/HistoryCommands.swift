public import Chat
public import Ledger
public import ReviewSlots

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
        // Far enough back for most questions; the whole of it is for `slotkeeper log`.
        let found = try await context.ledger.history(of: context.board.name, about: id, most: 5, among: 2000)
        let plugins = context.plugins
        guard !found.isEmpty else { throw Excuse("nothing has happened here yet.") }
        return try await context.read { view in
            let lines = found.map { view.logLine($0, plugins) }
            return Reply(
                context.message.room.isPrivate ? lines : ["sent in private."],
                privately: context.message.room.isPrivate ? Document() : Document(lines))
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
    public func logLine(_ records: [Recorded], _ plugins: [any Plugin]) -> Document.Line {
        let events = records.compactMap { words(for: $0.event, plugins) }
        guard let first = records.first?.record else { return Document.Line() }
        let source = first.cause == "command" ? "" : " (\(first.cause))"
        return
            "\(first.command) \(moment(first.at)) \(person: who(first.actor))\(source): \(Wording.some(events, 4))"
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
    /// What the newest commands on a board did, newest first: so many of them, from at most so many records.
    /// - Parameter id: only those that touch one blueprint.
    public func history(of board: String, about id: BlueprintID? = nil, most: Int, among records: Int = .max)
        async throws(LedgerError) -> [[Recorded]]
    {
        var groups: [[Recorded]] = []
        var (before, left): (Position?, Int) = (nil, records)
        // One more than wanted, so that the oldest is whole.
        while groups.count <= most, left > 0 {
            let records = try await recent(stream: nil, before: before, limit: 500)
            guard let oldest = records.last else { break }
            before = oldest.record.position
            left -= records.count
            for recorded in records where recorded.event.concerns(board, id) {
                if groups.last?.first?.record.command == recorded.record.command {
                    groups[groups.count - 1].insert(recorded, at: 0)
                } else {
                    groups.append([recorded])
                }
            }
        }
        return Array(groups.prefix(most))
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
