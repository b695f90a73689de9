extension Sync {
    /// One change that was read by itself.
    mutating func commit(_ items: [Batch.Item], vanished: [ChangeKey] = [], for flight: Flight, serverTime: ServerTime?)
    {
        commit(
            Batch(id: newID(), items: items, vanished: vanished, cursor: cursor, serverTime: serverTime),
            for: flight)
    }

    /// A page.
    mutating func commit(
        _ items: [Batch.Item], for flight: Flight, reading: Reading, done: Pass, next: Pass?, serverTime: ServerTime?,
        at now: Int
    ) {
        var batch = Batch(id: newID(), items: items, cursor: cursor, serverTime: serverTime)
        // Killed in the middle of a long poll, we were away until its end.
        if reading != .poll || next == nil { batch.cursor.polledAt = wallClock.map { $0.wall + now - $0.at } }
        switch reading {
        case .audit: break
        case .poll:
            if let gap = done.gap { batch.telling = .digest(gap: gap, isLast: next == nil) }
            // Only now is everything up to there read.
            if next == nil { batch.cursor.highWater = [cursor.highWater, done.top].compactMap(\.self).max() }
        case .backfill:
            batch.telling = .quietly
            batch.cursor.advanceBackfill(done: done, next: next, since: settings.since)
        }
        commit(batch, for: flight, next: next, changes: done.changes)
    }

    private mutating func commit(_ batch: Batch, for flight: Flight, next: Pass? = nil, changes: Int = 0) {
        pending = Pending(batch: batch, work: flight.work, next: next, changes: changes, sentAt: flight.sentAt)
        actions.append(.commit(batch))
    }

    mutating func written(_ id: BatchID, at now: Int) {
        guard let pending, pending.batch.id == id else { return }
        self.pending = nil
        cursor = pending.batch.cursor
        for item in pending.batch.items { took(item, pending, at: now) }
        for key in pending.batch.vanished {
            open[key] = nil
            forget(key)
        }
        switch pending.work {
        case .page(.poll): polled(pending.next, since: pending.sentAt, at: now)
        case .page(.backfill): backfilled(pending.next, changes: pending.changes)
        case .page(.audit): listed(pending.next, at: now)
        case .single, .identify, .write: break
        }
        finishAudit(at: now)
    }

    /// Nothing has been taken over, so that all of it is read again.
    mutating func unwritten(_ id: BatchID, _ reason: String, at now: Int) {
        guard let pending, pending.batch.id == id else { return }
        self.pending = nil
        log(.warning, "a batch could not be stored: \(reason)")
        trouble.notBefore = now + delay(trouble.failures)
        trouble.failures += 1
        for key in pending.batch.vanished { soil(key, at: now) }
    }

    private mutating func took(_ item: Batch.Item, _ pending: Pending, at now: Int) {
        let key = item.view.key
        open[key] = item.view.isOpen ? now : nil
        if let old = item.movedFrom { open[old] = nil }
        audit.open.subtract([key, item.movedFrom ?? key])
        if item.isDirect { recentReads[key] = RecentRead(updated: item.view.updated, at: now) }
        cleanse(item.movedFrom ?? key, item, pending, at: now)
    }

    private mutating func polled(_ next: Pass?, since sentAt: Int, at now: Int) {
        poll.pass = next
        guard next == nil else { return }
        poll.finishedAt = now
        poll.gap = 0
        let every = stream.phase == .open ? settings.pollEvery : settings.pollEveryWithoutStream
        poll.at = min(poll.at, now + every)
        // What the list has not shown is looked for by itself.
        for (key, one) in dirty where one.soiledAt <= sentAt { dirty[key]?.wasPolled = true }
    }

    private mutating func backfilled(_ next: Pass?, changes: Int) {
        backfillPass = next
        let isDone = cursor.backfill == nil
        if isDone { poll.at = 0 }
        actions.append(.progress(changes: changes, isDone: isDone))
    }
}

extension Sync.Cursor {
    /// Notes what is read, so that it goes on from there after a restart.
    mutating func advanceBackfill(done: Sync.Pass, next: Sync.Pass?, since: ServerTime?) {
        guard var backfill else { return }
        backfill.changes = done.changes
        backfill.top = [backfill.top, done.top].compactMap(\.self).max()
        if let next {
            backfill.before = next.before
        } else if !backfill.isAtOlder, since != nil {
            backfill.isAtOlder = true
            backfill.before = nil
        } else {
            projects = Set(projects).union(backfill.projects).sorted()
            // The older one: what the other projects have had since is read again.
            highWater = [highWater, backfill.top ?? since].compactMap(\.self).min()
            self.backfill = nil
            return
        }
        self.backfill = backfill
    }
}
