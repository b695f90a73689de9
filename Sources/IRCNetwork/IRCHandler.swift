import Chat
import Foundation
import IRCProtocol
import Logging
import NIOCore
import NIOTLS

/// Carries out what a `Session` decides: the end of a channel's pipeline. It decides nothing itself.
final class IRCHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// What people say; ends with the connection.
    let messages: AsyncStream<Chat.Message>
    /// Why the connection has ended, once it has.
    private(set) var ending: Session.Ending?

    private let configuration: IRCNetworkConfiguration
    private let logger: Logger
    private let deliver: AsyncStream<Chat.Message>.Continuation
    private var session: Session
    private var framer = LineFramer()
    private var context: ChannelHandlerContext?
    private var output = ByteBuffer()
    private var confirmations: [Int: EventLoopPromise<Void>] = [:]
    private var waiting = 0
    private var isPaused = false
    private var isReading = false
    private var alarm: (at: Int, scheduled: Scheduled<Void>)?
    private var flushing: Scheduled<Void>?
    private var policySeconds = 0

    init(_ configuration: IRCNetworkConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        session = Session(configuration.session, cryptography: .openSSL)
        (messages, deliver) = AsyncStream.makeStream(of: Chat.Message.self)
    }

    /// Milliseconds for which the session has been registered.
    var registeredFor: Int {
        session.registeredAt.map { Self.now - $0 } ?? 0
    }

    private static var now: Int { Int(NIODeadline.now().uptimeNanoseconds / 1_000_000) }

    // MARK: From the channel

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        if configuration.tls == nil {
            start()
        } else {
            let milliseconds = configuration.handshakeTimeout
            schedule(at: Self.now + milliseconds) { $0.end(.timedOut("TLS handshake")) }
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted = event as? TLSUserEvent { start() }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        isReading = true
        framer.append(unwrapInboundIn(data).readableBytesView)
        let now = Self.now
        while let line = framer.next() { take(line, at: now) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        pauseOrGoOn()
        settle()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        carryOut(session.setWritable(context.channel.isWritable, at: Self.now))
        pauseOrGoOn()
        settle()
    }

    func channelInactive(context: ChannelHandlerContext) {
        // After a reset, or without the farewell of TLS, what came last may be half a line.
        if ending == nil, let line = framer.finish() { take(line, at: Self.now) }
        ending = ending ?? .lost("closed by the server")
        alarm?.scheduled.cancel()
        flushing?.cancel()
        for promise in confirmations.values { promise.fail(SendError.unconfirmed) }
        confirmations = [:]
        if policySeconds > 0 { keepPolicy(for: policySeconds) }
        deliver.finish()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        end(ending ?? Session.Ending(error, of: configuration))
    }

    // MARK: From the bot

    func setChannels(_ channels: [Session.Channel], inviters: Set<String>) {
        carryOut(session.setChannels(channels, inviters: inviters, at: Self.now))
        settle()
    }

    /// Says an answer, as soon as the flood control lets it.
    /// - Throws: `SendError`.
    func answer(_ outgoing: Outgoing) throws(SendError) {
        guard ending == nil else { throw .notConnected }
        var id: String?
        if case .answer(let asked) = outgoing.kind { id = asked }
        do {
            carryOut(
                try session.answer(
                    lines(of: outgoing), to: outgoing.room.id, asker: outgoing.asker, replyingTo: id, at: Self.now))
        } catch {
            settle()
            throw SendError(error)
        }
        settle(isUrgent: waiting <= 1)
    }

    /// Says an announcement; the future succeeds when the server has confirmed it.
    func announce(_ outgoing: Outgoing, on eventLoop: any EventLoop) -> EventLoopFuture<Void> {
        guard ending == nil else { return eventLoop.makeFailedFuture(SendError.notConnected) }
        let promise = eventLoop.makePromise(of: Void.self)
        do {
            let (token, actions) = try session.announce(lines(of: outgoing), to: outgoing.room.id, at: Self.now)
            confirmations[token] = promise
            carryOut(actions)
        } catch {
            promise.fail(SendError(error))
        }
        settle()
        return promise.futureResult
    }

    func nick(of account: String) -> String? { session.nick(of: account) }

    /// The bot is done with a message.
    func handled() {
        waiting -= 1
        if isPaused { pauseOrGoOn() }
        if waiting == 0 { flush() }
    }

    /// Says goodbye and closes the connection.
    func quit() {
        carryOut(session.quit(configuration.farewell, at: Self.now))
        flush()
    }

    private func lines(of outgoing: Outgoing) -> [String] {
        let limit = min(Outgoing.lineLimit, session.textLimit(to: outgoing.room.id))
        // IRC knows no empty lines.
        return outgoing.document.plainLines(limit: limit).filter { !$0.isEmpty }
    }

    // MARK: What the session wants

    private func start() {
        guard session.phase == .idle, ending == nil else { return }
        alarm?.scheduled.cancel()
        alarm = nil
        carryOut(
            session.connected(at: Self.now, wallClock: Date.milliseconds, isSecure: configuration.tls != nil))
        settle()
    }

    private func take(_ line: ArraySlice<UInt8>, at now: Int) {
        if logger.logLevel <= .trace {
            logger.trace("received", metadata: ["line": "\((IRCMessage(line)?.description ?? "no message").harmless)"])
        }
        carryOut(session.receive(line, at: now))
    }

    private func carryOut(_ actions: [Session.Action]) {
        for action in actions {
            switch action {
            case .send(let line):
                logger.trace("sent", metadata: ["line": "\(line)"])
                output.writeBytes(line.bytes)
            case .deliver(let said):
                waiting += 1
                deliver.yield(message(said))
            case .confirmed(let token):
                confirmations.removeValue(forKey: token)?.succeed()
            case .failed(let token, let refusal):
                confirmations.removeValue(forKey: token)?.fail(SendError(refusal))
            case .requiresTLS(let seconds):
                keepPolicy(for: seconds)
            case .close(let ending):
                end(ending)
            case .log(let severity, let text):
                logger.log(level: severity.level, "\(text.harmless)")
            }
        }
    }

    /// The port and the duration count from now, and again from when the connection ends.
    private func keepPolicy(for seconds: Int) {
        policySeconds = seconds
        guard let file = configuration.stsFile else { return }
        do {
            try file.write(
                seconds > 0 ? STSPolicy(port: configuration.port, duration: seconds, at: Date.milliseconds) : nil)
        } catch {
            logger.warning("cannot keep that the server wants TLS in \(file.path): \(error.localizedDescription)")
        }
    }

    private func message(_ said: Session.Said) -> Chat.Message {
        Chat.Message(
            room: Room(network: configuration.name, id: said.channel ?? said.nick, isPrivate: said.channel == nil),
            nick: said.nick, identity: Chat.Identity(said.identity), text: said.text, ownNick: session.nick,
            id: said.id,
            sharedRooms: said.sharedChannels)
    }

    private func end(_ ending: Session.Ending) {
        guard self.ending == nil else { return }
        self.ending = ending
        flush()
        if ending == .farewell, session.registeredAt != nil {
            schedule(at: Self.now + configuration.farewellTimeout) { $0.context?.close(promise: nil) }
        } else {
            context?.close(promise: nil)
        }
    }

    /// Reads only as long as the bot keeps up and the server takes our answers, so that neither makes us grow.
    private func pauseOrGoOn() {
        let most = isPaused ? configuration.waitingMessages / 4 : configuration.waitingMessages - 1
        let shallPause = waiting > most || context?.channel.isWritable == false
        guard shallPause != isPaused else { return }
        isPaused = shallPause
        _ = context?.channel.setOption(.autoRead, value: !isPaused)
        session.isNotListening(at: Self.now)
    }

    // MARK: Writing and waiting

    /// Writes what is to be written and sets the alarm. Lines of one turn go out in one write.
    private func settle(isUrgent: Bool = true) {
        guard !isReading else { return }
        if isUrgent {
            flush()
        } else if flushing == nil, let context {
            // More messages wait for the bot, so more answers will come: at most a millisecond later all go out together.
            flushing = context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(1)) { self.flush() }
        }
        setAlarm()
    }

    private func flush() {
        flushing?.cancel()
        flushing = nil
        guard output.readableBytes > 0, let context else { return }
        // Emptied first: in the middle of the write the channel may say that it is full, and we come here again.
        let written = output
        output = context.channel.allocator.buffer(capacity: 512)
        context.writeAndFlush(wrapOutboundOut(written), promise: nil)
    }

    private func setAlarm() {
        guard let deadline = session.deadline(at: Self.now) else { return }
        if let alarm, alarm.at <= deadline { return }
        schedule(at: deadline) { $0.ring() }
    }

    private func ring() {
        alarm = nil
        let now = Self.now
        if isPaused { session.isNotListening(at: now) }
        carryOut(session.tick(at: now))
        settle()
    }

    private func schedule(at time: Int, _ body: @escaping (IRCHandler) -> Void) {
        alarm?.scheduled.cancel()
        guard let context else { return }
        let deadline = NIODeadline.uptimeNanoseconds(UInt64(max(0, time)) * 1_000_000)
        let scheduled = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { body(self) }
        alarm = (time, scheduled)
    }
}

extension Date {
    /// Milliseconds since 1970.
    static var milliseconds: Int { Int(Date().timeIntervalSince1970 * 1000) }
}
