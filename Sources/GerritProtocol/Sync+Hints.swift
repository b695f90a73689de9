extension Sync {
    /// More hints than that are answered by polls alone.
    static let mostDirty = 10_000
    /// How much later than the change an event may be written.
    static let slack = 5

    mutating func heard(_ line: String, at now: Int) {
        stream.heardAt = now
        guard let event = StreamEvent(line: line) else {
            log(.notice, "a line of the stream is no event: reading what has changed")
            poll.at = now
            return
        }
        if event.kind == .known(.droppedOutput) {
            log(.notice, "the stream has lost events: reading what has changed")
            poll.at = now
            return
        }
        guard let key = event.key, isFollowed(key.project) else { return }
        hint(Hint(id: newID(), change: key, at: event.created, resumeAfter: event.id), at: now)
    }

    /// Whoever hints from outside may do so all the time: what would be one request too many waits.
    mutating func hinted(_ key: ChangeKey, token: Int, at now: Int) {
        guard isFollowed(key.project) else { return acknowledge([token]) }
        followOutside(at: now)
        let isBeingRead = [flight?.work, pending?.work].contains(.single(key))
        if let last = outside[key], isBeingRead || dirty[key] == nil {
            if let next = last.next { return join(next, [token]) }
            let hint = Hint(id: newID(), change: key)
            outside[key]?.next = hint.id
            return store(hint, [token])
        }
        if outside[key] == nil {
            guard outside.count < Self.mostDirty else { return leaveToPoll([token], at: now) }
            outside[key] = Outside(until: now + settings.outsideEvery)
        }
        hint(Hint(id: newID(), change: key), [token], at: now)
    }

    /// Reads what was hinted from outside too soon after another hint.
    mutating func followOutside(at now: Int) {
        for (key, one) in outside where one.until <= now {
            outside[key] = one.next.map { _ in Outside(until: now + settings.outsideEvery) }
            if let next = one.next { soil(key, at: now, hint: Hint(id: next, change: key)) }
        }
    }

    private mutating func store(_ hint: Hint, _ tokens: [Int]) {
        unstored[hint.id] = tokens
        actions.append(.store(hint))
    }

    /// Thanks when that hint is stored, or now if it is.
    private mutating func join(_ stored: HintID, _ tokens: [Int]) {
        if unstored[stored] == nil { acknowledge(tokens) } else { unstored[stored]?.append(contentsOf: tokens) }
    }

    private mutating func acknowledge(_ tokens: [Int]) {
        for token in tokens { actions.append(.acknowledge(token: token)) }
    }

    /// A poll finds it, after a restart too.
    private mutating func leaveToPoll(_ tokens: [Int], at now: Int) {
        poll.at = min(poll.at, now)
        acknowledge(tokens)
    }

    private mutating func hint(_ hint: Hint, _ tokens: [Int] = [], at now: Int) {
        if let resume = hint.resumeAfter { stream.resumeAfter = resume }
        // One stored hint is enough to have the change read again after a restart.
        if let stored = dirty[hint.change]?.hints.last {
            soil(hint.change, at: now, hint: Hint(id: stored, change: hint.change, at: hint.at))
            return join(stored, tokens)
        }
        guard dirty.count < Self.mostDirty else { return leaveToPoll(tokens, at: now) }
        soil(hint.change, at: now, hint: hint)
        store(hint, tokens)
    }

    mutating func stored(_ id: HintID) {
        acknowledge(unstored.removeValue(forKey: id) ?? [])
    }

    /// The change is to be read.
    mutating func soil(_ key: ChangeKey, at now: Int, hint: Hint? = nil, withMessages: Bool = false) {
        var one = dirty[key] ?? Dirty(due: now + settings.settle, soiledAt: now)
        one.soiledAt = now
        one.wasPolled = false
        one.withMessages = one.withMessages || withMessages
        if let hint {
            one.at = [one.at, hint.at].compactMap(\.self).max()
            if !one.hints.contains(hint.id) { one.hints.append(hint.id) }
        }
        dirty[key] = one
    }

    /// Whether a state that was read is the one that the hints were about.
    mutating func cleanse(_ key: ChangeKey, _ item: Batch.Item, _ pending: Pending, at now: Int) {
        guard var one = dirty[key] else { return }
        let isAfterHint = one.soiledAt <= pending.sentAt
        let isFresh = one.at.map { item.view.updated >= $0 - Self.slack }
        if item.isDirect {
            one.misses = 0
            if isAfterHint, isFresh ?? true || one.isRereading, item.hasMessages || !one.withMessages {
                return forget(key)
            }
            // It came too late, or a copy of the server answered that lags behind: once more.
            one.isRereading = isAfterHint
            one.due = now + (isAfterHint ? settings.settleAgain : settings.settle)
            dirty[key] = one
        } else if isAfterHint, isFresh ?? false, !one.withMessages {
            forget(key)
        }
    }

    mutating func forget(_ key: ChangeKey) {
        guard let hints = dirty.removeValue(forKey: key)?.hints, !hints.isEmpty else { return }
        actions.append(.forget(hints))
    }
}
