import Bot
import BotTesting
import Chat
import Ledger
import ReviewSlots
import Testing

/// When the bot feels addressed, and which board is meant.
@Suite("Addressing")
struct AddressingTests {
    @Test(
        "a prefix or the bot's name, whatever the case and the blanks",
        arguments: [
            "!version", "!VERSION", "!Version.", "!version?", "! version", "  !version  ", "slotkeeper: version",
            "slotkeeper, version", "Slotkeeper:version", "SLOTKEEPER: !version", "slotkeeper: ! version",
            "@nova !version", "!version @nova", "slotkeeper: @NOVA version",
        ])
    func meant(text: String) async throws {
        let room = try await TestRoom.make()
        #expect(await room.say("erin", text) == ["erin: Slotkeeper test."])
        #expect(await room.tell("erin", text) == ["Slotkeeper test."])
    }

    @Test(
        "what people say to each other is left alone",
        arguments: [
            "", " ", "version", "slotkeeper version", "slotkeeper's version: 3", "slotkeepers: version",
            "see !version", "!", "! ", "!!!", "!?", "! I say", "@nova", "@nova: what about the slots?", "...",
            "/version",
        ])
    func notMeant(text: String) async throws {
        let room = try await TestRoom.make()
        #expect(await room.bot.respond(to: room.message("erin", text)) == nil)
    }

    @Test("in private no prefix is needed, and every line is answered") func inPrivate() async throws {
        try await TestRoom.example().plays(
            """
            -erin to slotkeeper- version
            -slotkeeper to erin- Slotkeeper test.
            -erin to slotkeeper- slotkeeper: VERSION
            -slotkeeper to erin- Slotkeeper test.
            -erin to slotkeeper- thanks
            -slotkeeper to erin- no command "thanks". "!help" lists all.
            -erin to slotkeeper- !
            -slotkeeper to erin- yes? "!help" lists what I understand.
            -erin to slotkeeper- backlog all
            -slotkeeper to erin- Backlog 3: 1 ready, 1 needs code, 1 needs a spec. Next in: vmware-ephemeral-disk. "!why <blueprint>" explains a place. https://slots.example.org/nova/backlog
            -slotkeeper to erin- 1 nfs-image-store  2 multi-attach  3 vmware-ephemeral-disk+
            <erin> !backlog all
            <slotkeeper> erin: Backlog 3: 1 ready, 1 needs code, 1 needs a spec. Next in: vmware-ephemeral-disk. "!why <blueprint>" explains a place. https://slots.example.org/nova/backlog
            -slotkeeper to erin- 1 nfs-image-store  2 multi-attach  3 vmware-ephemeral-disk+
            """)
    }

    // MARK: Boards

    private static let neutron = BoardConfiguration(
        name: "neutron", settings: Settings(slots: 2), rooms: [Room(network: "oftc", id: "#openstack-neutron")],
        roles: [Account(network: "oftc", name: "bob"): [.lead]])

    @Test("a channel belongs to its board, and @NAME chooses another") func boards() async throws {
        try await TestRoom.make(boards: [Self.neutron]).plays(
            """
            <alice> !whoami
            <slotkeeper> alice: you are oftc:alice, lead on nova.
            #openstack-neutron <alice> !whoami
            #openstack-neutron <slotkeeper> alice: you are oftc:alice, reader on neutron.
            #openstack-neutron <alice> !slots set 3
            #openstack-neutron <slotkeeper> alice: only leads can change the slots (you are known as alice, reader). Ask bob.
            #openstack-neutron <alice> @nova !slots
            #openstack-neutron <slotkeeper> alice: 4 slots: 0 busy, 4 free, nothing ready to move in. The backlog is empty: a lead adds to it with "!blueprint add NAME". https://slots.example.org/nova
            <alice> !slots @neutron
            <slotkeeper> alice: 2 slots: 0 busy, 2 free, nothing ready to move in. The backlog is empty: a lead adds to it with "!blueprint add NAME". https://slots.example.org/neutron
            <alice> slotkeeper: @nuetron slots
            <slotkeeper> alice: there is no board "nuetron". There are nova and neutron.
            #random <alice> !slots
            #random <slotkeeper> alice: no board belongs to this channel: begin with "@nova" to choose one; there are nova and neutron.
            """)
    }

    @Test(
        "in private the board is the one whose channel both share, or it asks",
        arguments: [
            (["#openstack-neutron"], "whoami", "you are oftc:bob, lead on neutron."),
            (["#openstack-nova", "#random"], "whoami", "you are oftc:bob, core on nova."),
            (["#openstack-nova"], "@neutron whoami", "you are oftc:bob, lead on neutron."),
            (["#openstack-nova", "#openstack-neutron"], "whoami @nova", "you are oftc:bob, core on nova."),
            (
                ["#openstack-nova", "#openstack-neutron"], "whoami",
                "which board? Begin with \"@nova\"; there are nova and neutron."
            ),
            ([], "whoami", "which board? Begin with \"@nova\"; there are nova and neutron."),
            ([], "@Neutron WHOAMI", "you are oftc:bob, lead on neutron."),
        ])
    func inPrivate(shared: [String], text: String, answer: String) async throws {
        let room = try await TestRoom.make(boards: [Self.neutron])
        #expect(await room.tell("bob", text, sharing: shared) == [answer])
    }
}
