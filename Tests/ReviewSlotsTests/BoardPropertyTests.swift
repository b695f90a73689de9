import Foundation
import Testing

@testable import ReviewSlots

@Suite("Whatever is said to a board")
struct BoardPropertyTests {
    @Test("its rules hold, events tell all of it, and every command can be taken back", arguments: 0..<200)
    func randomCommands(seed: Int) throws {
        var random = RandomCommands(seed: seed)
        var play = try (try? Play(random.settings())) ?? Play()
        for _ in 0..<random.number(10...100) {
            play.at = play.at + random.number(0...Timestamp.day)
            try play.run(.tick, by: .bot)
            let command = random.next(on: play.board, at: play.at)
            let before = play.board
            let events: [BoardEvent]
            do {
                events = try play.run(command, by: random.actor())
            } catch {
                continue
            }
            try #require(BoardFaults(play.board).found == [], "after \(command)")
            try #require(entryFaults(events, on: before, at: play.at) == [], "\(command)")
            if case .bump(let id, _) = command { #expect(play.board.blueprints[id]?.isWaiting == true) }
            try checkUndo(of: events, command, before: before, after: play.board, at: play.at)
        }
        try checkReplay(play)
    }

    @Test("its rules hold when a command is taken back later that no other has met", arguments: 0..<100)
    func undoneLater(seed: Int) throws {
        var random = RandomCommands(seed: seed)
        var play = try Play(Settings(slots: 3))
        var done: [[BoardEvent]] = []
        for _ in 0..<60 {
            play.at = play.at + random.number(0...Timestamp.hour)
            let place = random.number(0...max(0, done.count * 3))
            if place < done.count, !done[(place + 1)...].contains(where: { $0.stands(inTheWayOf: done[place]) }),
                let events = try? play.run(.undo(done[place]))
            {
                done[place] = []
                done.append(events)
            } else if let events = try? play.run(random.next(on: play.board, at: play.at)) {
                done.append(events)
            }
            try #require(BoardFaults(play.board).found == [], "\(done.last ?? [])")
        }
    }

    /// What was wrong about those who moved into a slot.
    private func entryFaults(_ events: [BoardEvent], on before: Board, at: Timestamp) -> [String] {
        var board = before
        var faults: [String] = []
        for event in events {
            if case .slotTaken(let id, let seat, let passed) = event {
                let rules = SlotRules(board)
                let best = board.backlog().compactMap { board.blueprints[$0] }.first { blueprint in
                    rules.ready.contains { $0.id == blueprint.id } && rules.mayEnter(blueprint)
                }
                if best?.id != id { faults.append("\(id) enters, not \(String(describing: best?.id))") }
                let isOwn = best?.kind.map { rules.unmet($0) > 0 } ?? false
                if seat.isLent != (!isOwn && rules.free <= rules.kept ? true : nil) { faults.append("\(id) lent?") }
                if seat.isLent == true, !board.settings.lends { faults.append("\(id) on a slot kept for others") }
                let above = Array(board.backlog().prefix { $0 != id })
                if seat.rank != above.count + 1 { faults.append("\(id) rank \(seat.rank ?? 0)") }
                if passed?.count ?? 0 != above.count || passed?.items.map(\.blueprint) ?? [] != Array(above.prefix(5)) {
                    faults.append("\(id) passed over \(String(describing: passed))")
                }
            }
            board.evolve(event, at: at)
        }
        return faults
    }

    private func checkUndo(
        of events: [BoardEvent], _ command: BoardCommand, before: Board, after: Board, at: Timestamp
    ) throws {
        for event in events {
            #expect(event.inverse?.inverse.map(\.restorable) == event.inverse.map { _ in event.restorable })
        }
        let changing = events.filter {
            switch $0 {
            case .announced, .withdrawalProposed: false
            default: true
            }
        }
        guard changing.allSatisfy({ $0.inverse != nil }), !changing.isEmpty else {
            #expect(throws: Refusal.notUndoable) { try after.decide(.undo(events), by: .lead, at: at) }
            return
        }
        var undone = after
        let undoing = try after.decide(.undo(events), by: .lead, at: at)
        for event in undoing { undone.evolve(event, at: at) }
        try #require(undone.isSame(as: before), "\(command) taken back")
        for event in try undone.decide(.undo(undoing), by: .lead, at: at) { undone.evolve(event, at: at) }
        try #require(undone.isSame(as: after), "\(command) taken back, and that taken back")
    }

    private func checkReplay(_ play: Play) throws {
        var replayed = Board(name: "nova")
        for entry in play.log {
            let bytes = try JSONEncoder().encode(entry.event)
            let event = try JSONDecoder().decode(BoardEvent.self, from: bytes)
            #expect(event == entry.event)
            replayed.evolve(event, at: entry.at)
        }
        #expect(replayed.isSame(as: play.board))
        #expect(replayed.history.lastBlueprint == play.board.history.lastBlueprint)
        #expect(replayed.history.holdsEnded == play.board.history.holdsEnded)
        #expect(replayed.history.departures == play.board.history.departures)
        #expect(replayed.history.burnDown == play.board.history.burnDown)
        #expect(replayed.history.stays == play.board.history.stays)
        #expect(replayed.history.specsStated == play.board.history.specsStated)
        #expect(replayed.orderMethod == play.board.orderMethod)
    }
}

extension [BoardEvent] {
    /// Whether these, which came later, keep others from being taken back.
    fileprivate func stands(inTheWayOf earlier: [BoardEvent]) -> Bool {
        let parts = Set(lazy.filter { !$0.isSightOfFreeze }.flatMap(\.parts))
        return !parts.isDisjoint(with: earlier.flatMap(\.parts) + earlier.compactMap(\.inverse).flatMap(\.needs))
            || !Set(flatMap(\.needs)).isDisjoint(with: earlier.flatMap(\.parts))
    }
}

extension BoardEvent {
    /// Without what turning round cannot bring back: who was passed over, and how and why one left.
    fileprivate var restorable: BoardEvent {
        switch self {
        case .slotTaken(let id, let seat, _): .slotTaken(id, seat: seat, passedOver: nil)
        case .slotFreed(let id, let seat, _, _, _): .slotFreed(id, seat: seat, how: .undone, note: nil, rank: nil)
        default: self
        }
    }
}
