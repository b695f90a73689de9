internal import Foundation
public import GerritModel
internal import GerritProtocol
internal import NIOConcurrencyHelpers
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import WebTesting

/// A stand-in for a Gerrit server on 127.0.0.1: a model that is asked over HTTP and tells its events over TCP, and what may
/// go wrong on the way.
public final class StandIn: Sendable {
    /// Chances in percent; what goes wrong is up to the dice.
    public struct Faults: Sendable {
        /// Of each request: no answer, half an answer, none of Gerrit's, or one that comes after the deed is done and is lost.
        public var request = 0
        /// Of each event: lost, doubled, late, broken, or "dropped-output" in its place.
        public var line = 0
        /// After each event: the stream is cut.
        public var cut = 0
        /// All that writes is done, and no answer comes.
        public var losesWrites = false
        /// Whoever comes is turned away.
        public var isDown = false

        public init(request: Int = 0, line: Int = 0, cut: Int = 0) {
            (self.request, self.line, self.cut) = (request, line, cut)
        }
    }

    fileprivate struct State {
        var model: ModelServer
        var random: Numbers
        var faults = Faults()
        var password = "s3cret"
        var requests = 0
        var streams: [ObjectIdentifier: any Channel] = [:]
        /// A line that comes after the next one.
        var late: String?
        let start = ContinuousClock.now
        /// By so much the model's clock has gone on by itself.
        var seconds = 0
    }

    private let state: NIOLockedValueBox<State>

    private init(_ model: ModelServer, seed: Int) {
        state = NIOLockedValueBox(State(model: model, random: Numbers(seed: seed)))
    }

    /// Runs the server while the body runs.
    public static func run<Result>(
        _ model: ModelServer, seed: Int = 1, _ body: (StandIn, Address) async throws -> Result
    ) async throws -> Result {
        let server = StandIn(model, seed: seed)
        return try await WebServer.run(answer: server.answer) { web in
            let events = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture { server.open(channel) }
                }
                .bind(host: "127.0.0.1", port: 0).get()
            // Whatever a killed program has left behind ends with its stream.
            defer {
                server.cut()
                events.close(promise: nil)
            }
            return try await body(server, Address(url: web.url, events: events.localAddress?.port ?? 0))
        }
    }

    /// Where it is to be found.
    public struct Address: Sendable {
        public let url: String
        let events: Int

        /// A command that prints the events.
        public var streamCommand: [String] {
            ["/bin/bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/\(events); cat <&3"]
        }
    }

    public var faults: Faults {
        get { state.withLockedValue(\.faults) }
        set { state.withLockedValue { $0.faults = newValue } }
    }

    public var password: String {
        get { state.withLockedValue(\.password) }
        set { state.withLockedValue { $0.password = newValue } }
    }

    /// How many requests have come so far.
    public var requests: Int { state.withLockedValue(\.requests) }

    public var model: ModelServer { state.withLockedValue(\.model) }

    /// Something happens, and is told.
    public func happen(_ what: (inout ModelServer, inout Numbers) -> [String]) {
        let lines = state.withLockedValue { state in
            state.tick()
            return what(&state.model, &state.random)
        }
        say(lines)
    }

    /// Something is different, and nobody is told.
    public func with(_ change: (inout ModelServer) -> Void) {
        state.withLockedValue { change(&$0.model) }
    }

    /// Ends all streams; new ones may come.
    public func cut() {
        let streams = state.withLockedValue { state in
            defer { state.streams = [:] }
            return state.streams.values
        }
        for stream in streams { stream.close(promise: nil) }
    }

    // MARK: Events

    private func open(_ channel: any Channel) {
        let isWelcome = state.withLockedValue { state in
            guard !state.faults.isDown else { return false }
            state.streams[ObjectIdentifier(channel)] = channel
            return true
        }
        if !isWelcome { return channel.close(promise: nil) }
        channel.closeFuture.whenComplete { [state] _ in
            state.withLockedValue { $0.streams[ObjectIdentifier(channel)] = nil }
        }
    }

    private func say(_ lines: [String]) {
        for line in lines {
            let (texts, isCut, streams) = state.withLockedValue { state in
                (state.spoil(line), state.random.chance(state.faults.cut), Array(state.streams.values))
            }
            let text = texts.map { $0 + "\n" }.joined()
            for stream in streams where !text.isEmpty {
                stream.writeAndFlush(ByteBuffer(string: text), promise: nil)
            }
            if isCut { cut() }
        }
    }

    // MARK: Requests

    private func answer(_ call: WebServer.Call) -> WebServer.Reply {
        let (reply, lines) = state.withLockedValue { state in
            state.requests += 1
            state.tick()
            let reply = state.answer(call)
            defer { state.model.unsaid = [] }
            return (reply, state.model.unsaid)
        }
        say(lines)
        return reply
    }
}

extension StandIn.State {
    /// The model's clock goes as fast as ours.
    fileprivate mutating func tick() {
        let now = Int((ContinuousClock.now - start) / .seconds(1))
        model.clock += now - seconds
        seconds = now
    }

    /// What comes of a line on its way.
    fileprivate mutating func spoil(_ line: String) -> [String] {
        let held = late.map { [$0] } ?? []
        late = nil
        guard random.chance(faults.line) else { return [line] + held }
        switch random.number(0...4) {
        case 0: return held
        case 1: return ["{\"type\":\"dropped-output\"}"] + held
        case 2: return [String(line.prefix(30))] + held
        case 3: return [line, line, line] + held
        default:
            late = line
            return held
        }
    }

    fileprivate mutating func answer(_ call: WebServer.Call) -> WebServer.Reply {
        if faults.isDown { return .close }
        let login = Data("\(ModelServer.account):\(password)".utf8).base64EncodedString()
        if call.path.hasPrefix("/a/"), call.authorization != "Basic \(login)" {
            return .answer(401, [("Content-Type", "text/plain")], "Unauthorized")
        }
        let isWrite = call.head.method == .POST
        guard random.chance(faults.request) || (isWrite && faults.losesWrites) else { return reply(to: call) }
        if isWrite, faults.losesWrites || random.chance(50) {
            _ = reply(to: call)
            return .close
        }
        switch random.number(0...5) {
        case 0: return .close
        case 1: return .answer(500, [("Content-Type", "text/plain")], "Internal server error")
        case 2: return .answer(429, [("Retry-After", "0")], "Quota exceeded")
        case 3: return .answer(200, [("Content-Type", "text/html")], "<html>Sign in</html>")
        case 4:
            guard case .answer(_, _, let text) = reply(to: call) else { return .close }
            return .truncated(String(text.prefix(text.count / 2)))
        default:
            guard case .answer(let status, let headers, let text) = reply(to: call) else { return .close }
            return .answer(status, headers, String(text.prefix(text.count / 2)))
        }
    }

    private mutating func reply(to call: WebServer.Call) -> WebServer.Reply {
        let isWrite = call.head.method == .POST
        let response = model.answer(
            Request(isWrite ? .post : .get, call.path, body: isWrite ? Array(call.body.utf8) : nil))
        let headers = [("Content-Type", response.contentType), ("Date", response.date)]
        return .answer(
            response.status, headers.compactMap { name, value in value.map { (name, $0) } },
            String(decoding: response.body, as: UTF8.self))
    }
}
