import Chat
import Ledger
import ReviewSlots

extension Command<CommandContext> {
    static let help = Command(
        "help", aliases: ["commands", "h"], usage: ["", "COMMAND"], summary: "the commands, or one of them",
        examples: [
            Example(
                "erin", "!help bump",
                ["erin: !bump NAME [why]: take a blueprint out of its slot; its rank stays (cores)."]),
            Example("erin", "!help landd", ["erin: no command \"landd\". Did you mean !landed? \"!help\" lists all."]),
        ]
    ) { context, words in
        guard let word = words[0] else {
            let groups = Command<CommandContext>.Audience.allCases.compactMap { audience -> String? in
                let names = context.router.commands.filter { $0.audience == audience }.map { "!\($0.name)" }
                guard !names.isEmpty else { return nil }
                return (audience == .everyone ? "" : "\(audience.rawValue): ") + names.joined(separator: " ")
            }
            let url: Document.Line = context.configuration.baseURL.map { " \(link: "\($0)/help")" } ?? Document.Line()
            return Reply("\(groups.joined(separator: " | ")). \(code: "!help slots") for one.\(url)")
        }
        let name = word.lowercased().drop { $0 == "!" }
        guard let command = context.router[String(name)] else {
            throw Excuse(context.router.unknownLine(String(name)))
        }
        let audience = command.audience == .everyone ? "" : " (\(command.audience.rawValue))"
        let also = command.aliases.isEmpty ? "" : " Also: \(command.aliases.map { "!\($0)" }.joined(separator: ", "))."
        return Reply("\(command.forms.joined(separator: " | ")): \(command.summary)\(audience).\(also)")
    }

    static let version = Command(
        "version", summary: "what is running here",
        examples: [Example("erin", "!version", ["erin: Slotkeeper test."])]
    ) { context, _ in
        Reply("Slotkeeper \(context.configuration.version).")
    }
}

extension CommandRouter {
    /// `no command "bmp". Did you mean !bump?`
    func unknownLine(_ word: String) -> Document.Line {
        let limit = word.utf8.count == 1 ? 0 : word.utf8.count <= 4 ? 1 : 2
        let near = names.map { ($0.editDistance(to: word), $0) }.filter { $0.0 <= limit }.sorted { $0 < $1 }.prefix(2)
            .map(\.1)
        let hint = near.isEmpty ? "" : " Did you mean \(Wording.list(near.map { "!\($0)" }, "or"))?"
        return "no command \"\(Wording.short(word, 40))\".\(hint) \(code: "!help") lists all."
    }
}
