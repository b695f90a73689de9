import Foundation
import Testing

/// The executable in a channel of a real server over TLS.
@Suite(
    "On ngircd", .serialized,
    .enabled(if: IRCServer.isInstalled("ngircd"), "ngircd is not installed: apt-get install ngircd"))
struct NgircdTests {
    private func with(_ body: (IRCServer, Executable) async throws -> Void) async throws {
        let server = try IRCServer("ngircd")
        defer { server.stop() }
        let program = try Executable(networks: server.network(), network: "lab")
        defer { program.remove() }
        try await body(server, program)
    }

    @Test(
        "answers two users, says why nobody can act, announces a landing, and leaves politely", .timeLimit(.minutes(5)))
    func conversation() async throws {
        try await with { server, program in
            let bot = try program.startBot()
            defer { bot.kill() }
            try await IRCUser("erin", on: server).present { erin in
                #expect(
                    try await erin.ask("!slots", until: "3 slots: ").hasPrefix(
                        "erin: 3 slots: 0 busy, 3 free, nothing ready to move in."))
                try await IRCUser("bob", on: server).present { bob in
                    let answer = try await bob.ask("slotkeeper: bump vsan", until: "bob: ")
                    #expect(
                        answer
                            == "bob: no blueprint \"vsan\". \"!find\" searches names and titles, \"!backlog\" lists all."
                    )
                    try ctl(program, "!blueprint", "add", "vsan", "trivial", "changes", "1001")
                    _ = try await bob.ask(
                        "!bump vsan", until: "bob: this network has no accounts, so nobody can be told apart")
                    try ctl(program, "!ready", "vsan")
                    #expect(await bob.hear("vsan (#1)")?.hasPrefix("vsan (#1) moves into slot 1: 1 change.") == true)
                    try ctl(program, "!change", "1001", "merged")
                    try ctl(program, "!landed", "vsan")
                    #expect(
                        await bob.hear("Slot 1 is free")
                            == "Slot 1 is free: vsan landed, 1 change in 0 minutes. Nothing is ready to move in.")
                }
                _ = await erin.hear("Slot 1 is free")
            }
            bot.process.terminate()
            bot.process.waitUntilExit()
            #expect(bot.process.terminationStatus == 0)
        }
    }

    @Test("reads its configuration again on SIGHUP: another channel, the same connection", .timeLimit(.minutes(5)))
    func reload() async throws {
        try await with { server, program in
            let bot = try program.startBot()
            defer { bot.kill() }
            let text = try String(contentsOfFile: program.configuration, encoding: .utf8)
            @Sendable func reload(_ channels: String) throws {
                let new = text.replacing(##"channels: [{network: lab, name: "#nova"}]"##, with: "channels: \(channels)")
                try new.write(toFile: program.configuration, atomically: true, encoding: .utf8)
                kill(bot.process.processIdentifier, SIGHUP)
            }
            let both = ##"[{network: lab, name: "#nova"}, {network: lab, name: "#other"}]"##
            try await IRCUser("erin", on: server).present { erin in
                _ = try await erin.ask("!version", until: "Slotkeeper")
                try await IRCUser("bob", on: server, channel: "#other").present { bob in
                    try reload(both)
                    _ = try await bob.ask("!version", until: "Slotkeeper", in: "#other")
                    // A mistake in the file changes nothing.
                    try reload("[{network: nowhere}]")
                    _ = try await bob.ask("!slots", until: "3 slots: ", in: "#other")
                    try reload(##"[{network: lab, name: "#other"}]"##)
                    _ = try await bob.ask("!help slots", until: "what is under review", in: "#other")
                }
                try ctl(program, "!announce", "still here")
            }
            bot.process.terminate()
            bot.process.waitUntilExit()
            let log = String(decoding: try bot.errors.readToEnd() ?? Data(), as: UTF8.self)
            #expect(log.contains("the configuration stays as it was"))
            let heard = try String(contentsOf: server.folder.appendingPathComponent("ngircd.log"), encoding: .utf8)
            #expect(
                heard.split(separator: "\n").count { $0.contains("\"slotkeeper!") && $0.contains(" registered") } == 1)
        }
    }

    @Test("does not say a word to a server whose certificate nobody vouches for", .timeLimit(.minutes(5)))
    func wrongCertificate() async throws {
        try await with { server, program in
            let other = try IRCServer("ngircd")
            defer { other.stop() }
            let stranger = try Executable(networks: server.network(authority: other.authority), network: "lab")
            defer { stranger.remove() }
            let bot = try stranger.startBot()
            bot.process.terminate()
            bot.process.waitUntilExit()
            let log = String(decoding: try bot.errors.readToEnd() ?? Data(), as: UTF8.self)
            #expect(log.contains("is not trusted"))
            let heard = try String(contentsOf: server.folder.appendingPathComponent("ngircd.log"), encoding: .utf8)
            #expect(!heard.contains("slotkeeper"))
        }
    }

    @Test("says every announcement after a kill, and at most one of them twice, marked", .timeLimit(.minutes(5)))
    func killedWhileAnnouncing() async throws {
        try await with { server, program in
            try await IRCUser("erin", on: server).present { erin in
                var bot = try program.startBot()
                _ = try await erin.ask("!version", until: "Slotkeeper")
                var said = 0
                var kills = 0
                let chat = "chat"
                for _ in 1...(ProcessInfo.processInfo.environment["SLOTKEEPER_KILLS"].flatMap { Int($0) } ?? 3) {
                    let client = try program.start([chat, "--config", program.configuration])
                    let first = said + 1
                    for number in first..<first + 50 { try client.say("!announce number \(number).") }
                    let until = Int.random(in: 1...40)
                    for _ in 1...until where client.line() != nil { said += 1 }
                    bot.kill()
                    client.kill()
                    kills += 1
                    bot = try program.startBot()
                    // More may have been stored than was acknowledged.
                    said = try announcements(program)
                }
                try ctl(program, "!announce", "the end")
                var heard: [String] = []
                for await line in erin.heard {
                    if line == "the end" { break }
                    if line.contains("number") { heard.append(line) }
                }
                bot.kill()
                let again = heard.filter { $0.hasPrefix("(again) ") }
                #expect(again.count <= kills)
                let plain = heard.map { $0.replacing("(again) ", with: "") }
                var distinct: [String] = []
                for line in plain where !distinct.contains(line) { distinct.append(line) }
                #expect(distinct == (1...max(1, said)).map { "number \($0)." })
                #expect(plain.count - distinct.count <= again.count)
            }
        }
    }

    private func ctl(_ program: Executable, _ words: String...) throws {
        let outcome = try program.run(["ctl", "--config", program.configuration] + words)
        #expect(outcome.status == 0, "\(words): \(outcome.errors)")
    }

    private func announcements(_ program: Executable) throws -> Int {
        try program.run(["export", "--config", program.configuration]).output.split(separator: "\n").count {
            $0.contains("\"announced\"")
        }
    }
}
