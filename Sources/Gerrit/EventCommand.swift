import Logging
import Subprocess

/// A child process that prints events.
struct EventCommand: Sendable {
    let command: [String]
    let logger: Logger

    /// What is written to the log of what it complains about.
    private static let mostComplaints = 20
    private static let longestComplaint = 300

    /// Runs the command until it ends, or until the task is cancelled; then it is ended, with all that it has started.
    /// - Returns: Why it has ended.
    func run(opened: () async -> Void, heard: (String) async -> Void) async -> String {
        var options = PlatformOptions()
        // A process group of its own, to be ended as a whole; and no terminal, so that ssh fails rather than asks.
        options.createSession = true
        options.teardownSequence = [.gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(1))]
        // One that has closed its output has a moment to end by itself.
        let farewell =
            [TeardownStep.send(signal: .resume, allowedDurationToNextStep: .seconds(1))]
            + options.teardownSequence
        do {
            // env finds the program, whether it is a name or a path, and becomes it.
            let result = try await Subprocess.run(
                .name("env"), arguments: Arguments(command), platformOptions: options, input: .none,
                output: .sequence, error: .sequence
            ) { child in
                await opened()
                async let complaints: Void = complain(child.standardError)
                var lines = StreamLines()
                for try await part in child.standardOutput {
                    for line in part.withUnsafeBytes({ lines.append($0) }) { await heard(line) }
                }
                await child.teardown(using: farewell)
                try await complaints
            }
            return "the command has ended: \(result.terminationStatus)"
        } catch {
            return "\(error)"
        }
    }

    private func complain(_ output: SubprocessOutputSequence) async throws {
        var lines = StreamLines(limit: 10_000)
        var count = 0
        for try await part in output {
            for line in part.withUnsafeBytes({ lines.append($0) }) {
                count += 1
                guard count <= Self.mostComplaints else { continue }
                let text = line.prefix(Self.longestComplaint).filter { !$0.isNewline && $0 >= " " }
                logger.notice("the stream's command says: \(text)")
            }
        }
    }
}
