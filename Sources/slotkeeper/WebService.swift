import Bot
import GerritReviews
import Logging
import ServiceLifecycle
import Web

extension Application {
    /// What takes web hooks, if anything does.
    static func web(_ settings: Configuration, _ plugins: [any Plugin], _ logger: Logger) -> WebServer? {
        guard let listen = settings.web?.listen else { return nil }
        let gerrit = plugins.lazy.compactMap { $0 as? GerritPlugin }.first
        let hooks = settings.hookedSystems.compactMap { system -> WebServer.Hook? in
            guard let gerrit, let secret = system.webhookSecret else { return nil }
            return WebServer.Hook(name: system.name, secret: secret.revealed()) { body in
                try await gerrit.hook(system.name, body: body)
            }
        }
        return WebServer(host: listen.host, port: listen.port, hooks: hooks, logger: logger)
    }
}

extension Configuration {
    /// Those whose web hooks are taken: somebody must want to know what they say.
    var hookedSystems: [ReviewSystemSettings] {
        reviewSystems.filter { system in
            system.webhookSecret != nil && boards.contains { $0.reviews?.system == system.name }
        }
    }
}

/// The web server, which says why it cannot be one.
struct WebService: Service {
    let server: WebServer

    func run() async throws {
        do {
            try await server.run()
        } catch let failure as WebServer.Failure {
            throw Failure("\(failure). Give web.listen another port, or end what uses it.", code: .unavailable)
        }
    }
}
