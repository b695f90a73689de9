public import Ledger
public import ReviewSlots
import Tally

extension RankVotesReducer {
    public func decide(_ command: Command, _ state: State, board: Board, by actor: Actor, at: Timestamp)
        throws(LedgerError) -> StreamDecision<Event>
    {
        if case .weigh(let weights) = command.deed { return StreamDecision(reweighed(weights, state)) }
        guard let person = actor.person else { throw .refused(.needs(.person)) }
        let before = state.marks(of: person)
        let marks = before?.marks ?? []
        let base = marks.isEmpty ? state.ballot(of: person)?.cast : before?.base
        let marking: Event?
        switch command.deed {
        case .mark(let mark):
            // What is heard twice is one vote.
            if marks.contains(where: { $0.id == mark.id }) { return StreamDecision([]) }
            marking = .marked(person, mark, base: base)
        case .unmark(let id):
            // Of a ballot that is made otherwise by now, there is nothing to take back.
            guard let mark = marks.first(where: { $0.id == id }) else { return StreamDecision([]) }
            marking = .unmarked(person, mark, base: base)
        default: marking = nil
        }
        let old = state.ballot(of: person)
        var backlog = state.backlog
        let how: Event.How
        do {
            how = try carryOut(
                command.deed, person.id, base, marks, hasBallot: old != nil,
                weight: actor.roles.contains(.voter) ? 1 : 0,
                &backlog)
        } catch let refusal as Tally.Refusal {
            let sentence = refusal.sentence { board.blueprints[BlueprintID($0)]?.name ?? "b\($0)" }
            throw .declined("\(sentence). Nothing was recorded.")
        } catch {
            throw error as? LedgerError ?? .declined("\(error)")
        }
        if let marking, backlog.says(the: person.id, asIn: state.backlog) { return StreamDecision([marking]) }
        // A whole ballot and "keep" renew; a step that changes nothing does not.
        guard [.cast, .kept].contains(how) || !backlog.says(the: person.id, asIn: state.backlog) else {
            throw .declined("nothing was changed: your ballot says so already.")
        }
        let new = backlog.cast(of: person.id).map { Event.Ballot(cast: $0, at: at) }
        let ballot = Event.ballot(person, from: old, to: new, how: how, remark: command.remark)
        return StreamDecision([ballot] + [marking].compactMap(\.self))
    }

    private func carryOut(
        _ deed: Deed, _ voter: String, _ base: Cast?, _ marks: [Event.Mark], hasBallot: Bool, weight: Int,
        _ backlog: inout Backlog
    ) throws -> Event.How {
        switch deed {
        case .vote(let levels, let judgesRest):
            try backlog.vote(voter, levels.map { $0.map(\.number) }, weight: weight, judgesRest: judgesRest)
            return .cast
        case .move(let id, .up): try backlog.up(voter, id.number, weight: weight)
        case .move(let id, .down): try backlog.down(voter, id.number, weight: weight)
        case .move(let id, .drop): try backlog.drop(voter, id.number, weight: weight)
        case .move(let id, .put(let place)): try backlog.put(voter, id.number, at: place, weight: weight)
        case .withdraw, .keep:
            guard hasBallot else { throw LedgerError.declined("you have no ballot here.") }
            if case .keep = deed { return .kept }
            backlog.withdraw(voter)
            return .withdrawn
        case .copy(let other):
            try backlog.copy(voter, from: other.id, weight: weight)
            return .copied
        case .mark(let mark):
            try backlog.mark(voter, mark.blueprint.number, (marks + [mark]).numbers, weight: weight)
            return .marked
        case .unmark(let id):
            let rest = marks.filter { $0.id != id }.map { ($0.blueprint.number, $0.value) }
            try backlog.remark(voter, base, rest, weight: weight)
            return .marked
        case .weigh: break
        }
        return .moved
    }

    private func reweighed(_ weights: [PersonID: Int], _ state: State) -> [Event] {
        weights.sorted { $0.key < $1.key }.compactMap { person, weight in
            guard let old = state.ballot(of: person), old.cast.weight != weight else { return nil }
            let new = Event.Ballot(cast: old.cast.weighing(weight), at: old.at)
            return .ballot(person, from: old, to: new, how: .weighed, remark: nil)
        }
    }
}

extension [RankVotesReducer.Event.Mark] {
    /// By item; the last one counts.
    fileprivate var numbers: [Int: Int] {
        Dictionary(map { ($0.blueprint.number, $0.value) }) { _, last in last }
    }
}

extension Backlog {
    /// Whether a voter's ballot comes to the same in another backlog of the same items.
    fileprivate func says(the voter: String, asIn other: Backlog) -> Bool {
        guard let mine = cast(of: voter), let others = other.cast(of: voter) else {
            return cast(of: voter) == other.cast(of: voter)
        }
        return mine.levels == others.levels && mine.weight == others.weight
            && unjudged(by: voter) == other.unjudged(by: voter)
    }
}
