import Foundation
import GerritModel
import GerritTesting
import Ledger
import ReviewSlots
import Testing

@testable import slotkeeper

/// The program with a terminal as its only network and a board that follows a stand-in of a Gerrit server.
struct GerritProgram {
    static let projects = ["demo/code", "demo/specs"]
    static let start = 1_417_428_000

    let executable: Executable
    private let bots = Bots()

    private final class Bots {
        var started: [Process] = []
    }

    private var passwordFile: URL { executable.folder.appendingPathComponent("password") }
    private var said: URL { executable.folder.appendingPathComponent("said.txt") }
    private var logged: URL { executable.folder.appendingPathComponent("log.txt") }

    /// Runs the stand-in while the body runs; the program is started by the body.
    static func with(
        seed: Int = 1, blocks: String = "{mode: advise}", _ body: (GerritProgram, StandIn) async throws -> Void
    ) async throws {
        let model = ModelServer(clock: start, projects: projects)
        try await StandIn.run(model, seed: seed) { server, address in
            let program = try GerritProgram {
                configuration($0, address.url, address.streamCommand, blocks, projects: projects)
            }
            defer { program.end() }
            try program.setPassword(server.password)
            try await body(program, server)
        }
    }

    /// - Parameter configuration: for a folder.
    init(_ configuration: (String) -> String) throws {
        executable = try Executable(configuration)
    }

    /// Kills what still runs, and leaves nothing behind.
    func end() {
        for bot in bots.started where bot.isRunning { Self.kill(bot) }
        executable.remove()
    }

    static func configuration(
        _ folder: String, _ url: String, _ stream: [String], _ blocks: String, projects: [String]
    ) -> String {
        // JSON is YAML.
        let command = stream.map { "\"\($0.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\"" }
        return """
            state: \(folder)/state
            networks: {terminal: {kind: terminal}}
            review_systems:
              gerrit:
                kind: gerrit
                url: \(url)
                user: \(ModelServer.account)
                password_file: \(folder)/password
                allow_plaintext_auth: true
                stream: {command: [\(command.joined(separator: ", "))], silence: 20s}
                requests: {burst: 10000, every: 1ms, timeout: 20s, page: 10}
                poll: {with_stream: 100ms, without_stream: 100ms, settle: 20ms}
                retry: {first: 10ms, longest: 200ms, refused: 200ms}
            boards:
              nova:
                cycle: kilo
                slots: 2
                land_after: 0s
                channels: [{network: terminal, name: "#nova"}]
                roles: {lead: ["terminal:alice"], core: ["terminal:bob"], voter: ["terminal:erin"]}
                reviews:
                  system: gerrit
                  projects: [\(projects[0])]
                  specs: {projects: [\(projects[1])]}
                  blocks: \(blocks)
            log: {level: warning}
            """
    }

    func setPassword(_ password: String) throws {
        try Data("\(password)\n".utf8).write(to: passwordFile, options: .atomic)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: passwordFile.path)
    }

    // MARK: The bot

    /// Starts it, and does not wait until it takes commands. What it says is added to what it has said before.
    func startBot() throws -> Process {
        let bot = try executable.startBot(output: said, errors: logged)
        bots.started.append(bot)
        return bot
    }

    /// Runs it while the body runs.
    func whileRunning(_ body: () async throws -> Void) async throws {
        let bot = try startBot()
        defer { Self.kill(bot) }
        try await body()
    }

    static func kill(_ bot: Process) {
        Foundation.kill(bot.processIdentifier, SIGKILL)
        bot.waitUntilExit()
    }

    var announcements: [String] { Self.lines(said) }
    var log: [String] { Self.lines(logged) }

    private static func lines(_ file: URL) -> [String] {
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map(String.init)
    }

    /// What the bot answers, once it takes commands.
    @discardableResult
    func ask(_ command: String, for time: Duration = .seconds(60)) async throws -> String {
        var answer = ""
        try await wait("an answer to \(command)", for: time) {
            let outcome = try executable.run(["ctl", "--config", executable.configuration, command])
            answer = outcome.output
            return outcome.status == 0
        }
        return answer
    }

    /// Asks again until the answer has the words in it.
    func ask(_ command: String, until words: String) async throws {
        var answer = ""
        try await wait("\"\(words)\" in the answer to \(command)", but: { answer }) {
            answer = try await ask(command)
            return answer.contains(words)
        }
    }

    // MARK: The ledger

    func board<Value: Sendable>(_ body: @Sendable @escaping (Board) throws -> Value) async throws -> Value {
        try await ledger().read("nova") { board, _ in try body(board) }
    }

    /// Everything that happened on the board, with its source.
    func events() async throws -> [(event: BoardEvent, source: String)] {
        let log = try await ledger().log
        return try await log.read(after: 0, limit: 1_000_000).filter { $0.stream == "board/nova" }.map { record in
            (try JSONDecoder().decode(BoardEvent.self, from: Data(record.body.utf8)), record.source)
        }
    }

    private func ledger() async throws -> Ledger {
        try await Configuration.load(path: executable.configuration).readLedger()
    }

    // MARK: Waiting

    func wait(
        _ what: String, for time: Duration = .seconds(90), but: () -> String = { "" },
        until isTrue: () async throws -> Bool
    ) async throws {
        let deadline = ContinuousClock.now + time
        while try await !isTrue() {
            guard ContinuousClock.now < deadline else {
                throw Missing("waited for \(what)\n\(but())\n\(log.suffix(20).joined(separator: "\n"))")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
