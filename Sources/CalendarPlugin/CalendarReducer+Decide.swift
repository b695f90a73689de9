public import Bot
public import Ledger
public import ReleaseCalendar
public import ReviewSlots

extension CalendarReducer {
    /// Dates that people may put in; what is long over can go.
    static let most = 300

    public func decide(_ command: Command, _ state: State, board: Board, by actor: Actor, at: Timestamp)
        throws(LedgerError) -> StreamDecision<Event>
    {
        guard actor.roles.contains(.lead) else { throw .refused(.needs(.lead)) }
        switch command {
        case .add(var occasion):
            guard state.made.count < Self.most else {
                throw .declined("\(Self.most) dates are the most: \"!calendar remove\" one that is over.")
            }
            occasion.id = "\(state.last + 1)"
            try check(occasion, state, at)
            return StreamDecision([.added(occasion)])
        case .remove(let id): return StreamDecision([.removed(try changeable(id, state))])
        case .move(let id, let when, let zone):
            let old = try changeable(id, state)
            let new = old.moved(to: when, zone: zone)
            guard new != old else { throw .declined("it is there already, and nothing was changed.") }
            try check(new, state, at)
            return StreamDecision([.moved(from: old, to: new)])
        case .configure(let occasions, let rules):
            var events = listing(occasions, from: Self.configuration, state)
            let clashes = clashes(of: occasions, state, at)
            if !events.isEmpty, !clashes.isEmpty { events.append(.clashed(clashes)) }
            guard rules != state.rules else { return StreamDecision(events) }
            // What was missed under the old rules is said by them; by the new ones nothing has been.
            var listed = state
            for event in events { evolve(&listed, event, at: at) }
            events += listed.reminders(at: at) + [.ruled(rules), .reminded([], upTo: at)]
            return StreamDecision(events)
        case .bring(let occasions, let source): return StreamDecision(listing(occasions, from: source, state))
        }
    }

    private func clashes(of occasions: [Occasion], _ state: State, _ now: Timestamp) -> [String] {
        let others = state.entries.filter { $0.source != Self.configuration }.map(\.occasion)
        return occasions.filter { $0.kind == .reviewDay }.flatMap { occasion in
            others.filter { $0.kind == .reviewDay }.compactMap { other in
                occasion.day(sharedWith: other, from: occasion.zone.local(now).day).map { day in
                    "two review days on \(day.words()): \"\(Wording.short(occasion.title, 60))\" of the configuration and \"\(Wording.short(other.title, 60))\""
                }
            }
        }
    }

    func listing(_ occasions: [Occasion], from source: String, _ state: State) -> [Event] {
        let named = occasions.map { $0.named(in: source) }
        return state.has(occasions, from: source)
            ? [] : [.listed(source, from: (state.brought[source] ?? []).map(\.occasion), to: named)]
    }

    private func changeable(_ id: String, _ state: State) throws(LedgerError) -> Occasion {
        if let entry = state.made[id] { return entry.occasion }
        guard let entry = state.entries.first(where: { $0.occasion.id == id }) else {
            throw .declined("it is not in the calendar any more. \"!calendar all\" lists what is.")
        }
        let title = Wording.short(entry.occasion.title, 60)
        throw .declined(
            entry.source == Self.configuration
                ? "\"\(title)\" stands in the configuration, and is changed there."
                : "\"\(title)\" comes from the plugin \(entry.source ?? ""), and is changed by its commands.")
    }

    private func check(_ occasion: Occasion, _ state: State, _ now: Timestamp) throws(LedgerError) {
        guard occasion.next(after: now + -1) != nil else {
            if let until = occasion.repetition?.until, until < occasion.time.firstDay {
                throw .declined(
                    "it repeats until \(until.words()), and \(occasion.time.firstDay.words()) is behind that: say how long, such as \"every week until \(occasion.time.firstDay.adding(days: 28))\"."
                )
            }
            let day = occasion.time.firstDay.words()
            let soon = occasion.zone.local(now).day.adding(days: 7)
            throw .declined("\(day) is in the past. Say a day to come, such as \(soon) or \"tomorrow\".")
        }
        let others = state.occasions.filter { $0.id != occasion.id }
        if let same = others.first(where: {
            $0.kind == occasion.kind && $0.time == occasion.time && $0.title.lowercased() == occasion.title.lowercased()
        }) {
            throw .declined("that is in the calendar already\(same.number > 0 ? ", as #\(same.number)" : "").")
        }
    }

    /// Two review days on one day, of which another plugin may have set one.
    public func objection(to event: Event, _ state: State, others: [any Sendable], at: Timestamp) -> String? {
        let occasion: Occasion
        switch event {
        case .added(let added): occasion = added
        case .moved(_, let moved): occasion = moved
        case .removed, .listed, .ruled, .clashed, .reminded: return nil
        }
        guard occasion.kind == .reviewDay else { return nil }
        let dates = state.occasions + others.occasions(besidesThoseOf: Self.stream)
        return dates.lazy.filter { $0.kind == .reviewDay && $0.id != occasion.id }.compactMap { other in
            occasion.day(sharedWith: other, from: occasion.zone.local(at).day).map { day in
                "there is a review day on \(day.words()) already: \"\(Wording.short(other.title, 60))\". Take another day, or call that one off first."
            }
        }.first
    }
}

extension CalendarReducer.State: KeepsOccasions {
    public func occasions(besidesThoseOf plugin: String) -> [Occasion] {
        entries.filter { $0.source != plugin }.map(\.occasion)
    }

    /// Whether that is what the source has said last.
    func has(_ occasions: [Occasion], from source: String) -> Bool {
        (brought[source] ?? []).map(\.occasion) == occasions.map { $0.named(in: source) }
    }
}

extension Occasion {
    /// With an id that is its own among all sources.
    fileprivate func named(in source: String) -> Occasion {
        var named = self
        named.id = "\(source)/\(id)"
        return named
    }

    /// The same on another day, with what else is written. A day alone keeps the times, and how many days it takes.
    fileprivate func moved(to when: When, zone: Zone) -> Occasion {
        var new = self
        switch when.time {
        case .days(let first, let last) where first == last: new.time = time.moved(to: first)
        case .days: new.time = when.time
        case .span:
            new.time = when.time
            new.zone = when.zone ?? zone
        }
        new.repetition = when.repetition ?? repetition
        return new
    }
}
