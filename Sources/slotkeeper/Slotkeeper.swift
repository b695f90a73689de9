import ArgumentParser
import Bot
import Foundation
import NIOCore

@main
struct Slotkeeper: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "slotkeeper",
        abstract: "Keeps review slots, a ranked backlog and the state of the specs, and talks about them in chat.",
        discussion: """
            Start with a configuration (config/slotkeeper.example.yaml explains every key), then:

              slotkeeper check --config F        says what it would do
              slotkeeper run --config F          runs the bot until SIGTERM
              slotkeeper chat --config F         talks to it from here
              slotkeeper ctl --config F '!slots' gives the running bot a command

            Exit codes are those of sysexits(3): 0 well, 64 usage, 65 bad input, 66 no such file, 69 not available, \
            74 trouble with the ledger's file, 78 bad configuration.
            """,
        version: version,
        subcommands: [
            Run.self, CheckCommand.self, ChatCommand.self, Ctl.self, Import.self, SummaryCommand.self, Export.self,
            BlocksCommand.self, CalendarCommand.self, LogCommand.self, AgendaCommand.self, BurnDownCommand.self,
            ReproposeCommand.self, TallyCommand.self, Demo.self,
        ])

    static func main() async {
        // A plugin or reader that goes away must not end the bot.
        signal(SIGPIPE, SIG_IGN)
        // One event loop carries all networks and the control socket: a chat bot waits more than it works.
        NIOSingletons.groupLoopCountSuggestion = 1
        await main(nil)
    }
}

/// The option that nearly all subcommands have.
struct ConfigurationOption: ParsableArguments {
    @Option(name: [.short, .customLong("config")], help: "The configuration file (YAML).", completion: .file())
    var config: String

    /// - Parameter logsIn: whether passwords are needed; whoever only reads the ledger may not have them at hand.
    func load(logsIn: Bool = false) throws(ConfigurationErrors) -> Configuration {
        try Configuration.load(path: config, environment: logsIn ? ProcessInfo.processInfo.environment : nil)
    }
}

/// A failure for a person: one sentence on standard error, and an exit code of sysexits(3).
struct Failure: Error, CustomStringConvertible {
    enum Code: Int32 {
        case badInput = 65
        case noInput = 66
        case unavailable = 69
        case software = 70
        case file = 74
        case configuration = 78
    }

    var description: String
    var code: Code

    init(_ description: String, code: Code) {
        self.description = description
        self.code = code
    }
}

extension AsyncParsableCommand {
    /// Runs the body; a failure is said on standard error and becomes the exit code.
    func reporting(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let failure as Failure {
            throw failure.told
        } catch let errors as ConfigurationErrors {
            throw Failure(errors.description, code: .configuration).told
        }
    }
}

extension Failure {
    /// Said on standard error; what is left is the exit code.
    fileprivate var told: ExitCode {
        FileHandle.standardError.write(Data("slotkeeper: \(self)\n".utf8))
        return ExitCode(code.rawValue)
    }
}

/// Prints at once: progress and answers are read line by line, by people and by pipes. What cannot be written ends the
/// program, for half a backup is none.
func say(_ text: String, terminator: String = "\n") {
    guard let why = printed(text + terminator) else { return }
    exit(Failure("what is printed cannot be written: \(why). It is not whole.", code: .file).told.rawValue)
}

/// Prints at once.
/// - Returns: why it could not be written. That whoever reads has gone away is all right.
func printed(_ text: String) -> String? {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
        let written = bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
        if written > 0 {
            bytes = bytes.dropFirst(written)
        } else if errno == EAGAIN {
            var output = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
            poll(&output, 1, -1)
        } else if errno != EINTR {
            return errno == EPIPE ? nil : String(cString: strerror(errno))
        }
    }
    return nil
}
