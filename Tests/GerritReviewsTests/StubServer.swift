import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

/// A server on 127.0.0.1 that answers each GET with JSON.
struct StubServer {
    let url: String
    private let paths: NIOLockedValueBox<[String]>

    var requests: [String] { paths.withLockedValue(\.self) }

    /// Answers while the body runs.
    static func run(
        _ answer: @escaping @Sendable (_ path: String) -> String, _ body: (StubServer) async throws -> Void
    ) async throws {
        let paths = NIOLockedValueBox<[String]>([])
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        let port = server.channel.localAddress?.port ?? 0
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await server.executeThenClose { clients in
                    try await withThrowingDiscardingTaskGroup { group in
                        for try await client in clients {
                            group.addTask { try? await serve(client, paths, answer) }
                        }
                    }
                }
            }
            try await body(StubServer(url: "http://127.0.0.1:\(port)", paths: paths))
            group.cancelAll()
        }
    }

    private static func serve(
        _ client: NIOAsyncChannel<ByteBuffer, ByteBuffer>, _ paths: NIOLockedValueBox<[String]>,
        _ answer: (String) -> String
    ) async throws {
        try await client.executeThenClose { inbound, outbound in
            var text = ""
            for try await bytes in inbound {
                text += String(buffer: bytes)
                while let end = text.firstRange(of: "\r\n\r\n") {
                    let words = text[..<end.lowerBound].split(separator: " ")
                    text = String(text[end.upperBound...])
                    let path = words.count > 1 ? String(words[1]) : ""
                    paths.withLockedValue { $0.append(path) }
                    let json = ")]}'\n\(answer(path))"
                    try await outbound.write(
                        ByteBuffer(
                            string: "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                + "Content-Length: \(json.utf8.count)\r\n\r\n\(json)"))
                }
            }
        }
    }
}
