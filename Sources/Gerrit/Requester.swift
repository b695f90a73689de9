import AsyncHTTPClient
import GerritProtocol
import NIOCore
import NIOHTTP1
import NIOHTTPCompression

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
            status: Int(response.status.code), body: try await bytes(of: response.body),
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

    /// The body; of one that is too large, one byte more than is allowed.
    private func bytes(of body: HTTPClientResponse.Body) async throws -> [UInt8] {
        let most = configuration.settings.answerLimit + 1
        var bytes: [UInt8] = []
        do {
            for try await part in body {
                bytes += part.readableBytesView.prefix(most - bytes.count)
                if bytes.count == most { break }
            }
        } catch NIOHTTPDecompression.DecompressionError.limit {
            bytes += repeatElement(0, count: most - bytes.count)
        }
        return bytes
    }
}
