internal import Chat

/// What came back, after decompression.
public struct Response: Sendable, Hashable {
    public var status: Int
    public var body: [UInt8]
    /// The header `Retry-After`, as it came.
    public var retryAfter: String?

    public init(status: Int, body: [UInt8] = [], retryAfter: String? = nil) {
        self.status = status
        self.body = body
        self.retryAfter = retryAfter
    }
}

/// What an answer means, whatever was asked.
public enum Answer: Sendable, Hashable {
    case ok(JSON)
    /// Too many requests: not before so many milliseconds, if the server says so.
    case tooMany(milliseconds: Int?)
    /// The access token is good for nothing any more; softly: what was kept of the session still is.
    case loggedOut(isSoft: Bool, String)
    /// An administrator has locked the account for now. It stays logged in.
    case locked(String)
    /// The server understood, and will not do it.
    case refused(Refusal)
    /// Nothing can be made of it; what was asked may have been done or not.
    case useless(Fault)

    public struct Refusal: Error, Sendable, Hashable, CustomStringConvertible {
        public var status: Int
        /// `M_FORBIDDEN` and so on; empty if there is none.
        public var code: String
        public var text: String

        public var description: String {
            [text.isEmpty ? "refused" : text, code.isEmpty ? "\(status)" : "\(code), \(status)"]
                .joined(separator: " (") + ")"
        }
    }

    public enum Fault: Error, Sendable, Hashable, CustomStringConvertible {
        case tooLarge(limit: Int)
        /// A login or maintenance page, whatever its status says.
        case html
        case notJSON(String)
        /// JSON, but not what was asked for.
        case incomplete(String)
        case server(status: Int, String)

        public var description: String {
            switch self {
            case .tooLarge(let limit): "the answer is larger than \(limit) bytes"
            case .html: "the answer is a web page: a proxy's, or the address is not that of a Matrix homeserver"
            case .notJSON(let why): "the answer is no JSON: \(why)"
            case .incomplete(let what): "the answer has no \(what)"
            case .server(let status, let text): text.isEmpty ? "status \(status)" : "status \(status): \(text)"
            }
        }
    }

    /// - Parameter limit: bytes that the body may have.
    public init(_ response: Response, limit: Int) {
        self = Self.classify(response, limit)
    }

    /// An hour: whoever asks for more is asked again all the same.
    static let longestWait = 3_600_000

    private static func classify(_ response: Response, _ limit: Int) -> Answer {
        let status = response.status
        if status == 429 {
            let body = (try? JSON(Array(response.body.prefix(10_000)))) ?? .null
            return .tooMany(milliseconds: delay(response, body))
        }
        guard response.body.count <= limit else { return .useless(.tooLarge(limit: limit)) }
        let first = response.body.first { ![0x20, 0x0A, 0x0D, 0x09].contains($0) }
        if first == UInt8(ascii: "<") { return .useless(status >= 500 ? .server(status: status, "a web page") : .html) }
        let json: JSON
        do throws(JSON.Fault) {
            json = try JSON(response.body)
        } catch {
            return .useless(status == 200 ? .notJSON("\(error)") : .server(status: status, ""))
        }
        let code = json["errcode"].text ?? ""
        let text = (json["error"].text ?? "").cut(toBytes: 300).harmless
        switch status {
        case 200: return json.isObject ? .ok(json) : .useless(.notJSON("it is no object"))
        case 401 where code == "M_USER_LOCKED": return .locked(text)
        case 401 where code == "M_UNKNOWN_TOKEN" || code == "M_MISSING_TOKEN":
            return .loggedOut(isSoft: json["soft_logout"].bool ?? false, text)
        case 400..<500 where !code.isEmpty:
            return .refused(Refusal(status: status, code: code.cut(toBytes: 60).harmless, text: text))
        // Not the homeserver's own words: somebody before it speaks for it.
        default: return .useless(.server(status: status, text))
        }
    }

    /// The header counts seconds, and is newer; the body says it in milliseconds ("Rate limiting").
    private static func delay(_ response: Response, _ body: JSON) -> Int? {
        let seconds = response.retryAfter.flatMap { Int($0.trimmed) }.map { min(max(0, $0), 3600) * 1000 }
        let exact = body["retry_after_ms"].int.map { min(max(0, $0), longestWait) }
        switch (exact, seconds) {
        // A server that rounds up says both.
        case (let exact?, let seconds?): return seconds - exact > 1000 ? seconds : exact
        default: return exact ?? seconds
        }
    }
}
