import NIOCore

/// What goes over the socket, below TLS.
final class Wire: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// TLS records with application data that have come (RFC 8446 section 5.1).
    private(set) var records = 0
    private let isDribbling: Bool
    private var bytes = ByteBuffer()
    private var context: ChannelHandlerContext?

    init(isDribbling: Bool) {
        self.isDribbling = isDribbling
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        bytes.writeImmutableBuffer(unwrapInboundIn(data))
        while let type = bytes.getInteger(at: bytes.readerIndex, as: UInt8.self),
            let length = bytes.getInteger(at: bytes.readerIndex + 3, as: UInt16.self),
            bytes.readableBytes >= 5 + Int(length)
        {
            if type == 23 { records += 1 }
            bytes.moveReaderIndex(forwardBy: 5 + Int(length))
        }
        bytes.discardReadBytes()
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        var buffer = unwrapOutboundIn(data)
        while isDribbling, buffer.readableBytes > 1, let byte = buffer.readSlice(length: 1) {
            context.writeAndFlush(wrapOutboundOut(byte), promise: nil)
        }
        context.write(wrapOutboundOut(buffer), promise: promise)
    }

    /// Closes the socket without asking TLS.
    func close() {
        context?.close(promise: nil)
    }
}

/// Cuts what a client says into lines.
final class LineHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let deliver: AsyncStream<Peer.Line>.Continuation
    private let wire: Wire
    private var rest: [UInt8] = []

    init(_ deliver: AsyncStream<Peer.Line>.Continuation, _ wire: Wire) {
        self.deliver = deliver
        self.wire = wire
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        rest += unwrapInboundIn(data).readableBytesView
        let lines = rest.split(separator: 10, omittingEmptySubsequences: false)
        for line in lines.dropLast() {
            deliver.yield(
                Peer.Line(text: String(decoding: line.filter { $0 != 13 }, as: UTF8.self), records: wire.records))
        }
        rest = Array(lines.last ?? [])
    }

    func channelInactive(context: ChannelHandlerContext) {
        deliver.finish()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
