public import Chat
import Foundation
public import Logging
import IRCProtocol
import NIOConcurrencyHelpers
public import NIOCore
public import NIOPosix

/// An IRC network as the bot sees it: connects, stays connected, hands over what people say, and says things.
public final class IRCNetwork: Chat.Network {
    public let name: String
    private let settings: NIOLockedValueBox<IRCNetworkConfiguration>
    private let logger: Logger
    private let eventLoop: any EventLoop
    private let link = NIOLockedValueBox<Link?>(nil)

    /// - Parameter eventLoopGroup: one of its loops does all the work; networks may share it.
    public init(
        configuration: IRCNetworkConfiguration, logger: Logger,
        eventLoopGroup: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    ) {
        name = configuration.name
        settings = NIOLockedValueBox(configuration)
        var logger = logger
        logger[metadataKey: "network"] = "\(configuration.name)"
        self.logger = logger
        eventLoop = eventLoopGroup.next()
    }

    /// Goes on with another configuration: with its channels at once, with all else from the next connection on.
    ///
    /// Certificates are read from their files anew for each connection.
    /// - Throws: `IRCConfigurationError`; then nothing is changed.
    public func reconfigure(_ configuration: IRCNetworkConfiguration) throws {
        try configuration.checkFiles()
        settings.withLockedValue { $0 = configuration }
        let session = configuration.session
        link.withLockedValue(\.self)?.tell { $0.setChannels(session.channels, inviters: session.inviters) }
    }

    public func run(_ receive: @escaping @Sendable (Message) async -> Void) async throws {
        // What is wrong with the files is said at once, and not only when a connection is made.
        try reconfigure(settings.withLockedValue(\.self))
        await withTaskExecutorPreference(EventLoopExecutor(eventLoop)) {
            var backoff = Backoff(settings.withLockedValue(\.backoff))
            // Once the server has named a port for TLS, there is no way back to clear text.
            var upgrade: Int?
            if settings.withLockedValue(\.tls) == nil {
                logger.warning("no TLS: everybody on the way can read and change what is said")
            }
            while !Task.isCancelled {
                let connection = settings.withLockedValue(\.self).hardened(upgrade: upgrade, at: Date.milliseconds)
                let (ending, registeredFor) = await converse(connection, receive)
                guard !Task.isCancelled, ending != .farewell else { break }
                if case .needsTLS(let port) = ending, upgrade == nil {
                    upgrade = port
                    logger.notice("\(ending), so that it is used from now on")
                    continue
                }
                let delay = backoff.delay(after: ending, registeredFor: registeredFor, random: .random(in: 0..<1))
                logger.warning("\(ending.description.harmless); next attempt in \(Duration.milliseconds(delay))")
                guard (try? await Task.sleep(for: .milliseconds(delay))) != nil else { break }
            }
        }
    }

    public func send(_ outgoing: Outgoing) async throws {
        guard let link = link.withLockedValue(\.self) else { throw SendError.notConnected }
        switch outgoing.kind {
        case .answer: try await link.answer(outgoing)
        case .announcement: try await link.announce(outgoing)
        }
    }

    public func privateRoom(with account: String) async -> Room? {
        guard let link = link.withLockedValue(\.self) else { return nil }
        let nick = try? await link.read { $0.nick(of: account) }
        return nick.flatMap(\.self).map { Room(network: name, id: $0, isPrivate: true) }
    }

    /// One connection from its beginning to its end.
    private func converse(
        _ configuration: IRCNetworkConfiguration, _ receive: @Sendable (Message) async -> Void
    ) async -> (ending: Session.Ending, registeredFor: Int) {
        do {
            let security = try configuration.security()
            let link = try await connect(configuration, security)
            self.link.withLockedValue { $0 = link }
            defer { self.link.withLockedValue { $0 = nil } }
            for await message in try await link.read(\.messages) {
                await receive(message)
                link.tell { $0.handled() }
            }
            // The messages end with the connection, or because we are to stop.
            if Task.isCancelled { link.tell { $0.quit() } }
            try await link.channel.closeFuture.get()
            return try await link.read { ($0.ending ?? .farewell, $0.registeredFor) }
        } catch {
            return (Session.Ending(error, of: configuration), 0)
        }
    }

    /// Connects; when the task is cancelled, it gives up at once.
    private func connect(_ configuration: IRCNetworkConfiguration, _ security: ClientSecurity?) async throws -> Link {
        let connected = eventLoop.makePromise(of: Link.self)
        let bootstrap = ClientBootstrap(group: eventLoop)
            .connectTimeout(.milliseconds(Int64(configuration.connectTimeout)))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { [logger] channel in
                channel.eventLoop.makeCompletedFuture {
                    if let security { try channel.pipeline.syncOperations.addHandler(security.handler()) }
                    try channel.pipeline.syncOperations.addHandler(IRCHandler(configuration, logger: logger))
                }
            }
        return try await withTaskCancellationHandler {
            bootstrap.connect(host: configuration.host, port: configuration.port)
                .flatMapThrowing { try Link($0) }
                .whenComplete { result in
                    connected.completeWith(result)
                    // Nobody waits any more for a connection that comes after the cancellation.
                    connected.futureResult.whenFailure { _ in try? result.get().channel.close(promise: nil) }
                }
            return try await connected.futureResult.get()
        } onCancel: {
            connected.fail(Session.Ending.farewell)
        }
    }
}
