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
        let timeline = Set(filter["room"]["timeline"]["types"].list.compactMap(\.text))
        let stateTypes = Set(filter["room"]["state"]["types"].list.compactMap(\.text))
        let limit = max(1, filter["room"]["timeline"]["limit"].int ?? 10)
        var joined: [String: JSON] = [:]
        var left: [String: JSON] = [:]
        var invited: [String: JSON] = [:]
        for (id, room) in rooms {
            if let joinedAt = room.joinedAt {
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
                joined[id] = [
                    "timeline": [
                        "events": .list(events.map { json($0, session) }), "limited": .bool(shown.count > limit),
                        "prev_batch": .text("s\(start)"),
                    ],
                    "state": ["events": .list(state.map { json($0, session) })],
                ]
            } else if let leftAt = room.leftAt, leftAt > since, !isInitial {
                let events = room.events.filter { $0.position > since && $0.position <= leftAt }
                left[id] = ["timeline": ["events": .list(events.map { json($0, session) })]]
            } else if let invitedAt = room.invitedAt, invitedAt > since || isFull {
                let events = room.events.filter { $0.position == invitedAt || $0.type == "m.room.create" }
                invited[id] = ["invite_state": ["events": .list(events.map { json($0, session) })]]
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
        guard let from = place("from"), query["dir"] == "b" else {
            return Self.refusal(400, "M_INVALID_PARAM", "from is missing")
        }
        let filter = (try? JSON(Array((query["filter"] ?? "{}").utf8))) ?? .null
        let types = Set(filter["types"].list.compactMap(\.text))
        let to = ignoresTo ? 0 : place("to") ?? 0
        let limit = min(pageLimit, query["limit"].flatMap { Int($0) } ?? 10)
        let events = room.events.reversed().filter {
            types.contains($0.type) && $0.position <= from && $0.position > to
        }
        let page = events.prefix(limit)
        var body: [String: JSON] = ["start": .text("s\(from)"), "chunk": .list(page.map { json($0, session) })]
        // Like Synapse: the end is seen only when a page is empty.
        if let last = page.last { body["end"] = .text("s\(last.position - 1)") }
        return Self.ok(.object(body))
    }

    private func json(_ event: Stored, _ session: Session) -> JSON {
        var body: [String: JSON] = [
            "event_id": .text(event.id), "sender": .text(event.sender), "type": .text(event.type),
            "content": event.content, "origin_server_ts": .int(clock),
        ]
        if let key = event.stateKey { body["state_key"] = .text(key) }
        if let redacts = event.redacts { body["redacts"] = .text(redacts) }
        if let transaction = event.transaction, event.sender == Self.bot {
            body["unsigned"] = ["transaction_id": .text(transaction)]
        }
        return .object(body)
    }
}

extension ModelHomeserver.Room {
    /// The state at one place, as far as it changed behind another.
    func state(after: Int, upTo: Int, _ types: Set<String>) -> [ModelHomeserver.Stored] {
        var state: [String: ModelHomeserver.Stored] = [:]
        for event in events where event.position <= upTo && event.position > after && types.contains(event.type) {
            if let key = event.stateKey { state["\(event.type)/\(key)"] = event }
        }
        return state.values.sorted { $0.position < $1.position }
    }
}
