import IRCProtocol
import IRCTesting
import NIOSSL
import Testing

@testable import IRCNetwork

@Suite("Who is trusted", .timeLimit(.minutes(5)))
struct TrustTests {
    private static func pin(_ name: Certificates.Name) throws -> String {
        let chain = try NIOSSLCertificate.fromPEMFile(Certificates.shared.get().certificate(name))
        let digest = Digest.sha256(try #require(chain.first).toDERBytes())
        return digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: ":").uppercased()
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var certificate: Certificates.Name
        var host = "localhost"
        var hasAuthority = true
        var pinned: Certificates.Name?
    }

    @Test(arguments: [
        Case(testDescription: "another host", certificate: .wrongHost),
        Case(testDescription: "another address", certificate: .wrongHost, host: "127.0.0.1"),
        Case(testDescription: "an unknown authority", certificate: .rogue),
        Case(testDescription: "the system's authorities only", certificate: .server, hasAuthority: false),
        Case(testDescription: "a certificate that is over", certificate: .expired),
        Case(testDescription: "a wrong pin", certificate: .server, pinned: .rogue),
    ])
    func isRefusedWithoutAByteSent(_ refused: Case) async throws {
        try await ScriptedServer.run(.tls(refused.certificate)) { server in
            var configuration = try IRCNetworkConfiguration.test(port: server.port, host: refused.host)
            if !refused.hasAuthority { configuration.tls?.authorities = nil }
            configuration.tls?.pin = try refused.pinned.map(Self.pin)
            try await NetworkFixture.run(configuration) { _ in
                var peer = try await server.accept()
                #expect(await peer.next() == nil)
            }
        }
    }

    @Test(arguments: [
        Case(testDescription: "the right host", certificate: .server),
        Case(testDescription: "the right address", certificate: .server, host: "127.0.0.1"),
        Case(
            testDescription: "the pin instead of an authority", certificate: .rogue, hasAuthority: false, pinned: .rogue
        ),
        Case(testDescription: "the pin instead of the time", certificate: .expired, pinned: .expired),
        Case(testDescription: "the pin instead of the host", certificate: .wrongHost, pinned: .wrongHost),
    ])
    func isTrusted(_ trusted: Case) async throws {
        try await ScriptedServer.run(.tls(trusted.certificate)) { server in
            var configuration = try IRCNetworkConfiguration.test(port: server.port, host: trusted.host)
            if !trusted.hasAuthority { configuration.tls?.authorities = nil }
            configuration.tls?.pin = try trusted.pinned.map(Self.pin)
            try await NetworkFixture.run(configuration) { _ in
                var peer = try await server.accept()
                #expect(await peer.next() == "CAP LS 302")
            }
        }
    }

    @Test(arguments: ["", "12:34", String(repeating: "g", count: 64), String(repeating: "a", count: 63)])
    func aMalformedPinIsAnError(_ pin: String) throws {
        var settings = IRCNetworkConfiguration.TLS()
        settings.pin = pin
        #expect(throws: IRCConfigurationError.self) { try ClientSecurity(settings, host: "localhost") }
    }

    @Test func missingFilesAreAnErrorThatNamesThem() throws {
        var settings = IRCNetworkConfiguration.TLS()
        settings.authorities = "/nowhere/ca.pem"
        let error = #expect(throws: IRCConfigurationError.self) { try ClientSecurity(settings, host: "localhost") }
        #expect(error?.description.contains("/nowhere/ca.pem") == true)
    }

    @Test func aWrongHostNameIsNoReasonToHurry() throws {
        let configuration = try IRCNetworkConfiguration.test(port: 6697)
        #expect(Session.Ending(NIOSSLExtraError.failedToValidateHostname, of: configuration).wantsLongPause)
        #expect(!Session.Ending(NIOSSLError.uncleanShutdown, of: configuration).wantsLongPause)
    }
}
