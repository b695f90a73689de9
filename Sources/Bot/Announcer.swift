import Chat
import Ledger
import Logging
import ReviewSlots

/// Tells one room what happened on its board, in order, from a bookmark in the log.
///
/// The bookmark moves after the line is confirmed, so nothing is lost; a second bookmark, set before the line is sent and
/// taken back if it was certainly not said, tells after a kill that it may have been, and then it is marked "(again)".
struct Announcer: Sendable, Hashable {
    /// What is older than this when it can be said at last becomes one line.
    static let awayAfter = 10 * Timestamp.minute

    let room: Room
    let board: String
    let bot: Bot
    var log: any EventLog { bot.ledger.log }

    private var confirmedName: String { "announced/\(room.network)/\(room.id)/\(board)" }
    private var sayingName: String { "saying/\(room.network)/\(room.id)/\(board)" }

    static func == (left: Announcer, right: Announcer) -> Bool { left.room == right.room && left.board == right.board }

    func hash(into hasher: inout Hasher) {
        hasher.combine(room)
        hasher.combine(board)
    }

    /// A new one has nothing to catch up with: it begins at the end of the log. One that fails here tries again later.
    func begin() async {
        do {
            if try await log.bookmark(confirmedName) == nil { _ = try await sayNext() }
        } catch {
            bot.logger.error("cannot begin to announce", metadata: ["room": "\(room)", "why": "\(error)"])
        }
    }

    func run() async {
        var gathered: Timestamp?
        for await _ in await bot.ledger.positions() {
            while !Task.isCancelled {
                do {
                    if try await sayNext(&gathered) == false { break }
                } catch let error as SendError {
                    bot.logger.debug("not announced yet", metadata: ["room": "\(room)", "why": "\(error)"])
                    guard await pause() else { return }
                } catch {
                    bot.logger.error("cannot announce", metadata: ["room": "\(room)", "why": "\(error)"])
                    guard await pause() else { return }
                }
            }
        }
    }

    private func pause() async -> Bool {
        await (try? Task.sleep(for: bot.retryAnnouncementsAfter)) != nil
    }

    /// Says what comes next; `false` when there is nothing more to say.
    func sayNext() async throws -> Bool {
        var gathered: Timestamp?
        return try await sayNext(&gathered)
    }

    /// - Parameter gathered: since when there is something that waits for more; until it is time nothing is read.
    func sayNext(_ gathered: inout Timestamp?) async throws -> Bool {
        guard let board = bot.configuration.board(board), board.rooms.contains(room) else {
            // If the room is the board's again one day, it need not hear what it did not miss.
            for name in [confirmedName, sayingName] where try await log.bookmark(name) != nil {
                try await log.setBookmark(name, to: nil)
            }
            return false
        }
        // One that is left for good hears nothing more.
        guard bot.network(room.network) != nil else { return false }
        let gathering = board.gathering[room]
        if let gathered, bot.now() - gathered < gathering ?? 0 { return false }
        gathered = nil
        guard let confirmed = try await log.bookmark(confirmedName) else {
            try await log.setBookmark(confirmedName, to: try await log.end())
            return true
        }
        // The clock lets all of us look again.
        if board.isQuiet(at: bot.now()) { return false }
        var groups = try await log.groups(after: confirmed)
        // A network that remembers is told the same again, and not the same with more.
        if let saying = try await log.bookmark(sayingName), saying > confirmed,
            bot.network(room.network)?.remembersAnnouncements ?? false
        {
            groups.removeAll { ($0.last?.record.position ?? 0) > saying }
        }
        guard let last = groups.last?.last?.record.position else { return false }
        let spoken = try await speeches(groups, board)
        guard let first = spoken.first else {
            try await log.setBookmark(confirmedName, to: last)
            return true
        }
        let now = bot.now()
        if now - first.since < gathering ?? 0 {
            gathered = first.since
            return false
        }
        if now - first.since > Self.awayAfter || gathering != nil, spoken.count > 1 {
            let why: Announcements.Silence =
                board.isQuiet(at: first.since) ? .quiet : gathering != nil ? .gathering : .absence
            let line = try await bot.view(of: board, on: room.network) {
                Announcements.digest(spoken.map(\.records), since: first.since, why, bot.plugins, $0)
            }
            let recorded = groups.last?.last?.record.recorded ?? first.since
            try await say(
                Speech(records: [], lines: [line], position: last, since: recorded, subject: nil), after: confirmed)
        } else {
            try await say(first, after: confirmed)
        }
        return true
    }

    private struct Speech {
        var records: [Recorded]
        var lines: [Document.Line]
        var position: Position
        var since: Timestamp
        /// The one blueprint that it is about, as long as that can be voted on.
        var subject: String?
    }

    private func say(_ speech: Speech, after confirmed: Position) async throws {
        let (lines, position) = (speech.lines, speech.position)
        guard let network = bot.network(room.network) else { throw SendError.notConnected }
        let maybeSaid = try await log.bookmark(sayingName).map { $0 > confirmed } ?? false
        try await log.setBookmark(sayingName, to: position)
        let marked = maybeSaid && !network.remembersAnnouncements ? lines.map { "(again) " + $0 } : lines
        let document = Document(marked).laidOut(limit: Outgoing.lineLimit)
        do {
            try await network.send(
                // Another ledger may have something else at that position.
                Outgoing(
                    room: room, document: document, kind: .announcement,
                    key: "\(board)/\(position)/\(speech.since.seconds)", subject: speech.subject))
        } catch let error as SendError where error != .unconfirmed && !maybeSaid {
            try await log.setBookmark(sayingName, to: nil)
            throw error
        }
        try await log.setBookmark(confirmedName, to: position)
    }

    private func speeches(_ groups: [[Recorded]], _ board: BoardConfiguration) async throws -> [Speech] {
        let lines = try await bot.announcements(of: groups, on: board, in: room.network)
        let subjects = try await bot.view(of: board) { view in groups.map { view.subject(of: $0) } }
        return zip(zip(groups, lines), subjects).compactMap { spoken, subject in
            let (group, lines) = spoken
            guard let last = group.last?.record, !lines.isEmpty else { return nil }
            return Speech(
                records: group, lines: lines, position: last.position, since: last.recorded, subject: subject)
        }
    }
}

extension BoardView {
    /// The one blueprint that records are about, if it waits for votes.
    fileprivate func subject(of records: [Recorded]) -> String? {
        let about = Set(
            records.flatMap { record -> [BlueprintID] in
                guard case .board(board.name, let event) = record.event else { return [] }
                return event.parts.compactMap { if case .blueprint(let id) = $0 { id } else { nil } }
            })
        return about.count == 1 ? about.first.flatMap(subject) : nil
    }

    /// What a message about a blueprint is about, as networks keep it; `nil` for one that nobody can vote on.
    func subject(_ id: BlueprintID) -> String? {
        guard let blueprint = board.blueprints[id], blueprint.isOpen, blueprint.seat == nil else { return nil }
        return "\(board.name)/\(id)"
    }
}

extension EventLog {
    /// The records behind a position, by command. The last group is whole, for what a command did is one append.
    func groups(after position: Position) async throws -> [[Recorded]] {
        var limit = 1000
        while true {
            let records = try await read(after: position, limit: limit)
            var groups: [[Recorded]] = []
            for record in records {
                let recorded = try Recorded(record)
                if groups.last?.first?.record.command == record.command {
                    groups[groups.count - 1].append(recorded)
                } else {
                    groups.append([recorded])
                }
            }
            guard records.count == limit else { return groups }
            if groups.count > 1 { return groups.dropLast() }
            limit *= 4
        }
    }
}

extension Document {
    /// Lines of at most `limit` bytes; one that is longer loses its marks and is broken at blanks.
    func laidOut(limit: Int) -> Document {
        Document(
            lines.flatMap { line -> [Line] in
                let text = line.plainText()
                return text.utf8.count <= limit ? [line] : text.broken(atBytes: limit).map { Line($0) }
            })
    }
}
