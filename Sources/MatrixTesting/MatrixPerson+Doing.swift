public import MatrixProtocol
internal import NIOHTTP1

/// What people do in rooms. The ids that come back are those of the events.
extension MatrixPerson {
    /// A room that everybody may join, or those who are invited.
    /// - Parameters:
    ///   - alias: the local part.
    ///   - more: of the specification's `createRoom`: `power_level_content_override`, `room_version` …
    public func createRoom(
        alias: String? = nil, isPublic: Bool = true, invite: [String] = [], _ more: [String: JSON] = [:]
    ) async throws -> String {
        var body: [String: JSON] = [
            "preset": isPublic ? "public_chat" : "private_chat", "invite": .list(invite.map { .text($0) }),
        ]
        if let alias { body["room_alias_name"] = .text(alias) }
        body.merge(more) { _, last in last }
        return try await call(.post, "v3/createRoom", .object(body))["room_id"].text ?? ""
    }

    /// - Parameter room: its id or an alias.
    public func join(_ room: String) async throws {
        _ = try await call(.post, "v3/join/\(Request.encoded(room))", [:])
    }

    /// Lets an alias name another room, and says so in the one that it named.
    public func move(_ alias: String, from old: String, to room: String) async throws {
        let path = "v3/directory/room/\(Request.encoded(alias))"
        var removal = Self.request(.get, path)
        removal.token = token
        _ = try await Self.exchange(removal, url, as: .DELETE).orThrow("free \(alias)")
        _ = try await call(.put, path, ["room_id": .text(room)])
        try await set("m.room.canonical_alias", [:], in: old)
    }

    public func leave(_ room: String) async throws {
        _ = try await call(.post, path(room, "leave"), [:])
    }

    public func invite(_ user: String, to room: String) async throws { try await moderate("invite", user, room) }
    public func kick(_ user: String, from room: String) async throws { try await moderate("kick", user, room) }
    public func ban(_ user: String, from room: String) async throws { try await moderate("ban", user, room) }
    public func unban(_ user: String, from room: String) async throws { try await moderate("unban", user, room) }

    private func moderate(_ what: String, _ user: String, _ room: String) async throws {
        _ = try await call(.post, path(room, what), ["user_id": .text(user)])
    }

    /// - Parameter content: beside kind and text: `formatted_body`, `m.mentions`, `url`, `m.relates_to` …
    @discardableResult
    public func say(
        _ text: String, in room: String, kind: String = "m.text", _ content: [String: JSON] = [:]
    ) async throws -> String {
        let content = content.merging(["msgtype": .text(kind), "body": .text(text)]) { _, last in last }
        return try await send("m.room.message", .object(content), in: room)
    }

    @discardableResult
    public func say(_ text: String, inThread root: String, in room: String) async throws -> String {
        try await say(text, in: room, ["m.relates_to": ["rel_type": "m.thread", "event_id": .text(root)]])
    }

    @discardableResult
    public func reply(_ text: String, to event: String, in room: String) async throws -> String {
        try await say(text, in: room, ["m.relates_to": ["m.in_reply_to": ["event_id": .text(event)]]])
    }

    @discardableResult
    public func edit(_ event: String, _ text: String, in room: String) async throws -> String {
        try await say(
            "* \(text)", in: room,
            [
                "m.new_content": ["msgtype": "m.text", "body": .text(text)],
                "m.relates_to": ["rel_type": "m.replace", "event_id": .text(event)],
            ])
    }

    @discardableResult
    public func react(_ key: String, to event: String, in room: String) async throws -> String {
        try await send(
            "m.reaction",
            ["m.relates_to": ["rel_type": "m.annotation", "event_id": .text(event), "key": .text(key)]], in: room)
    }

    @discardableResult
    public func redact(_ event: String, in room: String) async throws -> String {
        try await call(.put, path(room, "redact", event, Self.transaction()), [:])["event_id"].text ?? ""
    }

    @discardableResult
    public func send(_ type: String, _ content: JSON, in room: String) async throws -> String {
        try await call(.put, path(room, "send", type, Self.transaction()), content)["event_id"].text ?? ""
    }

    /// Ends all sessions of the account, this one too, as the owner of a stolen one does.
    public func endAllSessions() async throws {
        _ = try await call(.post, "v3/logout/all", [:])
    }

    // MARK: State

    /// - Returns: the room that goes on.
    public func upgrade(_ room: String, to version: String = "12") async throws -> String {
        try await call(.post, path(room, "upgrade"), ["new_version": .text(version)])["replacement_room"].text ?? ""
    }

    @discardableResult
    public func set(_ type: String, _ content: JSON, key: String = "", in room: String) async throws -> String {
        try await call(.put, path(room, "state", type, key), content)["event_id"].text ?? ""
    }

    public func state(_ type: String, key: String = "", in room: String) async throws -> JSON {
        try await call(.get, path(room, "state", type, key))
    }

    /// `nil`: as others.
    public func setPower(of user: String, to level: Int?, in room: String) async throws {
        var levels = try await state("m.room.power_levels", in: room).members
        var users = levels["users"]?.members ?? [:]
        users[user] = level.map { .int($0) }
        levels["users"] = .object(users)
        try await set("m.room.power_levels", .object(levels), in: room)
    }

    /// Whoever is in it.
    public func members(of room: String) async throws -> Set<String> {
        Set(try await call(.get, path(room, "joined_members"))["joined"].members.keys)
    }
}
