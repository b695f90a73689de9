import Chat
import Ledger
import ReviewSlots

extension Command<CommandContext> {
    static let blueprint = Command(
        "blueprint", aliases: ["bp"],
        usage: [
            "add NAME [spec N] [changes N …] [debt|trivial|kind WORD] [group WORD] [by ACCOUNT …]", "rename NAME NEW",
            "alias NAME WORD", "spec NAME N", "group NAME WORD|none",
        ],
        summary: "put a blueprint on the board, or call it otherwise", for: .leads,
        examples: [
            Example(
                "alice", "!blueprint add drbd-driver spec 134153 changes 140001 140002 by carol",
                [
                    "alice: drbd-driver is b7, #4 of the backlog: spec 134153 is still under review; its author has not said \"!ready drbd-driver\"."
                ]),
            Example(
                "alice", "!blueprint add 123", ["alice: \"123\" cannot be a name: a number is a change or a spec."]),
            Example(
                "alice", "!blueprint add vmware-vsan",
                ["alice: \"vmware-vsan\" is the name of b1 already; please choose another."]),
            Example(
                "bob", "!blueprint group vmware-vsan red", ["bob: vmware-vsan is b1, spec 128600, of the group red."]),
        ]
    ) { context, words in
        guard let form = words[0]?.lowercased(), ["add", "rename", "alias", "spec", "group"].contains(form) else {
            throw Excuse(
                "say \(code: "!blueprint add NAME spec 126527 changes 128001 128002 by ACCOUNT"); rename, alias, spec and group are the others."
            )
        }
        if form == "add" {
            let new = try await context.newBlueprint(words.dropFirst.list)
            try await context.submit(.addBlueprint(new))
            return try await context.read { view in Reply(view.addedLine(new.name)) }
        }
        let id = try await context.blueprint(words[1], usage: "!blueprint \(form) NAME …")
        guard let word = words[2]?.lowercased() else {
            throw Excuse("a word is missing at the end: \(code: "!blueprint \(form) NAME …").")
        }
        switch form {
        case "rename": try await context.submit(.rename(id, to: word))
        case "alias": try await context.submit(.addAlias(id, word))
        case "group": try await context.submit(.group(id, word == "none" ? nil : word))
        default:
            guard let number = Int(word) else {
                throw Excuse("a spec is a number: \(code: "!blueprint spec NAME 126527").")
            }
            try await context.submit(.linkSpec(id, number))
        }
        return try await context.read { view in
            guard let blueprint = view.board.blueprints[id] else { return Reply("done.") }
            let also = blueprint.aliases.isEmpty ? "" : ", also \(Wording.list(blueprint.aliases))"
            let spec = blueprint.spec.map { ", spec \($0)" } ?? ""
            let group = blueprint.group.map { ", of the group \($0)" } ?? ""
            return Reply("\(strong: blueprint.name) is \(id)\(also)\(spec)\(group).")
        }
    }

    static let change = Command(
        "change",
        usage: [
            "NUMBER open|wip|merged|abandoned [+2|+1|0|-1|-2 WHO …] [ci ok|failed|running] [title TEXT]",
            "add NAME NUMBER …", "remove NAME NUMBER",
        ],
        summary: "link a change, or state what the review system says of it", for: .authors,
        examples: [
            Example(
                "bob", "!change 128612 +2 dave",
                ["bob: 128612 \"Add vSAN datastore driver\", +2 bob, +2 dave, CI ok; vmware-vsan 2 of 3 merged."]),
            Example(
                "carol", "!change add nfs-image-store 140010",
                ["carol: 140010 is a change of nfs-image-store: 0 of 1 merged."]),
            Example(
                "bob", "!change 999 merged",
                ["bob: 999 is no change of a blueprint. \"!change add NAME 999\" links it."]),
        ]
    ) { context, words in
        if let form = words[0]?.lowercased(), form == "add" || form == "remove" {
            let id = try await context.blueprint(words[1], usage: "!change \(form) NAME NUMBER")
            let all = try changeNumbers(words, form)
            try await context.submit(form == "add" ? .addChanges(id, all) : .removeChanges(id, all))
            return try await context.read { view in
                guard let blueprint = view.board.blueprints[id] else { return Reply("done.") }
                let (verb, noun) = all.count == 1 ? ("is", "a change") : ("are", "changes")
                return Reply(
                    "\(Wording.some(all.map(String.init), 10)) \(verb)\(form == "add" ? "" : " no longer") \(noun) of \(strong: blueprint.name): \(view.merged(blueprint))."
                )
            }
        }
        guard let number = words[0].flatMap({ Int($0.drop { $0 == "#" }) }) else {
            throw Excuse("which change? Say \(code: "!change 128612 merged"), or \(code: "!change add NAME 128612").")
        }
        try await context.submit(.stateChange(number, try changeUpdate(words.dropFirst)))
        return try await context.read { view in
            guard let change = view.board.changes[number] else { return Reply("done.") }
            let status = change.status == .open || change.status == .wip ? "" : " \(change.status.rawValue)"
            let blueprints = view.board.blueprints(ofChange: number).compactMap { view.board.blueprints[$0] }.map {
                blueprint in
                "; \(blueprint.name) \(view.merged(blueprint))"
            }
            return Reply("\(view.describe(change))\(status)\(blueprints.joined()).")
        }
    }

    static let announce = Command(
        "announce", usage: ["TEXT"], summary: "say something in every channel of the board", for: .leads,
        examples: [Example("alice", "!announce the gate is down", ["alice: every channel of nova hears it."])]
    ) { context, words in
        guard !words.isEmpty else { throw Excuse("what? Say \(code: "!announce TEXT").") }
        guard words.all.utf8.count <= Announcements.textLimit else {
            throw Excuse("that is too long to be said: \(Announcements.textLimit) bytes are the most.")
        }
        try await context.submit(.announce(words.all))
        return Reply("every channel of \(context.board.name) hears it.")
    }
}

/// Reads the numbers of `add NAME 128001 128002`.
private func changeNumbers(_ words: Words, _ form: String) throws -> [ChangeNumber] {
    var numbers: [ChangeNumber] = []
    for word in words.list.dropFirst(2) {
        guard let number = Int(word.drop { $0 == "#" }), number > 0 else {
            throw Excuse("\"\(Wording.short(word, 30))\" is no change: \(code: "!change \(form) NAME 128001").")
        }
        if !numbers.contains(number) { numbers.append(number) }
    }
    guard (1...50).contains(numbers.count) else {
        throw Excuse("which changes? Say up to 50 numbers: \(code: "!change \(form) NAME 128001 128002").")
    }
    return numbers
}

/// Reads `merged +2 bob +1 erin ci ok title Some text`.
private func changeUpdate(_ words: Words) throws -> ChangeUpdate {
    var update = ChangeUpdate()
    var place = 0
    while let word = words[place]?.lowercased() {
        place += 1
        if let status = Change.Status(rawValue: word) {
            update.status = status
        } else if word == "ci" {
            let verdicts: [String: Change.Verdict] = [
                "ok": .passed, "green": .passed, "passed": .passed, "failed": .failed, "red": .failed,
                "running": .pending, "pending": .pending,
            ]
            guard let verdict = words[place].flatMap({ verdicts[$0.lowercased()] }) else {
                throw Excuse("CI is \(code: "ci ok"), \(code: "ci failed") or \(code: "ci running").")
            }
            update.ci = verdict
            place += 1
        } else if word == "lines", let lines = words[place].flatMap({ Int($0) }), lines >= 0 {
            update.lines = lines
            place += 1
        } else if word == "title", let title = words.rest(from: place) {
            update.title = String(title.unquoted.prefix(400))
            break
        } else if let value = Int(word), word.first == "+" || word.first == "-" || value == 0 {
            let start = place
            while let who = words[place], Int(who) == nil, who.lowercased() != "ci",
                Change.Status(rawValue: who.lowercased()) == nil, who.lowercased() != "title"
            {
                update.votes.append(Change.Vote(who: String(who.prefix(64)), value: value))
                place += 1
            }
            if start == place { throw Excuse("whose vote? Say \(code: "+2 bob"); \(code: "0 bob") takes it away.") }
        } else {
            throw Excuse(
                "\"\(Wording.short(word, 30))\" says nothing of a change. There are: open, wip, merged, abandoned, +2 WHO, ci ok, title TEXT."
            )
        }
    }
    if update == ChangeUpdate() {
        throw Excuse("what of it? Say open, wip, merged, abandoned, +2 WHO, ci ok or title TEXT.")
    }
    return update
}

extension CommandContext {
    fileprivate func newBlueprint(_ words: [String]) async throws -> NewBlueprint {
        // Authors are written down when they are named, so nobody else may get that far.
        guard try await actor().roles.contains(.lead) else { throw LedgerError.refused(.needs(.lead)) }
        guard let name = words.first?.lowercased() else {
            throw Excuse("what is it called? Say \(code: "!blueprint add NAME").")
        }
        var new = NewBlueprint(name: name)
        var field = ""
        for word in words.dropFirst() {
            let small = word.lowercased().filter { $0 != "," }
            switch (field, small) {
            case (_, "spec"), (_, "by"), (_, "kind"), (_, "group"): field = small
            case (_, "change"), (_, "changes"): field = "changes"
            case (_, "debt"):
                new.kind = small
                field = ""
            case (_, "trivial"): new.isTrivial = true
            case ("spec", _):
                guard let number = Int(small) else { throw Excuse("a spec is a number: \(code: "spec 126527").") }
                new.spec = number
                field = ""
            case ("changes", _):
                guard let number = Int(small.drop { $0 == "#" }) else {
                    throw Excuse("\"\(Wording.short(word, 30))\" is no change: say \(code: "changes 128001 128002").")
                }
                new.changes.append(number)
            case ("kind", _):
                new.kind = small
                field = ""
            case ("group", _):
                new.group = small
                field = ""
            case ("by", _):
                new.authors.append(try await ledger.person(with: try await author(word.filter { $0 != "," }), now: now))
            default:
                throw Excuse(
                    "\"\(Wording.short(word, 30))\" is not understood here. Say \(code: "!blueprint add NAME spec N changes N N debt by ACCOUNT")."
                )
            }
        }
        if let last = words.last?.lowercased(), ["spec", "by", "kind", "group", "change", "changes"].contains(last),
            words.count > 1
        {
            throw Excuse("a word is missing behind \"\(last)\". Nothing was added.")
        }
        return new
    }

    /// The account that a word behind "by" means: `NETWORK:ACCOUNT`, or an account where it is said.
    private func author(_ word: String) async throws -> Account {
        let here = message.room.network == Account.local ? board.rooms.first?.network : message.room.network
        let named = word.first == "@" ? nil : Account(word)
        var account = named ?? Account(network: here ?? message.room.network, name: word)
        account.network = account.network.lowercased()
        guard configuration.idNetworks.contains(account.network) else {
            account.name = account.name.lowercased()
            return account
        }
        if account.name.first == "@", account.name.contains(":") { return account }
        let known = await ledger.readPeople { [account] in $0.accounts(called: account.name, on: account.network) }
        guard known.count == 1 else {
            throw Excuse(
                "whom do you mean by \"\(Wording.short(word, 40))\"? On \(account.network) people are called by their whole ids: \(code: "by \(account.network):@alice:example.org"). Nothing was added."
            )
        }
        return known[0]
    }
}

extension BoardView {
    func addedLine(_ name: String) -> Document.Line {
        guard case .found(let id) = board.find(name), let blueprint = board.blueprints[id] else {
            return "\(name) is on the board."
        }
        return
            "\(strong: blueprint.name) is \(id), #\(board.rank(of: id) ?? 0) of the backlog: \(long(missing(blueprint), blueprint))."
    }
}
