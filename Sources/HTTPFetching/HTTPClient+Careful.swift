public import AsyncHTTPClient
import NIOCore
import NIOHTTPCompression
import NIOSSL

extension HTTPClient.Configuration {
    /// For one server that we have secrets with: TLS 1.2 at least, no redirects, and no request that is repeated by itself.
    /// - Parameters:
    ///   - authorities: a PEM file of those to trust instead of the system's.
    ///   - timeout: for a connection, in milliseconds.
    ///   - answerLimit: bytes of an answer when it is unpacked.
    /// - Throws: what keeps the authorities from being read.
    public static func careful(authorities: String?, timeout: Int, answerLimit: Int) throws -> Self {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        if let authorities { tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(authorities)) }
        var client = HTTPClient.Configuration()
        client.tlsConfiguration = tls
        client.redirectConfiguration = .disallow
        client.decompression = .enabled(limit: .size(answerLimit))
        client.httpVersion = .http1Only
        client.timeout.connect = .milliseconds(Int64(timeout))
        client.connectionPool.retryConnectionEstablishment = false
        // Servers close silent connections, some after 5 s. A request that crosses the closing would be lost.
        client.connectionPool.idleTimeout = .seconds(4)
        return client
    }
}

extension HTTPClientResponse.Body {
    /// All of it; of one that is larger than allowed, one byte more than that.
    public func bytes(limit: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        do {
            for try await part in self {
                bytes += part.readableBytesView.prefix(limit + 1 - bytes.count)
                if bytes.count > limit { break }
            }
        } catch NIOHTTPDecompression.DecompressionError.limit {
            bytes += repeatElement(0, count: limit + 1 - bytes.count)
        }
        return bytes
    }
}
