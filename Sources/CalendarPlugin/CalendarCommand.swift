public import Bot
public import Chat
import Ledger
import ReleaseCalendar
import ReviewSlots

extension Command<CommandContext> {
    static let calendar = Command(
        "calendar", aliases: ["cal"],
        usage: [
            "", "all", "add KIND DATE [to DATE|HH:MM-HH:MM [ZONE]] [every N weeks [until DATE]] [TITLE]",
            "move NUMBER|TITLE DATE [HH:MM-HH:MM]", "remove NUMBER|TITLE",
        ],
        summary: "the next dates of the board; leads put them in, move and remove them",
        examples: [
            Example(
                "alice", "!calendar add meeting Thu 14:00-15:00 every week Nova meeting",
                [
                    "alice: #1 Nova meeting: Thu 18 Dec 14:00-15:00 UTC, every week (in 3 days). \"!undo\" takes it back for 10 minutes."
                ]),
            Example(
                "alice", "!calendar add feature freeze 5 Feb",
                [
                    "alice: #1 Feature freeze: Thu 5 Feb 2015 (in 52 days). \"!undo\" takes it back for 10 minutes."
                ]),
            Example(
                "alice", "!calendar add milestone 12/11 kilo-1",
                ["alice: \"12/11\" can be read in two ways: write 2014-12-11 or 2014-11-12."]),
            Example(
                "erin", "!calendar",
                ["erin: no dates are known. A lead puts one in: \"!calendar add milestone 2014-12-22 NAME\"."]),
        ]
    ) { context, words in
        switch words[0]?.lowercased() {
        case nil: return try await context.read(CalendarReducer.self) { state, view in Reply(view.next(state)) }
        case "all", "list":
            return try await context.read(CalendarReducer.self) { state, view in
                let lines = view.calendar(state, most: 18)
                guard lines.count > 1, !context.message.room.isPrivate else { return Reply(lines) }
                return Reply("sent in private.", privately: Document(lines))
            }
        case "add", "new": return try await context.add(words.dropFirst)
        case "move":
            let (id, rest) = try await context.occasion(words.dropFirst, "move NUMBER DATE")
            let when = try context.when(rest.list)
            guard when.words == rest.count else {
                throw Excuse(
                    "\"\(Wording.short(rest.rest(from: when.words) ?? "", 40))\" is not understood behind the date. A date that is moved keeps its title."
                )
            }
            return try await context.change(.move(id, when, zone: context.board.calendar.zone))
        case "remove", "cancel", "drop":
            let (id, rest) = try await context.occasion(words.dropFirst, "remove NUMBER")
            guard rest.isEmpty else { throw Excuse("one at a time: \(code: "!calendar remove NUMBER").") }
            return try await context.change(.remove(id))
        case let word?:
            throw Excuse(
                "\"\(Wording.short(word, 40))\" is not understood here. Say \(code: "!calendar"), \(code: "!calendar all"), or as a lead \(code: "!calendar add KIND DATE TITLE"), move or remove."
            )
        }
    }
}

extension CommandContext {
    /// Bytes of a title.
    private static let titleLimit = 200

    fileprivate func add(_ words: Words) async throws -> Reply {
        let small = words.list.map { $0.lowercased() }
        let kinds = Occasion.Kind.allCases.map(\.words)
        guard
            let kind = Occasion.Kind.allCases.first(where: { kind in
                let name = kind.words.split(separator: " ").map(String.init)
                return small.starts(with: name) || small.first == kind.rawValue
            })
        else {
            let said = words[0].map { "\"\(Wording.short($0, 40))\" is none of the kinds of dates" } ?? "what is it"
            throw Excuse(
                "\(said): \(Wording.list(kinds, "or")), such as \(code: "!calendar add meeting Thu 14:00 every week NAME")."
            )
        }
        let taken = small.first == kind.rawValue ? 1 : kind.words.split(separator: " ").count
        let rest = Array(words.list.dropFirst(taken))
        let when = try when(rest)
        let occasion = Occasion(
            id: "", kind: kind, title: try title(words.rest(from: taken + when.words), kind), time: when.time,
            zone: when.zone ?? board.calendar.zone, repetition: when.repetition)
        return try await change(.add(occasion))
    }

    private func title(_ said: String?, _ kind: Occasion.Kind) throws -> String {
        let words = Words(said ?? "")
        let title = (words.count == 1 ? words[0] ?? "" : words.all).harmless.trimmed
        guard title.utf8.count <= Self.titleLimit else {
            throw Excuse("that title is too long: \(Self.titleLimit) bytes are the most.")
        }
        if !title.isEmpty { return title }
        switch kind {
        case .specFreeze, .featureFreeze, .reviewDay, .meeting:
            return kind.words.prefix(1).uppercased() + kind.words.dropFirst()
        case .cycle, .milestone, .other:
            throw Excuse(
                "what is it called? Put its name behind the date: \(code: "!calendar add \(kind.words) DATE NAME").")
        }
    }

    fileprivate func when(_ words: [String]) throws -> When {
        do {
            return try When(words, today: board.calendar.zone.local(now).day)
        } catch {
            throw Excuse("\(error.sentence)")
        }
    }

    /// The date that the first word means, and the words behind it.
    fileprivate func occasion(_ words: Words, _ usage: String) async throws -> (id: String, rest: Words) {
        guard let word = words[0] else {
            throw Excuse("which one? Say \(code: "!calendar \(usage)"); \(code: "!calendar all") shows the numbers.")
        }
        return try await read(CalendarReducer.self) { state, view in
            (try view.find(word, state).id, words.dropFirst)
        }
    }

    fileprivate func change(_ command: CalendarReducer.Command) async throws -> Reply {
        let decision = try await submit(command, to: CalendarReducer.self)
        return try await read(CalendarReducer.self) { _, view in
            for case .plugin(_, let body) in decision.events {
                let undo: Document.Line = "\(code: "!undo") takes it back for 10 minutes."
                switch CalendarReducer.event(body) {
                case .added(let occasion), .moved(_, let occasion):
                    let next = occasion.next(after: view.now) ?? occasion.first
                    return Reply(
                        "#\(occasion.id) \(view.phrase(occasion)) (\(next.distance(in: view.zone, from: view.now))). \(undo)"
                    )
                case .removed(let occasion):
                    return Reply("\(occasion.label) is out of the calendar. \(undo)")
                default: continue
                }
            }
            return Reply("done.")
        }
    }
}

extension BoardView {
    fileprivate func find(_ word: String, _ state: CalendarReducer.State) throws -> Occasion {
        let all = state.configured(by: configuration, now: now).map(\.occasion)
        let wanted = word.lowercased()
        if let number = Int(wanted.drop { $0 == "#" }) {
            if let found = all.first(where: { $0.number == number && number > 0 }) { return found }
            throw Excuse("there is no #\(number) in the calendar. \(code: "!calendar all") shows the numbers.")
        }
        let exact = all.filter { $0.title.lowercased() == wanted }
        let found = exact.isEmpty ? all.filter { $0.title.lowercased().contains(wanted) } : exact
        let shown = Wording.short(word, 40)
        switch found.count {
        case 1: return found[0]
        case 0:
            throw Excuse(
                "no date in the calendar is called \"\(shown)\". \(code: "!calendar all") lists them; a title of several words needs quotation marks."
            )
        default:
            let names = found.map { $0.number > 0 ? "#\($0.number) \($0.label)" : $0.label }
            throw Excuse("\"\(shown)\" may mean \(Wording.some(names, 4)); please say the number.")
        }
    }

    /// The next three, and what goes on now.
    fileprivate func next(_ state: CalendarReducer.State) -> Document.Line {
        let all = state.configured(by: configuration, now: now).map(\.occasion)
        let next = all.upcoming(after: now, limit: 3)
        let running = all.running(at: now)
        let example = zone.local(now).day.adding(days: 7)
        guard !next.isEmpty || !running.isEmpty else {
            return "no dates are known. A lead puts one in: \(code: "!calendar add milestone \(example) NAME")."
        }
        var parts: [String] = []
        if !next.isEmpty { parts.append("Next: \(next.map(phrase).joined(separator: "; ")).") }
        if !running.isEmpty {
            parts.append("Now: \(Wording.some(running.map(current), 3, bytes: 200, separator: "; ")).")
        }
        let count = all.count { $0.next(after: now) != nil }
        let more: Document.Line = count > next.count + running.count ? " \(code: "!calendar all") lists \(count)." : ""
        return Document.Line(parts.joined(separator: " ")) + more
    }

    private func current(_ occurrence: Occurrence) -> String {
        switch occurrence.time {
        case .days(let first, let last):
            let until = first == last ? "today" : "until \(last.words(inYear: zone.local(now).day.year))"
            return "\(occurrence.occasion.label), \(until)"
        case .span: return "\(occurrence.occasion.label), \(occurrence.when(in: zone, now: now))"
        }
    }

    /// All that is not over, in order.
    public func calendar(_ state: CalendarReducer.State, most: Int = .max) -> [Document.Line] {
        let entries = state.configured(by: configuration, now: now)
        let coming = entries.compactMap { entry in entry.occasion.next(after: now).map { (entry, $0) } }
            .sorted { ($0.1.start, $0.1.occasion.title) < ($1.1.start, $1.1.occasion.title) }
        guard !coming.isEmpty else { return [next(state)] }
        let lines = coming.prefix(most).map { entry, next -> Document.Line in
            let from = entry.source.map { " [\($0)]" } ?? ""
            let number = entry.source == nil ? "#\(entry.occasion.id) " : ""
            return "\(number)\(phrase(entry.occasion)) (\(next.distance(in: zone, from: now)))\(from)"
        }
        let over = entries.count - coming.count
        let rest = coming.count - lines.count
        let notes = [
            rest > 0 ? "\(rest) more come later" : nil, over > 0 ? "\(Wording.count(over, "date")) already over" : nil,
        ].compactMap(\.self)
        return lines + (notes.isEmpty ? [] : [Document.Line("and \(Wording.list(notes)).")])
    }
}
