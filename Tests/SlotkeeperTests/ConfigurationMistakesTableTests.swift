import Testing

@testable import Bot
@testable import slotkeeper

/// A mistake made in a configuration that is right, and what a person then reads.
struct Mistake: Sendable, CustomTestStringConvertible {
    var instead: String
    var written: String
    var said: [String]

    init(instead: String, _ written: String, _ said: String...) {
        self.instead = instead
        self.written = written
        self.said = said
    }

    var testDescription: String { written }
}

extension ConfigurationMistakesTests {
    static let keys = [
        Mistake(
            instead: "boards:", "bords:",
            "1:1: boards: name at least one board",
            #"7:1: unknown key "bords": did you mean "boards"?"#),
        Mistake(
            instead: "channels:", "chanels:",
            "8:3: boards.nova.channels: name at least one channel",
            #"10:5: unknown key "chanels" in boards.nova: did you mean "channels"?"#),
        Mistake(
            instead: "nick:", "zzz: 1\n    nick:",
            #"4:5: unknown key "zzz" in networks.oftc"#),
        Mistake(
            instead: "cycle: kilo", "cycle: kilo\n    Trial: true",
            #"10:5: unknown key "Trial" in boards.nova: did you mean "trial"?"#),
        Mistake(
            instead: "host: irc.oftc.net", "port: 6697",
            "2:3: networks.oftc.host: is missing"),
        Mistake(
            instead: "cycle: kilo", "slots: 9",
            "8:3: boards.nova.cycle: is missing"),
        Mistake(instead: "boards:", "web: {}\nboards:", "7:1: web.listen: is missing"),
        Mistake(
            instead: "cycle: kilo", "cycle: kilo\n    cycle: juno",
            #"9:5: "cycle" stands more than once in this table: keep one"#),
        Mistake(
            instead: "lead:", "leader:",
            #"13:13: unknown key "leader" in boards.nova.roles: did you mean "lead"?"#),
        Mistake(
            instead: "kind: terminal", "kind: terminal\n    port: 1",
            #"7:5: unknown key "port" in networks.here"#),
    ]

    static let values = [
        Mistake(
            instead: "nick: slotkeeper", "nick: slotkeeper\n    port: many",
            #"5:11: networks.oftc.port: expected a whole number, found "many""#),
        Mistake(
            instead: "nick: slotkeeper", "nick: slotkeeper\n    port: 70000",
            "5:11: networks.oftc.port: 70000 is out of range, allowed is 1 to 65535"),
        Mistake(
            instead: "nick: slotkeeper", "nick: slotkeeper\n    port: 99999999999999999999",
            #"5:11: networks.oftc.port: expected a whole number, found "99999999999999999999""#),
        Mistake(
            instead: "nick: slotkeeper", "nick: slotkeeper\n    port:",
            "5:10: networks.oftc.port: expected a whole number, found nothing"),
        Mistake(
            instead: "nick: slotkeeper", "nick: [a, b]",
            "4:11: networks.oftc.nick: expected text, found a list"),
        Mistake(
            instead: "nick: slotkeeper", "nick: {a: b}",
            "4:11: networks.oftc.nick: expected text, found a table"),
        Mistake(
            instead: "nick: slotkeeper", "nick: ''",
            "4:11: networks.oftc.nick: is empty"),
        Mistake(
            instead: "nick: slotkeeper", "nick: ~",
            "4:11: networks.oftc.nick: expected text, found nothing"),
        Mistake(
            instead: "host: irc.oftc.net", #"host: "a\nb""#,
            #"3:11: networks.oftc.host: "a\nb" has control characters"#),
        Mistake(
            instead: "boards:", "web: {listen: 'localhost:8484'}\nboards:",
            #"7:15: web.listen: "localhost:8484" is no address and port, such as 127.0.0.1:8484 or [::1]:8484"#),
        Mistake(
            instead: "cycle: kilo", "cycle: kilo\n    trial: yes",
            #"10:12: boards.nova.trial: expected true or false, found "yes""#),
        Mistake(
            instead: "cycle: kilo", "cycle: kilo\n    trial: 'true'",
            #"10:12: boards.nova.trial: expected true or false, found the text "true": take the quotes away"#),
        Mistake(
            instead: "cycle: kilo", "cycle: kilo\n    land_after: 24",
            #"10:17: boards.nova.land_after: expected a duration such as 500ms, 30s, 5m, 24h or 10d, found "24""#),
        Mistake(
            instead: "cycle: kilo", "cycle: kilo\n    land_after: 400d",
            "10:17: boards.nova.land_after: 400d is out of range, allowed is 0 to 365d"),
        Mistake(
            instead: "cycle: kilo", "cycle: kilo\n    silence: {warn_after: 5d, act_after: 0, policy: bumb, days: 1}",
            #"10:27: boards.nova.silence.warn_after: expected a whole number, found "5d""#,
            "10:42: boards.nova.silence.act_after: 0 is out of range, allowed is 1 to 365",
            #"10:53: boards.nova.silence.policy: "bumb" is none of propose, bump, off: did you mean "bump"?"#,
            #"10:59: unknown key "days" in boards.nova.silence"#),
        Mistake(
            instead: "cycle: kilo", "cycle: kilo\n    time_box: 2h\n    reviews_per_core: -1",
            "10:15: boards.nova.time_box: 2h is out of range, allowed is 1d to 365d",
            "11:23: boards.nova.reviews_per_core: -1 is out of range, allowed is 0 to 100"),
        Mistake(
            instead: "cycle: kilo", "cycle: kilo\n    freeze: {notices: [7, 1m], sponsors: 0, grace: 400d, days: 1}",
            #"10:24: boards.nova.freeze.notices: expected a duration such as 500ms, 30s, 5m, 24h or 10d, found "7""#,
            "10:27: boards.nova.freeze.notices: 1m is out of range, allowed is 1h to 365d",
            "10:42: boards.nova.freeze.sponsors: 0 is out of range, allowed is 1 to 10",
            "10:52: boards.nova.freeze.grace: 400d is out of range, allowed is 1h to 365d",
            #"10:58: unknown key "days" in boards.nova.freeze"#),
        Mistake(
            instead: "cycle: kilo", "cycle: kilo\n    quotas: {Red: 1, blue: -1}\n    approval_budget: 0",
            "10:19: boards.nova.quotas.Red: cannot be a group: a name begins with a letter or a digit",
            "10:28: boards.nova.quotas.blue: -1 is out of range, allowed is 0 to 1000",
            "11:22: boards.nova.approval_budget: 0 is out of range, allowed is 1 to 10000"),
        Mistake(
            instead: "cycle: kilo",
            "cycle: kilo\n    direction: on\n    focus: {fun: {debt: 11}, Fun: {debt: 0}, work: 1}",
            #"10:16: boards.nova.direction: "on" is none of off, required"#,
            "11:18: boards.nova.focus.fun: keeps 11 slots, but there are only 10",
            "11:35: boards.nova.focus.Fun: cannot be a focus: a name begins with a letter or a digit",
            "11:42: boards.nova.focus.Fun.debt: 0 is out of range, allowed is 1 to 1000",
            #"11:46: boards.nova.focus.work: expected a table, found "1""#),
        Mistake(
            instead: "cycle: kilo", "cycle: kilo\n    time_box: none",
            #"10:15: boards.nova.time_box: expected a duration such as 500ms, 30s, 5m, 24h or 10d, found "none""#),
        Mistake(
            instead: "cycle: kilo", "cycle: kilo\n    when_unused: lent",
            #"10:18: boards.nova.when_unused: "lent" is none of idle, lend: did you mean "lend"?"#),
    ]

    static let networks = [
        Mistake(
            instead: "oftc:\n", "OFTC:\n",
            "2:3: networks.OFTC: the network's name must be up to 32 of a-z, 0-9 and -, and not begin with -",
            #"11:18: boards.nova.channels.network: "oftc" is not among the networks: did you mean "OFTC"?"#,
            #"13:20: boards.nova.roles.lead: "oftc" is not among the networks: did you mean "OFTC"?"#),
        Mistake(
            instead: "kind: terminal", "kind: teminal",
            #"6:11: networks.here.kind: "teminal" is none of irc, matrix, terminal: did you mean "terminal"?"#),
        Mistake(
            instead: "host:", "kind: xmpp\n    host:",
            #"3:11: networks.oftc.kind: "xmpp" is none of irc, matrix, terminal"#),
        Mistake(
            instead: "host: irc.oftc.net", "host: irc oftc",
            #"3:11: networks.oftc.host: "irc oftc" has blanks"#),
        Mistake(
            instead: "host:", "tls: {pin_sha256: 123}\n    host:",
            #"3:23: networks.oftc.tls.pin_sha256: "123" is no SHA-256: 64 hexadecimal digits"#),
        Mistake(
            instead: "host:", "tls: {ca_file: /none/ca.pem}\n    host:",
            "3:20: networks.oftc.tls.ca_file: /none/ca.pem: No such file or directory"),
        Mistake(
            instead: "host:", "tls: {ca_file: /}\n    host:",
            "3:20: networks.oftc.tls.ca_file: / is not a file"),
        Mistake(
            instead: "host:", "tls: {certificate: /dev/null}\n    host:",
            "3:5: networks.oftc.tls.key: is missing: certificate needs it",
            "3:24: networks.oftc.tls.certificate: /dev/null is not a file"),
        Mistake(
            instead: "host:", "tls: off\n    host:",
            #"3:5: networks.oftc.tls: expected a table, found "off""#),
        Mistake(
            instead: "host:", "tls: {}\n    allow_plaintext: true\n    host:",
            "3:10: networks.oftc.tls: goes against allow_plaintext: true, which is without TLS: remove one of them"),
        Mistake(
            instead: "host:", "sasl: {account: bot, password_env: PASSWORD}\n    allow_plaintext: true\n    host:",
            "3:11: networks.oftc.sasl: goes without TLS: use TLS, or say allow_plaintext_auth: true"),
        Mistake(
            instead: "host:", "password_env: PASSWORD\n    allow_plaintext: true\n    host:",
            "3:19: networks.oftc.password_env: goes without TLS: use TLS, or say allow_plaintext_auth: true"),
        Mistake(
            instead: "host:", "sasl: {account: bot}\n    host:",
            "3:5: networks.oftc.sasl.password_file: is missing: give it, password_env, or a tls.certificate"),
        Mistake(
            instead: "host:", "sasl: {account: bot, password_env: NONE}\n    host:",
            "3:40: networks.oftc.sasl.password_env: the environment has no variable NONE"),
        Mistake(
            instead: "host:", "sasl: {account: bot, password_env: EMPTY}\n    host:",
            "3:40: networks.oftc.sasl.password_env: the variable EMPTY is empty"),
        Mistake(
            instead: "host:", "sasl: {account: bot, password_env: TWO_LINES}\n    host:",
            "3:40: networks.oftc.sasl.password_env: the variable TWO_LINES has more than one line of text"),
        Mistake(
            instead: "host:", "sasl: {account: bot, password_file: /none/password}\n    host:",
            "3:41: networks.oftc.sasl.password_file: /none/password: No such file or directory"),
        Mistake(
            instead: "host:", "sasl: {account: bot, password: secret}\n    host:",
            "3:5: networks.oftc.sasl.password_file: is missing: give it, password_env, or a tls.certificate",
            #"3:26: unknown key "password" in networks.oftc.sasl: did you mean "password_env"?"#),
        Mistake(
            instead: "host:", "sasl: {password_env: PASSWORD, mechanisms: [SCRAM-SHA-1, EXTERNAL]}\n    host:",
            "3:5: networks.oftc.sasl.account: is missing",
            "3:48: networks.oftc.sasl.mechanisms: EXTERNAL needs tls.certificate",
            #"3:49: networks.oftc.sasl.mechanisms: "SCRAM-SHA-1" is none of SCRAM-SHA-256, EXTERNAL, PLAIN"#
                + #": did you mean "SCRAM-SHA-256"?"#),
        Mistake(
            instead: "host:", "sasl: {account: bot, password_env: PASSWORD, mechanisms: []}\n    host:",
            "3:62: networks.oftc.sasl.mechanisms: name at least one mechanism, or leave the key out"),
        Mistake(
            instead: "host:", "flood: {burst: 0, per_second: 1.5}\n    host:",
            "3:20: networks.oftc.flood.burst: 0 is out of range, allowed is 1 to 1000000",
            #"3:35: networks.oftc.flood.per_second: expected a whole number, found "1.5""#),
        Mistake(
            instead: "host:", "timeouts: {sasl: 20, ping: 5s}\n    host:",
            #"3:22: networks.oftc.timeouts.sasl: expected a duration such as 500ms, 30s, 5m, 24h or 10d, found "20""#,
            #"3:26: unknown key "ping" in networks.oftc.timeouts: did you mean "ping_after"?"#),
        Mistake(
            instead: "host:", "reconnect: {first: 10m}\n    rejoin: {longest: 0}\n    host:",
            "3:5: networks.oftc.reconnect.longest: is shorter than first, 10m",
            "4:23: networks.oftc.rejoin.longest: 0 is out of range, allowed is 1ms to 1d"),
        Mistake(
            instead: "host:", "reconnect: {banned_pause: 3h}\n    regain: {first: 2m, longest: 1m}\n    host:",
            "3:5: networks.oftc.reconnect.longest_banned_pause: is shorter than banned_pause, 3h",
            "4:34: networks.oftc.regain.longest: is shorter than first, 2m"),
        Mistake(
            instead: "host:", "flood: {ctcp_burst: 0, ctcp_every: 5}\n    memory: {members: 1, zz: 5}\n    host:",
            "3:25: networks.oftc.flood.ctcp_burst: 0 is out of range, allowed is 1 to 1000",
            #"3:40: networks.oftc.flood.ctcp_every: expected a duration such as 500ms, 30s, 5m, 24h or 10d, found "5""#,
            "4:23: networks.oftc.memory.members: 1 is out of range, allowed is 100 to 10000000",
            #"4:26: unknown key "zz" in networks.oftc.memory"#),
    ]

    static let boards = [
        Mistake(
            instead: channels, "channels:",
            "10:14: boards.nova.channels: name at least one channel"),
        Mistake(
            instead: channels, "channels: '#nova'",
            ##"10:15: boards.nova.channels: expected a list, found "#nova""##),
        Mistake(
            instead: channels, "channels:\n      - #nova\n      - #glance",
            ##"11:8: boards.nova.channels: nothing is given, \##(because) write "#nova" in quotes"##,
            ##"12:8: boards.nova.channels: nothing is given, \##(because) write "#glance" in quotes"##),
        Mistake(
            instead: channels, "channels:\n      - \"#nova\"",
            ##"11:9: boards.nova.channels: expected a table, found "#nova""##),
        Mistake(
            instead: ##"name: "#nova""##, "name: #nova",
            ##"12:14: boards.nova.channels.name: nothing is given, \##(because) write "#nova" in quotes"##),
        Mistake(
            instead: ##"name: "#nova""##, "name: nova",
            #"12:15: boards.nova.channels.name: "nova" is no channel: it begins with # and has no blanks and no commas"#
        ),
        Mistake(
            instead: ##"name: "#nova""##, "name: '#nova,#glance'",
            ##"12:15: boards.nova.channels.name: "#nova,#glance" is no channel: it begins with # and has no blanks and no commas"##
        ),
        Mistake(
            instead: "network: oftc", "network: ofct",
            #"11:18: boards.nova.channels.network: "ofct" is not among the networks: did you mean "oftc"?"#),
        Mistake(
            instead: "- network: oftc\n", "- comment: x\n",
            "11:9: boards.nova.channels.network: is missing",
            #"11:9: unknown key "comment" in boards.nova.channels"#),
        Mistake(
            instead: channels, channels + "\n      - {network: oftc, name: '#NOVA'}",
            "13:31: boards.nova.channels.name: #NOVA on oftc belongs to the board nova already"),
        Mistake(
            instead: "boards:", "boards:\n  glance: {cycle: kilo, channels: [{network: oftc, name: '#nova'}]}",
            "13:15: boards.nova.channels.name: #nova on oftc belongs to the board glance already"),
        Mistake(
            instead: "cycle: kilo", "cycle: kilo\n    reserve: {debt: 8, security: 3}",
            "10:14: boards.nova.reserve: keeps 11 slots, but there are only 10"),
        Mistake(
            instead: "cycle: kilo", "cycle: kilo\n    slots: off\n    reserve: {debt: 1}",
            "11:14: boards.nova.reserve: keeps slots, but slots are off"),
        Mistake(
            instead: "cycle: kilo", "cycle: kilo\n    reserve: [debt]",
            "10:5: boards.nova.reserve: expected a table, found a list"),
        Mistake(
            instead: "cycle: kilo", "cycle: kilo\n    reserve: {debt: some}",
            #"10:21: boards.nova.reserve.debt: expected a whole number, found "some""#),
        Mistake(
            instead: "cycle: kilo", "cycle: kilo\n    slots: -1",
            "10:12: boards.nova.slots: -1 is out of range, allowed is 0 to 1000"),
        Mistake(
            instead: "cycle: kilo", "cycle: kilo\n    spec_url: https://review.example.org/",
            #"10:15: boards.nova.spec_url: "https://review.example.org/" has no {number}"#),
        Mistake(
            instead: "cycle: kilo", "cycle: kilo\n    spec_url: review.example.org/{number}",
            #"10:15: boards.nova.spec_url: "review.example.org/{number}" is no address: it begins with https://"#),
        Mistake(
            instead: "[oftc:alice]", "[alice, otfc:bob, 'oftc:', 'oftc:a b', [oftc:erin]]",
            #"13:20: boards.nova.roles.lead: "alice" is no account: write NETWORK:ACCOUNT, such as oftc:alice"#,
            #"13:27: boards.nova.roles.lead: "otfc" is not among the networks: did you mean "oftc"?"#,
            #"13:37: boards.nova.roles.lead: "oftc:" is no account: write NETWORK:ACCOUNT, such as oftc:alice"#,
            #"13:46: boards.nova.roles.lead: "oftc:a b" is no account: write NETWORK:ACCOUNT, such as oftc:alice"#,
            "13:58: boards.nova.roles.lead: expected text, found a list"),
        Mistake(
            instead: "[oftc:alice]", "oftc:alice",
            #"13:19: boards.nova.roles.lead: expected a list, found "oftc:alice""#),
        Mistake(
            instead: "roles:", "plus_twos: 0\n    roles:",
            "13:16: boards.nova.plus_twos: 0 is out of range, allowed is 1 to 10"),
    ]

    static let yaml = [
        Mistake(
            instead: "    nick:", "\tnick:",
            "4:1: not valid YAML: found a tab character that violates indentation \(tabs)"),
        Mistake(
            instead: "    nick:", "     nick:",
            "4:10: not valid YAML: mapping values are not allowed in this context\(columns)"),
        Mistake(
            instead: "nick: slotkeeper", "nick: slotkeeper: bot",
            "4:21: not valid YAML: mapping values are not allowed in this context\(columns)"),
        Mistake(
            instead: ##"name: "#nova""##, ##"name: "#nova"##,
            "13:32: not valid YAML: found unexpected end of stream (while scanning a quoted scalar, line 12)"),
        Mistake(
            instead: "[oftc:alice]", "[#alice, #bob]",
            "13:20: an unquoted # begins a comment, so nothing closes this list: write it in quotes"),
        Mistake(
            instead: "[oftc:alice]", "&leads [oftc:alice]",
            "13:19: anchors and aliases (& and *) are not supported: write the value out"),
        Mistake(
            instead: "boards:", "boards: 1\n---\nboards:",
            "8:1: not one YAML document: but found another document"),
    ]

    private static let columns =
        ": see that keys of one table begin in the same column, and write text that has \": \" in quotes"
    private static let because = "because an unquoted # begins a comment:"
    private static let tabs = "(while scanning a plain scalar, line 3): indent with spaces, not with tabs"
    private static let channels = "channels:\n      - network: oftc\n        name: \"#nova\""
}
