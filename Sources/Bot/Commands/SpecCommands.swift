import Chat
import Ledger
import ReleaseCalendar
import ReviewSlots

extension Command<CommandContext> {
    static let spec = Command(
        "spec", usage: ["NUMBER", "NUMBER set STATES|proposed", "NUMBER move CATEGORY", "add NUMBER CATEGORY: TITLE"],
        summary: "one spec by any of its reviews; spec cores set its states",
        examples: [
            Example(
                "erin", "!spec 138627",
                [
                    "erin: 138627 \"Actively hunt for orphan instances and remove them\" (Administrative, Kilo): proposed, replaces 137996 (abandoned). https://review.example.org/138627"
                ]),
            Example(
                "erin", "!spec 127123",
                [
                    "erin: 127123 \"Add an IOPS weigher\" (Scheduler, Kilo): approved, implemented. Follow-up 132614 is open. https://review.example.org/127123"
                ]),
            Example(
                "alice", "!spec 126866 set implemented",
                ["alice: that cannot be: an implemented review must be approved too."]),
        ]
    ) { context, words in
        if words[0]?.lowercased() == "add" { return try await context.addSpec(words) }
        guard let number = words[0].flatMap({ Int($0.drop { $0 == "#" }) }) else {
            throw Excuse("which spec? Say \(code: "!spec 126527"), or \(code: "!find WORDS") to look for one.")
        }
        switch words[1]?.lowercased() {
        case nil:
            let line = try await context.read { view in try view.specLine(number) }
            var remarks: [Document.Line] = []
            for plugin in context.plugins { remarks += await plugin.remarks(onReview: number, context) }
            return Reply(remarks.isEmpty ? [line] : [line, remarks.joined()])
        case "set":
            try await context.submit(.stateSpec(review: number, try states(words.rest(from: 2) ?? "")))
        case "move":
            return try await context.move(number, to: words.rest(from: 2), say: "!spec \(number) move CATEGORY")
        default:
            throw Excuse(
                "say \(code: "!spec \(number) set approved"), \(code: "!spec \(number) move CATEGORY"), or only \(code: "!spec \(number)")."
            )
        }
        return try await context.read { view in try Reply(view.specLine(number)) }
    }

    static let specs = Command(
        "specs", usage: ["", "CATEGORY", "approved|implemented|abandoned|proposed [since DATE]"],
        summary: "specs by category or state",
        examples: [
            Example(
                "erin", "!specs scheduler",
                [
                    "erin: Scheduler, Kilo: 2 specs: 1 proposed, 1 implemented. https://slots.example.org/nova/specs/Scheduler"
                ]),
            Example(
                "erin", "!specs approved since 1 Dec",
                [
                    "erin: 1 approved since Mon 1 Dec: 126527 Add ephemeral disk support to the VMware driver. https://slots.example.org/nova/specs?since=2014-12-01"
                ]),
        ]
    ) { context, words in
        try await context.read { view in
            guard let word = words[0] else { return Reply(view.specTotals()) }
            if let state = Spec.State(rawValue: word.lowercased()) {
                return Reply(try view.specs(state, since: Array(words.list.dropFirst())))
            }
            return Reply(try view.category(words.all.unquoted))
        }
    }

    static let find = Command(
        "find", aliases: ["search"], usage: ["WORDS"],
        summary: "blueprints and specs by words of their names and titles",
        examples: [
            Example(
                "erin", "!find vmware",
                ["erin: 3 blueprints: vmware-vsan (slot 1), nfs-image-store (#1), vmware-ephemeral-disk (#3)."])
        ]
    ) { context, words in
        guard !words.isEmpty else { throw Excuse("what? Say \(code: "!find vmware disk").") }
        return try await context.read { view in Reply(view.findLine(words.list)) }
    }
}

/// Reads `approved, implemented` and `fast tracked`, also `ft`; `proposed` and `none` are no state at all.
private func states(_ text: String) throws -> Set<SpecState> {
    var found: Set<SpecState> = []
    let parts = text.lowercased().replacing("fast tracked", with: "ft").replacing("fast-tracked", with: "ft")
        .split { $0 == "," || $0 == "+" || $0.isWhitespace }
    guard !parts.isEmpty else {
        throw Excuse(
            "which states? Say \(code: "!spec NUMBER set ft, approved"), or \(code: "!spec NUMBER set proposed").")
    }
    for part in parts where part != "proposed" && part != "none" {
        guard let state = part == "ft" ? .fastTracked : SpecState(rawValue: String(part)) else {
            throw Excuse(
                "\"\(Wording.short(String(part), 30))\" is no state. There are: proposed, fast tracked (ft), approved, implemented, abandoned."
            )
        }
        found.insert(state)
    }
    return found
}

extension String {
    /// Without the quotation marks around it.
    var unquoted: String {
        let words = Words(self)
        return words.count == 1 ? words[0] ?? self : trimmed
    }
}

extension CommandContext {
    /// Files a spec elsewhere; what rules say of it does not count from then on.
    func move(_ review: ChangeNumber, to category: String?, say usage: String) async throws -> Reply {
        let id = try await read { try $0.specID(review) }
        guard let category else { throw Excuse("where to? Say \(code: usage).") }
        try await submit(.moveSpec(id, category: category.unquoted))
        return try await read { view in try Reply(view.specLine(review)) }
    }

    fileprivate func addSpec(_ words: Words) async throws -> Reply {
        guard let number = words[1].flatMap({ Int($0) }), let rest = words.rest(from: 2),
            let colon = rest.ranges(of: ": ").first
        else {
            throw Excuse(
                "say \(code: "!spec add 126527 Hypervisor/VMware: Add ephemeral disk support"): number, category, colon, title."
            )
        }
        try await submit(
            .addSpec(
                review: number, title: rest[colon.upperBound...].trimmed, category: rest[..<colon.lowerBound].trimmed))
        return try await read { view in try Reply(view.specLine(number)) }
    }
}

extension BoardView {
    func specID(_ number: ChangeNumber) throws -> SpecID {
        guard let spec = board.spec(ofReview: number) else {
            throw Excuse("no spec has a review \(number). \(code: "!find WORDS") looks in titles.")
        }
        return spec.id
    }

    func specLine(_ number: ChangeNumber) throws -> Document.Line {
        guard let spec = board.spec(ofReview: number),
            let index = spec.reviews.firstIndex(where: { $0.number == number })
        else {
            let blueprints = board.blueprints(ofChange: number)
            if let id = blueprints.first {
                throw Excuse("\(number) is no spec but a change of \(name(id)). \(code: "!slot \(name(id))") shows it.")
            }
            throw Excuse("no spec has a review \(number). \(code: "!find WORDS") looks in titles.")
        }
        let review = spec.reviews[index]
        let cycle = (spec.cycle ?? "").isEmpty ? "" : ", \(spec.cycle ?? "")"
        var line: Document.Line =
            "\(number) \"\(Wording.short(spec.title, 160))\" (\(Wording.short(board.category(spec.category)))\(cycle)): \(SpecState.phrase(review.states))"
        if index > 0, spec.reviews[index - 1].states.contains(.abandoned) {
            line += ", replaces \(spec.reviews[index - 1].number) (abandoned)"
        }
        if index + 1 < spec.reviews.count {
            let next = spec.reviews[index + 1]
            line +=
                review.states.contains(.abandoned)
                ? ", replaced by \(next.number)"
                : ". Follow-up \(next.number) is \(next.states.isEmpty ? "open" : SpecState.phrase(next.states))"
        }
        switch spec.listing {
        case .listed: line += "."
        case .unknown: line += ". The newest list has nothing under its category, so this may be old."
        case .gone: line += ". It is gone from the newest list."
        }
        let blueprints = board.blueprints(ofSpec: spec.id)
        if !blueprints.isEmpty { line += " Blueprint: \(Wording.some(blueprints.map(name), 3, bytes: 100))." }
        return line + url(ofReview: number)
    }

    private func counts(_ specs: [Spec]) -> String {
        Spec.State.allCases.compactMap { state in
            let count = specs.count { $0.state == state }
            return count > 0 ? "\(count) \(state.rawValue)" : nil
        }.joined(separator: ", ")
    }

    func specTotals() -> Document.Line {
        let all = board.specs.values.filter { board.isOfThisCycle($0) }
        let listed = all.filter { $0.listing == .listed }
        let categories = Set(listed.map { board.category($0.category) }).count
        var line: Document.Line =
            "\(Wording.count(listed.count, "spec")) in \(categories) \(categories == 1 ? "category" : "categories")\(listed.isEmpty ? "" : ": \(counts(listed))")."
        let unknown = all.count { $0.listing == .unknown }
        let gone = all.count { $0.listing == .gone }
        if unknown > 0 { line += " \(unknown) unknown (their category is listed but empty)." }
        if gone > 0 { line += " \(gone) gone from the list." }
        if let budget = budgetLine() { line += " " + budget }
        return line + " \(code: "!specs CATEGORY") or \(code: "!specs approved since 1 Dec").\(url("specs"))"
    }

    /// `25 of 30 approvals of Kilo used.`
    func budgetLine() -> Document.Line? {
        board.approvals.map { used, budget in
            let cycle = board.settings.cycle.isEmpty ? "" : " of \(board.settings.cycle)"
            return used > budget
                ? "\(used) approvals\(cycle), and the budget is \(budget): \(used - budget) too many."
                : "\(used) of \(budget) approvals\(cycle) used."
        }
    }

    func category(_ word: String) throws -> Document.Line {
        let names = Set(board.categories.map(board.category)).sorted()
        let wanted = word.lowercased()
        let found = names.filter { $0.lowercased() == wanted }
        let near = found.isEmpty ? names.filter { $0.lowercased().contains(wanted) } : found
        guard let name = near.first, near.count == 1 else {
            if near.count > 1 {
                throw Excuse("\(Wording.some(near, 5)): please say which category.")
            }
            let close = names.filter { $0.lowercased().editDistance(to: wanted) <= 3 }
            throw Excuse(
                "no category \"\(Wording.short(word, 60))\".\(close.isEmpty ? "" : " Did you mean \(Wording.list(close.prefix(2).map { Wording.short($0) }, "or"))?") \(code: "!specs") counts all."
            )
        }
        let specs = board.specs.values.filter {
            board.category($0.category) == name && $0.listing != .gone && board.isOfThisCycle($0)
        }
        let cycle = board.settings.cycle.isEmpty ? "" : ", \(board.settings.cycle)"
        var line: Document.Line =
            "\(Wording.short(name))\(cycle): \(Wording.count(specs.count, "spec"))\(specs.isEmpty ? "" : ": \(counts(specs))")."
        for doubt in board.categoryDoubts() where doubt.likeness != .stem {
            guard doubt.doubted == name || doubt.meant == name else { continue }
            let (other, count) =
                doubt.meant == name ? (doubt.doubted, doubt.doubtedSpecs) : (doubt.meant, doubt.meantSpecs)
            guard count > 0 else { continue }
            line +=
                " Also filed as \"\(Wording.short(other))\": \(count) (a lead can merge them: \(code: "!category merge \(doubt.doubted.quotedIfNeeded) \(doubt.meant.quotedIfNeeded)"))."
        }
        return line + url("specs/\(Wording.percentEncoded(name))")
    }

    /// A day that has been; without a year, or as a weekday, the last such day.
    private func pastDay(_ text: String) throws -> CalendarDay {
        let today = Zone.utc.local(now).day
        do {
            let day = try DateReader.day(text, today: today)
            if day <= today { return day }
            let isWeekday = !text.contains(where: \.isNumber)
            let last =
                isWeekday ? day.adding(days: -7) : CalendarDay(year: day.year - 1, month: day.month, day: day.day)
            guard let last, last <= today, !text.contains("\(day.year)") else {
                throw Excuse("\(day.words()) is still to come.")
            }
            return last
        } catch let fault as CalendarFault {
            throw Excuse("\(fault.sentence)")
        }
    }

    func specs(_ state: Spec.State, since words: [String]) throws -> Document.Line {
        var since: Timestamp?
        if words.first?.lowercased() == "since" {
            guard words.count > 1 else {
                throw Excuse(
                    "since when? Say \(code: "!specs \(state.rawValue) since 1 Dec"), or \(code: "2014-12-01").")
            }
            since = Zone.utc.start(of: try pastDay(words.dropFirst().joined(separator: " ")))
        } else if !words.isEmpty {
            throw Excuse(
                "say \(code: "!specs \(state.rawValue) since 1 Dec"), or only \(code: "!specs \(state.rawValue)").")
        }
        let found = board.specs.values.filter { spec in
            spec.state == state && spec.listing != .gone && board.isOfThisCycle(spec)
                && (since.map { board.history.specsStated[spec.id] ?? $0 >= $0 } ?? true)
        }.sorted { $0.id < $1.id }
        let when = since.map { " since \(Wording.day($0, now: now))" } ?? ""
        let items = found.map { "\($0.current?.number ?? $0.id) \(Wording.short($0.title, 60))" }
        let list = items.isEmpty ? "" : ": \(Wording.some(items, 8, bytes: 260))"
        return
            "\(found.count) \(state.rawValue)\(when)\(list).\(url("specs" + (since.map { "?since=\(Wording.isoDay($0))" } ?? "")))"
    }

    func findLine(_ words: [String]) -> Document.Line {
        let (blueprints, specs) = board.search(words)
        let names = blueprints.map { blueprint -> String in
            if let seat = blueprint.seat { return "\(blueprint.name) (slot \(seat.slot))" }
            if let closed = blueprint.closed { return "\(blueprint.name) (\(closed.outcome.rawValue))" }
            return "\(blueprint.name) (#\(board.rank(of: blueprint.id) ?? 0))"
        }
        let titles = specs.map { "\($0.current?.number ?? $0.id) \(Wording.short($0.title, 60))" }
        var parts: [String] = []
        if !names.isEmpty {
            parts.append("\(Wording.count(names.count, "blueprint")): \(Wording.some(names, 6, bytes: 200)).")
        }
        if !titles.isEmpty {
            parts.append(
                "\(Wording.count(titles.count, "spec"))\(names.isEmpty ? "" : " more"): \(Wording.some(titles, 3, bytes: 150))."
            )
        }
        return parts.isEmpty
            ? "nothing has \"\(Wording.short(words.joined(separator: " "), 60))\" in its name or title. \(code: "!backlog") and \(code: "!specs") list what there is."
            : Document.Line(parts.joined(separator: " "))
    }
}

extension String {
    var quotedIfNeeded: String { contains(where: \.isWhitespace) ? "\"\(self)\"" : self }
}
