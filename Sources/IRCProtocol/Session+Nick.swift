import Pacing

/// How we get our own nick back while somebody else has it.
///
/// MONITOR tells when it is free; where there is none, ISON is asked now and then. Each loss and each refusal doubles the
/// delay, and attempts have a limit of their own: neither services that rename us nor somebody who takes the nick and
/// gives it back again and again make us send one NICK after the other.
/// Sources: IRCv3 "Monitor"; RFC 2812 sections 3.1.2 and 4.9.
struct NickRegain: Sendable {
    /// When to look whether it is free; nil while it is ours, or while MONITOR looks for us.
    var nextQuestion: Int?
    var delay: Int
    var isMonitored = false
    var heldSince: Int?
    var attempts: TokenBucket
    /// What the server made of our nick when it welcomed us, if it cut it.
    var cut: String?

    init(_ timeouts: Session.Timeouts) {
        delay = timeouts.nick
        attempts = TokenBucket(burst: 3, millisecondsEach: timeouts.nick)
    }
}

extension Session {
    /// The nick that is ours, as long as this server lets one be.
    var wantedNick: String {
        regain.cut
            ?? String(decoding: configuration.nick.utf8.prefix(support.nickLength ?? .max), as: UTF8.self)
    }

    private var hasWantedNick: Bool { folded(nick) == folded(wantedNick) }

    /// The welcome says what we are called, whatever we asked for.
    mutating func named(_ given: String, at now: Int) {
        if nickAttempts == 0, !given.isEmpty, given != nick, nick.hasPrefix(given) { regain.cut = given }
        if !given.isEmpty, given != "*" { nick = given }
        if hasWantedNick {
            regain.heldSince = now
        } else {
            regain.nextQuestion = now + regain.delay
        }
    }

    /// The server does not let us have a nick: before the welcome we need another one, after it we can wait.
    mutating func nickRefused(at now: Int) {
        guard phase == .registering else {
            if !hasWantedNick { lookLater(at: now) }
            return
        }
        nickAttempts += 1
        guard let next = Self.alternative(to: configuration.nick, attempt: nickAttempts) else {
            return close(.nickRefused)
        }
        nick = next
        send("NICK", next)
    }

    /// Other nicks to try: first ours with something behind it, then cut so short that every server takes it.
    static func alternative(to nick: String, attempt: Int) -> String? {
        switch attempt {
        case 1...2: nick + String(repeating: "_", count: attempt)
        // RFC 1459 allows only 9 characters.
        case 3...6: nick.prefix(7) + String(attempt - 2)
        default: nil
        }
    }

    mutating func renamed(_ message: IRCMessage, at now: Int) {
        let new = message.parameter(0)
        guard !new.isEmpty else { return }
        let isOurs = isOwn(message.nick)
        membership.rename(folded(message.nick), to: folded(new))
        guard isOurs else { return nickIsFree(message.nick, at: now) }
        let hadWantedNick = hasWantedNick
        nick = new
        if hasWantedNick {
            regain.nextQuestion = nil
            regain.heldSince = now
            if regain.isMonitored { enqueue(OutgoingLine("MONITOR", "-", wantedNick)) }
            regain.isMonitored = false
        } else if hadWantedNick {
            actions.append(.log(.warning, "we have been renamed to \(nick)"))
            if let since = regain.heldSince, now - since >= configuration.timeouts.longestNick {
                regain.delay = configuration.timeouts.nick
            }
            lookLater(at: now)
        }
    }

    /// Looks whether the nick is free, by what the server has.
    mutating func lookForNick(at now: Int) {
        guard !hasWantedNick else {
            regain.nextQuestion = nil
            return
        }
        if support.hasMonitor, !regain.isMonitored {
            // Its answer says how things stand now, and later ones when they change.
            regain.isMonitored = true
            regain.nextQuestion = nil
            enqueue(OutgoingLine("MONITOR", "+", wantedNick))
        } else {
            regain.nextQuestion = now + regain.delay
            enqueue(OutgoingLine("ISON", wantedNick))
        }
    }

    private mutating func lookLater(at now: Int) {
        regain.nextQuestion = now + regain.delay
        regain.delay = min(configuration.timeouts.longestNick, regain.delay * 2)
    }

    /// 731: those nicks, parted by commas and perhaps with user and host, are nobody's.
    mutating func monitoredAreGone(_ message: IRCMessage, at now: Int) {
        for target in message.lastParameter.split(separator: ",") {
            nickIsFree(String(target.prefix { $0 != "!" }), at: now)
        }
    }

    /// 734: the server watches as many as it wants to already.
    mutating func monitorIsFull(at now: Int) {
        guard regain.isMonitored else { return }
        regain.nextQuestion = now + regain.delay
    }

    /// 303: those of whom we asked are here.
    mutating func whoIsOn(_ message: IRCMessage, at now: Int) {
        let wanted = folded(wantedNick)
        let isThere = message.lastParameter.split(separator: " ").contains { folded(String($0)) == wanted }
        if !isThere { nickIsFree(wantedNick, at: now) }
    }

    /// Somebody has given up a nick; if it is ours, we take it.
    mutating func nickIsFree(_ free: String, at now: Int) {
        guard phase == .registered, !hasWantedNick, folded(free) == folded(wantedNick) else { return }
        regain.nextQuestion = now + regain.delay
        guard regain.attempts.takeOne(at: now) else { return }
        // Not in the queue's turn: whoever else wants it is quick.
        send("NICK", wantedNick)
    }
}
