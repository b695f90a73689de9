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
            ], takesEdits: true
        ) { context, words in try await RankTalk(context: context, prompts: prompts).answer(words) }
    }
}

/// One `!rank` of one person.
struct RankTalk {
    let context: CommandContext
    let prompts: Prompts

    func answer(_ all: Words) async throws -> Reply {
        if case .edits = context.message.act, try await !isWholeBallot(all) {
            throw Excuse("an edit replaces only a whole ballot: say \(code: "!rank …") anew.")
        }
        if case .insertion(let insertion) = await prompts.prompt(for: context),
            let choice = await choice(all, insertion)
        {
            return try await goOn(insertion, choice)
        }
        let (said, remark) = RankLine.withoutRemark(all.all)
        let words = Words(said)
        guard let word = words[0]?.lowercased(), let verb = Verb(rawValue: word) else {
            guard !words.isEmpty || remark != nil else { return try await list() }
            guard let place = try await place(words) else { return try await vote(all.all) }
            try await beginChange()
            return try await move(words[0], .put(place), remark)
        }
        guard words.count <= verb.most else {
            throw Excuse("\(code: words[verb.most] ?? "") is too much: say \(code: "!rank \(verb.usage)").")
        }
        if verb.changesBallot { try await beginChange() }
        switch verb {
        case .list: return try await list()
        case .up: return try await move(words[1], .up, remark)
        case .down: return try await move(words[1], .down, remark)
        case .top: return try await move(words[1], .put(1), remark)
        case .drop: return try await move(words[1], .drop, remark)
        case .mine, .ballot: return try await show(words[1])
        case .withdraw: return try await withdraw(remark)
        case .keep: return try await keep(remark)
        case .like: return try await copy(words[1], remark)
        case .new: return try await askAboutNew()
        case .why: return try await why(words[1], words[2])
        case .log: return try await log()
        case .export: return try await export()
        case .verify: return try await verify()
        }
    }

    /// The first word behind `!rank`.
    private enum Verb: String {
        case list, up, down, top, drop, mine, ballot, withdraw, keep, like, new, why, log, export, verify

        var usage: String {
            switch self {
            case .up, .down, .top, .drop: "\(rawValue) NAME"
            case .mine, .ballot: "\(rawValue) [NICK]"
            case .like: "like NICK"
            case .why: "why NAME [NAME]"
            case .list, .withdraw, .keep, .new, .log, .export, .verify: rawValue
            }
        }

        /// How many words there may be.
        var most: Int { usage.split(separator: " ").count }

        var changesBallot: Bool {
            switch self {
            case .up, .down, .top, .drop, .withdraw, .keep, .like, .new: true
            case .list, .mine, .ballot, .why, .log, .export, .verify: false
            }
        }
    }

    private func isWholeBallot(_ all: Words) async throws -> Bool {
        let words = Words(RankLine.withoutRemark(all.all).said)
        guard let first = words[0]?.lowercased(), Verb(rawValue: first) == nil else { return false }
        return try await place(words) == nil
    }

    /// `NAME PLACE`, unless the second word is the number of a change, which somebody wants to name.
    private func place(_ words: Words) async throws -> Int? {
        guard words.count == 2, let name = words[0], !name.contains(where: { ">,<=".contains($0) }),
            let word = words[1], let place = Int(word)
        else { return nil }
        let isName = try await context.read { view in
            if case .found = view.board.find(word) { true } else { false }
        }
        return isName ? nil : place
    }

    /// Whoever may not vote hears that before what else is wrong; a line that was begun is given up.
    private func beginChange() async throws {
        _ = try await context.actor()
        await prompts.forgetLine(context)
    }

    /// What is long goes to the asker alone.
    func privately(_ lines: [Document.Line]) -> Reply {
        context.message.room.isPrivate ? Reply(lines) : Reply("sent in private.", privately: Document(lines))
    }

    /// Lets the ledger decide about the own ballot.
    func submit(_ deed: RankVotesReducer.Deed, _ remark: String? = nil) async throws {
        let remark = remark.map { Wording.short($0, 200) }
        try await context.submit(RankVotesReducer.Command(deed, remark: remark), to: RankVotesReducer.self)
    }

    func item(_ word: String?, usage: String) async throws -> BlueprintID {
        guard let word else { throw Excuse("which blueprint? Say \(code: "!rank \(usage)").") }
        return try await context.read { view in try view.item(word) }
    }

    static let undo: Document.Line = " \(code: "!undo") takes it back for 10 minutes."
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
