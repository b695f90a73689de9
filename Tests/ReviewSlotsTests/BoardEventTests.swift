import Foundation
import Testing

@testable import ReviewSlots

@Suite("Events as they are stored")
struct BoardEventTests {
    static let reviews = [
        Spec.Review(number: 1, states: [.implemented, .approved, .fastTracked]), Spec.Review(number: 2),
    ]

    @Test(
        "are written as they always were; states in the order in which they are printed, however the set lies in memory",
        arguments: [
            (
                BoardEvent.specStated(1, review: 1, from: [], to: [.approved, .fastTracked]),
                #"{"specStated":{"_0":1,"from":[],"review":1,"to":["fast tracked","approved"]}}"#
            ),
            (
                .specAdded(1, title: "T", category: "C", cycle: nil, reviews: reviews, since: Timestamp(5)),
                #"{"specAdded":{"_0":1,"category":"C","reviews":[{"number":1,"states":["fast tracked","approved","#
                    + #""implemented"]},{"number":2,"states":[]}],"since":5,"title":"T"}}"#
            ),
            (.prioritized(1, from: nil, to: .high), #"{"prioritized":{"_0":1,"to":"High"}}"#),
            (
                .silenceWarned(
                    1, from: nil, to: .init(since: Timestamp(1), until: Timestamp(2), proposed: Timestamp(3))),
                #"{"silenceWarned":{"_0":1,"to":{"proposed":3,"since":1,"until":2}}}"#
            ),
            (
                .timeBoxMoved(
                    1, from: .init(end: Timestamp(5)), to: .init(end: Timestamp(9), warned: Timestamp(6)), why: "w"),
                #"{"timeBoxMoved":{"_0":1,"from":{"end":5},"to":{"end":9,"warned":6},"why":"w"}}"#
            ),
            (
                .categoriesKept("A", "B", apart: true), #"{"categoriesKept":{"_0":"A","_1":"B","apart":true}}"#
            ),
            (
                .summaryPublished(
                    number: 3, date: Timestamp(9),
                    draft: SummaryDraft(
                        summary: Summary(title: "T", categories: []), date: Timestamp(5), by: "p1", follows: 2)),
                #"{"summaryPublished":{"date":9,"draft":{"by":"p1","date":5,"follows":2,"summary":{"categories":[],"#
                    + #""introduction":[],"title":"T"}},"number":3}}"#
            ),
            (.draftApproved(from: nil, to: "p2"), #"{"draftApproved":{"to":"p2"}}"#),
            (
                .freezeChanged(
                    .feature, from: nil, to: Freeze(title: "FF", at: Timestamp(9), kind: .feature)),
                #"{"freezeChanged":{"_0":"feature","to":{"at":9,"kind":"feature","title":"FF"}}}"#
            ),
            (
                .exceptionChanged(
                    1, from: nil,
                    to: FreezeException(
                        kind: .spec, why: "w", by: PersonID("p1"), at: Timestamp(5), sponsors: [PersonID("p2")],
                        granted: Timestamp(6)), why: nil),
                #"{"exceptionChanged":{"_0":1,"to":{"at":5,"by":"p1","granted":6,"kind":"spec","sponsors":["p2"],"why":"w"}}}"#
            ),
            (.grouped(1, from: nil, to: "red"), #"{"grouped":{"_0":1,"to":"red"}}"#),
            (
                .directed(1, from: nil, to: .init(at: Timestamp(5), by: PersonID("p1"))),
                #"{"directed":{"_0":1,"to":{"at":5,"by":"p1"}}}"#
            ),
            (.focusSet(from: nil, to: "stability"), #"{"focusSet":{"to":"stability"}}"#),
            (.away(PersonID("p1"), from: nil, to: Timestamp(5)), #"{"away":{"_0":"p1","to":5}}"#),
        ], 0..<8)
    func statesInOrder(stored: (event: BoardEvent, text: String), size: Int) throws {
        // The order of a set depends on how much room it has.
        var event = stored.event
        if case .specStated(let id, let review, let from, var to) = event {
            to.reserveCapacity(1 << size)
            event = .specStated(id, review: review, from: from, to: to)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        #expect(String(decoding: try encoder.encode(event), as: UTF8.self) == stored.text)
        #expect(try JSONDecoder().decode(BoardEvent.self, from: Data(stored.text.utf8)) == event)
    }

    @Test("nothing takes back what was read, said or only proposed")
    func irreversible() {
        #expect(BoardEvent.configured(base: nil, from: Settings(), to: Settings()).inverse == nil)
        #expect(BoardEvent.announced("hello").inverse == nil)
        #expect(BoardEvent.withdrawalProposed(1).inverse == nil)
    }

    @Test("events in any order, also with odd numbers, never stop a board", arguments: 0..<40)
    func total(seed: Int) throws {
        var random = RandomCommands(seed: seed)
        var play = try Play()
        for _ in 0..<60 {
            _ = try? play.run(random.next(on: play.board, at: play.at), by: random.actor())
        }
        var events = play.log.map(\.event)
        events += [
            .changeLinked(1, change: 5, at: -1), .specReviewAdded(1, review: 900, at: -7),
            .pinned(1, from: nil, to: -3),
            .silenceWarned(77, from: nil, to: .init(since: Timestamp(9), until: Timestamp(3))),
            .silenceWarned(1, from: nil, to: .init(since: play.at, until: play.at)),
            .timeBoxMoved(1, from: nil, to: .init(end: Timestamp(-5), proposed: Timestamp(2)), why: nil),
            .away("nobody", from: nil, to: Timestamp(-1)),
            .freezeChanged(.spec, from: nil, to: Freeze(title: "", at: Timestamp(-1), kind: .feature)),
            .exceptionChanged(
                77, from: nil, to: FreezeException(kind: .spec, why: "", by: "p", at: Timestamp(9)), why: nil),
            .grouped(77, from: "a", to: "b"), .grouped(1, from: "a", to: "b"), .focusSet(from: nil, to: "none"),
            .directed(77, from: nil, to: .init(at: Timestamp(-1), by: "nobody")),
            .prioritized(77, from: .low, to: .high), .prioritized(1, from: .high, to: .low),
            .pinned(2, from: nil, to: .max), .pinned(3, from: nil, to: 0),
            .orderChanged(at: -1, removed: [], inserted: [1], method: "", ballot: nil),
            .orderChanged(at: 900, removed: [1], inserted: [], method: "", ballot: nil),
            .slotTaken(77, seat: Blueprint.Seat(slot: -1, since: Timestamp(0)), passedOver: nil),
            .slotsSet(from: nil, to: -1, why: nil), .reservationSet(kind: "debt", from: 0, to: -1),
        ]
        var board = Board(name: "nova")
        for event in events.shuffled(using: &random.numbers) + events.shuffled(using: &random.numbers) {
            board.evolve(event, at: play.at)
            _ = board.backlog()
            _ = try? board.decide(.tick, by: .bot, at: play.at + Timestamp.day)
        }
    }
}
