public import Chat
import Ledger
import ReviewSlots

/// What the weekly meeting of a project needs, in the order in which it is talked through (R60).
public struct Agenda {
    public struct Section {
        public let title: String
        /// For one line in a channel; empty if there is nothing to say.
        let short: String
        public let items: [Document.Line]
    }

    static let week = 7 * Timestamp.day

    public let board: String
    public let sections: [Section]

    /// - Parameter reviews: what is open besides the changes of blueprints, as far as it is known.
    public init(_ view: BoardView, reviews: [OpenReview]) {
        board = view.configuration.title
        sections = [
            view.stuck(), view.bumps(), view.lastPlusTwos(reviews), view.freezesAndExceptions(), view.doubts(),
            view.lastWeek(),
        ]
    }

    /// In a channel.
    public var line: Document.Line {
        let parts = sections.map(\.short).filter { !$0.isEmpty }
        return parts.isEmpty ? "nothing is on the agenda." : Document.Line(parts.joined(separator: "; ") + ".")
    }

    /// For one person: a section a line.
    var document: Document {
        Document(
            sections.filter { !$0.items.isEmpty }.map { section in
                let items = section.items.prefix(8).enumerated().reduce(into: Document.Line()) { line, next in
                    line += (next.offset == 0 ? "" : "; ") + next.element
                }
                let more = section.items.count > 8 ? " and \(section.items.count - 8) more" : ""
                return "\(strong: section.title): \(items)\(more)."
            })
    }

    public var markdown: String {
        sections.reduce(into: "# Agenda of \(board.escapedForMarkdown)\n") { text, section in
            text += "\n## \(section.title.escapedForMarkdown)\n\n"
            text += section.items.isEmpty ? "Nothing.\n" : Document(section.items).markdownList
        }
    }
}

extension BoardView {
    /// Slots that wait for their author or for CI, whose time is over, or that nobody reviews.
    fileprivate func stuck() -> Agenda.Section {
        let seated = board.seated.compactMap { board.blueprints[$0] }
        var names: [String] = []
        let items = seated.compactMap { blueprint -> Document.Line? in
            let work = board.work(on: blueprint)
            var reasons: [String] = []
            if let warning = blueprint.warning {
                reasons.append("unanswered since \(day(warning.since))")
            } else if work.waiting == .author {
                let since = work.authorSince.map { " since \(day($0))" } ?? ""
                reasons.append("waits for its author\(since)")
            }
            if work.waiting == .ci { reasons.append("waits for CI") }
            if let end = board.timeBoxEnd(of: blueprint), end <= now { reasons.append("time box over") }
            if let seat = blueprint.seat, here(seat.reviewers).isEmpty, work.waiting != .landing {
                reasons.append("nobody reviews it")
            }
            guard let seat = blueprint.seat, !reasons.isEmpty else { return nil }
            names.append(blueprint.name)
            return
                "\(strong: blueprint.name) (slot \(seat.slot), \(Wording.duration(now - seat.since)), \(merged(blueprint))): \(reasons.joined(separator: ", "))"
        }
        let short =
            names.isEmpty ? "" : "\(names.count) of \(seated.count) in slots stuck: \(Wording.some(names, bytes: 60))"
        return Agenda.Section(title: "Slots that are stuck", short: short, items: items)
    }

    fileprivate func bumps() -> Agenda.Section {
        let proposed = board.seated.compactMap { board.blueprints[$0] }.filter {
            $0.warning?.proposed != nil || $0.timeBox?.proposed != nil
        }
        let short = proposed.isEmpty ? "" : "bump proposed: \(Wording.some(proposed.map(\.name), bytes: 50))"
        let items = proposed.map { blueprint -> Document.Line in
            let why = blueprint.warning?.proposed != nil ? "no answer of its author" : "its time box is over"
            return "\(strong: blueprint.name): \(why) (\(code: "!bump \(blueprint.name)"))"
        }
        return Agenda.Section(title: "Bumps that are proposed", short: short, items: items)
    }

    /// Specs and changes for which one more +2 is enough.
    fileprivate func lastPlusTwos(_ reviews: [OpenReview]) -> Agenda.Section {
        let specs = reviews.filter { $0.isSpec && $0.missing == 1 && !$0.change.waitsForAuthor }.map(\.change)
            .sorted { $0.number < $1.number }
        let changes = board.changesNeedingLastPlusTwo()
        let names = specs.map { "spec \($0.number)" } + changes.map { "\($0.change.number)" }
        let short = names.isEmpty ? "" : "one more +2: \(Wording.some(names, bytes: 60))"
        let items =
            specs.map { "spec \(describe($0))\(url(ofReview: $0.number))" as Document.Line }
            + changes.map { change, blueprint in
                "\(describe(change)), of \(strong: blueprint.name)\(url(ofReview: change.number))"
            }
        return Agenda.Section(title: "Needs just one more +2", short: short, items: items)
    }

    fileprivate func freezesAndExceptions() -> Agenda.Section {
        let freezes = Freeze.Kind.allCases.compactMap { board.freezes[$0] }.sorted { $0.at < $1.at }
        let dates = freezes.map { freeze -> Document.Line in
            freeze.began == nil
                ? "\(strong: freeze.title) on \(moment(freeze.at)), in \(Wording.duration(freeze.at - now))"
                : "\(strong: freeze.title) since \(moment(freeze.at))"
        }
        let all = board.exceptions()
        let asked = all.filter { $0.exception.granted == nil }
        let items = all.map { blueprint, exception -> Document.Line in
            let state =
                board.end(of: exception).map { "granted until \(moment($0))" }
                ?? "asked for, \(exception.sponsors.count) of \(board.settings.freeze.sponsors) sponsors"
            return "exception for \(strong: blueprint.name), \(state): \(Wording.short(exception.why, 160))"
        }
        var short = freezes.map { freeze in
            freeze.began == nil
                ? "\(freeze.title.harmless) on \(day(freeze.at))" : "\(freeze.title.harmless)"
        }
        if !asked.isEmpty { short.append("\(Wording.count(asked.count, "exception")) asked for") }
        return Agenda.Section(
            title: "Freezes and exceptions", short: short.joined(separator: "; "), items: dates + items)
    }

    fileprivate func doubts() -> Agenda.Section {
        let doubts = board.categoryDoubts()
        let short = doubts.isEmpty ? "" : "\(Wording.count(doubts.count, "doubt")) about categories"
        return Agenda.Section(title: "Categories that may be one", short: short, items: doubts.map(words))
    }

    /// What has changed, as far as the board itself tells.
    fileprivate func lastWeek() -> Agenda.Section {
        let since = now + -Agenda.week
        func specs(_ state: Spec.State) -> [String] {
            board.specs.values.filter {
                $0.state == state && board.isOfThisCycle($0)
                    && board.history.specsStated[$0.id].map { $0 >= since } ?? false
            }.map { $0.current?.number ?? $0.id }.sorted().map(String.init)
        }
        func closed(_ outcome: Blueprint.Closure.Outcome) -> [String] {
            board.blueprints.values.filter {
                $0.closed?.outcome == outcome && $0.closed.map { $0.at >= since } ?? false
            }
            .map(\.name).sorted()
        }
        let moved = board.seated.compactMap { board.blueprints[$0] }.filter {
            $0.seat.map { $0.since >= since } ?? false
        }
        let groups = [
            ("landed", closed(.landed)), ("withdrawn", closed(.withdrawn)), ("moved into a slot", moved.map(\.name)),
            ("specs approved", specs(.approved)), ("specs implemented", specs(.implemented)),
            ("specs abandoned", specs(.abandoned)),
        ].filter { !$0.1.isEmpty }
        let short = groups.map { "\($0.0): \($0.1.count)" }.joined(separator: ", ")
        return Agenda.Section(
            title: "Since \(day(since))", short: short.isEmpty ? "" : "in a week \(short)",
            items: groups.map { "\($0.0): \(Wording.some($0.1, bytes: 200))" })
    }
}
