import NIOCore
import NIOPosix
import NIOSSL

/// A server on 127.0.0.1 that does what a test tells it, also what no server should do, on a port of its own.
public struct ScriptedServer {
    /// How it speaks below IRC.
    public struct Transport: Sendable {
        /// Nil for clear text.
        public var certificate: Certificates.Name?
        /// Every byte is a write of its own, also those of the TLS handshake.
        public var isDribbling = false
        /// Knows only versions of TLS that nobody should speak any more.
        public var isOld = false

        public static let tls = Transport(certificate: .server)
        public static let clearText = Transport(certificate: nil)
        public static let dribblingTLS = Transport(certificate: .server, isDribbling: true)
        public static let oldTLS = Transport(certificate: .server, isOld: true)

        public static func tls(_ certificate: Certificates.Name) -> Transport {
            Transport(certificate: certificate)
        }
    }

    public let port: Int
    private var clients: AsyncStream<Peer>.Iterator

    /// Runs the server while the body runs.
    public static func run(
        _ transport: Transport = .tls, _ body: (inout ScriptedServer) async throws -> Void
    ) async throws {
        let (clients, arrive) = AsyncStream.makeStream(of: Peer.self)
        let context = try transport.context()
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let (lines, deliver) = AsyncStream.makeStream(of: Peer.Line.self)
                    let wire = Wire(isDribbling: transport.isDribbling)
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(wire)
                    if let context { try pipeline.addHandler(NIOSSLServerHandler(context: context)) }
                    try pipeline.addHandler(LineHandler(deliver, wire))
                    arrive.yield(Peer(channel, wire, lines.makeAsyncIterator()))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        var server = ScriptedServer(port: listener.localAddress?.port ?? 0, clients: clients.makeAsyncIterator())
        do {
            try await body(&server)
        } catch {
            try? await listener.close()
            throw error
        }
        try await listener.close()
    }

    /// The next client that connects.
    public mutating func accept() async throws -> Peer {
        guard let client = await clients.next(isolation: #isolation) else { throw Unexpected("no client came") }
        return client
    }
}

extension Peer {
    /// A real server on 127.0.0.1, in clear text, whose client the test is.
    public static func connect(to port: Int) async throws -> Peer {
        let (peers, arrive) = AsyncStream.makeStream(of: Peer.self)
        _ = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let (lines, deliver) = AsyncStream.makeStream(of: Peer.Line.self)
                    let wire = Wire(isDribbling: false)
                    try channel.pipeline.syncOperations.addHandlers([wire, LineHandler(deliver, wire)])
                    arrive.yield(Peer(channel, wire, lines.makeAsyncIterator()))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        for await peer in peers { return peer }
        throw Unexpected("no connection")
    }
}

extension ScriptedServer.Transport {
    func context() throws -> NIOSSLContext? {
        guard let certificate else { return nil }
        let certificates = try Certificates.shared.get()
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(certificates.certificate(certificate)).map {
                .certificate($0)
            },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: certificates.key(certificate), format: .pem)))
        if isOld {
            configuration.minimumTLSVersion = .tlsv1
            configuration.maximumTLSVersion = .tlsv11
        }
        return try NIOSSLContext(configuration: configuration)
    }
}

/// Something else than expected came from the other side, or nothing more.
public struct Unexpected: Error, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}
