import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
public import ServiceLifecycle

/// Takes web hooks over HTTP/1.1. TLS is the business of a reverse proxy before it.
///
/// A hook's path is its secret: `POST /hooks/NAME/SECRET`. `GET /healthz` says that the server is there.
public struct WebServer: Service {
    /// What a sender who knows the secret may tell.
    public struct Hook: Sendable {
        let name: String
        let path: [UInt8]
        let take: @Sendable ([UInt8]) async throws -> Bool

        /// - Parameters:
        ///   - name: one word of letters, digits and `-`, like the secret, which may have `_`, too.
        ///   - take: returns once what the body says is stored: whether it said anything at all. If it throws, the sender
        ///     is to try again.
        public init(name: String, secret: String, take: @escaping @Sendable ([UInt8]) async throws -> Bool) {
            self.name = name
            path = Array("/hooks/\(name)/\(secret)".utf8)
            self.take = take
        }
    }

    /// What one sender, or all of them together, may cost.
    public struct Limits: Sendable {
        /// Bytes of a body.
        public var body = 1 << 20
        /// More than these wait until others have gone.
        public var connections = 64
        /// Without a request, or a part of one.
        public var idle = Duration.seconds(30)
        /// For a whole request to come in.
        public var request = Duration.seconds(20)

        public init() {}
    }

    /// It cannot listen where it should.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    let hooks: [Hook]
    let limits: Limits
    private let host: String
    private let port: Int
    let logger: Logger
    private let isListening: @Sendable (Int) -> Void

    /// - Parameter isListening: hears the port, which the system chooses if it is 0.
    public init(
        host: String, port: Int, hooks: [Hook], limits: Limits = Limits(), logger: Logger,
        isListening: @escaping @Sendable (_ port: Int) -> Void = { _ in }
    ) {
        self.hooks = hooks
        self.limits = limits
        self.host = host
        self.port = port
        self.logger = logger
        self.isListening = isListening
    }

    /// Serves until it is shut down gracefully; hooks that are busy then are cancelled, and their senders are to try again.
    /// Only a program that ends anyway may cancel it: NIO stops the process if a connection is just being accepted.
    /// - Throws: `Failure` if it cannot listen, because the port is in use for example.
    public func run() async throws {
        let application = Application(
            responder: CallbackResponder<BasicRequestContext> { request, _ in try await answer(to: request) },
            server: .http1(
                configuration: .init(
                    // What is left of a body that is too long is read, so that the sender sees the answer; but not for ever.
                    additionalChannelHandlers: [
                        RequestBounds(bytes: 2 * limits.body, time: TimeAmount(limits.request))
                    ],
                    idleTimeout: TimeAmount(limits.idle))),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port),
                availableConnectionsDelegate: MaximumAvailableConnections(limits.connections, logger: logger)),
            onServerRunning: { isListening($0.localAddress?.port ?? 0) }, logger: logger)
        do {
            try await application.run()
        } catch {
            guard !Task.isCancelled else { return }
            throw Failure(description: "cannot listen for web hooks on \(host), port \(port): \(error)")
        }
    }
}
