import Chat
import Ledger
import ReviewSlots

/// What a channel hears of the events that one command caused: at most two lines, each of which stands alone.
enum Announcements {
    static func lines(for records: [Recorded], _ view: BoardView) -> [Document.Line] {
        let events = records.compactMap { recorded -> BoardEvent? in
            guard case .board(view.board.name, let event) = recorded.event else { return nil }
            return event
        }
        guard let first = records.first?.record, !events.isEmpty else { return [] }
        if first.source == "import" { return imported(events, view) }
        let who = Document.Line(first.actor == "slotkeeper" ? "" : " by \(view.who(first.actor).harmless)")
        if first.source.hasPrefix("undo ") { return undone(first.source, events, who, view) }
        var lines = moves(events, who, view)
        for event in events { lines += single(event, who, view) }
        return lines.map { view.board.settings.isTrial == true ? "(trial) \($0)" : $0 }
    }

    // MARK: Slots

    private struct MoveOut {
        var blueprint: BlueprintID
        var seat: Blueprint.Seat
        var how: Departure
        var note: String?
    }

    private struct MoveIn {
        var blueprint: BlueprintID
        var seat: Blueprint.Seat
        var passedOver: PassedOver?
    }

    private static func moves(_ events: [BoardEvent], _ who: Document.Line, _ view: BoardView) -> [Document.Line] {
        var outs: [MoveOut] = []
        var ins: [MoveIn] = []
        for event in events {
            switch event {
            case .slotFreed(let id, let seat, let how, let note, _):
                outs.append(MoveOut(blueprint: id, seat: seat, how: how, note: note))
            case .slotTaken(let id, let seat, let passed):
                ins.append(MoveIn(blueprint: id, seat: seat, passedOver: passed))
            default: break
            }
        }
        guard !outs.isEmpty || !ins.isEmpty else { return [] }
        var line = Document.Line()
        for out in outs { line += (line.isEmpty ? "" : " ") + left(out, who, view) }
        if ins.isEmpty, view.board.freeSlots() > 0 { line += " Nothing is ready to move in." }
        for (index, one) in ins.enumerated() {
            line += (line.isEmpty ? "" : " ") + entered(one, first: index == 0, view)
        }
        if let passed = ins.first?.passedOver, !passed.items.isEmpty { line += passedOver(passed, view) }
        return [line] + call(ins, view)
    }

    private static func left(_ out: MoveOut, _ who: Document.Line, _ view: BoardView) -> Document.Line {
        let name = view.name(out.blueprint)
        let (merged, of) = view.board.blueprints[out.blueprint].map(view.board.progress) ?? (0, 0)
        let time = Wording.duration((view.board.blueprints[out.blueprint]?.closed?.at ?? view.now) - out.seat.since)
        var line: Document.Line = "Slot \(out.seat.slot) is free: \(strong: name) "
        switch out.how {
        case .landed:
            line += "landed, \(Wording.count(merged, "change")) in \(time)"
            if !out.seat.reviewers.isEmpty { line += " (thanks \(view.quiet(out.seat.reviewers)))" }
        case .bumped: line += "was bumped\(who), \(merged) of \(of) merged\(note(out.note)); no penalty, its rank stays"
        case .withdrawn: line += "was withdrawn\(who)\(note(out.note))"
        case .undone: line += "moved out again"
        }
        return line + "."
    }

    private static func note(_ note: String?) -> String {
        note.map { " (\(Wording.short($0, 100)))" } ?? ""
    }

    private static func entered(_ one: MoveIn, first: Bool, _ view: BoardView) -> Document.Line {
        let rank = one.seat.rank.map { "#\($0) " } ?? ""
        var line: Document.Line =
            "\(first ? "In comes" : "And") \(rank)\(strong: view.name(one.blueprint)) (slot \(one.seat.slot)): \(size(one.blueprint, view))"
        if one.seat.isLent == true { line += ", on a lent slot" }
        if first { line += view.url("s/\(one.seat.slot)").isEmpty ? "" : "," + view.url("s/\(one.seat.slot)") }
        return line + "."
    }

    private static func size(_ id: BlueprintID, _ view: BoardView) -> String {
        guard let blueprint = view.board.blueprints[id] else { return "" }
        let live = view.board.liveChanges(blueprint)
        let lines = live.compactMap(\.lines).reduce(0, +)
        return Wording.count(live.count, "change") + (lines > 0 ? ", \(lines) lines" : "")
    }

    private static func passedOver(_ passed: PassedOver, _ view: BoardView) -> Document.Line {
        let items = passed.items.prefix(3).map { "#\($0.rank) \(view.name($0.blueprint)) (\(view.short($0.reason)))" }
        let more = passed.count - items.count
        return " Passed over: \(items.joined(separator: ", "))\(more > 0 ? " and \(more) more" : "")."
    }

    /// Who must act now that somebody moved in: the authors, and cores to sign up.
    private static func call(_ ins: [MoveIn], _ view: BoardView) -> [Document.Line] {
        guard let one = ins.first, let blueprint = view.board.blueprints[one.blueprint], blueprint.seat != nil else {
            return []
        }
        let wanted = view.board.settings.coresPerSlot
        if ins.count > 1 {
            let names = ins.map { view.name($0.blueprint) }
            return [
                "New in slots: \(Wording.list(names)). Authors, please watch comments daily; cores, \(code: "!take NAME") to sign up (\(wanted) each)."
            ]
        }
        let authors = view.mentions(view.board.authors(of: blueprint))
        return [
            "\(authors)\(strong: blueprint.name) has slot \(one.seat.slot) until it lands; please watch comments daily. Cores, \(code: "!take \(blueprint.name)") to sign up (0 of \(wanted))."
        ]
    }

    // MARK: The rest

    private static func single(_ event: BoardEvent, _ who: Document.Line, _ view: BoardView) -> [Document.Line] {
        switch event {
        case .announced(let text): return [Document.Line(Wording.short(text, 360))]
        case .slotsSet(let from, let to, let why):
            return ["Slots: \(from.map { "\($0)" } ?? "off") -> \(to.map { "\($0)" } ?? "off")\(who)\(note(why))."]
        case .configured(_, let from, let to) where from.slots != to.slots:
            return [
                "Slots: \(from.slots.map { "\($0)" } ?? "off") -> \(to.slots.map { "\($0)" } ?? "off") by the configuration."
            ]
        case .reservationSet(let kind, let from, let to): return ["Slots reserved for \(kind): \(from) -> \(to)\(who)."]
        case .landing(let id, _, let since?):
            guard let blueprint = view.board.blueprints[id], blueprint.landing != nil else { return [] }
            let people = view.mentions(
                (view.board.authors(of: blueprint) + (blueprint.seat?.reviewers ?? [])).reduce(into: []) {
                    if !$0.contains($1) { $0.append($1) }
                })
            let due = Wording.moment(since + view.board.settings.landAfter, now: view.now)
            return [
                "\(people)all open changes of \(strong: blueprint.name) are merged. Say \(code: "!landed \(blueprint.name)"), or add a change; else it lands by itself on \(due)."
            ]
        case .withdrawalProposed(let id):
            guard let blueprint = view.board.blueprints[id] else { return [] }
            return [
                "\(view.mentions(view.board.authors(of: blueprint)))all changes of \(strong: blueprint.name) are abandoned. Say \(code: "!withdraw \(blueprint.name)"), or link new ones with \(code: "!change add \(blueprint.name) NUMBER")."
            ]
        case .specStated(let id, let review, let from, let to)
        where to.contains(.approved) && !from.contains(.approved):
            return view.board.blueprints(ofSpec: id).compactMap { view.board.blueprints[$0] }.filter(\.isOpen).prefix(1)
                .map { blueprint in
                    let obstacles = view.board.obstacles(blueprint) + (blueprint.claim == nil ? [.notClaimed] : [])
                    let next: Document.Line =
                        blueprint.seat != nil || obstacles.isEmpty
                        ? "nothing is missing." : "missing now: \(view.long(obstacles, blueprint))."
                    return
                        "\(view.mentions(view.board.authors(of: blueprint)))spec \(review) is approved. \(strong: blueprint.name): \(next)"
                }
        default: return []
        }
    }

    private static func undone(_ source: String, _ events: [BoardEvent], _ who: Document.Line, _ view: BoardView)
        -> [Document.Line]
    {
        let moved = events.compactMap { event -> String? in
            switch event {
            case .slotTaken(let id, let seat, _): "\(view.name(id)) has slot \(seat.slot)"
            case .slotFreed(let id, _, _, _, _): "\(view.name(id)) is back in the backlog"
            case .slotsSet(_, let to, _): "\(to.map { "\($0)" } ?? "no") slots"
            default: nil
            }
        }
        return moved.isEmpty ? [] : ["Taken back\(who): \(source.dropFirst(5)). \(Wording.some(moved, 4))."]
    }

    private static func imported(_ events: [BoardEvent], _ view: BoardView) -> [Document.Line] {
        var counts: [(String, Int)] = []
        func count(_ word: String, _ isOne: (BoardEvent) -> Bool) {
            let number = events.count(where: isOne)
            if number > 0 { counts.append((word, number)) }
        }
        count("new") { if case .specAdded = $0 { true } else { false } }
        count("newly approved") {
            if case .specStated(_, _, let from, let to) = $0 {
                !from.contains(.approved) && to.contains(.approved)
            } else {
                false
            }
        }
        count("newly abandoned") {
            if case .specStated(_, _, let from, let to) = $0 {
                !from.contains(.abandoned) && to.contains(.abandoned)
            } else {
                false
            }
        }
        count("moved") { if case .specMoved = $0 { true } else { false } }
        count("gone from the list") { if case .specListed(_, _, .gone) = $0 { true } else { false } }
        count("unknown") { if case .specListed(_, _, .unknown) = $0 { true } else { false } }
        guard !counts.isEmpty else { return [] }
        return [
            "Specs imported: \(counts.map { "\($0.1) \($0.0)" }.joined(separator: ", ")). \(code: "!specs") counts all.\(view.url("specs"))"
        ]
    }

    /// One line for all that happened while nobody could be told.
    static func digest(_ groups: [[Recorded]], since: Timestamp, _ view: BoardView) -> Document.Line {
        var landed: [String] = []
        var out: [String] = []
        var entered: [String] = []
        for case .board(view.board.name, let event) in groups.joined().map(\.event) {
            switch event {
            case .slotFreed(let id, _, .landed, _, _): landed.append(view.name(id))
            case .slotFreed(let id, _, let how, _, _): out.append("\(view.name(id)) \(how.rawValue)")
            case .slotTaken(let id, _, _): entered.append(view.name(id))
            default: break
            }
        }
        var parts: [String] = []
        if !landed.isEmpty { parts.append("landed \(Wording.some(landed, 5))") }
        if !out.isEmpty { parts.append(Wording.some(out, 5)) }
        if !entered.isEmpty { parts.append("in came \(Wording.some(entered, 5))") }
        if parts.isEmpty { parts.append(Wording.count(groups.count, "announcement")) }
        return
            "While I was away since \(Wording.moment(since, now: view.now)): \(parts.joined(separator: "; ")). \(code: "!slots") shows how it stands, \(code: "!log") who did what.\(view.url())"
    }
}
