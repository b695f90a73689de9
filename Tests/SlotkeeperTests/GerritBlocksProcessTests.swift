import GerritModel
import GerritProtocol
import GerritTesting
import Testing

/// Blocks on changes, by the whole program.
@Suite(.serialized, .timeLimit(.minutes(10))) struct GerritBlocksProcessTests {
    private static func fill(_ server: StandIn) {
        server.with { $0.indexLag = 3 }
        // Specs 101 and 102 are approved; of the code, 103 to 106, 105 is in progress and 106 given up.
        for name in ["bp-1", "bp-2"] {
            let spec = ["specs/kilo/approved/\(name).rst": "A"]
            server.happen { model, _ in
                model.add("demo/specs", message: "\(name)\n\nblueprint \(name)", files: spec)
            }
        }
        for name in ["bp-1", "bp-2", "bp-2", "bp-1"] {
            server.happen { model, _ in model.add("demo/code", message: "Code\n\nImplements: blueprint \(name)") }
        }
        // No blueprint's.
        server.happen { model, _ in model.add("demo/code", message: "Fix a bug") }
        server.with { model in
            for spec in [101, 102] { model.change(spec, quietly: { $0.status = "MERGED" }) }
            model.change(105, quietly: { $0.isWIP = true })
            model.change(106, quietly: { $0.status = "ABANDONED" })
            for number in 101...107 { model.change(number, quietly: { $0.votes["core1"] = 1 }) }
        }
    }

    @Test func `A hashtag stands on changes without a slot alone, and people's own stay`() async throws {
        try await GerritProgram.with(blocks: "{mode: hashtag, per_minute: 600}") { program, server in
            Self.fill(server)
            server.with { model in model.change(103, quietly: { $0.hashtags = ["mine"] }) }
            server.faults.losesWrites = true
            func wait(_ what: String, _ tagged: Set<Int>) async throws {
                try await program.wait("\(what): \(tagged)", but: { "\(server.model.written)" }) {
                    Set(server.model.changes.values.filter { $0.hashtags.contains("no-review-slot") }.map(\.key.number))
                        == tagged
                }
                try await program.ask("!blocks", until: "all is as it should be")
            }
            var bot = try program.startBot()
            try await wait("blocks", [103, 104])
            GerritProgram.kill(bot)
            bot = try program.startBot()
            try await program.ask("!ready bp-1")
            try await wait("the block is lifted", [104])
            try await program.ask("!bump bp-1 no time")
            try await wait("the block is back", [103, 104])
            try await program.ask("!blocks lift all")
            try await program.wait("no blocks") {
                server.model.changes.values.allSatisfy { !$0.hashtags.contains("no-review-slot") }
            }
            GerritProgram.kill(bot)
            #expect(server.model.changes[103]?.hashtags == ["mine"])
            #expect(server.model.written.count == 6)
            #expect(server.model.written.allSatisfy { $0.labels.isEmpty })
        }
    }

    @Test(arguments: ["vote", "label"])
    func `Blocks follow the slots, each is written once, and nothing else is touched`(mode: String) async throws {
        try await GerritProgram.with(blocks: "{mode: \(mode), per_minute: 600}") { program, server in
            Self.fill(server)
            let label = mode == "vote" ? "Code-Review" : "Review-Slot"
            let (blocked, free) = mode == "vote" ? (-2, 0) : (-1, 1)
            var expected: [[String: Int]] = []
            func wait(_ what: String, _ values: [Int: Int]) async throws {
                try await program.wait("\(what): \(values)", but: { "\(server.model.written)" }) {
                    values.allSatisfy { server.model.ownVote(on: $0, label) == $1 }
                }
                try await program.ask("!blocks", until: "all is as it should be")
            }

            server.faults.losesWrites = true
            var bot = try program.startBot()
            try await wait("blocks", [103: blocked, 104: blocked])
            expected += [[label: blocked], [label: blocked]]
            #expect(server.model.written.map(\.labels) == expected)
            GerritProgram.kill(bot)
            bot = try program.startBot()
            try await program.ask("!ready bp-1")
            try await wait("the block is lifted", [103: free, 104: blocked])
            expected += [[label: free]]
            server.faults.losesWrites = false
            try await program.ask("!bump bp-1 no time")
            try await wait("the block is back", [103: blocked, 104: blocked])
            expected += [[label: blocked]]
            #expect(server.model.written.map(\.labels) == expected)
            GerritProgram.kill(bot)
            bot = try program.startBot()
            try await wait("the blocks stay", [103: blocked, 104: blocked])
            #expect(server.model.written.map(\.labels) == expected)
            try await program.ask("!blocks lift all")
            try await program.wait("no blocks") { [103, 104].allSatisfy { server.model.ownVote(on: $0, label) == 0 } }
            GerritProgram.kill(bot)
            bot = try program.startBot()
            try await program.ask("!blocks", until: "all blocks are lifted")
            try await program.waitForRequests(10, of: server)
            GerritProgram.kill(bot)
            expected += [[label: 0], [label: 0]]
            #expect(server.model.written.map(\.labels) == expected)
            #expect(Set(server.model.written.map(\.change)) == [103, 104])
            #expect(server.model.changes.values.allSatisfy { $0.votes["core1"] == 1 })
        }
    }
}

extension ModelServer {
    fileprivate func ownVote(on number: Int, _ label: String) -> Int {
        let votes = label == "Code-Review" ? changes[number]?.votes : changes[number]?.slotVotes
        return votes?[Self.account] ?? 0
    }
}
