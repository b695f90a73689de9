import ReviewSlots
import Testing

@testable import Bot
@testable import slotkeeper

@Suite("The configuration")
struct ConfigurationTests {
    @Test("gives each key to its setting")
    func everything() throws {
        let configuration = try parse(
            """
            state: /var/lib/slotkeeper
            base_url: https://slots.example.org/
            log: {level: debug}
            limits: {commands: 5, every: 1500ms, same_within: 0}
            networks:
              lab:
                kind: irc
                host: 127.0.0.1
                port: 6667
                nick: "[slot]"
                user: bot
                realname: A bot
                allow_plaintext: true
                allow_plaintext_auth: true
                password_env: PASSWORD
                sasl: {account: bot, password_env: PASSWORD, mechanisms: [PLAIN], required: false, most_iterations: 5000}
                flood: {burst: 1000, per_second: 2000, queue: 3000, ctcp_burst: 1, ctcp_every: 2s, invite_every: 4s}
                timeouts: {connect: 1s, tls: 2s, registration: 3s, sasl: 4s, ping_after: 5s, ping_timeout: 6s,
                  confirmation: 7s, quit: 8s, relogin_every: 9s, welcome: 10s, join: 11s, tls_close: 12s, message_age: 5m}
                reconnect: {first: 10ms, longest: 20ms, stable_after: 30ms, banned_pause: 40ms, longest_banned_pause: 45ms}
                rejoin: {first: 50ms, longest: 60ms}
                regain: {first: 70ms, longest: 80ms}
                memory: {members: 100, batches: 2, message_ids: 3, waiting_messages: 4}
              oftc:
                host: irc.oftc.net
                nick: slotkeeper
                tls:
                  pin_sha256: \(Array(repeating: "AB", count: 32).joined(separator: ":"))
                  server_name: oftc.net
              here: {kind: terminal}
            boards:
              nova:
                title: Nova
                cycle: kilo
                slots: 12
                reserve: {debt: 2, security: 1}
                when_unused: lend
                land_after: 0
                cores_per_slot: 3
                plus_twos: 1
                silence: {warn_after: 10, act_after: 1, policy: bump}
                time_box: 21d
                reviews_per_core: 3
                freeze: {notices: [14d, 36h], sponsors: 3, grace: 10d}
                quotas: {red: 0, blue: 4}
                direction: required
                focus: {features: {}, stability: {debt: 5, docs: 1}}
                approval_budget: 30
                min_ballots: 0
                spec_url: https://review.example.org/{number}
                trial: true
                channels:
                  - {network: oftc, name: "#nova"}
                  - {network: here, name: the terminal}
                roles: {lead: [oftc:alice], core: ["oftc:bob"], spec_core: [lab:c:d], voter: []}
              glance: {cycle: kilo, slots: off, time_box: off, silence: {policy: off}, channels: [{network: lab, name: "#nova"}]}
            plugins:
              kudos: {per_day: 3}
            """)

        var lab = IRCSettings(host: "127.0.0.1", port: 6667, nick: "[slot]", user: "bot", realname: "A bot", tls: nil)
        lab.allowsPlaintextAuth = true
        lab.password = Secret("secret")
        lab.sasl = .init(
            account: "bot", password: Secret("secret"), mechanisms: [.plain], required: false, mostIterations: 5000)
        lab.flood = .init(
            burst: 1000, perSecond: 2000, queue: 3000, ctcpBurst: 1, ctcpEvery: .seconds(2), inviteEvery: .seconds(4))
        lab.timeouts = .init(
            connect: .seconds(1), tls: .seconds(2), registration: .seconds(3), sasl: .seconds(4),
            pingAfter: .seconds(5), pingTimeout: .seconds(6), confirmation: .seconds(7), join: .seconds(11),
            welcome: .seconds(10), messageAge: .seconds(300), reloginEvery: .seconds(9), quit: .seconds(8),
            tlsClose: .seconds(12))
        lab.reconnect = .init(
            first: .milliseconds(10), longest: .milliseconds(20), stableAfter: .milliseconds(30),
            bannedPause: .milliseconds(40), longestBannedPause: .milliseconds(45))
        lab.rejoin = .init(first: .milliseconds(50), longest: .milliseconds(60))
        lab.regain = .init(first: .milliseconds(70), longest: .milliseconds(80))
        lab.memory = .init(members: 100, batches: 2, messageIds: 3, waitingMessages: 4)
        var oftc = IRCSettings(host: "irc.oftc.net", nick: "slotkeeper")
        oftc.tls = .init(pinSHA256: String(repeating: "ab", count: 32), serverName: "oftc.net")

        #expect(configuration.state == "/var/lib/slotkeeper")
        #expect(configuration.ledger == LedgerSettings(kind: .sqlite, path: "/var/lib/slotkeeper/ledger.sqlite"))
        #expect(configuration.baseURL == "https://slots.example.org")
        #expect("\(configuration.log.level)" == "debug")
        #expect(configuration.limits == LimitSettings(commands: 5, every: .milliseconds(1500), sameWithin: .zero))
        #expect(
            configuration.networks == [
                NetworkSettings(name: "lab", kind: .irc(lab)), NetworkSettings(name: "oftc", kind: .irc(oftc)),
                NetworkSettings(name: "here", kind: .terminal),
            ])
        #expect(
            configuration.boards == [
                BoardSettings(
                    name: "nova", title: "Nova", cycle: "kilo", slots: 12, reserve: ["debt": 2, "security": 1],
                    whenUnused: .lend, landAfter: .zero, coresPerSlot: 3, plusTwos: 1,
                    silence: .init(warnAfter: 10, actAfter: 1, policy: .bump), timeBox: .seconds(21 * 86_400),
                    reviewsPerCore: 3,
                    freeze: .init(
                        notices: [14 * Timestamp.day, 36 * Timestamp.hour], sponsors: 3, grace: 10 * Timestamp.day),
                    quotas: ["red": 0, "blue": 4], direction: .required,
                    focus: ["features": [:], "stability": ["debt": 5, "docs": 1]], approvalBudget: 30, minBallots: 0,
                    specURL: "https://review.example.org/{number}",
                    channels: [
                        ChannelSettings(network: "oftc", name: "#nova"),
                        ChannelSettings(network: "here", name: "the terminal"),
                    ],
                    roles: .init(
                        lead: [AccountSettings(network: "oftc", account: "alice")],
                        core: [AccountSettings(network: "oftc", account: "bob")],
                        specCore: [AccountSettings(network: "lab", account: "c:d")]),
                    trial: true),
                BoardSettings(
                    name: "glance", title: "glance", cycle: "kilo", slots: nil, silence: .init(policy: .off),
                    channels: [ChannelSettings(network: "lab", name: "#nova")]),
            ])
        #expect(configuration.plugins.map(\.key) == ["kudos"])
    }

    @Test("hands the board what is set about silence, time boxes and reviews")
    func board() throws {
        let settings = "silence: {act_after: 4, policy: bump}\n    time_box: 36h\n    reviews_per_core: 2"
        let text = ConfigurationMistakesTests.right.replacing("cycle: kilo", with: "cycle: kilo\n    " + settings)
        let board = try #require(BotConfiguration(parse(text)).board("nova"))
        #expect(
            board.settings
                == Settings(
                    cycle: "kilo", silence: .init(actAfter: 4, policy: .bump), timeBox: 129_600, reviewsPerCore: 2))
    }

    @Test("hands the board what is set about freezes, groups, direction, focus and budget")
    func deadlines() throws {
        let settings =
            "freeze: {notices: [1d], grace: 1h}\n    quotas: {red: 1}\n    direction: required\n    approval_budget: 9\n    focus: {work: {debt: 1}}"
        let text = ConfigurationMistakesTests.right.replacing("cycle: kilo", with: "cycle: kilo\n    " + settings)
        let board = try #require(BotConfiguration(parse(text)).board("nova"))
        #expect(
            board.settings
                == Settings(
                    cycle: "kilo", freeze: .init(notices: [Timestamp.day], grace: Timestamp.hour), quotas: ["red": 1],
                    needsDirection: true, focuses: ["work": ["debt": 1]], approvalBudget: 9))
    }

    @Test("hands a plugin its table, to be read in the same way")
    func plugin() throws {
        let text = ConfigurationMistakesTests.right + "\nplugins:\n  kudos: {per_day: 300, emoji: true, chanels: []}"
        let kudos = try #require(try parse(text).plugins.first)
        let errors = #expect(throws: ConfigurationErrors.self) {
            try ConfigTable.read(kudos.value, path: "plugins.kudos") { table in
                let read = (
                    table.int("per_day", default: 3, in: 1...100), table.bool("emoji", default: false),
                    table.text("channels", default: "#kudos")
                )
                #expect(read == (3, true, "#kudos"))
            }
        }
        #expect(
            "\(errors, default: "")" == """
                x.yaml:15:20: plugins.kudos.per_day: 300 is out of range, allowed is 1 to 100
                x.yaml:15:38: unknown key "chanels" in plugins.kudos: did you mean "channels"?
                """)
    }

    @Test(
        "reads durations and writes them back",
        arguments: [
            ("0", .zero, "0"), ("0s", .zero, "0"), ("500ms", .milliseconds(500), "500ms"), ("30s", .seconds(30), "30s"),
            ("5m", .seconds(300), "5m"), ("90m", .seconds(5400), "90m"), ("24h", .seconds(86_400), "1d"),
            ("10d", .seconds(864_000), "10d"), ("007s", .seconds(7), "7s"),
        ] as [(String, Duration, String)])
    func durations(text: String, duration: Duration, written: String) {
        #expect(Duration(configured: text) == duration)
        #expect(duration.configured == written)
    }

    @Test(
        "takes nothing else for a duration",
        arguments: [
            "", "5", "s", "-5s", "+5s", "5 s", "1.5h", "5S", "5sec", "5s ", "1h30m", "٣s", "99999999999999999999s",
            "9223372036854775807d",
        ])
    func noDurations(text: String) {
        #expect(Duration(configured: text) == nil)
    }

    @Test(
        "proposes the nearest word, if one is near",
        arguments: [
            ("chanels", "channels"), ("hots", "host"), ("NICK", "nick"), ("ping", "ping_after"), ("port_", "port"),
            ("x", nil),
            ("flod", "flood"), ("zebra", nil), ("", nil),
        ])
    func suggestions(word: String, meant: String?) {
        let words = ["channels", "host", "nick", "ping_after", "port", "flood"]
        #expect(didYouMean(word, among: words) == (meant.map { ": did you mean \"\($0)\"?" } ?? ""))
    }
}
