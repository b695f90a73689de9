import Testing

@testable import Bot
@testable import slotkeeper

@Suite("Mistakes in the configuration")
struct ConfigurationMistakesTests {
    static let right = """
        networks:
          oftc:
            host: irc.oftc.net
            nick: slotkeeper
          here:
            kind: terminal
        boards:
          nova:
            cycle: kilo
            channels:
              - network: oftc
                name: "#nova"
            roles: {lead: [oftc:alice]}
        """

    @Test("there are none in the configuration that the others are made from")
    func none() throws {
        let configuration = try parse(Self.right)
        #expect(configuration.networks.map(\.name) == ["oftc", "here"])
        #expect(configuration.boards[0].roles.lead == [AccountSettings(network: "oftc", account: "alice")])
    }

    @Test(
        "are said with place, reason and advice",
        arguments: keys + values + networks + boards + calendar + reviews + yaml)
    func mistakes(_ mistake: Mistake) throws {
        try #require(Self.right.contains(mistake.instead))
        let text = Self.right.replacing(mistake.instead, with: mistake.written, maxReplacements: 1)
        let errors = #expect(throws: ConfigurationErrors.self) { try parse(text) }
        #expect(errors?.problems.map(\.description) == mistake.said.map { "x.yaml:\($0)" })
    }

    @Test("are all said at once, in the order of the file")
    func together() throws {
        let text = """
            sate: var
            log: {level: loud}
            networks:
              oftc: {hots: irc.oftc.net, nick: 1nick, port: "6697"}
            boards:
              nova: {cycle: kilo, slots: many, channels: []}
            """
        let errors = #expect(throws: ConfigurationErrors.self) { try parse(text) }
        let words = "trace, debug, info, notice, warning, error, critical"
        #expect(
            "\(errors, default: "")" == """
                x.yaml:1:1: unknown key "sate": did you mean "state"?
                x.yaml:2:14: log.level: "loud" is none of \(words)
                x.yaml:4:3: networks.oftc.host: is missing
                x.yaml:4:10: unknown key "hots" in networks.oftc: did you mean "host"?
                x.yaml:4:36: networks.oftc.nick: "1nick" is no nick: letters, digits, - and []\\`_^{|}, \
                and neither a digit nor - at the start
                x.yaml:4:49: networks.oftc.port: expected a whole number, found the text "6697": take the quotes away
                x.yaml:6:30: boards.nova.slots: expected a whole number or off, found "many"
                x.yaml:6:46: boards.nova.channels: name at least one channel
                """)
    }

    @Test("an empty file has no networks and no boards")
    func empty() {
        for text in ["", "---\n", "# nothing\n"] {
            let errors = #expect(throws: ConfigurationErrors.self) { try parse(text) }
            #expect(
                errors?.problems.map(\.text) == [
                    "boards: name at least one board", "networks: name at least one network",
                ])
        }
    }

    @Test(
        "hostile YAML is refused, whatever its depth or size",
        arguments: [
            String(repeating: "[", count: 5000), String(repeating: "{a: ", count: 500),
            String(repeating: "- ", count: 5000),
            "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]", "a: !!python/object:os.system x", "\u{0}",
            "a: \u{7}", "? [a, b]\n: c", "- a\n- b",
            "--- 1\n--- 2", "*nobody", "%YAML 9.9\n---\na: b", "\u{feff}\u{feff}",
        ])
    func hostile(text: String) {
        #expect(throws: ConfigurationErrors.self) { try parse(text) }
    }

    @Test("bytes that are not text are refused")
    func binary() {
        let errors = #expect(throws: ConfigurationErrors.self) {
            try Configuration.parse([0xFF, 0xFE, 0x00], file: "x.yaml", environment: [:])
        }
        #expect("\(errors, default: "")" == "x.yaml:1:1: the file is not UTF-8 text")
    }
}

func parse(_ text: String) throws -> Configuration {
    let environment = ["PASSWORD": "secret", "EMPTY": "", "TWO_LINES": "a\nb"]
    return try .parse(Array(text.utf8), file: "x.yaml", environment: environment)
}
