import Foundation
import NIOCore
import NIOPosix
import ServiceLifecycle

/// The Unix socket of the running bot. Its mode is 0600: who can open it may read the ledger's file as well.
struct ControlServer: Service {
    let path: String
    let application: Application

    func run() async throws {
        try ControlSocket.check(path)
        // Made with the right mode at once: between bind and chmod anybody could connect.
        let mask = umask(0o177)
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true) { channel in
                channel.eventLoop.makeCompletedFuture { try ControlSocket.wrap(channel) }
            }
        umask(mask)
        try? await cancelWhenGracefulShutdown {
            try await server.executeThenClose { clients in
                try await withThrowingDiscardingTaskGroup { group in
                    for try await client in clients {
                        group.addTask { try? await serve(client) }
                    }
                }
            }
        }
        unlink(path)
    }

    private func serve(_ client: NIOAsyncChannel<ByteBuffer, ByteBuffer>) async throws {
        try await client.executeThenClose { inbound, outbound in
            var lines = JSONLines()
            for try await bytes in inbound {
                for line in try lines.take(bytes) {
                    let reply: ControlReply
                    if let request = try? JSONDecoder().decode(ControlRequest.self, from: line) {
                        reply = await application.answer(request)
                    } else {
                        reply = .failure(
                            "this bot does not understand the request; is it another version?",
                            code: Failure.Code.software.rawValue)
                    }
                    try await outbound.write(ByteBuffer(bytes: try JSONEncoder().encode(reply)))
                    try await outbound.write(ByteBuffer(string: "\n"))
                }
            }
        }
    }
}

/// The other end.
struct ControlClient: Sendable {
    private let path: String

    /// `nil` when no bot is running.
    static func connect(_ path: String) async throws -> ControlClient? {
        try ControlSocket.check(path)
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        do {
            let probe = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connect(
                unixDomainSocketPath: path
            ) { channel in
                channel.eventLoop.makeCompletedFuture { try ControlSocket.wrap(channel) }
            }
            try await probe.executeThenClose { _, _ in }
            return ControlClient(path: path)
        } catch let error as IOError where error.errnoCode == ECONNREFUSED || error.errnoCode == ENOENT {
            // Left behind by a bot that was killed.
            return nil
        } catch let error as IOError where error.errnoCode == EACCES || error.errnoCode == EPERM {
            throw Failure("\(path) belongs to another user: run this as the bot's user.", code: .unavailable)
        }
    }

    func ask(_ request: ControlRequest) async throws -> ControlReply {
        let line = try JSONEncoder().encode(request)
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connect(
            unixDomainSocketPath: path
        ) { channel in
            channel.eventLoop.makeCompletedFuture { try ControlSocket.wrap(channel) }
        }
        let reply: ControlReply? = try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(bytes: line + Data("\n".utf8)))
            var lines = JSONLines()
            for try await bytes in inbound {
                if let line = try lines.take(bytes).first {
                    return try JSONDecoder().decode(ControlReply.self, from: line)
                }
            }
            return nil
        }
        guard let reply else {
            throw Failure("the bot went away before it answered; look at its log.", code: .unavailable)
        }
        return reply
    }
}

enum ControlSocket {
    /// The kernel takes 107 bytes.
    static func check(_ path: String) throws {
        if path.utf8.count > 107 {
            throw Failure(
                "\(path) is too long for a socket (107 bytes): choose a shorter \"state\" folder.", code: .configuration
            )
        }
    }

    static func wrap(_ channel: any Channel) throws -> NIOAsyncChannel<ByteBuffer, ByteBuffer> {
        try NIOAsyncChannel(wrappingChannelSynchronously: channel)
    }
}

/// Cuts bytes into lines, of which none may be endless.
struct JSONLines {
    static let limit = 64 << 20
    private var rest = Data()

    mutating func take(_ bytes: ByteBuffer) throws -> [Data] {
        rest.append(contentsOf: bytes.readableBytesView)
        if rest.count > Self.limit { throw Failure("a line is longer than \(Self.limit >> 20) MiB", code: .badInput) }
        var lines: [Data] = []
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            lines.append(Data(rest[rest.startIndex..<end]))
            rest = Data(rest[rest.index(after: end)...])
        }
        return lines
    }
}
