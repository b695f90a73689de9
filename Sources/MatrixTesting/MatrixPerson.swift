internal import AsyncHTTPClient
internal import Foundation
public import MatrixProtocol
internal import NIOCore
internal import NIOHTTP1

/// Somebody who talks to a homeserver, ours or a real one, with as small a client as can be.
public struct MatrixPerson: Sendable {
    public let id: String
    public let url: String
    public let token: Secret

    public init(id: String, url: String, token: Secret) {
        (self.id, self.url, self.token) = (id, url, token)
    }

    /// - Parameter user: the local part.
    public static func logIn(_ user: String, password: String, at url: String) async throws -> MatrixPerson {
        let body: JSON = [
            "type": "m.login.password", "identifier": ["type": "m.id.user", "user": .text(user)],
            "password": .text(password),
        ]
        let answer = try await exchange(request(.post, "v3/login", body), url).orThrow("log in as \(user)")
        return MatrixPerson(
            id: answer["user_id"].text ?? "", url: url, token: Secret(answer["access_token"].text ?? ""))
    }

    // MARK: Requests

    public struct Answer: Sendable, Hashable {
        public var status: Int
        /// `null` if it is no JSON.
        public var body: JSON
        public var text: String
        public var retryAfter: String?

        /// `M_FORBIDDEN` and so on.
        public var code: String { body["errcode"].text ?? "" }

        func orThrow(_ what: String) throws -> JSON {
            guard status == 200 else { throw Refused(what: what, answer: self) }
            return body
        }
    }

    /// The server did not do what a person asked for.
    public struct Refused: Error, CustomStringConvertible {
        public var what: String
        public var answer: Answer

        public var description: String {
            "\(what): \(answer.status) \(answer.code) \(answer.body["error"].text ?? "")"
        }
    }

    /// One request, and whatever comes back.
    /// - Parameter path: behind `/_matrix/client/`, encoded.
    public func ask(_ method: Request.Method, _ path: String, _ body: JSON? = nil) async throws -> Answer {
        try await ask(Self.request(method, path, body))
    }

    /// With our token, if it has none.
    /// - Throws: if no whole answer comes in so many seconds.
    public func ask(_ request: Request, within seconds: Int = 60) async throws -> Answer {
        var request = request
        request.token = request.token ?? token
        return try await Self.exchange(request, url, within: seconds)
    }

    /// One that must succeed. A server that wants more time gets it.
    func call(_ method: Request.Method, _ path: String, _ body: JSON? = nil) async throws -> JSON {
        while true {
            let answer = try await ask(method, path, body)
            guard answer.status == 429 else { return try answer.orThrow("\(id): \(method.rawValue) \(path)") }
            try await Task.sleep(for: .milliseconds(answer.body["retry_after_ms"].int ?? 1000))
        }
    }

    static func request(_ method: Request.Method, _ path: String, _ body: JSON? = nil) -> Request {
        Request(method, path: "/_matrix/client/" + path, body: body?.bytes)
    }

    /// - Parameter method: another than the bot ever uses.
    static func exchange(
        _ asked: Request, _ url: String, as method: HTTPMethod? = nil, within seconds: Int = 60
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: url + asked.path)
        request.method = method ?? HTTPMethod(rawValue: asked.method.rawValue)
        if let token = asked.token { request.headers.add(name: "Authorization", value: "Bearer \(token.value)") }
        if let body = asked.body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(Int64(seconds)))
        let text = String(buffer: try await response.body.collect(upTo: 100_000_000))
        return Answer(
            status: Int(response.status.code), body: (try? JSON(Array(text.utf8))) ?? .null, text: text,
            retryAfter: response.headers.first(name: "Retry-After"))
    }

    func path(_ room: String, _ parts: String...) -> String {
        (["v3/rooms/\(Request.encoded(room))"] + parts.map { Request.encoded($0) }).joined(separator: "/")
    }

    /// One that no other request has.
    static func transaction() -> String { UUID().uuidString }
}
