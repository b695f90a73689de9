import AsyncHTTPClient
import Foundation
import Gerrit
import GerritProtocol
import NIOCore
import NIOHTTP1

/// The stand-in that `SLOTKEEPER_FAKE_GERRIT` names, as a process.
struct FakeGerrit {
    static let script = ProcessInfo.processInfo.environment["SLOTKEEPER_FAKE_GERRIT"]

    struct State: Decodable, Equatable {
        var number: Int
        var status: String
        var patchset: Int
        var votes: [String: [String: Int]]
    }

    private struct Ready: Decodable {
        var http: String
        var stream: String
    }

    private let script: String
    private let process: Process
    private let ready: Ready

    static func start(clock: String) async throws -> FakeGerrit {
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

    func stop() {
        // What Foundation starts inherits our thread's signal mask, and may never hear of a milder one.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    func configuration(_ following: Following) -> GerritConfiguration {
        var configuration = following.configuration(ready.http)
        configuration.credentials = .init(user: "slotbot") { "s3cret" }
        configuration.settings.projects = ["openstack/nova-specs"]
        configuration.settings.pageSize = 50
        configuration.settings.pollEvery = 300
        configuration.settings.pollEveryWithoutStream = 300
        configuration.stream = [
            "env", "FAKE_GERRIT_STREAM=\(ready.stream)", "python3", script, "ssh", "-p", "29418", "slotbot@localhost",
            "gerrit", "stream-events",
        ]
        return configuration
    }

    /// What the server really has.
    func truth() async throws -> [State] {
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
    func call<Answer: Decodable>(
        _ method: HTTPMethod, _ path: String, _ body: String? = nil, as type: Answer.Type
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: "\(ready.http)/__fake__\(path)")
        request.method = method
        if let body { request.body = .bytes(ByteBuffer(string: body)) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let answer = try await response.body.collect(upTo: 10_000_000)
        return try JSONDecoder().decode(type, from: Data(answer.readableBytesView))
    }

    static func word(_ status: ChangeInfo.Status) -> String {
        switch status {
        case .open: "NEW"
        case .merged: "MERGED"
        case .abandoned: "ABANDONED"
        }
    }
}
