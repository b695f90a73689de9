import Bot
import Chat
import Ledger
import ReleaseCalendar
import ReviewSlots

extension Command<CommandContext> {
    static let reviewDay = Command(
        "reviewday", aliases: ["reviewdays"],
        usage: [
            "", "set DATE [HH:MM-HH:MM] [specs|code]", "move [NUMBER] DATE [HH:MM-HH:MM]", "cancel [NUMBER] [why]",
        ],
        summary: "the day set aside for reviews: when, how it stands, how it went; spec cores plan it",
        examples: [
            Example(
                "erin", "!reviewday",
                ["erin: no review day is planned. A spec core plans one: \"!reviewday set 2026-12-12 specs\"."]),
            Example(
                "alice", "!reviewday set 2014-12-19",
                [
                    "alice: spec review day on Fri 19 Dec, all day UTC, in 4 days. I remind of it, count, and sum up. \"!undo\" takes it back, \"!reviewday move\" and \"!reviewday cancel\" too."
                ]),
            Example(
                "alice", "!reviewday set 12/11",
                ["alice: \"12/11\" can be read in two ways: write 2014-12-11 or 2014-11-12."]),
        ]
    ) { context, words in
        switch words[0]?.lowercased() {
        case nil, "show", "status": try await context.showReviewDays()
        case "set", "plan", "add": try await context.setReviewDay(words.dropFirst.list)
        case "move": try await context.moveReviewDay(words.dropFirst.list)
        case "cancel", "drop", "off": try await context.cancelReviewDay(words.dropFirst)
        default:
            throw Excuse(
                "say \(code: "!reviewday"), \(code: "!reviewday set 2026-12-12 specs"), \(code: "!reviewday move 2026-12-19") or \(code: "!reviewday cancel why")."
            )
        }
    }
}

extension CommandContext {
    fileprivate func showReviewDays() async throws -> Reply {
        let open = await openReviews()
        let (planned, over) = try await read(ReviewDayReducer.self) { state, view in
            (
                state.planned.map { ($0.day, $0.figures(view.board)) },
                state.over.map { ($0.day, $0.result ?? Figures()) }
            )
        }
        guard let (day, known) = planned.first else {
            guard let (day, result) = over else {
                return Reply(
                    "no review day is planned. A spec core plans one: \(code: "!reviewday set 2026-12-12 specs").")
            }
            return Reply(
                "no review day is planned. The last was \(day.when(in: board.calendar.zone, now: now)): \(result.progress(day.subject, apart: true)). Filed since it was announced: \(result.filed)."
            )
        }
        var figures = known
        figures.add(open, await reviews(from: day.start, to: day.end), of: day.subject)
        let later = planned.dropFirst().map {
            "#\($0.0.number) \($0.0.title) \($0.0.when(in: board.calendar.zone, now: now))"
        }
        let rest = later.isEmpty ? "" : " Later: \(Wording.some(later, 5, bytes: 150))."
        let filed = figures.filed > 0 ? " Filed since it was announced: \(figures.filed)." : ""
        let isOn = day.start <= now
        let head =
            isOn
            ? "the \(day.title) is on (\(day.when(in: board.calendar.zone, now: now))): \(figures.progress(day.subject)).\(figures.needs)"
            : "\(day.title) \(day.occurrence.distance(in: board.calendar.zone, from: now)), \(day.when(in: board.calendar.zone, now: now)). \(figures.load(day.subject))."
        var who = Document.Line()
        for reviewer in figures.reviewers.prefix(isOn ? 5 : 0) {
            who += "\(who.isEmpty ? " Reviews: " : ", ")\(person: reviewer.name) \(reviewer.reviews)"
        }
        if !who.isEmpty { who += "." }
        return try await read { [who] view in Reply("\(head)\(who)\(filed)\(rest)\(view.url("reviewday"))") }
    }

    fileprivate func setReviewDay(_ words: [String]) async throws -> Reply {
        var words = words
        let subjects: [String: ReviewDay.Subject] = ["specs": .specs, "spec": .specs, "code": .code, "changes": .code]
        let subject =
            words.firstIndex { subjects[$0.lowercased()] != nil }
            .flatMap { subjects[words.remove(at: $0).lowercased()] } ?? .specs
        let (time, zone) = try when(words)
        try await submit(.plan(subject, time, zone), to: ReviewDayReducer.self)
        return try await read(ReviewDayReducer.self) { state, _ in
            guard let day = state.days[state.lastNumber]?.day else { return Reply("it is planned.") }
            return Reply(
                "\(day.title) on \(day.when(in: board.calendar.zone, now: now)), \(day.occurrence.distance(in: board.calendar.zone, from: now)). I remind of it, count, and sum up. \(code: "!undo") takes it back, \(code: "!reviewday move") and \(code: "!reviewday cancel") too."
            )
        }
    }

    fileprivate func moveReviewDay(_ words: [String]) async throws -> Reply {
        let today = board.calendar.zone.local(now).day
        let (day, rest) = try await planned(words) { (try? When($0, today: today))?.words == $0.count }
        let (time, zone) = try when(rest)
        // Only another day: at the same time of it, and as long.
        let isDay = time.isAllDay && time == Occasion.Time.days(time.firstDay, through: time.firstDay)
        let moved = isDay ? day.time.moved(to: time.firstDay) : time
        guard moved.isAllDay || isDay || zone == day.zone else {
            throw Excuse(
                "the \(day.title) was set in the zone \(day.zone): write its time in that, or call it off and set it anew."
            )
        }
        try await submit(.move(day.number, moved), to: ReviewDayReducer.self)
        return Reply(
            "the \(day.title) is now \(day.moved(to: moved).when(in: board.calendar.zone, now: now)). \(code: "!undo") takes it back."
        )
    }

    fileprivate func cancelReviewDay(_ words: Words) async throws -> Reply {
        let (day, rest) = try await planned(words.list) { _ in false }
        let why = rest.isEmpty ? nil : Wording.short(rest.joined(separator: " "), 200)
        try await submit(.callOff(day.number, why: why), to: ReviewDayReducer.self)
        return Reply(
            "the \(day.title) of \(day.when(in: board.calendar.zone, now: now)) is called off. \(code: "!undo") takes it back."
        )
    }

    /// The review day that is meant, by its number or as the only one, and the words behind it.
    /// - Parameter isWhole: whether words are no number and what follows it, but belong together.
    private func planned(_ words: [String], isWhole: ([String]) -> Bool) async throws -> (
        day: ReviewDay, rest: [String]
    ) {
        let days = try await read(ReviewDayReducer.self) { state, _ in state.planned.map(\.day) }
        if let first = words.first, !isWhole(words), let number = Int(first.drop { $0 == "#" }) {
            let rest = Array(words.dropFirst())
            if let day = days.first(where: { $0.number == number }) { return (day, rest) }
            if first.hasPrefix("#") || rest.isEmpty {
                throw Excuse(
                    "there is no review day \(number) to come. \(code: "!reviewday") shows those that are planned.")
            }
        }
        guard let only = days.first else {
            throw Excuse("no review day is planned. \(code: "!reviewday set DATE") plans one.")
        }
        guard days.count == 1 else {
            let list = days.map { "#\($0.number) \($0.when(in: board.calendar.zone, now: now))" }
            throw Excuse(
                "which one? \(Wording.some(list, 5, bytes: 200)): say \(code: "!reviewday move \(only.number) DATE") or \(code: "!reviewday cancel \(only.number)")."
            )
        }
        return (only, words)
    }

    /// - Throws: `Excuse` when it is no single time.
    private func when(_ words: [String]) throws -> (time: Occasion.Time, zone: Zone) {
        let zone = board.calendar.zone
        do {
            let when = try When(words, today: zone.local(now).day)
            guard when.words == words.count else {
                throw Excuse(
                    "\"\(Wording.short(words.dropFirst(when.words).joined(separator: " "), 40))\" says nothing to me: write \(code: "!reviewday set 2026-12-12 14:00-18:00 specs")."
                )
            }
            guard when.repetition == nil else { throw Excuse("a review day happens once: set each one apart.") }
            return (when.time, when.zone ?? zone)
        } catch let fault as CalendarFault {
            throw Excuse("\(fault.sentence)")
        }
    }
}
