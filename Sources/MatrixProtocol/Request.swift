/// A request to the client-server API. The carrier adds the server's address, `Accept-Encoding: gzip`, its own name,
/// `Content-Type: application/json` where there is a body, and the token as `Authorization: Bearer …`; it follows no
/// redirects.
public struct Request: Sendable, Hashable {
    public enum Method: String, Sendable, Hashable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
    }

    public var method: Method
    /// With the query, encoded, beginning with `/_matrix/client/`.
    public var path: String
    /// JSON; it may hold a password.
    public var body: [UInt8]?
    /// `nil`: the request needs none, and must not have one.
    public var token: Secret?

    /// - Parameter path: with the query, encoded, beginning with `/_matrix/client/`.
    public init(_ method: Method, path: String, body: [UInt8]? = nil, token: Secret? = nil) {
        (self.method, self.path, self.body, self.token) = (method, path, body, token)
    }

    init(_ method: Method, _ path: String, _ query: [(String, String)] = [], body: JSON? = nil) {
        let query = query.map { "\($0)=\(Self.encoded($1))" }.joined(separator: "&")
        self.method = method
        self.path = "/_matrix/client/" + (query.isEmpty ? path : "\(path)?\(query)")
        self.body = body?.bytes
    }

    /// RFC 3986: everything but the unreserved characters.
    public static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if byte.isDigit || byte.isLetter || "-._~".utf8.contains(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Names as in the specification, "Client-Server API".
extension Request {
    static let versions = Request(.get, "versions")
    static let whoAmI = Request(.get, "v3/account/whoami")
    /// Ends the session, and with it the device and the memory of its transactions.
    public static func logOut(_ token: Secret) -> Request {
        var request = Request(.post, "v3/logout", body: [:])
        request.token = token
        return request
    }

    /// - Parameter user: the whole id, or its local part.
    static func logIn(_ user: String, _ password: Secret, device: DeviceID?, displayName: String) -> Request {
        var body: [String: JSON] = [
            "type": "m.login.password", "identifier": ["type": "m.id.user", "user": .text(user)],
            "password": .text(password.value), "initial_device_display_name": .text(displayName), "refresh_token": true,
        ]
        if let device { body["device_id"] = .text(device.text) }
        return Request(.post, "v3/login", body: .object(body))
    }

    static func refresh(_ token: Secret) -> Request {
        Request(.post, "v3/refresh", body: ["refresh_token": .text(token.value)])
    }

    /// - Parameters:
    ///   - timeout: milliseconds for which the server holds it when nothing happens.
    ///   - fullState: all state of all rooms, and at once.
    static func sync(since: String?, timeout: Int, fullState: Bool, timelineLimit: Int) -> Request {
        var query = [
            ("filter", text(syncFilter(timelineLimit))), ("timeout", "\(timeout)"), ("set_presence", "online"),
        ]
        if fullState { query.append(("full_state", "true")) }
        if let since { query.append(("since", since)) }
        return Request(.get, "v3/sync", query)
    }

    /// Backwards from a token of a sync or of a page, not beyond another.
    static func messages(_ room: RoomID, from: String, to: String?, limit: Int) -> Request {
        var query = [("from", from), ("dir", "b"), ("limit", "\(limit)"), ("filter", text(["types": timelineTypes]))]
        if let to { query.append(("to", to)) }
        return Request(.get, "v3/rooms/\(encoded(room.text))/messages", query)
    }

    static func send(_ content: [UInt8], to room: RoomID, transaction: String) -> Request {
        var request = Request(
            .put, "v3/rooms/\(encoded(room.text))/send/m.room.message/\(encoded(transaction))")
        request.body = content
        return request
    }

    static func resolve(_ alias: RoomAlias) -> Request {
        Request(.get, "v3/directory/room/\(encoded(alias.text))")
    }

    /// - Parameter via: servers that are in the room; the first ones count.
    static func join(_ room: RoomID, via: [String]) -> Request {
        // Before version 1.12 of the specification the parameter was called server_name.
        let servers = via.prefix(5)
        return Request(
            .post, "v3/join/\(encoded(room.text))",
            servers.map { ("via", $0) } + servers.map { ("server_name", $0) }, body: [:])
    }

    static func leave(_ room: RoomID) -> Request {
        Request(.post, "v3/rooms/\(encoded(room.text))/leave", body: [:])
    }

    static func members(of room: RoomID) -> Request {
        Request(.get, "v3/rooms/\(encoded(room.text))/joined_members")
    }

    /// A room for us and one other.
    static func createRoom(with user: UserID) -> Request {
        Request(
            .post, "v3/createRoom",
            body: ["invite": [.text(user.text)], "is_direct": true, "preset": "trusted_private_chat"])
    }

    static func typing(_ isTyping: Bool, in room: RoomID, as user: UserID, timeout: Int) -> Request {
        Request(
            .put, "v3/rooms/\(encoded(room.text))/typing/\(encoded(user.text))",
            body: isTyping ? ["typing": true, "timeout": .int(timeout)] : ["typing": false])
    }

    static func receipt(_ event: EventID, in room: RoomID) -> Request {
        Request(.post, "v3/rooms/\(encoded(room.text))/receipt/m.read/\(encoded(event.text))", body: [:])
    }

    private static func text(_ json: JSON) -> String { String(decoding: json.bytes, as: UTF8.self) }

    /// What is read of what happens in a room. What is left out by the server cannot hurt.
    private static let timelineTypes: JSON = [
        "m.room.message", "m.room.encrypted", "m.reaction", "m.room.redaction", "m.room.member", "m.room.power_levels",
        "m.room.create", "m.room.tombstone", "m.room.encryption", "m.room.canonical_alias",
    ]

    /// Nothing of presence, typing, receipts or account data; of the state no members, of whom there may be thousands.
    private static func syncFilter(_ timelineLimit: Int) -> JSON {
        let nothing: JSON = ["not_types": ["*"]]
        return [
            "presence": nothing, "account_data": nothing,
            "room": [
                "account_data": nothing, "ephemeral": nothing,
                "timeline": ["types": timelineTypes, "limit": .int(timelineLimit)],
                "state": [
                    "types": [
                        "m.room.power_levels", "m.room.create", "m.room.tombstone", "m.room.encryption",
                        "m.room.canonical_alias",
                    ]
                ],
            ],
        ]
    }
}
