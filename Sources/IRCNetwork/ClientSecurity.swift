import IRCProtocol
import NIOCore
import NIOSSL

/// TLS for a connection to a server, as its files are now.
struct ClientSecurity: Sendable {
    private let context: NIOSSLContext
    private let serverName: String?
    private let pin: [UInt8]?

    /// - Throws: `IRCConfigurationError` for files that are missing or no certificates, and for a malformed pin.
    init(_ settings: IRCNetworkConfiguration.TLS, host: String, shutdownTimeout: TimeAmount = .seconds(1)) throws {
        pin = try settings.pin.map { pin in
            guard let digest = Self.digest(hexadecimal: pin) else {
                throw IRCConfigurationError(
                    description: "the pin for \(host) is no SHA-256 fingerprint: write 64 hexadecimal digits, as "
                        + "\"openssl x509 -noout -fingerprint -sha256\" prints them")
            }
            return digest
        }
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.shutdownTimeout = shutdownTimeout
        // The pin names one certificate, whatever host that is for; the callback below is asked in any case.
        if pin != nil { configuration.certificateVerification = .noHostnameVerification }
        do {
            if let authorities = settings.authorities {
                configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(authorities))
            }
            if let certificate = settings.certificate {
                configuration.certificateChain = try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) }
                configuration.privateKey = .privateKey(
                    try NIOSSLPrivateKey(file: settings.key ?? certificate, format: .pem))
            }
            context = try NIOSSLContext(configuration: configuration)
        } catch {
            let files = [settings.authorities, settings.certificate, settings.key].compactMap(\.self).joined(
                separator: ", ")
            throw IRCConfigurationError(
                description: "TLS for \(host) cannot be set up from \(files): \(error); the files must be readable PEM")
        }
        // An address has no place in SNI; NIOSSL then checks it against the address that it is connected to.
        let expected = settings.serverName ?? host
        serverName = (try? SocketAddress(ipAddress: expected, port: 0)) == nil ? expected : nil
    }

    func handler() throws -> NIOSSLClientHandler {
        guard let pin else { return try NIOSSLClientHandler(context: context, serverHostname: serverName) }
        return try NIOSSLClientHandler(context: context, serverHostname: serverName) { chain, verdict in
            let digest = (try? chain.first?.toDERBytes()).flatMap { $0 }.map(Digest.sha256)
            verdict.succeed(digest == pin ? .certificateVerified : .failed)
        }
    }

    static func digest(hexadecimal text: String) -> [UInt8]? {
        let digits = text.filter { $0 != ":" }
        guard digits.utf8.count == 64 else { return nil }
        let values = digits.compactMap(\.hexDigitValue).map(UInt8.init)
        guard values.count == 64 else { return nil }
        return stride(from: 0, to: 64, by: 2).map { values[$0] << 4 | values[$0 + 1] }
    }
}
