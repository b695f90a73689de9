import Chat
import Ledger
import ReviewSlots

extension Command<CommandContext> {
    static let backlog = Command(
        "backlog", usage: ["", "all"], summary: "what waits for a slot, in order, and why",
        examples: [
            Example(
                "erin", "!backlog",
                [
                    "erin: Backlog 3: 1 ready, 1 needs code, 1 needs a spec. Next in: vmware-ephemeral-disk. \"!why <blueprint>\" explains a place. https://slots.example.org/nova/backlog"
                ])
        ]
    ) { context, words in
        let whole = words[0]?.lowercased() == "all"
        return try await context.read { view in
            Reply(view.backlogLine(), privately: whole ? view.wholeBacklog() : Document())
        }
    }

    static let why = Command(
        "why", usage: ["NAME"], summary: "the whole reason for a blueprint's place, and what would change it",
        examples: [
            Example(
                "erin", "!why nfs-image-store",
                [
                    "erin: nfs-image-store (carol) is #1 of 3: by age, as no votes order the backlog yet. It cannot move in: spec 126866 is still under review; no change is linked (\"!change add nfs-image-store NUMBER\"); its author has not said \"!ready nfs-image-store\". 1 of 4 slots is free (kept for debt)."
                ])
        ]
    ) { context, words in
        let id = try await context.blueprint(words[0], usage: "!why NAME")
        let lines = try await context.read { view in view.whyLines(id) }
        return try await context.reply(about: id, lines)
    }

    static let order = Command(
        "order", usage: ["NAME PLACE", "NAME free"], summary: "pin a blueprint to a place in the backlog, or let it go",
        for: .leads,
        examples: [
            Example(
                "alice", "!order vmware-ephemeral-disk 1",
                [
                    "alice: vmware-ephemeral-disk is pinned to #1 of the backlog. \"!order vmware-ephemeral-disk free\" lets it go."
                ])
        ]
    ) { context, words in
        let id = try await context.blueprint(words[0], usage: "!order NAME PLACE")
        let name = try await context.read { $0.name(id) }
        if let word = words[1]?.lowercased(), word == "free" || word == "off" {
            try await context.submit(.unpin(id))
            return try await context.read { view in
                Reply("\(strong: name) is no longer pinned; it is #\(view.board.rank(of: id) ?? 0) of the backlog.")
            }
        }
        guard let place = words[1].flatMap({ Int($0.drop { $0 == "#" }) }) else {
            throw Excuse("which place? Say \(code: "!order \(name) 1"), or \(code: "!order \(name) free").")
        }
        try await context.submit(.pin(id, place: place))
        return Reply(
            "\(strong: name) is pinned to #\(place) of the backlog. \(code: "!order \(name) free") lets it go.")
    }
}

extension BoardView {
    func backlogLine() -> Document.Line {
        let backlog = board.backlog().compactMap { board.blueprints[$0] }
        guard !backlog.isEmpty else {
            return "the backlog is empty. A lead adds to it with \(code: "!blueprint add NAME").\(url("backlog"))"
        }
        let ready = board.readyOnes().map(\.blueprint)
        let parts = ["\(ready.count) ready"] + lacks(backlog).reversed().map { $0.lack.phrase($0.count) }
        var line: Document.Line = "Backlog \(backlog.count): \(parts.joined(separator: ", "))."
        line +=
            ready.isEmpty
            ? " First: \(Wording.some(backlog.map(\.name), 5, bytes: 200))."
            : " Next in: \(Wording.some(ready.map(\.name), 5, bytes: 200))."
        for kind in board.settings.reservations.keys.sorted() {
            guard let next = ready.first(where: { $0.kind == kind }), next.id != ready.first?.id else { continue }
            line += " Next \(kind): \(next.name)."
        }
        return line + " \(code: "!why <blueprint>") explains a place.\(url("backlog"))"
    }

    /// The order, a line for five, for a private message.
    func wholeBacklog() -> Document {
        let items = board.backlog().enumerated().map { index, id in
            let mark = board.blueprints[id].map(board.isReady) ?? false ? "+" : ""
            return "\(index + 1) \(name(id))\(mark)"
        }
        let rows = stride(from: 0, to: min(items.count, 50), by: 5).map { start in
            Document.Line(items[start..<min(start + 5, items.count)].joined(separator: "  "))
        }
        return Document(rows + (items.count > 50 ? ["and \(items.count - 50) more\(url("backlog"))"] : []))
    }

    func whyLines(_ id: BlueprintID) -> [Document.Line] {
        guard let blueprint = board.blueprints[id] else { return [] }
        guard blueprint.isWaiting else { return [slotLine(blueprint)] }
        let rank = board.rank(of: id) ?? 0
        var line: Document.Line =
            "\(strong: blueprint.name)\(authors(blueprint)) is #\(rank) of \(board.backlog().count): "
        if let pin = blueprint.pin {
            line += "pinned to #\(pin) by the lead (\(code: "!order \(blueprint.name) free") lets it go)."
        } else if board.lacksDirection(id), !board.order.isEmpty || board.isByPriority {
            line += "by age, behind all that are ranked, as it has no direction yet."
        } else if board.order.contains(id) {
            line += "by the votes (\(board.orderMethod ?? "")); \(code: "!rank why \(blueprint.name)") counts them."
        } else if !board.order.isEmpty {
            line += "by age, behind all that are ranked: too few have voted on it."
        } else if let priority = blueprint.priority {
            line += "by priority (\(priority)), as no votes order the backlog yet."
        } else {
            line +=
                "by age\(board.isByPriority ? ", behind all that have a priority" : ""), as no votes order the backlog yet."
        }
        let missing = missing(blueprint)
        if missing.isEmpty {
            line += " It is ready (\(readiness(blueprint)))."
        } else {
            line += " It cannot move in: \(long(missing, blueprint))."
        }
        if board.settings.needsDirection, let direction = blueprint.direction {
            line += " Direction: given by \(person: name(direction.by)) on \(day(direction.at))."
        }
        if let group = blueprint.group {
            let quota = board.settings.quotas[group].map { " of \($0)" } ?? ""
            line += " Group \(group): \(board.seatedCount(ofGroup: group))\(quota) in slots."
        }
        if !blueprint.seconds.isEmpty { line += " Seconded by \(quiet(blueprint.seconds))." }
        return [line + placesLine(blueprint, rank: rank)]
    }

    /// What the slots and those ahead mean for one blueprint.
    private func placesLine(_ blueprint: Blueprint, rank: Int) -> Document.Line {
        guard let slots = board.settings.slots else { return " Slots are off." }
        let ahead = board.readyOnes().count { $0.rank < rank }
        var line = Document.Line(
            " \(board.freeSlots()) of \(slots) slots \(board.freeSlots() == 1 ? "is" : "are") free")
        if let keptFor { line += " (kept for \(keptFor))" }
        if ahead > 0 { line += Document.Line(", \(ahead) ready \(ahead == 1 ? "one" : "ones") ahead") }
        line += "."
        return line
    }
}
