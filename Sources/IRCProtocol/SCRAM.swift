/// The client's side of SCRAM-SHA-256 (RFC 5802 section 5, RFC 7677), without channel binding.
struct SCRAM: Sendable {
    private enum Step {
        case first
        case final(clientFirstBare: String, nonce: String)
        case verify(serverSignature: [UInt8])
        case proven
        case failed
    }

    private let account: String
    private let password: String
    private let iterations: ClosedRange<Int>
    private let cryptography: Cryptography
    private var step = Step.first
    private(set) var hasSentProof = false

    init(account: String, password: String, iterations: ClosedRange<Int>, cryptography: Cryptography) {
        self.account = account
        self.password = password
        self.iterations = iterations
        self.cryptography = cryptography
    }

    var isServerProven: Bool {
        if case .proven = step { true } else { false }
    }

    mutating func respond(to challenge: [UInt8]) throws(SASLFailure) -> [UInt8] {
        let current = step
        step = .failed
        switch current {
        case .first:
            return first()
        case .final(let clientFirstBare, let nonce):
            return try final(String(decoding: challenge, as: UTF8.self), clientFirstBare, nonce)
        case .verify(let signature):
            try verify(String(decoding: challenge, as: UTF8.self), signature)
            step = .proven
            return []
        case .proven, .failed:
            throw .badChallenge("the server asks on after the last answer")
        }
    }

    private mutating func first() -> [UInt8] {
        let nonce = Base64.encode(cryptography.randomBytes(18))
        let bare = "n=\(account.escapedForSCRAM),r=\(nonce)"
        step = .final(clientFirstBare: bare, nonce: nonce)
        return Array("n,,\(bare)".utf8)
    }

    private mutating func final(_ challenge: String, _ bare: String, _ ownNonce: String) throws(SASLFailure) -> [UInt8]
    {
        // An extension that we do not know ("m=") must fail, and so it does: the first attribute must be the nonce.
        let attributes = challenge.split(separator: ",", omittingEmptySubsequences: false)
        guard attributes.count >= 3, let nonce = attributes[0].value(of: "r"), let salt = attributes[1].value(of: "s"),
            let count = attributes[2].value(of: "i")
        else { throw .badChallenge("the server's first message has not the form r=,s=,i=") }
        guard !ownNonce.isEmpty, nonce.hasPrefix(ownNonce), nonce.utf8.count > ownNonce.utf8.count else {
            throw .badChallenge("the server's nonce does not extend ours")
        }
        guard let salt = Base64.decode(salt), !salt.isEmpty else {
            throw .badChallenge("the salt is not base64")
        }
        guard let rounds = Int(count), iterations.contains(rounds) else {
            throw .badChallenge("\(count.prefix(12)) iterations are not within \(iterations)")
        }
        let salted = cryptography.pbkdf2SHA256(Array(password.utf8), salt, rounds)
        let clientKey = cryptography.hmacSHA256(salted, Array("Client Key".utf8))
        let serverKey = cryptography.hmacSHA256(salted, Array("Server Key".utf8))
        let withoutProof = "c=biws,r=\(nonce)"
        let text = Array("\(bare),\(challenge),\(withoutProof)".utf8)
        let clientSignature = cryptography.hmacSHA256(cryptography.sha256(clientKey), text)
        let serverSignature = cryptography.hmacSHA256(serverKey, text)
        guard clientKey.count == 32, clientSignature.count == 32, serverSignature.count == 32 else {
            throw .badChallenge("the digests cannot be computed")
        }
        step = .verify(serverSignature: serverSignature)
        hasSentProof = true
        let proof = zip(clientKey, clientSignature).map { $0 ^ $1 }
        return Array("\(withoutProof),p=\(Base64.encode(proof))".utf8)
    }

    private func verify(_ challenge: String, _ expected: [UInt8]) throws(SASLFailure) {
        let attribute = challenge.split(separator: ",").first ?? ""
        guard let signature = attribute.value(of: "v").flatMap(Base64.decode), signature.count == expected.count,
            // Compares in constant time.
            zip(signature, expected).reduce(0, { $0 | ($1.0 ^ $1.1) }) == 0
        else { throw .forgedServer }
    }
}

extension String {
    fileprivate var escapedForSCRAM: String {
        var escaped = ""
        for character in self {
            switch character {
            case "=": escaped += "=3D"
            case ",": escaped += "=2C"
            default: escaped.append(character)
            }
        }
        return escaped
    }
}

extension Substring {
    /// The value of the attribute `key=value`, nil if it is another one or empty.
    fileprivate func value(of key: Character) -> String? {
        guard first == key, dropFirst().first == "=" else { return nil }
        let value = dropFirst(2)
        return value.isEmpty ? nil : String(value)
    }
}
