internal import Pacing

extension MatrixSession {
    /// Takes the next step on the way to a token that is known to be valid.
    mutating func identify(at now: Int) {
        switch phase {
        case .greeting:
            if mayStart(.account, at: now) { send(.versions, for: .versions, in: .account, at: now) }
        case .identifying:
            if mayStart(.account, at: now) { send(.whoAmI, for: .whoAmI, in: .account, at: now) }
        case .refreshing:
            guard let refreshToken = kept.credentials?.refreshToken else { return logInAgain("") }
            guard refreshes.available(at: now) > 0 else { return wake(at: refreshes.nextTime(at: now)) }
            guard mayStart(.account, at: now) else { return }
            refreshes.spend(1)
            send(.refresh(refreshToken), for: .refresh, in: .account, at: now)
        case .loggingIn:
            guard case .password(let user, let password) = settings.access else { return }
            guard logins.available(at: now) > 0 else { return wake(at: logins.nextTime(at: now)) }
            guard mayStart(.account, at: now) else { return }
            logins.spend(1)
            let device = kept.credentials?.device ?? settings.device
            send(
                .logIn(user, password, device: device, displayName: settings.deviceName), for: .logIn,
                in: .account, at: now)
        case .idle, .storingTokens, .ready, .over: break
        }
    }

    mutating func greeted(_ json: JSON) throws(Answer.Fault) {
        guard !json["versions"].list.isEmpty else { throw .incomplete("versions: is it a Matrix homeserver?") }
        switch settings.access {
        case .token(let token, _): use(token, .identifying)
        case .password:
            if let credentials = kept.credentials {
                use(credentials.accessToken, .identifying)
            } else {
                phase = .loggingIn
            }
        }
    }

    private mutating func use(_ token: Secret, _ phase: Phase) {
        self.token = token
        generation += 1
        self.phase = phase
    }

    mutating func identified(_ json: JSON) throws(Answer.Fault) {
        guard let user = json["user_id"].text.flatMap({ UserID($0) }) else { throw .incomplete("user_id") }
        switch settings.access {
        case .token(_, let expected?) where expected != user:
            return stop(.wrongAccount(user, expected: expected.text))
        case .password(let name, _) where name != user.text && name != user.localpart:
            // Another account is configured now.
            keep(.credentials(nil))
            phase = .loggingIn
            return
        case .token, .password: break
        }
        take(user)
        phase = .ready
    }

    private mutating func take(_ user: UserID) {
        if let known = kept.user, known != user {
            log(.warning, "the account is another one: \(user), not \(known); nothing of the old one counts")
            for message in kept.outbox { drop(message.transaction, .refused("the account is another one now")) }
            rooms = [:]
            batch = nil
            isFresh = true
        }
        if kept.user != user { keep(.account(user)) }
        for place in settings.rooms { resolveSoon(place) }
    }

    mutating func loggedIn(_ json: JSON) throws(Answer.Fault) {
        guard let user = json["user_id"].text.flatMap({ UserID($0) }) else { throw .incomplete("user_id") }
        guard let token = json["access_token"].text else { throw .incomplete("access_token") }
        take(user)
        let device = json["device_id"].text.flatMap { DeviceID($0) }
        hold(
            Kept.Credentials(
                device: device, accessToken: Secret(token), refreshToken: json["refresh_token"].text.map { Secret($0) })
        )
    }

    mutating func refreshed(_ json: JSON) throws(Answer.Fault) {
        guard let token = json["access_token"].text else { throw .incomplete("access_token") }
        // Without a new one the old one goes on.
        let refreshToken = json["refresh_token"].text.map { Secret($0) } ?? kept.credentials?.refreshToken
        hold(
            Kept.Credentials(
                device: kept.credentials?.device, accessToken: Secret(token), refreshToken: refreshToken))
    }

    /// With the first use of the new token the server forgets the old ones, so the new ones have to be safe before.
    private mutating func hold(_ credentials: Kept.Credentials) {
        phase = .storingTokens
        keep(.credentials(credentials), then: .useTokens)
    }

    mutating func useTokens() {
        guard let credentials = kept.credentials else { return }
        use(credentials.accessToken, .ready)
    }

    /// A token is good for nothing any more.
    mutating func loggedOut(_ flight: Flight, isSoft: Bool, _ text: String, at now: Int) {
        switch flight.work {
        case .refresh: return logInAgain(text)
        case .logIn: return stop(.loginRefused(text))
        case .errand(let errand) where errand.isCourtesy: errands[errand] = nil
        default: break
        }
        guard flight.generation == generation, phase == .ready || phase == .identifying else { return }
        log(.notice, "logged out \(isSoft ? "softly" : "for good"): \(text)")
        if isSoft, kept.credentials?.refreshToken != nil, case .password = settings.access {
            phase = .refreshing
        } else {
            logInAgain(text)
        }
    }

    /// With the same device, so that the server still knows what was sent.
    mutating func logInAgain(_ text: String) {
        switch settings.access {
        case .token: stop(.loggedOut(text))
        case .password: phase = .loggingIn
        }
    }
}
