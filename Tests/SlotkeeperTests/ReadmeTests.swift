import Foundation
import Testing

/// The conversation that README.md shows, word for word, on the demo's board.
@Suite("The README") struct ReadmeTests {
    private struct Turn {
        var nick: String
        var says: String
        var answers: [String] = []
    }

    private func conversation() throws -> [Turn] {
        let readme = Executable.project.appendingPathComponent("README.md")
        var turns: [Turn] = []
        for line in try String(contentsOf: readme, encoding: .utf8).split(separator: "\n") {
            guard let said = line.wholeMatch(of: #/<(\w+)> (.+)/#) else { continue }
            if said.1 == "slotkeeper" {
                try #require(!turns.isEmpty)
                turns[turns.count - 1].answers.append(String(said.2))
            } else {
                turns.append(Turn(nick: String(said.1), says: String(said.2)))
            }
        }
        return turns
    }

    @Test(.timeLimit(.minutes(5))) func `The bot says what it shows`() throws {
        let program = try Executable()
        defer { program.remove() }
        let demo = try String(
            contentsOf: Executable.project.appendingPathComponent("config/demo.yaml"), encoding: .utf8)
        try demo.replacing("state: var", with: "state: \(program.folder.path)/state")
            .write(toFile: program.configuration, atomically: true, encoding: .utf8)
        #expect(try program.run(["demo", "--config", program.configuration]).status == 0)
        let bot = try program.startBot()
        defer { bot.kill() }
        let turns = try conversation()
        #expect(turns.count == 5)
        var announcements: [String] = []
        for turn in turns {
            let said = try program.run(
                ["chat", "--config", program.configuration, "--as", "\(turn.nick):\(turn.nick)"],
                input: turn.says + "\n")
            #expect(said.lines == Array(turn.answers.prefix(said.lines.count)), "\(turn.says)")
            announcements += turn.answers.dropFirst(said.lines.count)
        }
        #expect(try program.run(["ctl", "--config", program.configuration, "!announce that is all"]).status == 0)
        var announced: [String] = []
        while let line = bot.line(), !line.contains("that is all") {
            // Whoever need not be highlighted has an invisible blank in the nick.
            announced.append(line.replacing("\u{200B}", with: ""))
        }
        #expect(announced == announcements.map { "<slotkeeper> \($0)" })
    }
}
