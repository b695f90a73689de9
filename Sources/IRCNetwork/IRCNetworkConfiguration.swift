public import IRCProtocol
import NIOCore

/// An IRC network: where it is, how we know that it is the right one, and who we are there.
public struct IRCNetworkConfiguration: Sendable {
    /// What the network is called here: the first half of `network:account`.
    public var name: String
    public var host: String
    public var port: Int
    /// Nil for a connection in clear text.
    public var tls: TLS? = TLS()
    /// For a server that asks for TLS (IRCv3 `sts`) although `tls` is nil.
    public var upgradedTLS = TLS()
    /// Lets passwords go over a connection in clear text. Only sensible on a loopback address.
    public var allowsPlaintextLogin = false
    /// Nick, channels, login, flood control, and the timeouts of the protocol.
    public var session: Session.Configuration
    public var backoff = Backoff.Settings()
    /// Milliseconds for the TCP connection, name lookup included.
    public var connectTimeout = 15_000
    /// Milliseconds for the TLS handshake.
    public var handshakeTimeout = 15_000
    /// Milliseconds that the server has to close the connection after QUIT.
    public var farewellTimeout = 2000
    /// Milliseconds that the other side's farewell of TLS is waited for; a dead one gives none.
    public var shutdownTimeout = 1000
    /// What QUIT says.
    public var farewell = "good-bye"
    /// Where a server's wish for TLS is kept (IRCv3 `sts`); without it a restart forgets it.
    public var stsPath: String?
    /// Messages that wait for the bot before the server has to wait.
    public var waitingMessages = 512

    public init(name: String, host: String, port: Int = 6697, session: Session.Configuration) {
        self.name = name
        self.host = host
        self.port = port
        self.session = session
    }

    /// How the server proves who it is, and we to it. At least TLS 1.2; there is no switch that takes any certificate.
    public struct TLS: Sendable, Hashable {
        /// A PEM file of the authorities to trust instead of the system's.
        public var authorities: String?
        /// SHA-256 of the server's certificate in hexadecimal, colons allowed. It replaces the checks of authority, host
        /// name and expiry.
        public var pin: String?
        /// PEM files of our own certificate and its key, for SASL EXTERNAL. The key may stand in the certificate's file.
        public var certificate: String?
        public var key: String?
        /// The name that the certificate must have, if it is not the host.
        public var serverName: String?

        public init() {}
    }
}

/// A configuration with which no attempt can succeed.
public struct IRCConfigurationError: Error, Sendable, CustomStringConvertible {
    public let description: String
}

extension IRCNetworkConfiguration {
    /// - Throws: `IRCConfigurationError`.
    func check() throws(IRCConfigurationError) {
        let hasSecret = session.login != nil || session.serverPassword != nil
        if tls == nil, hasSecret, !allowsPlaintextLogin {
            throw IRCConfigurationError(
                description: "\(name): a password would go over \(host):\(port) in clear text; "
                    + "switch TLS on, or allow plain-text login if this is a loopback address")
        }
        if session.login?.mechanisms.isEmpty == true {
            throw IRCConfigurationError(description: "\(name): a login needs at least one SASL mechanism")
        }
    }
}

extension IRCNetworkConfiguration {
    /// Nil for a connection in clear text.
    func security() throws -> ClientSecurity? {
        try tls.map { try ClientSecurity($0, host: host, shutdownTimeout: .milliseconds(Int64(shutdownTimeout))) }
    }

    /// Makes sure that a connection can be tried, certificates included.
    /// - Throws: `IRCConfigurationError`.
    public func checkFiles() throws {
        try check()
        _ = try security()
    }
}
