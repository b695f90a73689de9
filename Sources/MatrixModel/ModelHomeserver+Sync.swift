internal import MatrixProtocol

extension ModelHomeserver {
    mutating func sync(_ query: [String: String], _ session: Session, isOver: Bool) -> Response? {
        var since = 0
        if let text = query["since"] {
            guard text.hasPrefix("s"), let place = Int(text.dropFirst()), place >= forgottenBefore, place <= position
            else { return Self.refusal(400, "M_UNKNOWN", "Invalid since token") }
            since = place
        }
        let isInitial = query["since"] == nil
        let isFull = isInitial || query["full_state"] == "true"
        let filter = (try? JSON(Array((query["filter"] ?? "{}").utf8))) ?? .null
        let timeline = Types(filter["room"]["timeline"])
        let stateTypes = Types(filter["room"]["state"])
        let limit = min(syncLimit, max(1, filter["room"]["timeline"]["limit"].int ?? 10))
        var joined: [String: JSON] = [:]
        var left: [String: JSON] = [:]
        var invited: [String: JSON] = [:]
        for (id, room) in rooms {
            switch room.stays[session.user] {
            case .joined(let joinedAt):
                let isNew = isInitial || joinedAt > since
                let shown = room.events.filter { timeline.contains($0.type) && (isNew || $0.position > since) }
                guard !shown.isEmpty || isFull else { continue }
                var events = Array(shown.suffix(limit))
                // Where what is shown begins.
                let start = events.first.map { $0.position - 1 } ?? since
                let state = room.state(after: isFull || isNew ? 0 : since, upTo: start, stateTypes)
                if repeatsEvents, !isNew,
                    let old = room.events.last(where: {
                        (joinedAt...max(joinedAt, since)).contains($0.position) && timeline.contains($0.type)
                    })
                {
                    events.insert(old, at: 0)
                }
                // Like Synapse: where one has just come in, something always counts as left out.
                let isLimited = shown.count > limit || isNew && !isInitial
                joined[id] = [
                    "timeline": [
                        "events": .list(events.map { json($0, session) }), "limited": .bool(isLimited),
                        "prev_batch": .text("s\(start)"),
                    ],
                    "state": ["events": .list(state.map { json($0, session) })],
                ]
            case .left(let leftAt) where leftAt > since && !isInitial:
                let events = room.events.filter { $0.position > since && $0.position <= leftAt }
                left[id] = ["timeline": ["events": .list(events.map { json($0, session) })]]
            case .invited(let invitedAt) where invitedAt > since || isFull:
                let events = room.events.filter { $0.position == invitedAt || $0.type == "m.room.create" }
                invited[id] = [
                    "invite_state": [
                        "events": .list(events.map { $0.position == invitedAt ? json($0, session) : Self.stripped($0) })
                    ]
                ]
            case .left, .invited, nil: break
            }
        }
        let isEmpty = joined.isEmpty && left.isEmpty && invited.isEmpty
        if isEmpty, !isOver, !isInitial { return nil }
        return Self.ok([
            "next_batch": .text("s\(position)"),
            "rooms": ["join": .object(joined), "leave": .object(left), "invite": .object(invited)],
        ])
    }

    func messages(_ room: Room, _ query: [String: String], _ session: Session) -> Response {
        func place(_ name: String) -> Int? { query[name].flatMap { Int($0.dropFirst()) } }
        let isBackwards = query["dir"] == "b"
        let types = Types((try? JSON(Array((query["filter"] ?? "{}").utf8))) ?? .null)
        let from = place("from") ?? (isBackwards ? position : 0)
        let to = ignoresTo ? nil : place("to")
        let limit = min(pageLimit, query["limit"].flatMap { Int($0) } ?? 10)
        let events = room.events.filter {
            types.contains($0.type)
                && (isBackwards
                    ? $0.position <= from && $0.position > to ?? 0
                    : $0.position > from && $0.position <= to ?? position)
        }
        let page = isBackwards ? Array(events.reversed().prefix(limit)) : Array(events.prefix(limit))
        var body: [String: JSON] = ["start": .text("s\(from)"), "chunk": .list(page.map { json($0, session) })]
        // Like Synapse: the end is seen only when a page is empty.
        if let last = page.last { body["end"] = .text("s\(isBackwards ? last.position - 1 : last.position)") }
        return Self.ok(.object(body))
    }

    /// What those see of a room who are not in it.
    private static func stripped(_ event: Stored) -> JSON {
        [
            "sender": .text(event.sender), "type": .text(event.type), "state_key": .text(event.stateKey ?? ""),
            "content": event.content,
        ]
    }

    private func json(_ event: Stored, _ session: Session) -> JSON {
        var body: [String: JSON] = [
            "event_id": .text(event.id), "sender": .text(event.sender), "type": .text(event.type),
            "content": event.content, "origin_server_ts": .int(clock),
        ]
        if let key = event.stateKey { body["state_key"] = .text(key) }
        if let redacts = event.redacts { body["redacts"] = .text(redacts) }
        if let transaction = event.transaction, event.device == session.device, event.sender == session.user {
            body["unsigned"] = ["transaction_id": .text(transaction)]
        }
        return .object(body)
    }
}

extension ModelHomeserver.Room {
    /// The state at one place, as far as it changed behind another.
    func state(after: Int, upTo: Int, _ types: ModelHomeserver.Types) -> [ModelHomeserver.Stored] {
        var state: [String: ModelHomeserver.Stored] = [:]
        for event in events where event.position <= upTo && event.position > after && types.contains(event.type) {
            if let key = event.stateKey { state["\(event.type)/\(key)"] = event }
        }
        return state.values.sorted { $0.position < $1.position }
    }
}

extension ModelHomeserver {
    /// Of events, as a filter names them; all if it names none.
    struct Types {
        private let wanted: Set<String>?

        init(_ filter: JSON) {
            wanted = filter["types"] == .null ? nil : Set(filter["types"].list.compactMap(\.text))
        }

        func contains(_ type: String) -> Bool { wanted?.contains(type) ?? true }
    }
}
