// People who are away for a time.
extension Draft {
    mutating func away(until: Timestamp?) throws(Refusal) {
        let person = try actingPerson(.person)
        if let until, until <= at { throw .inThePast }
        let known = board.away.keys.filter { actor.isOne(of: [$0]) }.sorted()
        if until == nil, known.isEmpty { throw .already("you are not away") }
        // What a person said under an id of before counts no longer.
        for id in known where id != person { emit(.away(id, from: board.away[id], to: nil)) }
        if board.away[person] != until { emit(.away(person, from: board.away[person], to: until)) }
    }

    mutating func comeBack() {
        for (person, until) in board.away.sorted(by: { $0.key < $1.key }) where until <= at {
            emit(.away(person, from: until, to: nil))
        }
    }
}
