import Foundation
import IRCTesting
import Testing

/// The executable on a server that means it harm.
@Suite("On a hostile server", .timeLimit(.minutes(5))) struct HostileServerTests {
    /// The most memory that a process ever had, in KiB.
    private func peakMemory(of process: Process) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        return try #require(Int(line.filter(\.isNumber)))
    }

    @Test func `A line without end costs at most 8 MiB`() async throws {
        try await ScriptedServer.run { server in
            let authority = try Certificates.shared.get().authority
            let program = try Executable(
                networks: "lab: {kind: irc, host: localhost, port: \(server.port), nick: slotkeeper, "
                    + "tls: {ca_file: \(authority)}}", network: "lab")
            defer { program.remove() }
            let bot = try program.start(["run", "--config", program.configuration])
            defer { bot.kill() }
            var peer = try await server.accept()
            try await peer.welcome()
            try await peer.send(":erin!e@h PRIVMSG #nova :!version")
            try await peer.expect("PRIVMSG #nova :erin: Slotkeeper")
            let before = try peakMemory(of: bot.process)
            let mebibyte = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
            for _ in 0..<16 { try await peer.send(bytes: mebibyte) }
            try await peer.send("", ":erin!e@h PRIVMSG #nova :!slots")
            try await peer.expect("PRIVMSG #nova :erin: 3 slots")
            #expect(try peakMemory(of: bot.process) - before <= 8192)
        }
    }
}
