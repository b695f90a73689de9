public import Bot
public import Ledger
public import ReleaseCalendar
public import ReviewSlots

/// The pure half: the days that are planned, what happened on them, and what of that has been said.
public struct ReviewDayReducer: StreamReducer {
    public static let stream = "reviewday"

    /// Seconds before the beginning at which people are reminded, 0 being the beginning itself.
    let reminders: [Int]
    /// What boards are called, for the title of a summary, by their names.
    let titles: [String: String]

    public struct State: Sendable {
        /// By number; those that were called off too, for that may be taken back.
        var days: [Int: Standing] = [:]
        /// The newest that is over.
        var over: Standing?
        var lastNumber = 0
        /// When people hear of what takes whole days.
        var hour = ClockTime.nine

        /// Those to come and those that last, in order.
        var planned: [Standing] { days.values.filter { !$0.isCalledOff }.sorted { $0.day.start < $1.day.start } }
        /// What the channels have not heard yet.
        var owed: [(number: Int, word: DueWord)] {
            planned.flatMap { standing in standing.owed.map { (standing.day.number, $0) } }
        }

        func other(onTheDayOf day: ReviewDay) -> ReviewDay? {
            planned.lazy.map(\.day).first { $0.number != day.number && $0.occurrence.shares(aDayWith: day.occurrence) }
        }

        /// One that is over when it is changed does not take place, nor do those that were called off.
        mutating func forget(_ number: Int, ifOverAt now: Timestamp) {
            days = days.filter { $0.value.day.end > now || ($0.key != number && !$0.value.isCalledOff) }
        }
    }

    /// A review day and what has come of it.
    struct Standing: Sendable {
        var day: ReviewDay
        var isCalledOff = false
        /// Reminders before that moment have been seen to.
        var reminded: Timestamp
        var isBeginSeen = false
        var isNoonSeen = false
        var isEndSeen = false
        var owed: [DueWord] = []
        var openBefore: Int?
        // Numbers of reviews. What was filed counts from the announcement on, the others while it lasts.
        var filed: Set<ChangeNumber> = []
        var approved: Set<ChangeNumber> = []
        var abandoned: Set<ChangeNumber> = []
        /// As it was said at the end.
        var result: Figures?

        init(_ day: ReviewDay) {
            self.day = day
            reminded = day.announced
        }
    }

    /// Stored for good: add cases, never rename or remove one.
    public enum Event: Codable, Sendable, Hashable {
        case planned(ReviewDay)
        case calledOff(ReviewDay, why: String?)
        /// As it was, and when it is now.
        case moved(ReviewDay, to: Occasion.Time)
        case due(Int, DueWord)
        case told(ReviewDay, DueWord, Figures)
        /// What stands in the place of what cannot be taken back: nothing changes.
        case kept(Int)
        case hour(ClockTime)
    }

    public enum Command: Sendable {
        case plan(ReviewDay.Subject, Occasion.Time, Zone)
        case move(Int, Occasion.Time)
        case callOff(Int, why: String?)
        /// Only the plugin itself, when something is due.
        case tell(Int, DueWord, Figures)
        /// Only the plugin itself: what the calendar's configuration says.
        case setHour(ClockTime)
    }

    public func initial(board: String) -> State { State() }

    public func decide(_ command: Command, _ state: State, board: Board, by actor: Actor, at: Timestamp)
        throws(LedgerError) -> StreamDecision<Event>
    {
        if case .tell(let number, let word, let figures) = command {
            guard let standing = state.days[number], standing.owed.contains(word) else { return StreamDecision([]) }
            return StreamDecision(
                [.told(standing.day, word, figures)], board: drafts(standing.day, word, figures, board))
        }
        guard actor.roles.contains(.specCore) else { throw .refused(.needs(.specCore)) }
        switch command {
        case .plan(let subject, let time, let zone):
            let day = ReviewDay(
                number: state.lastNumber + 1, subject: subject, time: time, zone: zone, announced: at)
            try check(day, state, at)
            return StreamDecision([.planned(day)])
        case .move(let number, let time):
            let standing = try planned(number, state)
            guard standing.day.start > at else {
                throw .declined(
                    "the \(standing.day.title) has begun: it can only be called off, with \"!reviewday cancel\".")
            }
            guard standing.day.time != time else { throw .refused(.already("it is planned for that time")) }
            try check(standing.day.moved(to: time), state, at)
            return StreamDecision([.moved(standing.day, to: time)])
        case .callOff(let number, let why):
            return StreamDecision([.calledOff(try planned(number, state).day, why: why)])
        case .setHour(let hour):
            guard actor == .bot else { throw .refused(.needs(.lead)) }
            return StreamDecision([.hour(hour)])
        case .tell: return StreamDecision([])
        }
    }

    /// A summary for a person to approve, unless a person has one at hand.
    private func drafts(_ day: ReviewDay, _ word: DueWord, _ figures: Figures, _ board: Board) -> [BoardCommand] {
        guard day.subject == .specs, case .end = word, board.draft?.by == nil, board.draftApproval == nil else {
            return []
        }
        let introduction =
            "After the spec review day of \(day.zone.local(day.start).day.words()): \(figures.progress(.specs, apart: true)). "
            + "Filed since it was announced: \(figures.filed)."
        return [.draftSummary(of: titles[board.name], introduction: [introduction])]
    }

    private func planned(_ number: Int, _ state: State) throws(LedgerError) -> Standing {
        guard let standing = state.days[number], !standing.isCalledOff else {
            throw .declined("there is no review day \(number) to come. \"!reviewday\" shows those that are planned.")
        }
        return standing
    }

    private func check(_ day: ReviewDay, _ state: State, _ now: Timestamp) throws(LedgerError) {
        guard day.start < day.end else {
            throw .declined(
                "a review day needs an end: write \"!reviewday set 2026-12-12 14:00-18:00\", or only the day.")
        }
        guard day.start > now else {
            throw .declined("that has begun already, and nobody could be told before: take a time to come.")
        }
        guard day.end - day.start <= ReviewDay.longest else {
            throw .declined("a review day takes at most \(ReviewDay.longest / Timestamp.day) days.")
        }
        guard state.planned.count < 100 else { throw .declined("100 review days are planned already.") }
    }

    public func evolve(_ state: inout State, _ event: Event, at: Timestamp) {
        switch event {
        case .planned(let day):
            state.lastNumber = max(state.lastNumber, day.number)
            state.days[day.number, default: Standing(day)].isCalledOff = false
            state.forget(day.number, ifOverAt: at)
        case .calledOff(let day, _):
            state.days[day.number]?.isCalledOff = true
            state.forget(day.number, ifOverAt: at)
        case .kept: break
        case .hour(let hour):
            for number in state.days.keys { state.days[number]?.moveHour(from: state.hour, to: hour) }
            state.hour = hour
        case .moved(let day, let time):
            state.days[day.number]?.day.time = time
            state.days[day.number]?.reminded = at
            if day.moved(to: time).start > at { state.days[day.number]?.beginAnew() }
            state.forget(day.number, ifOverAt: at)
        case .due(let number, let word):
            state.days[number]?.owe(word)
        case .told(let day, let word, let figures):
            state.days[day.number]?.owed.removeAll { $0 == word }
            if word.tellsOfTheBeginning(of: day, at: at), state.days[day.number]?.openBefore == nil {
                state.days[day.number]?.openBefore = figures.open
            }
            guard case .end = word else { return }
            state.over = state.days.removeValue(forKey: day.number)
            state.over?.result = figures
        }
    }

    public func tick(_ state: State, board: Board, at: Timestamp) -> StreamDecision<Event> {
        StreamDecision(
            state.planned.flatMap { standing in
                [begin(standing, at), next(standing, at, state.hour)].compactMap { word in
                    word.map { .due(standing.day.number, $0) }
                }
            })
    }

    /// What is open a while after it has begun says nothing of how it was before.
    private func begin(_ standing: Standing, _ now: Timestamp) -> DueWord? {
        standing.isBeginSeen || !standing.day.isBeginning(at: now) ? nil : .begin(at: standing.day.start)
    }

    private func next(_ standing: Standing, _ now: Timestamp, _ hour: ClockTime) -> DueWord? {
        let day = standing.day
        if now >= day.end { return standing.isEndSeen ? nil : .end(at: day.end) }
        if now >= day.middle { return standing.isNoonSeen ? nil : .noon(at: day.middle) }
        return day.occasion(leads: reminders).due(after: standing.reminded, upTo: now, ReminderRules(hour: hour))
            .map { .reminder(at: $0.at) }
    }

    public func observe(_ state: inout State, _ event: BoardEvent, board: Board, at: Timestamp) {
        guard !state.days.isEmpty else { return }
        for number in state.days.keys { state.days[number]?.observe(event, board, at) }
    }

    public func inverse(of event: Event) -> Event? {
        switch event {
        case .planned(let day): .calledOff(day, why: nil)
        case .calledOff(let day, _): .planned(day)
        case .moved(let day, let time): .moved(day.moved(to: time), to: day.time)
        case .due(let number, _): .kept(number)
        case .told(let day, _, _): .kept(day.number)
        case .kept, .hour: nil
        }
    }

    public func objection(to event: Event, _ state: State, others: [any Sendable], at: Timestamp) -> String? {
        let day: ReviewDay
        switch event {
        case .planned(let planned): day = planned
        case .moved(let old, let time): day = old.moved(to: time)
        case .calledOff, .due, .told, .kept, .hour: return nil
        }
        if let other = state.other(onTheDayOf: day) {
            return
                "review day \(other.number) is on that day: move it with \"!reviewday move \(other.number) DATE\", or call it off first."
        }
        let occasion = day.occasion()
        return others.occasions(besidesThoseOf: Self.stream).lazy.filter { $0.kind == .reviewDay }.compactMap { other in
            occasion.day(sharedWith: other, from: occasion.zone.local(at).day).map { day in
                "the calendar has a review day on \(day.words()) already: \"\(Wording.short(other.title, 60))\". Take another day, or take that one out of it first (\"!calendar all\")."
            }
        }.first
    }

    public func parts(of event: Event) -> [String] {
        switch event {
        case .planned(let day), .calledOff(let day, _), .moved(let day, _): ["review day \(day.number)"]
        case .told(let day, .end, _): ["review day \(day.number)"]
        case .due, .told, .kept, .hour: []
        }
    }
}

extension ReviewDayReducer.State: KeepsOccasions {
    public func occasions(besidesThoseOf plugin: String) -> [Occasion] { planned.map { $0.day.occasion() } }
}

extension DueWord {
    /// Whether what is open then is what was open before. Ledgers from before that was noted by itself have it with the first
    /// word of the day.
    fileprivate func tellsOfTheBeginning(of day: ReviewDay, at: Timestamp) -> Bool {
        switch self {
        case .reminder: at >= day.start
        case .begin: day.isBeginning(at: at)
        case .noon, .end: false
        }
    }
}

extension ReviewDayReducer.Standing {
    /// What was said of whole days at the old hour is not said again at a later one of that day.
    mutating func moveHour(from old: ClockTime, to new: ClockTime) {
        let today = day.zone.local(reminded).day
        guard day.time.isAllDay, reminded == day.zone.moment(LocalTime(today, old)) else { return }
        reminded = max(reminded, day.zone.moment(LocalTime(today, new)))
    }

    mutating func beginAnew() {
        isBeginSeen = false
        openBefore = nil
        owed.removeAll { if case .begin = $0 { true } else { false } }
    }

    /// What was due before and could not be said is not worth saying any more.
    mutating func owe(_ word: DueWord) {
        switch word {
        case .reminder(let at): reminded = at
        case .begin:
            isBeginSeen = true
            return owed.append(word)
        case .noon: isNoonSeen = true
        case .end: isEndSeen = true
        }
        owed = owed.filter { if case .begin = $0 { true } else { false } } + [word]
    }

    mutating func observe(_ event: BoardEvent, _ board: Board, _ at: Timestamp) {
        switch (event, day.subject) {
        case (.specAdded(_, _, _, _, let reviews, let since), .specs):
            if since >= day.announced { filed.formUnion(reviews.map(\.number)) }
            for review in reviews { state(review.number, [], review.states, at) }
        case (.specReviewAdded(_, let review, _), .specs):
            if at >= day.announced { filed.insert(review) }
        // What is taken back was not filed.
        case (.specRemoved(_, _, _, _, let reviews, _), .specs): forget(reviews.map(\.number))
        case (.specReviewRemoved(_, let review, _), .specs): forget([review])
        case (.specStated(_, let review, let from, let to), .specs): state(review, from, to, at)
        case (.changeStated(let change, let from, let to), .code):
            if from == nil, at >= day.announced { filed.insert(change) }
            note(change, &approved, from?.status == .merged, to?.status == .merged, at)
            note(change, &abandoned, from?.status == .abandoned, to?.status == .abandoned, at)
        default: break
        }
    }

    private mutating func forget(_ reviews: [ChangeNumber]) {
        filed.subtract(reviews)
        approved.subtract(reviews)
        abandoned.subtract(reviews)
    }

    private mutating func state(_ review: ChangeNumber, _ from: Set<SpecState>, _ to: Set<SpecState>, _ at: Timestamp) {
        note(review, &approved, from.contains(.approved), to.contains(.approved), at)
        note(review, &abandoned, from.contains(.abandoned), to.contains(.abandoned), at)
    }

    /// What is taken back while it lasts did not happen. What a review system tells late still counts.
    private func note(
        _ review: ChangeNumber, _ reviews: inout Set<ChangeNumber>, _ was: Bool, _ is: Bool, _ at: Timestamp
    ) {
        guard was != `is`, day.start <= at, at < day.end + ReviewDay.patience else { return }
        if `is` { reviews.insert(review) } else { reviews.remove(review) }
    }
}
