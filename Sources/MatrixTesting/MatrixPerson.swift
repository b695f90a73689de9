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
        let answer = try await exchange(.post, url, "v3/login", body, token: nil).orThrow("log in as \(user)")
        return MatrixPerson(
            id: answer["user_id"].text ?? "", url: url, token: Secret(answer["access_token"].text ?? ""))
    }

    // MARK: Requests

    public struct Answer: Sendable, Hashable {
        public var status: Int
        public var body: JSON
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
        try await Self.exchange(method, url, path, body, token: token)
    }

    /// One that must succeed. A server that wants more time gets it.
    func call(_ method: Request.Method, _ path: String, _ body: JSON? = nil) async throws -> JSON {
        while true {
            let answer = try await ask(method, path, body)
            guard answer.status == 429 else { return try answer.orThrow("\(id): \(method.rawValue) \(path)") }
            try await Task.sleep(for: .milliseconds(answer.body["retry_after_ms"].int ?? 1000))
        }
    }

    static func exchange(
        _ method: Request.Method, _ url: String, _ path: String, _ body: JSON?, token: Secret?
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: "\(url)/_matrix/client/\(path)")
        request.method = HTTPMethod(rawValue: method.rawValue)
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token.value)") }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: body.bytes))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        let bytes = try await response.body.collect(upTo: 100_000_000)
        return Answer(
            status: Int(response.status.code), body: try JSON(Array(buffer: bytes)),
            retryAfter: response.headers.first(name: "Retry-After"))
    }

    func path(_ room: String, _ parts: String...) -> String {
        (["v3/rooms/\(Request.encoded(room))"] + parts.map { Request.encoded($0) }).joined(separator: "/")
    }

    /// One that no other request has.
    static func transaction() -> String { UUID().uuidString }
}
