extension Session {
    /// When `tick` wants to be called next; nil: never, as things stand.
    public func deadline(at now: Int) -> Int? {
        switch phase {
        case .idle, .closed:
            return nil
        case .registering:
            let registration = startedAt + configuration.timeouts.registration
            return min(registration, login.deadline ?? registration)
        case .registered:
            var next = askedAt.map { $0 + configuration.timeouts.pong } ?? heardAt + configuration.timeouts.idle
            if !hasJoined, let registeredAt { next = min(next, registeredAt + configuration.timeouts.welcome) }
            if let deadline = login.deadline { next = min(next, deadline) }
            if let question = regain.nextQuestion { next = min(next, question) }
            if let retry = login.retryAt { next = min(next, retry) }
            if let fullSince {
                next = min(next, fullSince + configuration.timeouts.pong)
            } else if let time = queue.nextTime(at: now) {
                next = min(next, time)
            }
            for entry in joining.values { next = min(next, entry.nextAttempt ?? next) }
            for announcement in announcements { next = min(next, deadline(of: announcement) ?? next) }
            return next
        }
    }

    /// Time has passed.
    public mutating func tick(at now: Int) -> [Action] {
        switch phase {
        case .idle, .closed: return []
        case .registering: checkRegistration(at: now)
        case .registered: checkSession(at: now)
        }
        return takeActions(at: now)
    }

    private mutating func checkRegistration(at now: Int) {
        if let deadline = login.deadline, now >= deadline {
            loginFailed(.timedOut("login"), at: now)
        } else if now - startedAt >= configuration.timeouts.registration {
            close(.timedOut("registration"))
        }
    }

    private mutating func checkSession(at now: Int) {
        if let askedAt, now - askedAt >= configuration.timeouts.pong {
            return close(.timedOut("PING"))
        }
        if let fullSince, now - fullSince >= configuration.timeouts.pong {
            return close(.timedOut("taking what we say"))
        }
        if askedAt == nil, now - heardAt >= configuration.timeouts.idle {
            askedAt = now
            send("PING", "alive")
        }
        if let deadline = login.deadline, now >= deadline { loginFailed(.timedOut("login"), at: now) }
        if let retry = login.retryAt, now >= retry {
            login.reset()
            startLogin(at: now)
        }
        if !hasJoined, let registeredAt, now - registeredAt >= configuration.timeouts.welcome { enterChannels(at: now) }
        if let question = regain.nextQuestion, now >= question { lookForNick(at: now) }
        joinDue(at: now)
        questionAnnouncements(at: now)
    }
}
