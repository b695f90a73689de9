import Bot
import BotTesting
import Chat
import Ledger
import ReviewSlots
import Testing

/// Who may do what: by the account that the network vouches for, and by nothing else.
@Suite("Authority")
struct AuthorityTests {
    /// A command, those who may give it, and what the others are told.
    struct Act: Sendable, CustomTestStringConvertible {
        var says: String
        var allowed: Set<String>
        var refusal: String
        var testDescription: String { says }

        init(_ says: String, _ allowed: Set<String>, _ refusal: String) {
            self.says = says
            self.allowed = allowed
            self.refusal = refusal
        }
    }

    /// Everybody there is, with the title that the bot knows them by.
    static let people = [
        "heidi": "reader", "erin": "voter", "carol": "reader", "bob": "core", "sam": "spec core", "alice": "lead",
    ]

    static let lead: Set = ["alice"]
    static let cores: Set = ["alice", "bob"]
    /// carol is the author of what the commands are about.
    static let author: Set = ["alice", "bob", "carol"]
    static let acts = [
        Act("!slots set 5", lead, "only leads can change the slots"),
        Act("!slots reserve debt 2", lead, "only leads can change the slots"),
        Act("!slots lend on", lead, "only leads can change the slots"),
        Act("!order nfs-image-store 2", lead, "only leads can pin a place"),
        Act("!blueprint add something by mallory", lead, "only leads can add blueprints"),
        Act("!blueprint rename vmware-vsan vsan-support", lead, "only leads can change a blueprint"),
        Act("!blueprint alias vmware-vsan vsan-support", lead, "only leads can change a blueprint"),
        Act("!blueprint spec vmware-vsan 129420", lead, "only leads can change a blueprint"),
        Act("!category rename Scheduler Placement", lead, "only leads can change categories"),
        Act("!category merge Scheduler Security", lead, "only leads can change categories"),
        Act("!category split Scheduler Placement 129420", lead, "only leads can change categories"),
        Act("!category keep Scheduler Security", lead, "only leads can change categories"),
        Act("!announce hello", lead, "only leads can announce"),
        Act("!ready nfs-image-store", author, "only its author and cores can call it ready"),
        Act("!unready vmware-ephemeral-disk", author, "only its author and cores can take that back"),
        Act("!hold vmware-vsan 10d", author, "only its author and cores can put it on hold"),
        Act("!landed vmware-vsan", author, "only its author and cores can call it landed"),
        Act("!withdraw vmware-vsan", author, "only its author and cores can withdraw"),
        Act("!change add vmware-vsan 128613", author, "only its author and cores can say that of a change"),
        Act("!change remove vmware-vsan 128612", author, "only its author and cores can say that of a change"),
        Act("!change 128612 wip", author, "only its author and cores can say that of a change"),
        Act("!change 128612 +2 dave", cores, "only cores can say that of a change"),
        Act("!change 128612 ci failed", cores, "only cores can say that of a change"),
        Act("!bump vmware-vsan", cores, "only cores can bump"),
        Act("!take tag-instances", cores, "only cores can sign up"),
        Act("!second nfs-image-store", ["alice", "bob", "erin"], "only voters can second"),
        Act("!spec 126866 set approved", ["alice", "sam"], "only spec cores can set the states of specs"),
        Act("!spec 126866 move Security", ["alice", "sam"], "only spec cores can set the states of specs"),
        Act("!spec add 999 Security: New", ["alice", "sam"], "only spec cores can set the states of specs"),
    ]

    @Test("a role decides, and the sentence says whom to ask", arguments: acts, people.keys.sorted())
    func byRole(act: Act, nick: String) async throws {
        let room = try await TestRoom.example()
        let before = await room.ledger.position
        let answer = await room.say(nick, act.says).joined(separator: " ")
        let changed = try await room.log.read(after: before, limit: 100).contains { $0.stream != "people" }
        #expect(changed == act.allowed.contains(nick), "\(answer)")
        if !changed {
            let title = Self.people[nick] ?? ""
            #expect(answer.hasPrefix("\(nick): \(act.refusal) (you are known as \(nick), \(title)). Ask alice"))
        }
    }

    @Test(
        "without an account nobody acts, and nothing is written down", arguments: acts,
        [Identity.notLoggedIn, .unavailable])
    func withoutAccount(act: Act, identity: Identity) async throws {
        let room = try await TestRoom.example()
        let before = await room.ledger.position
        var message = room.message("alice", act.says)
        message.identity = identity
        let answer = try #require(await room.bot.respond(to: message)).answer.plainLines()
        let why =
            identity == .unavailable
            ? "alice: this network has no accounts, so nobody can be told apart: here everybody can read, and nothing can be changed. Ask on a network with services."
            : "alice: log in to services first (/msg NickServ IDENTIFY); then you can vote and act. Everything read-only works without it."
        #expect(answer == [why])
        #expect(await room.ledger.position == before)
    }

    @Test(
        "a name that only looks like somebody with a role gets nothing",
        arguments: [
            ("alice", "oftc", "mallory"), ("alice", "libera", "alice"), ("root", "oftc", "local:0"),
            ("root", "oftc", "oftc:alice"), ("alice", "oftc", "alice:"), ("alice", "oftc", "alice "),
            ("alice", "oftc", ""), ("alice", "oftc", "alice\u{200B}"), ("slotkeeper", "oftc", "slotkeeper"),
        ])
    func pretenders(nick: String, network: String, account: String) async throws {
        let room = try await TestRoom.make(alsoOn: [TestNetwork(name: "libera")])
        var message = room.message(nick, "!slots set 5", network: network)
        message.identity = .account(account)
        let answer = try #require(await room.bot.respond(to: message)).answer.plainLines()
        #expect(answer.count == 1 && answer[0].contains("only leads can change the slots"), "\(answer)")
        #expect(try await room.ledger.read("nova") { board, _ in board.settings.slots } == 4)
    }

    @Test("who sits at the machine leads every board") func local() async throws {
        let room = try await TestRoom.make()
        var message = room.message("root", "!slots set 5", network: Account.local)
        message.identity = .account("0")
        #expect(await room.bot.respond(to: message) != nil)
        #expect(try await room.ledger.read("nova") { board, _ in board.settings.slots } == 5)
    }

    @Test("an author is who is named, on the network where it was said") func authors() async throws {
        let room = try await TestRoom.make(alsoOn: [TestNetwork(name: "libera")])
        try await room.prepare("<alice> !blueprint add soft-affinity trivial changes 1 by Frank")
        try await room.plays(
            """
            <frank@libera> !ready soft-affinity
            <slotkeeper> frank: only its author and cores can call it ready (you are known as frank, reader). Ask alice, bob or dave. "!why soft-affinity" says what it waits for.
            <frank> !ready soft-affinity
            <slotkeeper> frank: soft-affinity is ready: trivial, no spec needed, 1 change. It is #1 and slot 1 is free, so it moves in now. Cores needed: "!take soft-affinity" (0 of 2).
            <slotkeeper> frank: soft-affinity (#1) moves into slot 1: 1 change, https://slots.example.org/nova/s/1. Please watch comments daily. Cores, "!take soft-affinity" to sign up (0 of 2).
            """)
    }
}
