internal import Chat

extension MatrixSession {
    /// What an event means for the bot: a message, another text for one, a vote or its end. Nothing else ever is.
    func heard(_ event: Event, in room: RoomID, _ target: Target, isLate: Bool) -> Heard? {
        if case .person(let person) = target, person != event.sender { return nil }
        switch event.content {
        case .message(let message):
            if let replacement = message.replacement, case .replaces(let original)? = message.relation {
                return edited(event, replacement, original: original, in: room, target, isLate: isLate)
            }
            // Anything else than what a person types is not meant for us, an edit that is none least of all.
            guard message.kind == "m.text" else { return nil }
            if case .replaces? = message.relation { return nil }
            return .said(said(event, message.text, in: room, target, isLate: isLate))
        case .reaction(let message, let key):
            return Reaction.value(of: key).map {
                .reacted(
                    Reaction(
                        id: event.id, target: target, sender: event.sender, message: message, value: $0,
                        subject: kept.posts.last { $0.event == message }?.subject))
            }
        case .redaction(let redacted):
            return .redacted(redacted, target, by: event.sender)
        default: return nil
        }
    }

    /// Event replacements, "Validity of replacement events".
    private func edited(
        _ event: Event, _ replacement: Event.Said.Replacement, original: EventID, in room: RoomID, _ target: Target,
        isLate: Bool
    ) -> Heard? {
        let note = rooms[room]?.seen[original]
        guard replacement.kind == "m.text", note?.original == nil, (note?.sender ?? event.sender) == event.sender
        else { return nil }
        return .edited(
            said(event, replacement.text, in: room, target, isLate: isLate), original: original,
            beginning: note?.beginning.map { addressed($0, in: room) })
    }

    private func said(_ event: Event, _ text: String, in room: RoomID, _ target: Target, isLate: Bool) -> Said {
        let state = rooms[room]
        var shared: [Place] = []
        if case .person = target {
            shared = settings.rooms.filter { place in
                currentRoom(of: place).flatMap { rooms[$0]?.members }?.contains(event.sender) ?? false
            }.sorted()
        }
        return Said(
            target: target, sender: event.sender, id: event.id, text: addressed(text.harmless.trimmed, in: room),
            // In a room that was given up nobody looks after them.
            power: place(of: room) == nil ? .unknown : Power(of: event.sender, state?.levels, state?.creation),
            sharedPlaces: shared, ownName: ownName,
            isLate: isLate)
    }

    private var ownName: String { kept.user?.localpart ?? "" }

    private func addressed(_ text: String, in room: RoomID) -> String {
        let user = kept.user
        let names = [rooms[room]?.ownName, user?.text, user.map { "@" + $0.localpart }].compactMap { $0 }
        return Self.addressed(text, names, as: ownName)
    }

    /// People address us by whatever their client writes for us: that becomes one name.
    static func addressed(_ text: String, _ names: [String], as ownName: String) -> String {
        for name in names where !name.isEmpty {
            guard text.count > name.count, text.prefix(name.count).lowercased() == name.lowercased() else { continue }
            let behind = text.dropFirst(name.count)
            if behind.first == ":" || behind.first == "," { return ownName + behind }
        }
        return text
    }

    func isReadable(_ room: RoomID) -> Bool {
        settings.canReadEncrypted || !(rooms[room]?.isEncrypted ?? false)
    }
}

extension MatrixSession.RoomState {
    /// Takes over what a state event says.
    mutating func apply(_ event: Event, user: UserID) {
        guard event.isState else { return }
        switch event.content {
        case .powerLevels(let levels): self.levels = levels
        case .creation(let creation): self.creation = creation
        case .encryption: isEncrypted = true
        case .tombstone(let room):
            successor = (room, event.sender)
            isClosed = true
        case .member(let member, let membership):
            if member == user { ownName = membership.displayName }
            invited.remove(member)
            if membership.kind == .join {
                members?.insert(member)
            } else {
                members?.remove(member)
                if membership.kind == .invite { invited.insert(member) }
            }
        default: break
        }
    }

    /// The answer to "joined members".
    mutating func learn(members json: JSON, user: UserID?) {
        var members: Set<UserID> = []
        for (member, profile) in json["joined"].members {
            guard let member = UserID(member) else { continue }
            members.insert(member)
            if member == user { ownName = profile["display_name"].text }
        }
        self.members = members
    }
}
