import Foundation
import IRCProtocol
import IRCTesting
import Testing

@testable import IRCNetwork

@Suite("A server that asks for TLS", .timeLimit(.minutes(5)))
final class STSTests {
    private let path = FileManager.default.temporaryDirectory.appendingPathComponent("sts-\(UUID().uuidString)").path

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    private func configuration(port: Int) throws -> IRCNetworkConfiguration {
        var configuration = try IRCNetworkConfiguration.test(port: port)
        configuration.stsPath = path
        return configuration
    }

    /// As `configuration`, but in clear text until the server asks for more.
    private func plainConfiguration(port: Int) throws -> IRCNetworkConfiguration {
        var configuration = try configuration(port: port)
        configuration.upgradedTLS = try #require(configuration.tls)
        configuration.tls = nil
        return configuration
    }

    private func policy() -> STSPolicy? {
        STSFile(path: path, host: "localhost").read()
    }

    @Test func isReachedWithTLSFromThenOn() async throws {
        try await ScriptedServer.run { secure in
            try await ScriptedServer.run(.clearText) { plain in
                try await NetworkFixture.run(plainConfiguration(port: plain.port)) { fixture in
                    var first = try await plain.accept()
                    try await first.expect("USER")
                    try await first.send(":s CAP * LS :batch sts=port=\(secure.port),duration=300")
                    #expect(await first.next() == nil, "not another word in clear text")
                    var second = try await secure.accept()
                    try await second.expect("USER")
                    try await second.send(":s CAP * LS :sts=port=1,duration=300")
                    try await second.expect("CAP END")
                    #expect(self.policy()?.port == secure.port && self.policy()?.duration == 300)
                    try await second.close()
                    // Lost, but no way back to clear text.
                    var third = try await secure.accept()
                    try await third.expect("USER")
                }
            }
            // After a restart the file alone says it; nothing listens at the port of the configuration.
            try await NetworkFixture.run(plainConfiguration(port: 1)) { _ in
                var peer = try await secure.accept()
                try await peer.expect("USER")
                try await peer.send(":s CAP * LS :sts=duration=0")
                try await peer.expect("CAP END")
                #expect(self.policy() == nil)
            }
        }
    }

    @Test func isForgottenWhenTheTimeIsOverOrTheHostIsAnother() throws {
        let policy = STSPolicy(port: 7000, duration: 60, at: 1_000_000)
        try STSFile(path: path, host: "localhost").write(policy)
        let plain = try plainConfiguration(port: 6667)
        #expect(plain.hardened(upgrade: nil, at: 1_059_000).port == 7000)
        #expect(plain.hardened(upgrade: nil, at: 1_059_000).tls != nil)
        #expect(plain.hardened(upgrade: nil, at: 1_060_000).port == 6667)
        var other = plain
        other.host = "example.org"
        #expect(other.hardened(upgrade: nil, at: 1_000_000).tls == nil)
        let secure = try configuration(port: 6697)
        #expect(secure.hardened(upgrade: nil, at: 1_000_000).port == 6697, "the configuration's own port")
    }

    @Test(arguments: ["", "localhost", "localhost 1 2", "localhost x y z", "\u{0}\u{1}", "localhost 6697 60"])
    func aDamagedFileDoesNoHarm(_ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        #expect(policy() == nil)
    }
}
