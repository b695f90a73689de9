internal import Chat

/// A room as the configuration names it. The room behind it may change: an alias is moved, a room is upgraded.
public enum Place: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
    case alias(RoomAlias)
    case room(RoomID)

    /// - Parameter text: `#alias:server` or `!room`; `nil` if it is neither.
    public init?(_ text: String) {
        if let alias = RoomAlias(text) {
            self = .alias(alias)
        } else if let room = RoomID(text) {
            self = .room(room)
        } else {
            return nil
        }
    }

    public var text: String {
        switch self {
        case .alias(let alias): alias.text
        case .room(let room): room.text
        }
    }

    public var description: String { text.harmless }
}

/// Where something is said: in a room of the configuration, or to one person alone.
public enum Target: Sendable, Hashable, Codable {
    case place(Place)
    case person(UserID)

    var text: String {
        switch self {
        case .place(let place): place.text
        case .person(let user): user.text
        }
    }
}
