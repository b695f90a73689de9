public import MatrixProtocol

extension MatrixPerson {
    /// Something that happened in a room, as it looks now.
    public struct Heard: Sendable, Hashable {
        public var id: String
        public var sender: String
        public var type: String
        public var content: JSON
        /// Milliseconds since 1970.
        public var at: Int
        /// With what the server adds.
        public var whole: JSON

        init(_ json: JSON) {
            id = json["event_id"].text ?? ""
            sender = json["sender"].text ?? ""
            type = json["type"].text ?? ""
            content = json["content"]
            at = json["origin_server_ts"].int ?? 0
            whole = json
        }

        public var text: String { content["body"].text ?? "" }
        /// `m.notice` and so on.
        public var kind: String { content["msgtype"].text ?? "" }
        public var html: String? { content["formatted_body"].text }
        public var mentions: [String] { content["m.mentions"]["user_ids"].list.compactMap(\.text) }
        /// The message whose place it takes.
        public var replaces: String? { related("m.replace") }
        /// The message that its thread hangs on.
        public var thread: String? { related("m.thread") }
        /// What a reaction is to.
        public var reactsTo: String? { related("m.annotation") }
        /// The message that it answers.
        public var answers: String? { content["m.relates_to"]["m.in_reply_to"]["event_id"].text }
        public var key: String? { content["m.relates_to"]["key"].text }

        private func related(_ type: String) -> String? {
            let relation = content["m.relates_to"]
            return relation["rel_type"].text == type ? relation["event_id"].text : nil
        }
    }

    /// Everything that happened in a room, the oldest first.
    /// - Parameter event: only what came after it.
    public func everything(in room: String, after event: String? = nil) async throws -> [Heard] {
        var heard: [Heard] = []
        var from: String?
        repeat {
            let query = "?dir=b&limit=100" + (from.map { "&from=\(Request.encoded($0))" } ?? "")
            let page = try await call(.get, path(room, "messages") + query)
            for json in page["chunk"].list {
                let next = Heard(json)
                if next.id == event { return heard.reversed() }
                heard.append(next)
            }
            from = page["chunk"].list.isEmpty ? nil : page["end"].text
        } while from != nil
        return heard.reversed()
    }

    /// What was said in a room, the oldest first.
    public func said(in room: String, by sender: String? = nil, after event: String? = nil) async throws -> [Heard] {
        try await everything(in: room, after: event).filter {
            $0.type == "m.room.message" && $0.content != [:] && (sender == nil || $0.sender == sender)
        }
    }

    /// Waits for the first thing that is as it should be.
    /// - Throws: `Late` after so many seconds, with what was said instead.
    @discardableResult
    public func hears(
        in room: String, after event: String? = nil, within seconds: Int = 30, _ isIt: (Heard) -> Bool
    ) async throws -> Heard {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while true {
            let heard = try await everything(in: room, after: event)
            if let found = heard.first(where: isIt) { return found }
            guard ContinuousClock.now < deadline else {
                throw Late("\(id) in \(room); heard was: \(heard.map { "\($0.sender): \($0.type) \($0.text)" })")
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// Waits for something that passes in a room, and of which nothing is left: who types, who has read what.
    /// - Throws: `Late` after so many seconds.
    public func notices(
        in room: String, within seconds: Int = 30, _ isIt: (_ type: String, _ content: JSON) -> Bool
    ) async throws {
        let deadline = ContinuousClock.now + .seconds(seconds)
        var since = ""
        while ContinuousClock.now < deadline {
            let sync = try await call(.get, "v3/sync?timeout=1000\(since)")
            since = "&since=\(sync["next_batch"].text ?? "")"
            let passing = sync["rooms"]["join"][room]["ephemeral"]["events"].list
            if passing.contains(where: { isIt($0["type"].text ?? "", $0["content"]) }) { return }
        }
        throw Late("\(id) in \(room)")
    }

    /// Says something and waits for the first message that somebody says behind it.
    public func asks(
        _ text: String, in room: String, answeredBy other: String, within seconds: Int = 30
    ) async throws -> Heard {
        let question = try await say(text, in: room)
        return try await hears(in: room, after: question, within: seconds) {
            $0.sender == other && $0.type == "m.room.message"
        }
    }
}
