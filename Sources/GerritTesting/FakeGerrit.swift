internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1

/// The stand-in that `SLOTKEEPER_FAKE_GERRIT` names, as a process.
public struct FakeGerrit {
    public static let script = ProcessInfo.processInfo.environment["SLOTKEEPER_FAKE_GERRIT"]

    public struct State: Decodable, Equatable, Sendable {
        public var number: Int
        public var status: String
        public var patchset: Int
        public var votes: [String: [String: Int]]

        public init(number: Int, status: String, patchset: Int, votes: [String: [String: Int]]) {
            (self.number, self.status, self.patchset, self.votes) = (number, status, patchset, votes)
        }
    }

    private struct Ready: Decodable {
        var http: String
        var stream: String
    }

    private let script: String
    private let process: Process
    private let ready: Ready

    public static func start(clock: String) async throws -> FakeGerrit {
        let script = script ?? ""
        let data = URL(fileURLWithPath: script).deletingLastPathComponent().path + "/data/kilo-specs.json"
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "python3", script, "serve", "--port", "0", "--stream-port", "0", "--clock", clock, "--data", data,
        ]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        // It says where it is in one line.
        let line = output.fileHandleForReading.availableData
        return FakeGerrit(script: script, process: process, ready: try JSONDecoder().decode(Ready.self, from: line))
    }

    public func stop() {
        // What Foundation starts inherits our thread's signal mask, and may never hear of a milder one.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    public var url: String { ready.http }

    /// A command that prints the events.
    public var streamCommand: [String] {
        [
            "env", "FAKE_GERRIT_STREAM=\(ready.stream)", "python3", script, "ssh", "-p", "29418", "slotbot@localhost",
            "gerrit", "stream-events",
        ]
    }

    /// From now on something is wrong with every seventh request and every seventh event, each time something else.
    public func misbehave() async throws {
        _ = try await call(
            .POST, "/faults",
            "{\"http\": [\(Self.everySeventh(Self.requestFaults))], \"stream\": [\(Self.everySeventh(Self.eventFaults))]}",
            as: Ignored.self)
    }

    /// So long it sends no event, and the oldest of those that wait are lost.
    public func stall(seconds: Int) async throws {
        _ = try await call(
            .POST, "/faults",
            "{\"stream\": [{\"kind\": \"hang\", \"seconds\": \(seconds), \"lose\": false, \"count\": 1}]}",
            as: Ignored.self)
    }

    /// Ends all streams; new ones may come.
    public func cutStreams() async throws {
        _ = try await call(.DELETE, "/streams", as: [Stream].self)
    }

    /// The streams that there are.
    public func streams() async throws -> [Stream] { try await call(.GET, "/streams", as: [Stream].self) }

    public struct Stream: Decodable, Sendable {
        /// Events that were lost as too many waited.
        public var dropped: Int
    }

    /// The faults that requests have met.
    public func faultsMet() async throws -> Set<String> {
        Set(try await call(.GET, "/log", as: [Entry].self).compactMap(\.fault))
    }

    private struct Entry: Decodable {
        var fault: String?
    }

    /// The next so many steps of its timeline.
    /// - Returns: how many there were.
    @discardableResult
    public func play(_ steps: Int) async throws -> Int {
        try await call(.POST, "/play", "{\"steps\":\(steps)}", as: Played.self).done
    }

    /// Plays everything that happened up to a moment: `2014-10-31 23:00:00`.
    public func play(until moment: String) async throws {
        _ = try await call(.POST, "/play", "{\"until\":\"\(moment)\"}", as: Played.self)
    }

    private struct Ignored: Decodable {}
    private struct Played: Decodable { var done: Int }

    /// What the server really has.
    public func truth() async throws -> [State] {
        var states = try await call(.GET, "/state", as: [State].self)
        for index in states.indices {
            for (label, votes) in states[index].votes {
                let cast = votes.filter { $0.value != 0 }
                states[index].votes[label] = cast.isEmpty ? nil : cast
            }
        }
        return states.sorted { $0.number < $1.number }
    }

    /// Knocks at the side door.
    private func call<Answer: Decodable>(
        _ method: HTTPMethod, _ path: String, _ body: String? = nil, as type: Answer.Type
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: "\(ready.http)/__fake__\(path)")
        request.method = method
        if let body { request.body = .bytes(ByteBuffer(string: body)) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let answer = try await response.body.collect(upTo: 10_000_000)
        return try JSONDecoder().decode(type, from: Data(answer.readableBytesView))
    }

    /// A rule acts at `skip + every` for the first time: the first kind at the seventh, the second at the fourteenth.
    private static func everySeventh(_ faults: [String]) -> String {
        faults.enumerated().map { index, fault in
            "{\(fault), \"every\": \(7 * faults.count), \"skip\": \(7 * (index + 1 - faults.count))}"
        }.joined(separator: ", ")
    }

    private static let requestFaults = [
        #""kind": "close""#, #""kind": "truncate""#, #""kind": "short""#, #""kind": "garbage""#, #""kind": "noprefix""#,
        #""kind": "html""#, #""kind": "nomore""#, #""kind": "slow", "seconds": 0.2"#,
        #""kind": "drip", "seconds": 0.2"#,
        #""kind": "status", "status": 503, "text": "busy""#,
        #""kind": "status", "status": 429, "headers": {"Retry-After": "0"}"#,
        #""kind": "applied-then-close""#, #""kind": "applied-then-status", "status": 502"#,
    ]

    private static let eventFaults = [
        #""kind": "drop""#, #""kind": "duplicate""#, #""kind": "reorder""#, #""kind": "delay", "seconds": 0.2"#,
        #""kind": "hang", "seconds": 0.2"#, #""kind": "disconnect""#, #""kind": "disconnect", "cut": true"#,
        #""kind": "exit""#, #""kind": "garbage""#, #""kind": "split", "seconds": 0.1"#, #""kind": "dropped-output""#,
    ]
}
