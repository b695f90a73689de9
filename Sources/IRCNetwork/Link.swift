import Chat
import NIOCore

/// A connection as the bot's tasks see it: from any thread, without a change of threads where there is none needed.
struct Link: Sendable {
    let channel: any Channel
    private let handler: NIOLoopBound<IRCHandler>

    /// Call it on the channel's event loop.
    init(_ channel: any Channel) throws {
        self.channel = channel
        handler = NIOLoopBound(
            try channel.pipeline.syncOperations.handler(type: IRCHandler.self), eventLoop: channel.eventLoop)
    }

    func answer(_ outgoing: Outgoing) async throws {
        if channel.eventLoop.inEventLoop {
            try handler.value.answer(outgoing)
        } else {
            try await channel.eventLoop.submit { try handler.value.answer(outgoing) }.get()
        }
    }

    func announce(_ outgoing: Outgoing) async throws {
        let eventLoop = channel.eventLoop
        try await eventLoop.flatSubmit { handler.value.announce(outgoing, on: eventLoop) }.get()
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (IRCHandler) -> Value) async throws -> Value {
        try await channel.eventLoop.submit { body(handler.value) }.get()
    }

    func tell(_ body: @escaping @Sendable (IRCHandler) -> Void) {
        if channel.eventLoop.inEventLoop {
            body(handler.value)
        } else {
            channel.eventLoop.execute { body(handler.value) }
        }
    }
}
