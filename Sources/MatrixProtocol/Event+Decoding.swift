extension Event.Content {
    /// Of an event, or of one that was stripped of its id for an invitation.
    init(_ event: JSON) {
        let content = event["content"]
        let isState = event["state_key"].text != nil
        let known: Self? =
            switch (event["type"].text, isState) {
            case ("m.room.message", false): Event.Said(content).map { .message($0) }
            case ("m.room.encrypted", false): .encrypted
            case ("m.reaction", false): Self(reaction: content["m.relates_to"])
            case ("m.room.redaction", false):
                // Since room version 11 in the content, before beside it.
                (content["redacts"].text ?? event["redacts"].text).flatMap { EventID($0) }.map { .redaction(of: $0) }
            case ("m.room.member", true):
                event["state_key"].text.flatMap { UserID($0) }.flatMap { user in
                    Event.Membership(event).map { .member(user, $0) }
                }
            case (let type?, true) where event["state_key"].text == "": Self(state: type, content, event)
            default: nil
            }
        self = known ?? .other
    }

    private init?(reaction relation: JSON) {
        guard relation["rel_type"].text == "m.annotation", let key = relation["key"].text,
            let target = relation["event_id"].text.flatMap({ EventID($0) })
        else { return nil }
        self = .reaction(to: target, key: key)
    }

    /// State of the room as a whole.
    private init?(state type: String, _ content: JSON, _ event: JSON) {
        switch type {
        case "m.room.power_levels": self = .powerLevels(PowerLevels(content))
        case "m.room.encryption": self = .encryption
        case "m.room.canonical_alias": self = .canonicalAlias(content["alias"].text.flatMap { RoomAlias($0) })
        case "m.room.create":
            guard let creation = Creation(event) else { return nil }
            self = .creation(creation)
        case "m.room.tombstone":
            guard let room = content["replacement_room"].text.flatMap({ RoomID($0) }) else { return nil }
            self = .tombstone(room)
        default: return nil
        }
    }
}

extension Event.Said {
    /// `nil` without kind or text: redacted, or a shape of its own.
    init?(_ content: JSON) {
        guard let kind = content["msgtype"].text, let body = content["body"].text else { return nil }
        self.kind = kind
        let relates = content["m.relates_to"]
        relation = Event.Relation(relates)
        let isReply = relates["m.in_reply_to"].isObject
        text = isReply ? Self.withoutQuotation(body) : body
        let new = content["m.new_content"]
        if case .replaces = relation, let kind = new["msgtype"].text, let body = new["body"].text {
            replacement = Replacement(kind: kind, text: Self.withoutQuotation(body))
        }
    }

    /// Old clients put what they answer before it, in lines that begin with `> ` ("Rich replies").
    private static func withoutQuotation(_ body: String) -> String {
        var lines = body.split(separator: "\n", omittingEmptySubsequences: false)[...]
        guard lines.first?.hasPrefix("> ") ?? false else { return body }
        lines = lines.drop { $0.hasPrefix("> ") || $0 == ">" }
        if lines.first == "" { lines.removeFirst() }
        return lines.joined(separator: "\n")
    }
}

extension Event.Relation {
    init?(_ json: JSON) {
        guard json.isObject else { return nil }
        let target = json["event_id"].text.flatMap { EventID($0) }
        switch (json["rel_type"].text, target) {
        case ("m.thread", let root?): self = .thread(root: root)
        case ("m.replace", let original?): self = .replaces(original)
        case (nil, _):
            guard let answered = json["m.in_reply_to"]["event_id"].text.flatMap({ EventID($0) }) else { return nil }
            self = .reply(to: answered)
        default: self = .other
        }
    }
}

extension Event.Membership {
    init?(_ event: JSON) {
        let content = event["content"]
        guard let kind = content["membership"].text.flatMap({ Kind(rawValue: $0) }) else { return nil }
        self.kind = kind
        displayName = content["displayname"].text
        isDirect = content["is_direct"].bool ?? false
        reason = content["reason"].text
        // Old servers put it beside "unsigned".
        let before = event["unsigned"]["prev_content"]["membership"].text ?? event["prev_content"]["membership"].text
        isEntry = kind == .join && before != "join"
    }
}
