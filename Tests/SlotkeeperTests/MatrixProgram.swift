import Foundation
import MatrixModel
import MatrixTesting

/// The program with an account on a homeserver.
struct MatrixProgram {
    let executable: Executable
    private let bots = Bots()

    private final class Bots {
        var started: [Process] = []
    }

    private var logged: URL { executable.folder.appendingPathComponent("log.txt") }

    /// - Parameters:
    ///   - room: the board's, by its id or alias.
    ///   - lead: the id of who leads.
    ///   - others: more networks.
    ///   - channels: of the board on them.
    ///   - board: more lines about the board.
    ///   - more: other lines of the configuration, which lies in a folder.
    init(
        _ homeserver: String, user: String, password: String, room: String, lead: String, others: String = "",
        channels: [String] = [], board: String = "", more: (_ folder: String) -> String = { _ in "" }
    ) throws {
        executable = try Executable { folder in
            """
            state: \(folder)/state
            limits: {commands: 0, same_within: 0s}
            networks:
              matrix:
                kind: matrix
                homeserver: \(homeserver)
                user: "\(user)"
                password_file: \(folder)/password
                timeouts: {poll: 2s, poll_grace: 1s, request: 3s}
                retry: {first: 20ms, longest: 500ms}
              \(others)
            boards:
              nova:
                cycle: kilo
                slots: 2
                channels: [\((["{network: matrix, name: \"\(room)\"}"] + channels).joined(separator: ", "))]
                roles: {lead: ["matrix:\(lead)"]}
                \(board)
            plugins: {rankvotes: {gather: 1s}}
            \(more(folder))
            log: {level: warning}
            """
        }
        let file = executable.folder.appendingPathComponent("password")
        try Data("\(password)\n".utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
    }

    func forgetLog() { try? FileManager.default.removeItem(at: logged) }

    /// Kills what still runs, and leaves nothing behind.
    func end() {
        for bot in bots.started where bot.isRunning { Self.kill(bot) }
        executable.remove()
    }

    /// Starts it, and does not wait until it is there.
    func startBot() throws -> Process {
        let bot = try executable.startBot(
            output: executable.folder.appendingPathComponent("said.txt"), errors: logged)
        bots.started.append(bot)
        return bot
    }

    /// The one that was started last.
    var bot: Process? { bots.started.last }

    func killBot() {
        if let bot { Self.kill(bot) }
    }

    static func kill(_ bot: Process) {
        Foundation.kill(bot.processIdentifier, SIGKILL)
        bot.waitUntilExit()
    }

    var log: String { (try? String(contentsOf: logged, encoding: .utf8)) ?? "" }
}
