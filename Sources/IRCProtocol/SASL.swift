/// A way to log in to the network's services (RFC 4422, IRCv3 "SASL Authentication" 3.2).
public enum SASLMechanism: String, Sendable, Hashable, CaseIterable {
    /// Proves that both sides know the password without sending it (RFC 5802, RFC 7677).
    case scramSHA256 = "SCRAM-SHA-256"
    /// The client certificate is the proof (RFC 4422 appendix A).
    case external = "EXTERNAL"
    /// Sends the password (RFC 4616): only over verified TLS.
    case plain = "PLAIN"
}

/// The cryptography that SASL needs. It comes from outside, so that the protocol depends on no library and can be tested
/// with fixed random bytes. A function that cannot do its work returns nothing (an empty array); then the login fails.
public struct Cryptography: Sendable {
    public var sha256: @Sendable (_ text: [UInt8]) -> [UInt8]
    public var hmacSHA256: @Sendable (_ key: [UInt8], _ text: [UInt8]) -> [UInt8]
    public var pbkdf2SHA256: @Sendable (_ password: [UInt8], _ salt: [UInt8], _ iterations: Int) -> [UInt8]
    public var randomBytes: @Sendable (_ count: Int) -> [UInt8]

    public init(
        sha256: @escaping @Sendable ([UInt8]) -> [UInt8],
        hmacSHA256: @escaping @Sendable ([UInt8], [UInt8]) -> [UInt8],
        pbkdf2SHA256: @escaping @Sendable ([UInt8], [UInt8], Int) -> [UInt8],
        randomBytes: @escaping @Sendable (Int) -> [UInt8]
    ) {
        self.sha256 = sha256
        self.hmacSHA256 = hmacSHA256
        self.pbkdf2SHA256 = pbkdf2SHA256
        self.randomBytes = randomBytes
    }
}

/// Why a login was broken off by us.
enum SASLFailure: Error, Hashable {
    case badChallenge(String)
    /// The server could not prove that it knows the password. Nothing weaker may be tried after it.
    case forgedServer
}

/// One attempt to log in by one mechanism: challenges in, responses out.
struct SASLExchange: Sendable {
    private enum State: Sendable {
        case plain([UInt8])
        case external
        case scram(SCRAM)
        case done
    }

    let mechanism: SASLMechanism
    private var state: State

    init(
        _ mechanism: SASLMechanism, account: String, password: String,
        iterations: ClosedRange<Int> = Session.Login.iterations, cryptography: Cryptography
    ) {
        self.mechanism = mechanism
        switch mechanism {
        case .plain:
            state = .plain(Array("\(account)\0\(account)\0\(password)".utf8))
        case .external:
            state = .external
        case .scramSHA256:
            state = .scram(
                SCRAM(account: account, password: password, iterations: iterations, cryptography: cryptography))
        }
    }

    /// Whether the server's "logged in" may be believed: with SCRAM only after it has proved itself.
    var mayEnd: Bool {
        if case .scram(let scram) = state { scram.isServerProven } else { true }
    }

    /// Whether something derived from the password has left us. After that no weaker mechanism is tried.
    var hasSentProof: Bool {
        if case .scram(let scram) = state { scram.hasSentProof } else { false }
    }

    mutating func respond(to challenge: [UInt8]) throws(SASLFailure) -> [UInt8] {
        switch state {
        case .plain(let response):
            state = .done
            return response
        case .external:
            state = .done
            return []
        case .scram(var scram):
            defer { state = .scram(scram) }
            return try scram.respond(to: challenge)
        case .done:
            throw .badChallenge("the server asks on after the last answer")
        }
    }

    /// A response as `AUTHENTICATE` takes it: base64 in pieces of 400, with a `+` after an exact multiple.
    static func pieces(of response: [UInt8]) -> [String] {
        var rest = Base64.encode(response)[...]
        var pieces: [String] = []
        while rest.utf8.count >= 400 {
            pieces.append(String(rest.prefix(400)))
            rest = rest.dropFirst(400)
        }
        pieces.append(rest.isEmpty ? "+" : String(rest))
        return pieces
    }
}
