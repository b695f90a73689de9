/// A request to the REST API. The carrier adds the host, the password, `Accept: application/json`, `Accept-Encoding: gzip`
/// and its own name, and uses one connection.
public struct Request: Sendable, Hashable {
    public enum Method: String, Sendable, Hashable {
        case get = "GET"
        case post = "POST"
    }

    public var method: Method
    /// With the query, encoded, beginning with `/`; behind the path of the server's own address.
    public var path: String
    /// JSON.
    public var body: [UInt8]?

    public init(_ method: Method, _ path: String, body: [UInt8]? = nil) {
        self.method = method
        self.path = path
        self.body = body
    }

    static func get(_ path: String, _ parameters: [(String, String)] = []) -> Request {
        let query = parameters.map { "\($0)=\(encoded($1))" }.joined(separator: "&")
        return Request(.get, query.isEmpty ? path : "\(path)?\(query)")
    }

    /// RFC 3986: everything but the unreserved characters, so that a project's slash is no slash of the path.
    public static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                bytes.append(byte)
            default:
                bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// What came back, after decompression.
public struct Response: Sendable, Hashable {
    public var status: Int
    public var body: [UInt8]
    /// The headers `Content-Type`, `Retry-After` and `Date`, as they came.
    public var contentType: String?
    public var retryAfter: String?
    public var date: String?

    public init(
        status: Int, body: [UInt8] = [], contentType: String? = nil, retryAfter: String? = nil, date: String? = nil
    ) {
        self.status = status
        self.body = body
        self.contentType = contentType
        self.retryAfter = retryAfter
        self.date = date
    }

    /// What an error says, which is plain text; cut, and without control characters.
    var text: String {
        String(decoding: body.prefix(300), as: UTF8.self).filter { !$0.isNewline && $0 >= " " }
    }

    var serverTime: ServerTime? { date.flatMap { ServerTime(httpDate: $0) } }

    /// Gerrit itself says that it knows no such change, or only others of that number. A proxy that answers for it says
    /// something else.
    var isNotFound: Bool {
        let text = text.lowercased()
        return status == 404 && (text.hasPrefix("not found") || text.hasPrefix("multiple changes found"))
    }

    /// Milliseconds that the server asks for; at most an hour.
    var retryDelay: Int? {
        guard let retryAfter else { return nil }
        if let seconds = Int(retryAfter) { return min(3600, max(0, seconds)) * 1000 }
        guard let then = ServerTime(httpDate: retryAfter), let now = serverTime else { return nil }
        return min(3_600_000, max(0, then.milliseconds - now.milliseconds))
    }
}
