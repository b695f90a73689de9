import Pacing

extension Sync {
    /// When `tick` is to be called, at the latest.
    public func deadline(at now: Int) -> Int? {
        guard isStarted else { return nil }
        var times: [Int] = []
        if let flight { times.append(flight.sentAt + settings.requestTimeout) }
        if let time = streamDeadline { times.append(time) }
        times += outside.values.filter { $0.next != nil }.map(\.until)
        if flight == nil, pending == nil, let due = (candidates.map(\.due) + beginnings).min() {
            times.append(max(due, trouble.notBefore, bucket.nextTime(at: now)))
        }
        return times.min()
    }

    /// Sends the next request, if there is one to send.
    mutating func goOn(at now: Int) {
        if let flight, now >= flight.sentAt + settings.requestTimeout {
            actions.append(.cancel(flight.id))
            failed(flight.id, "no answer within \(settings.requestTimeout / 1000) s", at: now)
        }
        watchStream(at: now)
        followOutside(at: now)
        begin(at: now)
        guard flight == nil, pending == nil, now >= trouble.notBefore else { return }
        guard let work = candidates.first(where: { $0.due <= now })?.work else { return }
        guard bucket.takeOne(at: now) else { return }
        send(work, at: now)
    }

    private mutating func send(_ work: Work, at now: Int) {
        let id = newID()
        if case .write = work { writes.removeFirst() }
        flight = Flight(id: id, work: work, sentAt: now)
        actions.append(.send(request(for: work), id))
    }

    /// Starts the passes that are due.
    private mutating func begin(at now: Int) {
        guard isIdentified else { return }
        let due = dirty.values.count { $0.due <= now && !$0.wasPolled && !$0.withMessages }
        if due > settings.mostSingles, poll.pass == nil { poll.at = min(poll.at, now) }
        if poll.pass == nil, now >= poll.at, !cursor.projects.isEmpty {
            let gap = poll.finishedAt.map { now - $0 } ?? poll.gap
            poll.pass = Pass(
                after: cursor.highWater.map { $0 - settings.overlap }, startedAt: now,
                gap: gap > settings.digestAfter ? gap : nil)
            // It will be asked for again only if something happens meanwhile.
            poll.at = Int.max
        }
        if backfillPass == nil, let backfill = cursor.backfill {
            backfillPass = Pass(
                after: backfill.isAtOlder ? nil : settings.since,
                before: backfill.before ?? (backfill.isAtOlder ? settings.since : nil), top: backfill.top,
                changes: backfill.changes, startedAt: now)
        }
        if mayAudit, now >= audit.nextAt {
            audit = Audit(nextAt: now + settings.auditEvery, pass: Pass(startedAt: now))
        }
    }

    /// A list of what is open shows something only about projects that were read before.
    private var mayAudit: Bool {
        audit.pass == nil && poll.finishedAt != nil && poll.pass == nil && cursor.backfill == nil
    }

    /// When passes begin.
    private var beginnings: [Int] {
        guard isIdentified else { return [] }
        return (poll.pass == nil && !cursor.projects.isEmpty ? [poll.at] : []) + (mayAudit ? [audit.nextAt] : [])
    }

    /// What there is to do, what is most urgent first, each from when on.
    private var candidates: [(work: Work, due: Int)] {
        guard isIdentified else { return [(.identify, 0)] }
        var found: [(Work, Int)] = []
        if let write = writes.first { found.append((.write(write), writesHeldUntil)) }
        if poll.pass != nil { found.append((.page(.poll), 0)) }
        if let (key, one) = dirty.min(by: { ($0.value.due, $0.key) < ($1.value.due, $1.key) }) {
            found.append((.single(key), one.due))
        }
        if backfillPass != nil { found.append((.page(.backfill), 0)) }
        if audit.pass != nil { found.append((.page(.audit), 0)) }
        return found
    }
}
