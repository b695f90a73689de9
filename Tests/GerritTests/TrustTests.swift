import Gerrit
import IRCTesting
import NIOSSL
import Testing
import WebTesting

@Suite(.timeLimit(.minutes(5))) struct TrustTests {
    /// Follows a server with this certificate, which trusts our own authority or only those of the system.
    private func follow(
        _ name: Certificates.Name, trustsOurs: Bool, _ body: (Following) async throws -> Void
    ) async throws {
        let certificates = try Certificates.shared.get()
        let security = try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: NIOSSLCertificate.fromPEMFile(certificates.certificate(name)).map {
                    .certificate($0)
                },
                privateKey: .privateKey(NIOSSLPrivateKey(file: certificates.key(name), format: .pem))))
        let following = Following()
        following.world.set(1, title: "one")
        try await WebServer.run(security: security, answer: following.world.answer) { web in
            var configuration = following.configuration(web.url)
            configuration.allowsPlaintextLogin = false
            configuration.caFile = trustsOurs ? certificates.authority : nil
            try await following.follow(configuration) { _ in try await body(following) }
        }
    }

    @Test func `an authority of our own is trusted`() async throws {
        try await follow(.server, trustsOurs: true) { following in
            try await following.waitForTitle("one")
        }
    }

    @Test(arguments: [(Certificates.Name.server, false), (.wrongHost, true), (.rogue, true), (.expired, true)])
    func `a server that cannot prove who it is gets no request`(name: Certificates.Name, trustsOurs: Bool) async throws
    {
        try await follow(name, trustsOurs: trustsOurs) { following in
            try await following.wait("the alert") { await following.keeper.wasToldOfAnUnreachableServer }
            let calls = following.world.calls.count
            #expect(calls == 0)
        }
    }
}
