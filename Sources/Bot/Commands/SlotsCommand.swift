import Chat
import Ledger
import ReviewSlots

extension Command<CommandContext> {
    /// All slots at a glance; for leads, how many there are.
    static let slots = Command(
        "slots",
        usage: ["", "NAME", "set COUNT|off [why]", "reserve KIND COUNT", "lend on|off"],
        summary: "what is under review, what moves in next, and whom it waits for",
        examples: [
            Example(
                "erin", "!slots",
                [
                    "erin: 4 slots: 3 busy, 1 free (kept for debt). 1 ready in the backlog, next when a slot frees: vmware-ephemeral-disk. Oldest: vmware-vsan, 12 days. https://slots.example.org/nova",
                    "Need reviews: vmware-vsan 2/3 (2nd +2). Need their author: tag-instances 0/1. Landing: barbican-keys 2/2",
                ]),
            Example(
                "alice", "!slots set 5 more hands after the summit",
                ["alice: slots: 4 -> 5. \"!undo\" takes it back for 10 minutes."]),
            Example(
                "alice", "!slots set -1",
                ["alice: that cannot be: the number of slots is 0 to 1000, or \"off\". Nothing was changed."]),
            Example(
                "erin", "!slots set 5",
                [
                    "erin: only leads can change the slots (you are known as erin, voter). Ask alice. \"!why NAME\" shows what a blueprint waits for."
                ]),
        ]
    ) { context, words in
        switch words[0]?.lowercased() {
        case nil: return try await context.read { Reply($0.slotsLines()) }
        case "set":
            guard let word = words[1]?.lowercased(), word == "off" || Int(word) != nil else {
                throw Excuse("how many? Say \(code: "!slots set 12 [why]"), or \(code: "!slots set off").")
            }
            return try await context.set(.setSlots(Int(word), why: words.rest(from: 2)))
        case "reserve":
            guard let kind = words[1]?.lowercased(), let count = words[2].flatMap({ Int($0) }) else {
                throw Excuse("how many for what? Say \(code: "!slots reserve debt 2").")
            }
            return try await context.set(.reserve(kind, count))
        case "lend":
            guard let word = words[1]?.lowercased(), ["on", "off"].contains(word) else {
                throw Excuse(
                    "say \(code: "!slots lend on") or \(code: "!slots lend off"): whether reserved slots without ready work of their kind are lent."
                )
            }
            return try await context.set(.lend(word == "on"))
        default: return try await Self.slot.run(context, words)
        }
    }

    /// One slot, or one blueprint's way to one.
    static let slot = Command(
        "slot", usage: ["NAME"], summary: "one blueprint: its slot, its changes, who reviews it, what is left",
        examples: [
            Example(
                "alice", "!slot vmware-vsan",
                [
                    "alice: vmware-vsan (carol), slot 1 since Wed 3 Dec (12 days), 2 of 3 merged. Left: 128612 \"Add vSAN datastore driver\", +2 bob, CI ok, waits 2 days. Signed up: bob, dave. https://slots.example.org/nova/s/1"
                ]),
            Example(
                "carol", "!slot nfs-image-store",
                [
                    "carol: nfs-image-store has no slot: #1 of 3. Missing: spec 126866 is still under review; no change is linked (\"!change add nfs-image-store NUMBER\")."
                ]),
            Example(
                "erin", "!slot vmware-van",
                ["erin: no blueprint \"vmware-van\". Did you mean vmware-vsan (slot 1)? \"!find vmware\" lists 3."]),
        ]
    ) { context, words in
        guard let word = words[0] else { return try await context.read { Reply($0.slotsLines()) } }
        return try await context.read { view in
            let id = try view.blueprint(word)
            guard let blueprint = view.board.blueprints[id] else { throw Excuse("no blueprint \(word.harmless).") }
            return Reply(view.slotLine(blueprint))
        }
    }
}

extension CommandContext {
    /// Carries out a lead's setting, and says what it is now.
    fileprivate func set(_ command: BoardCommand) async throws -> Reply {
        let decision = try await submit(command)
        let settings = decision.boardEvents.compactMap { event -> String? in
            switch event {
            case .slotsSet(let from, let to, _):
                "slots: \(from.map { "\($0)" } ?? "off") -> \(to.map { "\($0)" } ?? "off")"
            case .reservationSet(let kind, let from, let to): "reserved for \(kind): \(from) -> \(to)"
            case .lendingSet(_, let to): "reserved slots without ready work are \(to ? "lent" : "kept idle")"
            default: nil
            }
        }
        return Reply("\(settings.joined(separator: ", ")). \(code: "!undo") takes it back for 10 minutes.")
    }
}

extension BoardView {
    func slotsLines() -> [Document.Line] {
        guard let count = board.settings.slots else {
            return [
                "slots are off; the backlog has \(board.backlog().count) in order. \(code: "!backlog") shows it, \(code: "!next") finds you a review.\(url())"
            ]
        }
        let ready = board.readyOnes()
        var head = "\(count) slots: \(board.seated.count) busy"
        if board.freeSlots() > 0 {
            head += ", \(board.freeSlots()) free"
            let unmet = board.unmetReservations()
            if !ready.isEmpty || board.freeSlots() <= unmet.reduce(0, { $0 + $1.count }), !unmet.isEmpty {
                head += " (kept for \(Wording.list(unmet.map(\.kind))))"
            }
        }
        var line: Document.Line
        if let next = ready.first {
            let free = board.freeSlots() > 0
            line =
                "\(head). \(ready.count) ready in the backlog, next\(free ? " when a slot frees" : ""): \(strong: next.blueprint.name)."
            if let oldest { line += " Oldest: \(oldest.name), \(Wording.duration(now - (oldest.seat?.since ?? now)))." }
        } else {
            line = "\(head), nothing ready to move in.\(waitingLine())"
        }
        line += url()
        let groups = groupLine()
        return groups.isEmpty ? [line] : [line, groups]
    }

    private var oldest: Blueprint? {
        board.seated.compactMap { board.blueprints[$0] }.min {
            ($0.seat?.since.seconds ?? 0, $0.id) < ($1.seat?.since.seconds ?? 0, $1.id)
        }
    }

    /// What the backlog waits for, when nothing in it is ready.
    private func waitingLine() -> Document.Line {
        let backlog = board.backlog().compactMap { board.blueprints[$0] }
        guard !backlog.isEmpty else {
            return " The backlog is empty: a lead adds to it with \(code: "!blueprint add NAME")."
        }
        let specs = backlog.count { !board.specObstacles($0).isEmpty }
        let code = backlog.count { board.specObstacles($0).isEmpty && !board.codeObstacles($0).isEmpty }
        let word = backlog.count - specs - code
        var parts: [String] = []
        if specs > 0 { parts.append("\(specs) for their spec to merge") }
        if code > 0 { parts.append("\(code) for code") }
        if word > 0 { parts.append("\(word) for \"!ready\" from the author") }
        let closest = backlog.min { board.obstacles($0).count < board.obstacles($1).count }
        let reason = closest.map { board.obstacles($0).first ?? .notClaimed }.map(short) ?? ""
        return
            " Of \(backlog.count) in the backlog wait \(Wording.list(parts)); closest: \(strong: closest?.name ?? "") (\(reason))."
    }

    /// Those in slots, by who must act: `Need reviews: a 3/4 (2nd +2), b 0/3. Need CI: …`
    private func groupLine() -> Document.Line {
        var groups: [Waiting: [String]] = [:]
        for blueprint in board.seated.compactMap({ board.blueprints[$0] }) {
            let (merged, of) = board.progress(blueprint)
            var text = "\(blueprint.name) \(merged)/\(of)"
            let waiting = board.waitsOn(blueprint)
            if waiting == .reviewers, board.needsLastPlusTwo(blueprint) { text += " (2nd +2)" }
            if blueprint.hold != nil { text += " (on hold)" }
            groups[waiting, default: []].append(text)
        }
        let titles: [(Waiting, String)] = [
            (.reviewers, "Need reviews"), (.author, "Need their author"), (.ci, "Need CI"), (.landing, "Landing"),
        ]
        let parts = titles.compactMap { waiting, title in
            groups[waiting].map { "\(title): \($0.joined(separator: ", "))" }
        }
        return parts.isEmpty ? Document.Line() : Document.Line(parts.joined(separator: ". "))
    }

    func slotLine(_ blueprint: Blueprint) -> Document.Line {
        if let closed = blueprint.closed {
            return
                "\(strong: blueprint.name)\(authors(blueprint)) was \(closed.outcome.rawValue) on \(Wording.day(closed.at, now: now))."
        }
        guard let seat = blueprint.seat else { return waitingLine(blueprint) }
        let (merged, of) = board.progress(blueprint)
        var line: Document.Line =
            "\(strong: blueprint.name)\(authors(blueprint)), slot \(seat.slot) since \(Wording.day(seat.since, now: now)) (\(Wording.duration(now - seat.since))), \(merged) of \(of) merged."
        let left = board.liveChanges(blueprint).filter(\.isOpen)
        if !left.isEmpty {
            line +=
                " Left: \(left.prefix(2).map(describe).joined(separator: "; "))\(left.count > 2 ? " and \(left.count - 2) more" : "")."
        }
        if let landing = blueprint.landing {
            line +=
                " Landing: by itself on \(Wording.moment(landing + board.settings.landAfter, now: now)), or by \(code: "!landed \(blueprint.name)")."
        }
        if let hold = blueprint.hold { line += " On hold until \(Wording.day(hold.until, now: now))." }
        line +=
            seat.reviewers.isEmpty
            ? " Nobody has signed up: \(code: "!take \(blueprint.name)")." : " Signed up: \(quiet(seat.reviewers))."
        return line + url("s/\(seat.slot)")
    }

    private func waitingLine(_ blueprint: Blueprint) -> Document.Line {
        let rank = board.rank(of: blueprint.id) ?? 0
        let ahead = board.readyOnes().count { $0.rank < rank }
        var line: Document.Line = "\(strong: blueprint.name) has no slot: #\(rank) of \(board.backlog().count)"
        if ahead > 0 { line += ", \(ahead) ready \(ahead == 1 ? "one" : "ones") ahead" }
        line += "."
        let obstacles =
            board.obstacles(blueprint)
            + (blueprint.claim == nil && board.obstacles(blueprint).isEmpty ? [.notClaimed] : [])
        line +=
            obstacles.isEmpty
            ? " It is ready and moves in when a slot frees." : " Missing: \(long(obstacles, blueprint))."
        if let pace = board.departuresPerWeek(now: now) { line += " Slots free up about \(oneDecimal(pace)) a week." }
        return line
    }

    private func oneDecimal(_ number: Double) -> String {
        let tenths = Int((number * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// `128612 "Add vSAN datastore driver", +2 bob, CI ok, waits 2 days`
    func describe(_ change: Change) -> String {
        var parts = ["\(change.number)" + (change.title.map { " \"\(Wording.short($0, 60))\"" } ?? "")]
        if change.status == .wip { parts.append("work in progress") }
        parts += change.votes.map { "\($0.value > 0 ? "+" : "")\($0.value) \($0.who.harmless)" }
        switch change.ci {
        case .passed: parts.append("CI ok")
        case .failed: parts.append("CI failed")
        case .pending: parts.append("CI running")
        case nil: break
        }
        if let since = change.since, now - since >= Timestamp.day {
            parts.append("waits \(Wording.duration(now - since))")
        }
        return parts.joined(separator: ", ")
    }
}
