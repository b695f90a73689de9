import AsyncHTTPClient
import GerritProtocol
import HTTPFetching
import NIOCore
import NIOHTTP1

/// Asks a server's REST API.
struct Requester: Sendable {
    let client: HTTPClient
    let configuration: GerritConfiguration

    /// - Throws: what has kept a whole answer from coming.
    func answer(to request: Request) async throws -> Response {
        // The time is the sync's, which cancels; this one is only there because there must be one.
        let timeout = TimeAmount.milliseconds(Int64(configuration.settings.requestTimeout) * 2)
        let response = try await client.execute(try prepared(request), timeout: timeout)
        return Response(
            status: Int(response.status.code),
            body: try await response.body.bytes(limit: configuration.settings.answerLimit),
            contentType: response.headers.first(name: "Content-Type"),
            retryAfter: response.headers.first(name: "Retry-After"), date: response.headers.first(name: "Date"))
    }

    private func prepared(_ request: Request) throws -> HTTPClientRequest {
        var prepared = HTTPClientRequest(url: configuration.url + request.path)
        prepared.method = HTTPMethod(rawValue: request.method.rawValue)
        prepared.headers = [
            "Accept": "application/json", "Accept-Encoding": "gzip", "User-Agent": configuration.userAgent,
        ]
        if let credentials = configuration.credentials {
            prepared.setBasicAuth(username: credentials.user, password: try credentials.password())
        }
        if let body = request.body {
            prepared.headers.add(name: "Content-Type", value: "application/json; charset=UTF-8")
            prepared.body = .bytes(ByteBuffer(bytes: body))
        }
        return prepared
    }
}
