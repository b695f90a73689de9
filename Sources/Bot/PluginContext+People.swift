public import Chat
public import Ledger
public import ReviewSlots

// What a plugin needs that tells people things in private.
extension PluginContext {
    /// Where a person who is there can be told something in private; `nil` if they are nowhere to be seen.
    public func privateRoom(of person: PersonID) async -> Room? {
        let accounts = await ledger.readPeople { $0.accounts(of: person) }
        for network in networks {
            for account in accounts where account.network == network.name {
                if let room = await network.privateRoom(with: account.name) { return room }
            }
        }
        return nil
    }

    /// Says something; returns when the network has shown that it took it.
    /// - Parameters:
    ///   - key: names it among what the plugin says in the room, so that networks that can say it once.
    ///   - replaces: the key of what it takes the place of, where the network can do that.
    /// - Throws: `SendError`.
    public func say(
        _ lines: [Document.Line], in room: Room, key: String? = nil, replacing replaces: String? = nil
    ) async throws {
        guard let network = networks.first(where: { $0.name == room.network }) else { throw SendError.notConnected }
        let document = Document(lines).laidOut(limit: Outgoing.lineLimit)
        try await network.send(
            Outgoing(
                room: room, document: document, kind: .announcement, key: key.map { "\(plugin)/\($0)" },
                replaces: replaces.map { "\(plugin)/\($0)" }))
    }

    /// Whether what is said in a room is said once if it has a key, and can be replaced.
    public func remembersAnnouncements(in room: Room) -> Bool {
        networks.first { $0.name == room.network }?.remembersAnnouncements ?? false
    }

    /// Whether nothing is to be said on a board now of the bot's own accord.
    public func isQuiet(_ board: String) -> Bool { settings().board(board)?.isQuiet(at: now()) ?? false }

    /// What happened on a board after a position, by command: the oldest of it, and up to where that goes; `nil`: nothing.
    public func news(of board: String, after: Position) async throws -> (groups: [[Recorded]], position: Position?) {
        let groups = try await ledger.log.groups(after: after)
        let onBoard = groups.filter { group in
            group.contains { if case .board(board, _) = $0.event { true } else { false } }
        }
        return (onBoard, groups.last?.last?.record.position)
    }

    /// The end of the log.
    public func end() async throws -> Position { try await ledger.log.end() }

    /// How far the plugin has come with something. No history: see `EventLog.bookmark`.
    public func bookmark(_ name: String) async throws -> Position? {
        try await ledger.log.bookmark("\(plugin)/\(name)")
    }

    public func setBookmark(_ name: String, to position: Position?) async throws {
        try await ledger.log.setBookmark("\(plugin)/\(name)", to: position)
    }
}
