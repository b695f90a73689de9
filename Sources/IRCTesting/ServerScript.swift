public import Foundation

/// Starts and stops real IRC servers by `script/irc-server` of the project.
public enum ServerScript {
    /// - Parameter project: the folder in which `script` is.
    /// - Throws: `Unexpected` with what the script said.
    public static func run(_ arguments: [String], in project: URL) throws {
        let process = Process()
        process.executableURL = project.appending(path: "script/irc-server")
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = FileHandle.nullDevice
        process.standardError = output
        // Worker threads block all signals, and so would the daemons: then "stop" could only kill them.
        var (none, before) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus != 0 else { return }
        let said = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        throw Unexpected("script/irc-server \(arguments.joined(separator: " ")): \(said)")
    }
}
