internal import Pacing

extension MatrixSession {
    /// Whether a request may go out now; from then on it counts.
    mutating func mayStart(_ lane: Lane, at now: Int) -> Bool {
        guard !flights.values.contains(where: { $0.lane == lane }) else { return false }
        let retry = lanes[lane] ?? Retry()
        guard now >= retry.notBefore else {
            wake(at: retry.notBefore)
            return false
        }
        guard retry.failures > 0 || trouble.failures > 0 else { return true }
        guard retries.takeOne(at: now) else {
            wake(at: retries.nextTime(at: now))
            return false
        }
        return true
    }

    /// - Parameter timeout: milliseconds after which it counts as hung.
    mutating func send(_ request: Request, for work: Work, in lane: Lane, timeout: Int? = nil, at now: Int) {
        var request = request
        switch work {
        case .versions, .logIn, .refresh: break
        default: request.token = token
        }
        let id = newID()
        flights[id] = Flight(
            work: work, lane: lane, deadline: now + (timeout ?? settings.requestTimeout), sentAt: now,
            generation: generation)
        actions.append(.send(request, id))
    }

    mutating func received(_ id: RequestID, _ response: Response, at now: Int) {
        guard let flight = flights.removeValue(forKey: id) else { return }
        let answer = Answer(response, limit: settings.answerLimit)
        switch answer {
        case .ok, .useless: break
        // Whatever it says, it is there.
        case .tooMany, .loggedOut, .locked, .refused: trouble.failures = 0
        }
        switch answer {
        case .ok(let json):
            succeeded(flight, json, at: now)
        case .tooMany(let milliseconds):
            wait(flight, atLeast: milliseconds, at: now)
            // Limits on messages count all of a sender's.
            if case .send = flight.work { sendsNotBefore = lanes[flight.lane]?.notBefore ?? now }
        case .loggedOut(let isSoft, let text):
            loggedOut(flight, isSoft: isSoft, text, at: now)
        case .locked(let text):
            pause(flight.lane, .locked(text), at: now)
        case .refused(let refusal):
            refused(flight, refusal, at: now)
        case .useless(let fault):
            useless(fault, flight, at: now)
        }
    }

    private mutating func succeeded(_ flight: Flight, _ json: JSON, at now: Int) {
        do throws(Answer.Fault) {
            switch flight.work {
            case .versions: try greeted(json)
            case .whoAmI: try identified(json)
            case .logIn: try loggedIn(json)
            case .refresh: try refreshed(json)
            case .sync: try synced(json, flight, at: now)
            case .page(let room): read(MessagePage(json), of: room)
            case .members(let room): rooms[room]?.learn(members: json, user: kept.user)
            case .send(let transaction, let room):
                guard let event = json["event_id"].text.flatMap({ EventID($0) }) else { throw .incomplete("event_id") }
                sent(transaction, event, in: room)
            case .errand(let errand): try done(errand, json, at: now)
            }
            if trouble.isTold, let since = trouble.since {
                actions.append(.alert(.recovered(afterMilliseconds: now - since)))
            }
            switch flight.work {
            case .page(let room), .members(let room): strikes[room] = nil
            default: succeededAt = now
            }
            trouble = Trouble(hasEverSucceeded: true)
            lanes[flight.lane] = nil
        } catch {
            useless(error, flight, at: now)
        }
    }

    private mutating func refused(_ flight: Flight, _ refusal: Answer.Refusal, at now: Int) {
        switch flight.work {
        case .versions: pause(.account, .badRequest("\(refusal)"), at: now)
        case .whoAmI: stop(.loggedOut("\(refusal)"))
        case .logIn: stop(.loginRefused("\(refusal)"))
        case .refresh: logInAgain("\(refusal)")
        case .sync where kept.since != nil && [400, 404].contains(refusal.status):
            // Every error but those of rights may mean that; if it was another one, the next sync tells.
            log(.warning, "the server does not know how far we have read (\(refusal)): looking for what is new")
            keep(.lostPlace)
            wait(flight, at: now)
        case .sync: pause(.sync, .badRequest("\(refusal)"), at: now)
        case .page(let room): giveUp(room, "\(refusal)")
        case .members(let room): rooms[room]?.membersNotBefore = now + settings.probeEvery
        case .send(let transaction, let room):
            wait(flight, atLeast: settings.retry.shortest, at: now)
            if refusal.status == 403 || refusal.status == 404 {
                rooms[room]?.refusedUntil = now + settings.refusedPause
            }
            drop(transaction, .refused("\(refusal)"))
        case .errand(let errand): refused(errand, refusal, at: now)
        }
    }

    /// No answer, or a connection that broke off in the middle of one.
    mutating func failed(_ id: RequestID, _ reason: String, at now: Int) {
        guard let flight = flights.removeValue(forKey: id) else { return }
        fail(flight, reason, at: now)
    }

    /// An answer that nothing can be made of.
    private mutating func useless(_ fault: Answer.Fault, _ flight: Flight, at now: Int) {
        var isShape = false
        switch fault {
        // Perhaps a single event is at fault, or a room; at least less comes with it.
        case .tooLarge, .notJSON, .incomplete, .server(status: 500, _): isShape = true
        case .html, .server: break
        }
        switch flight.work {
        case .sync where isShape: timelineLimit = max(1, timelineLimit / 2)
        case .page(let room) where isShape:
            pageLimit = max(1, pageLimit / 2)
            batch?.gaps[room]?.useless += 1
            if batch?.gaps[room]?.useless ?? 0 > 8 { giveUp(room, "\(fault)") }
        // Without it, only private words are amiss.
        case .members(let room) where isShape: rooms[room]?.membersNotBefore = now + settings.probeEvery
        default: break
        }
        fail(flight, fault.description, at: now)
    }

    private mutating func fail(_ flight: Flight, _ reason: String, at now: Int) {
        log(.notice, "a request failed: \(reason)")
        wait(flight, at: now)
        switch flight.work {
        case .page(let room) where isStruck(room, at: now): giveUp(room, reason)
        case .members(let room) where isStruck(room, at: now):
            rooms[room]?.membersNotBefore = now + settings.probeEvery
        default: break
        }
        trouble.failures += 1
        trouble.since = trouble.since ?? now
        if !trouble.isTold, trouble.failures >= 3 || !trouble.hasEverSucceeded {
            trouble.isTold = true
            actions.append(.alert(.unreachable(reason)))
        }
    }

    /// Whether it is the room: the server is there for all else, and one room does not hold up the others for ever.
    private mutating func isStruck(_ room: RoomID, at now: Int) -> Bool {
        var strikes = strikes[room] ?? Strikes(lastAt: now)
        if succeededAt.map({ $0 > strikes.lastAt }) ?? false { strikes.count += 1 }
        strikes.lastAt = now
        self.strikes[room] = strikes.count < 8 ? strikes : nil
        return strikes.count >= 8
    }

    /// It is tried again after so many milliseconds, or after a delay that grows.
    private mutating func wait(_ flight: Flight, atLeast milliseconds: Int? = nil, at now: Int) {
        if case .errand(let errand) = flight.work {
            guard !errand.isCourtesy else { return errands[errand] = nil }
            let attempts = errands[errand]?.attempts ?? 0
            // Whether the room was opened shows at the latest when the next sync ends.
            let least = if case .open = errand { settings.pollTimeout + settings.pollGrace } else { 0 }
            let pause = max(delay(attempts), milliseconds ?? 0, least)
            errands[errand] = Due(at: now + pause, attempts: attempts + 1)
            return
        }
        var retry = lanes[flight.lane] ?? Retry()
        retry.notBefore = now + (milliseconds ?? delay(retry.failures))
        retry.failures += 1
        lanes[flight.lane] = retry
    }

    /// Something is wrong that time alone will hardly mend: says so once, and tries seldom.
    private mutating func pause(_ lane: Lane, _ alert: Alert, at now: Int) {
        if case .errand(let errand) = lane { errands[errand]?.at = now + settings.probeEvery }
        lanes[lane] = Retry(failures: 1, notBefore: now + settings.probeEvery)
        trouble.since = trouble.since ?? now
        if !trouble.isTold { actions.append(.alert(alert)) }
        trouble.isTold = true
    }
}
