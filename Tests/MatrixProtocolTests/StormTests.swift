import MatrixModel
import Testing

@testable import MatrixProtocol

/// A server that misbehaves is not asked faster for it.
@Suite struct StormTests {
    enum Fault: CaseIterable {
        case refused, badGateway, html, broken, tooMany, hung, softLogout, unknownToken, rights, unknownPlace
    }

    private func response(_ fault: Fault) -> Response? {
        switch fault {
        case .refused, .hung: nil
        case .badGateway: Response(status: 502, body: Array("Bad gateway".utf8))
        case .html: Response(status: 200, body: Array("<html>Maintenance</html>".utf8))
        case .broken: Response(status: 200, body: Array("{\"next".utf8))
        case .tooMany: Response(status: 429)
        case .softLogout:
            Response(status: 401, body: Array("{\"errcode\":\"M_UNKNOWN_TOKEN\",\"soft_logout\":true}".utf8))
        case .unknownToken: Response(status: 401, body: Array("{\"errcode\":\"M_UNKNOWN_TOKEN\"}".utf8))
        case .rights: Response(status: 403, body: Array("{\"errcode\":\"M_FORBIDDEN\"}".utf8))
        case .unknownPlace: Response(status: 400, body: Array("{\"errcode\":\"M_UNKNOWN\"}".utf8))
        }
    }

    /// For a while everything fails, with much to do.
    private func storm(_ fault: Fault, _ bench: inout Bench, seconds: Int) {
        let end = bench.now + seconds * 1000
        var ticket = 100
        while bench.now < end {
            bench.say("hello", ticket: ticket, key: "\(ticket % 7)")
            ticket += 1
            for request in bench.requests {
                // A login or a refresh that is refused is something else.
                if fault == .softLogout || fault == .unknownToken || fault == .rights,
                    request.request.path.hasSuffix("/login") || request.request.path.hasSuffix("/refresh")
                {
                    bench.serve(only: request.request.path)
                } else if let response = response(fault) {
                    bench.answer(request.request.path, response)
                } else if fault == .refused {
                    bench.fail(request.request.path)
                }
            }
            bench.wait(50)
        }
    }

    @Test(arguments: Fault.allCases)
    func `On errors at most one request a second is made, and afterwards all is well`(fault: Fault) {
        var bench = Bench.running()
        bench.roll(0)
        bench.say("first", ticket: 1)
        let start = bench.sent.count
        storm(fault, &bench, seconds: 300)
        let times = bench.sent[start...].map(\.at)
        // What was on its way, and what had not failed yet, does not count.
        #expect(times.count <= 300 + 12, "\(times.count)")
        for index in times.indices.dropFirst(24) { #expect(times[index] - times[index - 12] >= 3000) }
        #expect(bench.ending == nil)
        bench.live(7_200_000)
        bench.server.say("!slots", in: Bench.room, by: Bench.alice)
        bench.live(60_000)
        #expect(bench.words.last == "!slots")
        #expect(Set(bench.bodies).count == bench.bodies.count || Set(bench.bodies).isSubset(of: ["hello", "first"]))
    }

    @Test func `Delays double with full jitter up to a minute`() {
        var bench = Bench.running()
        bench.roll(0.999_999)
        var delays: [Int] = []
        for _ in 0..<8 {
            bench.fail("sync")
            let failed = bench.now
            while bench.request("sync") == nil { bench.wait(1) }
            delays.append((bench.now - failed + 999) / 1000)
        }
        #expect(delays == [1, 2, 4, 8, 16, 32, 60, 60])
        #expect(bench.alerts == [.unreachable("connection reset")])
    }

    @Test func `Answers that lack what was asked for are failures, and are said`() {
        var bench = Bench.running()
        bench.roll(0.999_999)
        for _ in 0..<5 {
            bench.answer("sync", [:])
            bench.wait(60_000)
        }
        #expect(bench.alerts == [.unreachable("the answer has no next_batch")])
        bench.live(60_000)
        #expect(bench.alerts.count == 2)
    }

    @Test func `A poll that hangs is given up after its own time and fifteen seconds`() {
        var bench = Bench.running()
        let id = bench.requests.first?.id
        #expect(bench.request("sync")?.timeout == 30_000)
        bench.wait(44_999)
        #expect(bench.cancelled.isEmpty)
        bench.wait(1)
        #expect(bench.cancelled == [id].compactMap { $0 })
        bench.live(5000)
        bench.server.say("!slots", in: Bench.room, by: Bench.alice)
        bench.live(1000)
        #expect(bench.words == ["!slots"])
    }

    @Test func `A server that does not wait is not asked without pause`() {
        var bench = Bench.running()
        let start = bench.sent.count
        for number in 0..<600 {
            bench.answer("sync", ["next_batch": .text("n\(number % 3)")])
            bench.wait(100)
        }
        #expect(bench.sent.count - start <= 60 + 10)
    }

    @Test func `A server that shows the same for ever is not asked without pause, and nothing is done again`() {
        var bench = Bench.running()
        bench.server.say("!slots", in: Bench.room, by: Bench.alice)
        let again = bench.request("sync").flatMap { bench.server.answer($0) }
        let start = bench.sent.count
        for _ in 0..<600 {
            if let again { bench.answer("sync", again) }
            bench.serve(only: "joined_members")
            bench.wait(100)
        }
        #expect(bench.words == ["!slots"])
        #expect(bench.sent.count - start <= 60 + 10)
    }

    @Test func `A message that the server cannot take does not stop reading`() {
        var bench = Bench.running()
        bench.roll(0.5)
        bench.say("hello")
        for number in 0..<50 {
            bench.answer("/send/", Response(status: 500))
            bench.server.say("!\(number)", in: Bench.room, by: Bench.alice)
            bench.serve(only: "sync?")
            bench.wait(1000)
        }
        #expect(bench.heard.count >= 45)
        #expect(bench.paths.filter { $0.contains("/send/") }.count < 15)
        bench.live(60_000)
        #expect(bench.bodies == ["hello"])
    }
}
