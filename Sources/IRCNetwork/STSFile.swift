import Foundation
import IRCProtocol

/// Keeps one host's wish for TLS in a file of one line, so that a restart does not forget it.
struct STSFile: Sendable {
    let path: String
    let host: String

    /// The policy of this host; nil if there is none, or one of another host.
    func read() -> STSPolicy? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8), text.hasPrefix("\(host) ") else {
            return nil
        }
        return STSPolicy(line: text.dropFirst(host.count + 1).prefix { !$0.isNewline })
    }

    /// Nil removes the file.
    func write(_ policy: STSPolicy?) throws {
        if let policy {
            try Data("\(host) \(policy.line)\n".utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } else if FileManager.default.fileExists(atPath: path) {
            try FileManager.default.removeItem(atPath: path)
        }
    }
}

extension IRCNetworkConfiguration {
    var stsFile: STSFile? {
        stsPath.map { STSFile(path: $0, host: host) }
    }

    /// The configuration for one connection: with TLS, if the server has ever asked for it and the configuration does not.
    /// - Parameter upgrade: the port that the server has just named in clear text.
    func hardened(upgrade: Int?, at wallClock: Int) -> IRCNetworkConfiguration {
        let policy = stsFile?.read().flatMap { $0.isValid(at: wallClock) ? $0 : nil }
        guard tls == nil, let port = policy?.port ?? upgrade else { return self }
        var hardened = self
        hardened.port = port
        hardened.tls = upgradedTLS
        return hardened
    }
}
