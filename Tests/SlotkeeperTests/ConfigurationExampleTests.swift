import Foundation
import RankVotes
import ReviewDay
import ReleaseCalendar
import Testing

@testable import Bot
@testable import slotkeeper

@Suite("config/slotkeeper.example.yaml")
struct ConfigurationExampleTests {
    @Test("loads, and what it does not mark as yours is the default")
    func defaults() throws {
        var irc = IRCSettings(host: "irc.oftc.net", nick: "slotkeeper")
        irc.sasl = IRCSettings.SASL(
            account: "slotkeeper", password: Secret("correct horse"), mechanisms: [.scramSHA256, .plain])
        var nova = BoardSettings(name: "nova", title: "nova", cycle: "kilo")
        nova.channels = [ChannelSettings(network: "oftc", name: "#openstack-nova")]
        nova.roles.lead = [AccountSettings(network: "oftc", account: "alice")]
        nova.roles.core = [AccountSettings(network: "oftc", account: "bob")]
        nova.roles.voter = [AccountSettings(network: "oftc", account: "erin")]
        var reviews = ReviewSettings(system: "gerrit", projects: ["openstack/nova"])
        reviews.specs.projects = ["openstack/nova-specs"]
        nova.reviews = reviews
        var expected = Configuration()
        expected.reviewSystems = [ReviewSystemSettings(name: "gerrit", url: "https://review.example.org")]
        expected.networks = [NetworkSettings(name: "oftc", kind: .irc(irc))]
        expected.boards = [nova]

        var loaded = try load()
        loaded.plugins = []
        #expect(loaded == expected)
    }

    @Test("shows each plugin with its defaults")
    func plugins() throws {
        let entries = try load().plugins
        #expect(entries.map(\.key) == ["rankvotes", "reviewday"])
        #expect(try RankVotesPlugin(entries[0], minBallots: [:]).rules == RankVotesReducer.Rules())
        #expect(try ReviewDayPlugin(entries[1], titles: [:]).reminders == ReviewDayPlugin().reminders)
    }

    @Test("explains every key that can be read, and none that cannot")
    func keys() throws {
        let text = try String(contentsOf: Self.file, encoding: .utf8)
        let shown = Set(text.split(separator: "\n").compactMap(key))
        var read = try settings(of: load())
        read.formUnion(settings(of: MatrixSettings(homeserver: "", user: "")))
        // In the file these have other names, or are names that the project chooses.
        read.subtract(["password", "token", "webhook_secret", "name", "allows_plaintext_auth", "makes_blueprints"])
        read.formUnion(["make_blueprints", "command", "silence", "known_hosts"])
        read.formUnion(["folder", "token_file", "token_env"])
        read.formUnion(["listen", "webhook_secret_file", "webhook_secret_env"])
        read.formUnion(["password_file", "password_env", "allow_plaintext", "allow_plaintext_auth"])
        // The leads are by kind.
        read.subtract(["leads"])
        read.formUnion(Occasion.Kind.allCases.map(\.rawValue))
        // Plugins read their own.
        let plugins = try load().plugins.flatMap { entry -> [String] in
            guard case .table(let entries) = entry.value.content else { return [] }
            return [entry.key] + entries.map(\.key)
        }
        #expect(
            shown.subtracting(["oftc", "gerrit", "matrix", "nova", "name", "network", "kudos"] + plugins)
                == read.subtracting(["network"] + plugins))
    }

    private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../config/slotkeeper.example.yaml").standardized

    private func load() throws -> Configuration {
        try .load(path: Self.file.path, environment: ["SLOTKEEPER_OFTC_PASSWORD": "correct horse"])
    }

    /// The key of a line, also of one that is commented out.
    private func key(_ line: Substring) -> String? {
        let rest = line.drop { " -#".contains($0) }
        let isExplanation = line.contains("# ")
        let key = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        return !isExplanation && !key.isEmpty && rest[key.endIndex...].hasPrefix(":") ? String(key) : nil
    }

    /// The names of all properties of the settings, as keys.
    private func settings(of value: Any) -> Set<String> {
        Mirror(reflecting: value).children.reduce(into: []) { names, child in
            if let label = child.label, Self.structs.contains("\(type(of: value))") { names.insert(snakeCase(label)) }
            names.formUnion(settings(of: child.value))
        }
    }

    private static let structs: Set = [
        "Configuration", "LedgerSettings", "LogSettings", "LimitSettings", "NetworkSettings", "IRCSettings", "TLS",
        "SASL", "Flood", "MatrixSettings", "PowerLevels",
        "Timeouts", "Reconnect", "Rejoin", "Regain", "Memory", "BoardSettings", "Silence", "FreezeRules", "Roles",
        "ChannelSettings",
        "ReviewSystemSettings", "Requests", "Poll", "Retry", "ReviewSettings", "Labels", "Specs", "Blocks",
        "ReminderRules", "QuietHours",
    ]

    private func snakeCase(_ label: String) -> String {
        ["baseURL": "base_url", "pinSHA256": "pin_sha256", "specURL": "spec_url"][label]
            ?? label.reduce(into: "") { $0 += $1.isUppercase ? "_\($1.lowercased())" : "\($1)" }
    }
}
