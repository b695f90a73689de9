internal import Chat

extension MatrixSession {
    mutating func say(_ saying: Saying, at now: Int) {
        if let refusal = refusal(saying.target, at: now) {
            return actions.append(.notSaid(ticket: saying.ticket, refusal))
        }
        let contents = contents(of: saying)
        let name = name(for: saying)
        guard !contents.isEmpty else { return actions.append(.said(ticket: saying.ticket, [])) }
        let messages = contents.enumerated().map { index, content in
            Kept.Outbound(
                transaction: "\(name).\(index)", target: saying.target,
                content: String(decoding: content.bytes, as: UTF8.self), subject: saying.subject,
                replaces: content["m.relates_to"]["rel_type"] == "m.replace" ? true : nil,
                alsoNamed: saying.replaces.map { Self.name(of: $0, in: saying.target) })
        }
        let isNew = !kept.outbox.contains { $0.name == name }
        if isNew, let spoken = kept.spoken.last(where: { $0.name == name }) {
            return actions.append(.said(ticket: saying.ticket, [spoken.event]))
        }
        if isNew, kept.outbox.count + messages.count > settings.outboxLimit {
            return actions.append(.notSaid(ticket: saying.ticket, .queueFull))
        }
        // By that name it may be waiting since before a restart: then it is the same.
        let waiting = isNew ? messages : kept.outbox.filter { $0.name == name }
        for other in tickets.keys.sorted()
        where tickets[other]?.parts.contains(where: { $0.transaction == waiting[0].transaction }) ?? false {
            tickets[other] = nil
            actions.append(.notSaid(ticket: other, .refused("it was said again by the same name")))
        }
        tickets[saying.ticket] = Ticket(parts: waiting.map { ($0.transaction, nil) })
        guard isNew else { return }
        // What is kept up to date is not forgotten for all that was said since.
        if let spoken = saying.replaces.flatMap({ spoken(named: $0, in: saying.target) }) { keep(.spoken(spoken)) }
        unstored.formUnion(messages.map(\.transaction))
        keep(.queued(messages), then: .sending(messages.map(\.transaction)))
    }

    /// Why it cannot be said there, if that is known already.
    private func refusal(_ target: Target, at now: Int) -> Refusal? {
        switch target {
        case .place(let place):
            guard settings.rooms.contains(place) else { return .notInRoom(target) }
            // Before the first sync nobody knows.
            guard !isFresh else { return nil }
            guard let room = currentRoom(of: place), let state = rooms[room] else { return .notInRoom(target) }
            guard isReadable(room) else { return .encrypted(target) }
            return state.refusedUntil > now ? .notInRoom(target) : nil
        case .person(let user):
            guard user != kept.user else { return .notInRoom(target) }
            if let room = kept.privateRooms[user], rooms[room] != nil, !isReadable(room),
                rooms[room]?.creation?.creators.first == kept.user
            {
                // The server encrypts all rooms of two.
                return .encrypted(target)
            }
            return nil
        }
    }

    private mutating func name(for saying: Saying) -> String {
        if let key = saying.key { return Self.name(of: key, in: saying.target) }
        if let answered = saying.answering, let room = room(of: saying.target),
            var note = rooms[room]?.seen[answered]
        {
            note.answers += 1
            rooms[room]?.seen[answered] = note
            return "a.\(answered.text).\(note.answers)"
        }
        if let answered = saying.answering {
            asides[answered, default: 0] += 1
            return "p.\(answered.text).\(asides[answered] ?? 0)"
        }
        return "m.\(life).\(newID())"
    }

    private static func name(of key: String, in target: Target) -> String { "k.\(key)@\(target.text)" }

    /// An announcement that stands in the room where the next one would.
    private func spoken(named key: String, in target: Target) -> Kept.Spoken? {
        let (name, room) = (Self.name(of: key, in: target), room(of: target))
        return kept.spoken.last { $0.name == name && ($0.room == nil || $0.room == room) }
    }

    private func contents(of saying: Saying) -> [JSON] {
        if let original = saying.replaces.flatMap({ spoken(named: $0, in: saying.target) }) {
            let contents = Speech.contents(of: saying.document, .replacement(of: original.event))
            if !contents.isEmpty { return contents }
        }
        // What was said in another room cannot be pointed at.
        guard let answered = saying.answering, let seen = room(of: saying.target).flatMap({ rooms[$0]?.seen }),
            let note = seen[answered]
        else { return Speech.contents(of: saying.document, nil) }
        let event = note.original ?? answered
        let thread = note.thread ?? seen[event]?.thread ?? (settings.answersInThreads ? event : nil)
        return Speech.contents(of: saying.document, .answer(to: event, thread: thread))
    }

    mutating func sayEncrypted(in room: RoomID) {
        let line: Document.Line =
            "this room is encrypted, and I can neither read nor write what is. Use a room without encryption, or ask my operator to run me behind Pantalaimon."
        guard let content = Speech.contents(of: Document(line), nil).first, let user = kept.user else { return }
        let message = Kept.Outbound(
            transaction: "e.\(room.text)", target: place(of: room).map { .place($0) } ?? .person(user), only: room,
            content: String(decoding: content.bytes, as: UTF8.self))
        unstored.insert(message.transaction)
        keep(.queued([message]), then: .sending([message.transaction]))
    }

    /// Where a message would go at present.
    func room(of target: Target) -> RoomID? {
        switch target {
        case .place(let place): currentRoom(of: place)
        case .person(let user): privateRoom(with: user)
        }
    }

    // MARK: Sending

    /// Sends what is first in each room.
    mutating func speak(at now: Int) {
        guard !isFresh else { return }
        var taken: Set<RoomID> = []
        for message in kept.outbox {
            guard let room = message.only ?? room(of: message.target) else {
                if case .person(let user) = message.target, errands[.open(user)] == nil {
                    errands[.open(user)] = Due(at: now)
                    run(.open(user), at: now)
                }
                continue
            }
            // Who hears a private word is known first.
            if case .person = message.target, let state = rooms[room], state.members == nil { continue }
            guard rooms[room] != nil || entered[room] != nil, taken.insert(room).inserted,
                !unstored.contains(message.transaction)
            else { continue }
            guard now >= sendsNotBefore else {
                wake(at: sendsNotBefore)
                continue
            }
            guard mayStart(.room(room), at: now) else { continue }
            send(
                .send(Array(message.content.utf8), to: room, transaction: message.transaction),
                for: .send(transaction: message.transaction, room), in: .room(room), at: now)
        }
    }

    /// The server has it, whether it says so itself or it comes back with what others said.
    mutating func sent(_ transaction: String, _ event: EventID, in room: RoomID) {
        guard let message = kept.outbox.first(where: { $0.transaction == transaction }) else { return }
        if let subject = message.subject { keep(.posted(Kept.Post(event: event, subject: subject))) }
        if transaction.hasPrefix("k."), transaction.hasSuffix(".0") {
            // What takes the place of another is found by the other's name.
            for name in [message.name, message.replaces == true ? nil : message.alsoNamed].compactMap({ $0 }) {
                keep(.spoken(Kept.Spoken(name: name, event: event, room: room)))
            }
        }
        keep(.sent(transaction: transaction))
        for ticket in tickets.keys.sorted() {
            guard let index = tickets[ticket]?.parts.firstIndex(where: { $0.transaction == transaction }) else {
                continue
            }
            tickets[ticket]?.parts[index].id = event
            guard let parts = tickets[ticket]?.parts, parts.allSatisfy({ $0.id != nil }) else { continue }
            tickets[ticket] = nil
            actions.append(.said(ticket: ticket, parts.compactMap(\.id)))
        }
    }

    /// It will not be said, nor what belongs to it.
    mutating func drop(_ transaction: String, _ refusal: Refusal) {
        guard kept.outbox.contains(where: { $0.transaction == transaction }) else { return }
        log(.warning, "a message was not sent: \(refusal)")
        unstored.remove(transaction)
        keep(.sent(transaction: transaction))
        for ticket in tickets.keys.sorted() {
            guard let parts = tickets[ticket]?.parts, parts.contains(where: { $0.transaction == transaction }) else {
                continue
            }
            tickets[ticket] = nil
            actions.append(.notSaid(ticket: ticket, refusal))
            for part in parts where part.id == nil { drop(part.transaction, refusal) }
        }
    }
}
