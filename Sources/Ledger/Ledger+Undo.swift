import ReviewSlots

/// The records of a command that is to be taken back.
struct UndoneCommand {
    var command: String
    var boardEvents: [BoardEvent] = []
    /// By the plugin's stream.
    var pluginEvents: [String: [String]] = [:]
}

extension Ledger {
    /// How long people may take back what they did themselves.
    public static let undoWindow = 10 * Timestamp.minute

    /// Finds a command by its id, or the actor's own last one, and makes sure that nothing it touched was changed since.
    func commandToUndo(_ id: String?, _ submission: Submission) async throws(LedgerError) -> UndoneCommand {
        var search = UndoSearch(id: id, submission: submission, own: people.allIDs(of: submission.actor), people, cells)
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
    enum Part: Hashable {
        case board(BoardEvent.Part)
        case plugin(String, String)
    }

    let id: String?
    let submission: Submission
    let own: Set<String>
    let people: People
    let cells: [String: any ReducerCell]
    /// The order follows from what plugins keep, and is not taken back by itself.
    let orderFollows: Bool
    /// Commands that were taken back, and by which. They and their undoing count for nothing.
    private var undone: [String: String] = [:]
    /// What an undoing changed, less what the undone command had: what followed from it beyond that does count.
    private var undoing: [String: [Part: Int]] = [:]
    /// Later commands, newest first, and which of them was the last to change something or to lean on it.
    private var later: [String] = []
    private var changed: [Part: Int] = [:]
    private var leanedOn: [Part: Int] = [:]

    private var target: UndoneCommand?
    private var targetIsOwn = false
    private var targetTime = Timestamp(0)

    init(id: String?, submission: Submission, own: Set<String>, _ people: People, _ cells: [String: any ReducerCell]) {
        self.people = people
        self.cells = cells
        orderFollows = cells.values.contains(where: \.ordersBacklog)
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
        return own.contains(record.actor) && record.cause == "command" && undone[record.command] == nil
            && record.stream != LedgerEvent.peopleStream && record.stream.hasSuffix("/" + submission.board)
    }

    private mutating func pass(_ record: Record) throws(LedgerError) {
        let by = undone[record.command]
        let isUndoing = by == nil && record.cause.hasPrefix("undo ")
        if later.last != record.command { later.append(record.command) }
        if isUndoing { undone[String(record.cause.dropFirst(5))] = record.command }
        let event = try LedgerEvent(record)
        if case .board(_, let event) = event, event.isSightOfFreeze { return }
        let parts = try parts(of: event)
        if let by {
            for part in parts { undoing[by]?[part, default: 0] -= 1 }
        } else if isUndoing {
            for part in parts { undoing[record.command, default: [:]][part, default: 0] += 1 }
        } else {
            for part in parts where changed[part] == nil { changed[part] = later.count - 1 }
            guard case .board(submission.board, let event) = event else { return }
            for part in needs(of: event) where leanedOn[part] == nil { leanedOn[part] = later.count - 1 }
        }
    }

    private func parts(of event: LedgerEvent) throws(LedgerError) -> [Part] {
        switch event {
        case .board(submission.board, let event): return parts(of: event)
        case .plugin(let stream, let body) where stream.hasSuffix("/" + submission.board):
            let name = String(stream.dropLast(submission.board.utf8.count + 1))
            return try parts(of: body, name)
        case .board, .plugin, .people: return []
        }
    }

    private func parts(of body: String, _ stream: String) throws(LedgerError) -> [Part] {
        try cells[stream]?.parts(of: body).map { .plugin(stream, people.current(PersonID($0)).id) } ?? []
    }

    private func parts(of event: BoardEvent) -> [Part] {
        event.parts.filter { $0 != .order || !orderFollows }.map(Part.board)
    }

    private func needs(of event: BoardEvent) -> [Part] { event.needs.map(Part.board) }

    private mutating func add(_ record: Record) throws(LedgerError) {
        var command = target ?? UndoneCommand(command: record.command)
        switch try LedgerEvent(record) {
        case .board(submission.board, let event):
            if case .orderChanged = event, orderFollows { break }
            command.boardEvents.insert(event, at: 0)
        case .plugin(let stream, let body) where stream.hasSuffix("/" + submission.board):
            let name = String(stream.dropLast(submission.board.utf8.count + 1))
            command.pluginEvents[name, default: []].insert(body, at: 0)
        case .board, .people, .plugin: throw .undo(.impossible)
        }
        targetIsOwn = own.contains(record.actor)
        targetTime = record.recorded
        // What the clock did followed from what people said, and a lead may take it back; facts are corrected instead.
        let isUndoable = ["command", "clock"].contains(record.cause) || record.cause.hasPrefix("undo ")
        if !isUndoable { throw .undo(.impossible) }
        target = command
    }

    /// The log ends here.
    func end() throws(LedgerError) -> UndoneCommand {
        guard let target else { throw .undo(id.map(UndoFault.noSuchCommand) ?? .nothing) }
        if let by = undone[target.command] { throw .undo(.already(by: by)) }
        let mayAny = submission.actor.roles.contains(.lead)
        if !mayAny, !targetIsOwn { throw .undo(.notYours) }
        if !mayAny, submission.now - targetTime > Ledger.undoWindow { throw .undo(.nothing) }
        if let by = try conflict(with: target) { throw .undo(.changedSince(by: by)) }
        return target
    }

    /// The newest command that changed what it changed, or what that replaced, or that leans on it.
    private func conflict(with target: UndoneCommand) throws(LedgerError) -> String? {
        var changed = changed
        for (command, parts) in undoing {
            guard let place = later.firstIndex(of: command) else { continue }
            for (part, count) in parts where count > 0 { changed[part] = min(place, changed[part] ?? place) }
        }
        let events = target.boardEvents
        var parts = events.flatMap(parts)
        for (stream, bodies) in target.pluginEvents {
            for body in bodies { parts += try self.parts(of: body, stream) }
        }
        let replaced = events.compactMap(\.inverse).flatMap(needs)
        // A slot that is given back must still be there.
        let seats: [Part] =
            events.contains { if case .slotFreed = $0 { true } else { false } } ? [.board(.settings)] : []
        let places = (parts + replaced + seats).compactMap { changed[$0] } + parts.compactMap { leanedOn[$0] }
        return places.min().map { later[$0] }
    }
}
