import ArgumentParser
import Bot
import Foundation
import Ledger
import Logging
import ServiceLifecycle
import UnixSignals

struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the bot until SIGTERM or SIGINT.",
        discussion: "Reads the ledger, connects to all networks, and serves ctl and chat over STATE/control.sock.")

    @OptionGroup var file: ConfigurationOption

    func run() async throws {
        try await reporting {
            let settings = try file.load(logsIn: true)
            let application = try await Application.build(settings)
            let logger = Application.logger(settings)
            let records = await application.ledger.position
            logger.info("serving", metadata: ["boards": "\(settings.boards.map(\.name))", "records": "\(records)"])
            let services = ServiceGroup(
                services: [
                    BotService(bot: application.bot),
                    ControlServer(path: settings.socketPath, application: application),
                    ReloadService(path: file.config, application: application, logger: logger),
                ] + (application.web.map { [WebService(server: $0)] } ?? []),
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
            do {
                try await services.run()
            } catch let failure as Failure {
                throw failure
            } catch let error where Application.isForPeople(error) {
                throw Failure("\(error)", code: .configuration)
            } catch {
                throw Failure("\(error)", code: .software)
            }
            logger.info("stopped")
        }
    }
}

/// Everything that the bot runs, ended by cancelling it.
struct BotService: Service {
    let bot: Bot

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await bot.run() }
        } catch is CancellationError {}
    }
}
