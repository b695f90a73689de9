import Bot
import BotTesting
import Chat
import Testing

/// One test per example of every command: what the help shows is what the bot says.
@Suite("Examples of the commands")
struct ExampleTests {
    static let examples: [(String, Example)] = [Command<CommandContext>].builtIn.flatMap { command in
        command.examples.map { (command.name, $0) }
    }

    @Test("says what the example shows", arguments: examples)
    func example(command: String, example: Example) async throws {
        let room = try await TestRoom.example()
        let answers = await room.say(example.nick, example.says)
        #expect(answers == example.answers)
    }

    @Test("every command has an example") func complete() {
        for command in [Command<CommandContext>].builtIn { #expect(!command.examples.isEmpty, "\(command.name)") }
    }
}
