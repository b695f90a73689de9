import Foundation
import Testing

/// The built program, run as people run it.
struct Executable {
    /// Beside the test bundle.
    static let url = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appendingPathComponent(
        "slotkeeper")
    static let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..")
        .standardized

    /// A folder of its own, with a configuration whose only network is a terminal.
    let folder: URL
    var configuration: String { folder.appendingPathComponent("slotkeeper.yaml").path }
    var ledger: String { folder.appendingPathComponent("state/ledger.sqlite").path }

    init(networks: String = "terminal: {kind: terminal}", network: String = "terminal") throws {
        try self.init { folder in
            """
            state: \(folder)/state
            networks:
              \(networks)
            boards:
              nova:
                cycle: Kilo
                slots: 3
                channels: [{network: \(network), name: "#nova"}]
                roles: {lead: ["\(network):alice"], core: ["\(network):bob"], voter: ["\(network):erin"]}
            log: {level: warning}
            """
        }
    }

    /// - Parameter text: the configuration, for a folder.
    init(_ text: (String) -> String) throws {
        // Short: the control socket's path has at most 107 bytes.
        folder = URL(fileURLWithPath: "/tmp/sk-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try text(folder.path).write(toFile: configuration, atomically: true, encoding: .utf8)
    }

    /// Adds a plugin to the configuration.
    func enable(_ plugin: String) throws {
        let text = try String(contentsOfFile: configuration, encoding: .utf8)
        try (text + "\nplugins:\n  \(plugin)\n").write(toFile: configuration, atomically: true, encoding: .utf8)
    }

    /// Has the board follow a server that cannot be reached, and takes its web hooks.
    func follow(hooks secret: String, at listen: String) throws {
        let file = folder.appendingPathComponent("webhook")
        try secret.write(to: file, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        let text = try String(contentsOfFile: configuration, encoding: .utf8)
        let system = "review_systems: {gerrit: {url: 'http://127.0.0.1:1', webhook_secret_file: \(file.path)}}\n"
        try
            (system + "web: {listen: '\(listen)'}\n"
            + text.replacing("slots: 3", with: "slots: 3\n    reviews: {system: gerrit, projects: [demo]}"))
            .write(toFile: configuration, atomically: true, encoding: .utf8)
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    struct Outcome {
        var status: Int32
        var output: String
        var errors: String
        var lines: [String] { output.split(separator: "\n").map(String.init) }
    }

    /// Runs a subcommand to its end.
    func run(_ arguments: [String], input: String = "") throws -> Outcome {
        let started = try start(arguments)
        try? started.input.write(contentsOf: Data(input.utf8))
        try? started.input.close()
        // Small outputs only, one after the other: neither pipe fills.
        let output = try started.output.readToEnd() ?? Data()
        let errors = try started.errors.readToEnd() ?? Data()
        started.process.waitUntilExit()
        return Outcome(
            status: started.process.terminationStatus, output: String(decoding: output, as: UTF8.self),
            errors: String(decoding: errors, as: UTF8.self))
    }

    struct Started {
        let process: Process
        let input: FileHandle
        let output: FileHandle
        let errors: FileHandle

        /// The next line of the output, without its end; `nil` at the end of the output.
        func line() -> String? {
            var bytes: [UInt8] = []
            while let byte = try? output.read(upToCount: 1)?.first {
                if byte == UInt8(ascii: "\n") { return String(decoding: bytes, as: UTF8.self) }
                bytes.append(byte)
            }
            return nil
        }

        func say(_ text: String) throws { try input.write(contentsOf: Data((text + "\n").utf8)) }

        func kill() {
            Foundation.kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
    }

    private func process(_ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = Self.url
        process.arguments = arguments
        // A killed process leaves half a coverage profile behind, which spoils the merging of the whole.
        process.environment = ProcessInfo.processInfo.environment.merging(["LLVM_PROFILE_FILE": "/dev/null"]) { $1 }
        process.currentDirectoryURL = Self.project
        return process
    }

    /// Starts the bot with its words added to files, which hold more than a pipe that nobody reads.
    func startBot(output: URL, errors: URL) throws -> Process {
        let process = process(["run", "--config", configuration])
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try appending(to: output)
        process.standardError = try appending(to: errors)
        try process.run()
        return process
    }

    private func appending(to file: URL) throws -> FileHandle {
        if !FileManager.default.fileExists(atPath: file.path) { try Data().write(to: file) }
        let handle = try FileHandle(forWritingTo: file)
        try handle.seekToEnd()
        return handle
    }

    func start(_ arguments: [String]) throws -> Started {
        let process = process(arguments)
        let pipes = (Pipe(), Pipe(), Pipe())
        process.standardInput = pipes.0
        process.standardOutput = pipes.1
        process.standardError = pipes.2
        try process.run()
        return Started(
            process: process, input: pipes.0.fileHandleForWriting, output: pipes.1.fileHandleForReading,
            errors: pipes.2.fileHandleForReading)
    }

    /// Starts the bot and waits until it takes commands.
    func startBot() throws -> Started {
        let bot = try start(["run", "--config", configuration])
        for _ in 0..<400 where bot.process.isRunning {
            if try run(["ctl", "--config", configuration, "!version"]).status == 0 { return bot }
            usleep(20_000)
        }
        bot.kill()
        throw Missing(
            "the bot did not start: \(String(decoding: (try? bot.errors.readToEnd()) ?? Data(), as: UTF8.self))")
    }
}

struct Missing: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}
