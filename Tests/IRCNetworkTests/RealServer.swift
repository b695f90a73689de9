import Foundation
import IRCProtocol
import IRCTesting
import Testing

@testable import IRCNetwork

/// A real IRC server, started by `script/irc-server` for one test.
struct RealServer {
    enum Kind: String {
        /// With Anope services: accounts, SASL, account-tag, echoes, labels.
        case inspircd
        /// The old way: none of these.
        case ngircd
        /// No accounts either, but MONITOR, WHOX, a mode for bots, and its own ideas of CAP.
        case hybrid = "ircd-hybrid"
    }

    private let folder: URL
    let port: Int

    /// Whether the daemons are installed. Where the tests must run (CI=true) they count as installed, so that their absence
    /// is a failure; elsewhere the tests are shown as skipped.
    static func isInstalled(_ kind: Kind) -> Bool {
        if ProcessInfo.processInfo.environment["CI"] == "true" { return true }
        let programs = kind == .inspircd ? ["inspircd", "anope"] : [kind.rawValue]
        return programs.allSatisfy { program in
            // The last is where script/install-packages unpacks what conflicts with others.
            let unpacked = "/var/cache/slotkeeper/\(program)/usr/sbin"
            return ["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin", unpacked].contains {
                FileManager.default.isExecutableFile(atPath: "\($0)/\(program)")
            }
        }
    }

    static func run(_ kind: Kind, _ body: (RealServer) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "slotkeeper-\(kind)-\(UUID().uuidString)")
        try script("start", folder.path, "--server", kind.rawValue)
        defer {
            try? script("stop", folder.path)
            try? FileManager.default.removeItem(at: folder)
        }
        let text = try String(contentsOf: folder.appending(path: "port"), encoding: .utf8)
        let port = try #require(Int(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        try await body(RealServer(folder: folder, port: port))
    }

    func stopServices() throws { try Self.script("stop-services", folder.path) }
    func startServices() throws { try Self.script("start-services", folder.path) }

    /// The path of a file that the script made.
    func path(_ file: String) -> String {
        folder.appending(path: file).path
    }

    /// Somebody who talks to the server with our own client.
    func configuration(_ nick: String) -> IRCNetworkConfiguration {
        var session = Session.Configuration(nick: nick, channels: ["#nova"])
        session.flood = .unlimited
        var configuration = IRCNetworkConfiguration(name: "real", host: "localhost", port: port, session: session)
        configuration.tls?.authorities = path("ca.pem")
        return configuration
    }

    func password(_ account: String) throws -> String {
        try String(contentsOfFile: path("\(account).password"), encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func script(_ arguments: String...) throws {
        let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../..")
        try ServerScript.run(arguments, in: project)
    }
}
