import MatrixTesting

@testable import MatrixProtocol

/// What a server answered, with names in place of ids, so that two servers' can be compared.
struct Transcript {
    private(set) var lines: [String] = []
    private var names: [String: String] = [:]
    private var counts: [Character: Int] = [:]

    mutating func name(_ id: String, _ name: String) { names[id] = name }

    mutating func note(_ what: String, _ facts: String...) { lines.append(([what] + facts).joined(separator: ": ")) }

    /// Status, code, and the members that are named.
    mutating func note(_ what: String, _ answer: MatrixPerson.Answer, _ members: String...) {
        let body = named(answer.body)
        let facts = members.map { "\($0) \(String(decoding: body[$0].bytes, as: UTF8.self))" }
        note(what, (["\(answer.status)", answer.code].filter { !$0.isEmpty } + facts).joined(separator: " "))
    }

    /// What our own reader makes of a sync.
    mutating func note(_ what: String, sync answer: MatrixPerson.Answer, for user: String) throws {
        guard answer.status == 200, let user = UserID(named(.text(user)).text ?? "") else { return note(what, answer) }
        let sync = try SyncAnswer(named(answer.body), user: user)
        note(what, "unreadable \(sync.unreadable)")
        for (room, joined) in sync.joined.sorted(by: { $0.key < $1.key }) {
            note("  in \(room)", joined.isLimited ? "limited" : "all")
            for event in joined.state.sorted(by: { $0.id < $1.id }) { note("    state", words(event)) }
            for event in joined.timeline { note("    ", words(event)) }
        }
        for (room, left) in sync.left { note("  left \(room)", "\(left)") }
        for (room, invited) in sync.invited { note("  invited \(room)", "\(invited)") }
    }

    private func words(_ event: Event) -> String {
        let what =
            switch event.content {
            case .message(let said):
                ["\(said.kind) \"\(said.text.prefix(30))\""] + (said.relation.map { ["\($0)"] } ?? [])
                    + (said.replacement.map { ["\($0.kind) \"\($0.text)\""] } ?? [])
            case .powerLevels(let levels):
                [
                    "power levels", "\(levels.users) \(levels.usersDefault) \(levels.stateDefault)",
                    "tombstone \(levels.events["m.room.tombstone"] ?? -1)",
                ]
            case .member(let user, let membership):
                [
                    "\(user) \(membership.kind)", membership.displayName ?? "", membership.isDirect ? "direct" : "",
                    membership.isEntry ? "entry" : "", membership.reason ?? "",
                ]
            case .creation(let creation):
                [
                    "created, version \(creation.version) by \(creation.creators)",
                    creation.predecessor.map { "from \($0)" } ?? "",
                ]
            default: ["\(event.content)"]
            }
        return ([event.id.text, event.sender.text] + what + [event.transaction ?? "", event.isState ? "state" : ""])
            .filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// The same with a name for each id.
    private mutating func named(_ json: JSON) -> JSON {
        switch json {
        case .text(let text): .text(name(of: text))
        case .list(let list): .list(list.map { named($0) })
        case .object(let members):
            .object(
                Dictionary(uniqueKeysWithValues: members.sorted { $0.key < $1.key }.map { (name(of: $0), named($1)) }))
        default: json
        }
    }

    private mutating func name(of text: String) -> String {
        if let name = names[text] { return name }
        guard let sigil = text.first, sigil == "$" || sigil == "!", !text.contains(" ") else { return text }
        counts[sigil, default: 0] += 1
        let name = "\(sigil)\(counts[sigil] ?? 0)"
        names[text] = name
        return name
    }
}
