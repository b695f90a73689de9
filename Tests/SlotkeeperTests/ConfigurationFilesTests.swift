import Foundation
import Testing

@testable import Bot
@testable import slotkeeper

@Suite("Files that the configuration names")
final class ConfigurationFilesTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("slotkeeper-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    @Test(
        "a password is the one line of a file that nobody else may open",
        arguments: ["secret", "secret\n", "secret\r\n"])
    func password(text: String) throws {
        let sasl = try load(passwordFile: write(text, mode: 0o600))
        #expect(sasl?.password?.revealed() == "secret")
        #expect(sasl?.mechanisms == [.scramSHA256, .plain])
    }

    @Test("a password in a file that others may open is refused", arguments: [0o640, 0o604, 0o660, 0o644, 0o610])
    func openPassword(mode: Int) throws {
        let path = try write("secret", mode: mode)
        let errors = #expect(throws: ConfigurationErrors.self) { try load(passwordFile: path) }
        let advice = "\(path) is open to other users (mode \(String(mode, radix: 8))): run `chmod 600 \(path)`"
        #expect("\(errors, default: "")".contains(advice))
    }

    @Test("a file that systemd guards by its folder is taken with the mode that systemd gives it")
    func credential() throws {
        let path = try write("secret", mode: 0o440)
        let environment = ["CREDENTIALS_DIRECTORY": folder.path]
        #expect(try load(passwordFile: path, environment: environment)?.password == Secret("secret"))
    }

    @Test(
        "a password that cannot be one is refused",
        arguments: [
            ("", "is empty"), ("\n", "is empty"), ("a\nb\n", "has more than one line"),
            ("a\u{0}b", "has more than one line"),
            (String(repeating: "x", count: 5000), "is larger than 4096 bytes"),
        ])
    func badPassword(text: String, words: String) throws {
        let path = try write(text, mode: 0o600)
        let errors = #expect(throws: ConfigurationErrors.self) { try load(passwordFile: path) }
        #expect("\(errors, default: "")".contains("x.yaml:4:41: networks.oftc.sasl.password_file: \(path) \(words)"))
    }

    @Test("what is no file is refused, also what would wait for ever")
    func noFile() throws {
        let pipe = folder.appendingPathComponent("pipe").path
        #expect(mkfifo(pipe, 0o600) == 0)
        for path in [pipe, folder.path, "/dev/zero"] {
            let errors = #expect(throws: ConfigurationErrors.self) { try load(passwordFile: path) }
            #expect("\(errors, default: "")".contains("\(path) is not a file"))
        }
    }

    @Test("the key of the client certificate must be private, the certificate need not")
    func clientKey() throws {
        let certificate = try write("certificate", mode: 0o644)
        let key = try write("key", mode: 0o600)
        let tls = "{certificate: \(certificate), key: \(key)}"
        let irc = try irc("tls: \(tls)\n    sasl: {account: bot}")
        #expect(irc?.tls?.key == key)
        #expect(irc?.sasl?.mechanisms == [.external])

        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key)
        let errors = #expect(throws: ConfigurationErrors.self) { try self.irc("tls: \(tls)") }
        #expect("\(errors, default: "")".contains("networks.oftc.tls.key: \(key) is open to other users (mode 644)"))
    }

    @Test("the configuration itself must be there, a file, and no more than a megabyte")
    func configuration() throws {
        let large = try write(String(repeating: "#", count: 1 << 20 + 1), mode: 0o644)
        let expected = [
            ("/none/x.yaml", "the configuration cannot be read: /none/x.yaml: No such file or directory"),
            (folder.path, "the configuration cannot be read: \(folder.path) is not a file"),
            (large, "the configuration cannot be read: \(large) is larger than 1048576 bytes"),
        ]
        for (path, words) in expected {
            let errors = #expect(throws: ConfigurationErrors.self) {
                try Configuration.load(path: path, environment: [:])
            }
            #expect("\(errors, default: "")" == "\(path):1:1: \(words)")
        }
    }

    @Test("no password is in anything that can be printed")
    func hidden() throws {
        let text = ConfigurationMistakesTests.right.replacing(
            "host:", with: "sasl: {account: bot, password_env: PASSWORD}\n    host:", maxReplacements: 1)
        let configuration = try Configuration.parse(
            Array(text.utf8), file: "x.yaml", environment: ["PASSWORD": "hunter2"])
        var dumped = ""
        dump(configuration, to: &dumped)
        for shown in ["\(configuration)", String(reflecting: configuration), dumped] {
            #expect(shown.contains("account"))
            #expect(!shown.contains("hunter2"))
        }
    }

    @Test(
        "warns of what goes in clear text",
        arguments: [
            ("port: 6697", []), ("allow_plaintext: true", ["allow_plaintext is on"]),
            ("allow_plaintext_auth: true", ["allow_plaintext_auth is on, and nothing needs it"]),
            (
                "allow_plaintext: true\n    allow_plaintext_auth: true\n    sasl: {account: bot, password_env: PASSWORD}",
                ["allow_plaintext is on", "allow_plaintext_auth is on: everybody"]
            ),
            (
                "allow_plaintext: true\n    allow_plaintext_auth: true\n    password_env: PASSWORD",
                ["allow_plaintext is on", "allow_plaintext_auth is on: everybody"]
            ),
        ])
    func warnings(keys: String, warnings: [String]) throws {
        let found = try #require(try irc(keys, environment: ["PASSWORD": "hunter2"])).warnings
        #expect(found.count == warnings.count)
        for (one, beginning) in zip(found, warnings) { #expect(one.hasPrefix(beginning)) }
    }

    private func load(passwordFile: String, environment: [String: String] = [:]) throws -> IRCSettings.SASL? {
        try irc("sasl: {account: bot, password_file: \(passwordFile)}", environment: environment)?.sasl
    }

    private func irc(_ keys: String, environment: [String: String] = [:]) throws -> IRCSettings? {
        let text = ConfigurationMistakesTests.right.replacing("nick:", with: "\(keys)\n    nick:", maxReplacements: 1)
        let configuration = try Configuration.parse(Array(text.utf8), file: "x.yaml", environment: environment)
        guard case .irc(let settings) = configuration.networks[0].kind else { return nil }
        return settings
    }

    private func write(_ text: String, mode: Int) throws -> String {
        let file = folder.appendingPathComponent(UUID().uuidString)
        try Data(text.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
        return file.path
    }
}
