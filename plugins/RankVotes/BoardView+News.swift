import Bot
import Chat
import ReviewSlots
import Tally

extension BoardView {
    /// What a channel hears of the votes: who must renew a ballot, whose lapsed, and a new order of the first.
    func news(of events: [RankVotesReducer.Event], lapseAfter: Int) -> [Document.Line] {
        var lapsed: [PersonID] = []
        var lines: [Document.Line] = []
        for event in events {
            switch event {
            case .ballot(let person, _, _, .lapsed, _): lapsed.append(person)
            case .ballot, .joined, .rules, .marked, .unmarked: break
            case .reminded(let people, let lapse):
                let when = moment(lapse)
                let what: Document.Line =
                    people.count == 1
                    ? "your ballot on the backlog lapses on \(when)"
                    : "your ballots on the backlog lapse, the first on \(when)"
                lines.append("\(mentions(people))\(what). \(code: "!rank keep") renews, \(code: "!rank mine") shows.")
            case .told(let places): lines.append(order(places))
            }
        }
        guard !lapsed.isEmpty else { return lines }
        let whose =
            lapsed.count == 1
            ? "The ballot of \(quiet(lapsed)) has" : "The ballots of \(quiet(lapsed)) have" as Document.Line
        return lines + [whose + " lapsed after \(lapseAfter / Timestamp.day) days."]
    }

    /// `The votes: 1 soft-affinity (was 4), 2 tls-consoles (was 1), 3 ova-format. "!rank" shows all.`
    private func order(_ places: [RankVotesReducer.Event.Place]) -> Document.Line {
        guard !places.isEmpty else {
            return "The votes rank nothing at present: pins and age decide."
        }
        let items = places.enumerated().map { index, place in
            let was = place.was.map { $0 == index + 1 ? "" : " (was \($0))" } ?? " (new)"
            let lack = board.lacksDirection(place.blueprint) ? " (no direction yet)" : ""
            return "\(index + 1) \(name(place.blueprint))\(was)\(lack)"
        }
        return "First in the votes now: \(Wording.some(items, bytes: 260)). \(code: "!rank") shows all.\(url("rank"))"
    }

    /// What an event did, in a few words, for the log.
    /// - Parameter namesVoter: whether whoever voted is named, too.
    func words(for event: RankVotesReducer.Event, namesVoter: Bool) -> String {
        switch event {
        case .ballot(let person, _, let to, let how, let remark):
            let did = to == nil && how == .undone ? "no ballot, as before" : how.words
            let named = to.map { Wording.some($0.cast.levels.joined().map(name), 3, bytes: 100) } ?? ""
            let ballot = named.isEmpty ? "" : ": \(named)"
            let who = namesVoter || how.isByTheBot ? "\(name(person)) " : ""
            return "\(who)\(did)\(ballot)\(remark.map { " (\(Wording.short($0, 60)))" } ?? "")"
        case .joined(let person, _):
            return "\(name(person)) linked two accounts: of their ballots the one cast last counts"
        case .rules(let counting):
            return
                "ballots are counted by \(counting.method.rawValue): named by \(counting.minNamed), judged by \(counting.minJudged) %, from \(Wording.count(counting.minBallots, "ballot")) on"
        case .reminded(let people, _): return "reminded \(Wording.some(people.map(name)))"
        case .told: return "told the first of the votes"
        case .marked(_, let mark, _): return "put \(mark.value) on \(name(mark.blueprint))"
        case .unmarked(_, let mark, _): return "took the \(mark.value) off \(name(mark.blueprint))"
        }
    }
}

extension RankVotesReducer.Event.How {
    fileprivate var words: String {
        switch self {
        case .cast: "voted"
        case .moved: "moved"
        case .marked: "voted by numbers"
        case .kept: "kept the ballot"
        case .copied: "copied a ballot"
        case .withdrawn: "withdrew"
        case .lapsed: "has a ballot no longer: it lapsed"
        case .weighed: "has another role"
        case .undone: "the ballot of before"
        case .revived: "has a ballot again"
        }
    }

    /// Whether somebody else than the voter did it, mostly the clock.
    fileprivate var isByTheBot: Bool { [.lapsed, .weighed, .revived].contains(self) }
}
