import Pacing

extension Sync {
    /// No answer, or a connection that broke off in the middle of one.
    mutating func failed(_ id: RequestID, _ reason: String, at now: Int) {
        guard let flight, flight.id == id else { return }
        self.flight = nil
        fail(flight.work, reason, at: now)
    }

    mutating func succeeded(at now: Int) {
        if trouble.isTold, let since = trouble.since {
            actions.append(.alert(.recovered(afterMilliseconds: now - since)))
        }
        trouble = Trouble(hasEverSucceeded: true)
    }

    /// The answer says nothing that can be used. What was known stays as it is.
    mutating func unusable(_ fault: AnswerFault, _ work: Work, at now: Int) {
        switch fault {
        // Perhaps a single entry is at fault; at least less is lost with it.
        case .tooLarge, .notJSON: pageSize = max(min(10, settings.pageSize), pageSize / 2)
        case .html, .noPrefix: break
        }
        fail(work, fault.description, at: now)
    }

    /// An answer that is not 2xx.
    mutating func refuse(_ work: Work, _ response: Response, at now: Int) {
        let text = response.text
        switch response.status {
        case 401:
            isIdentified = false
            if case .write(let write) = work { actions.append(.finished(write, .refused(text))) }
            pause(.refused(text.isEmpty ? "401 Unauthorized" : text), at: now)
        case 400, 403, 404, 405, 409, 412, 422:
            if case .write(let write) = work {
                refuse(write, response, at: now)
            } else if let option = options.first(where: { text.contains("\"\($0)\"") }) {
                log(.notice, "the server does not know \(option): going on without")
                options.removeAll { $0 == option }
            } else if case .page(let reading) = work, let pass = pass(reading), pass.skip > 0, response.status == 400 {
                skipSecond(reading, pass)
            } else if response.status == 403 {
                pause(.refused(text), at: now)
            } else {
                postpone(work, at: now)
                pause(.badRequest("\(response.status) \(text)"), at: now)
            }
        case 429:
            bucket.drain(at: now)
            fail(work, "429: too many requests", at: now, atLeast: response.retryDelay)
        default:
            fail(work, "\(response.status) \(text)", at: now, atLeast: response.retryDelay)
        }
    }

    /// The server lets nobody turn so many pages, and all on them were of one second: goes on before that second.
    private mutating func skipSecond(_ reading: Reading, _ pass: Pass) {
        log(.warning, "the server shows no more of the changes of \(pass.before?.queryText ?? "?"); leaving them out")
        var next = pass
        next.before = pass.before.map { $0 - 1 }
        next.skip = 0
        switch reading {
        case .poll: poll.pass = next
        case .backfill: backfillPass = next
        case .audit: audit.pass = next
        }
    }

    /// Something is wrong that time alone will hardly mend: says so once, and tries seldom.
    private mutating func pause(_ alert: Alert, at now: Int) {
        trouble.since = trouble.since ?? now
        trouble.notBefore = now + settings.probeEvery
        if !trouble.isTold { actions.append(.alert(alert)) }
        trouble.isTold = true
    }

    private mutating func fail(_ work: Work, _ reason: String, at now: Int, atLeast: Int? = nil) {
        if case .write(let write) = work {
            // Perhaps it was done and perhaps not: the next look will show.
            actions.append(.finished(write, .unknown(reason)))
            soil(write.change, at: now)
        }
        // What is to be written follows from how things stand once the server answers again.
        for write in writes {
            actions.append(.finished(write, .unknown(reason)))
            soil(write.change, at: now)
        }
        writes = []
        postpone(work, at: now)
        trouble.since = trouble.since ?? now
        trouble.notBefore = now + max(delay(trouble.failures), atLeast ?? 0)
        trouble.failures += 1
        log(.notice, "a request failed: \(reason)")
        if !trouble.isTold, trouble.failures >= 3 || !trouble.hasEverSucceeded {
            trouble.isTold = true
            actions.append(.alert(.unreachable(reason)))
        }
    }

    /// Others get their turn before a change whose answers are useless.
    private mutating func postpone(_ work: Work, at now: Int) {
        guard case .single(let key) = work, let tries = dirty[key]?.tries else { return }
        let due = now + delay(tries + 3)
        dirty[key]?.tries = tries + 1
        dirty[key]?.due = due
    }

    /// The server's clock against ours.
    mutating func heed(_ response: Response, at now: Int) {
        guard let server = response.serverTime, let wallClock else { return }
        let milliseconds = wallClock.wall + now - wallClock.at - server.milliseconds
        skew.milliseconds = milliseconds
        if abs(milliseconds) > 300_000, !skew.isTold {
            skew.isTold = true
            actions.append(.alert(.clockSkew(milliseconds: milliseconds)))
        } else if abs(milliseconds) < 60_000 {
            skew.isTold = false
        }
    }
}
