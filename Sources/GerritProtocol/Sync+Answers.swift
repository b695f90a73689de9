extension Sync {
    mutating func received(_ id: RequestID, _ response: Response, at now: Int) {
        guard let flight, flight.id == id else { return }
        self.flight = nil
        heed(response, at: now)
        switch response.status {
        case 200..<300: break
        case 404 where response.isNotFound:
            if case .single(let key) = flight.work { return missed(key, flight, response, at: now) }
            return refuse(flight.work, response, at: now)
        default:
            return refuse(flight.work, response, at: now)
        }
        do {
            switch flight.work {
            case .identify: try identified(response, at: now)
            case .write(let write): try wrote(write, response, at: now)
            case .single(let key): try read(key, response, flight, at: now)
            case .page(let reading): try read(reading, response, flight, at: now)
            }
            succeeded(at: now)
        } catch {
            unusable(error, flight.work, at: now)
        }
    }

    private mutating func identified(_ response: Response, at now: Int) throws(AnswerFault) {
        if settings.isAuthenticated {
            account = try Answer.decode(Account.self, from: response.body, limit: settings.answerLimit)
        } else {
            _ = try Answer.decode(String.self, from: response.body, limit: settings.answerLimit)
        }
        isIdentified = true
        poll.at = min(poll.at, now)
    }

    private mutating func read(
        _ key: ChangeKey, _ response: Response, _ flight: Flight, at now: Int
    ) throws(AnswerFault) {
        let info = try Answer.decode(ChangeInfo.self, from: response.body, limit: settings.answerLimit)
        let moved = info.key == key ? nil : key
        commit([item(info, isDirect: true, movedFrom: moved)], for: flight, serverTime: response.serverTime)
    }

    private mutating func read(
        _ reading: Reading, _ response: Response, _ flight: Flight, at now: Int
    ) throws(AnswerFault) {
        guard let pass = pass(reading) else { return }
        let page = try Answer.decode(ChangePage.self, from: response.body, limit: settings.answerLimit)
        if page.unreadable > 0 { log(.warning, "\(page.unreadable) entries of a list are no changes") }
        let next = pass.next(page, pageSize: pageSize, serverLimit: serverLimit, serverTime: response.serverTime)
        if page.hasMore, page.entries < pageSize { serverLimit = page.entries }
        pageSize = min(settings.pageSize, pageSize * 2)
        var done = pass
        done.top = pass.top ?? page.top(by: response.serverTime)
        done.changes += page.changes.count
        recentReads = recentReads.filter { now - $0.value.at < settings.settleAgain * 2 }
        let items = page.changes.filter { isFollowed($0.project) && !isOlderThanRead($0) }.map { item($0) }
        commit(items, for: flight, reading: reading, done: done, next: next, serverTime: response.serverTime, at: now)
    }

    /// A list can lag behind what was read by itself a moment ago, even within one second.
    private func isOlderThanRead(_ info: ChangeInfo) -> Bool {
        recentReads[info.key].map { info.updated <= $0.updated } ?? false
    }

    private func item(_ info: ChangeInfo, isDirect: Bool = false, movedFrom: ChangeKey? = nil) -> Batch.Item {
        let view = ChangeView(info, keepsFiles: settings.specProjects.contains(info.project))
        return Batch.Item(view, isDirect: isDirect, movedFrom: movedFrom, messages: info.messages)
    }
}

extension Sync.Pass {
    /// What to ask for after this page, or `nil` if it was the last one.
    func next(_ page: ChangePage, pageSize: Int, serverLimit: Int?, serverTime: ServerTime?) -> Self? {
        // Some servers do not say that there is more; a full page may have a next one.
        let isFull = page.entries >= min(pageSize, serverLimit ?? pageSize)
        guard page.hasMore || isFull, let oldest = page.changes.map(\.updated).min()?.roundedUp else { return nil }
        var next = self
        next.top = top ?? page.top(by: serverTime)
        next.changes += page.changes.count
        if oldest == before {
            next.skip += page.entries
        } else {
            next.before = oldest
            next.skip = 0
        }
        return next
    }
}

extension ChangePage {
    /// The newest `updated`, but not more than a minute in the server's own future: its clock may have been set back.
    func top(by serverTime: ServerTime?) -> ServerTime? {
        let newest = changes.map(\.updated).max()
        guard let newest, let serverTime else { return newest }
        return min(newest, serverTime + 60)
    }
}
