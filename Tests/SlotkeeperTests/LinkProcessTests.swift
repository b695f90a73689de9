import Foundation
import GerritModel
import GerritTesting
import IRCTesting
import MatrixProtocol
import MatrixTesting
import Testing

/// The executable on two chat networks, each with a real server, and with a review system.
@Suite(
    "Linked accounts",
    .enabled(
        if: Synapse.isInstalled && IRCServer.isInstalled("inspircd"),
        "Synapse or InspIRCd is not installed: script/install-packages test"),
    .timeLimit(.minutes(5)))
struct LinkProcessTests {
    @Test func `Whoever is on IRC, on Matrix and in the review system is one person with one ballot`() async throws {
        let server = try IRCServer("inspircd")
        defer { server.stop() }
        let password = try server.text("erin.password")
        let synapse = try await Synapse.shared()
        let (anna, erin) = (try await synapse.person("anna"), try await synapse.person("erin"))
        let account = try await synapse.person("slotkeeper")
        let room = try await anna.createRoom()
        try await erin.join(room)
        let model = ModelServer(clock: Int(Date.now.timeIntervalSince1970), projects: ["demo/code"])
        try await StandIn.run(model) { gerrit, address in
            gerrit.password = Synapse.password
            gerrit.happen { model, _ in model.add("demo/code", message: "Fix a bug") }
            let program = try MatrixProgram(
                synapse.url, user: account.id, password: Synapse.password, room: room, lead: anna.id,
                others: server.network(), channels: [##"{network: lab, name: "#nova"}"##],
                board: "min_ballots: 1\n    reviews: {system: gerrit, projects: [demo/code]}",
                more: { folder in
                    """
                    review_systems:
                      gerrit:
                        kind: gerrit
                        url: \(address.url)
                        user: \(ModelServer.account)
                        password_file: \(folder)/password
                        allow_plaintext_auth: true
                        poll: {with_stream: 100ms, without_stream: 100ms, settle: 20ms}
                    """
                })
            defer { program.end() }
            var chatter = try await Chatter("erin", password, on: server)
            _ = try program.startBot()
            try await chatter.hear(":slotkeeper!")
            try await anna.hears(in: room) { $0.type == "m.room.member" && $0.sender == account.id }
            func ask(_ person: MatrixPerson, _ text: String, _ answer: String) async throws {
                let line = try await person.say(text, in: room)
                try await person.hears(in: room, after: line) { $0.text.contains(answer) }
            }
            func ballots() throws -> Set<String> {
                let shown = try program.executable.run(
                    ["ctl", "--config", program.executable.configuration, "!rank export"]
                ).output
                return Set(["one-x > two-x", "two-x > one-x"].filter(shown.contains))
            }
            try await ask(anna, "!blueprint add one-x trivial changes 1", "one-x")
            try await ask(anna, "!blueprint add two-x trivial changes 2", "two-x")
            try await chatter.say("!rank one-x > two-x")
            try await chatter.hear("your ballot: 1 one-x")
            try await ask(erin, "!rank two-x > one-x", "your ballot: 1 two-x")
            #expect(try ballots().count == 2)

            try await chatter.say("!link")
            let word = try await chatter.hear("from your other account").firstMatch(of: #/!link (\w+)/#)?.1
            try await ask(erin, "!link \(try #require(word))", "are one person now")
            try await chatter.say("!link gerrit carol")
            let proof = try await chatter.hear("in a line of its own").firstMatch(of: #/slotkeeper-\w+/#)?.0
            let comment = "Patch Set 1:\n\n\(try #require(proof))"
            gerrit.happen { model, _ in model.change(101, "comment-added") { $0.comments.append(comment) } }
            try await erin.hears(in: room) { $0.text.contains("has proved to be gerrit:carol") }

            try await ask(erin, "!whoami", "gerrit:carol")
            #expect(try ballots() == ["two-x > one-x"])
            try await chatter.say("!rank one-x > two-x")
            try await chatter.hear("your ballot: 1 one-x")
            #expect(try ballots() == ["one-x > two-x"])
            #expect(program.log.isEmpty, "\(program.log)")
        }
    }
}

/// Somebody on IRC with an account and with a client that hears bots, too.
private struct Chatter {
    private var server: Peer

    init(_ nick: String, _ password: String, on server: IRCServer) async throws {
        self.server = try await Peer.connect(to: Int(try server.text("plain-port")) ?? 0)
        try await self.server.send("NICK \(nick)", "USER \(nick) 0 * :\(nick)")
        try await hear(" 001 ")
        try await self.server.send("PRIVMSG NickServ :IDENTIFY \(password)")
        try await hear(" 900 ")
        try await self.server.send("JOIN #nova")
        try await hear(" 366 ")
    }

    func say(_ text: String) async throws { try await server.send("PRIVMSG #nova :\(text)") }

    /// The next line that has the words in it.
    @discardableResult
    mutating func hear(_ words: String) async throws -> String {
        while let line = await server.next() {
            if line.hasPrefix("PING") { try await server.send("PONG\(line.dropFirst("PING".count))") }
            if line.contains(words) { return line }
        }
        throw Missing("the server has gone, and never said \(words)")
    }
}
