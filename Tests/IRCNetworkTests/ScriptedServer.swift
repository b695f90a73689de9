import NIOCore
import NIOPosix
import NIOSSL
import Testing

/// A server that does what a test tells it, on a port of its own, with TLS if it has a certificate.
struct ScriptedServer {
    let port: Int
    private var clients: AsyncStream<Peer>.Iterator

    /// Runs the server while the body runs.
    static func run(
        certificate: Certificates.Name? = .server, _ body: (inout ScriptedServer) async throws -> Void
    ) async throws {
        let (clients, arrive) = AsyncStream.makeStream(of: Peer.self)
        let context = try certificate.map { name in
            let certificates = try Certificates.shared.get()
            return try NIOSSLContext(
                configuration: .makeServerConfiguration(
                    certificateChain: NIOSSLCertificate.fromPEMFile(certificates.certificate(name)).map {
                        .certificate($0)
                    },
                    privateKey: .privateKey(NIOSSLPrivateKey(file: certificates.key(name), format: .pem))))
        }
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let (lines, deliver) = AsyncStream.makeStream(of: Peer.Line.self)
                    let counter = TLSRecordCounter()
                    let pipeline = channel.pipeline.syncOperations
                    if let context {
                        try pipeline.addHandler(counter)
                        try pipeline.addHandler(NIOSSLServerHandler(context: context))
                    }
                    try pipeline.addHandler(LineHandler(deliver, counter))
                    arrive.yield(Peer(channel: channel, lines: lines.makeAsyncIterator()))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(listener.localAddress?.port)
        var server = ScriptedServer(port: port, clients: clients.makeAsyncIterator())
        do {
            try await body(&server)
        } catch {
            try? await listener.close()
            throw error
        }
        try await listener.close()
    }

    /// The next client that connects.
    mutating func accept() async throws -> Peer {
        let client = await clients.next(isolation: #isolation)
        return try #require(client)
    }
}

/// A client as the server sees it.
struct Peer {
    struct Line: Sendable {
        var text: String
        /// How many TLS records had come from the client when it was read.
        var records: Int
    }

    let channel: any Channel
    fileprivate var lines: AsyncStream<Line>.Iterator

    fileprivate init(channel: any Channel, lines: AsyncStream<Line>.Iterator) {
        self.channel = channel
        self.lines = lines
    }

    /// The next line of the client; nil when it has gone.
    mutating func next() async -> String? {
        await lines.next(isolation: #isolation)?.text
    }

    mutating func nextLine() async -> Line? {
        await lines.next(isolation: #isolation)
    }

    /// Reads on to the line that begins like this.
    @discardableResult
    mutating func expect(_ beginning: String, sourceLocation: SourceLocation = #_sourceLocation) async throws -> String
    {
        var passed: [String] = []
        while let line = await next() {
            if line.hasPrefix(beginning) { return line }
            passed.append(line)
        }
        Issue.record("expected \(beginning), got \(passed)", sourceLocation: sourceLocation)
        throw CancellationError()
    }

    func send(_ lines: String...) async throws {
        try await channel.writeAndFlush(ByteBuffer(string: lines.map { $0 + "\r\n" }.joined()))
    }

    func close() async throws {
        try await channel.close()
    }

    /// Greets a client, agrees to these capabilities and lets it into its channel.
    mutating func welcome(capabilities: String = "", support: String = "CASEMAPPING=ascii", channel: String = "#nova")
        async throws
    {
        try await expect("CAP LS 302")
        let nick = try await expect("NICK ").dropFirst("NICK ".count)
        try await send(":s CAP * LS :\(capabilities)")
        if !capabilities.isEmpty {
            let request = try await expect("CAP REQ ").dropFirst("CAP REQ ".count)
            try await send(":s CAP * ACK \(request.hasPrefix(":") ? "" : ":")\(request)")
        }
        try await expect("CAP END")
        try await send(
            ":s 001 \(nick) :Welcome", ":s 005 \(nick) \(support) :are supported",
            ":s 422 \(nick) :no message of the day")
        try await expect("JOIN \(channel)")
        try await send(":\(nick)!bot@host JOIN \(channel)")
    }
}

/// Counts TLS records with application data, as they come from the network (RFC 8446 section 5.1).
private final class TLSRecordCounter: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private(set) var count = 0
    private var bytes = ByteBuffer()

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        bytes.writeImmutableBuffer(unwrapInboundIn(data))
        while let type = bytes.getInteger(at: bytes.readerIndex, as: UInt8.self),
            let length = bytes.getInteger(at: bytes.readerIndex + 3, as: UInt16.self),
            bytes.readableBytes >= 5 + Int(length)
        {
            if type == 23 { count += 1 }
            bytes.moveReaderIndex(forwardBy: 5 + Int(length))
        }
        context.fireChannelRead(data)
    }
}

private final class LineHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let deliver: AsyncStream<Peer.Line>.Continuation
    private let counter: TLSRecordCounter
    private var rest = ""

    init(_ deliver: AsyncStream<Peer.Line>.Continuation, _ counter: TLSRecordCounter) {
        self.deliver = deliver
        self.counter = counter
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        rest += String(buffer: unwrapInboundIn(data))
        while let end = rest.utf8.firstIndex(of: 10) {
            let line = rest[..<end].split(separator: "\r\n", omittingEmptySubsequences: false).joined()
            deliver.yield(Peer.Line(text: line.replacing("\r", with: ""), records: counter.count))
            rest = String(rest[rest.utf8.index(after: end)...])
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        deliver.finish()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
