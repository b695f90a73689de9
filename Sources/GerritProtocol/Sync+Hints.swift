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

    mutating func hinted(_ key: ChangeKey, token: Int, at now: Int) {
        guard isFollowed(key.project) else { return actions.append(.acknowledge(token: token)) }
        hint(Hint(id: newID(), change: key), token: token, at: now)
    }

    private mutating func hint(_ hint: Hint, token: Int? = nil, at now: Int) {
        let tokens = token.map { [$0] } ?? []
        if let resume = hint.resumeAfter { stream.resumeAfter = resume }
        // One stored hint is enough to have the change read again after a restart.
        if let stored = dirty[hint.change]?.hints.last {
            soil(hint.change, at: now, hint: Hint(id: stored, change: hint.change, at: hint.at))
            if unstored[stored] != nil {
                unstored[stored]?.append(contentsOf: tokens)
            } else {
                for token in tokens { actions.append(.acknowledge(token: token)) }
            }
            return
        }
        guard dirty.count < Self.mostDirty else {
            // A poll finds it, after a restart too.
            poll.at = min(poll.at, now)
            for token in tokens { actions.append(.acknowledge(token: token)) }
            return
        }
        soil(hint.change, at: now, hint: hint)
        unstored[hint.id] = tokens
        actions.append(.store(hint))
    }

    mutating func stored(_ id: HintID) {
        for token in unstored.removeValue(forKey: id) ?? [] { actions.append(.acknowledge(token: token)) }
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
