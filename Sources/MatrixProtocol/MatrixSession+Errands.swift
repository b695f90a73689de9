extension MatrixSession {
    mutating func resolveSoon(_ place: Place) {
        guard case .alias(let alias) = place, (errands[.resolve(alias)]?.attempts ?? 0) == 0 else { return }
        errands[.resolve(alias)] = Due(at: 0)
    }

    mutating func runErrands(at now: Int) {
        if let next = errands.values.map(\.at).filter({ $0 > now }).min() { wake(at: next) }
        let due = errands.filter { now >= $0.value.at }
        // Always in one order.
        for errand in due.keys.sorted(by: { "\($0)" < "\($1)" }) { run(errand, at: now) }
    }

    mutating func run(_ errand: Errand, at now: Int) {
        let lane = Lane.errand(errand)
        guard let request = request(for: errand) else { return errands[errand] = nil }
        // A place is entered only when it is known which rooms we are in already.
        if case .join = errand, isFresh { return }
        if case .open(let user) = errand {
            guard !isFresh else { return }
            // Whoever leaves each one is not asked again and again.
            if let last = opened[user], now - last < settings.reopenAfter {
                errands[errand] = Due(at: last + settings.reopenAfter)
                return
            }
        }
        guard mayStart(lane, at: now) else { return }
        // To join through other servers takes its time.
        let isSlow = if case .join = errand { true } else { false }
        send(
            request, for: .errand(errand), in: lane, timeout: settings.requestTimeout * (isSlow ? 4 : 1), at: now)
    }

    /// `nil` if there is nothing to be done any more.
    private func request(for errand: Errand) -> Request? {
        switch errand {
        case .resolve(let alias):
            return settings.rooms.contains(.alias(alias)) ? .resolve(alias) : nil
        case .join(let room):
            guard isWanted(room), rooms[room] == nil else { return nil }
            return .join(room, via: Array((servers[room] ?? [room.server].compactMap { $0 }).suffix(5)))
        case .leave(let room): return .leave(room)
        case .open(let user):
            let isWaitedFor = kept.outbox.contains { $0.target == .person(user) && $0.only == nil }
            return isWaitedFor && privateRoom(with: user) == nil ? .createRoom(with: user) : nil
        case .receipt(let room): return unmarked[room].map { .receipt($0, in: room) }
        case .typing(let room, let isTyping):
            return kept.user.map { .typing(isTyping, in: room, as: $0, timeout: 30_000) }
        }
    }

    mutating func done(_ errand: Errand, _ json: JSON, at now: Int) throws(Answer.Fault) {
        switch errand {
        case .resolve(let alias):
            guard let room = json["room_id"].text.flatMap({ RoomID($0) }) else { throw .incomplete("room_id") }
            lost[alias] = nil
            servers[room] = json["servers"].list.prefix(5).compactMap(\.text)
            if kept.aliases[alias] != room { keep(.resolved(alias, room)) }
            errands[errand] = Due(at: now + settings.resolveEvery)
            if !isFresh { seekPlaces(at: now) }
            return
        case .join(let room): if rooms[room] == nil { entered[room] = now }
        case .leave: break
        case .open(let user):
            guard let room = json["room_id"].text.flatMap({ RoomID($0) }) else { throw .incomplete("room_id") }
            keep(.privateRoom(user, room))
            opened[user] = now
            if rooms[room] == nil { entered[room] = now }
        case .receipt(let room):
            unmarked[room] = nil
            rooms[room]?.markedAt = now
        case .typing: break
        }
        errands[errand] = nil
    }

    mutating func refused(_ errand: Errand, _ refusal: Answer.Refusal, at now: Int) {
        let attempts = errands[errand]?.attempts ?? 0
        switch errand {
        case .resolve(let alias):
            if kept.aliases[alias] != nil, lost[alias] == nil {
                // Who moves an alias frees it first, and then gives it to another room.
                lost[alias] = false
                errands[errand] = Due(at: now + settings.moveTime)
                return
            }
            if lost[alias] != true {
                let room = currentRoom(of: .alias(alias)).flatMap { rooms[$0] == nil ? nil : $0 }
                actions.append(.alert(.aliasLost(alias, stayingIn: room, "\(refusal)")))
                lost[alias] = true
            }
            errands[errand] = Due(at: now + nextTry(attempts), attempts: attempts + 1)
        case .join(let room):
            guard let place = place(of: room) ?? candidates.values.first(where: { $0.successor == room })?.place else {
                accepted.remove(room)
                errands[errand] = nil
                return log(.notice, "could not follow an invitation to \(room): \(refusal)")
            }
            close(place, room, "cannot enter: \(refusal)", isBan: false, at: now)
        case .open(let user):
            errands[errand] = nil
            for message in kept.outbox where message.target == .person(user) && message.only == nil {
                drop(message.transaction, .refused("\(refusal)"))
            }
        case .leave, .receipt, .typing:
            errands[errand] = nil
        }
    }
}
