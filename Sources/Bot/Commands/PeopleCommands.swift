import Chat
import Ledger
import ReviewSlots

extension Command<CommandContext> {
    static let whoami = Command(
        "whoami", summary: "who the bot takes you for, and what you may do",
        examples: [
            Example("bob", "!whoami", ["bob: you are oftc:bob, core on nova."]),
            Example(
                "guest42", "!whoami",
                [
                    "guest42: you are not logged in to services, so you can read everything and change nothing. Log in (/msg NickServ IDENTIFY) to vote."
                ]),
        ]
    ) { context, _ in
        guard let account = context.account else {
            return Reply(
                context.message.identity == .unavailable
                    ? "this network has no accounts, so I cannot tell who you are: you can read everything and change nothing here."
                    : "you are not logged in to services, so you can read everything and change nothing. Log in (/msg NickServ IDENTIFY) to vote."
            )
        }
        return try await context.read { view in
            let person = view.people.person(with: account)
            let accounts = person.map { view.people.accounts(of: $0) } ?? [account]
            let roles = view.configuration.roles(of: accounts)
            let away =
                person.flatMap(view.awayUntil).map { ", away until \(view.moment($0))" } ?? ""
            return Reply(
                "you are \(Wording.list(accounts.map(\.description.harmless))), \(roles.title) on \(view.board.name)\(away)."
            )
        }
    }

    static let away = Command(
        "away", usage: ["", "10d", "off"], summary: "say that you are away: what you signed up for asks for others",
        examples: [
            Example(
                "bob", "!away 10d",
                [
                    "bob: you are away until Thu 25 Dec 09:00 UTC: nobody counts on your reviews until then. \"!away off\" ends it."
                ]),
            Example("bob", "!away off", ["bob: nothing was changed: you are not away."]),
        ]
    ) { context, words in
        guard let word = words[0]?.lowercased() else {
            let actor = try await context.actor()
            return try await context.read { view in
                let until = actor.person.flatMap(view.awayUntil)
                guard let until else { return Reply("you are here. \(code: "!away 10d") says that you are away.") }
                return Reply(
                    "you are away until \(view.moment(until)). \(code: "!away off") ends it.")
            }
        }
        if ["off", "end", "back"].contains(word) {
            try await context.submit(.away(until: nil))
            return Reply("you are here again.")
        }
        guard let time = words.rest(from: 0).flatMap(Wording.seconds) else {
            throw Excuse("how long? Say \(code: "!away 10d") (m, h, d or w), or \(code: "!away off").")
        }
        try await context.submit(.away(until: context.now + time))
        return Reply(
            "you are away until \(context.moment(context.now + time)): nobody counts on your reviews until then. \(code: "!away off") ends it."
        )
    }

    static let link = Command(
        "link", usage: ["", "CODE", "NETWORK ACCOUNT", "approve CODE"],
        summary: "join your accounts on several networks into one person",
        examples: [
            Example(
                "guest42", "!link",
                [
                    "guest42: log in to services first (/msg NickServ IDENTIFY); then you can vote and act. Everything read-only works without it."
                ]),
            Example(
                "erin", "!link 00000000",
                ["erin: that code is not valid: it is used, or older than 15 minutes. Say \"!link\" for a new one."]),
        ]
    ) { context, words in
        let actor = try await context.actor()
        guard let person = actor.person else { throw Excuse("nobody to link.") }
        if words.isEmpty {
            let code = await context.links.give(person, claims: nil, now: context.now)
            let told: Document.Line =
                "say \(code: "!link \(code)") from your other account within 15 minutes; both are then one person here. Tell nobody the code."
            return context.message.room.isPrivate ? Reply(told) : Reply("sent in private.", privately: Document(told))
        }
        if words[0]?.lowercased() == "approve", let code = words[1] {
            return try await context.approve(code, by: actor)
        }
        if words.count == 2, let network = words[0], let name = words[1] {
            let claimed = Account(network: network.lowercased(), name: name.lowercased())
            // Whoever has an account on a chat network proves it there; a lead's word is only for accounts that cannot speak.
            if context.configuration.hears(claimed.network) {
                throw Excuse(
                    "say \(code: "!link") here and the code that you get on \(claimed.network): that proves both accounts, and nobody has to vouch."
                )
            }
            let code = await context.links.give(person, claims: claimed, now: context.now)
            for plugin in context.plugins {
                guard let way = try await plugin.proof(of: claimed, by: person, code: code, context) else { continue }
                return context.message.room.isPrivate ? Reply(way) : Reply("sent in private.", privately: Document(way))
            }
            return Reply(
                "a lead has to vouch that \(Wording.short(claimed.description)) is you: \(code: "!link approve \(code)"), within 7 days. Until then nothing is linked."
            )
        }
        return try await context.useCode(words[0] ?? "", person: person)
    }
}

extension CommandContext {
    fileprivate func useCode(_ code: String, person: PersonID) async throws -> Reply {
        guard let wish = await links.look(code.lowercased(), now: now), wish.claims == nil else {
            throw Excuse(
                "that code is not valid: it is used, or older than 15 minutes. Say \(code: "!link") for a new one.")
        }
        guard wish.person != person else {
            throw Excuse("say it from your other account; this one asked for the code.")
        }
        await links.spend(code.lowercased())
        try await ledger.join(wish.person, formerly: person, now: now)
        return try await read { view in
            Reply(
                "linked: \(Wording.list(view.people.accounts(of: wish.person).map(\.description.harmless))) are one person now."
            )
        }
    }

    fileprivate func approve(_ code: String, by actor: Actor) async throws -> Reply {
        guard actor.roles.contains(.lead) else { throw LedgerError.refused(.needs(.lead)) }
        guard let wish = await links.look(code.lowercased(), now: now), let account = wish.claims else {
            throw Excuse("that code is not valid: it is used, or too old.")
        }
        guard !actor.isOne(of: [wish.person]) else { throw Excuse("another lead has to vouch for you.") }
        await links.spend(code.lowercased())
        try await ledger.join(account, to: wish.person, now: now)
        return try await read { view in
            Reply(
                "linked: \(Wording.list(view.people.accounts(of: wish.person).map(\.description.harmless))) are one person now."
            )
        }
    }
}
