public import MatrixProtocol

extension ModelHomeserver {
    @discardableResult
    mutating func add(
        _ type: String, _ content: JSON, to room: String, by sender: String, stateKey: String? = nil,
        transaction: String? = nil, redacts: String? = nil
    ) -> String {
        position += 1
        clock += 1
        let id = "\(eventPrefix)\(position)"
        rooms[room]?.events.append(
            Stored(
                position: position, id: id, sender: sender, type: type, stateKey: stateKey, content: content,
                transaction: transaction, redacts: redacts))
        return id
    }

    // MARK: What people do

    public mutating func makeRoom(
        _ id: String, by creator: String, alias: String? = nil, version: String = "12", predecessor: String? = nil
    ) {
        rooms[id] = Room(version: version)
        var content: [String: JSON] = ["room_version": .text(version)]
        if let predecessor { content["predecessor"] = ["room_id": .text(predecessor)] }
        add("m.room.create", .object(content), to: id, by: creator, stateKey: "")
        enter(creator, id)
        add(
            "m.room.power_levels", ["users": version == "12" ? [:] : .object([creator: 100]), "users_default": 0],
            to: id, by: creator, stateKey: "")
        if let alias { aliases[alias] = id }
    }

    public mutating func enter(_ user: String, _ room: String) {
        rooms[room]?.members.insert(user)
        add("m.room.member", ["membership": "join"], to: room, by: user, stateKey: user)
        rooms[room]?.stays[user] = .joined(position)
    }

    /// - Parameter ban: it may not come back.
    public mutating func leave(_ user: String, _ room: String, by sender: String, ban: Bool = false) {
        rooms[room]?.members.remove(user)
        if ban { rooms[room]?.banned.insert(user) }
        add(
            "m.room.member", ["membership": ban ? "ban" : "leave", "reason": "enough"], to: room, by: sender,
            stateKey: user)
        rooms[room]?.stays[user] = .left(position)
    }

    public mutating func unban(_ user: String, _ room: String, by sender: String) {
        rooms[room]?.banned.remove(user)
        add("m.room.member", ["membership": "leave"], to: room, by: sender, stateKey: user)
    }

    public mutating func invite(_ user: String, _ room: String, by sender: String, isDirect: Bool = false) {
        add(
            "m.room.member", ["membership": "invite", "is_direct": .bool(isDirect)], to: room, by: sender,
            stateKey: user)
        rooms[room]?.stays[user] = .invited(position)
    }

    /// - Parameter content: beside kind and text.
    @discardableResult
    public mutating func say(
        _ text: String, in room: String, by user: String, kind: String = "m.text", _ content: [String: JSON] = [:]
    ) -> String {
        let content = content.merging(["msgtype": .text(kind), "body": .text(text)]) { first, _ in first }
        return add("m.room.message", .object(content), to: room, by: user)
    }

    @discardableResult
    public mutating func edit(_ event: String, _ text: String, in room: String, by user: String) -> String {
        say(
            "* \(text)", in: room, by: user,
            [
                "m.new_content": ["msgtype": "m.text", "body": .text(text)],
                "m.relates_to": ["rel_type": "m.replace", "event_id": .text(event)],
            ])
    }

    @discardableResult
    public mutating func react(_ key: String, to event: String, in room: String, by user: String) -> String {
        add(
            "m.reaction",
            ["m.relates_to": ["rel_type": "m.annotation", "event_id": .text(event), "key": .text(key)]], to: room,
            by: user)
    }

    /// What was redacted has nothing in it any more.
    @discardableResult
    public mutating func redact(
        _ event: String, in room: String, by user: String, transaction: String? = nil
    ) -> String? {
        guard let index = rooms[room]?.events.firstIndex(where: { $0.id == event }) else { return nil }
        rooms[room]?.events[index].content = [:]
        return add(
            "m.room.redaction", ["redacts": .text(event)], to: room, by: user, transaction: transaction, redacts: event)
    }

    public mutating func change(_ type: String, _ content: JSON, in room: String, by user: String) {
        add(type, content, to: room, by: user, stateKey: "")
    }

    /// As a server does it: another room that names this one, a sign on the old one, and the alias moves.
    public mutating func upgrade(_ room: String, to successor: String, by user: String) {
        makeRoom(successor, by: user, predecessor: room)
        for (alias, old) in aliases where old == room { aliases[alias] = successor }
        change(
            "m.room.tombstone", ["body": "This room has been replaced", "replacement_room": .text(successor)], in: room,
            by: user)
    }

    /// What the bot has said, in order.
    public func said(in room: String) -> [Stored] {
        (rooms[room]?.events ?? []).filter { $0.sender == Self.bot && $0.type == "m.room.message" }
    }

    // MARK: What is asked of it

    mutating func send(_ type: String, _ content: JSON, to room: String, transaction: String, _ session: Session)
        -> Response
    {
        let key = session.key(room, transaction)
        if let event = transactions[key] { return Self.ok(["event_id": .text(event)]) }
        if content.bytes.count > 60_000 { return Self.refusal(413, "M_TOO_LARGE", "event too large") }
        if session.user == Self.bot, let left = burst {
            if left == 0 {
                var response = Self.refusal(
                    429, "M_LIMIT_EXCEEDED", "Too Many Requests", ["retry_after_ms": .int(retryAfter)])
                response.retryAfter = "\((retryAfter + 999) / 1000)"
                return response
            }
            burst = left - 1
        }
        let events = rooms[room]?.events ?? []
        if events.contains(where: { $0.type == "m.room.tombstone" }) {
            return Self.refusal(403, "M_FORBIDDEN", "You don't have permission to post to the room")
        }
        if type == "m.reaction",
            events.contains(where: { $0.type == type && $0.sender == session.user && $0.content == content })
        {
            return Self.refusal(400, "M_DUPLICATE_ANNOTATION", "Can't send same reaction twice")
        }
        let event = add(type, content, to: room, by: session.user, transaction: transaction)
        transactions[key] = event
        return Self.ok(["event_id": .text(event)])
    }

    mutating func redact(_ event: String, in room: String, transaction: String, _ session: Session) -> Response {
        let key = session.key(room, transaction)
        if let event = transactions[key] { return Self.ok(["event_id": .text(event)]) }
        guard let redaction = redact(event, in: room, by: session.user, transaction: transaction) else {
            return Self.refusal(404, "M_NOT_FOUND", "no such event")
        }
        transactions[key] = redaction
        return Self.ok(["event_id": .text(redaction)])
    }

    mutating func join(_ name: String, _ user: String) -> Response {
        let id = aliases[name] ?? name
        guard let room = rooms[id] else { return Self.refusal(404, "M_NOT_FOUND", "no such room") }
        guard !room.banned.contains(user), room.isPublic || room.stays[user]?.isInvitation ?? false else {
            return Self.refusal(403, "M_FORBIDDEN", "You are not invited to this room.")
        }
        if !room.members.contains(user) { enter(user, id) }
        return Self.ok(["room_id": .text(id)])
    }

    mutating func createRoom(_ body: JSON, _ user: String) -> Response {
        let id = "!made\(position)"
        let alias = body["room_alias_name"].text.map { "#\($0):example.org" }
        if let alias, aliases[alias] != nil { return Self.refusal(400, "M_ROOM_IN_USE", "Room alias already taken") }
        makeRoom(id, by: user, alias: alias)
        rooms[id]?.isPublic = body["preset"].text == "public_chat"
        for event in body["initial_state"].list {
            add(
                event["type"].text ?? "", event["content"], to: id, by: user,
                stateKey: event["state_key"].text ?? "")
        }
        let isDirect = body["is_direct"].bool ?? false
        for other in body["invite"].list.compactMap(\.text) { invite(other, id, by: user, isDirect: isDirect) }
        return Self.ok(["room_id": .text(id)])
    }
}

extension ModelHomeserver.Session {
    func key(_ room: String, _ transaction: String) -> String { "\(user)/\(device)/\(room)/\(transaction)" }
}

extension ModelHomeserver {
    /// From now on only those who are invited may enter.
    public mutating func close(_ room: String) { rooms[room]?.isPublic = false }
}
