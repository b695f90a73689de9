import Chat
import ReviewSlots

extension Announcements {
    /// Who left a slot, who moved in, who was passed over: and so who must act.
    struct Moves {
        private typealias Entry = (blueprint: BlueprintID, seat: Blueprint.Seat, passedOver: PassedOver?)

        private var outs: [(blueprint: BlueprintID, seat: Blueprint.Seat, how: Departure, note: String?)] = []
        private var ins: [Entry] = []
        private let who: Document.Line
        private let at: Timestamp
        private let view: BoardView

        init(_ events: [BoardEvent], by who: Document.Line, at: Timestamp, _ view: BoardView) {
            self.who = who
            self.at = at
            self.view = view
            for event in events {
                switch event {
                case .slotFreed(let id, let seat, let how, let note, _): outs.append((id, seat, how, note))
                case .slotTaken(let id, let seat, let passed): ins.append((id, seat, passed))
                default: break
                }
            }
        }

        var entered: Set<BlueprintID> { Set(ins.map(\.blueprint)) }

        var news: [Document.Line] {
            guard !outs.isEmpty || ins.count > 1 else { return [] }
            var news = outs.prefix(2).map { left($0.blueprint, $0.seat, $0.how, $0.note) }
            if outs.count > 2 { news.append("\(outs.count - 2) more slots are free.") }
            switch ins.count {
            case 0: news += [nobodyEnters].compactMap { $0 }
            case 1:
                let rank = ins[0].seat.rank.map { "#\($0) " } ?? ""
                let slot = outs.contains { $0.seat.slot == ins[0].seat.slot } ? "" : " (slot \(ins[0].seat.slot))"
                news.append("In comes \(rank)\(strong: view.name(ins[0].blueprint))\(slot): \(size(ins[0]))")
            default:
                let names = ins.map { "\(view.name($0.blueprint)) (slot \($0.seat.slot))" }
                news.append("In come \(Wording.some(names, bytes: 150)).")
            }
            return news + passedOver
        }

        private func left(_ id: BlueprintID, _ seat: Blueprint.Seat, _ how: Departure, _ note: String?)
            -> Document.Line
        {
            let name = view.name(id)
            let blueprint = view.board.blueprints[id]
            // Where there are fewer slots than before, the one that was left is nobody's any more.
            let isGone =
                view.board.freeSlots() == 0 && ins.isEmpty
                && !view.board.seated.contains { view.board.blueprints[$0]?.seat?.slot == seat.slot }
            var line: Document.Line = "Slot \(seat.slot) is \(isGone ? "gone" : "free"): \(strong: name) "
            switch how {
            case .landed:
                let merged = blueprint.map { view.board.work(on: $0).merged } ?? 0
                line += "landed, \(Wording.count(merged, "change")) in \(Wording.duration(at - seat.since))"
                if !seat.reviewers.isEmpty { line += " (thanks \(view.quiet(seat.reviewers)))" }
            case .bumped:
                let merged = blueprint.map { ", \(view.merged($0))" } ?? ""
                line += "was bumped\(who)\(merged)\(Announcements.note(note)); no penalty, its rank stays"
            case .withdrawn: line += "was withdrawn\(who)\(Announcements.note(note))"
            case .undone: line += "moved out again"
            }
            return line + "."
        }

        private var nobodyEnters: Document.Line? {
            guard view.board.freeSlots() > 0 else { return nil }
            if view.board.readyOnes().isEmpty, let freeze = view.board.freezes[.feature], freeze.began != nil {
                return "\(freeze.title): nothing moves in any more."
            }
            guard let next = view.board.readyOnes().first else { return "Nothing is ready to move in." }
            return "It is kept for \(view.keptFor ?? "other work"); \(next.blueprint.name) is next when another frees."
        }

        /// `3 changes, 210 lines, https://slots.example.org/nova/s/7.`
        private func size(_ one: Entry) -> Document.Line {
            let live = view.board.blueprints[one.blueprint].map(view.board.liveChanges) ?? []
            let lines = live.compactMap(\.lines).reduce(0) { $0 + min($1, 10_000_000) }
            let url = view.url("s/\(one.seat.slot)")
            return
                "\(Wording.count(live.count, "change"))\(lines > 0 ? ", \(lines) lines" : "")\(one.seat.isLent == true ? ", on a lent slot" : "")\(url.isEmpty ? "" : "," + url)."
        }

        private var passedOver: [Document.Line] {
            guard let passed = ins.compactMap(\.passedOver).last else { return [] }
            // One that was bumped by the same command need not be named again. And after the first one has moved in, the
            // places of the others are not what they were.
            let others = passed.items.filter { item in !outs.contains { $0.blueprint == item.blueprint } }
            guard !others.isEmpty else { return [] }
            let items = others.map { item in
                "\(ins.count == 1 ? "#\(item.rank) " : "")\(view.name(item.blueprint)) (\(view.short(item.reason)))"
            }
            let unnamed = Array(repeating: "", count: max(0, passed.count - passed.items.count))
            return ["Passed over: \(Wording.some(items + unnamed, min(3, items.count), bytes: 170))."]
        }

        /// The authors, and cores to sign up.
        var calls: [Document.Line] {
            let seated = ins.compactMap { view.board.blueprints[$0.blueprint] }.filter { $0.seat != nil }
            guard let first = seated.first, let seat = first.seat else { return [] }
            let wanted = view.board.settings.coresPerSlot
            var authors: [PersonID] = []
            for author in seated.flatMap(view.board.authors) where !authors.contains(author) { authors.append(author) }
            let mentions = view.mentions(authors)
            if seated.count > 1 {
                let names = Wording.some(seated.map(\.name), bytes: 120)
                return [
                    "\(mentions)\(names) have slots until they land; please watch comments daily. Cores, \(code: "!take NAME") to sign up (\(wanted) each)."
                ] + late(seated)
            }
            let isAlone = outs.isEmpty && ins.count == 1
            let facts: Document.Line =
                isAlone ? " (\(seat.rank.map { "#\($0)" } ?? "new")) moves into" : " has"
            let call: Document.Line =
                "\(mentions)\(strong: first.name)\(facts) slot \(seat.slot)\(isAlone ? ": \(size(ins[0])) Please" : " until it lands; please" as Document.Line) watch comments daily. Cores, \(code: "!take \(first.name)") to sign up (\(view.here(seat.reviewers).count) of \(wanted))."
            return [([call] + (isAlone ? passedOver : [])).joined()] + late(seated)
        }

        /// That what has moved in may come too late.
        private func late(_ seated: [Blueprint]) -> [Document.Line] {
            guard let freeze = view.board.freezeBeforeLanding(from: at), let typical = view.board.history.typicalStay
            else { return [] }
            let they = seated.count == 1 ? "it" : "they"
            return [
                "\(freeze.title) is on \(view.day(freeze.at)), and a slot is mostly kept for \(Wording.duration(typical)): \(they) would not land any more."
            ]
        }
    }
}

extension [Document.Line] {
    /// The sentences as one line, with blanks between.
    func joined() -> Document.Line {
        reduce(into: Document.Line()) { line, next in line += (line.isEmpty ? "" : " ") + next }
    }
}
