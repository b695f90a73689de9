import NIOCore
public import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
public import NIOSSL

/// An HTTP server on 127.0.0.1 that does what a test tells it, also what no server should do, on a port of its own.
public struct WebServer: Sendable {
    public struct Call: Sendable {
        public var head: HTTPRequestHead
        public var body: String

        public var path: String { head.uri }
        public var authorization: String? { head.headers.first(name: "Authorization") }
    }

    public enum Reply: Sendable {
        case answer(Int = 200, [(String, String)] = [], String)
        /// Promises more than comes.
        case truncated(String)
        case close
        case silence
        /// Zeros until the client has enough.
        case endless
    }

    /// Without a slash at the end.
    public let url: String

    /// Runs the server while the body runs.
    public static func run<Result>(
        compresses: Bool = false, security: NIOSSLContext? = nil, answer: @escaping @Sendable (Call) -> Reply,
        _ body: (WebServer) async throws -> Result
    ) async throws -> Result {
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let security { try pipeline.addHandler(NIOSSLServerHandler(context: security)) }
                    try pipeline.configureHTTPServerPipeline()
                    if compresses { try pipeline.addHandler(HTTPResponseCompressor()) }
                    try pipeline.addHandler(Handler(answer))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        do {
            let scheme = security == nil ? "http" : "https"
            let result = try await body(WebServer(url: "\(scheme)://127.0.0.1:\(listener.localAddress?.port ?? 0)"))
            try await listener.close()
            return result
        } catch {
            try? await listener.close()
            throw error
        }
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let answer: @Sendable (Call) -> Reply
        private var head: HTTPRequestHead?
        private var body = ""

        init(_ answer: @escaping @Sendable (Call) -> Reply) {
            self.answer = answer
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): (self.head, body) = (head, "")
            case .body(let part): body += String(buffer: part)
            case .end:
                guard let head else { return }
                give(answer(Call(head: head, body: body)), context)
            }
        }

        private func give(_ reply: Reply, _ context: ChannelHandlerContext) {
            switch reply {
            case .answer(let status, let headers, let text):
                let length = text.utf8.count
                begin(status, headers + [("Content-Length", "\(length)")], context)
                context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            case .truncated(let text):
                begin(200, [("Content-Length", "\(text.utf8.count + 100)")], context)
                context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
                context.close(promise: nil)
            case .close:
                context.close(promise: nil)
            case .silence:
                break
            case .endless:
                begin(200, [], context)
                goOn(context)
            }
        }

        private func begin(_ status: Int, _ headers: [(String, String)], _ context: ChannelHandlerContext) {
            let head = HTTPResponseHead(
                version: .http1_1, status: HTTPResponseStatus(statusCode: status), headers: HTTPHeaders(headers))
            context.write(wrapOutboundOut(.head(head)), promise: nil)
        }

        private func goOn(_ context: ChannelHandlerContext) {
            let zeros = ByteBuffer(repeating: 0, count: 100_000)
            let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(zeros)))).whenSuccess {
                // Not at once: others on this loop get their turn, and the stack does not become deeper each time.
                bound.eventLoop.scheduleTask(in: .milliseconds(1)) {
                    let (handler, context) = bound.value
                    handler.goOn(context)
                }
            }
        }
    }
}
