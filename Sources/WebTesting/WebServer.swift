public import NIOCore
public import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
public import NIOSSL

/// An HTTP server on 127.0.0.1 that does what a test tells it, also what no server should do, on a port of its own.
public struct WebServer: Sendable {
    public struct Call: Sendable {
        public var head: HTTPRequestHead
        public var body: String
        /// When whoever asks has gone.
        public var closed: EventLoopFuture<Void>

        public var path: String { head.uri }
        public var authorization: String? { head.headers.first(name: "Authorization") }
    }

    public enum Reply: Sendable {
        case answer(Int = 200, [(String, String)] = [], String)
        /// Promises more than comes.
        case truncated(String)
        /// With so many blanks behind it.
        case padded(Int, [(String, String)], String, blanks: Int)
        /// In so many pieces, with a pause before each.
        case dripping(Int, [(String, String)], String, pieces: Int, pause: TimeAmount)
        case close
        case silence
        /// Zeros until the client has enough.
        case endless
        indirect case later(EventLoopFuture<Reply>)
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
        private var body = ByteBuffer()

        init(_ answer: @escaping @Sendable (Call) -> Reply) {
            self.answer = answer
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): (self.head, body) = (head, ByteBuffer())
            case .body(var part): body.writeBuffer(&part)
            case .end:
                guard let head else { return }
                let call = Call(head: head, body: String(buffer: body), closed: context.channel.closeFuture)
                give(answer(call), context)
            }
        }

        private func give(_ reply: Reply, _ context: ChannelHandlerContext) {
            switch reply {
            case .answer(let status, let headers, let text):
                begin(status, headers + [("Content-Length", "\(text.utf8.count)")], context)
                write(ByteBuffer(string: text), context)
                end(context)
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
                goOn(0, nil, context)
            case .padded(let status, let headers, let text, let blanks):
                begin(status, headers + [("Content-Length", "\(text.utf8.count + blanks)")], context)
                write(ByteBuffer(string: text), context)
                goOn(UInt8(ascii: " "), blanks, context)
            case .dripping(let status, let headers, let text, let pieces, let pause):
                begin(status, headers + [("Content-Length", "\(text.utf8.count)")], context)
                drip(ByteBuffer(string: text), piece: max(1, text.utf8.count / max(1, pieces)), pause, context)
            case .later(let reply):
                let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
                reply.hop(to: context.eventLoop).whenSuccess { reply in
                    let (handler, context) = bound.value
                    handler.give(reply, context)
                }
            }
        }

        private func begin(_ status: Int, _ headers: [(String, String)], _ context: ChannelHandlerContext) {
            let head = HTTPResponseHead(
                version: .http1_1, status: HTTPResponseStatus(statusCode: status), headers: HTTPHeaders(headers))
            context.write(wrapOutboundOut(.head(head)), promise: nil)
        }

        private func write(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
            context.write(wrapOutboundOut(.body(.byteBuffer(bytes))), promise: nil)
        }

        private func end(_ context: ChannelHandlerContext) {
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }

        /// - Parameter left: how many more; `nil`: until the other side has enough.
        private func goOn(_ byte: UInt8, _ left: Int?, _ context: ChannelHandlerContext) {
            if left == 0 { return end(context) }
            let count = min(left ?? .max, 100_000)
            let bytes = ByteBuffer(repeating: byte, count: count)
            let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(bytes)))).whenSuccess {
                // Not at once: others on this loop get their turn, and the stack does not become deeper each time.
                bound.eventLoop.scheduleTask(in: .milliseconds(1)) {
                    let (handler, context) = bound.value
                    handler.goOn(byte, left.map { $0 - count }, context)
                }
            }
        }

        private func drip(_ bytes: ByteBuffer, piece: Int, _ pause: TimeAmount, _ context: ChannelHandlerContext) {
            let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            context.eventLoop.scheduleTask(in: pause) {
                let (handler, context) = bound.value
                var rest = bytes
                guard let next = rest.readSlice(length: min(piece, rest.readableBytes)), next.readableBytes > 0 else {
                    return handler.end(context)
                }
                context.writeAndFlush(handler.wrapOutboundOut(.body(.byteBuffer(next))), promise: nil)
                handler.drip(rest, piece: piece, pause, context)
            }
        }
    }
}
