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

    func load() throws -> Configuration {
        do {
            return try Configuration.load(path: config)
        } catch {
            throw Failure(error.description, code: .configuration)
        }
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
            FileHandle.standardError.write(Data("slotkeeper: \(failure)\n".utf8))
            throw ExitCode(failure.code.rawValue)
        }
    }
}

/// Prints at once: progress and answers are read line by line, by people and by pipes.
func say(_ text: String, terminator: String = "\n") {
    print(text, terminator: terminator)
    fflush(nil)
}
