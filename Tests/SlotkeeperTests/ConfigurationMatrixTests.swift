import Bot
import Ledger
import MatrixNetwork
import MatrixProtocol
import ReviewSlots
import Testing

@testable import slotkeeper

/// Matrix networks in the configuration.
@Suite("The configuration of a Matrix network")
struct ConfigurationMatrixTests {
    private static let text = """
        networks:
          matrix:
            kind: matrix
            homeserver: https://matrix.example.org/
            user: "@slotkeeper:example.org"
            password_env: PASSWORD
        boards:
          nova:
            cycle: kilo
            channels: [{network: matrix, name: "#nova:example.org"}]
            roles: {lead: ["matrix:@Alice:example.org"], voter: ["matrix:@erin:example.org"]}
        """

    private func load(_ text: String = text) throws -> Configuration {
        try Configuration.parse(Array(text.utf8), file: "x.yaml", environment: ["PASSWORD": "p", "TOKEN": "t"])
    }

    @Test func `It is read with its rooms, and with those who may invite`() throws {
        let network = try #require(load().matrixNetworks.first)
        #expect(network.homeserver == "https://matrix.example.org")
        #expect(network.statePath == "var/matrix-matrix.sqlite")
        #expect(network.session.rooms.map(\.text) == ["#nova:example.org"])
        #expect(network.session.inviters.map(\.text).sorted() == ["@Alice:example.org", "@erin:example.org"])
        #expect(network.session.access == .password(user: "@slotkeeper:example.org", MatrixProtocol.Secret("p")))
    }

    @Test func `Ids are told apart by every letter`() throws {
        let board = try #require(BotConfiguration(load()).boards.first)
        #expect(board.roles[Account(network: "matrix", name: "@Alice:example.org")] == .lead)
        #expect(board.roles[Account(network: "matrix", name: "@alice:example.org")] == nil)
    }

    @Test func `Power levels are roles where the board says so`() throws {
        let text = Self.text + "\n    power_levels: {lead: 100, core: 50}"
        let powers = try #require(BotConfiguration(load(text)).boards.first?.powers)
        #expect(powers.map(\.level) == [100, 50] && powers.map(\.role) == [.lead, .core])
    }

    @Test(arguments: [
        (
            "https://matrix.example.org/", "matrix.example.org",
            #"4:17: networks.matrix.homeserver: "matrix.example.org" is no address: it begins with https://"#
        ),
        (
            "\"@slotkeeper:example.org\"", "slotkeeper",
            #"5:11: networks.matrix.user: "slotkeeper" is no Matrix user: write the whole id, such as @alice:example.org"#
        ),
        (
            "password_env: PASSWORD", "device: X",
            "2:3: networks.matrix.password_file: is missing: give it, password_env, token_file or token_env"
        ),
        (
            "password_env: PASSWORD", "password_env: PASSWORD\n    token_env: TOKEN",
            "7:16: networks.matrix.token_env: stands beside password_env: give a password or a token"
        ),
        (
            "password_env: PASSWORD", "token_env: TOKEN\n    device: X",
            "7:13: networks.matrix.device: goes with a password: a token has its device already"
        ),
        (
            "#nova:example.org", "#nova",
            ##"10:40: boards.nova.channels.name: "#nova" is no Matrix room: write its alias, such as #nova:example.org, or its id"##
        ),
        (
            "matrix:@Alice:example.org", "matrix:alice",
            #"11:20: boards.nova.roles.lead: "alice" is no Matrix user: write the whole id, such as @alice:example.org"#
        ),
        ("kind: matrix", "kind: matrix\n    nick: x", #"4:5: unknown key "nick" in networks.matrix"#),
        (
            "    password_env", "    retry: {first: 2m}\n    password_env",
            "6:5: networks.matrix.retry.longest: is shorter than first, 2m"
        ),
    ])
    func `Mistakes are said with their place`(instead: String, written: String, said: String) {
        let errors = #expect(throws: ConfigurationErrors.self) {
            try load(Self.text.replacing(instead, with: written, maxReplacements: 1))
        }
        #expect(errors?.problems.map(\.description) == ["x.yaml:" + said])
    }

    @Test(arguments: ["http://matrix.example.org", "http://10.0.0.1:8008", "https://a:b@matrix.example.org"])
    func `A token goes nowhere without TLS but to this machine`(address: String) throws {
        let text = Self.text.replacing("https://matrix.example.org/", with: address)
        let network = try #require(load(text).matrixNetworks.first)
        #expect(throws: MatrixConfigurationError.self) { try network.check() }
        let here = Self.text.replacing("https://matrix.example.org/", with: "http://127.0.0.1:8009")
        try load(here).matrixNetworks.first?.check()
    }

    @Test func `Power levels need a Matrix room`() {
        let text = """
            networks: {here: {kind: terminal}}
            boards: {nova: {cycle: kilo, channels: [{network: here, name: nova}], power_levels: {lead: 100}}}
            """
        let errors = #expect(throws: ConfigurationErrors.self) { try load(text) }
        #expect(
            errors?.problems.map(\.description) == [
                "x.yaml:2:85: boards.nova.power_levels: are those of Matrix rooms, and the board has none"
            ])
    }
}
