import Chat
import Ledger
import ReviewSlots

extension BoardView {
    /// Until when a person is away, under whichever id that was said.
    func awayUntil(_ person: PersonID) -> Timestamp? {
        guard !board.away.isEmpty else { return nil }
        let current = people.current(person)
        let until = ([current] + people.formerIDs(of: current)).compactMap { board.away[$0] }.max()
        return until.flatMap { $0 > now ? $0 : nil }
    }

    /// Those who are not away.
    func here(_ all: [PersonID]) -> [PersonID] { all.filter { awayUntil($0) == nil } }

    /// ` (away until Mon 22 Dec)`, or nothing.
    func absence(_ person: PersonID) -> String {
        awayUntil(person).map { " (away until \(day($0)))" } ?? ""
    }

    /// The names of the leads who are here; of all if none is.
    var leadsHere: [String] {
        let all = configuration.names(with: .lead, on: network ?? "")
        let here = all.filter { name in
            let person = network.flatMap { people.person(with: Account(network: $0, name: name)) }
            return person.flatMap(awayUntil) == nil
        }
        return here.isEmpty ? all : here
    }
}
