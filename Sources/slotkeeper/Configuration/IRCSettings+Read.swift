import Bot

extension IRCSettings {
    fileprivate static let anyTime = Duration.milliseconds(1) ... .seconds(86_400)

    init(_ table: inout ConfigTable, _ environment: [String: String]?) {
        host = table.requiredText("host", Check.word)
        nick = table.requiredText("nick", Check.nick)
        port = table.int("port", default: port, in: 1...65535)
        user = table.text("user", default: user, Check.word)
        realname = table.text("realname", default: realname, Check.line)
        password = table.secret("password", environment)

        tls = table.table("tls") { TLS(&$0, environment) } ?? TLS()
        let hasCertificate = tls?.certificate != nil
        sasl = table.table("sasl") { SASL(&$0, environment, hasCertificate: hasCertificate) }

        let plaintext = table.bool("allow_plaintext", default: false)
        let plaintextLogin = table.bool("allow_plaintext_auth", default: false)
        if plaintext, table.has("tls") {
            table.complain(about: "tls", "goes against allow_plaintext: true, which is without TLS: remove one of them")
        }
        if plaintext, !plaintextLogin {
            for key in ["sasl", "password_file", "password_env"] where table.has(key) {
                table.complain(about: key, "goes without TLS: use TLS, or say allow_plaintext_auth: true")
            }
        }
        if plaintext { tls = nil }
        allowsPlaintextAuth = plaintextLogin

        flood = table.table("flood") { Flood(&$0) } ?? flood
        timeouts = table.table("timeouts") { Timeouts(&$0) } ?? timeouts
        reconnect = table.table("reconnect") { Reconnect(&$0) } ?? reconnect
        rejoin = table.table("rejoin") { Rejoin(&$0) } ?? rejoin
        regain = table.table("regain") { Regain(&$0) } ?? regain
        memory = table.table("memory") { Memory(&$0) } ?? memory
    }
}

extension IRCSettings.TLS {
    fileprivate init(_ table: inout ConfigTable, _ environment: [String: String]?) {
        caFile = table.file("ca_file")
        pinSHA256 = table.text("pin_sha256") { Self.digits($0) == nil ? "is no SHA-256: 64 hexadecimal digits" : nil }
            .flatMap(Self.digits)
        certificate = table.file("certificate")
        key = environment == nil ? table.text("key") : table.file("key", secretIn: environment)
        serverName = table.text("server_name", Check.word)
        for (one, other) in [("certificate", "key"), ("key", "certificate")] where table.has(one) && !table.has(other) {
            table.complain(about: other, "is missing: \(one) needs it")
        }
    }

    /// Digits as openssl prints them, with or without colons.
    private static func digits(_ pin: String) -> String? {
        let digits = pin.lowercased().filter { $0 != ":" }
        return digits.utf8.count == 64 && digits.allSatisfy { $0.isASCII && $0.isHexDigit } ? digits : nil
    }
}

extension IRCSettings.SASL {
    fileprivate init(_ table: inout ConfigTable, _ environment: [String: String]?, hasCertificate: Bool) {
        account = table.requiredText("account", Check.word)
        required = table.bool("required", default: required)
        mostIterations = table.int("most_iterations", default: mostIterations, in: 4096...10_000_000)
        password = table.secret("password", environment)
        let hasPassword = table.has("password_file") || table.has("password_env")
        if !hasPassword, !hasCertificate {
            table.complain(about: "password_file", "is missing: give it, password_env, or a tls.certificate")
        }
        func isUsable(_ mechanism: Mechanism) -> Bool { mechanism == .external ? hasCertificate : hasPassword }

        mechanisms = Mechanism.allCases.filter(isUsable)
        if let chosen = table.values("mechanisms", { try $0.choice(Mechanism.self) }) {
            mechanisms = chosen
            for mechanism in chosen where !isUsable(mechanism) {
                let need = mechanism == .external ? "tls.certificate" : "password_file or password_env"
                table.complain(about: "mechanisms", "\(mechanism.rawValue) needs \(need)")
            }
            table.requireSome("mechanisms", "mechanism, or leave the key out")
        }
    }
}

extension IRCSettings.Flood {
    fileprivate init(_ table: inout ConfigTable) {
        burst = table.int("burst", default: burst, in: 1...1_000_000)
        perSecond = table.int("per_second", default: perSecond, in: 1...1_000_000)
        queue = table.int("queue", default: queue, in: 10...1_000_000)
        ctcpBurst = table.int("ctcp_burst", default: ctcpBurst, in: 1...1000)
        ctcpEvery = table.duration("ctcp_every", default: ctcpEvery, in: IRCSettings.anyTime)
        inviteEvery = table.duration("invite_every", default: inviteEvery, in: IRCSettings.anyTime)
    }
}

extension IRCSettings.Timeouts {
    fileprivate init(_ table: inout ConfigTable) {
        let range = IRCSettings.anyTime
        connect = table.duration("connect", default: connect, in: range)
        tls = table.duration("tls", default: tls, in: range)
        registration = table.duration("registration", default: registration, in: range)
        sasl = table.duration("sasl", default: sasl, in: range)
        pingAfter = table.duration("ping_after", default: pingAfter, in: range)
        pingTimeout = table.duration("ping_timeout", default: pingTimeout, in: range)
        confirmation = table.duration("confirmation", default: confirmation, in: range)
        join = table.duration("join", default: join, in: range)
        welcome = table.duration("welcome", default: welcome, in: range)
        messageAge = table.duration("message_age", default: messageAge, in: range)
        reloginEvery = table.duration("relogin_every", default: reloginEvery, in: range)
        quit = table.duration("quit", default: quit, in: range)
        tlsClose = table.duration("tls_close", default: tlsClose, in: range)
    }
}

extension IRCSettings.Reconnect {
    fileprivate init(_ table: inout ConfigTable) {
        let range = IRCSettings.anyTime
        first = table.duration("first", default: first, in: range)
        longest = table.duration("longest", default: longest, in: range)
        stableAfter = table.duration("stable_after", default: stableAfter, in: range)
        bannedPause = table.duration("banned_pause", default: bannedPause, in: range)
        longestBannedPause = table.duration("longest_banned_pause", default: longestBannedPause, in: range)
        if first > longest { table.complain(about: "longest", "is shorter than first, \(first.configured)") }
        if bannedPause > longestBannedPause {
            table.complain(about: "longest_banned_pause", "is shorter than banned_pause, \(bannedPause.configured)")
        }
    }
}

extension IRCSettings.Regain {
    fileprivate init(_ table: inout ConfigTable) {
        first = table.duration("first", default: first, in: IRCSettings.anyTime)
        longest = table.duration("longest", default: longest, in: IRCSettings.anyTime)
        if first > longest { table.complain(about: "longest", "is shorter than first, \(first.configured)") }
    }
}

extension IRCSettings.Rejoin {
    fileprivate init(_ table: inout ConfigTable) {
        first = table.duration("first", default: first, in: IRCSettings.anyTime)
        longest = table.duration("longest", default: longest, in: IRCSettings.anyTime)
        if first > longest { table.complain(about: "longest", "is shorter than first, \(first.configured)") }
    }
}

extension IRCSettings.Memory {
    fileprivate init(_ table: inout ConfigTable) {
        members = table.int("members", default: members, in: 100...10_000_000)
        batches = table.int("batches", default: batches, in: 1...10_000)
        messageIds = table.int("message_ids", default: messageIds, in: 1...1_000_000)
        waitingMessages = table.int("waiting_messages", default: waitingMessages, in: 1...1_000_000)
    }
}
