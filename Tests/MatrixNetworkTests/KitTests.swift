import MatrixModel
import MatrixProtocol
import MatrixTesting
import Testing

/// The stand-in for a homeserver, against a bare client.
@Suite("The scripted homeserver", .timeLimit(.minutes(1)))
struct KitTests {
    private func run(_ body: (ScriptedHomeserver, MatrixPerson) async throws -> Void) async throws {
        try await ScriptedHomeserver.run { homeserver in
            let bot = homeserver.person(ModelHomeserver.bot)
            try await bot.join("#nova:example.org")
            try await body(homeserver, bot)
        }
    }

    @Test func `A poll is held until something happens, and answered when its time is over`() async throws {
        try await run { homeserver, bot in
            let anna = homeserver.person("@anna:example.org")
            let first = try await bot.ask(.get, "v3/sync").body["next_batch"].text ?? ""
            async let poll = bot.ask(.get, "v3/sync?timeout=30000&since=\(first)")
            try await homeserver.until("the poll is held") { $0.polls == 1 }
            try await anna.say("hello", in: "!nova")
            let timeline = try await poll.body["rooms"]["join"]["!nova"]["timeline"]
            #expect(timeline["events"].list.map { $0["content"]["body"] } == ["hello"])
            let next = try await bot.ask(.get, "v3/sync?timeout=20&since=s\(homeserver.model.position)")
            #expect(next.status == 200 && next.body["rooms"]["join"] == [:])
        }
    }

    @Test func `Who gives up is not waited for`() async throws {
        try await run { homeserver, bot in
            let since = "s\(homeserver.model.position)"
            let poll = Request(.get, path: "/_matrix/client/v3/sync?timeout=60000&since=\(since)")
            await #expect(throws: (any Error).self) { try await bot.ask(poll, within: 1) }
            try await homeserver.until("nobody waits") { $0.polls == 0 }
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var fault: ScriptedHomeserver.Fault
        /// `nil`: none that is whole.
        var status: Int?
        var body = ""
        var isDone = false
        var testDescription: String { "\(fault)" }
    }

    @Test(
        "What goes wrong goes wrong in this way",
        arguments: [
            Case(fault: .closed), Case(fault: .lost, isDone: true), Case(fault: .cut, isDone: true),
            Case(fault: .status(500), status: 500, body: "M_UNKNOWN"),
            Case(fault: .doneBut(502), status: 502, body: "<!DOCTYPE html>", isDone: true),
            Case(fault: .page(200), status: 200, body: "<!DOCTYPE html>"),
            Case(fault: .limited(milliseconds: 5, seconds: 7), status: 429, body: #""retry_after_ms":5"#),
            Case(fault: .loggedOut(isSoft: true), status: 401, body: #""soft_logout":true"#),
            Case(fault: .refused(403, "M_FORBIDDEN"), status: 403, body: "M_FORBIDDEN"),
            Case(fault: .padded(1_000_000), status: 200, body: "event_id", isDone: true),
            Case(fault: .dripping(5), status: 200, body: "event_id", isDone: true),
            // It cannot befall this one.
            Case(fault: .unknownPlace, status: 200, body: "event_id", isDone: true),
        ])
    func faults(_ wrong: Case) async throws {
        try await run { homeserver, bot in
            homeserver.misbehave(wrong.fault, at: "/send/", times: 1)
            let request = Request(
                .put, path: "/_matrix/client/v3/rooms/%21nova/send/m.room.message/t1",
                body: Array(#"{"msgtype":"m.notice","body":"hello"}"#.utf8))
            let answer = try? await bot.ask(request)
            #expect(answer?.status == wrong.status)
            #expect(wrong.body.isEmpty || answer?.text.contains(wrong.body) ?? false)
            #expect(homeserver.texts == (wrong.isDone ? ["hello"] : []))
            if case .padded(let count) = wrong.fault { #expect((answer?.text.utf8.count ?? 0) > count) }
            if case .limited = wrong.fault { #expect(answer?.retryAfter == "7") }
            // It is over; the transaction is known where it was done.
            let again = try await bot.ask(request)
            #expect(again.status == 200 && homeserver.texts == ["hello"])
        }
    }

    @Test func `A hung request is never answered`() async throws {
        try await run { homeserver, bot in
            homeserver.misbehave(.hung, at: "/sync")
            let request = Request(.get, path: "/_matrix/client/v3/sync")
            await #expect(throws: (any Error).self) { try await bot.ask(request, within: 1) }
            homeserver.mend()
            let status = try await bot.ask(request).status
            #expect(status == 200)
        }
    }

    @Test func `Faults come in turn at every third request of the bot, and people meet none`() async throws {
        try await run { homeserver, bot in
            homeserver.misbehave(.status(500), .status(502), .page(200), at: "/sync", every: 3)
            let anna = homeserver.person("@anna:example.org")
            var statuses: [Int] = []
            for _ in 0..<12 {
                statuses.append(try await bot.ask(.get, "v3/sync").status)
                let others = try await anna.ask(.get, "v3/sync").status
                #expect(others == 200)
            }
            #expect(statuses == [200, 200, 500, 200, 200, 502, 200, 200, 200, 200, 200, 500])
            #expect(homeserver.faultsMet == [.status(500), .status(502), .page(200), .status(500)])
            #expect(homeserver.calls("/sync").count == 12)
            #expect((1...12).contains(homeserver.most("/sync", within: 1)))
            #expect(homeserver.most("/sync", within: 1000) == 12 && homeserver.most("/send/", within: 1) == 0)
            #expect(zip(homeserver.calls, homeserver.calls.dropFirst()).allSatisfy { $0.at <= $1.at })
        }
    }

    @Test func `A sync leaves out what is too much for it`() async throws {
        try await run { homeserver, bot in
            let anna = homeserver.person("@anna:example.org")
            let since = "s\(homeserver.model.position)"
            for number in 1...5 { try await anna.say("\(number)", in: "!nova") }
            homeserver.with { $0.syncLimit = 2 }
            let timeline = try await bot.ask(.get, "v3/sync?since=\(since)").body["rooms"]["join"]["!nova"]["timeline"]
            #expect(timeline["events"].list.map { $0["content"]["body"] } == ["4", "5"])
            #expect(timeline["limited"] == true)
            let said = try await bot.said(in: "!nova").map(\.text)
            #expect(said == ["1", "2", "3", "4", "5"])
        }
    }

    @Test func `Who waits in vain is told what there was instead`() async throws {
        try await run { homeserver, bot in
            let anna = homeserver.person("@anna:example.org")
            try await anna.say("hello", in: "!nova")
            let error = await #expect(throws: Late.self) {
                try await anna.hears(in: "!nova", within: 0) { $0.text == "goodbye" }
            }
            #expect(error?.description.contains("@anna:example.org: m.room.message hello") ?? false)
        }
    }
}
