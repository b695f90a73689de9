import AsyncHTTPClient
import Foundation
public import GerritProtocol
import HTTPFetching

/// A Gerrit server: where it is, who we are there, and what is followed.
public struct GerritConfiguration: Sendable {
    /// What the server is called here, for the log.
    public var name: String
    /// Of its web interface: `https://review.example.org`, or with a path such as `/r`; no slash at the end.
    public var url: String
    /// Nil: as anybody, so that nothing can be written.
    public var credentials: Credentials?
    /// Lets the password go over a connection in clear text. Only sensible on a loopback address.
    public var allowsPlaintextLogin = false
    /// A PEM file of the authorities to trust instead of the system's.
    public var caFile: String?
    /// A command and its arguments that prints events, one JSON a line; nil: only polls. It gets our environment.
    ///
    /// `{resume-after}` in an argument becomes the place to resume at. Until there is one, that argument is left out,
    /// together with the option before it if it stands alone.
    public var stream: [String]?
    public var userAgent = "Slotkeeper"
    /// `isAuthenticated` and `usesStream` follow from the above.
    public var settings: Sync.Settings

    public init(name: String, url: String, settings: Sync.Settings) {
        self.name = name
        self.url = url
        self.settings = settings
    }

    public struct Credentials: Sendable {
        public var user: String
        /// The HTTP password, asked for anew with each request, so that a changed file counts.
        public var password: @Sendable () throws -> String

        public init(user: String, password: @escaping @Sendable () throws -> String) {
            self.user = user
            self.password = password
        }
    }
}

/// A configuration with which no request can succeed.
public struct GerritConfigurationError: Error, Sendable, CustomStringConvertible {
    public let description: String
}

extension GerritConfiguration {
    /// Makes sure that the server can be asked, the file of authorities included.
    /// - Throws: `GerritConfigurationError`.
    public func check() throws {
        _ = try clientConfiguration()
    }

    /// - Throws: `GerritConfigurationError`.
    func clientConfiguration() throws(GerritConfigurationError) -> HTTPClient.Configuration {
        try checkAddress()
        do {
            var client = try HTTPClient.Configuration.careful(
                authorities: caFile, timeout: settings.requestTimeout, answerLimit: settings.answerLimit)
            client.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1
            return client
        } catch {
            throw GerritConfigurationError(
                description:
                    "\(name): no authorities can be read from \(caFile ?? ""): \(error); it must be readable PEM")
        }
    }

    private func checkAddress() throws(GerritConfigurationError) {
        guard let parts = URLComponents(string: url), parts.host?.isEmpty == false,
            ["http", "https"].contains(parts.scheme), parts.query == nil, parts.fragment == nil, !url.hasSuffix("/")
        else {
            throw GerritConfigurationError(
                description:
                    "\(name): the address must look like https://review.example.org, without a slash at the end")
        }
        guard parts.user == nil, parts.password == nil else {
            throw GerritConfigurationError(
                description: "\(name): user and password do not belong into the address; set them on their own")
        }
        if credentials?.user.contains(":") == true {
            throw GerritConfigurationError(description: "\(name): a user name has no colon")
        }
        if credentials != nil, parts.scheme != "https", !allowsPlaintextLogin {
            throw GerritConfigurationError(
                description: "\(name): a password would go over \(url) in clear text; use https, "
                    + "or allow plain-text login if this is a loopback address")
        }
        if stream?.first?.isEmpty ?? (stream != nil) {
            throw GerritConfigurationError(description: "\(name): the command of the stream is empty")
        }
    }

    /// The stream's command.
    /// - Parameter resumeAfter: as the server has called it. What does not look like such a name is not used.
    func streamCommand(resumeAfter: String?) -> [String] {
        let place = "{resume-after}"
        let isSafe = resumeAfter.map { name in
            !name.hasPrefix("-") && name.utf8.count <= 200
                && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || ":._-".contains($0)) }
        }
        var command: [String] = []
        for argument in stream ?? [] {
            if !argument.contains(place) {
                command.append(argument)
            } else if let resumeAfter, isSafe == true {
                command.append(argument.replacingOccurrences(of: place, with: resumeAfter))
            } else if argument == place, command.last?.hasPrefix("-") == true {
                command.removeLast()
            }
        }
        return command
    }
}
