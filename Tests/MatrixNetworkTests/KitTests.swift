import MatrixModel
import MatrixProtocol
import MatrixTesting
import Testing

/// The stand-in for a homeserver, against a bare client.
@Suite("The scripted homeserver", .timeLimit(.minutes(1)))
struct KitTests {
    @Test func `A poll is held until something happens, and answered when its time is over`() async throws {
        try await ScriptedHomeserver.run { homeserver in
            let anna = homeserver.person("@anna:example.org")
            let bot = homeserver.person(ModelHomeserver.bot)
            try await bot.join("#nova:example.org")
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
}
