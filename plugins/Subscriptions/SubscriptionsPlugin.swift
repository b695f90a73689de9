public import Bot
public import Chat
public import Ledger
import ReviewSlots

/// People follow blueprints, categories and names, and hear of them in private.
public struct SubscriptionsPlugin: Plugin {
    public let name = SubscriptionsReducer.stream
    /// Messages a person gets in one go; of more only the count is told.
    static let mostLines = 5

    public init() {}

    public var reducer: (any StreamReducer)? { SubscriptionsReducer() }

    public var commands: [Command<CommandContext>] { [.subscribe, .unsubscribe] }

    public func words(for event: String, _ view: BoardView) -> String? {
        SubscriptionsReducer.event(event).map { event in
            switch event {
            // What somebody follows is theirs to know.
            case .subscribed: "subscribed to something"
            case .unsubscribed: "a subscription ended"
            }
        }
    }

    /// The running part: whoever is there is told what happened since they last were.
    ///
    /// The bookmark of a person moves when the network has confirmed the lines: after a kill the newest may come again.
    public func run(_ context: PluginContext) async throws {
        var places: [String: Place] = [:]
        for await _ in await context.changes() {
            for board in context.boards {
                do {
                    let people = try await context.read(SubscriptionsReducer.self, board: board) { state, _ in
                        state.followed
                    }
                    for (person, followed) in people.sorted(by: { $0.key < $1.key }) {
                        let bookmark = "\(board)/\(person.id)"
                        try await tell(person, followed, board, bookmark, &places[bookmark], context)
                    }
                } catch let error as CancellationError {
                    throw error
                } catch {
                    // The bookmarks stay: the next change, or the next minute, is another chance.
                }
            }
        }
    }

    /// How far somebody is. Most of what happens concerns few: where there was nothing to tell it is written down once in a
    /// while.
    private struct Place {
        var position: Position
        var written: Timestamp
    }

    private func tell(
        _ person: PersonID, _ followed: [SubscriptionsReducer.Following], _ board: String, _ bookmark: String,
        _ place: inout Place?, _ context: PluginContext
    ) async throws {
        let stored = place == nil ? try await context.bookmark(bookmark) : nil
        guard let after = place?.position ?? stored else {
            try await context.setBookmark(bookmark, to: try await context.end())
            return
        }
        guard !context.isQuiet(board), after < (try await context.end()),
            let room = await context.privateRoom(of: person)
        else { return }
        let news = try await context.news(of: board, after: after)
        guard let last = news.position else { return }
        let lines = try await context.lines(news.groups, of: board, for: person, followed)
        if !lines.isEmpty {
            let more = lines.count - Self.mostLines
            var shown = Array(lines.prefix(Self.mostLines))
            if more > 0 {
                shown.append("And \(Wording.count(more, "more change")) of what you follow: \(code: "!log").")
            }
            do {
                try await context.say(shown, in: room)
            } catch SendError.notInRoom {
                // Gone this very moment: it waits until they are back. If they are there they want no private messages.
                guard await context.privateRoom(of: person) != nil else { return }
            } catch is SendError {
                // They are there no longer, or nothing can be said now: the bookmark stays.
                return
            }
        }
        if lines.isEmpty, let written = place?.written, context.now() - written < Timestamp.minute {
            place?.position = last
            return
        }
        try await context.setBookmark(bookmark, to: last)
        place = Place(position: last, written: context.now())
    }
}

extension PluginContext {
    /// A line for each command that touched what the person follows; not for their own.
    fileprivate func lines(
        _ groups: [[Recorded]], of board: String, for person: PersonID, _ followed: [SubscriptionsReducer.Following]
    ) async throws -> [Document.Line] {
        try await read(SubscriptionsReducer.self, board: board) { _, view in
            groups.compactMap { group -> Document.Line? in
                guard let first = group.first?.record, view.people.current(PersonID(first.actor)) != person else {
                    return nil
                }
                let subscriptions = followed.filter { $0.since <= first.recorded }
                    .map { $0.subscription.now(on: view.board) }
                let told = group.compactMap { recorded -> String? in
                    guard case .board(view.board.name, let event) = recorded.event,
                        let topic = Topic(event, view.board), subscriptions.contains(where: topic.isMeant)
                    else { return nil }
                    return view.words(for: event)
                }
                guard !told.isEmpty else { return nil }
                let source = ["command", "clock"].contains(first.cause) ? "" : " (\(first.cause))"
                let who: Document.Line = first.actor == "slotkeeper" ? "" : " by \(person: view.who(first.actor))"
                let when = view.now - first.at > Timestamp.hour ? ", \(view.moment(first.at))" : ""
                return "\(view.board.name): \(Wording.some(told, 4))\(who)\(source)\(when)."
            }
        }
    }
}
