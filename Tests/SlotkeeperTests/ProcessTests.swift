import Foundation
import NIOCore
import NIOPosix
import Testing

/// The program as a process: exit codes, one writer, SIGTERM, SIGKILL.
@Suite("The executable", .serialized)
struct ProcessTests {
    private func with(_ body: (Executable) throws -> Void) throws {
        let executable = try Executable()
        defer { executable.remove() }
        try body(executable)
    }

    @Test("says its version and its usage") func version() throws {
        try with { program in
            #expect(try program.run(["--version"]).output.hasPrefix("0."))
            let usage = try program.run(["frobnicate"])
            #expect(usage.status == 64)
            #expect(usage.errors.contains("frobnicate"))
        }
    }

    @Test("answers a script, as who it says") func chat() throws {
        try with { program in
            let lead = try program.run(
                ["chat", "--config", program.configuration],
                input: "!blueprint add vsan trivial changes 1001\nhello\n!slots\n")
            #expect(lead.status == 0)
            #expect(lead.lines.count == 2)
            #expect(
                lead.lines.first?.contains("vsan is b1, #1 of the backlog: its author has not said \"!ready vsan\".")
                    == true)
            let reader = try program.run(
                ["chat", "--config", program.configuration, "--as", "mallory"], input: "!bump vsan\n")
            #expect(reader.output.hasPrefix("mallory: log in to services first"))
            let voter = try program.run(
                ["chat", "--config", program.configuration, "--as", "x:erin"], input: "!second vsan\n!bump vsan\n")
            #expect(voter.lines.first?.hasPrefix("x: you second vsan, the first to do so.") == true)
            #expect(
                voter.lines.last?.hasPrefix("x: only cores can bump (you are known as erin, voter). Ask alice or bob.")
                    == true)
        }
    }

    @Test(
        "calls a mistake in a plugin's table one of the configuration",
        arguments: ["kudoz: {}", "rankvotes: {method: foo}"])
    func pluginMistakes(plugin: String) throws {
        try with { program in
            try program.enable(plugin)
            for command in ["check", "run"] {
                let outcome = try program.run([command, "--config", program.configuration])
                #expect(outcome.status == 78)
                #expect(outcome.errors.hasPrefix("slotkeeper: \(program.configuration):12:"), "\(outcome.errors)")
            }
        }
    }

    @Test("does not call half a backup one") func fullDisk() throws {
        try with { program in
            _ = try program.run(["chat", "--config", program.configuration], input: "!blueprint add vsan trivial\n")
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = [
                "-c", #""$0" export --config "$1" >/dev/full"#, Executable.url.path, program.configuration,
            ]
            let errors = Pipe()
            process.standardError = errors
            try process.run()
            let said = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
            process.waitUntilExit()
            #expect(process.terminationStatus == 74)
            #expect(
                said == "slotkeeper: what is printed cannot be written: No space left on device. It is not whole.\n")
        }
    }

    @Test("needs passwords only to log in") func passwords() throws {
        let program = try Executable(
            networks:
                "oftc: {kind: irc, host: 127.0.0.1, nick: keeper, sasl: {account: keeper, password_env: SK_NOWHERE}}",
            network: "oftc")
        defer { program.remove() }
        let configuration = ["--config", program.configuration]
        #expect(try program.run(["check"] + configuration).errors.contains("no variable SK_NOWHERE"))
        #expect(try program.run(["run"] + configuration).status == 78)
        #expect(try program.run(["chat"] + configuration, input: "!blueprint add vsan trivial\n").status == 0)
        let backup = try program.run(["export"] + configuration)
        #expect(backup.status == 0)
        #expect(backup.output.contains("vsan"))
    }

    @Test("takes the board from what is said, too") func boards() throws {
        try with { program in
            let bot = try program.startBot()
            for command in ["@nova slots", "slots @nova", "@nova !slots"] {
                let told = try program.run(["ctl", "--config", program.configuration, command])
                #expect(told.output.contains("3 slots"), "\(told)")
            }
            #expect(try program.run(["ctl", "--config", program.configuration, " "]).status == 64)
            let unknown = try program.run(["ctl", "--config", program.configuration, "@nvoa slots"])
            #expect(unknown.status == 65)
            #expect(unknown.errors == "slotkeeper: there is no board \"nvoa\"; there is nova.\n")
            bot.kill()
            let text = try String(contentsOfFile: program.configuration, encoding: .utf8)
            let other = "  neutron: {cycle: Kilo, slots: 5, channels: [{network: terminal, name: '#neutron'}]}\nlog:"
            try text.replacing("log:", with: other).write(
                toFile: program.configuration, atomically: true, encoding: .utf8)
            let said = try program.run(
                ["chat", "--config", program.configuration, "--board", "nova"],
                input: "!slots\n@neutron !slots\n!slots @neutron\n")
            let slots = said.lines.map { $0.split(separator: ": ").dropFirst().first }
            #expect(slots == ["3 slots", "5 slots", "5 slots"], "\(said)")
        }
    }

    @Test("knows the calendar of its configuration without a running bot, too") func calendar() throws {
        try with { program in
            let text = try String(contentsOfFile: program.configuration, encoding: .utf8)
            let calendar = "slots: 3\n    calendar: [{kind: review_day, date: 2030-12-12, title: Specs}]"
            try text.replacing("slots: 3", with: calendar).write(
                toFile: program.configuration, atomically: true, encoding: .utf8)
            try program.enable("reviewday: {}")
            let said = try program.run(
                ["chat", "--config", program.configuration],
                input: "!reviewday set 2030-12-12\n!calendar remove Specs\n!reviewday set 2030-12-13\n")
            #expect(said.lines[0].contains("the calendar has a review day on Thu 12 Dec 2030 already: \"Specs\""))
            #expect(said.lines[1].contains("\"Specs\" stands in the configuration"))
            #expect(said.lines[2].contains("spec review day on Fri 13 Dec 2030"))
        }
    }

    @Test("says of what no review system has told that none has") func unread() throws {
        try with { program in
            try program.follow(hooks: "a-secret-of-our-own", at: "127.0.0.1:1")
            let configuration = ["--config", program.configuration]
            _ = try program.run(["chat"] + configuration, input: "!blueprint add vsan trivial\n")
            let blocks = try program.run(["blocks", "--dry-run"] + configuration)
            #expect(blocks.lines.first == "gerrit has not answered yet.")
            #expect(try program.run(["agenda"] + configuration).output.hasSuffix("\ngerrit has not answered yet.\n"))
        }
    }

    @Test("says where web hooks come in but not their secret, and ends if it cannot listen there") func web() throws {
        try with { program in
            let listener = try ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .bind(host: "127.0.0.1", port: 0).wait()
            defer { try? listener.close().wait() }
            let port = listener.localAddress?.port ?? 0
            let secret = "a-secret-of-our-own"
            try program.follow(hooks: secret, at: "127.0.0.1:\(port)")
            let check = try program.run(["check", "--config", program.configuration])
            #expect(check.output.contains("- take web hooks at http://127.0.0.1:\(port)/hooks/gerrit/(its secret)\n"))
            #expect(!check.output.contains(secret))
            #expect(!check.output.contains("without TLS"))
            let run = try program.run(["run", "--config", program.configuration])
            #expect(run.status == 69)
            #expect(run.errors.contains("slotkeeper: cannot listen for web hooks on 127.0.0.1, port \(port): "))
        }
        try with { program in
            try program.follow(hooks: "a-secret-of-our-own", at: "0.0.0.0:8484")
            #expect(
                try program.run(["check", "--config", program.configuration]).output.contains("WARNING: without TLS"))
        }
    }

    @Test("refuses a second writer, and lets chat and ctl go through the first") func oneWriter() throws {
        try with { program in
            let bot = try program.startBot()
            defer { bot.kill() }
            let second = try program.run(["run", "--config", program.configuration])
            #expect(second.status == 74)
            #expect(second.errors.contains("\(bot.process.processIdentifier)"))
            #expect(
                try program.run(["ctl", "--config", program.configuration, "!slots", "set", "4"]).output.contains(
                    "slots: 3 -> 4"))
            #expect(
                try program.run(["chat", "--config", program.configuration], input: "!slots\n").output.contains(
                    "4 slots: 0 busy"))
            let refused = try program.run(["ctl", "--config", program.configuration, "bump nosuch"])
            #expect(refused.status == 65)
            #expect(refused.output.contains("no blueprint \"nosuch\""))
            #expect(try program.run(["log", "--config", program.configuration]).output.contains("slots 3 -> 4"))
        }
    }

    @Test("ends with 0 on SIGTERM, and without a terminal only then") func terminates() throws {
        try with { program in
            let bot = try program.startBot()
            try bot.input.close()
            #expect(try program.run(["ctl", "--config", program.configuration, "!version"]).status == 0)
            bot.process.terminate()
            bot.process.waitUntilExit()
            #expect(bot.process.terminationStatus == 0)
            #expect(try program.run(["ctl", "--config", program.configuration, "!version"]).status == 69)
        }
    }

    @Test("prints announcements into a room without a terminal") func announces() throws {
        try with { program in
            let bot = try program.startBot()
            defer { bot.kill() }
            #expect(
                try program.run(["ctl", "--config", program.configuration, "!announce", "the gate is down"]).status == 0
            )
            #expect(bot.line() == "<slotkeeper> the gate is down")
        }
    }

    /// As many as SLOTKEEPER_KILLS says; a few where nobody asked for more.
    @Test("loses nothing that it has acknowledged when it is killed in the middle of 200 commands") func killed() throws
    {
        let rounds = ProcessInfo.processInfo.environment["SLOTKEEPER_KILLS"].flatMap { Int($0) } ?? 3
        var generator = SystemRandomNumberGenerator()
        for round in 1...rounds {
            try with { program in
                let chat = try program.start(["chat", "--config", program.configuration])
                let until = Int.random(in: 1..<200, using: &generator)
                DispatchQueue.global().async {
                    for number in 1...200
                    where (try? chat.say("!blueprint add bp-\(number) trivial changes \(100_000 + number)")) == nil {
                        return
                    }
                }
                var acknowledged = 0
                while acknowledged < until, chat.line() != nil { acknowledged += 1 }
                chat.kill()
                let specs = try program.run(
                    ["chat", "--config", program.configuration], input: "!why bp-\(until)\n!why bp-1\n")
                #expect(specs.lines.count == 2, "round \(round), killed after \(until)")
                #expect(
                    specs.lines.allSatisfy { !$0.contains("no blueprint") },
                    "round \(round), killed after \(until): \(specs.output)")
                // The ledger is whole: what can be exported can be read by an empty one.
                let export = try program.run(["export", "--config", program.configuration])
                let copy = try Executable()
                defer { copy.remove() }
                let back = try copy.run(
                    ["import", "events", "--config", copy.configuration, "-"], input: export.output)
                #expect(back.status == 0, "\(back.errors)")
                #expect(try copy.run(["export", "--config", copy.configuration]).output == export.output)
            }
        }
    }
}
