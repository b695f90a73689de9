import Bot
import BotTesting
import Chat
import Testing

@Suite("The table of commands")
struct CommandTableTests {
    @Test("the help names every command, and its lines fit", arguments: [Command<CommandContext>].builtIn.map(\.name))
    func help(name: String) async throws {
        let room = try await TestRoom.make()
        let all = await room.say("erin", "!help")
        #expect(all.count == 1 && all[0].contains("!\(name)"))
        let one = await room.say("erin", "!help \(name)")
        #expect(one.count == 1 && one[0].hasPrefix("erin: !\(name)"))
        for line in all + one { #expect(line.utf8.count <= Outgoing.lineLimit) }
    }
}
