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
        let events = decision.boardEvents
        return try await context.read { view in
            let what = events.filter { if case .specListed = $0 { false } else { true } }.map { view.words(for: $0) }
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
            let records = try await context.ledger.recent(board: context.board.name, before: before, limit: 100)
            guard let last = records.last else { break }
            before = last.record.position
            for recorded in records where id == nil || recorded.event.touches(id) {
                if groups.last?.command == recorded.record.command {
                    groups[groups.count - 1].records.insert(recorded, at: 0)
                } else {
                    groups.append((recorded.record.command, [recorded]))
                }
            }
        }
        let found = groups.prefix(5)
        guard !found.isEmpty else { throw Excuse("nothing has happened here yet.") }
        return try await context.read { view in
            let lines = found.map { group in view.logLine(group.command, group.records) }
            return Reply(
                context.message.room.isPrivate ? Array(lines) : ["sent in private."],
                privately: context.message.room.isPrivate ? Document() : Document(Array(lines)))
        }
    }
}

extension LedgerEvent {
    fileprivate func touches(_ id: BlueprintID?) -> Bool {
        guard case .board(_, let event) = self, let id else { return false }
        return event.part == .blueprint(id)
    }
}

extension BoardView {
    /// `C17 Fri 12 Dec 10:02 UTC bob: vmware-spbm out of slot 2 (bumped)`
    public func logLine(_ command: String, _ records: [Recorded]) -> Document.Line {
        let events = records.compactMap { if case .board(_, let event) = $0.event { words(for: event) } else { nil } }
        guard let first = records.first?.record else { return Document.Line() }
        let source = first.source == "command" ? "" : " (\(first.source))"
        return
            "\(command) \(Wording.moment(first.at, now: now)) \(person: who(first.actor))\(source): \(Wording.some(events, 4))"
    }
}

extension Ledger {
    /// The newest records of a board, newest first.
    public func recent(board: String, before: Position?, limit: Int) async throws(LedgerError) -> [Recorded] {
        try await recent(stream: "board/\(board)", before: before, limit: limit)
    }

    /// The newest records of a stream, newest first.
    func recent(stream: String, before: Position?, limit: Int) async throws(LedgerError) -> [Recorded] {
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
