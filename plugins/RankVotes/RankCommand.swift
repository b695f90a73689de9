import Bot
import Chat
import Ledger
import ReviewSlots

extension Command<CommandContext> {
    static func rank(_ prompts: Prompts) -> Command<CommandContext> {
        Command(
            "rank", aliases: ["vote"],
            usage: [
                "", "NAME > NAME = NAME …", "up|down|top|drop NAME", "NAME PLACE", "mine [NICK]", "new",
                "why NAME [NAME]", "keep", "withdraw", "like NICK", "log", "export", "verify",
            ],
            summary: "the order of the backlog, and your ballot on it: > is better than, = as good as", for: .voters,
            examples: [
                Example(
                    "erin", "!rank",
                    [
                        "erin: Draft of 0 ballots (from 3 on they order the backlog; until then pins and age do): nothing is ranked yet. 3 wait for votes. \"!rank a > b\" casts your ballot. https://slots.example.org/nova/rank"
                    ]),
                Example(
                    "erin", "!rank multi-attach > vmware-ephemeral-disk",
                    [
                        "erin: your ballot: 1 multi-attach, 2 vmware-ephemeral-disk; the other one ties below. It is 1 of the 3 ballots from which on the votes order the backlog. \"!undo\" takes it back for 10 minutes."
                    ]),
                Example(
                    "erin", "!rank multi-attach > vmware-van",
                    ["erin: no blueprint \"vmware-van\" (did you mean vmware-vsan?). Nothing was recorded."]),
                Example(
                    "erin", "!rank why multi-attach",
                    ["erin: multi-attach waits for votes: named by 0 of the 2 voters that it needs."]),
                Example(
                    "guest42", "!rank up multi-attach",
                    [
                        "guest42: log in to services first (/msg NickServ IDENTIFY); then you can vote and act. Everything read-only works without it."
                    ]),
            ]
        ) { context, words in try await RankTalk(context: context, prompts: prompts).answer(words) }
    }
}

/// One `!rank` of one person.
struct RankTalk {
    let context: CommandContext
    let prompts: Prompts

    func answer(_ words: Words) async throws -> Reply {
        let prompt = await prompts.prompt(for: context)
        if case .insertion(let insertion) = prompt, words.count == 1, let word = words[0]?.lowercased(),
            let choice = Choice(rawValue: word)
        {
            return try await goOn(insertion, choice)
        }
        switch words[0]?.lowercased() {
        case nil, "list": return try await list()
        case "up": return try await move(words[1], .up)
        case "down": return try await move(words[1], .down)
        case "top": return try await move(words[1], .put(1))
        case "drop": return try await move(words[1], .drop)
        case "mine", "ballot": return try await show(words[1])
        case "withdraw": return try await withdraw()
        case "keep": return try await keep()
        case "like": return try await copy(words[1])
        case "new": return try await askAboutNew()
        case "why": return try await why(words[1], words[2])
        case "log": return try await log()
        case "export": return try await export()
        case "verify": return try await verify()
        default: break
        }
        if words.count == 2, let name = words[0], !name.contains(where: { ">,<=".contains($0) }),
            let place = words[1].flatMap({ Int($0) }), place < 1000
        {
            return try await move(name, .put(place))
        }
        return try await vote(words.all, after: prompt)
    }

    /// What is long goes to the asker alone.
    func privately(_ lines: [Document.Line]) -> Reply {
        context.message.room.isPrivate ? Reply(lines) : Reply("sent in private.", privately: Document(lines))
    }

    func item(_ word: String?, usage: String) async throws -> BlueprintID {
        guard let word else { throw Excuse("which blueprint? Say \(code: "!rank \(usage)").") }
        return try await context.read { view in try view.items([[word]]).joined().first ?? BlueprintID(0) }
    }

    static let undo: Document.Line = " \(code: "!undo") takes it back for 10 minutes."
}

extension BoardView {
    /// The blueprints that the names on a ballot mean.
    /// - Throws: `Excuse` that names the first two that mean nothing, or not one thing.
    func items(_ levels: [[String]]) throws(Excuse) -> [[BlueprintID]] {
        var found: [[BlueprintID]] = []
        var faults: [String] = []
        for level in levels {
            var items: [BlueprintID] = []
            for word in level where faults.count < 2 {
                switch board.find(word) {
                case .found(let id): items.append(id)
                case .several(let ids):
                    faults.append("\"\(Wording.short(word, 40))\" may mean \(Wording.list(ids.map(name), "or"))")
                case .none(let near):
                    let hint = near.isEmpty ? "" : " (did you mean \(Wording.list(near.map(name), "or"))?)"
                    faults.append("no blueprint \"\(Wording.short(word, 40))\"\(hint)")
                }
            }
            found.append(items)
        }
        guard faults.isEmpty else {
            throw Excuse(Document.Line("\(faults.joined(separator: "; ")). Nothing was recorded."))
        }
        return found
    }
}

/// `1st`, `2nd`, `3rd`, `4th`, `11th`.
func ordinal(_ number: Int) -> String {
    let ending =
        switch (number % 10, number % 100) {
        case (_, 11...13): "th"
        case (1, _): "st"
        case (2, _): "nd"
        case (3, _): "rd"
        default: "th"
        }
    return "\(number)\(ending)"
}
