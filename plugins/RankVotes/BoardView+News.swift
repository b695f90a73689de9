import Bot
import Chat
import ReviewSlots

extension BoardView {
    /// What a channel hears of the votes: who must renew a ballot, whose lapsed, and a new order of the first.
    func news(of events: [RankVotesReducer.Event], lapseAfter: Int) -> [Document.Line] {
        var lapsed: [PersonID] = []
        var lines: [Document.Line] = []
        for event in events {
            switch event {
            case .ballot(let person, _, _, .lapsed, _): lapsed.append(person)
            case .ballot: break
            case .reminded(let people):
                let days = lapseAfter / Timestamp.day
                lines.append(
                    "\(mentions(people))\(people.count == 1 ? "your ballot on the backlog grows" : "your ballots on the backlog grow") old and \(people.count == 1 ? "lapses" : "lapse") \(days) days after being cast. \(code: "!rank keep") renews, \(code: "!rank mine") shows."
                )
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
            return "The votes order the backlog no longer: there are too few ballots. Pins and age decide."
        }
        let items = places.enumerated().map { index, place in
            let was = place.was.map { $0 == index + 1 ? "" : " (was \($0))" } ?? " (new)"
            return "\(index + 1) \(name(place.blueprint))\(was)"
        }
        return "First in the votes now: \(Wording.some(items, bytes: 260)). \(code: "!rank") shows all.\(url("rank"))"
    }
}
