import Bot
import IRCNetwork
import Logging
import MatrixNetwork
import ServiceLifecycle
import UnixSignals

/// Reads the configuration again on SIGHUP.
struct ReloadService: Service {
    let path: String
    let application: Application
    let logger: Logger

    func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sighup)
        for await _ in signals.cancelOnGracefulShutdown() { await reload() }
    }

    /// All of it or nothing: with a mistake in the file everything stays as it is.
    private func reload() async {
        do {
            for notice in try await application.reconfigure(Configuration.load(path: path)) {
                logger.notice("\(notice)")
            }
            logger.notice("the configuration is read again")
        } catch {
            logger.error("the configuration stays as it was", metadata: ["why": "\(error)"])
        }
    }
}

extension Application {
    /// Goes on with other boards, channels, roles and servers.
    /// - Returns: what takes a restart.
    /// - Throws: what is wrong; then nothing is changed.
    func reconfigure(_ new: Configuration) async throws -> [String] {
        let configurations = new.ircNetworks
        let networks = networks.compactMap { $0 as? IRCNetwork }
        _ = try Self.plugins(new)
        for configuration in configurations { try configuration.checkFiles() }
        for configuration in new.matrixNetworks { try configuration.check() }
        do {
            try await bot.reconfigure(BotConfiguration(new))
        } catch {
            throw Failure(Self.sentence(for: error), code: .file)
        }
        for configuration in configurations {
            try networks.first { $0.name == configuration.name }?.reconfigure(configuration)
        }
        for configuration in new.matrixNetworks {
            let network = self.networks.compactMap { $0 as? MatrixNetwork }.first { $0.name == configuration.name }
            await network?.reconfigure(configuration)
        }
        return whatNeedsRestart(new)
    }

    private func whatNeedsRestart(_ new: Configuration) -> [String] {
        let parts = [
            (settings.networks.map(\.name) != new.networks.map(\.name), "another list of networks"),
            (
                settings.networks.filter(\.isMatrix) != new.networks.filter(\.isMatrix),
                "another homeserver, or how the bot behaves there,"
            ),
            (settings.state != new.state || settings.ledger != new.ledger, "another state folder or ledger"),
            (
                settings.plugins.map(\.key) != new.plugins.map(\.key)
                    || settings.plugins.map(\.value.content) != new.plugins.map(\.value.content),
                "other plugins or their settings"
            ),
            (
                Dictionary(settings.boards.map { ($0.name, $0.minBallots) }) { first, _ in first }
                    != Dictionary(new.boards.map { ($0.name, $0.minBallots) }) { first, _ in first },
                "another min_ballots"
            ),
            (
                settings.reviewSystems != new.reviewSystems
                    || settings.boards.map(\.reviews) != new.boards.map(\.reviews),
                "another review system, or what a board follows there,"
            ),
            (settings.boards.map(\.publish) != new.boards.map(\.publish), "another folder for summaries"),
            (settings.web != new.web, "another address for web hooks"),
            (settings.log != new.log, "another log level"),
        ]
        return parts.filter(\.0).map { "\($0.1) takes a restart" }
    }
}
