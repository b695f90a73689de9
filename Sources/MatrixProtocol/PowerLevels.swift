internal import Chat

/// `m.room.power_levels`.
public struct PowerLevels: Sendable, Hashable {
    public var users: [UserID: Int] = [:]
    public var usersDefault = 0
    public var events: [String: Int] = [:]
    public var stateDefault = 50

    public init() {}

    init(_ content: JSON) {
        for (user, level) in content["users"].members {
            if let user = UserID(user), let level = Self.level(level) { users[user] = level }
        }
        usersDefault = Self.level(content["users_default"]) ?? 0
        events = content["events"].members.compactMapValues(Self.level)
        stateDefault = Self.level(content["state_default"]) ?? 50
    }

    /// Before room version 10 also a text that holds one.
    private static func level(_ json: JSON) -> Int? {
        switch json {
        case .int(let level): level
        case .number(let level): Int(exactly: level.rounded(.towardZero))
        case .text(let text): Int(text.trimmed)
        default: nil
        }
    }
}

/// `m.room.create`: who made the room, and what it is made of.
public struct Creation: Sendable, Hashable {
    /// In room versions from 12 on they may do everything, whatever the power levels say; before, only the first counts, and
    /// only in a room that has no power levels.
    public var creators: [UserID]
    public var version: String
    /// The room that this one goes on with, if what its creator says is true.
    public var predecessor: RoomID?
    /// Whether it is no room for talking but a space.
    public var isSpace: Bool

    init?(_ event: JSON) {
        let content = event["content"]
        guard let sender = event["sender"].text.flatMap({ UserID($0) }) else { return nil }
        version = content["room_version"].text ?? "1"
        creators = [sender]
        if (Int(version) ?? 0) >= 12 {
            creators += content["additional_creators"].list.compactMap { $0.text.flatMap { UserID($0) } }
        }
        predecessor = content["predecessor"]["room_id"].text.flatMap { RoomID($0) }
        isSpace = content["type"].text == "m.space"
    }

    var creatorsAreSupreme: Bool { (Int(version) ?? 0) >= 12 }
}

/// How much somebody may do in a room.
public enum Power: Sendable, Hashable, Comparable {
    /// The room's state has not been seen.
    case unknown
    case level(Int)
    /// Above every level.
    case creator

    /// Rooms, "Authorization rules": without power levels the creator has 100, everybody else 0.
    init(of user: UserID, _ levels: PowerLevels?, _ creation: Creation?) {
        if let creation, creation.creatorsAreSupreme, creation.creators.contains(user) {
            self = .creator
        } else if let levels {
            self = .level(levels.users[user] ?? levels.usersDefault)
        } else if let creation {
            self = .level(creation.creators.first == user ? 100 : 0)
        } else {
            self = .unknown
        }
    }

    /// Whether it is enough to change state of that type.
    func maySend(state type: String, _ levels: PowerLevels?) -> Bool {
        self >= .level(levels.map { $0.events[type] ?? $0.stateDefault } ?? 0)
    }
}
