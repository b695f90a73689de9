import AsyncHTTPClient
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import Testing

@testable import Web

@Suite struct WebServerTests {
    private struct Full: Error, CustomStringConvertible {
        let description = "the disk is full"
    }

    @Test func `a hook gets the body as it was sent, and its sender hears what became of it`() async throws {
        try await Served.run(take: { body in
            if body == [0] { throw Full() }
            return body != [1]
        }) { served in
            let all = Array(UInt8.min...UInt8.max)
            let statuses = try await [served.post(all), served.post([0]), served.post([1])]
            #expect(statuses == [202, 503, 400])
            #expect(served.bodies == [all, [0], [1]])
            #expect(served.log.lines.contains { $0.contains("the disk is full") })
            // Not even at the lowest level.
            #expect(!served.log.lines.contains { $0.contains(Served.secret) })
        }
    }

    @Test func `what is no hook is refused without a word`() async throws {
        let refusals: [(method: String, path: String, status: UInt)] = [
            ("POST", "/hooks/gerrit/\(Served.secret)x", 404),
            ("POST", "/hooks/gerrit/\(Served.secret.dropLast())", 404),
            ("POST", "/hooks/gerrit/\(Served.secret.lowercased())", 404), ("POST", "/hooks/gerrit/", 404),
            ("POST", "/hooks/other/\(Served.secret)", 404), ("POST", "/hooks/\(Served.secret)", 404),
            ("POST", "\(Served.path)/", 404), ("POST", "\(Served.path)?a=b", 404), ("POST", "/", 404),
            ("POST", "/hooks/../hooks/gerrit/\(Served.secret)", 404), ("GET", "/hooks", 404), ("GET", "/", 404),
            ("GET", Served.path, 405), ("PUT", Served.path, 405), ("DELETE", "/hooks/other/wrong", 405),
            ("POST", "/healthz", 405),
        ]
        try await Served.run { served in
            for refusal in refusals {
                let body = refusal.method == "GET" ? nil : HTTPClientRequest.Body.bytes(Array("{}".utf8))
                let response = try await served.ask(refusal.method, refusal.path, body)
                #expect(response.status.code == refusal.status, "\(refusal)")
                #expect(try await response.body.collect(upTo: 100).readableBytes == 0)
                let names = Set(response.headers.map { $0.name.lowercased() })
                #expect(names.subtracting(["allow"]) == ["content-length", "date"], "\(refusal)")
                #expect(response.headers.contains(name: "allow") == (refusal.status == 405))
            }
            #expect(try await served.ask("GET", "/healthz").status == .ok)
            #expect(try await served.ask("HEAD", "/healthz").status == .ok)
            #expect(served.bodies.isEmpty)
            #expect(!served.log.lines.contains { $0.contains(Served.secret) })
        }
    }

    @Test(arguments: [
        ("", "secret", false), ("secret", "secret", true), ("Secret", "secret", false), ("secre", "secret", false),
        ("secrets", "secret", false), ("secretsecret", "secret", false), ("", "", true), ("a", "", false),
    ])
    func `secrets are compared as wholes`(guess: String, secret: String, isEqual: Bool) {
        #expect(Array(guess.utf8).isEqualInConstantTime(to: Array(secret.utf8)) == isEqual)
    }

    // MARK: Limits

    @Test func `a body has at most 1 MiB, whether its length is said before or not`() async throws {
        try await Served.run { served in
            let most = [UInt8](repeating: 32, count: 1 << 20)
            #expect(try await served.post(most) == 202)
            #expect(try await served.post(most + [32]) == 413)
            let parts = AsyncStream<ByteBuffer> { stream in
                for part in [ByteBuffer(bytes: most), ByteBuffer(string: " ")] { stream.yield(part) }
                stream.finish()
            }
            let response = try await served.ask("POST", Served.path, .stream(parts, length: .unknown))
            #expect(response.status == .payloadTooLarge)
            #expect(served.bodies.count == 1)
            // The next one on the same connection.
            #expect(try await served.post([32]) == 202)
        }
    }

    @Test(arguments: [Served.path, "/hooks/gerrit/wrong", "/healthz"])
    func `an endless body is not read for ever`(path: String) async throws {
        try await Served.run({
            $0.body = 1000
        }) { served in
            await #expect(throws: (any Error).self) {
                try await served.connect { _, outbound in
                    let head = "POST \(path) HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                    try await outbound.write(ByteBuffer(string: head))
                    while true {
                        try await outbound.write(
                            ByteBuffer(string: "3e8\r\n\(String(repeating: "a", count: 1000))\r\n"))
                    }
                }
            }
            #expect(served.bodies.isEmpty)
        }
    }

    @Test(arguments: ["", "POST /hooks", "POST \(Served.path) HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{"])
    func `who says nothing more is left`(text: String) async throws {
        try await Served.run({
            $0.idle = .milliseconds(50)
        }) { served in
            let answer = try await served.answer(to: text)
            #expect(answer == "")
        }
        try await Served.run({
            $0.request = .milliseconds(50)
            $0.idle = .milliseconds(text.contains("\r\n") ? 600_000 : 50)
        }) { served in
            let answer = try await served.answer(to: text)
            #expect(answer == "")
        }
    }

    @Test(arguments: [
        "NONSENSE\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\nX: \(String(repeating: "a", count: 90_000))\r\n\r\n",
        "POST \(Served.path) HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
        "POST \(Served.path) HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ])
    func `what is no request is answered so`(text: String) async throws {
        try await Served.run { served in
            let answer = try await served.answer(to: text)
            #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
            #expect(served.bodies.isEmpty)
        }
    }

    @Test func `one connection too many waits until another has gone`() async throws {
        func request(_ word: String) -> ByteBuffer {
            ByteBuffer(string: "POST \(Served.path) HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n\(word)")
        }
        try await Served.run({
            $0.connections = 1
        }) { served in
            try await withThrowingTaskGroup(of: Void.self) { group in
                try await served.connect { inbound, outbound in
                    var answers = inbound.makeAsyncIterator()
                    try await outbound.write(request("1"))
                    _ = try await answers.next()
                    group.addTask {
                        try await served.connect { inbound, outbound in
                            var answers = inbound.makeAsyncIterator()
                            try await outbound.write(request("3"))
                            _ = try await answers.next()
                        }
                    }
                    try await outbound.write(request("2"))
                    _ = try await answers.next()
                }
                try await group.waitForAll()
            }
            #expect(served.bodies == ["1", "2", "3"].map { Array($0.utf8) })
        }
    }

    // MARK: Beginning and end

    @Test func `a port that is in use is said`() async throws {
        try await Served.run { served in
            let second = WebServer(host: "127.0.0.1", port: served.port, hooks: [], logger: served.log.logger)
            let failure = await #expect(throws: WebServer.Failure.self) { try await second.run() }
            #expect(failure?.description.contains("127.0.0.1, port \(served.port): ") == true)
            #expect(failure?.description.contains("ddress already in use") == true)
        }
    }

    @Test func `it ends while somebody is still talking, and a hook is still busy`() async throws {
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            try await Served.run(take: { _ in
                begin.yield()
                try await Task.sleep(for: .seconds(600))
                return true
            }) { served in
                group.addTask { _ = try? await served.post([1]) }
                group.addTask { _ = try? await served.answer(to: "POST /ho") }
                _ = await begun.first { true }
            }
        }
    }
}
