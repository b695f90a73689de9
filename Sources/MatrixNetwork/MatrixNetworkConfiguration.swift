import AsyncHTTPClient
import Foundation
import HTTPFetching
public import MatrixProtocol

/// A Matrix account: where its homeserver is, who we are there, and in which rooms.
public struct MatrixNetworkConfiguration: Sendable {
    /// What the network is called here: the first half of `network:@user:server`.
    public var name: String
    /// Where the client-server API is: `https://matrix.example.org`, no slash at the end. Plain http only to this machine.
    public var homeserver: String
    /// A PEM file of the authorities to trust instead of the system's.
    public var caFile: String?
    /// The file in which the session is kept; it holds tokens, and nobody else may read it.
    public var statePath: String
    public var userAgent = "Slotkeeper"
    /// Access, rooms and times.
    public var session: MatrixSession.Settings

    public init(name: String, homeserver: String, statePath: String, session: MatrixSession.Settings) {
        self.name = name
        self.homeserver = homeserver
        self.statePath = statePath
        self.session = session
    }
}

/// A configuration with which no attempt can succeed.
public struct MatrixConfigurationError: Error, Sendable, CustomStringConvertible {
    public let description: String
}

extension MatrixNetworkConfiguration {
    /// Makes sure that the server can be asked, the file of authorities included.
    /// - Throws: `MatrixConfigurationError`.
    public func check() throws {
        _ = try clientConfiguration()
    }

    /// - Throws: `MatrixConfigurationError`.
    func clientConfiguration() throws(MatrixConfigurationError) -> HTTPClient.Configuration {
        try checkAddress()
        do {
            return try .careful(
                authorities: caFile, timeout: session.requestTimeout, answerLimit: session.answerLimit)
        } catch {
            throw MatrixConfigurationError(
                description:
                    "\(name): no authorities can be read from \(caFile ?? ""): \(error); it must be readable PEM")
        }
    }

    private func checkAddress() throws(MatrixConfigurationError) {
        guard let parts = URLComponents(string: homeserver), let host = parts.host, !host.isEmpty,
            ["http", "https"].contains(parts.scheme), parts.query == nil, parts.fragment == nil,
            parts.user == nil, parts.password == nil, !homeserver.hasSuffix("/")
        else {
            throw MatrixConfigurationError(
                description:
                    "\(name): the homeserver must look like https://matrix.example.org, without a slash at the end")
        }
        guard parts.scheme == "https" || ["127.0.0.1", "localhost", "::1", "[::1]"].contains(host) else {
            throw MatrixConfigurationError(
                description: "\(name): \(homeserver) is without TLS, so that everybody on the way could take over the "
                    + "account; use https (http is for a server or a proxy on this machine)")
        }
    }
}
