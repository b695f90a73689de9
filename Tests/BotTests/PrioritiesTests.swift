import BotTesting
import Ledger
import ReviewSlots
import Testing

/// Imported priorities as they are talked about.
@Suite("Priorities in chat")
struct PrioritiesTests {
    @discardableResult
    private func prioritize(_ priorities: [(BlueprintID, Priority?)], in room: TestRoom) async throws -> String? {
        let alice = try await room.ledger.person(with: Account(network: "oftc", name: "alice"), now: room.clock.now)
        let decision = try await room.ledger.submit(
            Submission(
                .board(.prioritize(priorities)), board: "nova", actor: Actor(person: alice, roles: [.lead]),
                by: alice.id, source: "import", now: room.clock.now))
        return decision.command
    }

    @Test("!why names the priority, and of those without one what they stand behind") func why() async throws {
        let room = try await TestRoom.example()
        let disk = try #require(await room.ledger.read("nova") { board, _ in board.backlog().last })
        try await prioritize([(disk, .high)], in: room)
        #expect(
            await room.say("erin", "!why vmware-ephemeral-disk").first?.hasPrefix(
                "erin: vmware-ephemeral-disk (carol) is #1 of 3: by priority (High), as no votes order the backlog yet."
            )
                == true)
        #expect(
            await room.say("erin", "!why nfs-image-store").first?.hasPrefix(
                "erin: nfs-image-store (carol) is #2 of 3: by age, behind all that have a priority, as no votes order the backlog yet."
            ) == true)
        try await room.ledger.submit(
            Submission(
                .board(.setOrder([disk], method: "ranked-pairs-wv", ballot: nil)), board: "nova", actor: .bot,
                by: "slotkeeper", now: room.clock.now))
        #expect(await room.say("erin", "!why vmware-ephemeral-disk").first?.contains("by the votes") == true)
        #expect(
            await room.say("erin", "!why nfs-image-store").first?.contains("by age, behind all that are ranked") == true
        )
    }

    @Test("the channel hears one line with counts, and !log has the words") func announcement() async throws {
        let room = try await TestRoom.example()
        let backlog = try await room.ledger.read("nova") { board, _ in board.backlog() }
        var before = await room.ledger.position
        try await prioritize(backlog.map { ($0, .low) }, in: room)
        #expect(
            try await room.announcements(after: before) == [
                "Priorities imported: 3 set. \"!backlog\" shows the order. https://slots.example.org/nova/backlog"
            ])
        before = await room.ledger.position
        try await prioritize([(backlog[0], .essential), (backlog[1], nil), (backlog[2], .low)], in: room)
        #expect(
            try await room.announcements(after: before) == [
                "Priorities imported: 1 changed, 1 taken away. \"!backlog\" shows the order. https://slots.example.org/nova/backlog"
            ])
        #expect(
            await room.whisper("erin", "!log").first?.hasSuffix(
                "(import): nfs-image-store has priority Essential, multi-attach has no priority any more") == true)
    }

    @Test("where there are votes the channel hears that they count") func votes() async throws {
        let room = try await TestRoom.example()
        let backlog = try await room.ledger.read("nova") { board, _ in board.backlog() }
        try await room.ledger.submit(
            Submission(
                .board(.setOrder(backlog, method: "ranked-pairs-wv", ballot: nil)), board: "nova", actor: .bot,
                by: "slotkeeper", now: room.clock.now))
        let before = await room.ledger.position
        try await prioritize([(backlog[0], .essential)], in: room)
        #expect(
            try await room.announcements(after: before) == [
                "Priorities imported: 1 set. They count when there are no votes."
            ])
    }

    @Test("an import is corrected by another, not taken back") func undo() async throws {
        let room = try await TestRoom.example()
        let backlog = try await room.ledger.read("nova") { board, _ in board.backlog() }
        let command = try #require(await prioritize([(backlog[0], .essential)], in: room))
        #expect(
            await room.say("alice", "!undo \(command)") == [
                "alice: that cannot be taken back: it was said, or came from outside, and is corrected by a new command."
            ])
    }
}
