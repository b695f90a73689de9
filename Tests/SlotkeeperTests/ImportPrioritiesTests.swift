import Foundation
import Testing

/// `import priorities` as a process.
@Suite("Importing priorities", .serialized)
struct ImportPrioritiesTests {
    /// A board with vsan (b1), tags (b2, also called labels, with the change 1002) and vmware-disk (b3), all waiting.
    private func with(_ body: (Executable) throws -> Void) throws {
        let program = try Executable()
        defer { program.remove() }
        let added = try program.run(
            ["chat", "--config", program.configuration],
            input: """
                !blueprint add vsan trivial changes 1001
                !blueprint add tags trivial changes 1002
                !blueprint alias tags labels
                !blueprint add vmware-disk trivial changes 1003

                """)
        #expect(added.lines.count == 4)
        try body(program)
    }

    private func priorities(_ text: String, _ program: Executable) throws -> Executable.Outcome {
        try program.run(["import", "priorities", "--config", program.configuration, "-"], input: text)
    }

    private func backlog(_ program: Executable) throws -> String? {
        try program.run(["chat", "--config", program.configuration], input: "!backlog\n").lines.first
    }

    @Test("takes names as chat does, changes only what differs, and says so") func names() throws {
        try with { program in
            let path = program.folder.appendingPathComponent("priorities.csv").path
            try "\u{FEFF}Name,Priority\r\nB1,low\r\n\"1002\",Medium\r\nvmware,ESSENTIAL\r\n".write(
                toFile: path, atomically: true, encoding: .utf8)
            let command = ["import", "priorities", "--config", program.configuration, path, "--board", "nova"]
            let first = try program.run(command)
            #expect(first.errors == "")
            #expect(
                first.lines == [
                    "\(path): 3 set",
                    "On the board nova 3 of 3 open blueprints have a priority, which orders the backlog as long as there are no votes.",
                ])
            #expect(try backlog(program)?.contains("First: vmware-disk, tags, vsan.") == true)
            #expect(try program.run(command).lines.first == "\(path): known already, nothing changed")
            #expect(
                try priorities("labels,undefined\nvsan,high\nvmware-disk,essential\n", program).lines == [
                    "standard input: 1 changed, 1 taken away, 1 as before",
                    "On the board nova 2 of 3 open blueprints have a priority, which orders the backlog as long as there are no votes.",
                ])
            #expect(try backlog(program)?.contains("First: vmware-disk, vsan, tags.") == true)
        }
    }

    @Test("goes through the running bot, and the channel hears of it") func running() throws {
        try with { program in
            let bot = try program.startBot()
            defer { bot.kill() }
            #expect(try priorities("tags,high\n", program).lines.first == "standard input: 1 set")
            #expect(bot.line() == "<slotkeeper> Priorities imported: 1 set. \"!backlog\" shows the order.")
            let refused = try priorities("nosuch,high\n", program)
            #expect(refused.status == 65)
            #expect(refused.errors.contains("standard input, line 1: there is no blueprint \"nosuch\""))
        }
    }

    @Test("tells the first mistakes with their lines, counts all, and records nothing") func mistakes() throws {
        try with { program in
            _ = try program.run(["chat", "--config", program.configuration], input: "!withdraw tags\n")
            let text = """
                name,priority
                vsam,High
                v,Low
                labels,Low
                vsan,Urgent
                vsan,Low
                b1,High
                x,High
                """
            let outcome = try priorities(text, program)
            #expect(outcome.status == 65)
            #expect(
                outcome.errors == """
                    slotkeeper: standard input, line 2: there is no blueprint "vsam"; is it vsan?
                    standard input, line 3: "v" may mean vsan or vmware-disk; write one of them
                    standard input, line 4: tags was withdrawn; leave it out
                    standard input, line 5: "Urgent" is no priority; write Essential, High, Medium, Low or Undefined
                    standard input, line 7: b1 is in line 6 already; name it once
                    6 mistakes in all, and nothing was imported: mend the list and import it again.

                    """)
            #expect(!(try program.run(["export", "--config", program.configuration]).output.contains("prioritized")))
        }
    }

    @Test(
        "ends in a sentence for what is no list",
        arguments: [
            ("empty", 65, "there is no priority in it"), ("binary", 65, "line 1 is not plain text"),
            ("large", 65, "it has more than 4 MB"), ("missing", 66, "there is no file"),
            ("folder", 66, "cannot be read"),
        ])
    func bad(kind: String, status: Int32, sentence: String) throws {
        let program = try Executable()
        defer { program.remove() }
        var path = program.folder.appendingPathComponent("list.csv").path
        switch kind {
        case "empty": _ = FileManager.default.createFile(atPath: path, contents: Data())
        case "binary": _ = FileManager.default.createFile(atPath: path, contents: Data((0..<200).map { UInt8($0) }))
        case "large":
            _ = FileManager.default.createFile(
                atPath: path, contents: Data(String(repeating: "vsan,high\n", count: 1 << 19).utf8))
        case "folder": path = program.folder.path
        default: break
        }
        let outcome = try program.run(["import", "priorities", "--config", program.configuration, path])
        #expect(outcome.status == status)
        #expect(outcome.errors.hasPrefix("slotkeeper: "))
        #expect(outcome.errors.contains(sentence))
        // Nothing was made of it.
        #expect(!FileManager.default.fileExists(atPath: program.ledger))
    }

    @Test("stops looking for names that are not there when it is certainly the wrong list") func wrongList() throws {
        try with { program in
            let outcome = try priorities((1...1500).map { "nosuch-\($0),high\n" }.joined(), program)
            #expect(outcome.status == 65)
            #expect(outcome.errors.contains("at least 1000 mistakes in all, and nothing was imported"))
        }
    }
}
