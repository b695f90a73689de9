import Foundation
import NIOCore

/// The other side of a connection: a client as the server sees it, or a server as a client does.
public struct Peer {
    public struct Line: Sendable {
        public var text: String
        /// How many TLS records had come from the client when it was read.
        public var records: Int
    }

    let channel: any Channel
    private let wire: NIOLoopBound<Wire>
    private var lines: AsyncStream<Line>.Iterator

    init(_ channel: any Channel, _ wire: Wire, _ lines: AsyncStream<Line>.Iterator) {
        self.channel = channel
        self.wire = NIOLoopBound(wire, eventLoop: channel.eventLoop)
        self.lines = lines
    }

    // MARK: What it says

    /// The next line of the client; nil when it has gone.
    public mutating func next() async -> String? {
        await nextLine()?.text
    }

    public mutating func nextLine() async -> Line? {
        await lines.next(isolation: #isolation)
    }

    /// The lines that come before one that begins like this, and that one.
    /// - Throws: `Unexpected` when the client goes before it says it.
    public mutating func lines(upTo beginning: String) async throws -> [String] {
        var passed: [String] = []
        while let line = await next() {
            passed.append(line)
            if line.hasPrefix(beginning) { return passed }
        }
        throw Unexpected("expected \(beginning), but the client went after \(passed)")
    }

    /// Reads on to the line that begins like this, and returns it.
    @discardableResult
    public mutating func expect(_ beginning: String) async throws -> String {
        try await lines(upTo: beginning).last ?? ""
    }

    /// All that the client says until it goes.
    public mutating func rest() async -> [String] {
        var rest: [String] = []
        while let line = await next() { rest.append(line) }
        return rest
    }

    // MARK: What it hears

    /// Sends whole lines in one write.
    public func send(_ lines: String...) async throws {
        try await send(lines)
    }

    /// Sends lines from any task.
    public var sender: @Sendable ([String]) async throws -> Void {
        let channel = channel
        return { lines in
            try await channel.writeAndFlush(ByteBuffer(string: lines.map { $0 + "\r\n" }.joined()))
        }
    }

    public func send(_ lines: [String]) async throws {
        try await send(bytes: Array(lines.map { $0 + "\r\n" }.joined().utf8))
    }

    /// Sends bytes as they are, in one write or in pieces.
    public func send(bytes: [UInt8], piece: Int = .max) async throws {
        for start in stride(from: 0, to: bytes.count, by: piece) {
            try await channel.writeAndFlush(ByteBuffer(bytes: bytes[start..<min(bytes.count, start + piece)]))
        }
    }

    // MARK: How it ends

    /// Takes leave as TLS has it.
    public func close() async throws {
        try await channel.close()
    }

    /// Ends the connection without the farewell that TLS demands.
    public func hangUp() async throws {
        try await channel.eventLoop.submit { [wire] in wire.value.close() }.get()
        await left()
    }

    /// Ends the connection by a reset (TCP `RST`).
    public func reset() async throws {
        let options = channel as? any SocketOptionProvider
        // A client that has gone already needs no reset.
        try? await options?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        try await hangUp()
    }

    /// Reads nothing more from the client, so that it cannot write for ever.
    public func stopReading() async throws {
        try await channel.setOption(.autoRead, value: false).get()
    }

    public func readAgain() async throws {
        try await channel.setOption(.autoRead, value: true).get()
    }

    /// Returns when the client has gone.
    public func left() async {
        _ = try? await channel.closeFuture.get()
    }
}
