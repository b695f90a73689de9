import Foundation
import MatrixModel
import MatrixTesting
import Testing

/// When there is no way on without a person.
@Suite("A Matrix network that cannot go on", .timeLimit(.minutes(2)))
struct MatrixEndingTests {
    private func program(_ homeserver: ScriptedHomeserver, others: String = "") throws -> MatrixProgram {
        try MatrixProgram(
            homeserver.url, user: ModelHomeserver.bot, password: "wrong", room: "#nova:example.org",
            lead: "@anna:example.org", others: others)
    }

    @Test func `Ends the bot if it is the only one, with the code by which nobody starts it again`() async throws {
        try await ScriptedHomeserver.run { homeserver in
            let program = try program(homeserver)
            defer { program.end() }
            let bot = try program.startBot()
            bot.waitUntilExit()
            #expect(bot.terminationStatus == 78)
            #expect(program.log.contains("the server refused the login: "))
            #expect(program.log.contains("check user and password"))
            #expect(homeserver.calls("/login").count == 1)
        }
    }

    @Test func `Is left alone while others go on`() async throws {
        try await ScriptedHomeserver.run { homeserver in
            let program = try program(homeserver, others: "here: {kind: terminal}")
            defer { program.end() }
            let bot = try program.startBot()
            try await homeserver.until("it is left") { _ in program.log.contains("a network is left for good") }
            let answer = try program.executable.run(["ctl", "--config", program.executable.configuration, "!slots"])
            #expect(answer.status == 0 && answer.output.contains("2 slots"))
            bot.terminate()
            bot.waitUntilExit()
            #expect(bot.terminationStatus == 0)
            #expect(homeserver.calls("/login").count == 1)
        }
    }
}
