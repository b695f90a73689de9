import Chat
import Ledger
import ReviewSlots

/// What a channel hears of the events that one command caused: what is new, and then who must act.
///
/// Mostly two lines at most, each of which stands alone and fits a message; nothing at all for what can wait until it is
/// asked for.
enum Announcements {
    /// Bytes of a line, with room for "(again) " and "(trial) " before it.
    static let lineLimit = Outgoing.lineLimit - 16
    /// Bytes of what a lead has announced: two lines.
    static let textLimit = 2 * lineLimit - 40

    static func lines(for records: [Recorded], _ view: BoardView) -> [Document.Line] {
        let events = records.compactMap { recorded -> BoardEvent? in
            guard case .board(view.board.name, let event) = recorded.event else { return nil }
            return event
        }
        guard let first = records.first?.record, !events.isEmpty else { return [] }
        let who: Document.Line = first.actor == "slotkeeper" ? "" : " by \(person: view.who(first.actor))"
        if first.cause.hasPrefix("undo ") {
            return finished(undone(first.cause, events, who, view) + renewals(events, view), view)
        }
        let moves = Moves(events, by: who, at: first.at, view)
        let budget = budget(events, view)
        if first.cause == "import" {
            return finished(imported(events, view) + budget + moves.news + packed(moves.calls), view)
        }
        if first.cause.hasPrefix("review system, ") {
            return finished(read(first.cause, events, view) + budget + moves.news + packed(moves.calls), view)
        }
        let news = settings(events, who) + endOfCycle(events, view) + moves.news
        let isClock = first.cause == "clock"
        let calls =
            moves.calls + budget + events.flatMap { call($0, besides: moves.entered, view) }
            + (isClock ? Clocks(events, view).lines : absence(events, view))
        let said = events.flatMap { event -> [Document.Line] in
            guard case .announced(let text) = event else { return [] }
            return text.harmless.broken(atBytes: lineLimit).prefix(2).map { Document.Line($0) }
        }
        let postponed = postponed(events)
        let exceptions = events.compactMap { event -> Document.Line? in
            guard case .exceptionChanged(let id, let from, let to, let why) = event else { return nil }
            if to == nil, let from, postponed.contains(from.kind) { return nil }
            return view.exceptionNews(id, from: from, to: to, why: why, by: who, isClock: isClock)
        }
        let all =
            said + freezes(events, view) + packed(exceptions) + (news.isEmpty ? [] : [news.joined()]) + packed(calls)
        return finished(all, view)
    }

    /// Freezes that are over or come later now: an exception that goes with them was not declined, nor is its time over.
    private static func postponed(_ events: [BoardEvent]) -> Set<Freeze.Kind> {
        Set(
            events.compactMap { event -> Freeze.Kind? in
                guard case .freezeChanged(let kind, _, let to) = event, to?.began == nil else { return nil }
                return kind
            })
    }

    /// What the plugins have to say of it.
    static func lines(for records: [Recorded], of plugins: [any Plugin], _ view: BoardView) -> [Document.Line] {
        finished(plugins.flatMap { $0.announcement(of: records, view) }, view)
    }

    private static func finished(_ lines: [Document.Line], _ view: BoardView) -> [Document.Line] {
        let isTrial = view.board.settings.isTrial == true
        return lines.map { (isTrial ? "(trial) " : "") + $0.cut(toBytes: lineLimit) }
    }

    /// Short lines joined, as far as they fit.
    private static func packed(_ lines: [Document.Line]) -> [Document.Line] {
        lines.reduce(into: []) { packed, line in
            if let last = packed.last, [last, line].joined().plainText().utf8.count <= lineLimit {
                packed[packed.count - 1] = [last, line].joined()
            } else {
                packed.append(line)
            }
        }
    }

    // MARK: Settings

    private static func settings(_ events: [BoardEvent], _ who: Document.Line) -> [Document.Line] {
        func count(_ slots: Int?) -> String { slots.map { "\($0)" } ?? "off" }
        return events.compactMap { event in
            switch event {
            case .slotsSet(let from, let to, let why): "Slots: \(count(from)) -> \(count(to))\(who)\(note(why))."
            case .configured(_, let from, let to) where from.slots != to.slots:
                "Slots: \(count(from.slots)) -> \(count(to.slots)) by the configuration."
            case .reservationSet(let kind, let from, let to): "Slots reserved for \(kind): \(from) -> \(to)\(who)."
            case .focusSet(_, let to?): "Focus: \(to)\(who)."
            case .focusSet(let from, nil): "No focus on \(from ?? "anything") any more\(who)."
            case .lendingSet(_, let to):
                "Reserved slots without ready work are \(to ? "lent" : "kept idle") from now on\(who)."
            default: nil
            }
        }
    }

    /// What is left of a cycle when the next one begins (R63).
    private static func endOfCycle(_ events: [BoardEvent], _ view: BoardView) -> [Document.Line] {
        events.compactMap { event in
            guard case .configured(_, let from, let to) = event, from.cycle != to.cycle, !from.cycle.isEmpty else {
                return nil
            }
            let left = Reproposal(view, cycle: from.cycle)
            return left.specs.isEmpty
                ? nil : "\(left.line) \(code: "!repropose \(Wording.short(from.cycle, 40))") lists them."
        }
    }

    /// How much of the approval budget is used, once that is much: behind each spec that is newly approved.
    private static func budget(_ events: [BoardEvent], _ view: BoardView) -> [Document.Line] {
        let approves = events.contains { event in
            switch event {
            case .specStated(_, _, let from, let to): to.contains(.approved) && !from.contains(.approved)
            case .specAdded(_, _, _, _, let reviews, _): reviews.contains { $0.states.contains(.approved) }
            default: false
            }
        }
        guard approves, let (used, budget) = view.board.approvals, used * 100 >= budget * 80 else { return [] }
        return view.budgetLine().map { [$0] } ?? []
    }

    static func note(_ note: String?) -> String {
        note.map { " (\(Wording.short($0, 100)))" } ?? ""
    }

    // MARK: Who must act

    /// - Parameter entered: those who are called to act already.
    private static func call(_ event: BoardEvent, besides entered: Set<BlueprintID>, _ view: BoardView)
        -> [Document.Line]
    {
        switch event {
        case .landing(let id, _, let since?):
            guard let blueprint = view.board.blueprints[id], blueprint.landing != nil else { return [] }
            let reviewers = view.here(blueprint.seat?.reviewers ?? [])
            let authors = view.board.authors(of: blueprint)
            let people = view.mentions(authors + reviewers.filter { !authors.contains($0) })
            let due = view.moment(since + view.board.settings.landAfter)
            return [
                "\(people)all open changes of \(strong: blueprint.name) are merged. Say \(code: "!landed \(blueprint.name)"), or add a change; else it lands by itself on \(due)."
            ]
        case .withdrawalProposed(let id):
            guard let blueprint = view.board.blueprints[id], blueprint.isOpen else { return [] }
            return [
                "\(view.mentions(view.board.authors(of: blueprint)))all changes of \(strong: blueprint.name) are abandoned. Say \(code: "!withdraw \(blueprint.name)"), or link new ones with \(code: "!change add \(blueprint.name) NUMBER")."
            ]
        case .directed(let id, nil, _?) where view.board.settings.needsDirection && !entered.contains(id):
            guard let blueprint = view.board.blueprints[id], blueprint.isWaiting, let rank = view.board.rank(of: id)
            else {
                return []
            }
            return [
                "\(view.mentions(view.board.authors(of: blueprint)))\(strong: blueprint.name) has direction, and is #\(rank) of the backlog."
            ]
        case .specStated(let id, let review, let from, let to)
        where to.contains(.approved) && !from.contains(.approved):
            return view.board.blueprints(ofSpec: id).compactMap { view.board.blueprints[$0] }
                .filter { $0.isWaiting && !entered.contains($0.id) }.prefix(2)
                .map { blueprint in
                    let missing = view.missing(blueprint)
                    let next: Document.Line =
                        missing.isEmpty ? "nothing is missing." : "missing now: \(view.long(missing, blueprint))."
                    return
                        "\(view.mentions(view.board.authors(of: blueprint)))spec \(review) is approved. \(strong: blueprint.name): \(next)"
                }
        default: return []
        }
    }

    // MARK: Undo and imports

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
        let counts = counts(of: events)
        let specs: [Document.Line] =
            counts.isEmpty ? [] : ["Specs imported: \(counts). \(code: "!specs") counts all.\(view.url("specs"))"]
        return specs + priorities(events, view)
    }

    /// The first reading of a review system, or all that has happened there while nobody looked: one line.
    private static func read(_ source: String, _ events: [BoardEvent], _ view: BoardView) -> [Document.Line] {
        let blueprints = events.count { if case .blueprintAdded = $0 { true } else { false } }
        // What was merged before anybody looked is no news.
        let isFirst = source.hasSuffix("first reading")
        let merged = events.count { event in
            guard !isFirst, case .changeStated(_, let from?, let to?) = event else { return false }
            return from.status != .merged && to.status == .merged
        }
        let specs = counts(of: events)
        let parts =
            (specs.isEmpty ? [] : ["specs: \(specs)"])
            + (blueprints > 0 ? [Wording.count(blueprints, "new blueprint")] : [])
            + (merged > 0 ? ["\(Wording.count(merged, "change")) merged"] : [])
        guard !parts.isEmpty else { return [] }
        let how = source.dropFirst("review system, ".count)
        return [
            "Read from the review system (\(how)): \(parts.joined(separator: "; ")). \(code: "!slots") shows how it stands.\(view.url())"
        ]
    }

    private static func counts(of events: [BoardEvent]) -> String {
        func becomes(_ state: SpecState, _ event: BoardEvent) -> Bool {
            guard case .specStated(_, _, let from, let to) = event else { return false }
            return !from.contains(state) && to.contains(state)
        }
        let counts = [
            ("new", events.count { if case .specAdded = $0 { true } else { false } }),
            ("newly approved", events.count { becomes(.approved, $0) }),
            ("newly implemented", events.count { becomes(.implemented, $0) }),
            ("newly abandoned", events.count { becomes(.abandoned, $0) }),
            ("moved", events.count { if case .specMoved = $0 { true } else { false } }),
            ("gone from the list", events.count { if case .specListed(_, _, .gone) = $0 { true } else { false } }),
            ("unknown", events.count { if case .specListed(_, _, .unknown) = $0 { true } else { false } }),
        ].filter { $0.1 > 0 }
        return counts.map { "\($0.1) \($0.0)" }.joined(separator: ", ")
    }

    private static func priorities(_ events: [BoardEvent], _ view: BoardView) -> [Document.Line] {
        let counts = PriorityCounts(events)
        guard !counts.isEmpty else { return [] }
        let line: Document.Line = "Priorities imported: \(counts.description)."
        guard view.board.order.isEmpty else { return [line + " They count when there are no votes."] }
        return [line + " \(code: "!backlog") shows the order.\(view.url("backlog"))"]
    }

    // MARK: After an absence

    /// Why nothing was said for a while.
    enum Silence: String {
        case absence = "While I was away since"
        case quiet = "While it was quiet here since"
        case gathering = "Since"
    }

    /// One line for all that happened while nobody could be told.
    /// - Parameter groups: those of which there would have been something to say.
    static func digest(
        _ groups: [[Recorded]], since: Timestamp, _ why: Silence = .absence, _ plugins: [any Plugin], _ view: BoardView
    ) -> Document.Line {
        var landed: [String] = []
        var out: [String] = []
        var entered: [String] = []
        var said: [String] = []
        var warned: [String] = []
        var begun: [String] = []
        var ended: [String] = []
        var exceptions: [String] = []
        let events = groups.joined().compactMap { recorded -> BoardEvent? in
            guard case .board(view.board.name, let event) = recorded.event else { return nil }
            return event
        }
        let postponed = postponed(events)
        for event in events {
            switch event {
            case .slotFreed(let id, _, .landed, _, _): landed.append(view.name(id))
            case .slotFreed(let id, _, let how, _, _):
                out.append("\(view.name(id)) \(how == .undone ? "moved out again" : how.rawValue)")
            case .slotTaken(let id, _, _): entered.append(view.name(id))
            case .announced(let text): said.append("\"\(Wording.short(text, 60))\"")
            case .silenceWarned(let id, nil, let to) where view.board.blueprints[id]?.warning == to:
                warned.append(view.name(id))
            case .freezeChanged(_, let from, let to?) where from?.began == nil && to.began != nil:
                begun.append("began \(to.title.harmless)")
            case .freezeChanged(_, let from, let to?) where to.began == nil && to.noticed != from?.noticed:
                let count = view.board.changesNeedingLastPlusTwo().count
                begun.append(
                    "\(to.title.harmless) comes \(view.moment(to.at))"
                        + (count > 0 ? ", \(Wording.count(count, "change")) just one +2 short" : ""))
            case .configured(_, let from, let to) where from.cycle != to.cycle && !from.cycle.isEmpty:
                let left = view.board.approvedSpecs(of: from.cycle).count
                let cycle = Wording.short(from.cycle, 40)
                if left > 0 {
                    ended.append("\(cycle) ended with \(left) approved and not implemented (!repropose \(cycle))")
                }
            case .freezeChanged(_, let from?, nil) where from.began != nil: begun.append("ended \(from.title.harmless)")
            case .exceptionChanged(let id, let from, let to, _):
                if to == nil, let from, postponed.contains(from.kind) { continue }
                if let words = view.exceptionDigest(id, from: from, to: to) { exceptions.append(words) }
            default: break
            }
        }
        var parts: [String] = []
        if !said.isEmpty { parts.append("said \(Wording.some(said, 2))") }
        parts += ended.prefix(2)
        if !begun.isEmpty { parts.append(Wording.some(begun, 2)) }
        if !exceptions.isEmpty { parts.append(Wording.some(exceptions, 3, bytes: 150)) }
        if !landed.isEmpty { parts.append("landed \(Wording.some(landed, 5, bytes: 70))") }
        if !out.isEmpty { parts.append(Wording.some(out, 5, bytes: 70)) }
        if !entered.isEmpty { parts.append("in came \(Wording.some(entered, 5, bytes: 70))") }
        if !warned.isEmpty { parts.append("unanswered \(Wording.some(warned, 5, bytes: 70))") }
        let more = plugins.flatMap { plugin in groups.flatMap { plugin.digest(of: $0, view) } }
        if !more.isEmpty { parts.append(Wording.some(more, 4, bytes: 160)) }
        if parts.isEmpty { parts.append(Wording.count(groups.count, "smaller change")) }
        let line: Document.Line =
            "\(why.rawValue) \(view.moment(since)): \(parts.joined(separator: "; ")). \(code: "!slots") shows how it stands, \(code: "!log") who did what.\(view.url())"
        return finished([line], view).joined()
    }
}
