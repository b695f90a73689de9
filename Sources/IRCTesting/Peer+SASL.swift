import Foundation
import IRCNetwork
import IRCProtocol

extension Peer {
    /// Offers SASL and reads on until the client begins with a mechanism.
    public mutating func offerLogin(_ capabilities: String = "sasl", mechanism: String) async throws {
        try await negotiate(capabilities)
        try await expect("AUTHENTICATE \(mechanism)")
    }

    /// Sends a challenge in pieces of 400 (IRCv3 "SASL Authentication").
    public func challenge(_ text: String) async throws {
        var rest = Data(text.utf8).base64EncodedString()[...]
        while rest.utf8.count >= 400 {
            try await send("AUTHENTICATE \(rest.prefix(400))")
            rest = rest.dropFirst(400)
        }
        try await send("AUTHENTICATE \(rest.isEmpty ? "+" : rest)")
    }

    /// The client's next response, put together from its pieces.
    public mutating func response() async throws -> String {
        var whole = ""
        var piece: Substring
        repeat {
            piece = try await expect("AUTHENTICATE ").dropFirst("AUTHENTICATE ".count)
            if piece != "+" { whole += piece }
        } while piece.utf8.count == 400
        guard let bytes = Data(base64Encoded: whole) else { throw Unexpected("\(whole) is not base64") }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Begins SCRAM-SHA-256 (RFC 5802 section 5): what the client says of itself, and its nonce.
    public mutating func startSCRAM() async throws -> (bare: String, nonce: String) {
        try await send("AUTHENTICATE +")
        let first = try await response()
        guard first.hasPrefix("n,,"), let nonce = first.split(separator: ",").last?.dropFirst("r=".count) else {
            throw Unexpected("\(first) is no first message")
        }
        return (String(first.dropFirst("n,,".count)), String(nonce))
    }

    /// Leads the client through SCRAM-SHA-256 up to its proof.
    /// - Returns: what a server that knows the password says last.
    public mutating func leadThroughSCRAM(password: String) async throws -> String {
        let (bare, nonce) = try await startSCRAM()
        let first = "r=\(nonce)server,s=\(Data("salt".utf8).base64EncodedString()),i=4096"
        try await challenge(first)
        let final = try await response()
        guard let proof = final.range(of: ",p=") else { throw Unexpected("\(final) has no proof") }
        let digests = Cryptography.openSSL
        let salted = digests.pbkdf2SHA256(Array(password.utf8), Array("salt".utf8), 4096)
        let key = digests.hmacSHA256(salted, Array("Server Key".utf8))
        let signature = digests.hmacSHA256(key, Array("\(bare),\(first),\(final[..<proof.lowerBound])".utf8))
        return "v=\(Data(signature).base64EncodedString())"
    }
}
