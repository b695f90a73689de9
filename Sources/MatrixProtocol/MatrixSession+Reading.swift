internal import Chat
internal import Pacing

extension MatrixSession {
    /// Takes the next step in reading: a sync, what it left out, its effects one by one, the end of the batch.
    mutating func read(at now: Int) {
        guard let batch else { return sync(at: now) }
        guard !batch.isStoring else { return }
        if batch.deliveries == nil {
            guard fetchMembers(at: now) else { return }
            if self.batch?.targets == nil { chooseTargets() }
            guard fillGaps(at: now) else { return }
            takeEvents(at: now)
        }
        deliver(at: now)
        // Nothing of it had to be stored.
        if self.batch == nil { sync(at: now) }
    }

    private mutating func sync(at now: Int) {
        guard mayStart(.sync, at: now) else { return }
        // A life begins with all state, so that none of it has to be stored; the server does not wait then.
        let timeout = isFresh ? 0 : settings.pollTimeout
        send(
            .sync(
                since: kept.since, timeout: timeout, fullState: isFresh && kept.since != nil,
                timelineLimit: timelineLimit),
            for: .sync, in: .sync, timeout: (isFresh ? settings.requestTimeout : timeout) + settings.pollGrace, at: now)
    }

    mutating func synced(_ json: JSON, _ flight: Flight, at now: Int) throws(Answer.Fault) {
        guard let user = kept.user else { return }
        let answer = try SyncAnswer(json, user: user)
        timelineLimit = min(max(1, settings.timelineLimit), 2 * timelineLimit)
        if answer.unreadable > 0 { log(.notice, "ignored \(answer.unreadable) events without id, sender or type") }
        let kind: Batch.Kind = kept.since != nil ? .usual : kept.recent.isEmpty ? .history : .resumed
        var batch = Batch(
            answer: answer, kind: kind, isQuick: now - flight.sentAt < settings.pollTimeout / 2,
            // After an outage, too, all of it comes at once.
            isLate: isFresh || now - (syncedAt ?? now) > settings.pollTimeout + settings.pollGrace)
        syncedAt = now
        batch.broughtAnything = !answer.left.isEmpty || !answer.invited.isEmpty
        for (room, left) in answer.left.sorted(by: { $0.key < $1.key }) { leave(room, left, at: now) }
        // One without a place to begin at shows all rooms that we are in.
        for room in rooms.keys.sorted() where kind != .usual && answer.joined[room] == nil {
            leave(room, SyncAnswer.Left(by: nil, isBan: false, reason: nil), at: now)
        }
        for room in answer.joined.keys.sorted() { enter(room, &batch, user) }
        self.batch = batch
        for old in candidates.keys.sorted() { confirmSuccessor(of: old) }
        for room in answer.joined.keys.sorted() { considerSuccessor(of: room) }
        for (room, invitation) in answer.invited.sorted(by: { $0.key < $1.key }) {
            invited(room, invitation, at: now)
        }
    }

    /// Takes over a room's state, and finds out what of its timeline is new to us.
    private mutating func enter(_ room: RoomID, _ batch: inout Batch, _ user: UserID) {
        guard var joined = batch.answer.joined[room] else { return }
        let known = kept.recent[room]
        var state = rooms[room] ?? RoomState(seen: Seen(known ?? [], limit: Kept.mostRecent))
        entered[room] = nil
        for event in joined.state { state.apply(event, user: user) }
        // What nothing can change any more; the timeline of a new room may be all there is.
        for event in joined.timeline {
            if case .creation(let creation) = event.content { state.creation = creation }
            if case .tombstone = event.content { state.isClosed = true }
        }
        // Members may have come and gone unseen.
        if joined.isLimited { state.members = nil }
        rooms[room] = state
        batch.recent[room] = joined.timeline.suffix(20).map(\.id)
        if batch.kind == .history { return }

        // Where what counts begins. In a room that was known all the time each event is told by its id, so only what it is
        // entered by anew matters; in one that is new to us, all that matters. Where the place was lost, there is nothing to
        // go by but what is known: else a whole history would be done again.
        let isNew = known == nil
        let isWhole = !isNew && batch.kind == .usual
        let end = joined.timeline.lastIndex {
            let isKnown = state.seen.contains($0.id)
            return isNew || isWhole ? $0.isEntry(of: user) && !isKnown : isKnown
        }
        if let end {
            skip(joined.timeline[...end], in: room, user)
            joined.timeline.removeFirst(end + 1)
        } else if joined.isLimited, let previous = joined.previous {
            batch.gaps[room] = Gap(from: previous, entryCounts: isNew || isWhole, mustFindEnd: !isWhole)
        } else if !isWhole {
            skip(joined.timeline[...], in: room, user)
            joined.timeline = []
        }
        batch.answer.joined[room] = joined
    }

    /// Of what is history only the state counts.
    private mutating func skip(_ events: ArraySlice<Event>, in room: RoomID, _ user: UserID) {
        for event in events {
            note(event, in: room)
            rooms[room]?.apply(event, user: user)
        }
    }

    /// Whether it is known who is in our rooms; asks if not.
    private mutating func fetchMembers(at now: Int) -> Bool {
        let unknown = rooms.filter { $0.value.members == nil && now >= $0.value.membersNotBefore }
        guard let room = unknown.keys.min() else { return true }
        if mayStart(.sync, at: now) { send(.members(of: room), for: .members(room), in: .sync, at: now) }
        return false
    }

    /// Whom we listen to is not changed by what comes in while a batch is read.
    private mutating func chooseTargets() {
        let targets = (batch?.answer.joined ?? [:]).keys.reduce(into: [:]) { $0[$1] = target(of: $1) }
        batch?.targets = targets
        for room in (batch?.gaps ?? [:]).keys where targets[room] == nil { batch?.gaps[room] = nil }
    }

    // MARK: Gaps

    /// Whether nothing is left out any more; asks for the next page if it is.
    private mutating func fillGaps(at now: Int) -> Bool {
        guard let room = batch?.gaps.filter({ !$0.value.isDone }).keys.min(), let gap = batch?.gaps[room] else {
            return true
        }
        if mayStart(.sync, at: now) {
            send(
                .messages(
                    room, from: gap.from, to: kept.since, limit: pageLimit),
                for: .page(room), in: .sync, at: now)
        }
        return false
    }

    mutating func read(_ page: MessagePage, of room: RoomID) {
        guard var gap = batch?.gaps[room], let state = rooms[room], let user = kept.user else { return }
        pageLimit = min(max(1, settings.pageLimit), 2 * pageLimit)
        gap.useless = 0
        for event in page.events {
            let isKnown = state.seen.contains(event.id)
            if isKnown || event.isEntry(of: user) {
                gap.isDone = true
                if isKnown || gap.entryCounts { gap.mustFindEnd = false }
                break
            }
            gap.events.append(event)
        }
        if let end = page.end, end != gap.from { gap.from = end } else { gap.isDone = true }
        batch?.gaps[room] = gap
        if !gap.isDone, gap.events.count >= settings.gapLimit { giveUp(room, "there is too much") }
    }

    /// What was read of a gap has to do.
    mutating func giveUp(_ room: RoomID, _ reason: String) {
        batch?.gaps[room]?.isDone = true
        log(.warning, "what was said in \(room) while nobody listened could not be read to its end: \(reason)")
        if case .place(let place) = target(of: room) { actions.append(.alert(.skipped(place))) }
    }

    // MARK: Effects

    private mutating func takeEvents(at now: Int) {
        guard let batch else { return }
        self.batch?.deliveries = []
        for (room, joined) in batch.answer.joined.sorted(by: { $0.key < $1.key }) {
            let gap = batch.gaps[room]
            if batch.kind == .history {
                for event in joined.timeline { note(event, in: room) }
            } else if gap?.mustFindEnd ?? false {
                // Perhaps all of it was there before we came: better to miss something than to do it all again.
                log(.warning, "ignored what was said in \(room): there is no telling what of it is new")
                for event in joined.timeline { note(event, in: room) }
            } else {
                for event in (gap?.events ?? []).reversed() {
                    noticeWhoLeaves(event, room)
                    take(event, in: room, isLate: batch.isLate, at: now)
                }
            }
            let isRead = batch.kind != .history && !(gap?.mustFindEnd ?? false)
            for event in joined.timeline {
                change(event, in: room)
                noticeWhoLeaves(event, room)
                if isRead { take(event, in: room, isLate: batch.isLate, at: now) }
            }
        }
    }

    /// From now on the event is known.
    @discardableResult
    private mutating func note(_ event: Event, in room: RoomID) -> Bool {
        var note = Seen.Note(sender: event.sender)
        if case .message(let said) = event.content {
            note.beginning = said.text.harmless.trimmed.cut(toBytes: 64)
            switch said.relation {
            case .thread(let root): note.thread = root
            case .replaces(let original): note.original = original
            case .reply, .other, nil: break
            }
        }
        let isNew = rooms[room]?.seen.insert(event.id, note) ?? false
        if isNew { batch?.broughtAnything = true }
        return isNew
    }

    private mutating func take(_ event: Event, in room: RoomID, isLate: Bool, at now: Int) {
        guard note(event, in: room) else { return }
        if event.sender == kept.user {
            if let transaction = event.transaction { sent(transaction, event.id, in: room) }
        } else if let target = batch?.targets?[room], isReadable(room), isStillAlone(in: room, target),
            let heard = heard(event, in: room, target, isLate: isLate)
        {
            batch?.deliveries?.append(Delivery(heard: heard, room: room, event: event.id))
        }
    }

    /// Whether nobody has come in who should not hear a private answer.
    private func isStillAlone(in room: RoomID, _ target: Target) -> Bool {
        if case .person = target { self.target(of: room) == target } else { true }
    }

    /// Hands over one after the other; when all have had their effects, it is time to say how far we are.
    private mutating func deliver(at now: Int) {
        guard let batch else { return }
        if let delivering = batch.delivering {
            guard settings.sendsTyping, !batch.isTyping, let delivery = batch.deliveries?.first else { return }
            let due = delivering.since + settings.typingAfter
            guard now >= due else { return wake(at: due) }
            self.batch?.isTyping = true
            errands[.typing(delivery.room, true)] = Due(at: now)
            return
        }
        if let next = batch.deliveries?.first {
            let id = newID()
            self.batch?.delivering = (id, now)
            if settings.sendsTyping { wake(at: now + settings.typingAfter) }
            actions.append(.deliver(next.heard, id))
        } else {
            end(batch, at: now)
        }
    }

    mutating func handled(_ id: DeliveryID, at now: Int) {
        guard let batch, batch.delivering?.id == id, let delivery = batch.deliveries?.first else { return }
        self.batch?.deliveries?.removeFirst()
        self.batch?.delivering = nil
        self.batch?.isTyping = false
        if batch.isTyping {
            errands[.typing(delivery.room, true)] = nil
            errands[.typing(delivery.room, false)] = Due(at: now)
        }
        asides[delivery.event] = nil
        keep(.handled(delivery.room, delivery.event))
        if settings.sendsReceipts {
            unmarked[delivery.room] = delivery.event
            let due = (rooms[delivery.room]?.markedAt).map { $0 + settings.receiptEvery } ?? now
            errands[.receipt(delivery.room)] = errands[.receipt(delivery.room)] ?? Due(at: max(now, due))
        }
    }

    private mutating func end(_ batch: Batch, at now: Int) {
        // How far we are is true only when all before it is safe.
        guard storesAgain.isEmpty, stores.values.allSatisfy({ $0.then != .nothing }) else { return }
        if !batch.broughtAnything, batch.isQuick, !isFresh {
            if emptySyncs.available(at: now) == 0 { lanes[.sync] = Retry(notBefore: emptySyncs.nextTime(at: now)) }
            emptySyncs.spend(1)
        }
        self.batch?.isStoring = true
        guard batch.answer.next != kept.since || batch.broughtAnything else { return finishBatch(at: now) }
        keep(.advanced(since: batch.answer.next, recent: batch.recent), then: .finishBatch)
    }

    mutating func finishBatch(at now: Int) {
        batch = nil
        isFresh = false
        seekPlaces(at: now)
    }
}

extension Event {
    /// Whether it is what somebody comes into the room with: what was there before is history.
    func isEntry(of user: UserID) -> Bool {
        if case .member(user, let membership) = content { membership.isEntry } else { false }
    }
}
