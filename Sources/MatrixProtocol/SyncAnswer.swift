/// What `/sync` answers, as far as it is asked for.
struct SyncAnswer: Sendable, Hashable {
    struct Joined: Sendable, Hashable {
        /// Before the timeline begins.
        var state: [Event]
        var timeline: [Event]
        /// Events between `since` and the timeline were left out.
        var isLimited: Bool
        /// Where the timeline begins.
        var previous: String?
    }

    struct Left: Sendable, Hashable {
        /// By whom, how, and why, if the timeline tells.
        var by: UserID?
        var isBan: Bool
        var reason: String?
    }

    struct Invited: Sendable, Hashable {
        var by: UserID
        var isDirect: Bool
    }

    var next: String
    var joined: [RoomID: Joined] = [:]
    var left: [RoomID: Left] = [:]
    var invited: [RoomID: Invited] = [:]
    /// Events that have no id, sender or type.
    var unreadable = 0

    /// - Throws: `Answer.Fault` if it does not say where to go on.
    init(_ json: JSON, user: UserID) throws(Answer.Fault) {
        guard let next = json["next_batch"].text, !next.isEmpty else { throw .incomplete("next_batch") }
        self.next = next
        let rooms = json["rooms"]
        for (room, content) in rooms["join"].members {
            guard let room = RoomID(room) else { continue }
            let timeline = content["timeline"]
            joined[room] = Joined(
                state: events(content["state"]["events"]), timeline: events(timeline["events"]),
                isLimited: timeline["limited"].bool ?? false, previous: timeline["prev_batch"].text)
        }
        for (room, content) in rooms["leave"].members {
            guard let room = RoomID(room) else { continue }
            left[room] = Left(content["timeline"]["events"].list + content["state"]["events"].list, user: user)
        }
        for (room, content) in rooms["invite"].members {
            guard let room = RoomID(room) else { continue }
            invited[room] = Invited(content["invite_state"]["events"].list, user: user)
        }
    }

    private mutating func events(_ json: JSON) -> [Event] {
        let events = json.list.compactMap { Event($0) }
        unreadable += json.list.count - events.count
        return events
    }
}

extension SyncAnswer.Left {
    init(_ events: [JSON], user: UserID) {
        var found = Self(by: nil, isBan: false, reason: nil)
        for event in events {
            guard case .member(user, let membership) = Event.Content(event) else { continue }
            guard membership.kind == .ban || membership.kind == .leave else { continue }
            found = Self(
                by: event["sender"].text.flatMap { UserID($0) }, isBan: membership.kind == .ban,
                reason: membership.reason)
        }
        self = found
    }
}

extension SyncAnswer.Invited {
    /// `nil` if it does not say who invites whom.
    init?(_ events: [JSON], user: UserID) {
        let invitation = events.last {
            if case .member(user, let membership) = Event.Content($0) { membership.kind == .invite } else { false }
        }
        guard let invitation, let by = invitation["sender"].text.flatMap({ UserID($0) }) else { return nil }
        self.by = by
        isDirect = invitation["content"]["is_direct"].bool ?? false
    }
}

/// What `/messages` answers: events, newest first.
struct MessagePage: Sendable, Hashable {
    var events: [Event]
    /// Where to go on; `nil` at the end.
    var end: String?

    init(_ json: JSON) {
        events = json["chunk"].list.compactMap { Event($0) }
        end = json["end"].text
    }
}
