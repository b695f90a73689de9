import Foundation
import MatrixModel
import MatrixNetwork
import MatrixProtocol
import MatrixTesting
import Testing

@Suite("Synapse", .enabled(if: Synapse.isInstalled, "Synapse is not installed"), .timeLimit(.minutes(5)))
struct SynapseTests {
    @Test func `It answers, and people talk on it`() async throws {
        let synapse = try await Synapse.shared()
        let (anna, bob) = (try await synapse.person("anna"), try await synapse.person("bob"))
        let room = try await anna.createRoom()
        try await bob.join(room)
        async let answer = anna.asks("hello", in: room, answeredBy: bob.id)
        try await bob.hears(in: room) { $0.text == "hello" }
        try await bob.say("good morning", in: room)
        #expect(try await answer.text == "good morning")
    }

    @Test func `Its limit of messages can be had`() async throws {
        try await Synapse.run(Synapse.Settings(limitsMessages: true)) { synapse in
            let anna = try await synapse.person("anna")
            let room = try await anna.createRoom()
            var answers: [MatrixPerson.Answer] = []
            for number in 0..<15 {
                let path = "v3/rooms/\(Request.encoded(room))/send/m.room.message/t\(number)"
                answers.append(try await anna.ask(.put, path, ["msgtype": "m.text", "body": "again"]))
            }
            let refused = try #require(answers.first { $0.status == 429 })
            #expect(refused.code == "M_LIMIT_EXCEEDED")
            #expect((refused.body["retry_after_ms"].int ?? 0) > 0 && refused.retryAfter != nil)
        }
    }

    @Test func `There it is seen to type while an answer takes its time`() async throws {
        let synapse = try await Synapse.shared()
        let (anna, bot) = (try await synapse.person("anna"), try await synapse.person("slotkeeper"))
        let room = try await anna.createRoom()
        let folder = try TemporaryFolder()
        var configuration = Listening.configuration(synapse.url, in: folder)
        configuration.session.access = .password(user: bot.id, Secret(Synapse.password))
        configuration.session.rooms = [Place(room)].compactMap(\.self)
        try await Listening.run(configuration, answersAfter: .seconds(3)) { _ in
            try await anna.hears(in: room) { $0.type == "m.room.member" && $0.sender == bot.id }
            try await anna.say("!slots", in: room)
            var hasTyped = false
            try await anna.notices(in: room) { type, content in
                let types = type == "m.typing" && content["user_ids"].list.contains(.text(bot.id))
                if types { hasTyped = true }
                return hasTyped && type == "m.typing" && !types
            }
            try await anna.hears(in: room) { $0.sender == bot.id && $0.text.contains("done: !slots") }
        }
    }

    @Test func `The model answers as it does`() async throws {
        let synapse = try await Synapse.shared()
        var real = Conversation(
            anna: try await synapse.person("anna"), bot: try await synapse.person("slotkeeper"),
            carol: try await synapse.person("carol"), alias: "nova-\(UUID().uuidString)")
        let answers = try await real.run()
        try await ScriptedHomeserver.run(ModelHomeserver()) { homeserver in
            var model = Conversation(
                anna: homeserver.person("@anna:example.org"), bot: homeserver.person(ModelHomeserver.bot),
                carol: homeserver.person("@carol:example.org"), alias: "nova")
            let answersOfModel = try await model.run()
            #expect(answersOfModel.difference(from: answers).map { "\($0)" } == [])
        }
    }
}
