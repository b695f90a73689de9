public import MatrixProtocol

/// A Matrix homeserver as a value: what happens in its rooms, and how it answers those who are logged in.
///
/// It does what Synapse was seen to do; who may moderate, it does not ask. What a server must not do but some do can be
/// switched on.
public struct ModelHomeserver: Sendable {
    public static let bot = "@slotkeeper:example.org"
    public static let password = "correct horse"

    /// Something that happened; the position is its place among all events of all rooms.
    public struct Stored: Sendable {
        public var position: Int
        public var id: String
        public var sender: String
        public var type: String
        public var stateKey: String?
        public var content: JSON
        public var transaction: String?
        var device: String?
        public var redacts: String?
    }

    public struct Room: Sendable {
        public var version = "12"
        public var events: [Stored] = []
        public var members: Set<String> = []
        public var banned: Set<String> = []
        public var isPublic = true
        var stays: [String: Stay] = [:]
    }

    /// What somebody is to a room, and since when.
    enum Stay: Sendable {
        case joined(Int)
        case left(Int)
        case invited(Int)

        var isInvitation: Bool { if case .invited = self { true } else { false } }
        var isLeave: Bool { if case .left = self { true } else { false } }
    }

    public internal(set) var rooms: [String: Room] = [:]
    public var aliases: [String: String] = [:]
    public internal(set) var position = 0
    /// Milliseconds since 1970.
    public var clock = 1_417_428_000_000

    struct Session: Sendable {
        var user: String
        var device: String
        var isExpired = false
        var isUsed = false
    }
    var sessions: [String: Session] = [:]

    /// A refresh token: the access token that came with it, and the refresh token that it was given for.
    struct Renewal: Sendable {
        var access: String
        var next: String?
    }
    var renewals: [String: Renewal] = [:]
    var issued = 0
    var transactions: [String: String] = [:]
    /// How often it let somebody log in by the password.
    public internal(set) var logins = 0
    public internal(set) var refreshes = 0
    /// Messages of the bot that may be taken at once; `nil`: any number.
    public var burst: Int?
    public var retryAfter = 5000
    public var givesRefreshTokens = true

    /// What event ids begin with.
    public var eventPrefix = "$event"

    // Faults
    /// Tokens from before are unknown to it.
    public var forgottenBefore = 0
    /// Syncs show an event of before again.
    public var repeatsEvents = false
    /// Pages know no end but that of the room.
    public var ignoresTo = false
    /// Of a page, and of a room in a sync; a server may give less than it is asked for.
    public var pageLimit = 1000
    public var syncLimit = 1000
    /// Of the bot.
    public var displayName: String?
    /// What was asked for, without queries.
    public private(set) var asked: [String] = []

    public init() {}

    /// - Parameter isOver: the time is over for which the request may be held.
    /// - Returns: `nil` while nothing has happened that could be told.
    public mutating func answer(_ request: Request, isOver: Bool = true) -> Response? {
        let parts = request.path.split(separator: "?", maxSplits: 1)
        let path = parts[0].split(separator: "/").dropFirst(2).map { Self.decoded($0) }
        var query: [String: String] = [:]
        for pair in (parts.count > 1 ? parts[1] : "").split(separator: "&") {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            query[String(halves[0])] = halves.count > 1 ? Self.decoded(halves[1]) : ""
        }
        let body = (try? JSON(request.body ?? [])) ?? .null
        asked.append("\(request.method.rawValue) \(path.joined(separator: "/"))")
        switch path {
        case ["versions"]: return Self.ok(["versions": ["v1.1", "v1.16"]])
        case ["v3", "login"]: return logIn(body)
        case ["v3", "refresh"]: return refresh(body)
        default: break
        }
        guard let token = request.token?.value, let session = sessions[token] else {
            return Self.refusal(401, "M_UNKNOWN_TOKEN", "Unknown token", ["soft_logout": false])
        }
        if session.isExpired {
            return Self.refusal(401, "M_UNKNOWN_TOKEN", "Access token has expired", ["soft_logout": true])
        }
        sessions[token]?.isUsed = true
        let name = Array(path.dropFirst())
        switch (request.method, name.first, name.count) {
        case (.get, "account", _): return Self.ok(["user_id": .text(session.user), "device_id": .text(session.device)])
        case (.post, "logout", _):
            let isAll = name.last == "all"
            end { isAll ? $0.user == session.user : $0.isOfDevice(session) }
            return Self.ok([:])
        case (.get, "sync", _): return sync(query, session, isOver: isOver)
        case (.get, "directory", 3):
            guard let room = aliases[name[2]] else { return Self.refusal(404, "M_NOT_FOUND", "no such alias") }
            return Self.ok(["room_id": .text(room), "servers": ["example.org"]])
        case (.post, "join", 2): return join(name[1], session.user)
        case (.post, "createRoom", _): return createRoom(body, session.user)
        case (_, "rooms", 3...): return inRoom(name, body, query, session, request.method)
        default: return Self.refusal(404, "M_UNRECOGNIZED", "Unrecognized request")
        }
    }

    private mutating func inRoom(
        _ name: [String], _ body: JSON, _ query: [String: String], _ session: Session, _ method: Request.Method
    ) -> Response {
        let (id, user) = (name[1], session.user)
        if name[2] == "leave", let stay = rooms[id]?.stays[user] {
            if !stay.isLeave { leave(user, id, by: user) }
            return Self.ok([:])
        }
        guard let room = rooms[id], room.members.contains(user) else {
            return Self.refusal(403, "M_FORBIDDEN", "User \(user) not in room \(id)")
        }
        guard method == .get || body.isObject else {
            return Self.refusal(400, "M_NOT_JSON", "Content not JSON.")
        }
        let other = body["user_id"].text ?? ""
        switch (name[2], name.count) {
        case ("messages", 3): return messages(room, query, session)
        case ("joined_members", 3):
            let profiles = room.members.map {
                ($0, ["display_name": .text(self.name(of: $0)), "avatar_url": .null] as JSON)
            }
            return Self.ok(["joined": .object(Dictionary(uniqueKeysWithValues: profiles))])
        case ("send", 5): return send(name[3], body, to: id, transaction: name[4], session)
        case ("redact", 5): return redact(name[3], in: id, transaction: name[4], session)
        case ("state", 4...5):
            let key = name.count > 4 ? name[4] : ""
            if method == .put {
                guard may(user, name[3], isState: true, in: id) else {
                    return Self.refusal(403, "M_FORBIDDEN", "You don't have permission to post that to the room.")
                }
                return Self.ok(["event_id": .text(add(name[3], body, to: id, by: user, stateKey: key))])
            }
            let event = room.events.last { $0.type == name[3] && $0.stateKey == key }
            return event.map { Self.ok($0.content) } ?? Self.refusal(404, "M_NOT_FOUND", "Event not found.")
        case ("upgrade", 3):
            guard may(user, "m.room.tombstone", isState: true, in: id) else {
                return Self.refusal(403, "M_FORBIDDEN", "You don't have permission to upgrade the room.")
            }
            let successor = "!upgraded\(position)"
            upgrade(id, to: successor, by: user, version: body["new_version"].text ?? "12")
            return Self.ok(["replacement_room": .text(successor)])
        case ("invite", 3): invite(other, id, by: user)
        case ("kick", 3): leave(other, id, by: user, reason: body["reason"].text)
        case ("ban", 3): leave(other, id, by: user, ban: true, reason: body["reason"].text)
        case ("unban", 3): unban(other, id, by: user)
        case ("typing", 4), ("receipt", 5): break
        default: return Self.refusal(404, "M_UNRECOGNIZED", "Unrecognized request")
        }
        return Self.ok([:])
    }

    static func ok(_ json: JSON) -> Response { Response(status: 200, body: json.bytes) }

    static func refusal(_ status: Int, _ code: String, _ text: String, _ more: [String: JSON] = [:]) -> Response {
        let body = more.merging(["errcode": .text(code), "error": .text(text)]) { _, last in last }
        return Response(status: status, body: JSON.object(body).bytes)
    }

    static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
