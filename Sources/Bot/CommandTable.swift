public import Chat

extension [Command<CommandContext>] {
    /// The commands as a page of Markdown: a table for each audience, and every example with its answer.
    public var markdown: String {
        var page = """
            # Commands

            This page is made from the commands themselves, and the tests keep it so. Every command works with `!` in a channel,
            behind the bot's name (`slotkeeper: slots`), and without either in a private message. `@board` chooses a board where
            there are several. What is in brackets may be left out. Every example below is run as a test, each on the same board.

            """
        for audience in Command<CommandContext>.Audience.allCases {
            let commands = filter { $0.audience == audience }
            if commands.isEmpty { continue }
            page += "\n## For \(audience.rawValue)\n\n| command | what it does |\n|---|---|\n"
            for command in commands {
                let forms = command.forms.map { "`\($0)`" }.joined(separator: "<br>").replacing("|", with: "\\|")
                let also =
                    command.aliases.isEmpty
                    ? "" : " (also \(command.aliases.map { "`!\($0)`" }.joined(separator: ", ")))"
                page += "| \(forms) | \(command.summary)\(also) |\n"
            }
            for command in commands where !command.examples.isEmpty {
                page += "\n```\n"
                for example in command.examples {
                    page += "<\(example.nick)> \(example.says)\n"
                    for answer in example.answers { page += "<slotkeeper> \(answer)\n" }
                }
                page += "```\n"
            }
        }
        return page
    }
}
