import ReviewSlots

/// The records of a command that is to be taken back.
struct UndoneCommand {
    var command: String
    var boardEvents: [BoardEvent] = []
    var pluginEvents: [(stream: String, body: String)] = []
}

extension Ledger {
    /// How long people may take back what they did themselves.
    public static let undoWindow = 10 * Timestamp.minute

    /// Finds a command by its id, or the actor's own last one, and makes sure that nothing it touched was changed since.
    func commandToUndo(_ id: String?, _ submission: Submission) async throws(LedgerError) -> UndoneCommand {
        var search = UndoSearch(id: id, submission: submission, own: people.allIDs(of: submission.actor))
        var before: Position?
        while true {
            let from = before
            let records = try await logged { () async throws(EventLogError) in
                try await self.log.readBackwards(stream: nil, before: from, limit: 200)
            }
            for record in records {
                if let found = try search.look(at: record) { return found }
            }
            guard let last = records.last, records.count == 200 else { break }
            before = last.position
        }
        return try search.end()
    }
}

extension People {
    fileprivate func allIDs(of actor: Actor) -> Set<String> {
        guard let person = actor.person else { return [] }
        return Set(([person] + formerIDs(of: person)).map(\.id))
    }
}

/// A walk through the log from its end, which gathers what came after the command that is looked for.
private struct UndoSearch {
    let id: String?
    let submission: Submission
    let own: Set<String>
    /// Commands that were taken back, and by which: they and their undoing count for nothing.
    private var undone: [String: String] = [:]
    /// What was changed later, and by which command.
    private var touched: [BoardEvent.Part: String] = [:]
    private var target: UndoneCommand?
    private var targetIsOwn = false
    private var targetTime = Timestamp(0)
    private var parts: Set<BoardEvent.Part> = []

    init(id: String?, submission: Submission, own: Set<String>) {
        self.id = id
        self.submission = submission
        self.own = own.union([submission.by])
    }

    /// Looks at one record, newest first; the command is complete when one of another command comes.
    mutating func look(at record: Record) throws(LedgerError) -> UndoneCommand? {
        if let target, record.command != target.command { return try end() }
        if target == nil, !isTarget(record) {
            if id == nil, submission.now - record.recorded > Ledger.undoWindow { throw .undo(.nothing) }
            try pass(record)
            return nil
        }
        try add(record)
        return nil
    }

    private func isTarget(_ record: Record) -> Bool {
        if let id { return record.command == id }
        return own.contains(record.actor) && record.source == "command" && undone[record.command] == nil
            && record.stream != LedgerEvent.peopleStream && record.stream.hasSuffix("/" + submission.board)
    }

    private mutating func pass(_ record: Record) throws(LedgerError) {
        if record.source.hasPrefix("undo ") {
            undone[String(record.source.dropFirst(5))] = record.command
        } else if undone[record.command] == nil, case .board(submission.board, let event) = try LedgerEvent(record),
            let part = event.part
        {
            touched[part] = record.command
        }
    }

    private mutating func add(_ record: Record) throws(LedgerError) {
        var command = target ?? UndoneCommand(command: record.command)
        switch try LedgerEvent(record) {
        case .board(submission.board, let event):
            command.boardEvents.insert(event, at: 0)
            if let part = event.part { parts.insert(part) }
        case .plugin(let stream, let body): command.pluginEvents.insert((stream, body), at: 0)
        case .board, .people: throw .undo(.impossible)
        }
        targetIsOwn = own.contains(record.actor)
        targetTime = record.recorded
        if record.source != "command" && !record.source.hasPrefix("undo ") { throw .undo(.impossible) }
        target = command
    }

    /// The log ends here.
    func end() throws(LedgerError) -> UndoneCommand {
        guard let target else { throw .undo(id.map(UndoFault.noSuchCommand) ?? .nothing) }
        if let by = undone[target.command] { throw .undo(.already(by: by)) }
        let mayAny = submission.actor.roles.contains(.lead)
        if !mayAny, !targetIsOwn { throw .undo(.notYours) }
        if !mayAny, submission.now - targetTime > Ledger.undoWindow { throw .undo(.nothing) }
        if let later = parts.compactMap({ touched[$0] }).sorted().first { throw .undo(.changedSince(by: later)) }
        return target
    }
}
