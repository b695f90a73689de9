public import MatrixProtocol

extension ModelHomeserver {
    @discardableResult
    mutating func add(
        _ type: String, _ content: JSON, to room: String, by sender: String, stateKey: String? = nil,
        transaction: (id: String, device: String)? = nil, redacts: String? = nil
    ) -> String {
        position += 1
        clock += 1
        let id = "\(eventPrefix)\(position)"
        rooms[room]?.events.append(
            Stored(
                position: position, id: id, sender: sender, type: type, stateKey: stateKey, content: content,
                transaction: transaction?.id, device: transaction?.device, redacts: redacts))
        return id
    }

    // MARK: What people do

    /// - Parameter partners: creators beside the one who makes it.
    public mutating func makeRoom(
        _ id: String, by creator: String, alias: String? = nil, version: String = "12", predecessor: String? = nil,
        partners: [String] = []
    ) {
        rooms[id] = Room(version: version)
        var content: [String: JSON] = ["room_version": .text(version)]
        if let predecessor { content["predecessor"] = ["room_id": .text(predecessor)] }
        if !partners.isEmpty { content["additional_creators"] = .list(partners.map { .text($0) }) }
        add("m.room.create", .object(content), to: id, by: creator, stateKey: "")
        enter(creator, id)
        add("m.room.power_levels", Self.powerLevels(by: creator, version), to: id, by: creator, stateKey: "")
        if let alias { name(id, alias, by: creator) }
    }

    private static func powerLevels(by creator: String, _ version: String) -> JSON {
        let isNew = version == "12"
        return [
            "users": isNew ? [:] : .object([creator: 100]), "users_default": 0, "state_default": 50,
            "events_default": 0,
            "events": [
                "m.room.name": 50, "m.room.avatar": 50, "m.room.canonical_alias": 50, "m.room.power_levels": 100,
                "m.room.history_visibility": 100, "m.room.server_acl": 100, "m.room.encryption": 100,
                "m.room.tombstone": isNew ? 150 : 100,
            ],
        ]
    }

    private mutating func name(_ room: String, _ alias: String, by user: String) {
        aliases[alias] = room
        change("m.room.canonical_alias", ["alias": .text(alias)], in: room, by: user)
    }

    /// Whether somebody has power enough to send something of a type.
    func may(_ user: String, _ type: String, isState: Bool, in room: String) -> Bool {
        let events = rooms[room]?.events ?? []
        if let creation = events.first, rooms[room]?.version == "12",
            creation.sender == user || creation.content["additional_creators"].list.contains(.text(user))
        {
            return true
        }
        let levels = events.last { $0.type == "m.room.power_levels" }?.content ?? .null
        let needed =
            levels["events"][type].int
            ?? (isState ? levels["state_default"].int ?? 50 : levels["events_default"].int ?? 0)
        return levels["users"][user].int ?? levels["users_default"].int ?? 0 >= needed
    }

    /// How somebody is called: by the local part, unless it is the bot and has another name.
    func name(of user: String) -> String {
        let local = String(user.dropFirst().prefix { $0 != ":" })
        return user == Self.bot ? displayName ?? local : local
    }

    public mutating func enter(_ user: String, _ room: String) {
        rooms[room]?.members.insert(user)
        add(
            "m.room.member", ["membership": "join", "displayname": .text(name(of: user))], to: room, by: user,
            stateKey: user)
        rooms[room]?.stays[user] = .joined(position)
    }

    /// - Parameter ban: it may not come back.
    public mutating func leave(
        _ user: String, _ room: String, by sender: String, ban: Bool = false, reason: String? = nil
    ) {
        rooms[room]?.members.remove(user)
        if ban { rooms[room]?.banned.insert(user) }
        var content: [String: JSON] = ["membership": ban ? "ban" : "leave"]
        if let reason { content["reason"] = .text(reason) }
        add("m.room.member", .object(content), to: room, by: sender, stateKey: user)
        rooms[room]?.stays[user] = .left(position)
    }

    public mutating func unban(_ user: String, _ room: String, by sender: String) {
        rooms[room]?.banned.remove(user)
        leave(user, room, by: sender)
    }

    public mutating func invite(_ user: String, _ room: String, by sender: String, isDirect: Bool = false) {
        var content: [String: JSON] = ["membership": "invite", "displayname": .text(name(of: user))]
        if isDirect { content["is_direct"] = true }
        add("m.room.member", .object(content), to: room, by: sender, stateKey: user)
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
        _ event: String, in room: String, by user: String, transaction: (id: String, device: String)? = nil
    ) -> String? {
        guard let index = rooms[room]?.events.firstIndex(where: { $0.id == event }) else { return nil }
        rooms[room]?.events[index].content = [:]
        return add(
            "m.room.redaction", ["redacts": .text(event)], to: room, by: user, transaction: transaction, redacts: event)
    }

    public mutating func change(_ type: String, _ content: JSON, in room: String, by user: String) {
        add(type, content, to: room, by: user, stateKey: "")
    }

    /// As a server does it: another room that names this one, a sign on the old one, and the aliases move.
    public mutating func upgrade(_ room: String, to successor: String, by user: String, version: String = "12") {
        makeRoom(successor, by: user, version: version, predecessor: room)
        change(
            "m.room.tombstone", ["body": "This room has been replaced", "replacement_room": .text(successor)], in: room,
            by: user)
        for (alias, old) in aliases where old == room {
            change("m.room.canonical_alias", [:], in: room, by: user)
            name(successor, alias, by: user)
        }
        var levels = rooms[room]?.events.last { $0.type == "m.room.power_levels" }?.content.members ?? [:]
        levels["events_default"] = 50
        levels["invite"] = 50
        change("m.room.power_levels", .object(levels), in: room, by: user)
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
        // Of the 65,536 bytes of an event the rest is what the server adds.
        if content.bytes.count > 64_900 { return Self.refusal(413, "M_TOO_LARGE", "event too large") }
        if session.user == Self.bot, let left = burst {
            if left == 0 {
                var response = Self.refusal(
                    429, "M_LIMIT_EXCEEDED", "Too Many Requests", ["retry_after_ms": .int(retryAfter)])
                response.retryAfter = "\((retryAfter + 999) / 1000)"
                return response
            }
            burst = left - 1
        }
        guard may(session.user, type, isState: false, in: room) else {
            return Self.refusal(403, "M_FORBIDDEN", "You don't have permission to post that to the room.")
        }
        if type == "m.reaction",
            rooms[room]?.events.contains(where: {
                $0.type == type && $0.sender == session.user && $0.content == content
            }) ?? false
        {
            return Self.refusal(400, "M_DUPLICATE_ANNOTATION", "Can't send same reaction twice")
        }
        let event = add(type, content, to: room, by: session.user, transaction: (transaction, session.device))
        transactions[key] = event
        return Self.ok(["event_id": .text(event)])
    }

    mutating func redact(_ event: String, in room: String, transaction: String, _ session: Session) -> Response {
        let key = session.key(room, transaction)
        if let event = transactions[key] { return Self.ok(["event_id": .text(event)]) }
        guard let redaction = redact(event, in: room, by: session.user, transaction: (transaction, session.device))
        else {
            return Self.refusal(404, "M_NOT_FOUND", "no such event")
        }
        transactions[key] = redaction
        return Self.ok(["event_id": .text(redaction)])
    }

    mutating func join(_ name: String, _ user: String) -> Response {
        let id = aliases[name] ?? name
        guard let room = rooms[id] else {
            return name.hasPrefix("#")
                ? Self.refusal(404, "M_NOT_FOUND", "Room alias \(name) not found")
                : Self.refusal(400, "M_UNKNOWN", "Can't join remote room: no servers that are in the room are known")
        }
        if room.banned.contains(user) {
            return Self.refusal(403, "M_BAD_STATE", "\(user) is banned from the room")
        }
        guard room.isPublic || room.stays[user]?.isInvitation ?? false else {
            return Self.refusal(403, "M_FORBIDDEN", "You are not invited to this room.")
        }
        if !room.members.contains(user) { enter(user, id) }
        return Self.ok(["room_id": .text(id)])
    }

    mutating func createRoom(_ body: JSON, _ user: String) -> Response {
        let id = "!made\(position)"
        let alias = body["room_alias_name"].text.map { "#\($0):example.org" }
        if let alias, aliases[alias] != nil { return Self.refusal(400, "M_ROOM_IN_USE", "Room alias already taken") }
        let guests = body["invite"].list.compactMap(\.text)
        makeRoom(id, by: user, alias: alias, partners: body["preset"].text == "trusted_private_chat" ? guests : [])
        rooms[id]?.isPublic = body["preset"].text == "public_chat"
        for event in body["initial_state"].list {
            add(
                event["type"].text ?? "", event["content"], to: id, by: user,
                stateKey: event["state_key"].text ?? "")
        }
        let isDirect = body["is_direct"].bool ?? false
        for other in guests { invite(other, id, by: user, isDirect: isDirect) }
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
