import Bot
public import Ledger
public import ReleaseCalendar
public import ReviewSlots

/// The pure half: a board's dates and which reminders were said, kept in the stream `calendar/BOARD`.
public struct CalendarReducer: StreamReducer {
    public static let stream = "calendar"

    /// Where dates come from that nobody put in by a command: the configuration, or a plugin by its name.
    public static let configuration = "configuration"

    public struct State: Sendable {
        public struct Entry: Sendable, Hashable {
            public var occasion: Occasion
            /// Since when it is as it is.
            public var changed: Timestamp
            /// `nil`: somebody put it in by a command.
            public var source: String?
        }

        /// Those of commands, by id.
        var made: [String: Entry] = [:]
        /// The others, by source.
        var brought: [String: [Entry]] = [:]
        var rules = ReminderRules()
        /// The last number that a command's has got.
        var last = 0
        /// Reminders up to then have been said.
        var remindedUpTo: Timestamp?
        /// The last that was said of each date as it is, by its id: the hour may have been moved since.
        var said: [String: Reminder] = [:]

        /// All dates, those that are over too.
        public var entries: [Entry] {
            made.values.sorted { ($0.occasion.number, $0.occasion.id) < ($1.occasion.number, $1.occasion.id) }
                + brought.sorted { $0.key < $1.key }.flatMap(\.value)
        }

        public var occasions: [Occasion] { entries.map(\.occasion) }
    }

    /// Stored for good: add cases, never rename or remove one.
    public enum Event: Codable, Sendable, Hashable {
        case added(Occasion)
        case removed(Occasion)
        case moved(from: Occasion, to: Occasion)
        /// What a source says now, all of it.
        case listed(String, from: [Occasion], to: [Occasion])
        case ruled(ReminderRules)
        /// Review days of the configuration that stand on another's day: it is taken as it is, and people hear of that.
        case clashed([String])
        /// What the channels are to hear, and up to when all has been said.
        case reminded([Reminder], upTo: Timestamp)
    }

    public enum Command: Sendable {
        /// Its id is given to it.
        case add(Occasion)
        case remove(String)
        /// A zone only if times are written; a repetition only if one is.
        case move(String, When, zone: Zone)
        /// Only the plugin itself: what the configuration says.
        case configure([Occasion], ReminderRules)
        /// Only the plugin itself: what another one brings.
        case bring([Occasion], from: String)
    }

    public init() {}

    public func initial(board: String) -> State { State() }

    public func evolve(_ state: inout State, _ event: Event, at: Timestamp) {
        switch event {
        case .added(let occasion):
            state.made[occasion.id] = State.Entry(occasion: occasion, changed: at)
            state.last = max(state.last, occasion.number)
        case .removed(let occasion):
            state.made[occasion.id] = nil
            state.said[occasion.id] = nil
        case .moved(_, let occasion):
            state.made[occasion.id] = State.Entry(occasion: occasion, changed: at)
            state.said[occasion.id] = nil
        case .listed(let source, _, let occasions):
            let known = state.brought[source] ?? []
            for entry in known where !occasions.contains(entry.occasion) { state.said[entry.occasion.id] = nil }
            state.brought[source] = occasions.map { occasion in
                known.first { $0.occasion == occasion }
                    ?? State.Entry(occasion: occasion, changed: at, source: source)
            }
        case .ruled(let rules): state.rules = rules
        case .clashed: break
        case .reminded(let reminders, let upTo):
            state.remindedUpTo = max(upTo, state.remindedUpTo ?? upTo)
            for reminder in reminders { state.said[reminder.occasion.id] = reminder }
        }
    }

    public func inverse(of event: Event) -> Event? {
        switch event {
        case .added(let occasion): .removed(occasion)
        case .removed(let occasion): .added(occasion)
        case .moved(let from, let to): .moved(from: to, to: from)
        // What was said stays said, and does not keep the rest of a turn from being taken back.
        case .reminded(_, let upTo): .reminded([], upTo: upTo)
        case .listed, .ruled, .clashed: nil
        }
    }

    public func parts(of event: Event) -> [String] {
        switch event {
        case .added(let occasion), .removed(let occasion), .moved(_, let occasion): ["#\(occasion.id)"]
        case .listed, .ruled, .clashed, .reminded: []
        }
    }

    /// The board knows of the freezes that are in force or next.
    public func follow(_ state: State, board: Board, at: Timestamp) -> StreamDecision<Event> {
        let occasions = state.occasions.filter { [.featureFreeze, .specFreeze, .cycle].contains($0.kind) }
        // What is imported happened before: it says nothing of what is in force now.
        let newest = state.brought.values.joined().map(\.changed) + state.made.values.map(\.changed)
        guard newest.max().map({ $0 <= at }) ?? true else { return StreamDecision([]) }
        let plans = [(Freeze.Kind.feature, Occasion.Kind.featureFreeze), (.spec, .specFreeze)]
        return StreamDecision(
            [],
            board: plans.compactMap { kind, occasion in
                let wanted = occasions.freeze(occasion, at: at).map { Freeze($0, kind) }
                let planned = board.freezes[kind]
                return wanted?.at == planned?.at && wanted?.title == planned?.title ? nil : .planFreeze(kind, wanted)
            })
    }

    public func tick(_ state: State, board: Board, at: Timestamp) -> StreamDecision<Event> {
        StreamDecision(state.reminders(at: at))
    }
}

extension CalendarReducer.State {
    /// What is due and has not been said.
    func reminders(at now: Timestamp) -> [CalendarReducer.Event] {
        let due = entries.compactMap { entry in
            // What was due before it was in the calendar is not missed.
            entry.occasion.due(after: max(entry.changed, remindedUpTo ?? entry.changed), upTo: now, rules)
        }.filter { due in
            said[due.occasion.id].map { $0.time != due.time || $0.lead > due.lead } ?? true
        }
        return due.isEmpty
            ? [] : [.reminded(due.sorted { ($0.at, $0.occasion.id) < ($1.at, $1.occasion.id) }, upTo: now)]
    }
}

extension Freeze {
    fileprivate init(_ occurrence: Occurrence, _ kind: Kind) {
        let title = Wording.short(occurrence.occasion.title, 100)
        self.init(title: title.isEmpty ? "\(kind.rawValue) freeze" : title, at: occurrence.start, kind: kind)
    }
}

extension Occasion {
    /// Of what a command made: `#3`.
    var number: Int { Int(id) ?? 0 }
}
