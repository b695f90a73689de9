import ArgumentParser
import Bot
import Foundation
import Gerrit
import GerritReviews
import IRCNetwork
import MatrixNetwork

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Read the configuration and say what the bot would do, without connecting.")

    @OptionGroup var file: ConfigurationOption

    func run() async throws {
        try await reporting {
            let settings = try file.load(logsIn: true)
            try ControlSocket.check(settings.socketPath)
            _ = try Application.plugins(settings)
            do {
                for network in settings.ircNetworks { try network.checkFiles() }
                for network in settings.matrixNetworks { try network.check() }
            } catch {
                throw Failure("\(error)", code: .configuration)
            }
            say("\(file.config) is well. The bot would")
            say("- keep its ledger in \(settings.ledger.path) and listen for ctl on \(settings.socketPath)")
            let folder = URL(fileURLWithPath: settings.ledger.path).deletingLastPathComponent().path
            let state = URL(fileURLWithPath: settings.state).path
            if folder != state, !FileManager.default.fileExists(atPath: folder) {
                say("  WARNING: there is no folder \(folder): make it, the bot does not")
            }
            for network in settings.networks {
                switch network.kind {
                case .terminal: say("- use this terminal as the network \(network.name)")
                case .matrix(let matrix):
                    let how = matrix.token == nil ? "a password" : "an access token"
                    say("- talk to \(matrix.homeserver) (\(network.name)) as \(matrix.user), with \(how)")
                    if matrix.proxyDecrypts { say("  and leave encryption to the proxy that is there") }
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
            for server in try settings.gerritServers() {
                do {
                    try server.configuration.check()
                } catch {
                    throw Failure("\(error)", code: .configuration)
                }
            }
            for system in settings.reviewSystems {
                let boards = settings.boards.filter { $0.reviews?.system == system.name }.map(\.name)
                let who = system.user.map { "as \($0)" } ?? "as anybody, so that nothing can be written"
                let stream = system.stream.map { ", and hear events by \($0.command.first ?? "")" } ?? ""
                say(
                    boards.isEmpty
                        ? "- leave \(system.name) alone: no board follows it"
                        : "- read \(system.url) (\(system.name)) \(who)\(stream), for \(boards.joined(separator: ", "))"
                )
                if system.allowsPlaintextAuth, system.url.hasPrefix("http://") {
                    say("  WARNING: the password goes in clear text: everybody on the way can read it")
                }
            }
            if let listen = settings.web?.listen {
                let hooks = settings.hookedSystems.map { " http://\(listen)/hooks/\($0.name)/(its secret)" }
                say("- take web hooks at\(hooks.isEmpty ? " \(listen), of nobody" : hooks.joined(separator: ","))")
                if !listen.isLoopback {
                    say("  WARNING: without TLS: everybody on the way can read the secret. Let a reverse proxy do TLS")
                }
            }
            for board in settings.boards {
                let rooms = board.channels.map { "\($0.name) on \($0.network)" }.joined(separator: ", ")
                say("- serve the board \(board.name) (\(board.slots.map { "\($0) slots" } ?? "slots off")) in \(rooms)")
                if let blocks = board.reviews?.blocks, blocks.mode != .advise, !board.trial {
                    say("  and block changes without a slot by \(blocks.mode.rawValue), \(blocks.perMinute) a minute")
                }
                if let publish = board.publish {
                    say(
                        "  and publish its summaries in \(publish.folder)\(publish.url.map { ", which is \($0)" } ?? "")"
                    )
                    if !FileManager.default.fileExists(atPath: publish.folder) {
                        say("  WARNING: there is no folder \(publish.folder): make it, the bot does not")
                    }
                }
                if board.direction == .required {
                    say("  and rank and fill slots only with what a spec core gave direction")
                }
                if let budget = board.approvalBudget {
                    say("  and warn when a cycle approves more than \(budget) specs")
                }
                if board.trial { say("  in trial mode: nothing is written to the review system") }
                if board.roles.lead.isEmpty { say("  without a lead: only ctl can change its settings") }
            }
            for plugin in settings.plugins { say("- run the plugin \(plugin.key)") }
        }
    }
}
