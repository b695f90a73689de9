import NIOCore
import NIOHTTPTypes

/// Closes a connection whose request does not come to its end, in bytes of its body or in time.
final class RequestBounds: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart

    private let bytes: Int
    private let time: TimeAmount
    private var taken = 0
    private var alarm: Scheduled<Void>?

    init(bytes: Int, time: TimeAmount) {
        self.bytes = bytes
        self.time = time
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            taken = 0
            let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
            alarm = context.eventLoop.scheduleTask(in: time) { bound.value.close(promise: nil) }
        case .body(let part):
            taken += part.readableBytes
            guard taken <= bytes else { return context.close(promise: nil) }
        case .end:
            alarm?.cancel()
        }
        context.fireChannelRead(data)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        alarm?.cancel()
    }
}
