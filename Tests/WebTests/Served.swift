import AsyncHTTPClient
import Logging
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle
import Web

/// A web server on a port of its own with the hook `gerrit`, and what that took.
struct Served {
    static let secret = "aZ09-_aZ09-_aZ09"
    static let path = "/hooks/gerrit/\(secret)"

    let port: Int
    private let taken: NIOLockedValueBox<[[UInt8]]>
    let log: CollectedLog

    var bodies: [[UInt8]] { taken.withLockedValue(\.self) }

    struct NotServed: Error {}

    /// Serves while the body runs.
    static func run(
        _ change: (inout WebServer.Limits) -> Void = { _ in },
        take: @escaping @Sendable ([UInt8]) async throws -> Bool = { _ in true },
        _ body: (Served) async throws -> Void
    ) async throws {
        var limits = WebServer.Limits()
        change(&limits)
        let taken = NIOLockedValueBox<[[UInt8]]>([])
        let log = CollectedLog()
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let hook = WebServer.Hook(name: "gerrit", secret: secret) { body in
            taken.withLockedValue { $0.append(body) }
            return try await take(body)
        }
        let server = WebServer(
            host: "127.0.0.1", port: 0, hooks: [hook], limits: limits, logger: log.logger,
            isListening: { port.yield($0) })
        let services = ServiceGroup(services: [server], logger: log.logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { port.finish() }
                try await services.run()
            }
            guard let port = await ports.first(where: { _ in true }) else { throw NotServed() }
            try await body(Served(port: port, taken: taken, log: log))
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
        }
    }

    func ask(
        _ method: String, _ path: String, _ body: HTTPClientRequest.Body? = nil
    ) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        request.method = .init(rawValue: method)
        request.body = body
        return try await HTTPClient.shared.execute(request, timeout: .seconds(60))
    }

    func post(_ body: [UInt8]) async throws -> UInt {
        try await ask("POST", Self.path, .bytes(body)).status.code
    }

    /// A connection of which the test says each byte.
    func connect<Result>(
        _ body: (
            NIOAsyncChannelInboundStream<ByteBuffer>, NIOAsyncChannelOutboundWriter<ByteBuffer>
        )
            async throws -> Result
    ) async throws -> Result {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { try await body($0, $1) }
    }

    /// Says it, and reads until the server closes the connection.
    func answer(to text: String) async throws -> String {
        try await connect { inbound, outbound in
            var answer = ""
            do {
                try await outbound.write(ByteBuffer(string: text))
                for try await bytes in inbound { answer += String(buffer: bytes) }
            } catch is IOError {
                // Closed with something unread.
            } catch is ChannelError {
                // Closed before anything was said.
            }
            return answer
        }
    }
}

/// Keeps what is logged, at every level.
struct CollectedLog: LogHandler {
    private let kept = NIOLockedValueBox<[String]>([])
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    var lines: [String] { kept.withLockedValue(\.self) }
    var logger: Logger { Logger(label: "test") { _ in self } }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let line = "\(event.message) \(metadata) \(event.metadata ?? [:])"
        kept.withLockedValue { $0.append(line) }
    }
}
