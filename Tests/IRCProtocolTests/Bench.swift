import Testing

@testable import IRCProtocol

/// A session with a scripted server and a virtual clock.
struct Bench {
    var session: Session
    /// Milliseconds.
    var now = 1_000_000
    /// Everything that went out, without line ends.
    var sent: [String] = []
    var said: [Session.Said] = []
    var confirmed: [Int] = []
    var failed: [Int: Session.Refusal] = [:]
    var ending: Session.Ending?

    /// What the wall clock shows when `now` is what it is at first: 2026-03-01 12:00:00 UTC.
    static let wallClock = 1_772_366_400_000

    /// The capabilities of a modern server.
    static let modern =
        "account-tag server-time message-tags echo-message batch labeled-response account-notify extended-join chghost "
        + "multi-prefix userhost-in-names cap-notify"

    var policies: [Int] = []

    init(isSecure: Bool = true, _ change: (inout Session.Configuration) -> Void = { _ in }) {
        var configuration = Session.Configuration(nick: "slotkeeper", channels: ["#nova"])
        configuration.flood = .unlimited
        change(&configuration)
        session = Session(configuration, cryptography: .toy)
        carryOut(session.connected(at: now, wallClock: Self.wallClock, isSecure: isSecure))
    }

    /// A session that is registered and in its channels.
    static func joined(
        capabilities: String = Bench.modern, support: String = "CASEMAPPING=rfc1459 STATUSMSG=@+ WHOX",
        _ change: (inout Session.Configuration) -> Void = { _ in }
    ) -> Bench {
        var bench = Bench(change)
        if capabilities.isEmpty {
            bench.server(":s 421 * CAP :Unknown command")
        } else {
            bench.server(":s CAP * LS :\(capabilities)")
            bench.acknowledgeAll()
        }
        bench.welcome(support: support)
        for channel in bench.session.configuration.channels {
            bench.server(":slotkeeper!~bot@host JOIN \(channel.name)")
        }
        bench.clear()
        return bench
    }

    mutating func acknowledgeAll() {
        for line in sent where line.hasPrefix("CAP REQ ") {
            let names = line.dropFirst("CAP REQ ".count)
            server(":s CAP * ACK \(names.hasPrefix(":") ? "" : ":")\(names)")
        }
    }

    mutating func welcome(nick: String = "slotkeeper", support: String = "CASEMAPPING=rfc1459") {
        server(
            ":s 001 \(nick) :Welcome", ":s 005 \(nick) \(support) :are supported by this server",
            ":s 422 \(nick) :no message of the day")
    }

    mutating func server(_ lines: String...) {
        for line in lines { carryOut(session.receive(Array(line.utf8)[...], at: now)) }
    }

    /// Lets time pass, waking the session whenever it wants to be woken.
    mutating func pass(_ milliseconds: Int, sourceLocation: SourceLocation = #_sourceLocation) {
        let end = now + milliseconds
        var wakeups = 0
        while let deadline = session.deadline(at: now), deadline <= end {
            now = max(now, deadline)
            carryOut(session.tick(at: now))
            wakeups += 1
            guard wakeups < 10_000 else {
                Issue.record("the session spins", sourceLocation: sourceLocation)
                return
            }
        }
        now = end
    }

    mutating func announce(_ lines: String..., to target: String = "#nova") throws -> Int {
        let (token, actions) = try session.announce(lines, to: target, at: now)
        carryOut(actions)
        return token
    }

    mutating func answer(_ lines: String..., to target: String = "#nova") throws {
        carryOut(try session.answer(lines, to: target, at: now))
    }

    mutating func clear() {
        sent = []
        said = []
    }

    mutating func carryOut(_ actions: [Session.Action]) {
        for action in actions {
            switch action {
            case .send(let line): sent.append(String(decoding: line.bytes.dropLast(2), as: UTF8.self))
            case .deliver(let words): said.append(words)
            case .confirmed(let token): confirmed.append(token)
            case .failed(let token, let refusal): failed[token] = refusal
            case .requiresTLS(let seconds): policies.append(seconds)
            case .close(let reason): ending = reason
            case .log: break
            }
        }
    }
}

extension Cryptography {
    /// Functions of the right shape that are quick to compute and protect nothing.
    static let toy = Cryptography(
        sha256: { mix([1] + $0) },
        hmacSHA256: { key, text in mix(key + [2] + text) },
        pbkdf2SHA256: { password, salt, iterations in mix(password + salt + Array("\(iterations)".utf8)) },
        randomBytes: { Array(repeating: 7, count: $0) })

    private static func mix(_ bytes: [UInt8]) -> [UInt8] {
        var state: UInt64 = 14_695_981_039_346_656_037
        var digest: [UInt8] = []
        for round in 0..<32 {
            for byte in bytes { state = (state ^ UInt64(byte)) &* 1_099_511_628_211 }
            state = (state ^ UInt64(round)) &* 1_099_511_628_211
            digest.append(UInt8(truncatingIfNeeded: state >> 32))
        }
        return digest
    }
}
