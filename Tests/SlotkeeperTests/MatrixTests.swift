import Foundation
import MatrixProtocol
import MatrixTesting
import Testing

/// The executable in a room of a real homeserver.
@Suite(
    "On Synapse", .enabled(if: Synapse.isInstalled, "Synapse is not installed: script/install-packages test"),
    .timeLimit(.minutes(5)))
struct MatrixTests {
    private struct Scene {
        var anna: MatrixPerson
        var erin: MatrixPerson
        var bot: MatrixPerson
        var room: String
        var program: MatrixProgram

        func ask(_ person: MatrixPerson, _ text: String) async throws -> MatrixPerson.Heard {
            try await person.asks(text, in: room, answeredBy: bot.id)
        }
    }

    /// Anna leads, Erin is there too.
    private func scene(
        _ synapse: Synapse? = nil, alias: String? = nil, board: String = "", _ body: (Scene) async throws -> Void
    ) async throws {
        let shared = try await Synapse.shared()
        let synapse = synapse ?? shared
        let (anna, erin) = (try await synapse.person("anna"), try await synapse.person("erin"))
        let account = try await synapse.person("slotkeeper")
        let room = try await anna.createRoom(alias: alias)
        try await erin.join(room)
        let program = try MatrixProgram(
            synapse.url, user: account.id, password: Synapse.password,
            room: alias.map { "#\($0):example.org" } ?? room, lead: anna.id, board: board)
        defer { program.end() }
        _ = try program.startBot()
        _ = try await anna.hears(in: room) { $0.type == "m.room.member" && $0.sender == account.id }
        try await body(Scene(anna: anna, erin: erin, bot: account, room: room, program: program))
        let bot = try #require(program.bot)
        bot.terminate()
        bot.waitUntilExit()
        #expect(bot.terminationStatus == 0)
        #expect(program.log.isEmpty, "\(program.log)")
    }

    @Test func `It is asked and acted on by who has a role, and tells the room`() async throws {
        try await scene { scene in
            let answer = try await scene.ask(scene.erin, "!slots")
            let name = scene.erin.id.dropFirst().prefix { $0 != ":" }
            #expect(
                answer.text
                    == "\(name): 2 slots: 0 busy, 2 free, nothing ready to move in. The backlog is empty: a lead adds to it with \"!blueprint add NAME\"."
            )
            #expect(answer.kind == "m.notice" && answer.mentions == [scene.erin.id])
            #expect(
                answer.html?.hasPrefix("<a href=\"https://matrix.to/#/%40\(name)%3Aexample.org\">\(name)</a>: 2 slots")
                    == true)
            #expect(
                try await scene.ask(scene.erin, "!blueprint add vsan trivial changes 1").text.contains("only leads can")
            )
            _ = try await scene.ask(scene.anna, "!blueprint add vsan trivial changes 1 by matrix:\(scene.erin.id)")
            try await scene.erin.say("!ready vsan", in: scene.room)
            let call = try await scene.erin.hears(in: scene.room) { $0.text.contains("(#1) moves into slot 1") }
            #expect(call.mentions == [scene.erin.id])
            #expect(call.text.hasPrefix("\(name): vsan (#1) moves into slot 1"))
        }
    }

    @Test func `Numbers on posts and edits of ballots are votes`() async throws {
        try await scene(board: "min_ballots: 1") { scene in
            for (number, item) in ["one-x", "two-x", "three-x"].enumerated() {
                _ = try await scene.ask(scene.anna, "!blueprint add \(item) trivial changes \(number + 1)")
            }
            var marks: [String] = []
            for (item, key) in [("one-x", "3️⃣"), ("two-x", "1️⃣"), ("three-x", "2️⃣")] {
                let post = try await scene.ask(scene.erin, "!why \(item)")
                marks.append(try await scene.erin.react(key, to: post.id, in: scene.room))
            }
            func isBallot(_ text: String) async throws {
                let deadline = ContinuousClock.now + .seconds(20)
                var shown = ""
                while !shown.contains(text), ContinuousClock.now < deadline {
                    shown = try scene.program.executable.run(
                        ["ctl", "--config", scene.program.executable.configuration, "!rank export"]).output
                }
                #expect(shown.contains(text))
            }
            try await isBallot("two-x > three-x > one-x")
            try await scene.erin.redact(marks[1], in: scene.room)
            try await isBallot("three-x > one-x")
            let line = try await scene.erin.say("!rank one-x > twoo-x", in: scene.room)
            let refusal = try await scene.erin.hears(in: scene.room, after: line) { $0.sender == scene.bot.id }
            #expect(refusal.text.contains("no blueprint \"twoo-x\"") && refusal.answers == line)
            try await scene.erin.edit(line, "!rank one-x > two-x", in: scene.room)
            try await isBallot("one-x > two-x")
        }
    }

    @Test func `It can be asked alone, and follows nobody but its leads`() async throws {
        try await scene { scene in
            let alone = try await scene.anna.createRoom(isPublic: false, invite: [scene.bot.id], ["is_direct": true])
            _ = try await scene.anna.hears(in: alone) { $0.type == "m.room.member" && $0.sender == scene.bot.id }
            #expect(try await scene.anna.asks("slots", in: alone, answeredBy: scene.bot.id).text.hasPrefix("2 slots: "))
            let other = try await scene.erin.createRoom(invite: [scene.bot.id])
            _ = try await scene.ask(scene.erin, "!slots")
            #expect(try await scene.erin.members(of: other).count == 1)
        }
    }

    @Test func `What is said while it is killed is done when it is back, and not twice`() async throws {
        try await scene { scene in
            _ = try await scene.ask(scene.erin, "!slots")
            scene.program.killBot()
            for slots in 3...5 { try await scene.anna.say("!slots set \(slots)", in: scene.room) }
            _ = try scene.program.startBot()
            try await scene.anna.hears(in: scene.room) { $0.text.contains("slots: 4 -> 5") }
            scene.program.killBot()
            _ = try scene.program.startBot()
            try await scene.erin.say("!version", in: scene.room)
            try await scene.erin.hears(in: scene.room) { $0.text.contains("Slotkeeper") }
            let said = try await scene.anna.said(in: scene.room, by: scene.bot.id).map(\.text)
            #expect(said.filter { $0.contains("slots: ") && $0.contains(" -> ") }.count == 3)
            #expect(said.filter { $0.hasPrefix("Slots: ") }.count <= 3)
        }
    }

    @Test func `A power level in the room is a role where the board says so`() async throws {
        try await scene(board: "power_levels: {lead: 50}") { scene in
            #expect(try await scene.ask(scene.erin, "!slots set 3").text.contains("only leads can"))
            try await scene.anna.setPower(of: scene.erin.id, to: 50, in: scene.room)
            #expect(try await scene.ask(scene.erin, "!slots set 3").text.contains("slots: 2 -> 3"))
            try await scene.anna.setPower(of: scene.erin.id, to: 0, in: scene.room)
            #expect(try await scene.ask(scene.erin, "!slots set 4").text.contains("only leads can"))
        }
    }

    @Test func `It moves with the room when that is upgraded`() async throws {
        try await scene { scene in
            _ = try await scene.ask(scene.erin, "!slots")
            let new = try await scene.anna.upgrade(scene.room)
            _ = try await scene.anna.hears(in: new) { $0.type == "m.room.member" && $0.sender == scene.bot.id }
            try await scene.erin.join(new)
            #expect(try await scene.erin.asks("!slots", in: new, answeredBy: scene.bot.id).text.contains("2 slots: "))
        }
    }

    @Test func `It goes to where the alias of its room is moved`() async throws {
        let alias = "nova-\(UUID().uuidString.lowercased())"
        try await scene(alias: alias) { scene in
            _ = try await scene.ask(scene.erin, "!slots")
            let new = try await scene.anna.createRoom()
            try await scene.anna.move("#\(alias):example.org", from: scene.room, to: new)
            try await scene.anna.hears(in: new) { $0.type == "m.room.member" && $0.sender == scene.bot.id }
            #expect(try await scene.anna.asks("!slots", in: new, answeredBy: scene.bot.id).text.contains("2 slots: "))
        }
    }

    @Test func `Put out of its room it goes on elsewhere, and is back when it is let in again`() async throws {
        try await scene { scene in
            let alone = try await scene.anna.createRoom(isPublic: false, invite: [scene.bot.id], ["is_direct": true])
            try await scene.anna.hears(in: alone) { $0.type == "m.room.member" && $0.sender == scene.bot.id }
            for isBan in [false, true] {
                if isBan {
                    try await scene.anna.ban(scene.bot.id, from: scene.room)
                } else {
                    try await scene.anna.kick(scene.bot.id, from: scene.room)
                }
                let answer = try await scene.anna.asks("slots", in: alone, answeredBy: scene.bot.id)
                #expect(answer.text.hasPrefix("2 slots: "))
                if isBan { try await scene.anna.unban(scene.bot.id, from: scene.room) }
                let last = try await scene.anna.say("Come back.", in: scene.room)
                try await scene.anna.invite(scene.bot.id, to: scene.room)
                try await scene.anna.hears(in: scene.room, after: last) {
                    $0.sender == scene.bot.id && $0.content["membership"] == "join"
                }
                #expect(try await scene.ask(scene.erin, "!slots").text.contains("2 slots: "))
            }
            let put = ["removed", "banned"].map { "cannot be in \(scene.room): \($0) by \(scene.anna.id)" }
            #expect(put.allSatisfy(scene.program.log.contains), "\(scene.program.log)")
            scene.program.forgetLog()
        }
    }

    @Test func `What it has answered is marked as read`() async throws {
        try await scene { scene in
            let question = try await scene.erin.say("!slots", in: scene.room)
            try await scene.erin.notices(in: scene.room) { type, content in
                type == "m.receipt" && content[question]["m.read"][scene.bot.id] != .null
            }
        }
    }

    @Test func `A server's limits are waited for, and everything is said in order`() async throws {
        try await Synapse.run(Synapse.Settings(limitsMessages: true)) { synapse in
            try await scene(synapse) { scene in
                // People are limited, too: ten at once, then one in five seconds.
                for number in 1...6 {
                    try await scene.anna.say("!find a\(number)x", in: scene.room)
                    try await scene.erin.say("!find e\(number)x", in: scene.room)
                }
                try await scene.erin.hears(in: scene.room, within: 60) { $0.text.contains("\"e6x\"") }
                let said = try await scene.erin.said(in: scene.room, by: scene.bot.id).map(\.text)
                let asked = (1...6).flatMap { ["a\($0)x", "e\($0)x"] }
                #expect(said.count == 12)
                #expect(zip(said, asked).allSatisfy { $0.contains("\"\($1)\"") }, "\(said)")
                scene.program.forgetLog()
            }
        }
    }

    @Test func `In an encrypted room it says that it cannot read`() async throws {
        try await scene { scene in
            _ = try await scene.ask(scene.erin, "!slots")
            _ = try await scene.anna.set(
                "m.room.encryption", ["algorithm": "m.megolm.v1.aes-sha2"], in: scene.room)
            let sentence = try await scene.erin.hears(in: scene.room) { $0.text.contains("encrypted") }
            #expect(sentence.sender == scene.bot.id && sentence.text.contains("Pantalaimon"))
            scene.program.forgetLog()
        }
    }
}
