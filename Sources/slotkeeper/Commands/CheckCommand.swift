import ArgumentParser
import Bot
import Foundation
import IRCNetwork

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Read the configuration and say what the bot would do, without connecting.")

    @OptionGroup var file: ConfigurationOption

    func run() async throws {
        try await reporting {
            let settings = try file.load()
            _ = try Application.plugins(settings)
            do {
                for network in settings.ircNetworks { try network.checkFiles() }
            } catch {
                throw Failure("\(error)", code: .configuration)
            }
            say("\(file.config) is well. The bot would")
            say("- keep its ledger in \(settings.ledger.path) and listen for ctl on \(settings.socketPath)")
            for network in settings.networks {
                switch network.kind {
                case .terminal: say("- use this terminal as the network \(network.name)")
                case .irc(let irc):
                    let how =
                        irc.tls.map { $0.pinSHA256 != nil ? "TLS, certificate pinned" : "TLS, certificate verified" }
                        ?? "NO TLS: everybody on the way can read and change what is said"
                    var login =
                        irc.sasl.map {
                            ", log in as \($0.account) by \($0.mechanisms.map(\.rawValue).joined(separator: ", "))"
                        } ?? ", not log in"
                    if irc.password != nil { login = ", give the server a password" + login }
                    say("- connect to \(network.name) at \(irc.host):\(irc.port) (\(how)) as \(irc.nick)\(login)")
                    for warning in irc.warnings { say("  WARNING: \(warning)") }
                }
            }
            for board in settings.boards {
                let rooms = board.channels.map { "\($0.name) on \($0.network)" }.joined(separator: ", ")
                say("- serve the board \(board.name) (\(board.slots.map { "\($0) slots" } ?? "slots off")) in \(rooms)")
                if board.trial { say("  in trial mode: nothing is written to the review system") }
                if board.roles.lead.isEmpty { say("  without a lead: only ctl can change its settings") }
            }
            for plugin in settings.plugins { say("- run the plugin \(plugin.key)") }
        }
    }
}
