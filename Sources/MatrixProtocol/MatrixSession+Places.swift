internal import Pacing

extension MatrixSession {
    /// The room that a place is at present.
    func currentRoom(of place: Place) -> RoomID? {
        switch place {
        case .alias(let alias): kept.aliases[alias].flatMap { line(from: $0).last }
        case .room(let room): line(from: room).last
        }
    }

    /// A room and those that followed it, one after the other.
    private func line(from room: RoomID) -> [RoomID] {
        var line = [room]
        while let last = line.last, let next = kept.successors[last], !line.contains(next), line.count < 50 {
            line.append(next)
        }
        return line
    }

    func place(of room: RoomID) -> Place? {
        settings.rooms.sorted().first { currentRoom(of: $0) == room }
    }

    /// The place that a room is, or was before it went on in another: what was last said there still counts.
    private func familyPlace(of room: RoomID) -> Place? {
        if let place = place(of: room) { return place }
        guard rooms[room]?.isClosed ?? false, let place = kept.family[room] else { return nil }
        return settings.rooms.contains(place) ? place : nil
    }

    /// Whom we talk with in a room; `nil`: nobody there is listened to.
    func target(of room: RoomID) -> Target? {
        if let place = familyPlace(of: room) { return .place(place) }
        return other(in: room).map { .person($0) }
    }

    /// The other one, in a room of two.
    private func other(in room: RoomID) -> UserID? {
        guard let state = rooms[room], let members = state.members, let user = kept.user, members.count == 2,
            members.contains(user), !(state.creation?.isSpace ?? false), !isPublicBusiness(room)
        else { return nil }
        return members.first { $0 != user }
    }

    /// A room in which a private word reaches somebody.
    func privateRoom(with user: UserID) -> RoomID? {
        if let room = kept.privateRooms[user], rooms[room] != nil || entered[room] != nil, isReadable(room),
            isOnly(user, in: room)
        {
            return room
        }
        return rooms.keys.sorted().first { room in
            isReadable(room) && !isPublicBusiness(room)
                && (other(in: room) == user
                    || (rooms[room]?.members.map { $0.count == 1 } ?? false && rooms[room]?.invited == [user]))
        }
    }

    /// Whether it is a place or once was: whoever is there, what is said there is for all.
    private func isPublicBusiness(_ room: RoomID) -> Bool { place(of: room) != nil || kept.family[room] != nil }

    /// Whether nobody else is there, as far as that is known.
    private func isOnly(_ user: UserID, in room: RoomID) -> Bool {
        rooms[room]?.members.map { $0.subtracting([user, kept.user].compactMap { $0 }).isEmpty } ?? true
    }

    // MARK: Changes of state

    /// A state event in a timeline, and what follows from it.
    mutating func change(_ event: Event, in room: RoomID) {
        guard event.isState, let user = kept.user else { return }
        rooms[room]?.apply(event, user: user)
        switch event.content {
        case .tombstone: considerSuccessor(of: room)
        case .canonicalAlias:
            if let place = place(of: room) { resolveSoon(place) }
        default: break
        }
    }

    /// A room that somebody has left reaches them no more.
    mutating func noticeWhoLeaves(_ event: Event, _ room: RoomID) {
        guard case .member(let member, let membership) = event.content, [.leave, .ban].contains(membership.kind),
            kept.privateRooms[member] == room
        else { return }
        keep(.privateRoom(member, nil))
        errands[.leave(room)] = Due(at: 0)
    }

    /// We are not in a room any more.
    mutating func leave(_ room: RoomID, _ left: SyncAnswer.Left, at now: Int) {
        rooms[room] = nil
        entered[room] = nil
        accepted.remove(room)
        if kept.recent[room] != nil { keep(.left(room)) }
        for (user, used) in kept.privateRooms where used == room { keep(.privateRoom(user, nil)) }
        guard let place = place(of: room) else { return }
        resolveSoon(place)
        let by = left.by.map { " by \($0)" } ?? ""
        let why = left.reason.map { ": \($0)" } ?? ""
        close(place, room, "\(left.isBan ? "banned" : "removed")\(by)\(why)", isBan: left.isBan, at: now)
    }

    /// Tries again later to get into a place, each time later than before.
    func nextTry(_ times: Int) -> Int { settings.rejoin.delay(attempt: times, random: dice()) }

    mutating func close(_ place: Place, _ room: RoomID, _ reason: String, isBan: Bool, at now: Int) {
        var closing = closings[place] ?? Closing()
        // Whoever let us in again for hours means it.
        if now - closing.lastAt > 2 * settings.rejoin.longest { closing.times = 0 }
        let pause = isBan ? settings.probeEvery : max(settings.rejoin.shortest, nextTry(closing.times))
        errands[.join(room)] = Due(at: now + pause, attempts: closing.times)
        if !closing.isTold { actions.append(.alert(.placeClosed(place, reason))) }
        closing.times += 1
        closing.lastAt = now
        closing.isTold = true
        closings[place] = closing
    }

    // MARK: Getting in

    /// Sees to it that we are, or soon will be, where we belong.
    mutating func seekPlaces(at now: Int) {
        for place in settings.rooms {
            if let room = currentRoom(of: place), let first = self.place(of: room), first != place,
                !shared.contains(place)
            {
                shared.insert(place)
                actions.append(.alert(.shared(place, first)))
            }
            guard let room = currentRoom(of: place) else {
                resolveSoon(place)
                continue
            }
            if rooms[room] != nil {
                closings[place]?.isTold = false
                refuseEncryption(in: room, place)
            } else if errands[.join(room)] == nil, entered[room].map({ now - $0 > 60_000 }) ?? true {
                errands[.join(room)] = Due(at: now)
            }
        }
        for room in rooms.keys.sorted() where rooms[room]?.isEncrypted ?? false {
            if case .person = target(of: room) { refuseEncryption(in: room, nil) }
        }
    }

    func isWanted(_ room: RoomID) -> Bool {
        accepted.contains(room) || place(of: room) != nil
            || candidates.values.contains { $0.successor == room && !$0.isRefused }
    }

    mutating func invited(_ room: RoomID, _ invitation: SyncAnswer.Invited, at now: Int) {
        guard settings.inviters.contains(invitation.by) else {
            return log(.notice, "ignored an invitation to \(room) by \(invitation.by), who may not invite me")
        }
        guard isWanted(room) || invitation.isDirect else {
            return log(.notice, "ignored an invitation to \(room) by \(invitation.by): it is none of my rooms")
        }
        var due = now
        if !isWanted(room) {
            // The server tells of each but once: whoever must wait is not forgotten.
            due = invitations.nextTime(at: now)
            guard due - now <= 600_000 else {
                return log(.warning, "ignored an invitation to \(room) by \(invitation.by): too many at once")
            }
            invitations.spend(1)
        }
        accepted.insert(room)
        servers[room, default: []].append(invitation.by.server)
        errands[.join(room)] = Due(at: due)
    }

    /// Says once in an encrypted room that nothing can be read there.
    private mutating func refuseEncryption(in room: RoomID, _ place: Place?) {
        guard rooms[room]?.isEncrypted ?? false, !settings.canReadEncrypted, !kept.toldEncrypted.contains(room) else {
            return
        }
        keep(.toldEncrypted(room))
        if let place { actions.append(.alert(.encrypted(place))) }
        sayEncrypted(in: room)
    }

    // MARK: Upgrades

    /// A room says that it goes on in another. It is followed only if that one says so too, and until then not listened to:
    /// else whoever can close a room could put another in its place (CVE-2025-59160).
    mutating func considerSuccessor(of room: RoomID) {
        guard let place = familyPlace(of: room), let state = rooms[room], let (successor, by) = state.successor,
            candidates[room]?.successor != successor, kept.successors[room] != successor
        else { return }
        guard Power(of: by, state.levels, state.creation).maySend(state: "m.room.tombstone", state.levels) else {
            return refuse(successor, of: room, place, "\(by) may not close \(room)")
        }
        guard !line(from: successor).contains(room) else {
            return refuse(successor, of: room, place, "it is one of its own predecessors")
        }
        candidates[room] = Candidate(successor: successor, place: place, wasKnown: rooms[successor] != nil)
        servers[successor, default: []] += [by.server, successor.server].compactMap { $0 }
        confirmSuccessor(of: room)
        if candidates[room]?.isRefused == false { errands[.join(successor)] = Due(at: 0) }
    }

    mutating func confirmSuccessor(of room: RoomID) {
        guard let candidate = candidates[room], !candidate.isRefused, let state = rooms[candidate.successor] else {
            return
        }
        guard state.creation?.predecessor == room, !(state.creation?.isSpace ?? false) else {
            if !candidate.wasKnown, self.place(of: candidate.successor) == nil {
                errands[.leave(candidate.successor)] = Due(at: 0)
            }
            return refuse(candidate.successor, of: room, candidate.place, "it does not say that it follows \(room)")
        }
        candidates[room] = nil
        errands[.join(candidate.successor)] = nil
        keep(.succeeded(room, by: candidate.successor, candidate.place))
        actions.append(.alert(.moved(candidate.place, from: room, to: candidate.successor)))
        // It may be at its end already.
        considerSuccessor(of: candidate.successor)
    }

    private mutating func refuse(_ successor: RoomID, of room: RoomID, _ place: Place, _ reason: String) {
        candidates[room] = Candidate(successor: successor, place: place, isRefused: true)
        actions.append(.alert(.successorRefused(place, successor, reason)))
    }

    mutating func setRooms(_ places: [Place], _ inviters: Set<UserID>, at now: Int) {
        settings.rooms = places
        settings.inviters = inviters
        (lost, shared) = ([:], [])
        for message in kept.outbox {
            if case .place(let place) = message.target, !places.contains(place) {
                drop(message.transaction, .notInRoom(message.target))
            }
        }
        for place in places { resolveSoon(place) }
        if !isFresh { seekPlaces(at: now) }
    }
}
