import Testing

@testable import ReviewSlots

@Suite("People who are away, and how much one may review")
struct AwayTests {
    @Test("it lasts until its time, a word, or another word")
    func away() throws {
        var play = try Play()
        let until = play.at + 100
        #expect(try play.run(.away(until: until), by: .core) == [.away("bob", from: nil, to: until)])
        #expect(play.board.away == ["bob": until])
        #expect(try play.run(.away(until: until), by: .core) == [])
        #expect(try play.run(.away(until: until + 5), by: .core) == [.away("bob", from: until, to: until + 5)])
        #expect(try play.wait(104) == [])
        #expect(try play.wait(1) == [.away("bob", from: until + 5, to: nil)])
        #expect(throws: Refusal.already("you are not away")) { try play.run(.away(until: nil), by: .core) }
        #expect(throws: Refusal.inThePast) { try play.run(.away(until: play.at), by: .core) }
        #expect(throws: Refusal.needs(.person)) { try play.run(.away(until: play.at + 1), by: .bot) }
    }

    @Test("accounts that were joined since are one person's")
    func formerly() throws {
        var play = try Play()
        let until = play.at + 100
        try play.run(.away(until: until), by: .carol)
        let now = Actor(person: "caroline", formerly: ["carol"])
        #expect(
            try play.run(.away(until: until + 1), by: now)
                == [.away("carol", from: until, to: nil), .away("caroline", from: nil, to: until + 1)])
        try play.run(.away(until: nil), by: now)
        #expect(play.board.away == [:])
    }

    @Test("nobody signs up for more than is set, whatever ids they had")
    func limit() throws {
        var play = try Play(Settings(slots: 3, reviewsPerCore: 2))
        try play.add(ready: nil, nil, nil)
        try play.run(.take(1), by: .core)
        try play.run(.take(3), by: .core)
        let later = Actor(person: "robert", formerly: ["bob"], roles: .core)
        for actor in [Actor.core, later] {
            #expect(throws: Refusal.enoughReviews([1, 3])) { try play.run(.take(2), by: actor) }
        }
        #expect(throws: Refusal.already("you have signed up for work-1")) { try play.run(.take(1), by: later) }
        try play.run(.untake(1), by: later)
        try play.run(.take(2), by: later)
        // What has left its slot counts no more.
        try play.run(.bump(3, why: nil))
        try play.run(.take(1), by: later)
    }

    @Test("every event is turned round and told by what it changes")
    func events() {
        let warning = Blueprint.Warning(since: Timestamp(1), until: Timestamp(2))
        let box = Blueprint.TimeBox(end: Timestamp(3))
        let events: [(BoardEvent, BoardEvent, BoardEvent.Part)] = [
            (
                .silenceWarned(1, from: nil, to: warning), .silenceWarned(1, from: warning, to: nil), .blueprint(1)
            ),
            (
                .timeBoxMoved(1, from: box, to: nil, why: "w"), .timeBoxMoved(1, from: nil, to: box, why: "w"),
                .blueprint(1)
            ),
            (
                .away("bob", from: nil, to: Timestamp(1)), .away("bob", from: Timestamp(1), to: nil), .person("bob")
            ),
        ]
        for (event, inverse, part) in events {
            #expect(event.inverse == inverse)
            #expect(event.parts == [part])
        }
    }
}
