import Bot
import BotTesting
import Chat
import Ledger
import ReviewSlots
import Testing

/// What a second look at the whole found, so that it stays found.
@Suite("Limits of what authors, leads and the clock may do")
struct LimitsTests {
    @Test("an author speaks only of changes that are all theirs, and links nobody else's")
    func otherPeoplesChanges() async throws {
        let room = try await TestRoom.example()
        let refusal = "frank: only its author and cores can"
        #expect(await room.say("frank", "!change add multi-attach 128612").first?.hasPrefix(refusal) == true)
        #expect(await room.say("frank", "!change 128612 merged").first?.hasPrefix(refusal) == true)
        #expect(
            await room.say("bob", "!change add multi-attach 128612").first?.hasPrefix("bob: 128612 is a change of")
                == true)
        // It belongs to two blueprints now, and frank is the author of only one.
        #expect(await room.say("frank", "!change 128612 abandoned").first?.hasPrefix(refusal) == true)
    }

    @Test(
        "the lines of a change have a limit, so that a sum of them has one",
        arguments: ["10000001", "9223372036854775807"])
    func lines(count: String) async throws {
        let room = try await TestRoom.example()
        let answer = await room.say("carol", "!change 128001 lines \(count)")
        #expect(answer == ["carol: a change has 0 to 10,000,000 lines."])
    }

    @Test("several changes are linked by one command, all of them or none")
    func severalChanges() async throws {
        let room = try await TestRoom.example()
        let before = await room.ledger.position
        let answer = await room.say("carol", "!change add nfs-image-store 140010 9999999999999")
        #expect(answer == ["carol: 9999999999999 cannot be the number of a change."])
        #expect(await room.ledger.position == before)
        _ = await room.say("carol", "!change add nfs-image-store 140010 140011")
        _ = await room.say("carol", "!undo")
        #expect(try await room.ledger.read("nova") { board, _ in board.blueprints(ofChange: 140010).isEmpty })
    }

    @Test("a lead takes back a landing that the clock brought")
    func landingByTheClock() async throws {
        let room = try await TestRoom.example()
        room.clock.advance(2 * Timestamp.day)
        let command = "C\(await room.ledger.position + 1)"
        await room.bot.tick()
        #expect(await room.say("erin", "!slot barbican-keys").first?.contains("landed on") == true)
        #expect(await room.say("bob", "!undo \(command)").first?.contains("only leads") == true)
        #expect(await room.say("alice", "!undo \(command)").first?.contains("barbican-keys into slot 3") == true)
    }

    @Test("an undone bump does not take a slot that is no longer there")
    func slotsSetMeanwhile() async throws {
        let room = try await TestRoom.example()
        let command = "C\(await room.ledger.position + 1)"
        _ = await room.say("bob", "!bump vmware-vsan")
        _ = await room.say("alice", "!slots set 2")
        #expect(await room.say("alice", "!undo \(command)").first?.contains("Take back") == true)
        #expect(try await room.ledger.read("nova") { board, _ in board.seated.count } == 3)
    }

    @Test("a lead does not vouch for an own account, and an account that somebody has stays theirs")
    func approval() async throws {
        let room = try await TestRoom.example()
        _ = await room.say("alice", "!link gerrit alice")
        #expect(await room.say("alice", "!link approve secret42") == ["alice: another lead has to vouch for you."])
    }

    @Test("an import that lets work move in says so, beside its counts")
    func importWithMoves() async throws {
        let room = try await TestRoom.example()
        _ = await room.say("alice", "!slots reserve debt 0")
        _ = await room.say("alice", "!slots set 5")
        _ = await room.say("carol", "!change add nfs-image-store 140010")
        _ = await room.say("carol", "!ready nfs-image-store")
        let before = await room.ledger.position
        let person = try await room.ledger.person(with: Account(network: "oftc", name: "alice"), now: room.clock.now)
        let summary = Summary(
            title: "Again",
            categories: [
                .init(
                    "Hypervisor: VMWare",
                    [SummaryItem("Allow Nova to access a VMWare image store over NFS", [.init(126866, [.approved])])])
            ])
        try await room.ledger.submit(
            Submission(
                .board(.importSummary(summary, date: room.clock.now)), board: "nova",
                actor: Actor(person: person, roles: [.lead]), by: person.id, source: "import", now: room.clock.now))
        let said = try await room.announcements(after: before)
        #expect(said.first?.contains("1 newly approved") == true)
        #expect(
            said.contains {
                $0.contains("nfs-image-store") && $0.contains("In comes") || $0.contains("Into slot")
                    || $0.contains("moves in")
            })
    }
}
