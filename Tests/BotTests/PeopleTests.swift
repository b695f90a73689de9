import Bot
import BotTesting
import Chat
import Ledger
import ReviewSlots
import Testing

/// One person with several accounts: both ends are proved, and a code works once.
@Suite("People")
struct PeopleTests {
    private static func twoNetworks() async throws -> TestRoom {
        try await TestRoom.make(alsoOn: [TestNetwork(name: "libera")])
    }

    @Test("a code said from the other account joins both, with all their roles") func link() async throws {
        try await Self.twoNetworks().plays(
            """
            <ali@libera> !whoami
            <slotkeeper> ali: you are libera:ali, reader on nova.
            <alice> !link
            <slotkeeper> alice: sent in private.
            -slotkeeper to alice- say "!link secret42" from your other account within 15 minutes; both are then one person here. Tell nobody the code.
            -ali@libera to slotkeeper- link SECRET42
            -slotkeeper to ali- linked: oftc:alice and libera:ali are one person now.
            <ali@libera> !whoami
            <slotkeeper> ali: you are oftc:alice and libera:ali, lead on nova.
            <ali@libera> !slots set 5
            <slotkeeper> ali: slots: 4 -> 5. "!undo" takes it back for 10 minutes.
            <slotkeeper> Slots: 4 -> 5 by alice.
            <mallory> !link secret42
            <slotkeeper> mallory: that code is not valid: it is used, or older than 15 minutes. Say "!link" for a new one.
            """)
    }

    @Test("what somebody did before is still theirs afterwards") func formerly() async throws {
        let room = try await Self.twoNetworks()
        try await room.prepare("<alice> !blueprint add soft-affinity trivial changes 1 by libera:franz, frank")
        try await room.plays(
            """
            -frank to slotkeeper- link
            -slotkeeper to frank- say "!link secret42" from your other account within 15 minutes; both are then one person here. Tell nobody the code.
            <franz@libera> !hold soft-affinity 2 days
            <slotkeeper> franz: soft-affinity is on hold until Wed 17 Dec 09:00 UTC. "!hold soft-affinity off" ends it.
            <franz@libera> !link secret42
            <slotkeeper> franz: linked: oftc:frank and libera:franz are one person now.
            <frank> !undo
            <slotkeeper> frank: taken back: soft-affinity off hold.
            """)
    }

    @Test("a code ends after 15 minutes, and only its own person gets one") func expiry() async throws {
        try await Self.twoNetworks().plays(
            """
            -alice to slotkeeper- link
            -slotkeeper to alice- say "!link secret42" from your other account within 15 minutes; both are then one person here. Tell nobody the code.
            <alice> !link secret42
            <slotkeeper> alice: say it from your other account; this one asked for the code.
            <guest7@libera> !link secret42
            <slotkeeper> guest7: log in to services first (/msg NickServ IDENTIFY); then you can vote and act. Everything read-only works without it.
            [15 minutes later]
            <ali@libera> !link secret42
            <slotkeeper> ali: that code is not valid: it is used, or older than 15 minutes. Say "!link" for a new one.
            """)
    }

    @Test("a lead vouches for an account that cannot speak, and for no other") func approve() async throws {
        try await Self.twoNetworks().plays(
            """
            <bob> !link gerrit Bobby
            <slotkeeper> bob: a lead has to vouch that gerrit:bobby is you: "!link approve secret42", within 7 days. Until then nothing is linked.
            <bob> !link approve secret42
            <slotkeeper> bob: only leads can approve a link (you are known as bob, core). Ask alice.
            <mallory> !link secret42
            <slotkeeper> mallory: that code is not valid: it is used, or older than 15 minutes. Say "!link" for a new one.
            [2 days later]
            <alice> !link approve secret42
            <slotkeeper> alice: linked: oftc:bob and gerrit:bobby are one person now.
            <bob> !whoami
            <slotkeeper> bob: you are oftc:bob and gerrit:bobby, core on nova.
            <alice> !link approve secret42
            <slotkeeper> alice: that code is not valid: it is used, or too old.
            <mallory> !link libera alice
            <slotkeeper> mallory: say "!link" here and the code that you get on libera: that proves both accounts, and nobody has to vouch.
            """)
    }

    @Test("!whoami says what the network says") func whoami() async throws {
        let room = try await TestRoom.make()
        try await room.plays(
            """
            <sam> !whoami
            <slotkeeper> sam: you are oftc:sam, spec core on nova.
            <heidi> !whoami
            <slotkeeper> heidi: you are oftc:heidi, reader on nova.
            """)
        var message = room.message("alice", "!whoami")
        message.identity = .unavailable
        #expect(
            await room.bot.respond(to: message)?.answer.plainLines() == [
                "alice: this network has no accounts, so I cannot tell who you are: you can read everything and change nothing here."
            ])
    }

    @Test("asking who one is writes nothing down") func harmless() async throws {
        let room = try await TestRoom.make()
        let before = await room.ledger.position
        for text in ["!whoami", "!slots", "!next", "!help"] { _ = await room.say("heidi", text) }
        #expect(await room.ledger.position == before)
    }
}
