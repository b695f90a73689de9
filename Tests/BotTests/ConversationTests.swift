import BotTesting
import Testing

/// How the bot talks in a channel. The same talks are played on real networks, too.
@Suite("Conversations")
struct ConversationTests {
    @Test(arguments: Talk.all) func `The bot says exactly what stands there`(talk: Talk) async throws {
        try await talk.board().plays(talk.script)
    }
}
