import Bot
import BotTesting
import Chat
import Foundation
import Testing

/// What is written about the commands, and what they are, do not part.
@Suite("The table of commands")
struct CommandTableTests {
    private static let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "docs/commands.md")

    @Test("docs/commands.md is what the commands say of themselves; SLOTKEEPER_WRITE_DOCS=1 writes it anew")
    func page() throws {
        let table = [Command<CommandContext>].builtIn.markdown
        if ProcessInfo.processInfo.environment["SLOTKEEPER_WRITE_DOCS"] == "1" {
            try Data(table.utf8).write(to: Self.page)
        }
        #expect(try String(contentsOf: Self.page, encoding: .utf8) == table)
    }

    @Test("no two commands share a name") func names() {
        let names = [Command<CommandContext>].builtIn.flatMap { [$0.name] + $0.aliases }
        #expect(Set(names).count == names.count)
    }

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
