import Chat
import Ledger
import ReviewSlots

extension Announcements {
    /// What the clock says to those whose silence or time box it has seen, and to those who may bump: a line of each kind,
    /// of one blueprint or of all at once. What has changed since needs nobody any more.
    struct Clocks {
        private var silent: [Blueprint] = []
        private var unanswered: [Blueprint] = []
        private var ending: [Blueprint] = []
        private var over: [Blueprint] = []
        private var bumped: [Blueprint] = []
        private let view: BoardView

        init(_ events: [BoardEvent], _ view: BoardView) {
            self.view = view
            for event in events {
                switch event {
                case .silenceWarned(let id, _, let warning?):
                    guard let blueprint = view.board.blueprints[id], blueprint.warning == warning else { continue }
                    if warning.proposed == nil { silent.append(blueprint) } else { unanswered.append(blueprint) }
                case .timeBoxMoved(let id, _, let box?, _):
                    guard let blueprint = view.board.blueprints[id], blueprint.timeBox == box else { continue }
                    if box.proposed == nil { ending.append(blueprint) } else { over.append(blueprint) }
                case .slotFreed(let id, _, .bumped, _, _):
                    guard let blueprint = view.board.blueprints[id], blueprint.isWaiting else { continue }
                    bumped.append(blueprint)
                default: break
                }
            }
        }

        var lines: [Document.Line] {
            [
                Subject(bumped).map(whenBumped), Subject(silent).flatMap(whenSilent),
                Subject(unanswered).flatMap(whenUnanswered), Subject(ending).flatMap(whenEnding),
                Subject(over).map(whenOver),
            ].compactMap(\.self)
        }

        private func whenBumped(_ subject: Subject) -> Document.Line {
            "\(authors(bumped))\(subject.line) \(subject.has) no slot any more; say \(code: "!ready \(subject.name)") when you are back."
        }

        private func whenSilent(_ subject: Subject) -> Document.Line? {
            guard let first = silent.first, let warning = first.warning else { return nil }
            let silence = view.board.settings.silence
            let isAlone = silent.count == 1
            let time =
                isAlone
                ? Wording.duration(view.now - warning.since)
                : Wording.count(silence.warnAfter, "working day") + " or more"
            let until = view.moment(warning.until)
            let end = silence.policy == .bump ? "the slot goes to the next in rank" : "a bump is proposed"
            func line(_ reasons: Document.Line) -> Document.Line {
                "\(authors(silent))\(subject.line) \(subject.has) been unanswered for \(time)\(reasons). Answer, push, or say \(code: "!hold \(subject.name) 10d") by \(until), else \(end). Your rank stays."
            }
            let obstacles = Array(view.board.codeObstacles(first).prefix(2))
            let whole = line(isAlone && !obstacles.isEmpty ? ": \(view.long(obstacles, first))" : "")
            return whole.plainText().utf8.count <= Announcements.lineLimit ? whole : line("")
        }

        private func whenUnanswered(_ subject: Subject) -> Document.Line? {
            guard let first = unanswered.first, let warning = first.warning else { return nil }
            let authors = unanswered.count == 1 ? view.board.authors(of: first) : []
            let by: Document.Line = authors.isEmpty ? "" : " by \(view.quiet(authors, withAbsence: true))"
            return
                "\(reviewers(unanswered))\(subject.line) \(subject.has) been unanswered for \(Wording.duration(view.now - warning.since))\(by). Bump with \(code: "!bump \(subject.name)"), or give time with \(code: "!hold \(subject.name) 10d"); the rank stays."
        }

        private func whenEnding(_ subject: Subject) -> Document.Line? {
            guard let end = ending.compactMap(\.timeBox?.end).max() else { return nil }
            let reviewers = ending.flatMap { view.here($0.seat?.reviewers ?? []) }
            let people = view.mentions(unique(ending.flatMap(view.board.authors) + reviewers))
            return
                "\(people)the time box of \(subject.line) ends on \(view.moment(end)). A core can give more time with \(code: "!extend \(subject.name) 7d")."
        }

        private func whenOver(_ subject: Subject) -> Document.Line {
            "\(reviewers(over))the time box of \(subject.line) is over. Bump with \(code: "!bump \(subject.name)"), or give time with \(code: "!extend \(subject.name) 7d"); the rank stays."
        }

        // MARK: Who is told

        private func authors(_ blueprints: [Blueprint]) -> Document.Line {
            view.mentions(unique(blueprints.flatMap(view.board.authors)))
        }

        /// The cores who signed up and are here; the leads for what nobody reviews.
        private func reviewers(_ blueprints: [Blueprint]) -> Document.Line {
            let names = blueprints.flatMap { blueprint in
                let here = view.here(blueprint.seat?.reviewers ?? [])
                return here.isEmpty ? view.leadsHere : here.map(view.handle)
            }
            return view.mentions(unique(names))
        }

        private func unique<Element: Hashable>(_ elements: [Element]) -> [Element] {
            var seen: Set<Element> = []
            return elements.filter { seen.insert($0).inserted }
        }
    }

    /// Warnings that give time again, because a bump was taken back.
    static func renewals(_ events: [BoardEvent], _ view: BoardView) -> [Document.Line] {
        Clocks(events.filter { if case .silenceWarned(_, _?, _?) = $0 { true } else { false } }, view).lines
    }

    /// Slots that lack cores as long as one is away.
    static func absence(_ events: [BoardEvent], _ view: BoardView) -> [Document.Line] {
        events.compactMap { event in
            guard case .away(let person, nil, _?) = event, let until = view.awayUntil(person) else { return nil }
            let wanted = view.board.settings.coresPerSlot
            let lacking = view.board.seated.compactMap { id -> String? in
                let reviewers = view.board.blueprints[id]?.seat?.reviewers ?? []
                let count = view.here(reviewers).count
                let isTheirs = reviewers.contains { view.people.current($0) == view.people.current(person) }
                return isTheirs && count < wanted ? "\(view.name(id)) (\(count) of \(wanted))" : nil
            }
            guard !lacking.isEmpty else { return nil }
            return
                "\(person: view.name(person)) is away until \(view.day(until)). Cores, \(code: "!take NAME") to sign up for \(Wording.some(lacking, bytes: 200))."
        }
    }
}

extension Announcements.Clocks {
    /// What a line is about: one blueprint by its name, or several in one go.
    private struct Subject {
        let line: Document.Line
        let has: String
        /// For the commands that the line proposes.
        let name: String

        init?(_ blueprints: [Blueprint]) {
            guard let first = blueprints.first else { return nil }
            if blueprints.count == 1 {
                let slot = first.seat.map { " (slot \($0.slot))" } ?? ""
                (line, has, name) = ("\(strong: first.name)\(slot)", "has", first.name)
            } else {
                let names = Wording.some(blueprints.map(\.name), bytes: 70)
                (line, has, name) = (Document.Line(names), "have", "NAME")
            }
        }
    }
}
