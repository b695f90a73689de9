import Foundation
import MatrixModel
import MatrixTesting
import Testing

/// Killed at any moment, on a homeserver that fails: what was said is done once, and what is announced is said once.
@Suite("Killed on Matrix", .serialized, .timeLimit(.minutes(15)))
struct MatrixKillProcessTests {
    /// As many as SLOTKEEPER_KILLS says; a few where nobody asked for more.
    private static let kills = ProcessInfo.processInfo.environment["SLOTKEEPER_KILLS"].flatMap { Int($0) } ?? 3

    @Test func `Nothing is lost and nothing done or said twice`() async throws {
        try await ScriptedHomeserver.run { homeserver in
            let program = try MatrixProgram(
                homeserver.url, user: ModelHomeserver.bot, password: ModelHomeserver.password,
                room: "#nova:example.org", lead: "@anna:example.org")
            defer { program.end() }
            let anna = homeserver.person("@anna:example.org")
            let first = try program.startBot()
            try await homeserver.until("it listens") {
                $0.model.rooms["!nova"]?.members.contains(ModelHomeserver.bot) ?? false && $0.polls == 1
            }
            MatrixProgram.kill(first)
            homeserver.misbehave(ScriptedHomeserver.everyPassingFault, every: 7)
            var notes = 0
            for _ in 0..<Self.kills {
                let bot = try program.startBot()
                let end = ContinuousClock.now + .milliseconds(Int.random(in: 100..<3000))
                while ContinuousClock.now < end {
                    notes += 1
                    try await anna.say("!announce note-\(notes).", in: "!nova")
                    try await Task.sleep(for: .milliseconds(150))
                }
                MatrixProgram.kill(bot)
            }
            homeserver.mend()
            _ = try program.startBot()
            let count = notes
            try await homeserver.until("all is announced; \(program.log.suffix(500))", within: 120) { homeserver in
                homeserver.texts.last { $0.hasPrefix("note-") } == "note-\(count)."
            }
            let said = homeserver.texts
            #expect(said.filter { $0.hasPrefix("note-") } == (1...notes).map { "note-\($0)." })
            // Answers are said once at most, and here none is lost but for what a kill came between.
            let answers = said.filter { $0.hasPrefix("anna: ") }
            #expect(answers.count <= notes)
            #expect(!said.contains { $0.contains("(again)") })
        }
    }
}
