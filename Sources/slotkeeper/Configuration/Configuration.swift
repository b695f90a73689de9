import Bot

import Foundation
import Logging

/// What the configuration file says. `config/slotkeeper.example.yaml` explains each key.
///
/// Relative paths begin at the working directory.
struct Configuration: Sendable, Hashable {
    /// The folder of the ledger, its lock and the control socket.
    var state = "var"
    var ledger = LedgerSettings(path: "var/ledger.sqlite")
    /// Where the web pages are, without a slash at the end; without it no answer has a link to them.
    var baseURL: String?
    /// Without it nothing listens.
    var web: WebSettings?
    var log = LogSettings()
    var limits = LimitSettings()
    /// In the order of the file, like all that follows.
    var networks: [NetworkSettings] = []
    var reviewSystems: [ReviewSystemSettings] = []
    var boards: [BoardSettings] = []
    /// Each plugin's own table, to be read by the plugin with `ConfigTable.read`.
    var plugins: [ConfigValue.Entry] = []
}

struct LedgerSettings: Sendable, Hashable {
    enum Kind: String, Sendable, CaseIterable { case sqlite }

    var kind = Kind.sqlite
    var path: String
}

struct LogSettings: Sendable, Hashable {
    var level = Logger.Level.info
}

/// How much of one person's is answered on a network.
struct LimitSettings: Sendable, Hashable {
    /// Commands at once, and the time for each further one.
    var commands = 8
    var every = Duration.seconds(2)
    /// The time within which the same command is answered once.
    var sameWithin = Duration.seconds(2)
}

extension Configuration {
    /// Largest configuration file, in bytes.
    private static let sizeLimit = 1 << 20

    /// Reads and checks the file, and the passwords that it names unless there is no environment.
    /// - Throws: everything that is wrong with it, each with line and column.
    static func load(
        path: String, environment: [String: String]? = ProcessInfo.processInfo.environment
    ) throws(ConfigurationErrors) -> Configuration {
        let bytes: [UInt8]
        do {
            bytes = try NamedFile.read(path, limit: sizeLimit)
        } catch {
            let start = ConfigPlace(file: path, line: 1, column: 1)
            throw ConfigurationErrors(start, "the configuration cannot be read: \(error)")
        }
        return try parse(bytes, file: path, environment: environment)
    }

    /// Reads and checks the text of a file.
    static func parse(
        _ bytes: [UInt8], file: String, environment: [String: String]?
    ) throws(ConfigurationErrors) -> Configuration {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ConfigurationErrors(ConfigPlace(file: file, line: 1, column: 1), "the file is not UTF-8 text")
        }
        return try ConfigTable.read(ConfigValue(yaml: text, file: file)) { Configuration(&$0, environment) }
    }

    private init(_ table: inout ConfigTable, _ environment: [String: String]?) {
        state = table.text("state", default: state)
        ledger.path = "\(state)/ledger.sqlite"
        ledger = table.table("ledger") { [ledger] in LedgerSettings(&$0, defaults: ledger) } ?? ledger
        baseURL = table.text("base_url", Check.webAddress).map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
        web = table.table("web") { WebSettings(&$0) }
        log = table.table("log") { LogSettings(&$0) } ?? log

        limits = table.table("limits") { LimitSettings(&$0) } ?? limits

        networks = table.namedTables("networks") { NetworkSettings($0, &$1, environment) }
        table.requireSome("networks", "network")

        reviewSystems = table.namedTables("review_systems") { [networks, listens = table.has("web")] in
            ReviewSystemSettings($0, &$1, networks, environment, listens: listens)
        }

        var taken: [ChannelSettings: String] = [:]
        boards = table.namedTables("boards") { [networks, reviewSystems] in
            BoardSettings($0, &$1, networks, reviewSystems, taken: &taken)
        }
        table.requireSome("boards", "board")

        plugins = table.namedValues("plugins")
    }
}

extension LedgerSettings {
    fileprivate init(_ table: inout ConfigTable, defaults: Self) {
        kind = table.choice("kind", default: defaults.kind)
        path = table.text("path", default: defaults.path)
    }
}

extension LimitSettings {
    fileprivate init(_ table: inout ConfigTable) {
        commands = table.int("commands", default: commands, in: 0...1_000_000)
        every = table.duration("every", default: every, in: .milliseconds(1) ... .seconds(3600))
        sameWithin = table.duration("same_within", default: sameWithin, in: .zero ... .seconds(3600))
    }
}

extension LogSettings {
    fileprivate init(_ table: inout ConfigTable) {
        level = table.choice("level", default: level)
    }
}
