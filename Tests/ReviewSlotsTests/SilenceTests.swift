import Foundation
import Testing

@testable import ReviewSlots

@Suite("Silence")
struct SilenceTests {
    typealias Warning = Blueprint.Warning
    static func day(_ day: Int, _ hour: Int = 9) -> Timestamp { WorkingTimeTests.day(day, hour) }

    /// b1 in the only slot with the change 11, which has a -1 since Monday 09:00; b2 waits for the slot.
    private func play(_ silence: Settings.Silence = Settings.Silence()) throws -> Play {
        var play = try Play(Settings(slots: 1, silence: silence))
        play.at = Self.day(0, 8)
        try play.add("one-1", changes: [11])
        try play.add("two-2", changes: [21])
        try reject(11, &play, at: Self.day(0))
        return play
    }

    private func reject(_ number: ChangeNumber, _ play: inout Play, at: Timestamp, by who: String = "zuul") throws {
        play.at = at
        try play.run(.stateChange(number, ChangeUpdate(votes: [.init(who: who, value: -1)])))
    }

    @discardableResult
    private func tick(_ play: inout Play, at: Timestamp) throws -> [BoardEvent] {
        play.at = at
        return try play.run(.tick, by: .bot)
    }

    private let warned = Warning(since: day(0), until: day(10))

    @Test("is warned of once, after five working days, and after three more a bump is proposed once")
    func propose() throws {
        var play = try play()
        #expect(try tick(&play, at: Self.day(6)) == [])
        #expect(try tick(&play, at: Self.day(7) + -1) == [])
        #expect(try tick(&play, at: Self.day(7)) == [.silenceWarned(1, from: nil, to: warned)])
        #expect(play.blueprint(1)?.warning == warned)
        #expect(try tick(&play, at: Self.day(7) + 60) == [])
        #expect(try tick(&play, at: Self.day(10) + -1) == [])
        var proposed = warned
        proposed.proposed = Self.day(10)
        #expect(try tick(&play, at: Self.day(10)) == [.silenceWarned(1, from: warned, to: proposed)])
        for day in 11...60 { #expect(try tick(&play, at: Self.day(day)) == []) }
        #expect(play.seated == [1])
    }

    @Test("the slot goes to the next where that is the policy, and the claim with it")
    func bump() throws {
        var play = try play(.init(policy: .bump))
        try tick(&play, at: Self.day(7))
        let seat = try #require(play.blueprint(1)?.seat)
        let claim = play.blueprint(1)?.claim
        let events = try tick(&play, at: Self.day(10))
        #expect(
            events == [
                .silenceWarned(1, from: warned, to: nil), .claimed(1, from: claim, to: nil),
                .slotFreed(1, seat: seat, how: .bumped, note: "unanswered for 10 days", rank: 1),
                .slotTaken(
                    2, seat: .init(slot: 1, since: play.at, rank: 2),
                    passedOver: PassedOver(
                        items: [.init(blueprint: 1, rank: 1, reason: .rejected(11, by: ["zuul"]))], count: 1)),
            ])
        #expect(play.blueprint(1)?.warning == nil)
    }

    @Test("nobody is warned where the policy is off, and what was warned of is forgotten")
    func off() throws {
        var play = try play(.init(policy: .off))
        #expect(try tick(&play, at: Self.day(60)) == [])
        play = try self.play()
        try tick(&play, at: Self.day(7))
        let events = try play.run(.configure(Settings(slots: 1, silence: .init(policy: .off))))
        #expect(events.last == .silenceWarned(1, from: warned, to: nil))
    }

    @Test("after weeks without a clock it is warned of first, and the time that is promised begins then")
    func late() throws {
        var play = try play(.init(policy: .bump))
        let late = Warning(since: Self.day(0), until: Self.day(52))
        #expect(try tick(&play, at: Self.day(49)) == [.silenceWarned(1, from: nil, to: late)])
        #expect(try tick(&play, at: Self.day(50)) == [])
        // Other settings do not shorten what was promised.
        try play.run(.configure(Settings(slots: 1, silence: .init(actAfter: 1, policy: .bump))))
        #expect(try tick(&play, at: Self.day(51)) == [])
        #expect(try tick(&play, at: Self.day(52)).count == 4)
    }

    @Test("on a weekend nobody is warned, and nothing is done")
    func weekend() throws {
        var play = try play(.init(warnAfter: 2, actAfter: 2, policy: .bump))
        try play.run(.stateChange(11, ChangeUpdate(votes: [.init(who: "zuul", value: 0)])))
        try reject(11, &play, at: Self.day(3, 12))
        #expect(try tick(&play, at: Self.day(6, 23)) == [])
        let warning = Warning(since: Self.day(3, 12), until: Self.day(9, 12))
        #expect(try tick(&play, at: Self.day(7, 12)) == [.silenceWarned(1, from: nil, to: warning)])
    }

    enum Answer: CaseIterable { case push, hold, merge, bump, landed, withdraw, newer }

    @Test("ends with an answer, a hold, a bump, landing; a new one begins from nothing", arguments: Answer.allCases)
    func ends(_ answer: Answer) throws {
        var play = try play()
        try tick(&play, at: Self.day(7))
        play.at = Self.day(8)
        let before = play.board
        let events =
            switch answer {
            case .push: try play.run(.stateChange(11, ChangeUpdate(votes: [.init(who: "zuul", value: 0)])))
            case .hold: try play.run(.hold(1, until: Self.day(18)), by: .carol)
            case .merge: try play.run(.stateChange(11, ChangeUpdate(status: .merged)))
            case .bump: try play.run(.bump(1, why: nil))
            case .landed: try play.run(.landed(1))
            case .withdraw: try play.run(.withdraw(1, why: nil))
            case .newer: try play.run(.stateChange(11, ChangeUpdate(status: .wip)))
            }
        #expect(events.contains(.silenceWarned(1, from: warned, to: nil)))
        #expect(play.blueprint(1)?.warning == nil)
        #expect(try tick(&play, at: Self.day(8, 18)) == [])
        // What was done is taken back, and the warning stands again.
        var undone = before
        for event in events { undone.evolve(event, at: play.at) }
        for event in try undone.decide(.undo(events), by: .lead, at: play.at) { undone.evolve(event, at: play.at) }
        #expect(undone.isSame(as: before))
    }

    @Test("begins anew when a hold ends, by itself or by a word, and with a slot")
    func anew() throws {
        var play = try play()
        try play.run(.hold(1, until: Self.day(21)), by: .carol)
        try tick(&play, at: Self.day(21))
        #expect(try tick(&play, at: Self.day(28) + -1) == [])
        let warning = Warning(since: Self.day(21), until: Self.day(31))
        #expect(try tick(&play, at: Self.day(28)) == [.silenceWarned(1, from: nil, to: warning)])
        #expect(play.board.silence(of: try #require(play.blueprint(2))) == nil)
        try play.run(.bump(1, why: nil))
        #expect(play.seated == [2])
        #expect(try tick(&play, at: Self.day(200)) == [])
    }

    @Test("of which nobody knows since when, nothing comes")
    func unknown() throws {
        var play = try play()
        let change = try #require(play.board.changes[11])
        var unknown = change
        unknown.since = nil
        var board = play.board
        board.evolve(.changeStated(11, from: change, to: unknown), at: play.at)
        #expect(try board.decide(.tick, by: .bot, at: Self.day(300)) == [])
        // Nor of a slot without any change.
        try play.run(.removeChange(1, 11))
        #expect(try tick(&play, at: Self.day(300)) == [])
    }

    @Test("a bump that is taken back gives the promised time again")
    func takenBack() throws {
        var play = try play(.init(policy: .bump))
        try tick(&play, at: Self.day(7))
        let bump = try tick(&play, at: Self.day(10))
        play.at = Self.day(10, 10)
        let undoing = try play.run(.undo(bump))
        #expect(play.seated == [1])
        #expect(play.blueprint(1)?.warning == Warning(since: Self.day(0), until: Self.day(15, 10)))
        #expect(try tick(&play, at: Self.day(14, 23)) == [])
        var again = play.board
        for event in try again.decide(.undo(undoing), by: .lead, at: play.at) { again.evolve(event, at: play.at) }
        #expect(again.seated == [2])
        #expect(again.blueprints[1]?.warning == nil)
    }

    @Test("settings that were stored before there was silence are read, with its defaults")
    func oldSettings() throws {
        let stored =
            #"{"slots":4,"reservations":{},"lends":false,"landAfter":60,"coresPerSlot":2,"plusTwos":2,"cycle":"K"}"#
        let settings = try JSONDecoder().decode(Settings.self, from: Data(stored.utf8))
        #expect(settings == Settings(slots: 4, landAfter: 60, cycle: "K"))
        let new = Settings(
            slots: nil, isTrial: true, silence: .init(warnAfter: 1, actAfter: 2, policy: .bump), timeBox: 86_400,
            reviewsPerCore: 3)
        #expect(try JSONDecoder().decode(Settings.self, from: JSONEncoder().encode(new)) == new)
        // Reading the configuration of before again is no news.
        var board = Board(name: "nova")
        board.evolve(.configured(base: settings, from: Settings(), to: settings), at: Timestamp(0))
        #expect(
            try board.decide(.configure(Settings(slots: 4, landAfter: 60, cycle: "K")), by: .bot, at: Timestamp(0))
                == [])
    }
}
