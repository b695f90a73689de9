extension Sync {
    /// A page of the list of open changes has been taken over.
    mutating func listed(_ next: Pass?, at now: Int) {
        let startedAt = audit.pass?.startedAt ?? now
        audit.pass = next
        guard next == nil else { return }
        // A list that lacks a change proves nothing: each one is asked for by itself.
        audit.open = Set(open.filter { $0.value < startedAt }.keys)
        for key in audit.open { soil(key, at: now) }
    }

    /// "Not found", from the server itself. Only the second time, and by number alone, does it count.
    mutating func missed(_ key: ChangeKey, _ flight: Flight, _ response: Response, at now: Int) {
        succeeded(at: now)
        guard let misses = dirty[key]?.misses else { return }
        guard misses > 0 else {
            dirty[key]?.misses = 1
            dirty[key]?.due = now + settings.lookAgain
            return
        }
        if audit.open.remove(key) != nil {
            forget(key)
            audit.vanished.append(key)
            finishAudit(at: now)
        } else {
            commit([], vanished: [key], for: flight, serverTime: response.serverTime)
        }
    }

    /// Every change that no list showed has been looked for.
    mutating func finishAudit(at now: Int) {
        guard audit.open.isEmpty, !audit.vanished.isEmpty, pending == nil else { return }
        let vanished = audit.vanished
        audit.vanished = []
        if vanished.count > max(settings.mostVanished, open.count / 10) {
            actions.append(.alert(.manyVanished(vanished.count)))
        } else {
            let batch = Batch(id: newID(), items: [], vanished: vanished, cursor: cursor)
            pending = Pending(batch: batch, work: .identify, next: nil, sentAt: now)
            actions.append(.commit(batch))
        }
    }
}
